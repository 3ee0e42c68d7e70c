/**
 * The one queue, a table in the database (rule Q1): first in, first out inside each band of priority (facts 3, 4). Of
 * tasks that exclude each other by a concurrency tag only the first can be taken; the others wait in a line of their
 * tag's own, so that nothing is scanned (fact 26). A task that waits too long gives up (rule Q7).
 */
import { wider } from '../engine/columns.ts';
import { draw, PURPOSE } from '../engine/draw.ts';
import { Population } from '../engine/population.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import { STATE, TaskList, type TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

/** More than tasks ever join the queue in a run. */
const BAND = 1e13;
const BANDS = { top: 0, high: 1, normal: 2 } as const;
/** Not in the heap: waiting behind its tag. */
const BEHIND_TAG = -1;

/** Tasks of one concurrency tag: whether one of them can be taken or runs, and those that wait for it. */
interface Tag {
  holder: number;
  readonly waiting: TaskList;
}

export class TaskQueue {
  /** All that wait, also behind a tag. */
  readonly length: Population;
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #timeouts: number;
  readonly #tags: Tag[] = [];
  readonly #tagOf = new Map<number, number>();
  #joined = 0;
  /** Binary heap of the tasks that can be taken, by `order`. */
  #heap = new Int32Array(64);
  #size = 0;

  readonly #waits: Waits;

  /** @param timeout null: none. @param timedOut handler told the task, which has left the queue. */
  constructor(sim: Simulation, tasks: TaskTable, timeout: Micros | null, timedOut: number, waits: Waits) {
    this.#waits = waits;
    this.#sim = sim;
    this.#tasks = tasks;
    this.length = new Population(sim);
    const expire = sim.handler('queue.timeout', (task) => {
      this.remove(task);
      sim.call(timedOut, task);
    });
    this.#timeouts = timeout === null ? -1 : sim.lane(timeout, expire);
  }

  /** Tasks that can be taken. */
  get pending(): number {
    return this.#size;
  }

  /** The task that is next; -1 when there is none. */
  get head(): number {
    return this.#size === 0 ? -1 : this.#heap[0]!;
  }

  /** Gives a new task its band and its concurrency tag. */
  describe(task: number, spec: TaskClassSpec, taskClass: number): void {
    const tasks = this.#tasks;
    tasks.band[task] = BANDS[spec.priority];
    if (!spec.exclusive) return;
    const u = draw(tasks.keyHigh[task]!, tasks.keyLow[task]!, PURPOSE.project, 0);
    const name = taskClass * 1_000_000 + Math.floor(u * spec.projects);
    let tag = this.#tagOf.get(name);
    if (tag === undefined) {
      tag = this.#tags.push({ holder: -1, waiting: new TaskList(tasks) }) - 1;
      this.#tagOf.set(name, tag);
    }
    tasks.tag[task] = tag;
  }

  /** A task that already runs has its place in the order and holds its tag. */
  holdTag(task: number): void {
    this.#giveOrder(task);
    const tag = this.#tagFor(task);
    if (tag?.holder === -1) tag.holder = task;
  }

  /** A task in state `queued` joins; one that had left the queue comes back to its place in the order (rule B7). */
  append(task: number): void {
    const tasks = this.#tasks;
    tasks.queuedAt[task] = this.#sim.now;
    this.length.enter();
    if (this.#timeouts !== -1) tasks.timeout[task] = this.#sim.arm(this.#timeouts, task);
    if (tasks.order[task] === -1) this.#giveOrder(task);
    const tag = this.#tagFor(task);
    if (tag !== null && tag.holder !== -1 && tag.holder !== task) {
      tasks.place[task] = BEHIND_TAG;
      tag.waiting.append(task);
      this.#waits.addBehindTag(1);
      return;
    }
    if (tag !== null) tag.holder = task;
    this.#insert(task);
  }

  /** The concurrency tag of a task; null without. Reading an array at -1 is slow: asking first saves a tenth of bench-mmc. */
  #tagFor(task: number): Tag | null {
    const tag = this.#tasks.tag[task]!;
    return tag === -1 ? null : this.#tags[tag]!;
  }

  /** The order is that of joining the queue, band by band; a task keeps its own for good. */
  #giveOrder(task: number): void {
    this.#joined += 1;
    this.#tasks.order[task] = this.#tasks.band[task]! * BAND + this.#joined;
  }

  /** A queued task leaves, wherever it stands. */
  remove(task: number): void {
    const tasks = this.#tasks;
    this.length.leave(tasks.queuedAt[task]!);
    if (this.#timeouts !== -1) this.#sim.disarm(this.#timeouts, tasks.timeout[task]!);
    if (tasks.place[task] !== BEHIND_TAG) this.#takeOut(task);
    else {
      this.#tags[tasks.tag[task]!]!.waiting.remove(task);
      this.#waits.addBehindTag(-1);
    }
  }

  /** The row of a task goes on under another number: what it holds is that one's. */
  handTag(task: number, row: number): void {
    const tag = this.#tagFor(task);
    if (tag?.holder === task) tag.holder = row;
  }

  /** A task is over: the next of its tag can be taken. */
  releaseTag(task: number): void {
    const tag = this.#tagFor(task);
    if (tag?.holder !== task) return;
    const next = tag.waiting.first;
    tag.holder = next;
    if (next === -1) return;
    tag.waiting.remove(next);
    this.#waits.addBehindTag(-1);
    this.#insert(next);
  }

  /** Whether a task is still to be taken: it may have timed out since it was looked at. */
  holds(task: number): boolean {
    return this.#tasks.state[task] === STATE.queued;
  }

  #insert(task: number): void {
    this.#waits.addPending(1);
    if (this.#size === this.#heap.length) this.#heap = wider(this.#heap, new Int32Array(2 * this.#size));
    this.#size += 1;
    this.#siftUp(this.#size - 1, task);
  }

  #takeOut(task: number): void {
    this.#waits.addPending(-1);
    const at = this.#tasks.place[task]!;
    this.#size -= 1;
    const last = this.#heap[this.#size]!;
    if (last === task) return;
    const { order } = this.#tasks;
    if (at > 0 && order[last]! < order[this.#heap[(at - 1) >> 1]!]!) this.#siftUp(at, last);
    else this.#siftDown(at, last);
  }

  #siftUp(from: number, task: number): void {
    const { order, place } = this.#tasks;
    let at = from;
    while (at > 0) {
      const parent = this.#heap[(at - 1) >> 1]!;
      if (order[parent]! < order[task]!) break;
      this.#heap[at] = parent;
      place[parent] = at;
      at = (at - 1) >> 1;
    }
    this.#heap[at] = task;
    place[task] = at;
  }

  #siftDown(from: number, task: number): void {
    const { order, place } = this.#tasks;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && order[this.#heap[child + 1]!]! < order[this.#heap[child]!]!) child += 1;
      const below = this.#heap[child]!;
      if (order[task]! < order[below]!) break;
      this.#heap[at] = below;
      place[below] = at;
      at = child;
    }
    this.#heap[at] = task;
    place[task] = at;
  }
}
