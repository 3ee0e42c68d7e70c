/** A metric's value with its 95 % interval: the numbers that people read. */
import type { RunResult } from '../../measure/result.ts';
import type { MetricKind } from '../../scenario/catalogue.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { type Bounds, meanBounds } from '../statistics/skewed.ts';
import { type Observation, observations } from './observation.ts';
import { sayCount } from './reason.ts';

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
  /** Lower end of an interval whose upper one is beyond every limit, so that it is none to be printed. */
  readonly atLeast?: number;
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
  return new Map(Array.from(observations(results, exact), (one) => [one.name, estimate(one, exact)]));
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
    ...(value !== null && high === null && observation.bounds !== undefined
      ? { atLeast: possible(value, observation.bounds, observation.resolution ?? 0, unit)[0] }
      : {}),
    ...(said === undefined ? {} : { reason: said }),
    ...(infinite === undefined ? {} : { infinite }),
    ...(marked === undefined || exact ? {} : { marked }),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(exact ? { exact } : {}),
  };
}

/**
 * The interval over the replications that say anything: never narrower than a histogram can tell, never beyond what
 * the metric can be.
 */
function interval(
  { value, each, bounds, kind, unit, resolution = 0 }: Observation,
  exact: boolean,
): readonly [low: number | null, high: number | null, why?: string | undefined] {
  if (value === null) return [null, null];
  if (exact) return [value - resolution, value + resolution];
  const known = each.filter((one) => !Number.isNaN(one));
  if (bounds !== undefined && bounds[1] !== Number.POSITIVE_INFINITY)
    return possible(value, bounds, resolution, unit);
  if (kind === 'extreme') return [null, null];
  const beyond = known.filter((one) => one === Number.POSITIVE_INFINITY).length;
  if (beyond > 0)
    return [
      null,
      null,
      `no interval: beyond every limit in ${beyond} of ${sayCount(known.length, 'replication')}`,
    ];
  if (bounds !== undefined) return [null, null, 'no interval: its upper end is beyond every limit'];
  const found = meanBounds(known);
  if (found === null) return [null, null];
  return [...possible(value, found, resolution, unit), fewDiffer(known)];
}

/** Nothing is less than nothing, and no share more than all. */
function possible(value: number, [low, high]: Bounds, resolution: number, unit: string): Bounds {
  const most = unit === 'share' ? 1 : Number.POSITIVE_INFINITY;
  return [
    Math.max(Math.min(low, value - resolution), Math.min(0, value)),
    Math.min(Math.max(high, value + resolution), Math.max(most, value)),
  ];
}

/** Replications that differ from all the others below which an interval says little. */
const FEW = 3;

/** `0 in 9 of 10 replications`, where next to nothing is known of how the others spread. */
function fewDiffer(known: readonly number[]): string | undefined {
  const usual = [...known].sort((a, b) => a - b)[Math.floor(known.length / 2)];
  const others = known.filter((value) => value !== usual).length;
  if (others === 0 || others >= FEW || known.length < 2 * FEW) return undefined;
  return `the same in all but ${others} of ${sayCount(known.length, 'replication')}`;
}
