/** The ratio estimator: Σ numerators / Σ denominators over replications, never a mean of ratios. */
import { mean } from './mean.ts';

export interface Ratio {
  /** Σy / Σx. */
  readonly ratio: number;
  /**
   * One pseudo-value a replication, `r̂ + (y − r̂x)/x̄`: their mean is r̂ and their `t·s/√R` is
   * `t·√(s_y² − 2r̂s_xy + r̂²s_x²)/(x̄√R)`, the half-width of the ratio estimator
   * (Law, Simulation Modeling and Analysis, 5th ed., 9.5.3; Cochran, Sampling Techniques, 6.3).
   */
  readonly each: readonly number[];
}

/**
 * The ratio of `sums` to `pers`, pair by pair one replication; null when the denominators add up to nothing.
 * With equal denominators it is the plain mean.
 */
export function ratioEstimate(sums: readonly number[], pers: readonly number[]): Ratio | null {
  const denominator = mean(pers);
  if (!(denominator > 0)) return null;
  if (pers.every((per) => per === denominator)) {
    const each = sums.map((sum) => sum / denominator);
    return { ratio: mean(each), each };
  }
  const ratio = mean(sums) / denominator;
  return { ratio, each: sums.map((sum, i) => ratio + (sum - ratio * pers[i]!) / denominator) };
}
