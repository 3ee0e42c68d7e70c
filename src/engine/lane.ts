/**
 * Events that all have the same delay come due in the order they were armed, so they wait in a ring (rule T7).
 * Only the lane's first entry is in the event heap, and only once: a cancelled time-out costs a store and never
 * sees the heap.
 */
import type { Handler } from './simulation.ts';

export class Lane {
  /** Entries from `head` to `tail` are waiting; both only grow. */
  head = 0;
  tail = 0;
  /** Whether the heap holds an entry for this lane. */
  inHeap = false;
  readonly delay: number;
  readonly handler: Handler;
  #times = new Float64Array(16);
  #sequences = new Float64Array(16);
  /** -1: cancelled. */
  #arguments = new Int32Array(16);

  constructor(delay: number, handler: Handler) {
    this.delay = delay;
    this.handler = handler;
  }

  /** Appends an entry; its position, by which it is cancelled. */
  append(time: number, sequence: number, argument: number): number {
    if (this.tail - this.head === this.#times.length) this.#grow();
    const at = this.tail & (this.#times.length - 1);
    this.#times[at] = time;
    this.#sequences[at] = sequence;
    this.#arguments[at] = argument;
    this.tail += 1;
    return this.tail - 1;
  }

  /** Takes an entry out; no effect when it is over. */
  cancel(position: number): void {
    if (position < this.head) return;
    this.#arguments[position & (this.#times.length - 1)] = -1;
    this.skipCancelled();
  }

  /** Leaves `head` at the first entry that is not cancelled. */
  skipCancelled(): void {
    const mask = this.#times.length - 1;
    while (this.head < this.tail && this.#arguments[this.head & mask] === -1) this.head += 1;
  }

  get headTime(): number {
    return this.#times[this.head & (this.#times.length - 1)]!;
  }

  get headSequence(): number {
    return this.#sequences[this.head & (this.#times.length - 1)]!;
  }

  get headArgument(): number {
    return this.#arguments[this.head & (this.#times.length - 1)]!;
  }

  #grow(): void {
    const size = this.#times.length;
    const times = new Float64Array(2 * size);
    const sequences = new Float64Array(2 * size);
    const args = new Int32Array(2 * size);
    for (let position = this.head; position < this.tail; position += 1) {
      const from = position & (size - 1);
      const to = position & (2 * size - 1);
      times[to] = this.#times[from]!;
      sequences[to] = this.#sequences[from]!;
      args[to] = this.#arguments[from]!;
    }
    this.#times = times;
    this.#sequences = sequences;
    this.#arguments = args;
  }
}
