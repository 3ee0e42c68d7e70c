/** Intervals of few skewed values hold the true value as often as they say, where Student's t does not. */
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/measure/result.ts';
import { halfWidth, mean, variance } from '../../../src/study/statistics/mean.ts';
import { mergeSamples } from '../../../src/study/statistics/quantile.ts';
import { quantileSpread } from '../../../src/study/statistics/quantile-bounds.ts';
import { meanBounds, meanReach, skewness } from '../../../src/study/statistics/skewed.ts';
import { tQuantile } from '../../../src/study/statistics/student-t.ts';
import { normals, sampleOf } from '../support.ts';

const STUDIES = 3000;
const TEN = Array.from({ length: 10 });

test('skewness is G₁', () => {
  // By hand: deviations −2, −1, 3 of variance 7; 3/(2·1) · 18/7^1.5.
  expect(skewness([1, 2, 6])).toBeCloseTo((1.5 * 18) / 7 ** 1.5, 12);
  expect(skewness([1, 2, 3])).toBe(0);
  expect(skewness([4, 4, 4])).toBe(0);
  expect(skewness([1, 9])).toBe(0);
});

describe('the interval of a mean', () => {
  test("is Student's where nothing is skewed", () => {
    const values = [1, 2, 3, 4, 5];
    const [low, high] = meanBounds(values)!;
    expect(low).toBeCloseTo(3 - halfWidth(values)!, 12);
    expect(high).toBeCloseTo(3 + halfWidth(values)!, 12);
    expect(meanReach([2, 2, 2])).toBe(0);
    expect(meanReach([1])).toBeNull();
    expect(meanBounds([1])).toBeNull();
  });

  test('reaches further to the side of the long tail, and mirrors', () => {
    const values = [0, 0, 1, 1, 2, 3, 20];
    const [low, high] = meanBounds(values)!;
    const [mirroredLow, mirroredHigh] = meanBounds(values.map((value) => -value))!;
    expect(high - mean(values)).toBeGreaterThan(1.3 * (mean(values) - low));
    expect(mirroredLow).toBeCloseTo(-high, 9);
    expect(mirroredHigh).toBeCloseTo(-low, 9);
    // A ± holds both ends.
    expect(meanReach(values)).toBe(high - mean(values));
    expect(meanReach(values.map((value) => -value))).toBeCloseTo(high - mean(values), 9);
  });

  test("ends where Hall's transform of the studentised mean is t, with four fifths more skewness than ten values show", () => {
    const values = [0, 0, 0, 1, 1, 1, 2, 2, 3, 20];
    const [low, high] = meanBounds(values)!;
    const skew = 1.8 * skewness(values);
    const t = tQuantile(0.975, 9);
    const studentised = (end: number) => (mean(values) - end) / Math.sqrt(variance(values) / 10);
    const hall = (x: number) =>
      x + (skew * x ** 2) / (3 * Math.sqrt(10)) + (skew ** 2 * x ** 3) / 270 + skew / (6 * Math.sqrt(10));
    expect(hall(studentised(high))).toBeCloseTo(-t, 9);
    // On the side of the short tail t reaches further, and it is that.
    expect(studentised(low)).toBeCloseTo(t, 9);
    expect(hall(t)).toBeGreaterThan(t);
  });

  test('holds the mean of ten lognormal values in 93 to 97 of 100 studies; t in fewer than 90', () => {
    const normal = normals(18);
    const truth = Math.exp(0.64 / 2);
    let [held, byT] = [0, 0];
    for (let study = 0; study < STUDIES; study += 1) {
      const values = TEN.map(() => Math.exp(0.8 * normal()));
      const [low, high] = meanBounds(values)!;
      if (low <= truth && truth <= high) held += 1;
      if (Math.abs(mean(values) - truth) <= halfWidth(values)!) byT += 1;
    }
    expect(held / STUDIES).toBeGreaterThan(0.93);
    expect(held / STUDIES).toBeLessThan(0.97);
    expect(byT / STUDIES).toBeLessThan(0.9);
  });
});

describe('the interval of a quantile of many replications together', () => {
  test('holds it where some days are bad, in 93 to 97 of 100 studies', () => {
    // Days differ by a lognormal factor, and within a day 100 values are spread evenly from 0 to 20 s of it.
    const normal = normals(5);
    const day = () => {
      const factor = Math.exp(0.3 * normal());
      return sampleOf(Array.from({ length: 100 }, (_, i) => Math.round((i + 0.5) * 200_000 * factor)));
    };
    // P(U·F ≤ q) = 0.9 by 200 000 normals of another seed.
    const other = normals(6);
    const factors = Array.from({ length: 200_000 }, () => Math.exp(0.3 * other()));
    const below = (q: number) => mean(factors.map((factor) => Math.min(1, q / (20 * factor))));
    let [low, high] = [0, 200];
    for (let i = 0; i < 30; i += 1) {
      const middle = (low + high) / 2;
      if (below(middle) < 0.9) low = middle;
      else high = middle;
    }
    let held = 0;
    const studies = 1000;
    for (let study = 0; study < studies; study += 1) {
      const days = TEN.map(day);
      const { bounds } = quantileSpread(days, mergeSamples(days), 0.9)!;
      if (bounds[0] <= low * 1e6 && low * 1e6 <= bounds[1]) held += 1;
    }
    expect(held / studies).toBeGreaterThan(0.93);
    expect(held / studies).toBeLessThan(0.97);
  });

  test('has no upper end where that may lie among those without a value', () => {
    const days = TEN.map((_, i) => sampleOf(new Array(100).fill(1e6), { never: i === 0 ? 30 : 0 }));
    expect(quantileSpread(days, mergeSamples(days), 0.95)!.bounds[1]).toBe(Number.POSITIVE_INFINITY);
  });

  test('is half as wide over four times as many replications, though only the first hundred are looked at', () => {
    const normal = normals(8);
    const hundred = Array.from({ length: 100 }, () => {
      const longest = Math.round(2e8 * Math.exp(0.3 * normal()));
      return sampleOf(Array.from({ length: 100 }, (_, k) => ((k + 1) * longest) / 100));
    });
    const wide = (days: readonly Sample[]) => {
      const [low, high] = quantileSpread(days, mergeSamples(days), 0.5)!.bounds;
      return high - low;
    };
    const all = [...hundred, ...hundred, ...hundred, ...hundred];
    expect(wide(all) / wide(hundred)).toBeCloseTo(1 / 2, 1);
  });

  test('is a point where all are as long: beyond the extremes a bucket is empty', () => {
    const days = TEN.map(() => sampleOf(new Array<number>(100).fill(100_300_000)));
    expect(quantileSpread(days, mergeSamples(days), 0.9)!.bounds).toEqual([100_300_000, 100_300_000]);
  });

  test('its value of each replication means the quantile, and they spread as widely as it is known', () => {
    const days = TEN.map((_, i) => sampleOf(Array.from({ length: 100 }, (_, k) => (k + 1) * (i + 5) * 1000)));
    const { each, bounds } = quantileSpread(days, mergeSamples(days), 0.9)!;
    expect(meanBounds(each)![0]).toBeCloseTo(bounds[0], 3);
    expect(mean(each)).toBeGreaterThan(bounds[0]);
    expect(mean(each)).toBeLessThan(bounds[1]);
    expect(each[9]!).toBeGreaterThan(each[0]!);
  });
});
