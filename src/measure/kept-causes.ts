/** What the causes of work that is over come to: checked, and kept by class in columns. */
import { TASK_OUTCOMES } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Followed } from './followed.ts';

/** Pieces of work whose causes are kept; more are counted only, so that memory is bounded. */
const MOST = 250_000;

export const WORK_OUTCOMES = [...TASK_OUTCOMES, 'served', 'unfinished'] as const;
export type WorkOutcome = (typeof WORK_OUTCOMES)[number];

/** Of one class, those that arrived in the measured time, in the order in which they were over. */
export interface ClassCauses {
  readonly of: 'task' | 'request';
  readonly name: string;
  /** Its number in order of arrival within its class, from 1; below 0: submitted again. */
  readonly ordinals: readonly number[];
  /** µs */
  readonly arrived: readonly Micros[];
  /** µs from arrival to end, or to the end of the run. */
  readonly took: readonly Micros[];
  readonly outcomes: readonly WorkOutcome[];
  /** µs by `CAUSES`, those of one piece of work beside each other; they add up to `took`. */
  readonly causes: readonly Micros[];
}

/** What the time of all work of a run went to. */
export interface Causes {
  readonly classes: readonly ClassCauses[];
  /** Over when so many were kept already. */
  readonly leftOut: number;
  /** What tasks did that held a slot while others waited for one, in tasks × µs by `CAUSES`. */
  readonly holders: Float64Array;
}

interface Kept extends ClassCauses {
  readonly ordinals: number[];
  readonly arrived: Micros[];
  readonly took: Micros[];
  readonly outcomes: WorkOutcome[];
  readonly causes: Micros[];
}

export class KeptCauses {
  readonly #from: Micros;
  readonly #to: Micros;
  readonly #tasks: readonly Kept[];
  readonly #requests: readonly Kept[];
  #count = 0;
  #leftOut = 0;

  constructor({ tasks, requests, warmUp, duration }: Scenario) {
    this.#from = warmUp ?? 0;
    this.#to = duration;
    const kept =
      (of: 'task' | 'request') =>
      ({ name }: { name: string }): Kept => ({
        ...{ of, name, ordinals: [], arrived: [], took: [], outcomes: [], causes: [] },
      });
    this.#tasks = tasks.map(kept('task'));
    this.#requests = requests.map(kept('request'));
  }

  causes(): Omit<Causes, 'holders'> {
    return { classes: [...this.#tasks, ...this.#requests], leftOut: this.#leftOut };
  }

  /** Work is over. @throws Error when its causes are not the whole of its time */
  keep(work: Followed, at: Micros, outcome: WorkOutcome): void {
    const { of, workClass, ordinal, arrived, sums } = work;
    work.settle();
    const took = at - arrived;
    const sum = sums.reduce((all, each) => all + each, 0);
    if (sum !== took || sums.some((each) => each < 0))
      throw new Error(`attribution: ${of} ${ordinal} took ${took} µs, of which ${sum} have a cause`);
    if (arrived < this.#from || arrived >= this.#to) return;
    if (this.#count === MOST) {
      this.#leftOut += 1;
      return;
    }
    this.#count += 1;
    const kept = (of === 'task' ? this.#tasks : this.#requests)[workClass]!;
    kept.ordinals.push(ordinal);
    kept.arrived.push(arrived);
    kept.took.push(took);
    kept.outcomes.push(outcome);
    for (const each of sums) kept.causes.push(each);
  }
}
