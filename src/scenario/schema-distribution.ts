/** The grammar of distributions. */
import type * as z from 'zod/mini';
import { keys, list, oneOf, pair } from './schema-shapes.ts';
import { amount, constantDuration, duration, positive, positiveDuration, whole } from './schema-values.ts';

/** A constant duration, or one of the distributions of durations. */
export const distribution = (what: string) =>
  oneOf(`${what} is a duration such as 25s or a distribution such as { exponential: 25s }`, [
    constantDuration(what),
    ...randomDistributions(),
  ]);

/** The distributions, without the constant. */
export const randomDistributions = () =>
  [
    keys('an exponential distribution', { exponential: positiveDuration('its mean').describe('The mean.') }),
    keys('a lognormal distribution', {
      lognormal: oneOf('a lognormal distribution has median and p95, or mean and cv', [
        keys('lognormal', {
          median: positiveDuration('the median'),
          p95: positiveDuration('the 95th percentile').describe('Not below the median.'),
        }),
        keys('lognormal', {
          mean: positiveDuration('the mean'),
          cv: amount('a coefficient of variation').describe('Standard deviation divided by the mean.'),
        }),
      ]),
    }),
    keys('a uniform distribution', {
      uniform: pair('a range', duration(), duration()).describe('From, to.'),
    }),
    keys('a triangular distribution', {
      triangular: keys('triangular', { min: duration(), mode: duration(), max: duration() }),
    }),
    keys('an Erlang distribution', {
      erlang: keys('erlang', {
        k: whole('the number of phases', 1, 1000),
        mean: positiveDuration('the mean'),
      }),
    }),
    keys('a Weibull distribution', {
      weibull: keys('weibull', { shape: positive('a shape', 100), mean: positiveDuration('the mean') }),
    }),
    keys('a bounded Pareto distribution', {
      pareto: keys('pareto', {
        shape: positive('a shape', 100),
        min: positiveDuration('the minimum'),
        max: positiveDuration('the maximum'),
      }),
    }),
    keys('an empirical distribution', {
      empirical: list(
        'an empirical distribution',
        pair('a value and its weight', duration(), amount('a weight')),
        1,
      ).describe('Pairs of a value and its weight.'),
    }),
  ] as const;

/** The value of a distribution as the file has it. */
export type DistributionInput = z.output<ReturnType<typeof distribution>>;
