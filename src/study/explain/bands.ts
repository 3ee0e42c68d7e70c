/** The causes of one replication by bands of how long work took: small enough to be sent between threads. */
import { CAUSE_COUNT } from '../../measure/causes.ts';
import type { Causes, ClassCauses } from '../../measure/kept-causes.ts';
import { meanOf } from './mean-of.ts';

/** Percentiles are of what succeeded, class by class and replication by replication; the rest is `failed`. */
export const BANDS = [
  'all',
  'middle',
  'p90 to p95',
  'p95 to p99',
  'slowest 1 %',
  'slowest 5 %',
  'failed',
] as const;
export type Band = (typeof BANDS)[number];

/** Shares of the succeeded, in order of their time, that a band holds. */
const HOLDS: Readonly<Record<Exclude<Band, 'failed'>, readonly [from: number, to: number]>> = {
  all: [0, 1],
  middle: [0.4, 0.6],
  'p90 to p95': [0.9, 0.95],
  'p95 to p99': [0.95, 0.99],
  'slowest 1 %': [0.99, 1],
  'slowest 5 %': [0.95, 1],
};

/** Summed over the work of a band. Times in seconds. */
export interface BandSum {
  readonly count: number;
  readonly took: number;
  /** By `CAUSES`. */
  readonly causes: readonly number[];
}

export interface ClassBands<Sum extends BandSum = BandSum> {
  readonly of: 'task' | 'request';
  readonly name: string;
  readonly bands: Readonly<Record<Band, Sum>>;
}

/** Over replications, with half-widths of 95 % intervals; null where there are none. */
export interface PooledBand extends BandSum {
  /** Of the mean time. */
  readonly meanHalf: number | null;
  /** Of each cause's share of the time. */
  readonly halves: readonly (number | null)[];
}

const SECOND = 1e6;
const SUCCESSES = ['succeeded', 'served'];

/** By class, of those that had work. */
export function bandsOf({ classes }: Pick<Causes, 'classes'>): ClassBands[] {
  return classes
    .filter(({ took }) => took.length > 0)
    .map((one) => {
      const all = [...one.took.keys()];
      const well = all
        .filter((i) => SUCCESSES.includes(one.outcomes[i]!))
        .sort((a, b) => one.took[a]! - one.took[b]! || one.ordinals[a]! - one.ordinals[b]!);
      const held = Object.entries(HOLDS).map(([band, [from, to]]) => {
        const isIn = (rank: number) => (rank + 0.5) / well.length >= from && (rank + 0.5) / well.length < to;
        return [
          band,
          sumOf(
            one,
            well.filter((_, rank) => isIn(rank)),
          ),
        ] as const;
      });
      const failed = sumOf(
        one,
        all.filter((i) => !SUCCESSES.includes(one.outcomes[i]!)),
      );
      const bands = Object.fromEntries([...held, ['failed', failed]]) as Record<Band, BandSum>;
      return { of: one.of, name: one.name, bands };
    });
}

function sumOf({ took, causes }: ClassCauses, which: readonly number[]): BandSum {
  const sums = new Array<number>(CAUSE_COUNT).fill(0);
  let all = 0;
  for (const i of which) {
    all += took[i]!;
    for (let cause = 0; cause < CAUSE_COUNT; cause += 1) sums[cause]! += causes[i * CAUSE_COUNT + cause]!;
  }
  return { count: which.length, took: all / SECOND, causes: sums.map((sum) => sum / SECOND) };
}

/** The same band of several replications. */
export function addBands(sums: readonly BandSum[]): PooledBand {
  const half = (values: readonly number[], pers: readonly number[]): number | null =>
    meanOf(values, pers)?.half ?? null;
  const times = sums.map(({ took }) => took);
  return {
    meanHalf: half(
      times,
      sums.map(({ count }) => count),
    ),
    halves: Array.from({ length: CAUSE_COUNT }, (_, cause) =>
      half(
        sums.map(({ causes }) => causes[cause]!),
        times,
      ),
    ),
    count: sums.reduce((all, { count }) => all + count, 0),
    took: sums.reduce((all, { took }) => all + took, 0),
    causes: Array.from({ length: CAUSE_COUNT }, (_, cause) =>
      sums.reduce((all, { causes }) => all + causes[cause]!, 0),
    ),
  };
}
