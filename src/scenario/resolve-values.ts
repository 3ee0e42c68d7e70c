/** Values of the file to numbers: distributions with their parameters, arrivals with their scaled rates. */
import type { Distribution } from '../engine/distributions.ts';
import { exp, ln, lnGamma } from '../engine/elementary.ts';
import type { Micros } from '../engine/time.ts';
import type { Report } from './report.ts';
import type { DrainSpec } from './scenario.ts';
import type { DistributionInput } from './schema-distribution.ts';
import type { Path } from './tree.ts';
import { parseDuration, valueOf } from './units.ts';

/** Standard normal quantile at 0.95. */
const Z95 = 1.6448536269514722;

/** µs of a duration that the grammar has let through. */
export function micros(text: string): Micros {
  return valueOf(parseDuration(text));
}

interface DrainInput {
  readonly atLeast: string;
  readonly upTo?: string | undefined;
  readonly then: 'wait' | 'cancel';
}

/** How a node is drained. */
export function drainOf({ atLeast, upTo, then }: DrainInput, path: Path, report: Report): DrainSpec {
  if (upTo !== undefined && micros(upTo) < micros(atLeast))
    report.value([...path, 'upTo'], `${upTo} is shorter than the ${atLeast} that it lasts at least`);
  return { atLeast: micros(atLeast), upTo: upTo === undefined ? null : micros(upTo), then };
}

/** A distribution of the file with its parameters; checks what one value cannot show. */
export function resolveDistribution(input: DistributionInput, path: Path, report: Report): Distribution {
  if (typeof input === 'string') return { kind: 'constant', value: micros(input) };
  if ('exponential' in input) return { kind: 'exponential', mean: micros(input.exponential) };
  if ('lognormal' in input) return lognormal(input.lognormal, [...path, 'lognormal'], report);
  if ('uniform' in input) {
    const [min, max] = input.uniform.map(micros) as [Micros, Micros];
    if (min > max)
      report.value(
        [...path, 'uniform'],
        `${input.uniform[0]} is above ${input.uniform[1]}; write the smaller first`,
      );
    return { kind: 'uniform', min, max };
  }
  if ('triangular' in input) {
    const min = micros(input.triangular.min);
    const mode = micros(input.triangular.mode);
    const max = micros(input.triangular.max);
    if (min > mode || mode > max) report.value([...path, 'triangular'], 'is out of order; min ≤ mode ≤ max');
    return { kind: 'triangular', min, mode, max };
  }
  if ('erlang' in input) return { kind: 'erlang', k: input.erlang.k, mean: micros(input.erlang.mean) };
  if ('weibull' in input) {
    const { shape, mean } = input.weibull;
    return { kind: 'weibull', shape, scale: micros(mean) / exp(lnGamma(1 + 1 / shape)) };
  }
  if ('pareto' in input) {
    const { shape, min, max } = input.pareto;
    if (micros(min) >= micros(max)) report.value([...path, 'pareto'], `min ${min} is not below max ${max}`);
    return { kind: 'pareto', shape, min: micros(min), max: micros(max) };
  }
  const weights = input.empirical.map(([, weight]) => weight);
  if (!weights.some((weight) => weight > 0)) report.value([...path, 'empirical'], 'has no weight above 0');
  return { kind: 'empirical', values: input.empirical.map(([value]) => micros(value)), weights };
}

type LognormalInput = Extract<Exclude<DistributionInput, string>, { lognormal: unknown }>['lognormal'];

function lognormal(input: LognormalInput, path: Path, report: Report): Distribution {
  if ('median' in input) {
    const median = micros(input.median);
    const p95 = micros(input.p95);
    if (p95 < median) report.value(path, `p95 ${input.p95} is below the median ${input.median}`);
    return { kind: 'lognormal', mu: ln(median), sigma: ln(p95 / median) / Z95 };
  }
  // Mean exp(mu + sigma²/2), squared coefficient of variation exp(sigma²) − 1.
  const variance = ln(1 + input.cv * input.cv);
  return { kind: 'lognormal', mu: ln(micros(input.mean)) - variance / 2, sigma: Math.sqrt(variance) };
}
