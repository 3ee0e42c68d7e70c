/**
 * What only grows and can be read at any instant: areas under step functions, and counts of events. Readings at two
 * times give the exact average or number between them, so windows and time bins need no sampling events.
 */
import type { Gauge } from '../cluster/observer.ts';

export class Gauges {
  readonly #names: string[] = [];
  readonly #index = new Map<string, number>();
  readonly #reads: (() => number)[] = [];

  /** Adds a gauge. */
  add({ name, read }: Gauge): void {
    this.#index.set(name, this.#names.length);
    this.#names.push(name);
    this.#reads.push(read);
  }

  /** Now's readings of all, in the order in which they were added. */
  read(): number[] {
    return this.#reads.map((read) => read());
  }

  /** The readings at time 0, before anything that happens then. */
  zero(): number[] {
    return this.#reads.map(() => 0);
  }

  /** Where a gauge stands in the readings. */
  indexOf(name: string): number {
    const index = this.#index.get(name);
    if (index === undefined) throw new RangeError(`no gauge ${name}`);
    return index;
  }
}
