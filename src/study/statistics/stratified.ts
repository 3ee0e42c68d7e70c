/** Sums of independent means, each from replications of its own. */
import { ALPHA, mean, variance } from './mean.ts';
import { tQuantile } from './student-t.ts';

export interface StratifiedSum {
  readonly value: number;
  /** Half-width of its interval; null where a stratum has less than two values. */
  readonly half: number | null;
}

/**
 * `E = Σ Ê_s`, `Var = Σ S_s²/n_s` of values that carry their stratum's weight already, with the interval of Student's t
 * at the Welch–Satterthwaite degrees of freedom (Cochran, Sampling Techniques, 5.3 and 5.4).
 */
export function stratifiedSum(strata: readonly (readonly number[])[], alpha = ALPHA): StratifiedSum {
  const value = strata.reduce((sum, values) => sum + mean(values), 0);
  if (strata.some(({ length }) => length < 2)) return { value, half: null };
  const errors = strata.map((values) => variance(values) / values.length);
  const error = errors.reduce((sum, each) => sum + each, 0);
  if (error === 0) return { value, half: 0 };
  const df = error ** 2 / errors.reduce((sum, each, s) => sum + each ** 2 / (strata[s]!.length - 1), 0);
  return { value, half: tQuantile(1 - alpha / 2, df) * Math.sqrt(error) };
}
