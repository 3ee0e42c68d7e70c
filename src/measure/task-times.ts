/** Where the time of each task of one replication went: followed by a tap, in order of arrival within its class. */
import { TASK_STAGES, type Tap } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { tapFor } from './both-taps.ts';

/** Tasks that are followed; later ones are counted only, so that memory is bounded. */
const MOST_TASKS = 100_000;

export interface TaskTimes {
  /** By task class. */
  readonly classes: readonly ClassTimes[];
  /** Arrived when so many were followed already. */
  readonly leftOut: number;
}

/** One entry a task that arrived in the measured time, in order of arrival; what was submitted again is left out. */
export interface ClassTimes {
  readonly name: string;
  /** µs */
  readonly arrived: Float64Array;
  /** µs from arrival to end; -1: it did not succeed, or was not over. */
  readonly turnaround: Float64Array;
  /** µs at each of `TASK_STAGES`, those of one task beside each other. What is left of the turnaround it waited. */
  readonly stages: Float64Array;
}

const STAGES = TASK_STAGES.length;
const INDEX = Object.fromEntries(TASK_STAGES.map((stage, i) => [stage, i]));

/** A task that is not over. */
interface Followed {
  readonly taskClass: number;
  readonly index: number;
  /** Of `TASK_STAGES`, -1 for none. */
  stage: number;
  since: Micros;
}

export class TaskFollower {
  readonly tap: Tap;
  readonly #classes: readonly { arrived: number[]; turnaround: number[]; stages: number[] }[];
  readonly #names: readonly string[];
  readonly #most: number;
  readonly #open = new Map<number, Followed>();
  #count = 0;
  #leftOut = 0;

  /** @param most tasks that are followed, of all classes together */
  constructor({ tasks, warmUp, duration }: Scenario, most = MOST_TASKS) {
    this.#most = most;
    this.#names = tasks.map(({ name }) => name);
    this.#classes = tasks.map(() => ({ arrived: [], turnaround: [], stages: [] }));
    this.tap = tapFor({
      taskArrived: (at, taskClass, task) => {
        if (at >= (warmUp ?? 0) && at < duration) this.#arrived(at, taskClass, task);
      },
      taskResubmitted: (_at, taskClass, task) => this.#forget(taskClass, task),
      // The work of a ghost is nobody's any more.
      taskGhosted: (at, _taskClass, task, _node, _arrived, row) => this.#goesOnAs(task, row, at),
      // Started again, it has waited since its node stopped.
      taskStarted: (at, _taskClass, task) => this.#at(task, at, -1, false),
      taskAt: (at, task, stage) => this.#at(task, at, INDEX[stage]!, true),
      taskEnded: (at, taskClass, task, arrived, _started, outcome) => {
        const followed = this.#open.get(task);
        if (followed === undefined) return;
        this.#at(task, at, -1, true);
        if (outcome === 'succeeded') this.#classes[taskClass]!.turnaround[followed.index] = at - arrived;
        this.#open.delete(task);
      },
    });
  }

  /** Everything that was followed. */
  times(): TaskTimes {
    const classes = this.#classes.map(({ arrived, turnaround, stages }, i) => ({
      name: this.#names[i]!,
      arrived: Float64Array.from(arrived),
      turnaround: Float64Array.from(turnaround),
      stages: Float64Array.from(stages),
    }));
    return { classes, leftOut: this.#leftOut };
  }

  #arrived(at: Micros, taskClass: number, task: number): void {
    if (this.#count === this.#most) {
      this.#leftOut += 1;
      return;
    }
    const { arrived, turnaround, stages } = this.#classes[taskClass]!;
    this.#count += 1;
    this.#open.set(task, { taskClass, index: arrived.length, stage: -1, since: at });
    arrived.push(at);
    turnaround.push(-1);
    for (let i = 0; i < STAGES; i += 1) stages.push(0);
  }

  /** The last that arrived is no new work: the other design need not have it. */
  #forget(taskClass: number, task: number): void {
    if (!this.#open.delete(task)) return;
    const { arrived, turnaround, stages } = this.#classes[taskClass]!;
    this.#count -= 1;
    arrived.pop();
    turnaround.pop();
    stages.length -= STAGES;
  }

  /** Its row goes on under another number; -1: it does not. */
  #goesOnAs(task: number, row: number, at: Micros): void {
    const followed = this.#open.get(task);
    if (followed === undefined || row === -1) return;
    this.#at(task, at, -1, true);
    this.#open.delete(task);
    this.#open.set(row, followed);
  }

  #at(task: number, at: Micros, stage: number, counts: boolean): void {
    const followed = this.#open.get(task);
    if (followed === undefined) return;
    if (counts && followed.stage !== -1) {
      this.#classes[followed.taskClass]!.stages[followed.index * STAGES + followed.stage]! +=
        at - followed.since;
    }
    followed.stage = stage;
    followed.since = at;
  }
}
