import type { Simulation } from './simulation.ts';

/** A broken promise of the simulator itself: no figure of the run can be trusted, so it stops. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
  /** What was to hold and does not, in words. */
  readonly invariant: string;
  /** The simulated time at which it was noticed, in µs. */
  readonly at: number;
  /** How many events had run. */
  readonly event: number;

  /** @internal */
  constructor(invariant: string, sim: Simulation) {
    super(`${invariant} (event ${sim.events}, at ${sim.now} µs)`);
    this.invariant = invariant;
    this.at = sim.now;
    this.event = sim.events;
  }
}
