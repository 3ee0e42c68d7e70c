/** How well a mean over replications is known: not at all from one of them, and rounding is nothing. */
import { expect, it } from 'vitest';
import { addBands } from '../../../src/study/explain/bands.ts';
import { meanOf } from '../../../src/study/explain/mean-of.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';

it('has no interval where one replication alone had any', () => {
  expect(meanOf([0, 10], [0, 1])).toEqual({ value: 10, half: null });
  const none = { count: 0, took: 0, causes: [0] };
  const { meanHalf, halves } = addBands([none, { count: 1, took: 10, causes: [10] }, none]);
  expect([meanHalf, halves[0]]).toEqual([null, null]);
});

it('has an exact one where every replication says the same, however its sums are rounded', () => {
  const counts = [41, 37, 29, 44, 40, 38, 39, 31, 36, 40];
  expect(
    meanOf(
      counts.map((n) => n * 0.001),
      counts,
    )!.half,
  ).toBe(0);
});

it('reaches as far as its interval does to the longer side', () => {
  const values = [1, 1, 2, 2, 3, 30];
  const [low, high] = meanBounds(values)!;
  const { value, half } = meanOf(values, [1, 1, 1, 1, 1, 1])!;
  expect(high - value).toBeGreaterThan(1.2 * (value - low));
  expect(half).toBeCloseTo(high - value, 12);
});

it('is null of nothing', () => {
  expect(meanOf([0, 0], [0, 0])).toBeNull();
});
