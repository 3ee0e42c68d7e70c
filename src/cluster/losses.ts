/**
 * What a promotion or a restore loses (rule B7): everything committed after a moment. Tasks queued since then are unknown
 * to the new primary, tasks started since then are pending again and will run twice, tasks finished since then look
 * running to it though their users saw them succeed.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Execution } from './execution.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Rows } from './rows.ts';
import { STATE, type Task, type TaskTable } from './tasks.ts';

export interface LossParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly rows: Rows;
  readonly execution: Execution;
  readonly observer: Observer;
}

export class Losses {
  readonly out = {
    /** A slot of a node is free. */
    slotFreed: unheard as (node: Node) => void,
  };
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #rows: Rows;
  readonly #execution: Execution;
  readonly #observer: Observer;
  /** Found and not lost yet: queued, and started, since the horizon. */
  readonly #unknown: Task[] = [];
  readonly #pendingAgain: Task[] = [];

  constructor({ sim, tasks, rows, execution, observer }: LossParts) {
    this.#sim = sim;
    this.#tasks = tasks;
    this.#rows = rows;
    this.#execution = execution;
    this.#observer = observer;
  }

  /**
   * Finds what was committed after `horizon`, before the database serves again: what joins the queue by that has waited
   * outside, and is nothing that could be lost.
   */
  find(horizon: Micros): void {
    this.#tasks.visit((task) => {
      if (task.state === STATE.held) return;
      if (task.knownSince > horizon) this.#unknown.push(task);
      else if (task.state !== STATE.pausing && task.state !== STATE.queued && task.takenAt > horizon)
        this.#pendingAgain.push(task);
    });
  }

  /** What was found is gone; `cause` is the timeline entry that it is counted for. */
  lose(horizon: Micros, lostAt: Micros, cause: number): void {
    const unknown = this.#unknown.splice(0);
    const pendingAgain = this.#pendingAgain.splice(0);
    const running = [...unknown, ...pendingAgain].filter(({ state }) => state === STATE.running);
    const freed = new Set(running.map(({ node }) => node!));
    for (const task of unknown) this.#forget(task);
    pendingAgain.sort((a, b) => b.arrived - a.arrived || b.index - a.index);
    for (const task of pendingAgain) {
      if (task.state === STATE.running) this.#execution.stop(task);
      this.#rows.requeue(task);
    }
    this.#rows.offer();
    for (const node of freed) this.out.slotFreed(node);
    const finished = this.#rows.loseEnds(horizon);
    const tasks = unknown.length + pendingAgain.length + finished;
    this.#observer.dataLost(this.#sim.now, cause, lostAt - horizon, tasks);
  }

  #forget(task: Task): void {
    const { state } = task;
    if (state === STATE.running) this.#execution.stop(task);
    if (state === STATE.queued) this.#rows.leaveQueue(task);
    this.#rows.end(task, state, 'lost');
  }
}
