/** Numbers of which a replication has one: counts, time averages, ratios, extremes, recoveries. */
import type { Value } from '../../measure/result.ts';
import { withStatistic } from '../../scenario/metric-name.ts';
import { OF_PAIRS } from '../../scenario/metric-table.ts';
import { mean } from '../statistics/mean.ts';
import { orderInterval } from '../statistics/order.ts';
import { proportionInterval } from '../statistics/proportion.ts';
import { LEAST_IN_TAIL, rankOf } from '../statistics/quantile.ts';
import { ratioEstimate } from '../statistics/ratio.ts';
import { descriptionOf } from './metric-name.ts';
import type { Observation } from './observation.ts';
import { type RawValue, rawValue } from './raw-value.ts';
import { sayCount } from './reason.ts';

/**
 * What one value of each replication says: one observation, of what is once in a replication four.
 *
 * @param exact nothing is drawn at random, so that one replication says what all would
 */
export function observeValues(name: string, values: readonly Value[], exact: boolean): Observation[] {
  const { kind } = descriptionOf(name);
  if (kind !== 'once' && kind !== 'once-per-fault') return [observePooled(name, values)];
  const missed = values.map(numberOrBeyond).filter((value) => value === Number.POSITIVE_INFINITY).length;
  return observeOnce(name, values.map(numberOrBeyond), whyMissed(values, missed), exact);
}

/** Counts, means, time averages and ratios: sums over sums (of counts and time averages, plain means). */
function observePooled(name: string, values: readonly Value[]): Observation {
  const { unit, kind, better } = descriptionOf(name);
  const known = values.filter((value) => value.per > 0);
  const estimate = ratioEstimate(
    known.map((value) => value.sum),
    known.map((value) => value.per),
  );
  const asPairs = OF_PAIRS.has(kind);
  const raw = values.map((value): RawValue => {
    if (!(value.per > 0)) return null;
    return asPairs ? [value.sum, value.per] : value.sum / value.per;
  });
  const common = { name, unit, kind, better, raw, n: known.length };
  if (estimate === null)
    return { ...common, value: null, each: values.map(() => Number.NaN), reason: whyNone(values) };
  let next = 0;
  const each = values.map((value) => (value.per > 0 ? estimate.each[next++]! : Number.NaN));
  if (kind !== 'chance') return { ...common, value: estimate.ratio, each };
  // A share of replications has the interval of one, also where it was so in all of them or in none.
  const met = known.filter((value) => value.sum > 0).length;
  return { ...common, value: estimate.ratio, each, bounds: proportionInterval(met, known.length) };
}

/**
 * What has one value in a replication: the mean of all, with and without its name, and over replications their 95 %
 * quantile and the largest, which more replications can only raise.
 *
 * @param each Infinity where it is beyond every limit, NaN where there is none
 * @param why there is none, or none in some
 * @param exact all replications are the same
 */
export function observeOnce(
  name: string,
  each: readonly number[],
  why: string,
  exact: boolean,
): Observation[] {
  const known = each.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const isBeyond = known.at(-1) === Number.POSITIVE_INFINITY;
  const beyond = { value: null, infinite: true, reason: why } as const;
  const observation = (
    statistic: string | null,
    rest: Pick<Observation, 'value'> & Partial<Observation>,
  ): Observation => {
    const own = statistic === null ? name : withStatistic(name, statistic);
    const { unit, kind, better } = descriptionOf(own);
    return { name: own, unit, kind, better, each, raw: each.map(rawValue), n: known.length, ...rest };
  };
  if (known.length === 0) {
    const none = { value: null, reason: why };
    return [null, 'mean', 'p95', 'max'].map((statistic) => observation(statistic, none));
  }
  const p95 = exact ? { value: known.at(-1)! } : quantileOfReplications(known, 0.95);
  const average = isBeyond ? beyond : { value: mean(known) };
  return [
    observation(null, average),
    observation('mean', average),
    // The spread of single replications says nothing about a quantile over them, so there is none to compare.
    observation('p95', {
      kind: 'quantile',
      each: [],
      over: each,
      raw: [],
      ...(p95.value === Number.POSITIVE_INFINITY ? beyond : p95),
    }),
    observation('max', { kind: 'extreme', ...(isBeyond ? beyond : { value: known.at(-1)! }) }),
  ];
}

/** A quantile of independent values, with the interval between two of them (order statistics). */
function quantileOfReplications(
  sorted: readonly number[],
  p: number,
): Pick<Observation, 'value'> & Partial<Observation> {
  const n = sorted.length;
  const value = sorted[rankOf(p, n) - 1]!;
  if (value === Number.POSITIVE_INFINITY) return { value };
  if (n * (1 - p) < LEAST_IN_TAIL - 1e-9) {
    const needed = Math.ceil(LEAST_IN_TAIL / (1 - p) - 1e-6);
    return { value: null, reason: `${sayCount(n, 'replication')}; this quantile needs ${needed}` };
  }
  const [low, high] = orderInterval(n, p);
  return { value, bounds: [sorted[low]!, sorted[high]!] };
}

/** NaN where there was nothing, Infinity where there was and a reason says that it did not end. */
function numberOrBeyond({ sum, per, reason }: Value): number {
  if (per > 0) return sum / per;
  return reason === undefined ? Number.NaN : Number.POSITIVE_INFINITY;
}

function whyNone(values: readonly Value[]): string {
  return values.find((value) => value.reason !== undefined)?.reason ?? 'no samples';
}

function whyMissed(values: readonly Value[], missed: number): string {
  const n = values.filter((value) => value.per > 0 || value.reason !== undefined).length;
  if (n === 1 || missed === 0) return whyNone(values);
  const whys = values.flatMap(({ per, reason }) => (per > 0 || reason === undefined ? [] : [reason]));
  return `${together(whys)} in ${missed} of ${sayCount(n, 'replication')}`;
}

/** Of how many tasks a reason is. */
const TASKS = /^\d+ tasks? (was |were )?/;

/** Reasons of replications as one: `1 to 8 tasks were refused`, and where they are of unlike kinds `or` between them. */
function together(whys: readonly string[]): string {
  const kindOf = (why: string) => why.replace(TASKS, '');
  const tasks = (why: string) => Number.parseInt(why, 10);
  return [...new Set(whys.map(kindOf))]
    .map((kind) => {
      const same = whys.filter((why) => kindOf(why) === kind).sort((a, b) => tasks(a) - tasks(b));
      const [fewest, most] = [same[0]!, same.at(-1)!];
      return fewest === most ? most : most.replace(/^\d+/, `${tasks(fewest)} to $&`);
    })
    .join(' or ');
}
