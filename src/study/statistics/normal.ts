/** The standard normal distribution; its quantile is beside the distributions of the engine. */
import erfc from '@stdlib/math-base-special-erfc';

/** P(Z ≤ z). */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}
