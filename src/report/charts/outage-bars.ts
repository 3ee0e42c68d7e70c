/** What the outage chart shows as bars: services away, work that was lost, what was down or draining, steps of a plan. */
import type { Series } from '../../measure/result.ts';
import { mean } from '../../study/statistics/mean.ts';
import { amount, duration } from '../words.ts';
import { type Shade, shadesOf } from './spans.ts';
import type { DrawnDesign } from './topic.ts';

export type State = 'down' | 'lost' | 'draining' | 'starting' | 'slow' | 'plan';

/** In seconds. */
export interface Bar {
  readonly row: string;
  readonly state: State;
  readonly from: number;
  readonly to: number;
  /** Stands beside it. */
  readonly note: string;
}

/** Rows of the services, which stand first. */
export const SERVICE = { users: 'users out', tasks: 'no tasks', ui: 'no UI' } as const;

const STATES: Readonly<Record<Shade['kind'], State>> = {
  down: 'down',
  failover: 'down',
  cut: 'down',
  split: 'down',
  starting: 'starting',
  draining: 'draining',
  maintenance: 'draining',
  upgrade: 'draining',
  slow: 'slow',
  plan: 'plan',
};

/** Of one design. */
export function barsOf(design: DrawnDesign): Bar[] {
  const bars = shadesOf(design).shades.map(({ subject, label, kind, from, to }): Bar => {
    const moment = from === to;
    return { row: moment ? kind : subject, state: STATES[kind], from, to, note: moment ? label : '' };
  });
  // Who runs no tasks misses none.
  const tasks = design.scenario.tasks.length > 0 ? awayOf(design, 'tasks') : [];
  const away = [...awayOf(design, 'users'), ...tasks, ...awayOf(design, 'ui')];
  const others = [...away, ...bars];
  // Tasks that fail on an ordinary day are no outage.
  return others.length === 0 ? [] : [...away, ...lossesOf(design), ...bars];
}

const BECAME = {
  failed: 'tasks failed',
  cancelled: 'tasks cancelled',
  timedOut: 'tasks timed out',
  expired: 'tasks expired',
  refused: 'tasks refused',
  lost: 'tasks lost',
} as const;
/** Rows of work that was not done. */
export const LOSSES: readonly string[] = Object.values(BECAME);

/** From the first bin in which tasks did not succeed to the last, over all replications; how many in the mean. */
function lossesOf({ scenario, runs }: DrawnDesign): Bar[] {
  return Object.entries(BECAME).flatMap(([outcome, row]): Bar[] => {
    let [first, last, all] = [Number.POSITIVE_INFINITY, -1, 0];
    for (const { series } of runs)
      for (const { name } of scenario.tasks)
        (series.counts[`tasks.${name}.${outcome}`] ?? []).forEach((count, bin) => {
          if (count === 0) return;
          first = Math.min(first, bin);
          last = Math.max(last, bin);
          all += count;
        });
    if (last === -1) return [];
    const width = runs[0]!.series.width / 1e6;
    const to = Math.min((last + 1) * width, scenario.duration / 1e6);
    return [{ row, state: 'lost', from: first * width, to, note: amount(all / runs.length, 'count') }];
  });
}

/** When a service was away after each entry of the timeline that took it away, with its RTO; means over replications. */
function awayOf({ scenario, runs }: DrawnDesign, service: keyof typeof SERVICE): Bar[] {
  const row = SERVICE[service];
  const end = scenario.duration / 1e6;
  return scenario.timeline.flatMap(({ name, at }) => {
    const from = at / 1e6;
    const each = runs.flatMap(({ values, series }) => {
      const value = values[`recovery.${name}.${service}.rto`];
      return value === undefined ? [] : [{ rto: value.sum / value.per, series }];
    });
    if (each.length === 0) return [];
    if (!each.every(({ rto }) => Number.isFinite(rto)))
      return [{ row, state: 'down', from, to: end, note: 'not back' }];
    const rto = mean(each.map((run) => run.rto));
    if (rto === 0) return [];
    // An upgrade begins with a drain: the service goes later than the entry strikes.
    const gone = mean(
      each.map((run) => goneSince(run.series, `availability.${service}`, from, from + run.rto)),
    );
    const back = Math.min(from + rto, end);
    return [{ row, state: 'down', from: Math.min(gone, back), to: back, note: `RTO ${duration(rto)}` }];
  });
}

/** When a service first was not up between two times, in seconds; in a bin that it began in, for all that is missing. */
function goneSince({ averages, width, bins }: Series, name: string, from: number, to: number): number {
  const up = averages[name];
  if (up === undefined) return from;
  const size = width / 1e6;
  const last = Math.min(bins - 1, Math.floor(to / size));
  for (let bin = Math.floor(from / size); bin <= last; bin += 1) {
    const missing = (1 - up[bin]!) * size;
    if (missing > 0) return Math.max(from, Math.min((bin + 1) * size, to) - missing);
  }
  return from;
}
