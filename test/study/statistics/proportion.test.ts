/** Clopper–Pearson intervals against published values, and by the binomial that they are made of. */
import { expect, it } from 'vitest';
import { proportionInterval } from '../../../src/study/statistics/proportion.ts';

it.each([
  // met, of, low, high
  [0, 10, 0, 0.3085],
  [8, 10, 0.4439, 0.9748],
  [10, 10, 0.6915, 1],
  [81, 100, 0.7193, 0.8816],
])('%i of %i', (met, of, low, high) => {
  const found = proportionInterval(met, of);
  expect(found[0]).toBeCloseTo(low, 4);
  expect(found[1]).toBeCloseTo(high, 4);
});

it('its ends are where the tails are 2.5 %', () => {
  const [low, high] = proportionInterval(3, 7);
  const binomial = (k: number, p: number) => [1, 7, 21, 35, 35, 21, 7, 1][k]! * p ** k * (1 - p) ** (7 - k);
  const tail = (ks: number[], p: number) => ks.reduce((sum, k) => sum + binomial(k, p), 0);
  expect(tail([3, 4, 5, 6, 7], low)).toBeCloseTo(0.025, 9);
  expect(tail([0, 1, 2, 3], high)).toBeCloseTo(0.025, 9);
});

it('holds for many trials', () => {
  const [low, high] = proportionInterval(5000, 10_000);
  expect(low).toBeCloseTo(0.5 - 1.96 * 0.005, 3);
  expect(high).toBeCloseTo(0.5 + 1.96 * 0.005, 3);
});
