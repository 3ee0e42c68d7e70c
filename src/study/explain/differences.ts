/** The same work in two designs: how much longer it takes in the second, cause by cause. */
import { Attribution } from '../../measure/attribution.ts';
import { CAUSE_COUNT, CAUSES } from '../../measure/causes.ts';
import type { Causes, ClassCauses } from '../../measure/kept-causes.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';
import { type MeanOf, meanOf } from './mean-of.ts';

/** Shares, in order of their time in the second design, of the work that succeeded in both. */
const HOLDS: Readonly<Record<Group, readonly [from: number, to: number]>> = {
  all: [0, 1],
  middle: [0.4, 0.6],
  'slowest 5 %': [0.95, 1],
};
export type Group = 'all' | 'middle' | 'slowest 5 %';
export const GROUPS = Object.keys(HOLDS) as readonly Group[];

/** Means over the work of a group, in seconds. */
export interface GroupDifference {
  readonly count: number;
  readonly before: number;
  readonly after: number;
  readonly by: MeanOf;
  /** By `CAUSES`; they add up to `by`. */
  readonly causes: readonly MeanOf[];
}

/** Of one class that both designs have. */
export interface CauseDifferences {
  readonly of: 'task' | 'request';
  readonly name: string;
  readonly groups: Readonly<Record<Group, GroupDifference>>;
}

/**
 * The causes of all work of a replication.
 *
 * @param scenario with its warm-up
 * @param seed of the study
 * @param replication its number, from 0
 * @returns by class, each piece of work with its µs by cause
 * @throws InternalError when something does not add up
 */
export function causesOf(scenario: Scenario, seed: string, replication: number): Causes {
  const attribution = new Attribution(scenario);
  simulate(scenario, { seed, replication, tap: attribution.tap });
  return attribution.causes();
}

/** Sums over the pairs of one group in one replication, in seconds. */
interface PairSum {
  readonly count: number;
  readonly before: number;
  readonly after: number;
  readonly causes: readonly number[];
}

export interface ClassPairs {
  readonly of: 'task' | 'request';
  readonly name: string;
  readonly groups: Readonly<Record<Group, PairSum>>;
}

/** Class by class, the work of one replication that arrived at the same time and succeeded in both designs. */
export function pairsOf(before: Causes, after: Causes): ClassPairs[] {
  return before.classes.flatMap((was) => {
    const is = after.classes.find(({ of, name }) => of === was.of && name === was.name);
    if (is === undefined) return [];
    const pairs = samePairs(was, is).sort((a, b) => is.took[a[1]]! - is.took[b[1]]!);
    const groups = Object.entries(HOLDS).map(([group, [from, to]]) => {
      const isIn = (_: unknown, rank: number) => {
        const at = (rank + 0.5) / pairs.length;
        return at >= from && at < to;
      };
      return [group, sumOf(was, is, pairs.filter(isIn))] as const;
    });
    return [{ of: was.of, name: was.name, groups: Object.fromEntries(groups) as ClassPairs['groups'] }];
  });
}

type Pair = readonly [before: number, after: number];

/** Indices of the same work in both: the same arrival, and of several at once in order of arrival. */
function samePairs(was: ClassCauses, is: ClassCauses): Pair[] {
  const [before, after] = [inOrder(was), inOrder(is)];
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const [first, second] = [was.arrived[before[i]!]!, is.arrived[after[j]!]!];
    if (first === second && succeeded(was, before[i]!) && succeeded(is, after[j]!))
      pairs.push([before[i]!, after[j]!]);
    if (first <= second) i += 1;
    if (second <= first) j += 1;
  }
  return pairs;
}

/** What was submitted again is no new work: the other design need not have it. */
function inOrder({ arrived, ordinals }: ClassCauses): number[] {
  return [...ordinals.keys()]
    .filter((i) => ordinals[i]! > 0)
    .sort((a, b) => arrived[a]! - arrived[b]! || ordinals[a]! - ordinals[b]!);
}

function succeeded({ outcomes }: ClassCauses, i: number): boolean {
  return outcomes[i] === 'succeeded' || outcomes[i] === 'served';
}

const SECOND = 1e6;

function sumOf(was: ClassCauses, is: ClassCauses, pairs: readonly Pair[]): PairSum {
  const sum = (value: (pair: Pair) => number) => pairs.reduce((all, pair) => all + value(pair), 0) / SECOND;
  return {
    count: pairs.length,
    before: sum(([i]) => was.took[i]!),
    after: sum(([, j]) => is.took[j]!),
    causes: CAUSES.map((_, cause) =>
      sum(([i, j]) => is.causes[j * CAUSE_COUNT + cause]! - was.causes[i * CAUSE_COUNT + cause]!),
    ),
  };
}

/** @param each the pairs of each replication; classes without any are left out */
export function differencesOf(each: readonly (readonly ClassPairs[])[]): CauseDifferences[] {
  return (each[0] ?? []).flatMap(({ of, name }) => {
    const found = each.flatMap((pairs) => pairs.filter((one) => one.of === of && one.name === name));
    const groups = GROUPS.map((group) => [group, groupOf(found.map((one) => one.groups[group]))] as const);
    return groups[0]![1].count === 0
      ? []
      : [{ of, name, groups: Object.fromEntries(groups) as CauseDifferences['groups'] }];
  });
}

function groupOf(sums: readonly PairSum[]): GroupDifference {
  const counts = sums.map(({ count }) => count);
  const of = (value: (sum: PairSum) => number): MeanOf =>
    meanOf(sums.map(value), counts) ?? { value: 0, half: null };
  return {
    count: counts.reduce((all, count) => all + count, 0),
    before: of(({ before }) => before).value,
    after: of(({ after }) => after).value,
    by: of(({ before, after }) => after - before),
    causes: CAUSES.map((_, cause) => of(({ causes }) => causes[cause]!)),
  };
}
