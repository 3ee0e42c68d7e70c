/** Histograms are log-linear with a relative error of at most 1 %, of fixed memory, merged by adding counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS, bucketOf, Histogram, valueOf } from '../../src/measure/histogram.ts';

/** Whole microseconds of every size up to four years. */
const micros = fc
  .tuple(fc.integer({ min: 0, max: 46 }), fc.nat({ max: 2 ** 30 }))
  .map(([power, share]) => Math.floor(2 ** power * (1 + share / 2 ** 30)));

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('buckets', () => {
  it('tell a value to within 1/128 of itself, below 128 µs exactly', () => {
    fc.assert(
      fc.property(micros, (value) => {
        const told = valueOf(bucketOf(value));
        expect(Math.abs(told - value)).toBeLessThanOrEqual(value / 128);
        if (value < 128) expect(told).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('follow one another without gap or overlap', () => {
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      expect(bucketOf(Math.floor(valueOf(bucket)))).toBe(bucket);
      expect(bucketOf(Math.ceil(valueOf(bucket)))).toBe(bucket);
      if (bucket > 0) expect(valueOf(bucket)).toBeGreaterThan(valueOf(bucket - 1));
    }
    for (let power = 7; power < 47; power += 1) {
      // The first value of an octave begins a bucket.
      expect(bucketOf(2 ** power)).toBe(bucketOf(2 ** power - 1) + 1);
    }
  });

  it('the last holds everything longer than four years', () => {
    for (const value of [2 ** 47, 2 ** 50, 2 ** 53, Number.MAX_SAFE_INTEGER]) {
      expect(bucketOf(value)).toBe(BUCKETS - 1);
    }
    expect(bucketOf(2 ** 47 - 1)).toBe(BUCKETS - 1);
    expect(bucketOf(2 ** 47 - 2 ** 41)).toBeLessThan(BUCKETS - 1);
  });
});

describe('Histogram', () => {
  it('gives the value at a rank to within 1 %', () => {
    fc.assert(
      fc.property(fc.array(micros, { minLength: 1, maxLength: 60 }), fc.nat(), (values, which) => {
        const histogram = histogramOf(values);
        const rank = 1 + (which % values.length);
        const exact = values.toSorted((a, b) => a - b)[rank - 1]!;
        expect(Math.abs(histogram.atRank(rank) - exact)).toBeLessThanOrEqual(0.01 * exact);
        expect(histogram.total).toBe(values.length);
        expect(histogram.atRank(values.length + 1)).toBeNaN();
      }),
    );
  });

  it('of two lists is the sum of theirs, in any order', () => {
    fc.assert(
      fc.property(fc.array(micros), fc.array(micros), (a, b) => {
        const [first, second] = [histogramOf(a), histogramOf(b)];
        const both = histogramOf([...b, ...a]);
        first.add(second.sparse());
        expect(first.sparse()).toEqual(both.sparse());
        expect(first.total).toBe(both.total);
      }),
    );
  });

  it('is kept as pairs of bucket and count, in order, without empty ones', () => {
    expect(histogramOf([]).sparse()).toEqual([]);
    expect(histogramOf([5, 0, 5, 128, 129, 127]).sparse()).toEqual([0, 1, 5, 2, 127, 1, 128, 2]);
  });
});
