/**
 * How many are somewhere, with the exact area under it and the stays of all that entered. That the two are equal is
 * Little's law (area = arrivals × mean stay); it is checked to the microsecond in every run.
 */
import { ExactSum } from './exact.ts';
import { Level } from './level.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './time.ts';

export class Population extends Level {
  readonly #sim: Simulation;
  /** Of those that left: how long they were here. Of those that are here: when they entered. */
  readonly #stays = new ExactSum();
  readonly #entries = new ExactSum();

  constructor(sim: Simulation) {
    super(sim);
    this.#sim = sim;
  }

  /** One more is here from now on. */
  enter(): void {
    this.add(1);
    this.#entries.add(this.#sim.now);
  }

  /** So many are here from now on, and leave together. */
  enterTogether(many: number): void {
    this.add(many);
    this.#entries.addProduct(many, this.#sim.now);
  }

  /** One that says to have entered at `enteredAt` is gone. */
  leave(enteredAt: Micros): void {
    this.add(-1);
    this.#stays.add(this.#sim.now - enteredAt);
    this.#entries.add(-enteredAt);
  }

  /** Those that entered together at `enteredAt` are gone. */
  leaveTogether(many: number, enteredAt: Micros): void {
    this.add(-many);
    this.#stays.addProduct(many, this.#sim.now - enteredAt);
    for (let i = 0; i < many; i += 1) this.#entries.add(-enteredAt);
  }

  /** Whether the area is the summed stays of all that entered. */
  isConserved(): boolean {
    const { low, high } = this.#entries;
    if (this.value === 0 && (low !== 0 || high !== 0)) return false;
    const stays = new ExactSum();
    stays.low = this.#stays.low;
    stays.high = this.#stays.high - high;
    stays.add(-low);
    stays.addProduct(this.value, this.#sim.now);
    return this.hasArea(stays);
  }
}
