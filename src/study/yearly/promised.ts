/** What is promised of a year, held against it. */
import { yearPromises } from '../../scenario/promises.ts';
import type { Estimate } from '../estimates/estimate.ts';
import { type Judgement, judge } from '../estimates/gate.ts';
import { YEAR_SECONDS, type Yearly } from './yearly.ts';

/** The lower end of what is lost in a year: nothing is less than nothing, however wide an interval is. */
export function leastOf({ value, half }: { readonly value: number; readonly half: number }): number {
  return Math.max(value - half, Math.min(0, value));
}

/** A verdict on each, in the order of the file. */
export function judgeYear(year: Yearly): Judgement[] {
  const estimates = yearEstimates(year);
  return yearPromises(year.scenario).map((promise) => judge(promise, estimates));
}

/** Of what is lost in a year. */
export function unitOf(loss: string): string {
  if (loss === 'cost') return 'currency';
  return loss.startsWith('downtime.') ? 's' : 'count';
}

/** `year.availability.tasks`, `year.downtime.tasks`, `year.tasks.notSucceeded`, `year.cost` …; of down time the upper end holds what is left out. */
export function yearEstimates({ losses, leftOut, replications }: Yearly): Map<string, Estimate> {
  const all = new Map<string, Estimate>();
  for (const [loss, { value, half }] of losses) {
    const service = /^downtime\.(.+)$/.exec(loss)?.[1];
    const more = service === undefined ? 0 : leftOut * YEAR_SECONDS;
    const ends =
      half === null
        ? { low: null, high: null }
        : { low: leastOf({ value, half }), high: value + half + more };
    const common = { kind: 'count', n: replications } as const;
    all.set(`year.${loss}`, { ...common, ...ends, value, unit: unitOf(loss) });
    if (service === undefined) continue;
    const share = (seconds: number | null) =>
      seconds === null ? null : Math.min(1, 1 - seconds / YEAR_SECONDS);
    all.set(`year.availability.${service}`, {
      ...common,
      ...{ value: share(value), low: share(ends.high), high: share(ends.low), unit: 'share' },
    });
  }
  return all;
}
