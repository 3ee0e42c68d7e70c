/** The verbs of a timeline, in one place, and what is true of each. */
import type { TimelineAction } from './scenario.ts';

type Verb = TimelineAction['do'];

type Trait =
  /** It counts as a disruption and has recovery metrics (rule F4). */
  | 'disrupts'
  /** What it takes away it takes some time after it began. */
  | 'inSteps'
  /** Without `for` it has an end of its own, which its part reports. */
  | 'endsItself'
  /** Without `for` it goes on to the end of the run. */
  | 'lasts'
  /** The nodes that it is about start, at once or when it is over. */
  | 'startsNodes'
  /** The database may be gone for nodes while it lasts; an outage depends on what is out. */
  | 'losesDatabase';

const is = (...traits: readonly Trait[]): ReadonlySet<Trait> => new Set(traits);

/** `drain` last: a restart and a patch have a key of that name, too. */
const TABLE: Readonly<Record<Verb, ReadonlySet<Trait>>> = {
  crash: is('disrupts', 'startsNodes'),
  stop: is('disrupts', 'startsNodes'),
  start: is('startsNodes'),
  restart: is('disrupts', 'inSteps', 'endsItself', 'startsNodes'),
  undrain: is(),
  repoint: is(),
  patch: is('disrupts', 'inSteps', 'endsItself', 'startsNodes'),
  addNode: is('startsNodes'),
  removeNode: is('disrupts'),
  setTaskCap: is(),
  slow: is('disrupts', 'lasts', 'losesDatabase'),
  errors: is('disrupts', 'lasts'),
  cut: is('disrupts', 'lasts', 'losesDatabase'),
  delay: is('disrupts', 'lasts', 'losesDatabase'),
  outage: is('disrupts', 'lasts'),
  failover: is('disrupts', 'inSteps', 'losesDatabase'),
  maintenance: is('disrupts', 'lasts'),
  upgrade: is('disrupts', 'inSteps', 'endsItself', 'startsNodes'),
  resubmit: is(),
  drain: is('disrupts', 'inSteps'),
};

export const VERBS = Object.keys(TABLE) as readonly Verb[];

/** Whether something is true of every entry with a verb. */
export function verbIs(verb: Verb, trait: Trait): boolean {
  return TABLE[verb].has(trait);
}
