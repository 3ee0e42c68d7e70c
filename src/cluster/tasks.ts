/**
 * All tasks that are not over, as a table: one row a task, one typed array a column. Also the two lists a task can
 * stand in: the queue, or the rows that say "running" on a node. Every change of state goes through `move`, which
 * checks where the task was and keeps the counts that conservation (section 11) is checked with.
 */
import { wider } from '../engine/columns.ts';
import { InternalError } from '../engine/invariant.ts';
import type { Simulation } from '../engine/simulation.ts';
import { TASK_OUTCOMES, type TaskOutcome } from './observer.ts';

export const STATE = {
  /** No task. */
  free: 0,
  /** Arrived while the service was down, waiting outside the queue (rule W4). */
  held: 1,
  queued: 2,
  /** The database says running, the take's answer is under way or lost. */
  taken: 3,
  /** On a node, with a slot. */
  running: 4,
  /** Lost its node; running in the database's eyes, without a slot. */
  orphan: 5,
  /** Its row is over or somebody else's, and its node works on at it: a slot without a row (rule Q10). */
  ghost: 6,
} as const;
const STATES = 7;

/** What a running task waits for. */
export const WAIT = { nothing: 0, call: 1, capacity: 2, storage: 3, pause: 4, connection: 5 } as const;

export class TaskTable {
  taskClass = new Int32Array(64);
  state = new Uint8Array(64);
  keyHigh = new Int32Array(64);
  keyLow = new Int32Array(64);
  arrived = new Float64Array(64);
  /** -1 before it starts. */
  started = new Float64Array(64);
  /** When it got the slot that it has. */
  slotSince = new Float64Array(64);
  /** When its node was lost. */
  orphanedAt = new Float64Array(64);
  /** When it joined the queue, and when a node took it (its row said running): what a promotion may lose. */
  queuedAt = new Float64Array(64);
  takenAt = new Float64Array(64);
  /** 1 from its first start, also when a promotion lost that and it waits to run again. */
  hasStarted = new Uint8Array(64);
  node = new Int32Array(64);
  /** Row of its trace; -1 without. */
  traceRow = new Int32Array(64);
  /** The step it is at, and the call within the step. */
  step = new Int32Array(64);
  callIndex = new Int32Array(64);
  /** How often the present call (of a transaction: the step) has failed. */
  attempts = new Uint8Array(64);
  wait = new Uint8Array(64);
  /** The call, capacity handle or storage operation it waits for. */
  waitFor = new Int32Array(64);
  /** When a pause or a limit is over: an event of another time is out of date. */
  due = new Float64Array(64);
  /** When the step must be over (rule C2); -1: no limit. */
  limit = new Float64Array(64);
  /** Since when a transaction holds a connection; -1: none. */
  connectionSince = new Float64Array(64);
  /** Place in the lane of the queue time-out; -1: none. */
  timeout = new Float64Array(64);
  /** Its place in the order of the queue, where it stands in the queue's heap, and its concurrency tag (-1: none). */
  order = new Float64Array(64);
  band = new Uint8Array(64);
  place = new Int32Array(64);
  tag = new Int32Array(64);
  next = new Int32Array(64);
  previous = new Int32Array(64);

  /** Tasks by class and state; by class those that ever arrived; by class and outcome those that are over. */
  readonly counts: Int32Array;
  readonly arrivals: Float64Array;
  readonly endings: Float64Array;
  readonly #sim: Simulation;
  readonly #classes: number;
  #free: number[] = [];
  #size = 0;

  constructor(sim: Simulation, classes: number) {
    this.#sim = sim;
    this.#classes = classes;
    this.counts = new Int32Array(classes * STATES);
    this.arrivals = new Float64Array(classes);
    this.endings = new Float64Array(classes * TASK_OUTCOMES.length);
  }

  /** A new task in a state; its number. */
  add(taskClass: number, state: number, keyHigh: number, keyLow: number, traceRow: number): number {
    const task = this.#free.pop() ?? this.#size;
    if (task === this.#size) {
      if (task === this.state.length) this.#grow();
      this.#size += 1;
    }
    this.taskClass[task] = taskClass;
    this.state[task] = state;
    this.counts[taskClass * STATES + state]! += 1;
    this.arrivals[taskClass]! += 1;
    this.keyHigh[task] = keyHigh;
    this.keyLow[task] = keyLow;
    this.arrived[task] = this.#sim.now;
    this.started[task] = -1;
    this.queuedAt[task] = this.#sim.now;
    this.takenAt[task] = this.#sim.now;
    this.hasStarted[task] = 0;
    this.order[task] = -1;
    this.tag[task] = -1;
    this.node[task] = -1;
    this.traceRow[task] = traceRow;
    this.step[task] = 0;
    this.callIndex[task] = 0;
    this.attempts[task] = 0;
    this.wait[task] = WAIT.nothing;
    this.limit[task] = -1;
    this.connectionSince[task] = -1;
    this.timeout[task] = -1;
    return task;
  }

  /** Changes a task's state; `from` is what it must have been. */
  move(task: number, from: number, to: number): void {
    if (this.state[task] !== from) this.#broken(task, from, to);
    const at = this.taskClass[task]! * STATES;
    this.counts[at + from]! -= 1;
    this.counts[at + to]! += 1;
    this.state[task] = to;
  }

  /** Ends a task: its number may be used again. */
  remove(task: number, from: number, outcome: TaskOutcome): void {
    this.#noteEnding(task, outcome);
    this.#release(task, from);
  }

  /** Ends a task of which a ghost goes on. */
  leaveGhost(task: number, outcome: TaskOutcome): void {
    this.#noteEnding(task, outcome);
    this.move(task, STATE.running, STATE.ghost);
  }

  /** A running task becomes a ghost, and its row goes on as a queued task of another number, which is returned. */
  splitGhost(task: number): number {
    const row = this.add(
      this.taskClass[task]!,
      STATE.queued,
      this.keyHigh[task]!,
      this.keyLow[task]!,
      this.traceRow[task]!,
    );
    this.arrivals[this.taskClass[task]!]! -= 1;
    for (const column of [this.arrived, this.started, this.takenAt, this.hasStarted, this.order])
      column[row] = column[task]!;
    for (const column of [this.step, this.band, this.tag]) column[row] = column[task]!;
    this.move(task, STATE.running, STATE.ghost);
    return row;
  }

  /** A ghost is over. */
  removeGhost(task: number): void {
    this.#release(task, STATE.ghost);
  }

  #noteEnding(task: number, outcome: TaskOutcome): void {
    this.endings[this.taskClass[task]! * TASK_OUTCOMES.length + TASK_OUTCOMES.indexOf(outcome)]! += 1;
  }

  #release(task: number, from: number): void {
    if (this.state[task] !== from) this.#broken(task, from, STATE.free);
    this.counts[this.taskClass[task]! * STATES + from]! -= 1;
    this.state[task] = STATE.free;
    this.#free.push(task);
  }

  /** Tasks of a class in a state. */
  count(taskClass: number, state: number): number {
    return this.counts[taskClass * STATES + state]!;
  }

  /** Tasks of all classes in a state. */
  countAll(state: number): number {
    let sum = 0;
    for (let c = 0; c < this.#classes; c += 1) sum += this.count(c, state);
    return sum;
  }

  /** Visits every task that is not over; ghosts are. */
  forEach(visit: (task: number) => void): void {
    const { free, ghost } = STATE;
    for (let task = 0; task < this.#size; task += 1)
      if (this.state[task] !== free && this.state[task] !== ghost) visit(task);
  }

  /** arrived = all that are not over + all that are (section 11), by class. */
  requireConserved(): void {
    for (let c = 0; c < this.#classes; c += 1) {
      let sum = 0;
      for (let state = 1; state < STATE.ghost; state += 1) sum += this.count(c, state);
      for (let o = 0; o < TASK_OUTCOMES.length; o += 1) sum += this.endings[c * TASK_OUTCOMES.length + o]!;
      if (sum !== this.arrivals[c]) {
        throw new InternalError(
          `conservation: class ${c}: ${this.arrivals[c]} arrived, ${sum} are known`,
          this.#sim,
        );
      }
    }
  }

  #broken(task: number, from: number, to: number): never {
    throw new InternalError(
      `conservation: task ${task} should go from state ${from} to ${to} but is in ${this.state[task]}`,
      this.#sim,
    );
  }

  #grow(): void {
    const size = 2 * this.state.length;
    this.taskClass = wider(this.taskClass, new Int32Array(size));
    this.state = wider(this.state, new Uint8Array(size));
    this.keyHigh = wider(this.keyHigh, new Int32Array(size));
    this.keyLow = wider(this.keyLow, new Int32Array(size));
    this.arrived = wider(this.arrived, new Float64Array(size));
    this.started = wider(this.started, new Float64Array(size));
    this.slotSince = wider(this.slotSince, new Float64Array(size));
    this.orphanedAt = wider(this.orphanedAt, new Float64Array(size));
    this.queuedAt = wider(this.queuedAt, new Float64Array(size));
    this.takenAt = wider(this.takenAt, new Float64Array(size));
    this.hasStarted = wider(this.hasStarted, new Uint8Array(size));
    this.node = wider(this.node, new Int32Array(size));
    this.traceRow = wider(this.traceRow, new Int32Array(size));
    this.step = wider(this.step, new Int32Array(size));
    this.callIndex = wider(this.callIndex, new Int32Array(size));
    this.attempts = wider(this.attempts, new Uint8Array(size));
    this.wait = wider(this.wait, new Uint8Array(size));
    this.waitFor = wider(this.waitFor, new Int32Array(size));
    this.due = wider(this.due, new Float64Array(size));
    this.limit = wider(this.limit, new Float64Array(size));
    this.connectionSince = wider(this.connectionSince, new Float64Array(size));
    this.timeout = wider(this.timeout, new Float64Array(size));
    this.order = wider(this.order, new Float64Array(size));
    this.band = wider(this.band, new Uint8Array(size));
    this.place = wider(this.place, new Int32Array(size));
    this.tag = wider(this.tag, new Int32Array(size));
    this.next = wider(this.next, new Int32Array(size));
    this.previous = wider(this.previous, new Int32Array(size));
  }
}

/** A list of tasks in order, linked through the table: append, take out anywhere, in O(1). */
export class TaskList {
  first = -1;
  last = -1;
  size = 0;
  readonly #tasks: TaskTable;

  constructor(tasks: TaskTable) {
    this.#tasks = tasks;
  }

  append(task: number): void {
    const { next, previous } = this.#tasks;
    next[task] = -1;
    previous[task] = this.last;
    if (this.last === -1) this.first = task;
    else next[this.last] = task;
    this.last = task;
    this.size += 1;
  }

  remove(task: number): void {
    const { next, previous } = this.#tasks;
    const before = previous[task]!;
    const after = next[task]!;
    if (before === -1) this.first = after;
    else next[before] = after;
    if (after === -1) this.last = before;
    else previous[after] = before;
    this.size -= 1;
  }
}
