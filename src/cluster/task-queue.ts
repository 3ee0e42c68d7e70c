/**
 * The one queue, a table in the database (rule Q1): first in, first out inside each band of priority (facts 3, 4). Of
 * tasks that exclude each other by a concurrency tag only the first can be taken; the others wait in a line of their
 * tag's own, so that nothing is scanned (fact 26). A task that waits too long gives up (rule Q7).
 */
import { draw, PURPOSE } from '../engine/draw.ts';
import { Population } from '../engine/population.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import type { Tap } from './observer.ts';
import { unheard } from './outputs.ts';
import { STATE, type Tag, type Task, TaskList, type TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

/** More than tasks ever join the queue in a run. */
const BAND = 1e13;
const BANDS = { top: 0, high: 1, normal: 2 } as const;
/** Not in the heap: waiting behind its tag. */
const BEHIND_TAG = -1;

export interface QueueParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly waits: Waits;
  readonly observer: Tap;
  /** How long a task waits before it gives up (rule Q7); null: for ever. */
  readonly timeout: Micros | null;
}

export class TaskQueue {
  readonly out = {
    /** A task waited too long: it has left the queue, and is over. */
    timedOut: unheard as (task: Task) => void,
  };
  /** All that wait, also behind a tag. */
  readonly length: Population;
  readonly #sim: Simulation;
  readonly #waits: Waits;
  readonly #observer: Tap;
  readonly #timeouts: number;
  readonly #tagOf = new Map<number, Tag>();
  #joined = 0;
  /** Binary heap of the tasks that can be taken, by `order`. */
  readonly #heap: Task[] = [];

  constructor({ sim, tasks, waits, observer, timeout }: QueueParts) {
    this.#waits = waits;
    this.#observer = observer;
    this.#sim = sim;
    this.length = new Population(sim);
    const expire = sim.handler('queue.timeout', (index) => {
      const task = tasks.at(index);
      this.remove(task);
      this.out.timedOut(task);
    });
    this.#timeouts = timeout === null ? -1 : sim.lane(timeout, expire);
  }

  /** Tasks that can be taken. */
  get pending(): number {
    return this.#heap.length;
  }

  /** The task that is next, where one is pending. */
  get head(): Task {
    return this.#heap[0]!;
  }

  /** Gives a new task its band and its concurrency tag. */
  describe(task: Task, spec: TaskClassSpec, taskClass: number): void {
    task.band = BANDS[spec.priority];
    if (!spec.exclusive) return;
    const u = draw(task.keyHigh, task.keyLow, PURPOSE.project, 0);
    const name = taskClass * 1_000_000 + Math.floor(u * spec.projects);
    let tag = this.#tagOf.get(name);
    if (tag === undefined) {
      tag = { holder: null, waiting: new TaskList() };
      this.#tagOf.set(name, tag);
    }
    task.tag = tag;
  }

  /** A task that already runs has its place in the order and holds its tag. */
  holdTag(task: Task): void {
    this.#giveOrder(task);
    if (task.tag?.holder === null) task.tag.holder = task;
  }

  /** A task in state `queued` joins; one that had left the queue comes back to its place in the order (rule B7). */
  append(task: Task): void {
    task.queuedAt = this.#sim.now;
    this.length.enter();
    if (this.#timeouts !== -1) task.timeout = this.#sim.arm(this.#timeouts, task.index);
    if (task.order === -1) {
      task.knownSince = task.queuedAt;
      this.#giveOrder(task);
    }
    const { tag } = task;
    if (tag !== null && tag.holder !== null && tag.holder !== task) {
      task.place = BEHIND_TAG;
      tag.waiting.append(task);
      this.#waits.addBehindTag(1);
      this.#observer.taskWaits(this.#sim.now, task.index, 'tag');
      return;
    }
    if (tag !== null) tag.holder = task;
    this.#insert(task);
  }

  /** The order is that of joining the queue, band by band; a task keeps its own for good. */
  #giveOrder(task: Task): void {
    this.#joined += 1;
    task.order = task.band * BAND + this.#joined;
  }

  /** A queued task leaves, wherever it stands. */
  remove(task: Task): void {
    this.length.leave(task.queuedAt);
    if (this.#timeouts !== -1) this.#sim.disarm(this.#timeouts, task.timeout);
    if (task.place !== BEHIND_TAG) this.#takeOut(task);
    else {
      task.tag!.waiting.remove(task);
      this.#waits.addBehindTag(-1);
    }
  }

  /** The row of a task goes on as another task: what it holds is that one's. */
  handTag(task: Task, row: Task): void {
    if (task.tag?.holder === task) task.tag.holder = row;
  }

  /** A task is over: the next of its tag can be taken. */
  releaseTag(task: Task): void {
    const { tag } = task;
    if (tag?.holder !== task) return;
    const next = tag.waiting.first;
    tag.holder = next;
    if (next === null) return;
    tag.waiting.remove(next);
    this.#waits.addBehindTag(-1);
    this.#insert(next);
  }

  /** Whether a task is still to be taken: it may have timed out since it was looked at. */
  holds(task: Task): boolean {
    return task.state === STATE.queued;
  }

  #insert(task: Task): void {
    this.#waits.addPending(1);
    this.#observer.taskWaits(this.#sim.now, task.index, 'queue');
    this.#heap.push(task);
    this.#siftUp(this.#heap.length - 1, task);
  }

  #takeOut(task: Task): void {
    this.#waits.addPending(-1);
    const heap = this.#heap;
    const at = task.place;
    const last = heap.pop()!;
    if (last === task) return;
    if (at > 0 && last.order < heap[(at - 1) >> 1]!.order) this.#siftUp(at, last);
    else this.#siftDown(at, last);
  }

  #siftUp(from: number, task: Task): void {
    const heap = this.#heap;
    let at = from;
    while (at > 0) {
      const parent = heap[(at - 1) >> 1]!;
      if (parent.order < task.order) break;
      heap[at] = parent;
      parent.place = at;
      at = (at - 1) >> 1;
    }
    heap[at] = task;
    task.place = at;
  }

  #siftDown(from: number, task: Task): void {
    const heap = this.#heap;
    const size = heap.length;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && heap[child + 1]!.order < heap[child]!.order) child += 1;
      const below = heap[child]!;
      if (task.order < below.order) break;
      heap[at] = below;
      below.place = at;
      at = child;
    }
    heap[at] = task;
    task.place = at;
  }
}
