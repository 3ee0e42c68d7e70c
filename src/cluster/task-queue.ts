/** The one FIFO queue, a table in the database (rule Q1), and the time after which a task gives up (rule Q7). */
import { Level } from '../engine/level.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import { STATE, TaskList, type TaskTable } from './tasks.ts';

export class TaskQueue {
  readonly length: Level;
  readonly #list: TaskList;
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #timeouts: number;

  /** @param timeout null: none. @param timedOut handler told the task, which has left the queue. */
  constructor(sim: Simulation, tasks: TaskTable, timeout: Micros | null, timedOut: number) {
    this.#sim = sim;
    this.#tasks = tasks;
    this.#list = new TaskList(tasks);
    this.length = new Level(sim);
    const expire = sim.handler('queue.timeout', (task) => {
      this.remove(task);
      sim.call(timedOut, task);
    });
    this.#timeouts = timeout === null ? -1 : sim.lane(timeout, expire);
  }

  /** Tasks that wait to be taken. */
  get pending(): number {
    return this.#list.size;
  }

  /** The task that is next; -1 when there is none. */
  get head(): number {
    return this.#list.first;
  }

  /** A task in state `queued` joins at the back. */
  append(task: number): void {
    this.#list.append(task);
    this.#joined(task);
  }

  /** A task that had left the queue is pending again, before all others (rule B7). */
  putBack(task: number): void {
    this.#list.prepend(task);
    this.#joined(task);
  }

  #joined(task: number): void {
    this.#tasks.queuedAt[task] = this.#sim.now;
    this.length.add(1);
    if (this.#timeouts !== -1) this.#tasks.timeout[task] = this.#sim.arm(this.#timeouts, task);
  }

  /** A queued task leaves, wherever it stands. */
  remove(task: number): void {
    this.#list.remove(task);
    this.length.add(-1);
    if (this.#timeouts !== -1) this.#sim.disarm(this.#timeouts, this.#tasks.timeout[task]!);
  }

  /** Whether a task is still to be taken: it may have timed out since it was looked at. */
  holds(task: number): boolean {
    return this.#tasks.state[task] === STATE.queued;
  }
}
