/** Student's t distribution with any positive (also fractional) degrees of freedom, in portable arithmetic. */

import { normalQuantile } from '../../engine/distributions.ts';
import { exp, ln, lnGamma } from '../../engine/elementary.ts';

/** Continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes, 3rd ed., 6.4). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const away = (v: number) => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

/** The regularised incomplete beta I_x(a, b), for 0 ≤ x ≤ 1 and positive a, b. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * ln(x) + b * ln(1 - x));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a;
  return 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** P(T > t) for t ≥ 0: half of the regularised incomplete beta I_x(df/2, 1/2) at x = df / (df + t²). */
function upperTail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  const a = df / 2;
  const x = df / (df + t * t);
  // 1 - x, without the cancellation when t is small.
  const y = (t * t) / (df + t * t);
  if (y === 0) return 0.5;
  const front = exp(lnGamma(a + 0.5) - lnGamma(a) - lnGamma(0.5) + a * ln(x) + 0.5 * ln(y));
  if (x < (a + 1) / (a + 2.5)) return (0.5 * front * betaFraction(a, 0.5, x)) / a;
  return 0.5 * (1 - (front * betaFraction(0.5, a, y)) / 0.5);
}

/** P(T ≤ t) with `df` > 0 degrees of freedom. */
export function tCdf(t: number, df: number): number {
  return t < 0 ? upperTail(-t, df) : 1 - upperTail(t, df);
}

/** P(|T| > |t|): the two-sided p-value of a t statistic. */
export function tTwoSided(t: number, df: number): number {
  return 2 * upperTail(Math.abs(t), df);
}

/** The t with P(T ≤ t) = p, by bisection from the normal quantile on; relative error below 1e-12 for 1e-6 < p < 1 - 1e-6. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -tQuantile(1 - p, df);
  const tail = 1 - p;
  if (tail <= 0) return Number.POSITIVE_INFINITY;
  // Tails of t are heavier than those of the normal, so its quantile is a lower bound.
  let low = normalQuantile(p) * (1 - 1e-12);
  let high = 2 * low + 1;
  while (upperTail(high, df) > tail) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i += 1) {
    const middle = (low + high) / 2;
    if (upperTail(middle, df) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
