/** How long the tasks of a history waited in the queue, beside a replay of them. */
import { SECOND } from '../../engine/time.ts';
import type { Estimate } from '../estimates/estimate.ts';
import { halfOf } from '../statistics/mean.ts';
import { rankOf } from '../statistics/quantile.ts';
import type { History } from './history.ts';

export const WAIT_STATISTICS = ['mean', 'p50', 'p95'] as const;
export type WaitStatistic = (typeof WAIT_STATISTICS)[number];

/** From QueueTime to StartTime, in seconds. */
export interface RecordedWaits extends Readonly<Record<WaitStatistic, number>> {
  /** null: of all classes. */
  readonly taskClass: string | null;
  readonly count: number;
}

/** Of all tasks, then of each class. A quantile is the value of rank ⌈p·n⌉, as in every result. */
export function recordedWaits({ classes, tasks }: History): RecordedWaits[] {
  const waitsOf = (taskClass: string | null, index: number | null): RecordedWaits => {
    const own = index === null ? tasks : tasks.filter((task) => task.taskClass === index);
    const waits = Float64Array.from(own, ({ wait }) => wait).sort();
    const rank = (p: number) => waits[rankOf(p, waits.length) - 1]! / SECOND;
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length / SECOND;
    return { taskClass, count: waits.length, mean, p50: rank(0.5), p95: rank(0.95) };
  };
  return [waitsOf(null, null), ...classes.map(({ name }, i) => waitsOf(name, i))];
}

/** The metric that a replay has for them. */
export function waitMetric(taskClass: string | null, statistic: WaitStatistic): string {
  return `tasks.${taskClass === null ? '' : `${taskClass}.`}queueWait.${statistic}`;
}

/** So far apart, relative to what was recorded, nobody plans differently. */
const NO_MATTER = 0.05;

/**
 * How far a recorded wait may lie from the replayed one, in seconds. The list does not say when in its 20 s each node
 * looks, so the record is like one more replication: 95 % of those lie within the interval of the mean times √(n + 1)
 * (prediction interval), and a twentieth does not matter.
 */
export function reach(recorded: number, replayed: Estimate): number {
  return Math.max(NO_MATTER * recorded, (halfOf(replayed) ?? 0) * Math.sqrt(replayed.n + 1));
}

export type Agreement = 'agrees' | 'longer' | 'shorter' | 'unknown';

/** Whether the replay waits as long as the record says, longer, or less long. */
export function agreementOf(recorded: number, replayed: Estimate | undefined): Agreement {
  if (replayed?.infinite) return 'longer';
  if (replayed === undefined || replayed.value === null) return 'unknown';
  const difference = replayed.value - recorded;
  if (Math.abs(difference) <= reach(recorded, replayed)) return 'agrees';
  return difference > 0 ? 'longer' : 'shorter';
}
