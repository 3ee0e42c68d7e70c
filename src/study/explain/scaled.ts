/** A distribution of the same form whose lengths are shorter by a factor. */
import type { Distribution } from '../../engine/distributions.ts';
import { ln } from '../../engine/elementary.ts';

/** @param factor above 1: how many times as fast */
export function scaled(distribution: Distribution, factor: number): Distribution {
  const to = (length: number): number => Math.round(length / factor);
  switch (distribution.kind) {
    case 'constant':
      return { ...distribution, value: to(distribution.value) };
    case 'uniform':
      return { ...distribution, min: to(distribution.min), max: to(distribution.max) };
    case 'exponential':
    case 'erlang':
      return { ...distribution, mean: to(distribution.mean) };
    case 'lognormal':
      return { ...distribution, mu: distribution.mu - ln(factor) };
    case 'weibull':
      return { ...distribution, scale: distribution.scale / factor };
    case 'pareto':
      return { ...distribution, min: distribution.min / factor, max: distribution.max / factor };
    case 'triangular': {
      const { min, mode, max } = distribution;
      return { ...distribution, min: to(min), mode: to(mode), max: to(max) };
    }
    case 'empirical':
      return { ...distribution, values: distribution.values.map(to) };
  }
}
