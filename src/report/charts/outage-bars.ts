/** What the outage chart shows as bars: services that were away, what was down or draining, steps of a plan. */
import { duration } from '../words.ts';
import { type Shade, shadesOf } from './spans.ts';
import type { Design } from './topic.ts';

export type State = 'down' | 'draining' | 'slow' | 'plan';

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
export const SERVICE = { tasks: 'no tasks', ui: 'no UI' } as const;

const STATES: Readonly<Record<Shade['kind'], State>> = {
  down: 'down',
  failover: 'down',
  cut: 'down',
  starting: 'draining',
  draining: 'draining',
  maintenance: 'draining',
  upgrade: 'draining',
  slow: 'slow',
  plan: 'plan',
};

/** Of one design. */
export function barsOf(design: Design): Bar[] {
  const bars = shadesOf(design).shades.map(({ subject, label, kind, from, to }): Bar => {
    const moment = from === to;
    return { row: moment ? kind : subject, state: STATES[kind], from, to, note: moment ? label : '' };
  });
  return [...awayOf(design, 'tasks'), ...awayOf(design, 'ui'), ...bars];
}

/** A service from each entry of the timeline that took it away until it was back: its RTO, mean over replications. */
function awayOf({ scenario, runs }: Design, service: keyof typeof SERVICE): Bar[] {
  const row = SERVICE[service];
  const end = scenario.duration / 1e6;
  return scenario.timeline.flatMap(({ name, at }) => {
    const values = runs.flatMap((run) => run.values[`recovery.${name}.${service}.rto`] ?? []);
    if (values.length === 0) return [];
    const from = at / 1e6;
    if (values.some(({ per }) => per === 0)) return [{ row, state: 'down', from, to: end, note: 'not back' }];
    const rto = values.reduce((sum, value) => sum + value.sum / value.per, 0) / values.length;
    return rto === 0
      ? []
      : [{ row, state: 'down', from, to: Math.min(from + rto, end), note: duration(rto) }];
  });
}
