/** The standard normal distribution; its quantile is beside the distributions of the engine. */
import { exp } from '../../engine/elementary.ts';

/** 1 / √(2π). */
const DENSITY_AT_0 = 0.3989422804014327;

/**
 * P(Z ≤ z), to about 1e-14 of the smaller tail.
 *
 * In the middle the series Φ(z) = ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …); in the tails Laplace's continued fraction
 * 1 − Φ(z) = φ(z) / (z + 1/(z + 2/(z + 3/…))). Abramowitz and Stegun, 26.2.11 and 26.2.14.
 */
export function normalCdf(z: number): number {
  const size = Math.abs(z);
  if (size > 40) return z < 0 ? 0 : 1;
  const density = DENSITY_AT_0 * exp((-z * z) / 2);
  if (size < 1.5) {
    let term = z;
    let sum = z;
    for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
      term *= (z * z) / n;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = 0;
  for (let n = 120; n > 0; n -= 1) fraction = n / (size + fraction);
  const tail = density / (size + fraction);
  return z < 0 ? tail : 1 - tail;
}
