/** A number that changes by steps, with the exact area under it. */
import { ExactSum } from './exact.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './time.ts';

/** What can be asked of such a number, whatever changes it. */
export abstract class Steps {
  value: number;
  /** The largest value since the start or the last `resetMax`. */
  max: number;
  protected readonly sim: Simulation;
  /** The changes, each times when it came: what the area until a time falls short of the value × that time. */
  protected readonly moment = new ExactSum();

  constructor(sim: Simulation, value: number) {
    this.sim = sim;
    this.value = value;
    this.max = value;
    this.moment.addProduct(value, sim.now);
  }

  /** Value × µs until now. */
  area(): number {
    return areaUntil(this.sim.now, this.value, this.moment).value;
  }

  /** Whether the area until now is exactly this. */
  hasArea(area: ExactSum): boolean {
    return areaUntil(this.sim.now, this.value, this.moment).equals(area);
  }

  /** Forgets the largest value so far. */
  resetMax(): void {
    this.max = this.value;
  }
}

export class Level extends Steps {
  constructor(sim: Simulation, value = 0) {
    super(sim, value);
  }

  /** Changes the value by a whole number from now on. */
  add(change: number): void {
    if (change === 0) return;
    this.moment.addProduct(change, this.sim.now);
    this.value += change;
    if (this.value > this.max) this.max = this.value;
  }
}

/**
 * The area from 0 to now under a number that changes by steps.
 *
 * @param value of it now
 * @param moment its changes, each times when it came
 */
export function areaUntil(now: Micros, value: number, moment: ExactSum): ExactSum {
  const area = new ExactSum();
  area.addProduct(value, now);
  area.subtract(moment);
  return area;
}
