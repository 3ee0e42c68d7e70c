/**
 * Work that is tried again (rule W7): a task that has failed, or lost its node, waits outside the queue and joins it once
 * more, at the back. It is the same task with the same demands, so nobody's arrivals or draws change (rule T4).
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type Task, type TaskTable } from './tasks.ts';

export interface TaskRetriesParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly observer: Observer;
  readonly classes: readonly TaskClassSpec[];
}

export class TaskRetries {
  readonly out = {
    /** A task is pending once more. */
    offered: unheard as () => void,
  };
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #queue: TaskQueue;
  readonly #observer: Observer;
  /** By class. */
  readonly #specs: readonly TaskClassSpec['retry'][];
  readonly #again: Handler;

  constructor({ sim, tasks, queue, observer, classes }: TaskRetriesParts) {
    this.#sim = sim;
    this.#tasks = tasks;
    this.#queue = queue;
    this.#observer = observer;
    this.#specs = classes.map(({ retry }) => retry);
    this.#again = sim.handler('task.tried-again', (index) => this.#onPauseOver(tasks.at(index)));
  }

  /** Whether a task is tried again if its attempt comes to nothing. */
  has({ taskClass, tries }: Task): boolean {
    const spec = this.#specs[taskClass]!;
    return spec !== null && tries < spec.atMost;
  }

  /** A task has left its node, if it had one, and its tag; it waits for its next attempt. `from` is its state. */
  pause(task: Task, from: number): void {
    const { now } = this.#sim;
    const { index, taskClass, arrived, node } = task;
    const { pause, on } = this.#specs[taskClass]!;
    this.#tasks.move(task, from, STATE.pausing);
    if (on === 'another' && node !== null) task.avoids = node.index;
    task.tries += 1;
    task.node = null;
    task.started = -1;
    task.step = 0;
    task.callIndex = 0;
    task.attempts = 0;
    this.#observer.follower?.taskGoesBack(now, index, 'all');
    this.#observer.taskTriedAgain(now, taskClass, index, arrived);
    this.#observer.follower?.taskWaits(now, index, 'retry', -1);
    if (pause === 0) {
      // No event (rule T1): who ended the attempt tells that something is pending, when all that it ends has ended.
      this.#join(task);
      return;
    }
    task.due = now + pause;
    this.#sim.at(task.due, this.#again, index);
  }

  /** A promotion may have lost the task meanwhile, and its number be another's. */
  #onPauseOver(task: Task): void {
    if (task.state !== STATE.pausing || task.due !== this.#sim.now) return;
    this.#join(task);
    this.out.offered();
  }

  #join(task: Task): void {
    this.#tasks.move(task, STATE.pausing, STATE.queued);
    this.#queue.appendAgain(task);
  }
}
