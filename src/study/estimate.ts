/** A metric's value with its 95 % interval: the numbers that people read. */
import type { RunResult } from '../measure/result.ts';
import type { MetricKind } from '../scenario/catalogue.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { isDeterministic } from './deterministic.ts';
import { type Observation, observations } from './observation.ts';
import { sayCount } from './reason.ts';
import { halfWidth } from './statistics/mean.ts';

export interface Estimate {
  /** In base units; null with its reason. */
  readonly value: number | null;
  readonly unit: string;
  readonly kind: MetricKind;
  /** Ends of the 95 % interval; null where there is none: one replication, an extreme, no value. */
  readonly low: number | null;
  readonly high: number | null;
  /** Replications that say anything about it. */
  readonly n: number;
  /** Why there is no value, or no interval where one could be expected. */
  readonly reason?: string;
  /** There is no value because it is beyond every limit (rule W5, a recovery that did not come). */
  readonly infinite?: true;
  /** A quantile with fewer than 100 samples beyond it. */
  readonly marked?: true;
  /** How many had no finite value and are not in this mean. */
  readonly leftOut?: number;
  /** Nothing in the scenario is drawn at random: one replication says all, exactly. */
  readonly exact?: true;
}

/**
 * Every metric of a scenario's replications, by name, in the order of the results' own names.
 *
 * @param results of one scenario, in order of replication
 */
export function estimates(scenario: Scenario, results: readonly RunResult[]): Map<string, Estimate> {
  const exact = isDeterministic(scenario);
  return new Map(Array.from(observations(results), (one) => [one.name, estimate(one, exact)]));
}

/** One metric's estimate; `exact` for a scenario that draws nothing random. */
export function estimate(observation: Observation, exact: boolean): Estimate {
  const { value, unit, kind, n, reason, infinite, marked, leftOut } = observation;
  const [low, high, why] = interval(observation, exact);
  const said = reason ?? why;
  return {
    value,
    unit,
    kind,
    low,
    high,
    n,
    ...(said === undefined ? {} : { reason: said }),
    ...(infinite === undefined ? {} : { infinite }),
    ...(marked === undefined || exact ? {} : { marked }),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(exact ? { exact } : {}),
  };
}

/** `value ± t·s/√n` over the replications that say anything, never narrower than a histogram can tell. */
function interval(
  { value, each, bounds, kind, resolution = 0 }: Observation,
  exact: boolean,
): [low: number | null, high: number | null, why?: string] {
  if (value === null) return [null, null];
  if (exact) return [value - resolution, value + resolution];
  if (bounds !== undefined) return [bounds[0], bounds[1]];
  if (kind === 'extreme') return [null, null];
  const known = each.filter((one) => !Number.isNaN(one));
  const beyond = known.filter((one) => one === Number.POSITIVE_INFINITY).length;
  if (beyond > 0)
    return [
      null,
      null,
      `no interval: beyond every limit in ${beyond} of ${sayCount(known.length, 'replication')}`,
    ];
  const half = halfWidth(known);
  if (half === null) return [null, null];
  const reach = Math.max(half, resolution);
  return [value - reach, value + reach];
}
