/** Whether a fitted scenario gives what the replay of the record gives: counts, busy slots, waits. */
import type { Estimate } from '../estimates/estimate.ts';
import type { Study } from '../replications/replicate.ts';
import { ALPHA, halfOf } from '../statistics/mean.ts';
import { tQuantile } from '../statistics/student-t.ts';
import type { History } from './history.ts';
import { waitMetric } from './waits.ts';

export interface Misfit {
  readonly metric: string;
  readonly unit: string;
  readonly recorded: number;
  readonly fitted: number | null;
}

/** Classes with fewer tasks are judged with all others only. */
const LEAST_TASKS = 50;
/** So far apart nobody plans differently: as a share, and in seconds of a wait, a look of the queue being 20 s. */
const NO_MATTER = { share: 0.05, seconds: 1 } as const;

/**
 * The figures that differ. The record is one more replication of the fitted work, or would be if it fitted: then each
 * figure lies within its prediction interval, half × √(n + 1), and all of them together in 95 % of cases (Bonferroni).
 */
export function misfits({ classes }: History, replay: Study, fitted: Study): Misfit[] {
  const large = classes.filter(({ count }) => count >= LEAST_TASKS).map(({ name }) => name);
  const metrics = [
    ...classes.map(({ name }) => `tasks.${name}.arrived`),
    'slots.utilisation',
    ...[null, ...large].map((name) => waitMetric(name, 'mean')),
    waitMetric(null, 'p95'),
  ].filter((metric) => replay.estimates.get(metric)?.value != null);
  return metrics.flatMap((metric) => {
    const [recorded, found] = [replay.estimates.get(metric)!, fitted.estimates.get(metric)];
    const value = recorded.value!;
    const isNear =
      found?.value != null &&
      Math.abs(found.value - value) <= reachOf(value, recorded, found, metrics.length);
    return isNear ? [] : [{ metric, unit: recorded.unit, recorded: value, fitted: found?.value ?? null }];
  });
}

function reachOf(value: number, recorded: Estimate, found: Estimate, judged: number): number {
  const matter = Math.max(NO_MATTER.share * value, found.unit === 's' ? NO_MATTER.seconds : 0);
  // A mean of few arrivals that never differ has an interval of 0, and is a count all the same.
  const counted = found.kind === 'count' ? 1 : 0;
  const wider =
    found.n < 2 ? 1 : tQuantile(1 - ALPHA / 2 / judged, found.n - 1) / tQuantile(1 - ALPHA / 2, found.n - 1);
  const half = (halfOf(found) ?? 0) * Math.sqrt(found.n + 1) * wider + (halfOf(recorded) ?? 0);
  return Math.max(matter, counted, half);
}
