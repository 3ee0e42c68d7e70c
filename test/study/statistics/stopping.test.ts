import { describe, expect, test } from 'vitest';
import { mser5 } from '../../../src/study/statistics/mser.ts';
import {
  enoughReplications,
  isPrecise,
  replicationsNeeded,
} from '../../../src/study/statistics/precision.ts';
import { arrivalsNeeded } from '../../../src/study/statistics/run-length.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';
import { normals } from '../support.ts';

function medianCut(runs: number, series: (normal: () => number, i: number) => number): number {
  const normal = normals(2);
  const cuts = Array.from(
    { length: runs },
    () => mser5(Array.from({ length: 1000 }, (_, i) => series(normal, i))).values,
  );
  return cuts.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}

describe('MSER-5', () => {
  test('on iid noise of 1000 values cuts a median of at most one batch', () => {
    expect(medianCut(401, (normal) => normal())).toBeLessThanOrEqual(5);
  });

  test('on a bias that decays at 40 samples cuts about 63 (48 to 88)', () => {
    const cut = medianCut(401, (normal, i) => normal() + 2.5 * Math.exp(-i / 40));
    expect(cut).toBeGreaterThanOrEqual(48);
    expect(cut).toBeLessThanOrEqual(88);
  });

  test('is the argmin of Σ(Y − Ȳ)²/(n−d)² over the batches', () => {
    const normal = normals(9);
    for (let trial = 0; trial < 50; trial += 1) {
      const series = Array.from({ length: 203 }, (_, i) => normal() + 3 * Math.exp(-i / 20));
      const batches = Array.from(
        { length: 40 },
        (_, b) => series.slice(5 * b, 5 * b + 5).reduce((s, y) => s + y, 0) / 5,
      );
      const scores = Array.from({ length: 21 }, (_, d) => {
        const rest = batches.slice(d);
        const centre = rest.reduce((s, y) => s + y, 0) / rest.length;
        return rest.reduce((s, y) => s + (y - centre) ** 2, 0) / rest.length ** 2;
      });
      expect(mser5(series).values).toBe(5 * scores.indexOf(Math.min(...scores)));
    }
  });

  test('a series that still falls at its end is too short to tell', () => {
    expect(mser5(Array.from({ length: 200 }, (_, i) => 200 - i)).found).toBe(false);
    expect(mser5([1, 2, 3]).found).toBe(false);
  });

  test('a constant series needs no cut', () => {
    expect(mser5(new Array<number>(100).fill(7))).toEqual({ values: 0, found: true });
  });
});

describe('precision (Hoad, Robinson & Davies)', () => {
  const five = { relative: 0.05, absolute: 0 };

  test('is h/|x̄| ≤ γ/(1+γ), or the absolute width near zero', () => {
    expect(isPrecise(100, 4.76, five)).toBe(true);
    expect(isPrecise(100, 4.77, five)).toBe(false);
    expect(isPrecise(-100, 4.76, five)).toBe(true);
    expect(isPrecise(0, 0.1, five)).toBe(false);
    expect(isPrecise(0, 0.1, { relative: 0.05, absolute: 0.1 })).toBe(true);
    expect(isPrecise(5, null, five)).toBe(false);
  });

  test('must hold for 5 more replications', () => {
    const steady = [10, 10.1, 9.9, 10, 10.1, 9.9, 10, 10, 10];
    expect(enoughReplications(steady, five)).toBeNull();
    expect(enoughReplications([...steady, 10], five)).toBe(5);
    // The seventh spoils it; from there it has to hold afresh.
    const spoilt = [10, 10.1, 9.9, 10, 10.1, 9.9, 14, 10, 10, 10, 10, 10];
    expect(enoughReplications(spoilt, five)).toBeNull();
  });

  test('is asked of the longer side of the interval', () => {
    // The mean of the first ten, 101.5, is known to 3.4 by Student's t and to 6.4 upwards by Hall's transformation.
    const skewed = [100, 100.5, 99.5, 100, 100.2, 99.8, 100, 100, 100.1, 115, 100, 100, 100, 100, 100];
    const [low, high] = meanBounds(skewed.slice(0, 10))!;
    expect([101.51 - low, high - 101.51]).toEqual([expect.closeTo(3.396, 3), expect.closeTo(6.365, 3)]);
    expect(enoughReplications(skewed, { relative: 0.05, absolute: 0 }, 10)).toBeNull();
    expect(enoughReplications(skewed, { relative: 0.07, absolute: 0 }, 10)).toBe(10);
  });

  test('foretells about n·(h/allowed)²', () => {
    expect(replicationsNeeded(5, 10, 3.926486, five)).toBe(
      Math.ceil(5 * (3.926486 / (10 * (0.05 / 1.05))) ** 2),
    );
    expect(replicationsNeeded(3, 3, 0, five)).toBe(3);
    expect(replicationsNeeded(3, 0, 1, five)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the run-length guard', () => {
  test('asks for the arrivals that 5 % at 95 % needs', () => {
    const table = [
      [0.5, 18e3],
      [0.7, 58e3],
      [0.8, 138e3],
      [0.9, 584e3],
      [0.95, 2.4e6],
    ] as const;
    for (const [rho, arrivals] of table) expect(arrivalsNeeded(rho) / arrivals).toBeCloseTo(1, 1);
    expect(arrivalsNeeded(0.8)).toBe(138293);
    expect(arrivalsNeeded(1)).toBe(Number.POSITIVE_INFINITY);
  });
});
