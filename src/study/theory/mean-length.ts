/** Means of distributions in closed form. */
import type { Distribution } from '../../engine/distributions.ts';
import { lnGamma } from '../../engine/elementary.ts';
import type { Micros } from '../../engine/time.ts';

/** The mean of a distribution, in µs (Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions). */
export function meanLength(distribution: Distribution): Micros {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'exponential':
    case 'erlang':
      return distribution.mean;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'lognormal':
      return Math.exp(distribution.mu + distribution.sigma ** 2 / 2);
    case 'weibull':
      return distribution.scale * Math.exp(lnGamma(1 + 1 / distribution.shape));
    case 'pareto':
      return boundedPareto(distribution.shape, distribution.min, distribution.max);
    case 'triangular':
      return (distribution.min + distribution.mode + distribution.max) / 3;
    case 'empirical': {
      const { values, weights } = distribution;
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total;
    }
  }
}

function boundedPareto(shape: number, min: number, max: number): number {
  if (max <= min) return min;
  const all = 1 - (min / max) ** shape;
  if (shape === 1) return (min * Math.log(max / min)) / all;
  return ((shape / (shape - 1)) * (min - max * (min / max) ** shape)) / all;
}
