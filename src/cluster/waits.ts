/**
 * What tasks that have not started wait for (rule F6), measured where and while they wait: a free slot; a node that is
 * able to take them; the next look of one that is, or the queue lock that its look waits for; the task before them of
 * their concurrency tag; outside the queue, somebody who can queue them. The parts tell what has changed; nothing is
 * done while nothing waits.
 */
import { ExactSum } from '../engine/exact.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';

/** Of a task in the queue: the first four of those that can be taken, all of which wait for the same. */
export const QUEUE_WAITS = ['slot', 'node', 'lock', 'look', 'tag'] as const;
export type QueueWait = (typeof QUEUE_WAITS)[number];
const [SLOT, NODE, LOCK, LOOK, TAG] = [0, 1, 2, 3, 4];

export class Waits {
  readonly #sim: Simulation;
  #since: Micros = 0;
  /** Tasks in the queue that can be taken, those behind a tag, those outside the queue. */
  #pending = 0;
  #behindTag = 0;
  #held = 0;
  /** By node: what it is able to run at once, and how much of that is free. */
  readonly #able: Float64Array;
  readonly #free: Float64Array;
  #ableNodes = 0;
  #freeSlots = 0;
  #waitForLock = 0;
  /** In the order of `QUEUE_WAITS`. */
  readonly #areas = QUEUE_WAITS.map(() => new ExactSum());
  readonly #heldArea = new ExactSum();

  constructor(sim: Simulation, nodes: number) {
    this.#sim = sim;
    this.#able = new Float64Array(nodes);
    this.#free = new Float64Array(nodes);
  }

  /** So many more tasks of the queue can be taken. */
  addPending(change: number): void {
    this.#advance();
    this.#pending += change;
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
    this.#ableNodes += (able > 0 ? 1 : 0) - (this.#able[node]! > 0 ? 1 : 0);
    this.#able[node] = able;
    this.#setFree(node, used);
  }

  /** A node runs so many tasks. */
  setUsed(node: number, used: number): void {
    if (this.#able[node] === 0) return;
    if (this.#pending > 0) this.#advance();
    this.#setFree(node, used);
  }

  /** What a node is able to run at once. */
  ableOf(node: number): number {
    return this.#able[node]!;
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

  #setFree(node: number, used: number): void {
    const free = Math.max(0, this.#able[node]! - used);
    this.#freeSlots += free - this.#free[node]!;
    this.#free[node] = free;
  }

  #advance(): void {
    const elapsed = this.#sim.now - this.#since;
    if (elapsed === 0) return;
    this.#since = this.#sim.now;
    if (this.#pending > 0) this.#areas[this.#waitOfPending()]!.addProduct(this.#pending, elapsed);
    if (this.#behindTag > 0) this.#areas[TAG]!.addProduct(this.#behindTag, elapsed);
    if (this.#held > 0) this.#heldArea.addProduct(this.#held, elapsed);
  }

  #waitOfPending(): number {
    if (this.#ableNodes === 0) return NODE;
    if (this.#freeSlots === 0) return SLOT;
    return this.#waitForLock > 0 ? LOCK : LOOK;
  }
}
