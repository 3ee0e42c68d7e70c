/** What became of chosen work, stage by stage, with what went on around it: for stories and traces. */
import type { RefusalReason, TaskOutcome } from '../../cluster/observer.ts';
import type { Micros } from '../../engine/time.ts';
import { Attribution } from '../../measure/attribution.ts';
import { bothTaps, tapFor } from '../../measure/both-taps.ts';
import type { Work } from '../../measure/followed.ts';
import type { WorkOutcome } from '../../measure/kept-causes.ts';
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';

/** At one cause (a place in `CAUSES`), of which `more` is what it took longer than alone. µs */
export interface Segment {
  readonly cause: number;
  readonly from: Micros;
  readonly to: Micros;
  readonly more: Micros;
}

export const MOMENTS = [
  'starts',
  'orphaned',
  'pendingAgain',
  'ghosted',
  'resubmitted',
  'attemptFailed',
] as const;
export interface Moment {
  readonly at: Micros;
  readonly what: (typeof MOMENTS)[number];
  /** Where it happened; -1: nowhere. */
  readonly node: number;
}

export interface Recorded {
  readonly of: 'task' | 'request';
  readonly workClass: number;
  readonly ordinal: number;
  readonly arrived: Micros;
  /** When it was over, or the run. */
  ended: Micros;
  outcome: WorkOutcome;
  /** The last node that had it; -1: none. */
  node: number;
  /** Why it was refused; null: it was not. */
  refused: RefusalReason | null;
  /** When it arrived: tasks that waited in the queue, and tasks that ran. */
  readonly waitingBefore: number;
  readonly running: number;
  readonly segments: Segment[];
  readonly moments: Moment[];
}

/** How many waited and ran, whenever that changed. */
export interface Level {
  readonly at: Micros;
  readonly waiting: number;
  readonly running: number;
}

export interface Recording {
  readonly result: RunResult;
  readonly works: readonly Recorded[];
  readonly levels: readonly Level[];
}

type IsChosen = (work: Pick<Work, 'of' | 'workClass' | 'ordinal'>) => boolean;

export function keyOf({ of, workClass, ordinal }: Pick<Work, 'of' | 'workClass' | 'ordinal'>): string {
  return `${of}/${workClass}/${ordinal}`;
}

/**
 * One replication, with everything about the work of these keys.
 *
 * @param isChosen by `keyOf`
 */
export function record(scenario: Scenario, seed: string, replication: number, isChosen: IsChosen): Recording {
  const recorder = new Recorder(scenario, isChosen);
  const result = simulate(scenario, { seed, replication, tap: recorder.tap });
  return { result, works: [...recorder.works.values()], levels: recorder.levels };
}

class Recorder {
  readonly works = new Map<string, Recorded>();
  readonly levels: Level[] = [];
  readonly #open = { task: new Map<number, Recorded>(), request: new Map<number, Recorded>() };
  readonly #arrivals: { readonly task: Float64Array; readonly request: Float64Array };
  readonly #isChosen: IsChosen;
  readonly #waits = new Set<number>();
  readonly #runs = new Set<number>();
  #resubmitted = 0;
  readonly #attribution: Attribution;

  constructor(scenario: Scenario, isChosen: IsChosen) {
    const { tasks, requests } = scenario;
    this.#isChosen = isChosen;
    this.#arrivals = { task: new Float64Array(tasks.length), request: new Float64Array(requests.length) };
    this.#attribution = new Attribution(
      scenario,
      (work, cause, from, to, more) => this.works.get(keyOf(work))?.segments.push({ cause, from, to, more }),
      isChosen,
    );
  }

  get tap() {
    const own = tapFor({
      taskArrived: (at, taskClass, task) => this.#arrives('task', at, taskClass, task),
      taskResubmitted: (at, taskClass, task) => this.#isAgain(at, taskClass, task),
      taskRefused: (_at, _taskClass, task, _arrived, reason) => {
        const work = this.#open.task.get(task);
        if (work !== undefined) work.refused = reason;
      },
      taskWaits: (at, task, where) => {
        if (where === 'held' || where === 'retry') return;
        this.#waits.add(task);
        this.#level(at);
      },
      taskGoesBack: (at, task) => {
        this.#runs.delete(task);
        this.#note(at, task, 'pendingAgain', -1);
      },
      taskStarted: (at, _taskClass, task, _arrived, node) => {
        this.#waits.delete(task);
        this.#runs.add(task);
        this.#level(at);
        this.#note(at, task, 'starts', node);
      },
      taskOrphaned: (at, _taskClass, task, node) => {
        this.#runs.delete(task);
        this.#level(at);
        this.#note(at, task, 'orphaned', node);
      },
      taskGhosted: (at, _taskClass, task, node, _arrived, row) => this.#ghosted(at, task, node, row),
      attemptFailed: (at, of, number) => {
        if (of !== 'look') this.#open[of].get(number)?.moments.push({ at, what: 'attemptFailed', node: -1 });
      },
      taskEnded: (at, _taskClass, task, _arrived, _started, outcome, node) => {
        this.#waits.delete(task);
        this.#runs.delete(task);
        this.#level(at);
        this.#ends('task', at, task, outcome, node);
      },
      requestArrived: (at, requestClass, request) => this.#arrives('request', at, requestClass, request),
      requestEnded: (at, _requestClass, request, _arrived, outcome, node) =>
        this.#ends('request', at, request, outcome, node),
      runEnded: (at) => {
        for (const of of ['task', 'request'] as const)
          for (const number of [...this.#open[of].keys()]) this.#ends(of, at, number, 'unfinished', -1);
      },
    });
    return bothTaps(this.#attribution.tap, own);
  }

  #arrives(of: 'task' | 'request', at: Micros, workClass: number, number: number): void {
    this.#opens(of, at, workClass, number, (this.#arrivals[of][workClass]! += 1));
  }

  /** What was submitted again is numbered by itself, downwards from -1, as `Attribution` does. */
  #isAgain(at: Micros, taskClass: number, task: number): void {
    const ordinal = this.#arrivals.task[taskClass]!;
    this.#arrivals.task[taskClass] = ordinal - 1;
    this.#resubmitted += 1;
    if (this.#open.task.delete(task)) this.works.delete(keyOf({ of: 'task', workClass: taskClass, ordinal }));
    this.#opens('task', at, taskClass, task, -this.#resubmitted);
    this.#note(at, task, 'resubmitted', -1);
  }

  #opens(of: 'task' | 'request', at: Micros, workClass: number, number: number, ordinal: number): void {
    if (!this.#isChosen({ of, workClass, ordinal })) return;
    const work: Recorded = {
      ...{ of, workClass, ordinal, arrived: at, ended: at, outcome: 'unfinished', node: -1, refused: null },
      ...{ waitingBefore: this.#waits.size, running: this.#runs.size, segments: [], moments: [] },
    };
    this.works.set(keyOf(work), work);
    this.#open[of].set(number, work);
  }

  #note(at: Micros, task: number, what: Moment['what'], node: number): void {
    const work = this.#open.task.get(task);
    if (work === undefined) return;
    work.moments.push({ at, what, node });
    if (node !== -1) work.node = node;
  }

  #ghosted(at: Micros, task: number, node: number, row: number): void {
    this.#runs.delete(task);
    this.#note(at, task, 'ghosted', node);
    const work = this.#open.task.get(task);
    if (work === undefined || row === -1) return;
    this.#open.task.delete(task);
    this.#open.task.set(row, work);
  }

  #level(at: Micros): void {
    this.levels.push({ at, waiting: this.#waits.size, running: this.#runs.size });
  }

  #ends(
    of: 'task' | 'request',
    at: Micros,
    number: number,
    outcome: TaskOutcome | WorkOutcome,
    node: number,
  ): void {
    const work = this.#open[of].get(number);
    if (work === undefined) return;
    this.#open[of].delete(number);
    work.ended = at;
    work.outcome = outcome;
    if (node !== -1) work.node = node;
  }
}
