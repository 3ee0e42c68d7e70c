/** Bunches of arrivals so close together that no rate by the hour explains them, and how they come again. */
import { mean, variance } from '../statistics/mean.ts';
import type { Known } from './arrivals.ts';

/** Times in seconds. */
export interface Batch {
  /** From the start of the record to its first arrival. */
  readonly start: number;
  /** After which it comes again; null: once. */
  readonly period: number | null;
  /** From the first arrival until as long after the last as between two. */
  readonly length: number;
  /** Arrivals each time, in the mean. */
  readonly count: number;
  /** How often it was recorded. */
  readonly times: number;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
/** A batch has at least so many arrivals. */
const LEAST_IN_BATCH = 10;
/** Their gaps are at most this share of the mean gap of the record. */
const CLOSE = 0.05;
/** A record that is shorter is a batch itself, when its arrivals are that close in so long. */
const LEAST_SPAN = 3_600;
/** What begins within so many seconds at the same time of another day is the same batch. */
const SAME_TIME = 600;
/** A batch comes every day, or week, when so many of those that there could be were recorded. */
const REGULAR = 0.9;
/** Sizes are alike when their variance is at most so many times their mean, or their deviation such a share of it. */
const ALIKE = { dispersion: 3, share: 0.25 } as const;
/** All at one instant are spread over so long. */
const LEAST_LENGTH = 1;

/** The batches among arrivals, and the arrivals that are in none of them. */
export function withoutBatches(times: readonly number[], known: Known): { batches: Batch[]; rest: number[] } {
  const close = (CLOSE * Math.max(LEAST_SPAN, known.to - known.from)) / times.length;
  const found: Batch[] = [];
  const rest: number[] = [];
  for (let from = 0; from < times.length; ) {
    let to = from + 1;
    while (to < times.length && times[to]! - times[to - 1]! <= close) to += 1;
    if (to - from < LEAST_IN_BATCH) rest.push(...times.slice(from, to));
    else found.push(once(times.slice(from, to)));
    from = to;
  }
  return { batches: byTimeOfDay(found).flatMap((group) => recurring(group, known)), rest };
}

function once(times: readonly number[]): Batch {
  const [start, count] = [times[0]!, times.length];
  const length = Math.max(LEAST_LENGTH, ((times[count - 1]! - start) * count) / (count - 1));
  return { start, period: null, length, count, times: 1 };
}

function byTimeOfDay(batches: readonly Batch[]): Batch[][] {
  const groups: Batch[][] = [];
  for (const batch of batches) {
    const same = groups.find(([first]) => Math.abs(offBy(batch, first!)) <= SAME_TIME);
    if (same === undefined) groups.push([batch]);
    else same.push(batch);
  }
  return groups;
}

/** By how much one begins later in the day than another. */
function offBy(one: Batch, other: Batch): number {
  const later = one.start - other.start;
  return later - Math.round(later / DAY) * DAY;
}

/** Of one time of day: one that comes every day, one for each day of the week on which it comes, or as they were. */
function recurring(group: readonly Batch[], known: Known): readonly Batch[] {
  const daily = every(group, DAY, known);
  if (daily !== null) return [daily];
  const days = new Map<number, Batch[]>();
  for (const batch of group) {
    const day = Math.round((batch.start - group[0]!.start) / DAY) % 7;
    days.set(day, [...(days.get(day) ?? []), batch]);
  }
  const weekly = [...days.values()].map((each) => every(each, WEEK, known));
  return weekly.every((each) => each !== null) ? weekly : group;
}

/** null when they do not come every day, or week, or differ in size. */
function every(group: readonly Batch[], period: number, { from, to }: Known): Batch | null {
  const first = group[0]!;
  const start = middle(
    group.map((each) => each.start - Math.round((each.start - first.start) / period) * period),
  );
  const possible = Math.floor((to - start) / period) - Math.ceil((from - SAME_TIME - start) / period) + 1;
  if (group.length < 2 || group.length < REGULAR * possible || group.length > possible) return null;
  const counts = group.map((each) => each.count);
  const count = mean(counts);
  const spread = variance(counts);
  if (spread > ALIKE.dispersion * count && spread > (ALIKE.share * count) ** 2) return null;
  const length = middle(group.map((each) => each.length));
  // Where one was missed, fewer come each time, so that as many come in all.
  return {
    start: ((start % period) + period) % period,
    period,
    length: Math.min(length, period),
    count: (count * group.length) / possible,
    times: group.length,
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
