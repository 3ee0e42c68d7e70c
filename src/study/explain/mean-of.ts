/** A mean of work over replications, and how well it is known. */
import { ratioEstimate } from '../statistics/ratio.ts';
import { meanReach } from '../statistics/skewed.ts';

/** `half`: how far the 95 % interval over replications reaches, to its longer side. */
export interface MeanOf {
  readonly value: number;
  readonly half: number | null;
}

/** So little, in seconds, as a share or of the mean, is the rounding of sums. */
const ROUNDING = 1e-12;

/**
 * Σ sums / Σ pers, pair by pair one replication; null when the second add up to nothing. What only one replication has
 * any of has no interval.
 */
export function meanOf(sums: readonly number[], pers: readonly number[]): MeanOf | null {
  const estimate = ratioEstimate(sums, pers);
  if (estimate === null) return null;
  const value = estimate.ratio;
  const half = pers.filter((per) => per > 0).length < 2 ? null : meanReach(estimate.each);
  const size = Math.max(1, ...estimate.each.map(Math.abs));
  return { value, half: half !== null && half <= ROUNDING * size ? 0 : half };
}
