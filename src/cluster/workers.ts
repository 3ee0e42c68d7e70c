/**
 * Pools of workers (rule W6): what steps of tasks run on besides their node. A pool is so many slots and one line, first
 * come first served; a task holds its slot on its node while it waits there, and while it works there.
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import type { WorkerPoolSpec } from '../scenario/scenario.ts';
import type { Task } from './tasks.ts';

/** A task's place with its pool, beside its place in the line. */
const NOWHERE = -1;

export class Workers {
  /** By pool. */
  readonly stations: readonly Station[];
  readonly #sim: Simulation;
  readonly #at: (index: number) => Task;

  constructor(sim: Simulation, pools: readonly WorkerPoolSpec[], at: (index: number) => Task) {
    this.#sim = sim;
    this.#at = at;
    this.stations = pools.map(({ name, count, slots }) => new Station(sim, `workers.${name}`, count * slots));
  }

  /** Whether a task has a worker of a pool from now; else it waits for one, and `granted` is told. */
  ask(task: Task, pool: number): boolean {
    task.pool = pool;
    if (this.stations[pool]!.enter(task.index)) {
      task.workerSince = this.#sim.now;
      return true;
    }
    task.workerSince = NOWHERE;
    task.waitFor = this.stations[pool]!.position;
    return false;
  }

  /** A task that has a pool gives back its worker, or its place in the line. The next has one from now: `granted` is told in an event. */
  leave(task: Task, granted: Handler): void {
    const { pool, workerSince } = task;
    const station = this.stations[pool]!;
    task.pool = NOWHERE;
    if (workerSince === NOWHERE) {
      station.giveUp(task.waitFor);
      return;
    }
    const next = station.leave(workerSince);
    if (next === -1) return;
    this.#at(next).workerSince = this.#sim.now;
    this.#sim.after(0, granted, next);
  }
}
