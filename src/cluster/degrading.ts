/**
 * A database that is slower under load (rule B13): above so many calls a second, or so many at once, services that begin
 * run at a share of their speed. Calls of the last second are known by the times of as many as may come in one.
 */
import { type Micros, SECOND } from '../engine/time.ts';
import type { DegradesSpec } from '../scenario/scenario.ts';

export class Degrading {
  readonly #spec: DegradesSpec;
  /** The last times at which a call came, one more than may in a second, used in turn. */
  readonly #came: Float64Array;
  #next = 0;

  constructor(spec: DegradesSpec) {
    this.#spec = spec;
    const most = spec.of === 'rate' ? Math.floor(spec.above) + 1 : 0;
    this.#came = new Float64Array(most).fill(-SECOND);
  }

  /** A call has come to the database. */
  note(now: Micros): void {
    if (this.#came.length === 0) return;
    this.#came[this.#next] = now;
    this.#next = (this.#next + 1) % this.#came.length;
  }

  /** The speed of a service that begins. @param there calls at the database, those that wait among them */
  speed(now: Micros, there: number): number {
    const { of, above, to } = this.#spec;
    // The oldest of one more than may come in a second: it came within the last one if too many did.
    const isAbove = of === 'rate' ? this.#came[this.#next]! > now - SECOND : there > above;
    return isAbove ? to : 1;
  }
}
