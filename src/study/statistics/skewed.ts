/**
 * The interval of a mean of few values that may be skewed. Where one day in ten is bad, nine samples in ten hold too few
 * bad days: their mean is too low and their spread too small, both at once, and `± t·s/√n` misses above. Hall's
 * transformation knows this from the third moment and reaches further to the side of the long tail.
 */
import { exp, ln } from '../../engine/elementary.ts';
import { ALPHA, mean, variance } from './mean.ts';
import { tQuantile } from './student-t.ts';

/** Few values show less skewness than there is: of ten four fifths more are taken (found by `npm run coverage:intervals`). */
const UNSEEN = 8;

/** Ends of an interval. */
export type Bounds = readonly [low: number, high: number];

/** Below three values, or where all are equal, there is no skewness: 0. G₁ of Joanes and Gill (1998). */
export function skewness(values: readonly number[]): number {
  const n = values.length;
  const spread = variance(values);
  if (n < 3 || !(spread > 0)) return 0;
  const centre = mean(values);
  const deviation = Math.sqrt(spread);
  let cubes = 0;
  for (const value of values) cubes += ((value - centre) / deviation) ** 3;
  return (n * cubes) / ((n - 1) * (n - 2));
}

/**
 * The interval of a mean of n independent values: what Student's t or Hall's transformation holds (Hall 1992, "On the
 * removal of skewness by transformation", Journal of the Royal Statistical Society B 54, with quantiles of t in place
 * of the normal ones). Of values that are not skewed both are the same. null below two values.
 */
export function meanBounds(values: readonly number[], alpha = ALPHA): Bounds | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const spread = variance(values);
  if (spread === 0) return [centre, centre];
  const error = Math.sqrt(spread / n);
  const t = tQuantile(1 - alpha / 2, n - 1);
  const skew = skewness(values) * (1 + UNSEEN / n);
  return [
    centre - error * Math.max(t, transformed(t, skew, n)),
    centre + error * Math.max(t, -transformed(-t, skew, n)),
  ];
}

/** The ± of a mean: how far its interval reaches, to the side to which it reaches further; null below two values. */
export function meanReach(values: readonly number[]): number | null {
  const bounds = meanBounds(values);
  if (bounds === null) return null;
  const centre = mean(values);
  return Math.max(centre - bounds[0], bounds[1] - centre);
}

/** The studentised mean of which Hall's transform is x: the inverse of T + γT²/(3√n) + γ²T³/(27n) + γ/(6√n). */
function transformed(x: number, skew: number, n: number): number {
  // So little that rounding would say more than skewness.
  if (Math.abs(skew) < 1e-6) return x;
  const root = Math.sqrt(n);
  return (3 * root * (cubeRoot(1 + skew * (x / root - skew / (6 * n))) - 1)) / skew;
}

/** Math.cbrt differs between machines (rule T5). */
function cubeRoot(x: number): number {
  if (x === 0) return 0;
  const size = exp(ln(Math.abs(x)) / 3);
  return x < 0 ? -size : size;
}
