/**
 * Which figures hang on the order of things that happen at one instant (rule T2). A scenario without chance is run a
 * second time with all ties the other way round, and every figure that differs by more than its rounding is told with
 * both values. Of one with chance its first replication is; where a figure moves by more than its interval is wide, so
 * are the others, and what differs is told when it is more than luck.
 */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Estimate, estimate, estimates } from '../estimates/estimate.ts';
import { LEAST_FOR_VERDICT } from '../estimates/gate.ts';
import { type Observation, observe } from '../estimates/observation.ts';
import { halfOf, meanInterval } from '../statistics/mean.ts';
import { isDeterministic } from './deterministic.ts';
import { REPLICATIONS } from './stop-rule.ts';

/** One figure both ways. */
export interface TieDifference {
  readonly metric: string;
  readonly usual: Estimate;
  readonly reversed: Estimate;
}

/** Runs these replications with ties the other way round. */
export type RunReversed = (replications: readonly number[]) => Promise<readonly RunResult[]>;

/** So sure it must be, since a hundred figures are looked at. */
const ALPHA = 0.001;

/** What counts what the simulator did, and says nothing of the cluster. */
const OF_THE_RUN = 'run.events';

/** Whether so many replications can tell: of a scenario with chance it takes a few. */
export function canTellTies(scenario: Scenario, replications: number): boolean {
  return isDeterministic(scenario) || replications >= LEAST_FOR_VERDICT;
}

/**
 * The figures that differ with ties the other way round, in the order of the results' own names.
 *
 * @param results in order of replication
 * @param first the first of them again, with ties the other way round
 */
export async function findTieDifferences(
  scenario: Scenario,
  results: readonly RunResult[],
  first: RunResult,
  runReversed: RunReversed,
): Promise<TieDifference[]> {
  const exact = isDeterministic(scenario);
  const pair = differing(estimates(scenario, results.slice(0, 1)), estimates(scenario, [first]));
  if (exact || pair.length === 0) return pair;
  const known = estimates(scenario, results);
  if (pair.every(({ metric, usual, reversed }) => !isWide(usual, reversed, known.get(metric)))) return [];
  const some = results.slice(0, REPLICATIONS);
  const others = await runReversed(some.slice(1).map(({ replication }) => replication));
  const [usual, reversed] = [observe(some), observe([first, ...others])];
  return [...usual].flatMap(([metric, one]) => {
    const other = reversed.get(metric);
    if (metric === OF_THE_RUN || other === undefined) return [];
    const both = { metric, usual: estimate(one, exact), reversed: estimate(other, exact) };
    return isMoreThanLuck(one, other, both) ? [both] : [];
  });
}

function differing(
  usual: ReadonlyMap<string, Estimate>,
  reversed: ReadonlyMap<string, Estimate>,
): TieDifference[] {
  return [...usual].flatMap(([metric, one]) => {
    const other = reversed.get(metric);
    if (metric === OF_THE_RUN || other === undefined || !differByRounding(one, other)) return [];
    return [{ metric, usual: one, reversed: other }];
  });
}

/** By more than the last digit that is shown, or than the histogram behind it can tell. */
function differByRounding(one: Estimate, other: Estimate): boolean {
  if (one.value === null || other.value === null)
    return one.value !== other.value || one.infinite !== other.infinite;
  const size = Math.max(Math.abs(one.value), Math.abs(other.value));
  if (size === 0) return false;
  // Three digits, but counts and seconds to the last one.
  const lastDigit = Math.min(1, Number(`1e${exponentOf(size) - 2}`));
  const width = (halfOf(one) ?? 0) + (halfOf(other) ?? 0);
  return Math.abs(one.value - other.value) > Math.max(0.99 * lastDigit, width);
}

/** By more than the interval of all replications is wide to one side. */
function isWide(one: Estimate, other: Estimate, all: Estimate | undefined): boolean {
  if (one.value === null || other.value === null || all === undefined) return true;
  return Math.abs(one.value - other.value) > (halfOf(all) ?? 0);
}

function isMoreThanLuck(one: Observation, other: Observation, { usual, reversed }: TieDifference): boolean {
  if (usual.value === null || reversed.value === null)
    return (usual.value === null) !== (reversed.value === null) && usual.infinite !== reversed.infinite;
  if (!differByRounding({ ...usual, low: null, high: null }, { ...reversed, low: null, high: null }))
    return false;
  if (Math.abs(usual.value - reversed.value) <= (halfOf(usual) ?? 0)) return false;
  const differences = one.each.map((value, i) => value - other.each[i]!).filter(Number.isFinite);
  if (differences.length < LEAST_FOR_VERDICT) return false;
  const { mean, half } = meanInterval(differences, ALPHA);
  return half !== null && Math.abs(mean) > half;
}

function exponentOf(size: number): number {
  return Number(size.toExponential().split('e')[1]);
}
