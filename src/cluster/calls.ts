/** Database calls that are not over, as a table: one row a call. */
import { wider } from '../engine/columns.ts';

export const CALL_STAGE = {
  free: 0,
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
} as const;

/** What is special about a call; bits. */
export const CALL = {
  plain: 0,
  write: 1,
  /** Uses the connection that its transaction holds. */
  connectionHeld: 2,
  /** Only wants a connection, for a transaction. */
  connectOnly: 4,
  /** Its answer waits for the queue lock. */
  asksForLock: 8,
  /** Frees the queue lock when it reaches the database. */
  freesLock: 16,
} as const;

export class CallTable {
  stage = new Uint8Array(64);
  flags = new Uint8Array(64);
  node = new Int32Array(64);
  keyHigh = new Int32Array(64);
  keyLow = new Int32Array(64);
  ordinal = new Int32Array(64);
  /** Handler and argument that are told of the end, and of the commit (-1: nobody). */
  done = new Int32Array(64);
  argument = new Int32Array(64);
  committed = new Int32Array(64);
  /** When it left the node, and when its time is up. */
  left = new Float64Array(64);
  deadline = new Float64Array(64);
  roundTrip = new Float64Array(64);
  /** When the message under way was sent, or the commit began. */
  sent = new Float64Array(64);
  /** When its service began. */
  began = new Float64Array(64);
  /** When its next event is due: an event of another time or stage is out of date. */
  due = new Float64Array(64);
  /** Place in the line it waits in, and in the lane of its time-out. */
  position = new Float64Array(64);
  timeout = new Float64Array(64);
  /** Whether the answer on its way is an error. */
  refused = new Uint8Array(64);
  /** Rows in use lie below. */
  size = 0;
  readonly #free: number[] = [];

  add(): number {
    const call = this.#free.pop() ?? this.size;
    if (call === this.size) {
      if (call === this.stage.length) this.#grow();
      this.size += 1;
    }
    return call;
  }

  remove(call: number): void {
    this.stage[call] = CALL_STAGE.free;
    this.#free.push(call);
  }

  #grow(): void {
    const size = 2 * this.stage.length;
    this.stage = wider(this.stage, new Uint8Array(size));
    this.flags = wider(this.flags, new Uint8Array(size));
    this.node = wider(this.node, new Int32Array(size));
    this.keyHigh = wider(this.keyHigh, new Int32Array(size));
    this.keyLow = wider(this.keyLow, new Int32Array(size));
    this.ordinal = wider(this.ordinal, new Int32Array(size));
    this.done = wider(this.done, new Int32Array(size));
    this.argument = wider(this.argument, new Int32Array(size));
    this.committed = wider(this.committed, new Int32Array(size));
    this.left = wider(this.left, new Float64Array(size));
    this.deadline = wider(this.deadline, new Float64Array(size));
    this.roundTrip = wider(this.roundTrip, new Float64Array(size));
    this.sent = wider(this.sent, new Float64Array(size));
    this.began = wider(this.began, new Float64Array(size));
    this.due = wider(this.due, new Float64Array(size));
    this.position = wider(this.position, new Float64Array(size));
    this.timeout = wider(this.timeout, new Float64Array(size));
    this.refused = wider(this.refused, new Uint8Array(size));
  }
}
