/** Means of replications and the half-widths of their t intervals. */
import { tQuantile } from './student-t.ts';

/** Level of every interval unless said otherwise: 95 %. */
export const ALPHA = 0.05;

/** The mean, taken around the first value so that equal values have exactly that mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  const pivot = values[0] ?? Number.NaN;
  let sum = 0;
  for (const value of values) sum += value - pivot;
  return pivot + sum / values.length;
}

/** The sample variance (n − 1); exactly 0 for equal values, NaN below two. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) * (value - centre);
  return sum / (values.length - 1);
}

/**
 * `t(n−1, 1−α/2) · s/√n`, the half-width of the interval of a mean of n independent values; null below two,
 * where nothing is known of the spread.
 */
export function halfWidth(values: readonly number[], alpha = ALPHA): number | null {
  if (values.length < 2) return null;
  const spread = variance(values);
  if (spread === 0) return 0;
  return tQuantile(1 - alpha / 2, values.length - 1) * Math.sqrt(spread / values.length);
}

/** `x̄ ± half`; half is null below two values. */
export function meanInterval(
  values: readonly number[],
  alpha = ALPHA,
): { mean: number; half: number | null } {
  return { mean: mean(values), half: halfWidth(values, alpha) };
}

/** Half of an interval; null where there is none. */
export function halfOf({ low, high }: { low: number | null; high: number | null }): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}
