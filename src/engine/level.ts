/** A number that changes by steps, with the exact area under it. */
import { ExactSum } from './exact.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './time.ts';

export class Level {
  value = 0;
  /** The largest value since the start or the last `resetMax`. */
  max = 0;
  readonly #sim: Simulation;
  readonly #area = new ExactSum();
  #since: Micros = 0;

  constructor(sim: Simulation, value = 0) {
    this.#sim = sim;
    this.value = value;
    this.max = value;
  }

  /** Changes the value by a whole number from now on. */
  add(change: number): void {
    this.#advance();
    this.value += change;
    if (this.value > this.max) this.max = this.value;
  }

  /** Value × µs until now. */
  area(): number {
    this.#advance();
    return this.#area.value;
  }

  /** Whether the area until now is exactly this. */
  hasArea(area: ExactSum): boolean {
    this.#advance();
    return this.#area.equals(area);
  }

  /** Forgets the largest value so far. */
  resetMax(): void {
    this.max = this.value;
  }

  #advance(): void {
    const elapsed = this.#sim.now - this.#since;
    if (elapsed === 0) return;
    if (this.value !== 0) this.#area.addProduct(this.value, elapsed);
    this.#since = this.#sim.now;
  }
}
