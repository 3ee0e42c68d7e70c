/**
 * Overload of the queue (rule Q13): something has been pending for so long without a break. From then on who came last is
 * next, until nothing is pending.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import { fromTheEnd } from './queue-order.ts';
import type { Task } from './tasks.ts';

/** The tasks of one line of the queue. */
interface Line {
  removeAll(): readonly Task[];
  add(task: Task): void;
}

export class Overload {
  readonly #sim: Simulation;
  readonly #after: Micros;
  readonly #lines: readonly Line[];
  /** Since when something is pending, and when last nothing was; of one instant it is no break. */
  #busySince: Micros = -1;
  #noneAt: Micros = -1;
  #isOn = false;

  constructor(sim: Simulation, after: Micros, lines: readonly Line[]) {
    this.#sim = sim;
    this.#after = after;
    this.#lines = lines;
  }

  /** A task will be added to its line. @param isFirst nothing is pending */
  adds(task: Task, isFirst: boolean): void {
    if (isFirst && this.#noneAt !== this.#sim.now) {
      this.#busySince = this.#sim.now;
      this.#isOn = false;
    }
    if (this.#isOn) task.order = fromTheEnd(task);
  }

  /** A task has left its line: it keeps the order of its coming. @param wasLast nothing is pending any more */
  removed(task: Task, wasLast: boolean): void {
    if (this.#isOn) task.order = fromTheEnd(task);
    if (wasLast) this.#noneAt = this.#sim.now;
  }

  /** Turns the lines round where it has been too long. */
  look(): void {
    if (this.#isOn || this.#busySince === -1 || this.#sim.now - this.#busySince <= this.#after) return;
    this.#isOn = true;
    for (const line of this.#lines) {
      for (const task of line.removeAll()) {
        task.order = fromTheEnd(task);
        line.add(task);
      }
    }
  }
}
