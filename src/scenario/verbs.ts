/** The verbs of a timeline, in one place. */
import type { TimelineAction } from './scenario.ts';

interface Verb {
  /** It counts as a disruption and has recovery metrics (rule F4). */
  readonly disrupts: boolean;
  /** Without `for` it has an end of its own, which its part reports. */
  readonly endsItself: boolean;
}

const plain: Verb = { disrupts: false, endsItself: false };
const fault: Verb = { disrupts: true, endsItself: false };
const work: Verb = { disrupts: true, endsItself: true };

/** `drain` last: a restart and a patch have a key of that name, too. */
const TABLE: Readonly<Record<TimelineAction['do'], Verb>> = {
  crash: fault,
  stop: fault,
  start: plain,
  restart: work,
  undrain: plain,
  repoint: plain,
  patch: work,
  addNode: plain,
  removeNode: fault,
  setTaskCap: plain,
  slow: fault,
  errors: fault,
  cut: fault,
  delay: fault,
  outage: fault,
  failover: fault,
  maintenance: fault,
  upgrade: work,
  resubmit: plain,
  drain: fault,
};

export const VERBS = Object.keys(TABLE) as readonly TimelineAction['do'][];

const verbsThat = (are: keyof Verb): ReadonlySet<TimelineAction['do']> =>
  new Set(VERBS.filter((verb) => TABLE[verb][are]));

/** Actions that count as disruptions and have recovery metrics (rule F4). */
export const DISRUPTIONS = verbsThat('disrupts');

/** Actions that, without `for`, have an end of their own. */
export const END_THEMSELVES = verbsThat('endsItself');
