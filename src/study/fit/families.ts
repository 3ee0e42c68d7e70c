/** Families of durations, fitted by maximum likelihood. Lengths in any one unit; portable arithmetic. */

import { normalQuantile } from '../../engine/distributions.ts';
import { exp, ln, lnGamma, pow } from '../../engine/elementary.ts';
import { mean as meanOf } from '../statistics/mean.ts';
import { normalCdf } from '../statistics/normal.ts';

/** The parameters as a scenario has them, and those that the likelihood has. */
export type Parameters =
  | { readonly family: 'exponential'; readonly mean: number }
  | {
      readonly family: 'lognormal';
      readonly median: number;
      readonly p95: number;
      /** Of the logarithm: its mean and standard deviation. */
      readonly mu: number;
      readonly sigma: number;
    }
  | { readonly family: 'weibull'; readonly shape: number; readonly mean: number; readonly scale: number }
  | { readonly family: 'erlang'; readonly k: number; readonly mean: number };

export type FamilyName = Parameters['family'];

/** A family with the parameters that make some values most likely. */
export interface Fitted {
  readonly parameters: Parameters;
  readonly logLikelihood: number;
  /** Akaike's criterion, 2 × parameters − 2 × log-likelihood: the smaller, the better. */
  readonly aic: number;
  readonly cdf: (x: number) => number;
  /** A value from uniforms strictly between 0 and 1. */
  readonly draw: (uniform: () => number) => number;
}

/** More phases than this are as good as constant; a lognormal does as well. */
const MOST_PHASES = 100;

/** Each fits rising values above 0 that are not all the same; null when the family has no maximum there. */
export const FAMILIES: Readonly<Record<FamilyName, (values: readonly number[]) => Fitted | null>> = {
  exponential,
  lognormal,
  weibull,
  erlang,
};

/** Mean: the mean of the values. Its standard error is mean / √n. */
function exponential(values: readonly number[]): Fitted {
  const mean = meanOf(values);
  return fitted({ family: 'exponential', mean }, 1, -values.length * (ln(mean) + 1), {
    cdf: (x) => (x <= 0 ? 0 : 1 - exp(-x / mean)),
    draw: (uniform) => -mean * ln(uniform()),
  });
}

/** Mean and standard deviation of the logarithms, over n. Standard errors σ / √n and σ / √(2n). */
function lognormal(values: readonly number[]): Fitted {
  const logs = values.map((value) => ln(value));
  const mu = meanOf(logs);
  const sigma = Math.sqrt(meanOf(logs.map((log) => (log - mu) * (log - mu))));
  const likelihood = -values.length * (mu + ln(sigma) + HALF_LN_TWO_PI + 0.5);
  const [median, p95] = [exp(mu), exp(mu + sigma * normalQuantile(0.95))];
  return fitted({ family: 'lognormal', median, p95, mu, sigma }, 2, likelihood, {
    cdf: (x) => (x <= 0 ? 0 : normalCdf((ln(x) - mu) / sigma)),
    draw: (uniform) => exp(mu + sigma * normalQuantile(uniform())),
  });
}

/**
 * The shape k solves Σ xᵏ ln x / Σ xᵏ − 1/k = mean of ln x, whose left side rises with k: by Newton's method from the
 * moments of ln x. Standard errors about 0.78 k / √n and 1.053 scale / (k √n) (Johnson, Kotz & Balakrishnan,
 * Continuous Univariate Distributions 1, ch. 21).
 */
function weibull(values: readonly number[]): Fitted | null {
  const logs = values.map((value) => ln(value));
  const [mean, largest] = [meanOf(logs), logs[logs.length - 1]!];
  const spread = Math.sqrt(meanOf(logs.map((log) => (log - mean) * (log - mean))));
  let shape = 1.28 / spread;
  let sums = weighted(logs, largest, shape);
  for (let i = 0; i < 100; i += 1) {
    const { zero, one, two } = sums;
    const first = one / zero;
    const step = (first - 1 / shape - mean + largest) / (two / zero - first * first + 1 / (shape * shape));
    const next = Math.max(shape - step, shape / 10);
    const done = Math.abs(next - shape) <= 1e-12 * shape;
    shape = next;
    sums = weighted(logs, largest, shape);
    if (done) break;
  }
  const n = values.length;
  const lnScale = largest + ln(sums.zero / n) / shape;
  if (!Number.isFinite(shape) || !Number.isFinite(lnScale)) return null;
  const scale = exp(lnScale);
  const expectation = scale * exp(lnGamma(1 + 1 / shape));
  const likelihood = n * (ln(shape) - shape * lnScale + (shape - 1) * mean - 1);
  return fitted({ family: 'weibull', shape, mean: expectation, scale }, 2, likelihood, {
    cdf: (x) => (x <= 0 ? 0 : 1 - exp(-pow(x / scale, shape))),
    draw: (uniform) => scale * pow(-ln(uniform()), 1 / shape),
  });
}

/** Σ wᵢ, Σ wᵢ yᵢ, Σ wᵢ yᵢ² with y = ln x − its largest and w = exp(k y), so that nothing overflows. */
function weighted(logs: readonly number[], largest: number, shape: number) {
  let [zero, one, two] = [0, 0, 0];
  for (const log of logs) {
    const y = log - largest;
    const w = exp(shape * y);
    zero += w;
    one += w * y;
    two += w * y * y;
  }
  return { zero, one, two };
}

/** Phases k by trying them in turn, as the likelihood rises to one maximum; the mean is that of the values. */
function erlang(values: readonly number[]): Fitted {
  const mean = meanOf(values);
  const meanLog = meanOf(values.map((value) => ln(value)));
  const likelihood = (k: number) => values.length * (k * ln(k / mean) - lnGamma(k) + (k - 1) * meanLog - k);
  let k = 1;
  while (k < MOST_PHASES && likelihood(k + 1) > likelihood(k)) k += 1;
  return fitted({ family: 'erlang', k, mean }, 2, likelihood(k), {
    cdf: (x) => erlangCdf(k, (k * x) / mean),
    draw: (uniform) => {
      let sum = 0;
      for (let i = 0; i < k; i += 1) sum -= ln(uniform());
      return (sum * mean) / k;
    },
  });
}

/** 1 − e⁻ˣ Σ xⁱ/i! over i < k. */
function erlangCdf(k: number, x: number): number {
  if (x <= 0) return 0;
  let term = exp(-x);
  let sum = term;
  for (let i = 1; i < k; i += 1) {
    term *= x / i;
    sum += term;
  }
  return Math.max(0, 1 - sum);
}

const HALF_LN_TWO_PI = 0.9189385332046727;

function fitted(
  parameters: Parameters,
  count: number,
  logLikelihood: number,
  how: Pick<Fitted, 'cdf' | 'draw'>,
): Fitted {
  return { parameters, logLikelihood, aic: 2 * count - 2 * logLikelihood, ...how };
}
