/**
 * Burst credits (rules C4, S4): a bucket that fills at a baseline and is drawn on by what is used. While there is some in
 * it, all of a capacity can be used; when it is empty, no more than the baseline.
 */
import type { Simulation, Timer } from './simulation.ts';
import type { Micros } from './time.ts';

/** In the unit of a capacity, and in that × µs. */
export interface BurstFigures {
  readonly capacity: number;
  readonly baseline: number;
  readonly most: number;
  readonly atStart: number;
}

export class Burst {
  /** Told when it is empty. */
  onEmpty: () => void = () => undefined;
  /** Told when there is another limit than a moment ago: what takes of it asks anew. */
  onLimit: () => void = () => undefined;
  readonly #sim: Simulation;
  readonly #figures: BurstFigures;
  readonly #empties: Timer;
  #level: number;
  #limit: number;
  #asked = 0;
  #fills = true;
  /** What is drawn for each unit that is used. */
  #rate = 1;
  #since: Micros = 0;

  constructor(sim: Simulation, name: string, figures: BurstFigures) {
    this.#sim = sim;
    this.#figures = figures;
    this.#level = figures.atStart;
    this.#limit = figures.capacity;
    const handler = sim.handler(name, () => {
      this.#advance();
      this.#level = 0;
      this.onEmpty();
      this.onLimit();
    });
    this.#empties = sim.timer(handler, 0);
  }

  /** How much there is from now on, where so much is asked for. */
  limitFor(asked: number): number {
    this.#advance();
    this.#asked = asked;
    const { capacity, baseline } = this.#figures;
    this.#limit = this.#level === 0 ? Math.min(baseline / this.#rate, capacity) : capacity;
    const drain = Math.min(asked, this.#limit) * this.#rate - baseline;
    if (drain <= 0 || this.#level === 0) this.#sim.clearTimer(this.#empties);
    else this.#sim.setTimer(this.#empties, this.#sim.now + Math.ceil(this.#level / drain));
    return this.#limit;
  }

  /** What is off earns nothing. */
  setFills(fills: boolean): void {
    this.#advance();
    this.#fills = fills;
  }

  /** So much is drawn from now on for each unit that is used; what takes of it asks anew. */
  setRate(rate: number): void {
    this.#advance();
    this.#rate = rate;
  }

  /** Another machine comes, which has none. */
  empty(): void {
    this.#advance();
    this.#level = 0;
  }

  /** What is in it now, in the unit of the capacity × µs. */
  level(): number {
    this.#advance();
    return this.#level;
  }

  #advance(): void {
    const elapsed = this.#sim.now - this.#since;
    if (elapsed === 0) return;
    this.#since = this.#sim.now;
    const { baseline, most } = this.#figures;
    const earned = (this.#fills ? baseline : 0) - Math.min(this.#asked, this.#limit) * this.#rate;
    this.#level = Math.min(most, Math.max(0, this.#level + earned * elapsed));
  }
}
