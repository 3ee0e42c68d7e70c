import stdlib from '@stdlib/stats-base-dists-t-quantile';
import { describe, expect, test } from 'vitest';
import { tCdf, tQuantile, tTwoSided } from '../../../src/study/statistics/student-t.ts';

describe("Student's t", () => {
  test('its quantiles agree with @stdlib to 1e-9', () => {
    for (const df of [1, 1.5, 2, 3, 4, 7.3, 9, 19, 30, 99, 199, 1000]) {
      for (const p of [0.001, 0.025, 0.2, 0.5, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.99999]) {
        const [own, other] = [tQuantile(p, df), stdlib(p, df)];
        expect(Math.abs(own - other), `p ${p}, df ${df}: ${own} and ${other}`).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(other)),
        );
      }
    }
  });

  test('and with the printed tables', () => {
    expect(tQuantile(0.975, 1)).toBeCloseTo(12.7062, 4);
    expect(tQuantile(0.975, 4)).toBeCloseTo(2.776445, 6);
    expect(tQuantile(0.975, 9)).toBeCloseTo(2.262157, 6);
    expect(tQuantile(0.95, 30)).toBeCloseTo(1.697261, 6);
  });

  test('cdf and quantile undo each other', () => {
    for (const df of [1, 4, 9.7, 120]) {
      for (const p of [0.01, 0.3, 0.5, 0.77, 0.999]) expect(tCdf(tQuantile(p, df), df)).toBeCloseTo(p, 12);
    }
  });

  test('a two-sided p-value at the quantile is what lies beyond', () => {
    expect(tTwoSided(tQuantile(0.975, 9), 9)).toBeCloseTo(0.05, 12);
    expect(tTwoSided(-tQuantile(0.975, 9), 9)).toBeCloseTo(0.05, 12);
    expect(tTwoSided(0, 9)).toBe(1);
    expect(tTwoSided(Number.POSITIVE_INFINITY, 9)).toBe(0);
  });
});
