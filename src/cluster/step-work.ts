/** What `cpu` and `run` steps take their time from: the CPU of their node, or targets (rules C1, C2). */
import type { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import { jobOfTask } from './cpu-work.ts';
import { CORE } from './node.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import { type Task, type TaskTable, WAIT } from './tasks.ts';

export interface StepWorkParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly classes: readonly TaskClassSpec[];
  /** Whether a step must be over in time (rule C2). */
  readonly limits: boolean;
  readonly observer: Observer;
}

export class StepWork {
  readonly out = {
    /** A step has not ended after twice its length. */
    overdue: unheard as (task: Task) => void,
  };
  readonly #sim: Simulation;
  readonly #observer: Observer;
  readonly #limits: boolean;
  /** By class: what a `run` step asks for, in thousandths of a core. */
  readonly #runDemands: readonly number[];
  readonly #overdue: Handler;

  constructor({ sim, tasks, classes, limits, observer }: StepWorkParts) {
    this.#sim = sim;
    this.#observer = observer;
    this.#limits = limits;
    this.#runDemands = classes.map(({ runCores }) => Math.max(1, Math.round(runCores * CORE)));
    const isLate = (task: Task): boolean => task.wait === WAIT.capacity && task.limit === sim.now;
    const fails = sim.handler('task.overdue', (index) => {
      const task = tasks.at(index);
      if (isLate(task)) this.out.overdue(task);
    });
    // A step that ends at this very instant has ended in time: whatever is due now goes first.
    this.#overdue = sim.handler('task.at-limit', (index) => {
      const task = tasks.at(index);
      if (isLate(task)) sim.after(0, fails, task.index);
    });
  }

  /** A task works for so long, in µs and undisturbed, on its node's CPU or on targets. */
  begin(task: Task, isCpu: boolean, length: Micros): void {
    const { index } = task;
    const node = task.node!;
    const demand = isCpu ? CORE : this.#runDemands[task.taskClass]!;
    const kind = isCpu ? 'cpu' : 'run';
    task.wait = WAIT.capacity;
    this.#observer.follower?.taskAt(this.#sim.now, index, kind);
    this.#observer.follower?.workAt(
      this.#sim.now,
      'task',
      index,
      kind,
      node.lengthAlone(demand, length, isCpu),
    );
    task.waitFor = capacityOf(task, isCpu).add(jobOfTask(index), demand, length);
    if (this.#limits) {
      task.limit = this.#sim.now + 2 * length;
      this.#sim.at(task.limit, this.#overdue, index);
    }
  }

  /** A task stops in the middle of it. */
  stop(task: Task, isCpu: boolean): void {
    capacityOf(task, isCpu).remove(task.waitFor);
  }
}

/** What a task's step takes its time from: the node's CPU, or targets. */
function capacityOf(task: Task, isCpu: boolean): SharedCapacity {
  return isCpu ? task.node!.cpu : task.node!.runs;
}
