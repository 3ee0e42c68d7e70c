/** Intervals for a quantile of independent values that assume nothing about their distribution. */
import { normalQuantile } from '../../engine/distributions.ts';
import { ALPHA } from './mean.ts';

/**
 * Which of n sorted values bound the interval of their p-quantile: ranks n·p ± z·√(n·p(1−p)), by the normal
 * approximation of the binomial (Conover, Practical Nonparametric Statistics, 3rd ed., 3.2; n·p and n(1−p) ≥ 10).
 *
 * @returns indices from 0, within the values
 */
export function orderInterval(n: number, p: number, alpha = ALPHA): [low: number, high: number] {
  const reach = normalQuantile(1 - alpha / 2) * Math.sqrt(n * p * (1 - p));
  return [Math.max(0, Math.floor(n * p - reach) - 1), Math.min(n - 1, Math.ceil(n * p + reach) - 1)];
}
