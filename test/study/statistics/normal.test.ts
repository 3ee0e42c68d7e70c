/** The normal distribution, held against tabulated values. */
import { expect, test } from 'vitest';
import { normalQuantile } from '../../../src/engine/distributions.ts';
import { normalCdf } from '../../../src/study/statistics/normal.ts';

test.each([
  // Abramowitz and Stegun, tables 26.1 and 26.2.
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1, 0.15865525393145705],
  [1.96, 0.9750021048517795],
  [-3, 0.0013498980316300946],
  [-5, 2.866515718791939e-7],
  [-10, 7.61985302416052e-24],
])('Φ(%f)', (z, p) => {
  expect(normalCdf(z) / p).toBeCloseTo(1, 12);
});

test('it is the inverse of its quantile, on both sides of where its formula changes', () => {
  for (const p of [1e-12, 1e-5, 0.02, 0.0668, 0.0669, 0.3, 0.5, 0.9, 0.9332, 0.9999])
    expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11);
});

test('it reaches its ends', () => {
  expect([normalCdf(-41), normalCdf(41), normalCdf(Number.NEGATIVE_INFINITY)]).toEqual([0, 1, 0]);
});
