/**
 * All tasks that are not over. Every change of state goes through `move`, which checks where the task was and keeps the
 * counts that conservation (section 11) is checked with.
 */
import { InternalError } from '../engine/invariant.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Row, Table } from '../engine/table.ts';
import type { Micros } from '../engine/time.ts';
import type { Keyed } from './calls.ts';
import type { Node } from './node.ts';
import { TASK_OUTCOMES, type TaskOutcome } from './observer.ts';
import type { Project } from './project-shares.ts';
import type { Tag } from './tags.ts';

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
  /** Taken beyond the slots of its node, where it waits for one (rule Q12). */
  prefetched: 6,
  /** Its attempt came to nothing; it waits outside the queue for the next (rule W7). */
  pausing: 7,
  /** Its row is over or somebody else's, and its node works on at it: a slot without a row (rule Q10). */
  ghost: 8,
} as const;
const STATES = 9;

/** What a running task waits for. */
export const WAIT = {
  nothing: 0,
  call: 1,
  capacity: 2,
  storage: 3,
  pause: 4,
  connection: 5,
  worker: 6,
  children: 7,
} as const;

export class Task extends Row {
  taskClass = 0;
  state: number = STATE.free;
  /** The slots that it takes (rule Q16), and its line of the queue. */
  slots = 1;
  line = 0;
  keyHigh = 0;
  keyLow = 0;
  arrived: Micros = Number.NaN;
  /** -1 before it starts. */
  started: Micros = Number.NaN;
  /** When it got the slot that it has, or began to wait for one on the node that has taken it. */
  slotSince: Micros = Number.NaN;
  /** When its node was lost. */
  orphanedAt: Micros = Number.NaN;
  /** When it joined the queue, for the last time. */
  queuedAt: Micros = Number.NaN;
  /** When its row came to the database, and when a node took it (the row said running): what a promotion may lose. */
  knownSince: Micros = Number.NaN;
  takenAt: Micros = Number.NaN;
  /** From its first start, also when a promotion lost that and it waits to run again. */
  hasStarted = false;
  node: Node | null = null;
  /** Row of its trace; -1 without. */
  traceRow = -1;
  /** The step it is at, and the call within the step. */
  step = 0;
  callIndex = 0;
  /** How often the present call (of a transaction: the step) has failed. */
  attempts = 0;
  wait: number = WAIT.nothing;
  /** The call, capacity handle, storage operation or place in the line of a pool that it waits for. */
  waitFor = 0;
  /** When a pause is over: an event of another time is out of date. */
  due: Micros = Number.NaN;
  /** When the step must be over (rule C2); -1: no limit. */
  limit: Micros = Number.NaN;
  /** Since when a transaction holds a connection; -1: none. */
  connectionSince: Micros = Number.NaN;
  /** The pool that it has a worker of, or waits in; -1: none. Since when it has one; -1: it waits. */
  pool = -1;
  workerSince: Micros = Number.NaN;
  /** How often it was tried again, and the node that does not take it then; -1: all do (rule W7). */
  tries = 0;
  avoids = -1;
  /** The task that started it, and as which of that one's broods; null: none. */
  parent: Task | null = null;
  ofBrood = 0;
  /** Of a task that waits for children: which brood (0: none), of which class, how many are not over, whether it gave its slot up. */
  brood = 0;
  awaits = 0;
  children = 0;
  isExempt = false;
  /** Place in the lane of the queue time-out. */
  timeout = 0;
  /** Its place in the order of the queue (-1: none yet), in which band, and where it stands in the queue's heap. */
  order = Number.NaN;
  band = 0;
  place = 0;
  /** Its concurrency tag; null: none; and whether it is one of those that can be taken or run. */
  tag: Tag | null = null;
  holdsTag = false;
  /** The project that it is of, where projects share (rule Q15); null: nobody asks. */
  project: Project | null = null;
  /** Its neighbours in the list in which it stands. */
  next: Task | null = null;
  previous: Task | null = null;
}

export class TaskTable {
  /** Tasks by class and state; by class those that ever arrived; by class and outcome those that are over. */
  readonly counts: Int32Array;
  readonly arrivals: Float64Array;
  readonly endings: Float64Array;
  readonly #sim: Simulation;
  readonly #classes: number;
  readonly #table = new Table((index) => new Task(index));

  constructor(sim: Simulation, classes: number) {
    this.#sim = sim;
    this.#classes = classes;
    this.counts = new Int32Array(classes * STATES);
    this.arrivals = new Float64Array(classes);
    this.endings = new Float64Array(classes * TASK_OUTCOMES.length);
  }

  /** A new task in a state. `arrived` is now. */
  add(taskClass: number, state: number, { keyHigh, keyLow }: Keyed, traceRow: number): Task {
    const task = this.#table.add();
    const { now } = this.#sim;
    this.counts[taskClass * STATES + state]! += 1;
    this.arrivals[taskClass]! += 1;
    task.taskClass = taskClass;
    task.state = state;
    task.keyHigh = keyHigh;
    task.keyLow = keyLow;
    task.traceRow = traceRow;
    task.arrived = now;
    task.queuedAt = now;
    task.knownSince = now;
    task.takenAt = now;
    task.started = -1;
    task.hasStarted = false;
    task.node = null;
    task.step = 0;
    task.callIndex = 0;
    task.attempts = 0;
    task.wait = WAIT.nothing;
    task.limit = -1;
    task.connectionSince = -1;
    task.pool = -1;
    task.parent = null;
    task.brood = 0;
    task.children = 0;
    task.isExempt = false;
    task.tries = 0;
    task.avoids = -1;
    task.order = -1;
    task.tag = null;
    task.holdsTag = false;
    task.project = null;
    return task;
  }

  /** The task with a number, by which events name it. */
  at(index: number): Task {
    return this.#table.at(index);
  }

  /** Changes a task's state; `from` is what it must have been. */
  move(task: Task, from: number, to: number): void {
    if (task.state !== from) this.#broken(task, from, to);
    const at = task.taskClass * STATES;
    this.counts[at + from]! -= 1;
    this.counts[at + to]! += 1;
    task.state = to;
  }

  /** Ends a task: its number may be used again. */
  remove(task: Task, from: number, outcome: TaskOutcome): void {
    this.#noteEnding(task, outcome);
    this.#release(task, from);
  }

  /** Ends a task of which a ghost goes on. */
  leaveGhost(task: Task, outcome: TaskOutcome): void {
    this.#noteEnding(task, outcome);
    this.move(task, STATE.running, STATE.ghost);
  }

  /** A running task becomes a ghost, and its row goes on as another task, queued, which is returned. */
  splitGhost(task: Task): Task {
    const row = this.add(task.taskClass, STATE.queued, task, task.traceRow);
    this.arrivals[task.taskClass]! -= 1;
    row.arrived = task.arrived;
    row.started = task.started;
    row.knownSince = task.knownSince;
    row.takenAt = task.takenAt;
    row.hasStarted = task.hasStarted;
    row.order = task.order;
    row.step = task.step;
    row.slots = task.slots;
    row.line = task.line;
    row.parent = task.parent;
    row.ofBrood = task.ofBrood;
    row.tries = task.tries;
    row.avoids = task.avoids;
    row.band = task.band;
    row.tag = task.tag;
    row.project = task.project;
    this.move(task, STATE.running, STATE.ghost);
    return row;
  }

  /** A ghost is over. */
  removeGhost(task: Task): void {
    this.#release(task, STATE.ghost);
  }

  #noteEnding(task: Task, outcome: TaskOutcome): void {
    const which = outcome === 'succeeded' ? 0 : TASK_OUTCOMES.indexOf(outcome);
    this.endings[task.taskClass * TASK_OUTCOMES.length + which]! += 1;
  }

  #release(task: Task, from: number): void {
    if (task.state !== from) this.#broken(task, from, STATE.free);
    this.counts[task.taskClass * STATES + from]! -= 1;
    task.state = STATE.free;
    this.#table.remove(task);
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

  /** Slots of all tasks in one of some states. */
  slotsIn(...states: readonly number[]): number {
    let sum = 0;
    for (const { state, slots } of this.#table) if (states.includes(state)) sum += slots;
    return sum;
  }

  /** Visits every task that is not over; ghosts are. */
  visit(tell: (task: Task) => void): void {
    for (const task of this.#table) if (task.state !== STATE.ghost) tell(task);
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

  #broken(task: Task, from: number, to: number): never {
    throw new InternalError(
      `conservation: task ${task.index} should go from state ${from} to ${to} but is in ${task.state}`,
      this.#sim,
    );
  }
}
