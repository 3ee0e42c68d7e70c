/**
 * How many are somewhere, with the exact area under it and the stays of all that left. That the two are equal when all
 * have left is Little's law (area = arrivals × mean stay); it is checked to the microsecond in every run.
 */
import { ExactSum } from './exact.ts';
import { Steps } from './level.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './time.ts';

export class Population extends Steps {
  /** Of those that left: how long they were here, as they say. */
  readonly #stays = new ExactSum();

  constructor(sim: Simulation) {
    super(sim, 0);
  }

  /** One more is here from now on. */
  enter(): void {
    this.moment.add(this.sim.now);
    this.value += 1;
    if (this.value > this.max) this.max = this.value;
  }

  /** So many are here from now on, and leave together. */
  enterTogether(many: number): void {
    this.moment.addProduct(many, this.sim.now);
    this.value += many;
    if (this.value > this.max) this.max = this.value;
  }

  /** One that says to have entered at `enteredAt` is gone. */
  leave(enteredAt: Micros): void {
    const { now } = this.sim;
    this.moment.add(-now);
    this.#stays.add(now - enteredAt);
    this.value -= 1;
  }

  /** Those that entered together at `enteredAt` are gone. */
  leaveTogether(many: number, enteredAt: Micros): void {
    const { now } = this.sim;
    this.moment.addProduct(-many, now);
    this.#stays.addProduct(many, now - enteredAt);
    this.value -= many;
  }

  /** Whether the area is the summed stays of all that were here; told when all have left, as only who leaves says since when. */
  isConserved(): boolean {
    return this.value !== 0 || this.hasArea(this.#stays);
  }
}
