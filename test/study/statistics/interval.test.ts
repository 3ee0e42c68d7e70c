import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from '../../../src/study/statistics/holm.ts';
import { halfWidth, mean, meanInterval, variance } from '../../../src/study/statistics/mean.ts';
import { orderInterval } from '../../../src/study/statistics/order.ts';
import { pairedDifference, welchDifference } from '../../../src/study/statistics/paired.ts';
import { ratioEstimate } from '../../../src/study/statistics/ratio.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';
import { tQuantile } from '../../../src/study/statistics/student-t.ts';
import { normals, uniforms } from '../support.ts';

/** Hits expected of n intervals at 95 %, and how far chance takes them once in a thousand seeds. */
function expectCoverage(hits: number, n: number): void {
  const share = hits / n;
  const tolerance = 3.29 * Math.sqrt((0.95 * 0.05) / n);
  expect(Math.abs(share - 0.95), `${hits} of ${n}`).toBeLessThan(tolerance);
}

describe('mean ± half-width', () => {
  test('is t(n−1, 0.975)·s/√n', () => {
    const values = [4.1, 5.2, 3.9, 4.8, 5.0];
    expect(mean(values)).toBeCloseTo(4.6, 12);
    expect(variance(values)).toBeCloseTo(0.325, 12);
    expect(halfWidth(values)).toBeCloseTo((2.7764451052 * Math.sqrt(0.325)) / Math.sqrt(5), 9);
  });

  test('equal values have exactly their own mean and no width', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
        fc.integer({ min: 2, max: 30 }),
        (value, n) => {
          expect(meanInterval(new Array<number>(n).fill(value))).toEqual({ mean: value, half: 0 });
        },
      ),
    );
  });

  test('one value has no interval, none has no mean', () => {
    expect(meanInterval([3])).toEqual({ mean: 3, half: null });
    expect(mean([])).toBeNaN();
  });

  test('covers the mean of normal samples in 95 % of cases', () => {
    const normal = normals(11);
    let hits = 0;
    for (let trial = 0; trial < 4000; trial += 1) {
      const { mean: centre, half } = meanInterval(Array.from({ length: 10 }, () => 7 + 3 * normal()));
      if (Math.abs(centre - 7) <= half!) hits += 1;
    }
    expectCoverage(hits, 4000);
  });
});

describe('the ratio estimator', () => {
  const failed = [3, 0, 5, 2, 1, 4];
  const all = [100, 90, 130, 80, 95, 120];

  test('is Σ/Σ with t·√(s_y² − 2r̂s_xy + r̂²s_x²)/(x̄√R)', () => {
    const { ratio, each } = ratioEstimate(failed, all)!;
    expect(ratio).toBeCloseTo(15 / 615, 14);
    expect(mean(each)).toBeCloseTo(ratio, 14);
    const covariance = failed.reduce((sum, y, i) => sum + (y - mean(failed)) * (all[i]! - mean(all)), 0) / 5;
    const inner = variance(failed) - 2 * ratio * covariance + ratio * ratio * variance(all);
    expect(halfWidth(each)).toBeCloseTo(
      (tQuantile(0.975, 5) * Math.sqrt(inner)) / (mean(all) * Math.sqrt(6)),
      12,
    );
  });

  test('is not the mean of the ratios', () => {
    const { ratio } = ratioEstimate([0, 50], [1, 100])!;
    expect(ratio).toBeCloseTo(50 / 101, 14);
  });

  test('with equal denominators is the plain mean, exactly', () => {
    expect(ratioEstimate([3, 5], [2, 2])).toEqual({ ratio: 2, each: [1.5, 2.5] });
  });

  test('100 % of different amounts is exactly 1, with no width', () => {
    const { ratio, each } = ratioEstimate([10, 31, 7], [10, 31, 7])!;
    expect(ratio).toBe(1);
    expect(halfWidth(each)).toBe(0);
  });

  test('of nothing is nothing', () => {
    expect(ratioEstimate([0, 0], [0, 0])).toBeNull();
    expect(ratioEstimate([], [])).toBeNull();
  });

  test('covers the true ratio in 95 % of cases', () => {
    const normal = normals(5);
    let hits = 0;
    for (let trial = 0; trial < 3000; trial += 1) {
      const pers = Array.from({ length: 30 }, () => 100 + 10 * normal());
      const { ratio, each } = ratioEstimate(
        pers.map((per) => 0.2 * per + 2 * normal()),
        pers,
      )!;
      if (Math.abs(ratio - 0.2) <= halfWidth(each)!) hits += 1;
    }
    expectCoverage(hits, 3000);
  });
});

describe('differences', () => {
  test('paired by replication, with the variance-reduction factor', () => {
    const baseline = [10, 12, 9, 14, 11];
    const candidate = [11, 13.5, 9.5, 15, 12];
    const found = pairedDifference(candidate, baseline);
    const differences = [1, 1.5, 0.5, 1, 1];
    expect(found.difference).toBeCloseTo(1, 12);
    expect(found.half).toBeCloseTo(halfWidth(differences)!, 12);
    expect(found.method).toBe('paired');
    expect(found.varianceReduction).toBeCloseTo(
      (variance(candidate) + variance(baseline)) / variance(differences),
      9,
    );
  });

  test('a design compared with itself differs by exactly 0', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 2 }), (values) => {
        expect(pairedDifference(values, values)).toEqual({
          difference: 0,
          half: 0,
          away: 0,
          p: 1,
          method: 'paired',
          varianceReduction: null,
        });
      }),
    );
  });

  test('paired and skewed: each side of the difference as far as that of the mean, whichever design is the baseline', () => {
    const baseline = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    const more = [0.8, 0.9, 1, 1.1, 1.2, 0.9, 1, 1.1, 1, 8];
    const candidate = baseline.map((value, i) => value + more[i]!);
    const [low, high] = meanBounds(more)!;
    for (const found of [pairedDifference(candidate, baseline), pairedDifference(baseline, candidate)]) {
      expect(Math.abs(found.difference)).toBeCloseTo(1.7, 9);
      expect(found.half).toBeCloseTo(1.7 - low, 9);
      expect(found.away).toBeCloseTo(high - 1.7, 9);
    }
    expect(high - 1.7).toBeGreaterThan(1.5 * (1.7 - low));
    // Of which side 0 is the difference says that is printed, not the mean of those that the interval is made of.
    expect(pairedDifference(candidate, baseline, -0.1).half).toBeCloseTo(high - 1.7, 9);
  });

  test('where pairing does not help it is Welch, and says so', () => {
    const baseline = [1, 2, 3, 4, 5, 6];
    const candidate = [16, 15, 14, 13, 12, 11];
    const found = pairedDifference(candidate, baseline);
    expect(found.varianceReduction).toBeCloseTo(0.5, 12);
    expect(found).toMatchObject({ method: 'welch', half: welchDifference(candidate, baseline).half });
  });

  test('where one design is the same in all replications pairing costs nothing, whatever rounding makes of its share', () => {
    // The differences then vary as the other design does: a share of exactly 1.
    const normal = normals(3);
    for (let n = 0; n < 200; n += 1) {
      const varies = Array.from({ length: 10 }, () => 0.9 + normal() ** 2 / 30);
      const found = pairedDifference(varies, new Array<number>(10).fill(1));
      expect(found.varianceReduction).toBeCloseTo(1, 9);
      expect(found.method).toBe('paired');
    }
  });

  test('Welch on a published example', () => {
    // Snedecor-like data of R's t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p = 0.07939.
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = welchDifference(first, second);
    expect(found.difference).toBeCloseTo(-1.58, 12);
    expect(found.p).toBeCloseTo(0.07939, 5);
    expect(found.difference - found.half).toBeCloseTo(-3.3654832, 6);
    expect(found.difference + found.half).toBeCloseTo(0.2054832, 6);
    // The same data paired: t = -4.0621, df = 9, p = 0.002833.
    expect(pairedDifference(first, second).p).toBeCloseTo(0.002833, 6);
  });
});

describe('Holm', () => {
  test("raises p-values as in R's p.adjust", () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 12);
    });
  });

  test('one alone stays as it is', () => {
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });

  test('never lowers, never passes 1, keeps the order, and does not depend on it', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(p, { maxLength: 12 }), (values) => {
        const adjusted = holm(values);
        values.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          values.forEach((other, j) => {
            if (value <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
        expect(holm(values.toReversed())).toEqual(adjusted.toReversed());
      }),
    );
  });

  test('keeps the chance of any false alarm at 5 %', () => {
    const uniform = uniforms(3);
    let alarms = 0;
    for (let trial = 0; trial < 5000; trial += 1) {
      if (holm([uniform(), uniform(), uniform(), uniform()]).some((p) => p < 0.05)) alarms += 1;
    }
    // Independent p-values: 1 − (1 − 0.05/4)⁴ = 4.91 %.
    expect(Math.abs(alarms / 5000 - 0.0491)).toBeLessThan(3.29 * Math.sqrt((0.0491 * 0.9509) / 5000));
  });
});

describe('order statistics', () => {
  test('bound a quantile of any distribution in at least about 95 % of cases', () => {
    const uniform = uniforms(17);
    let hits = 0;
    for (let trial = 0; trial < 2000; trial += 1) {
      const sorted = Array.from({ length: 400 }, uniform).sort((a, b) => a - b);
      const [low, high] = orderInterval(400, 0.95);
      if (sorted[low]! <= 0.95 && sorted[high]! >= 0.95) hits += 1;
    }
    expect(hits / 2000).toBeGreaterThan(0.935);
    expect(hits / 2000).toBeLessThan(0.98);
  });
});
