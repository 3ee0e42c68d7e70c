import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSamples, quantile, rankedQuantile } from '../../../src/study/statistics/quantile.ts';
import { sampleOf } from '../support.ts';

const SECOND = 1_000_000;
const durations = (n: number, value = SECOND) => new Array<number>(n).fill(value);

describe('quantiles', () => {
  test('are the value of rank ⌈p·n⌉, within 1/128 of it', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (all, p) => {
        const exact = all.toSorted((a, b) => a - b)[Math.ceil(p * all.length - 1e-9) - 1]!;
        const found = rankedQuantile(sampleOf(all), p);
        expect(found.kind).toBe('value');
        if (found.kind === 'value') {
          expect(Math.abs(found.value - exact)).toBeLessThanOrEqual(found.resolution);
          expect(found.resolution).toBeLessThanOrEqual(exact / 128);
        }
      }),
    );
  });

  test('quantile 1 is the exact maximum', () => {
    expect(rankedQuantile(sampleOf([5, 1_234_567, 77]), 1)).toMatchObject({
      kind: 'value',
      value: 1_234_567,
    });
  });

  test('need 10 samples beyond: p95 of 200, p99 of 1000, p90 of 100, p50 of 20', () => {
    for (const [p, needed] of [
      [0.95, 200],
      [0.99, 1000],
      [0.9, 100],
      [0.5, 20],
    ] as const) {
      expect(quantile(sampleOf(durations(needed)), p).kind).toBe('value');
      expect(quantile(sampleOf(durations(needed - 1)), p)).toEqual({
        kind: 'too-few',
        count: needed - 1,
        needed,
      });
    }
  });

  test('are marked below 100 samples beyond', () => {
    expect(quantile(sampleOf(durations(1999)), 0.95)).toMatchObject({ marked: true });
    expect(quantile(sampleOf(durations(2001)), 0.95)).toMatchObject({ marked: false });
  });

  test('of nothing is "no samples", not 0', () => {
    expect(quantile(sampleOf([]), 0.95)).toEqual({ kind: 'no-samples' });
  });

  test('do not depend on the order in which replications are merged', () => {
    const sample = fc
      .record({
        values: fc.array(fc.integer({ min: 0, max: 1e10 }), { maxLength: 40 }),
        never: fc.nat(3),
        unfinished: fc.nat(3),
      })
      .map(({ values, never, unfinished }) =>
        sampleOf(values, { never, unfinished, atLeast: unfinished * 1000 }),
      );
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 6 }), (samples) => {
        const merged = mergeSamples(samples);
        expect(mergeSamples(samples.toReversed())).toEqual(merged);
        const [first, ...rest] = samples;
        expect(mergeSamples([first!, mergeSamples(rest)])).toEqual(merged);
      }),
    );
  });

  test('merged are the quantiles of all together', () => {
    const parts = [durations(150, SECOND), durations(50, 9 * SECOND)];
    const merged = mergeSamples(parts.map((part) => sampleOf(part)));
    expect(merged).toEqual(sampleOf(parts.flat()));
  });
});

describe('rule W5: who is in a percentile', () => {
  test('one that falls among the unfinished is longer than the shortest of them had taken', () => {
    const sample = sampleOf(durations(900), { unfinished: 100, atLeast: 8_040 * SECOND });
    expect(quantile(sample, 0.9)).toMatchObject({ kind: 'value' });
    expect(quantile(sample, 0.95)).toEqual({ kind: 'unfinished', atLeast: 8_040 * SECOND });
  });

  test('the shortest of all replications, of those that have any', () => {
    const hours = (unfinished: number, atLeast: number) =>
      sampleOf(durations(10), { unfinished, atLeast: atLeast * 3600 * SECOND });
    const merged = mergeSamples([hours(10, 2), hours(0, 0), hours(10, 3)]);
    expect(quantile(merged, 0.9)).toEqual({ kind: 'unfinished', atLeast: 2 * 3600 * SECOND });
  });

  test('up to the last of them', () => {
    const sample = sampleOf(durations(900), { unfinished: 50, never: 50, atLeast: 60 * SECOND });
    expect(quantile(sample, 0.95)).toEqual({ kind: 'unfinished', atLeast: 60 * SECOND });
    expect(quantile(sample, 0.951)).toEqual({ kind: 'never', share: 0.1 });
  });

  test('and than the finished ones that must come before it', () => {
    const values = Array.from({ length: 900 }, (_, i) => (i + 1) * SECOND);
    const sample = sampleOf(values, { unfinished: 100, atLeast: SECOND });
    const found = quantile(sample, 0.95);
    expect(found.kind).toBe('unfinished');
    // Rank 950: at best all 100 unfinished come before it, so it is at least the 850th finished.
    if (found.kind === 'unfinished') expect(Math.abs(found.atLeast / SECOND - 850)).toBeLessThan(850 / 128);
  });

  test('one that falls among the unsuccessful never comes, and says how many they are', () => {
    const sample = sampleOf(durations(927), { never: 73 });
    expect(quantile(sample, 0.9)).toMatchObject({ kind: 'value' });
    expect(quantile(sample, 0.95)).toEqual({ kind: 'never', share: 0.073 });
  });

  test('also when there are few samples: a crash never makes a number look better', () => {
    expect(quantile(sampleOf(durations(11), { never: 1 }), 0.95)).toEqual({ kind: 'never', share: 1 / 12 });
  });

  test('a single one without a value makes the maximum infinite', () => {
    expect(rankedQuantile(sampleOf(durations(5000), { never: 1 }), 1)).toEqual({
      kind: 'never',
      share: 1 / 5001,
    });
  });

  test('more failures never lower a quantile', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.nat(20), fc.constantFrom(0.5, 0.95, 1), (all, never, p) => {
        const value = (failed: number) => {
          const found = rankedQuantile(sampleOf(all, { never: failed }), p);
          return found.kind === 'value' ? found.value : Number.POSITIVE_INFINITY;
        };
        expect(value(never)).toBeGreaterThanOrEqual(value(0));
      }),
    );
  });
});
