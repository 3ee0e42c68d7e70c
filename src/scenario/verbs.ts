/** The verbs of a timeline, in one place. */
import type { TimelineAction } from './scenario.ts';

/** `drain` last: a restart and a patch have a key of that name, too. */
export const VERBS = [
  'crash',
  'stop',
  'start',
  'restart',
  'undrain',
  'repoint',
  'patch',
  'addNode',
  'removeNode',
  'setTaskCap',
  'slow',
  'cut',
  'outage',
  'failover',
  'maintenance',
  'upgrade',
  'resubmit',
  'drain',
] as const satisfies readonly TimelineAction['do'][];

/** Actions that count as disruptions and have recovery metrics (rule F4). */
export const DISRUPTIONS: ReadonlySet<TimelineAction['do']> = new Set([
  'crash',
  'stop',
  'restart',
  'patch',
  'drain',
  'removeNode',
  'slow',
  'cut',
  'outage',
  'failover',
  'maintenance',
  'upgrade',
]);
