/**
 * How far copies of something that is written all the time have come (rule B9). What was written is measured by the time
 * for which the source served: its *log*. A copy has all of the log up to its *position*. Connected, it takes over what
 * it lacks at its own rate, and trails by its lag at best; cut off, lost, or without a source that serves it stays where
 * it is. Positions are worked out when they are asked for: there are no events.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';

interface Copy {
  position: Micros;
  /** µs of the log taken over in a µs; 0: not connected, Infinity: nothing is written without it. */
  rate: number;
  lag: Micros;
}

/** The source serves from `at` on, and has written `from` before. */
interface Stretch {
  readonly at: Micros;
  readonly from: Micros;
  /** It served on after what is left of it; what it wrote then is gone, and a backup of its last moment is there. */
  wasCut: boolean;
}

export class Copies {
  readonly #sim: Simulation;
  readonly #copies: Copy[] = [];
  /** When the source served, in order; the last one goes on while it serves. */
  #served: Stretch[] = [];
  /** How much had been written when it stopped serving; -1: it serves. */
  #halted: Micros = 0;
  #settledAt: Micros = 0;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  /** Another copy with everything up to a position; its number. */
  add(position: Micros): number {
    return this.#copies.push({ position, rate: 0, lag: 0 }) - 1;
  }

  /** How much has been written, in µs of service. */
  get written(): Micros {
    if (this.#halted !== -1) return this.#halted;
    const { at, from } = this.#served.at(-1)!;
    return from + this.#sim.now - at;
  }

  /** The source serves from now on. */
  serve(): void {
    if (this.#halted === -1) return;
    // The time for which it did not serve brought no copy on.
    this.#settle();
    this.#served.push({ at: this.#sim.now, from: this.#halted, wasCut: false });
    this.#halted = -1;
  }

  /** The source stops serving. */
  halt(): void {
    this.#settle();
    this.#halted = this.written;
  }

  /** From now on a copy takes over so much of the log in a time, up to its lag. */
  follow(copy: number, rate: number, lag: Micros): void {
    this.#settle();
    Object.assign(this.#copies[copy]!, { rate, lag });
  }

  /** How much of the log a copy has. */
  position(copy: number): Micros {
    this.#settle();
    return this.#copies[copy]!.position;
  }

  /** How long until a copy that follows has everything, in µs, if the source serves on; Infinity: it does not gain. */
  untilComplete(copy: number): Micros {
    const { rate } = this.#copies[copy]!;
    const lacks = this.written - this.position(copy);
    return rate > 1 ? Math.ceil(lacks / (rate - 1)) : Number.POSITIVE_INFINITY;
  }

  /** The source goes on from a position: what was written after it is gone, also from copies that had it. */
  cutBack(position: Micros): void {
    this.halt();
    const last = this.#served.findLastIndex(({ from }) => from <= position);
    const end = this.#served[last + 1]?.from ?? this.#halted;
    this.#served.length = last + 1;
    if (position < end) this.#served[last]!.wasCut = true;
    this.#halted = position;
    for (const copy of this.#copies) copy.position = Math.min(copy.position, position);
  }

  /** When the log had come to a position, at the latest. */
  timeAt(position: Micros): Micros {
    const { at, from } = this.#served.findLast((stretch) => stretch.from <= position) ?? { at: 0, from: 0 };
    return Math.floor(at + position - from);
  }

  /** The position of the last whole multiple of a time before now at which the source served. */
  lastTaken(every: Micros): Micros {
    let end = this.written;
    for (const { at, from, wasCut } of [...this.#served].reverse()) {
      const multiples = (at + end - from) / every;
      const taken = (wasCut ? Math.floor(multiples) : Math.ceil(multiples) - 1) * every;
      if (taken >= at) return from + taken - at;
      end = from;
    }
    return 0;
  }

  /** The lowest position of any copy. */
  get lowest(): Micros {
    this.#settle();
    return this.#copies.reduce((lowest, { position }) => Math.min(lowest, position), this.written);
  }

  /** Brings all positions up to now. */
  #settle(): void {
    const passed = this.#sim.now - this.#settledAt;
    this.#settledAt = this.#sim.now;
    if (this.#halted !== -1) return;
    const { written } = this;
    for (const copy of this.#copies) {
      const reached = copy.rate === Number.POSITIVE_INFINITY ? written : copy.position + copy.rate * passed;
      copy.position = Math.max(copy.position, Math.min(reached, written - copy.lag));
    }
  }
}
