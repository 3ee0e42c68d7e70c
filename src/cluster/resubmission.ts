/** The operator's script that submits cancelled work again (fact 51; rule D5): new tasks at the back of the queue. */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import { STATE, type Task, type TaskTable } from './tasks.ts';

/** A task that was cancelled because its node went down. */
interface Cancelled {
  readonly at: Micros;
  readonly taskClass: number;
  readonly keyHigh: number;
  readonly keyLow: number;
  readonly traceRow: number;
}

export class Resubmission {
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  /** Whether anybody will ever ask: without, nothing is kept. */
  readonly #isWanted: boolean;
  #cancelled: Cancelled[] = [];

  constructor(sim: Simulation, tasks: TaskTable, isWanted: boolean) {
    this.#sim = sim;
    this.#tasks = tasks;
    this.#isWanted = isWanted;
  }

  /** An orphan is about to be cancelled. */
  note({ taskClass, keyHigh, keyLow, traceRow }: Task): void {
    if (this.#isWanted) this.#cancelled.push({ at: this.#sim.now, taskClass, keyHigh, keyLow, traceRow });
  }

  /**
   * New tasks, in state `queued` and in no list, for those of some classes cancelled in the last `since` µs: the same
   * work with the same demands. Each is submitted again once.
   */
  take(since: Micros, classes: readonly number[]): Task[] {
    const isMeant = (it: Cancelled): boolean =>
      it.at >= this.#sim.now - since && classes.includes(it.taskClass);
    const meant = this.#cancelled.filter(isMeant);
    this.#cancelled = this.#cancelled.filter((it) => !isMeant(it));
    return meant.map((it) => this.#tasks.add(it.taskClass, STATE.queued, it, it.traceRow));
  }
}
