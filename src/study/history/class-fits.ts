/** Arrivals and durations of each class of a history, as distributions. */
import { SECOND } from '../../engine/time.ts';
import { type ArrivalFit, fitArrivals } from '../fit/arrivals.ts';
import { type DurationFit, fitDurations } from '../fit/durations.ts';
import type { History } from './history.ts';

export interface ClassFit {
  readonly arrivals: ArrivalFit;
  readonly durations: DurationFit;
}

/**
 * In the order of the classes. Only what is over has a duration that is known; of a class of which nothing is over, the
 * time until the last that is known is taken.
 */
export function fitHistory({ classes, tasks, end }: History): ClassFit[] {
  const known = { from: tasks[0]!.arrival / SECOND, to: end / SECOND };
  return classes.map(({ name }, i) => {
    const own = tasks.filter(({ taskClass }) => taskClass === i);
    const over = own.filter(({ isOver }) => isOver);
    const times = own.map(({ arrival }) => arrival / SECOND);
    const durations = (over.length > 0 ? over : own).map(({ duration }) => duration / SECOND);
    return { arrivals: fitArrivals(times, known, name), durations: fitDurations(durations, name) };
  });
}
