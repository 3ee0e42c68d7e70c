/** Arrivals and durations of each class of a history, as distributions. */
import { DAY, HOUR, SECOND } from '../../engine/time.ts';
import { type ArrivalFit, fitArrivals } from '../fit/arrivals.ts';
import { type DurationFit, fitDurations } from '../fit/durations.ts';
import { expectedCount } from '../fit/profile.ts';
import type { History } from './history.ts';

export interface ClassFit {
  readonly arrivals: ArrivalFit;
  readonly durations: DurationFit;
  /** No fit gives what was recorded: the fitted scenario replays this class. */
  readonly asRecorded: boolean;
}

/** Rate × duration may differ so much from the recorded count: in deviations of a Poisson count, and as a share. */
const COUNT_WITHIN = { deviations: 3, share: 0.02 } as const;
const SHORT_HOURS = 24;
/** Level at which a class is called no Poisson process. */
export const NOT_POISSON_BELOW = 0.01;

/**
 * In the order of the classes. Only what is over has a duration that is known; of a class of which nothing is over, the
 * time until the last that is known is taken.
 */
export function fitHistory({ classes, tasks, start, end, hours }: History): ClassFit[] {
  // Of a short record the parts of hours at its ends would weigh too much: the scenario has whole hours.
  const isShort = hours < SHORT_HOURS;
  const known = {
    from: isShort ? 0 : tasks[0]!.arrival / SECOND,
    to: isShort ? (hours * HOUR) / SECOND : end / SECOND,
    clock: (((start % DAY) + DAY) % DAY) / HOUR,
  };
  return classes.map(({ name }, i) => {
    const own = tasks.filter(({ taskClass }) => taskClass === i);
    const over = own.filter(({ isOver }) => isOver);
    const times = own.map(({ arrival }) => arrival / SECOND);
    const lengths = (over.length > 0 ? over : own).map(({ duration }) => duration / SECOND);
    const arrivals = fitArrivals(times, known, name);
    const off = Math.abs(expectedCount(arrivals.model, known.to, hours) - own.length);
    const most = COUNT_WITHIN.deviations * Math.sqrt(own.length) + COUNT_WITHIN.share * own.length;
    return { arrivals, durations: fitDurations(lengths, name), asRecorded: off > most };
  });
}

/** Whether a class comes in bunches that its rates do not explain. */
export function isBunched({ arrivals: { dispersion } }: ClassFit): boolean {
  return dispersion !== null && dispersion.p < NOT_POISSON_BELOW && dispersion.index > 1;
}
