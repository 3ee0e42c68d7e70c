/** Database calls that are not over: what is known of one, and what kinds there are. */
import type { Handler } from '../engine/simulation.ts';
import { StagedRow } from '../engine/stages.ts';
import type { Micros } from '../engine/time.ts';
import type { Node } from './node.ts';
import type { WorkKind } from './observer.ts';

export const CALL_STAGE = {
  /** Waiting for a connection. */
  pool: 1,
  /** On the way to the database. */
  there: 2,
  /** Waiting for a server. */
  queue: 3,
  service: 4,
  commit: 5,
  /** Its commit waits for a lost synchronous replica (rule B6). */
  stalled: 6,
  /** Committed; its answer waits for the queue lock (rule Q9). */
  lock: 7,
  /** The answer, good or bad, is on its way back. */
  back: 8,
  /** Nothing will come: the time-out ends it. */
  silent: 9,
  /** It has left the line for a connection, as its node goes down. */
  turnedAway: 10,
} as const;

/** Nobody is told. */
export const NOBODY = -1 as Handler;

/** What calls of one kind have in common; made once, by whoever makes them. */
export interface CallKind {
  readonly writes: boolean;
  /** Handler told the caller's argument at the end. */
  readonly done: Handler;
  /** Handler told the same at the commit (a read: at the end of its service), or NOBODY. */
  readonly committed: Handler;
  /** Uses the connection that its transaction holds. */
  readonly connectionHeld: boolean;
  /** Only wants a connection, for a transaction. */
  readonly connectOnly: boolean;
  /** Its answer waits for the queue lock: `committed` is told the call's number, and answers it. */
  readonly asksForLock: boolean;
  /** Handler told the caller's argument when the call reaches the database, or NOBODY. */
  readonly arrived: Handler;
  /** Whose calls they are, by the caller's argument; null: nobody's that is followed. */
  readonly of: WorkKind | null;
}

/** A kind of calls: a plain read, but for what is said. */
export function callKind(done: Handler, special: Partial<Omit<CallKind, 'done'>> = {}): CallKind {
  return {
    writes: special.writes ?? false,
    done,
    committed: special.committed ?? NOBODY,
    connectionHeld: special.connectionHeld ?? false,
    connectOnly: special.connectOnly ?? false,
    asksForLock: special.asksForLock ?? false,
    arrived: special.arrived ?? NOBODY,
    of: special.of ?? null,
  };
}

/** Whose draws a call takes: the two words of a key (rule T4). */
export interface Keyed {
  readonly keyHigh: number;
  readonly keyLow: number;
}

export class Call extends StagedRow {
  kind!: CallKind;
  node!: Node;
  keyHigh = 0;
  keyLow = 0;
  ordinal = 0;
  argument = 0;
  /** When it left the node, and when its time is up. */
  left: Micros = Number.NaN;
  deadline: Micros = Number.NaN;
  roundTrip: Micros = Number.NaN;
  /** Where it goes, and is answered from. */
  place = 0;
  /** When the message under way was sent, or the commit began. */
  sent: Micros = Number.NaN;
  /** When its service began. */
  began: Micros = Number.NaN;
  /** Place in the line it waits in, and in the lane of its time-out (-1: none). */
  position = 0;
  timeout = 0;
  /** Whether the answer on its way is an error. */
  refused = false;
  /** It opens its connection (rule B11): how often all had been lost before that. -1: it uses one that is open. */
  opens = -1;
  /** Whether it goes to the primary that was replaced (rule B10). */
  toReplaced = false;
}
