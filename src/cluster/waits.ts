/**
 * What tasks that have not started wait for (rule F6), measured where and while they wait: a free slot (or one that is not kept for a bigger
 * task in front); a node that is
 * able to take them; the next look of one that is, or the queue lock that its look waits for; the task before them of
 * their concurrency tag; outside the queue, somebody who can queue them. The parts tell what has changed; nothing is
 * done while nothing waits.
 */
import { ExactSum } from '../engine/exact.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { KeptSlots } from './kept-slots.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import type { Pools } from './pools.ts';
import type { Task } from './tasks.ts';

/** Of a task in the queue: the first four of those that can be taken, which wait for the same as all of their line. */
export const QUEUE_WAITS = ['slot', 'node', 'lock', 'look', 'tag'] as const;
export type QueueWait = (typeof QUEUE_WAITS)[number];
const [SLOT, NODE, LOCK, LOOK, TAG] = [0, 1, 2, 3, 4];

export class Waits {
  readonly #sim: Simulation;
  #since: Micros = 0;
  readonly #observer: Observer;
  readonly #nodes: readonly Node[];
  readonly #lines: number;
  /** By line: the class that kept slots are not kept from (rule Q11). */
  readonly #keptFor: readonly number[];
  /** By line: how many slots each of its tasks takes; by node: the bigger task that its free ones are kept for (rule Q16). */
  readonly #slots: readonly number[];
  readonly #front: (Task | null)[];
  /** Tasks in the queue that can be taken, by line and all, those behind a tag, those outside the queue. */
  readonly #pendingIn: Float64Array;
  #pending = 0;
  /** By line: those that have arrived and not started, wherever they wait. */
  readonly #unstartedIn: Float64Array;
  #behindTag = 0;
  #held = 0;
  /** By node: what it is able to run at once; by node and line: how much of that is free. */
  readonly #able: Float64Array;
  readonly #used: Float64Array;
  readonly #free: Float64Array;
  /** By line. */
  readonly #ableNodes: Float64Array;
  readonly #ableSlots: Float64Array;
  readonly #freeSlots: Float64Array;
  #waitForLock = 0;
  /** In the order of `QUEUE_WAITS`. */
  readonly #areas = QUEUE_WAITS.map(() => new ExactSum());
  readonly #heldArea = new ExactSum();

  constructor(sim: Simulation, nodes: readonly Node[], pools: Pools, observer: Observer) {
    this.#sim = sim;
    this.#observer = observer;
    this.#nodes = nodes;
    this.#lines = pools.lines;
    this.#keptFor = pools.keptFor;
    this.#slots = pools.slots;
    this.#front = new Array<Task | null>(nodes.length).fill(null);
    this.#used = new Float64Array(nodes.length);
    this.#pendingIn = new Float64Array(pools.lines);
    this.#unstartedIn = new Float64Array(pools.lines);
    this.#able = new Float64Array(nodes.length);
    this.#free = new Float64Array(nodes.length * pools.lines);
    this.#ableNodes = new Float64Array(pools.lines);
    this.#ableSlots = new Float64Array(pools.lines);
    this.#freeSlots = new Float64Array(pools.lines);
  }

  /** So many more tasks of a line of the queue can be taken. */
  addPending(line: number, change: number): void {
    this.#advance();
    this.#pendingIn[line]! += change;
    this.#pending += change;
  }

  /** So many more tasks of a line have arrived and not started. */
  addUnstarted(line: number, change: number): void {
    this.#unstartedIn[line]! += change;
  }

  /** So many more wait behind the one of their concurrency tag. */
  addBehindTag(change: number): void {
    this.#advance();
    this.#behindTag += change;
  }

  /** So many more wait outside the queue. */
  addHeld(change: number): void {
    this.#advance();
    this.#held += change;
  }

  /** So many more looks wait for the queue lock. */
  addForLock(change: number): void {
    this.#advance();
    this.#waitForLock += change;
  }

  /** A node is able to run so many tasks at once, and runs so many. */
  setAble(node: number, able: number, used: number): void {
    this.#advance();
    const { kept, lines } = this.#nodes[node]!;
    for (const line of lines) {
      const before = this.#ableFor(line, this.#able[node]!, kept);
      const now = this.#ableFor(line, able, kept);
      this.#ableNodes[line]! += (now > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
      this.#ableSlots[line]! += now - before;
    }
    this.#able[node] = able;
    this.#setFree(node, used);
  }

  /** What a node has free waits for a bigger task, which is in front and does not fit. */
  keepFor(node: number, task: Task): void {
    if (this.#front[node] === task || this.#able[node] === 0) return;
    this.#advance();
    this.#front[node] = task;
    this.#setFree(node, this.#used[node]!);
  }

  /** A task of several slots is not pending any more: nothing is kept for it. */
  left(task: Task): void {
    for (const [node, front] of this.#front.entries()) {
      if (front !== task) continue;
      this.#front[node] = null;
      if (this.#able[node] !== 0) this.#setFree(node, this.#used[node]!);
    }
  }

  /** A node runs so many tasks. */
  setUsed(node: number, used: number): void {
    if (this.#able[node] === 0) return;
    if (this.#pending > 0) this.#advance();
    this.#setFree(node, used);
  }

  /** Tasks that have arrived and not started. */
  get unstarted(): number {
    return this.#unstartedIn.reduce((sum, tasks) => sum + tasks, 0);
  }

  /** Tasks × µs that waited for one thing until now. */
  area(wait: QueueWait): number {
    this.#advance();
    return this.#areas[QUEUE_WAITS.indexOf(wait)]!.value;
  }

  /** Tasks × µs outside the queue until now. */
  heldArea(): number {
    this.#advance();
    return this.#heldArea.value;
  }

  /** Tasks × µs in the queue until now, whatever for. */
  queueArea(): ExactSum {
    this.#advance();
    const sum = new ExactSum();
    for (const { low, high } of this.#areas) {
      sum.add(low);
      sum.high += high;
    }
    return sum;
  }

  /** The able slots of a node as tasks of a line have them: none where these never have room there (rules Q11, Q16). */
  #ableFor(line: number, able: number, kept: KeptSlots | null): number {
    const most = kept === null ? able : able - kept.mostForOthers(this.#keptFor[line]!);
    return this.#slots[line]! <= most ? able : 0;
  }

  #setFree(node: number, used: number): void {
    const { kept, lines } = this.#nodes[node]!;
    const left = this.#able[node]! - used;
    this.#used[node] = used;
    const front = this.#front[node]!;
    if (front !== null && this.#fits(left, front.line, kept)) this.#front[node] = null;
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i]!;
      const at = node * this.#lines + line;
      const free = this.#freeFor(line, left, kept, front !== null && this.#front[node] === front);
      this.#freeSlots[line]! += free - this.#free[at]!;
      this.#free[at] = free;
      const isAble = this.#ableFor(line, this.#able[node]!, kept) > 0;
      this.#observer.follower?.slotsChanged(this.#sim.now, node, line, isAble, free);
    }
  }

  #fits(left: number, line: number, kept: KeptSlots | null): boolean {
    return this.#slots[line]! <= (kept === null ? left : left - kept.forOthers(this.#keptFor[line]!, null));
  }

  /** What tasks of a line can have of a node's free slots; where they wait for a bigger one, only what is kept for the class. */
  #freeFor(line: number, left: number, kept: KeptSlots | null, isKept: boolean): number {
    const free = Math.max(0, kept === null ? left : left - kept.forOthers(this.#keptFor[line]!, null));
    const own = isKept ? Math.min(free, kept?.freeFor(this.#keptFor[line]!, null) ?? 0) : free;
    return own < this.#slots[line]! ? 0 : own;
  }

  /** By line: the slots that are able to work. */
  ableSlots(): readonly number[] {
    return [...this.#ableSlots];
  }

  /** Whether there is no slot free for what has not started, of some line; of one that has fewer than so many able ones. */
  isFull(fewerThan: readonly number[] | null): boolean {
    for (let line = 0; line < this.#lines; line += 1) {
      const counts = fewerThan === null || this.#ableSlots[line]! < fewerThan[line]!;
      if (counts && this.#freeSlots[line] === 0 && this.#unstartedIn[line]! > 0) return true;
    }
    return false;
  }

  #advance(): void {
    const elapsed = this.#sim.now - this.#since;
    if (elapsed === 0) return;
    this.#since = this.#sim.now;
    if (this.#pending > 0)
      for (let line = 0; line < this.#lines; line += 1)
        this.#areas[this.#waitIn(line)]!.addProduct(this.#pendingIn[line]!, elapsed);
    if (this.#behindTag > 0) this.#areas[TAG]!.addProduct(this.#behindTag, elapsed);
    if (this.#held > 0) this.#heldArea.addProduct(this.#held, elapsed);
  }

  /** What tasks in a line wait for that can be taken. */
  #waitIn(line: number): number {
    if (this.#ableNodes[line] === 0) return NODE;
    if (this.#freeSlots[line] === 0) return SLOT;
    return this.#waitForLock > 0 ? LOCK : LOOK;
  }
}
