/**
 * Where the time of all work of one replication went: every µs of every task's turnaround and every request's latency is
 * put down to exactly one cause (rule F9). A tap, and built on nothing but what taps are told.
 */
import type { TaskWait, WorkKind, WorkStage } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { tapFor } from './both-taps.ts';
import { CAUSE, CAUSE_COUNT, CAUSES_OF } from './causes.ts';
import { Followed, NOWHERE, type Work } from './followed.ts';
import { type Causes, KeptCauses, type WorkOutcome } from './kept-causes.ts';
import { PendingCauses } from './pending-causes.ts';

/** Told of what watched work was at, when it is at something else. `more`: how much longer than alone it was, of that. */
export type OnSegment = (work: Work, cause: number, from: Micros, to: Micros, more: Micros) => void;

/**
 * A listener that puts every µs of all work of one run down to its cause; one for each run.
 *
 * @example
 * const attribution = new Attribution(scenario);
 * simulate(scenario, { tap: attribution.tap });
 * const { classes } = attribution.causes();
 */
export class Attribution {
  /** For the option `tap` of `simulate`. */
  readonly tap = tapFor({
    taskArrived: (at, taskClass, task) => this.#arrives('task', at, taskClass, task),
    taskResubmitted: (_at, _taskClass, task) => this.#isAgain(task),
    taskWaits: (at, task, where, line) => this.#waits(at, task, where, line),
    lookAt: (at, node, moment, task) => {
      this.#advance(at);
      const before = this.#pending.lookAt(node, moment, task);
      if (before !== -1 && before !== task) this.#setTaken(before, false);
      if (moment === 'takes') this.#setTaken(task, true);
      if (moment === 'taken') this.#isTaken(at, task, node);
      if (moment === 'fails') this.#takeIsLost(at, node);
    },
    slotsChanged: (at, node, line, able, free) => {
      this.#advance(at);
      this.#pending.slotsChanged(node, line, able, free);
    },
    taskStarted: (at, _taskClass, task) => this.#goesOn(at, task),
    stepEnded: (at, task) => this.#at('task', at, task)?.settle(),
    taskGoesBack: (at, task, loses) => {
      this.#goesOn(at, task)?.goesBack(loses);
    },
    taskOrphaned: (at, _taskClass, task) => {
      const work = this.#goesOn(at, task);
      if (work !== undefined) work.cause = CAUSE.orphan;
    },
    taskGhosted: (at, _taskClass, task, _node, _arrived, row) => this.#leavesGhost(at, task, row),
    taskEnded: (at, _taskClass, task, _arrived, _started, outcome) => this.#ends('task', at, task, outcome),
    requestArrived: (at, requestClass, request) => this.#arrives('request', at, requestClass, request),
    requestEnded: (at, _requestClass, request, _arrived, outcome) =>
      this.#ends('request', at, request, outcome),
    workAt: (at, of, number, stage, alone) => this.#workAt(at, of, number, stage, alone),
    attemptBegan: (at, of, number) => this.#at(of, at, number)?.attemptBegins(),
    attemptFailed: (at, of, number) => this.#at(of, at, number)?.attemptFails(),
    runEnded: (at) => this.#runEnds(at),
  });
  readonly #kept: KeptCauses;
  readonly #pending: PendingCauses;
  readonly #openTasks = new Map<number, Followed>();
  readonly #openRequests = new Map<number, Followed>();
  /** By node: the task that its look took last. */
  readonly #lastTaken: Float64Array;
  readonly #arrivals: { readonly task: Float64Array; readonly request: Float64Array };
  #resubmitted = 0;
  readonly #holders = new Float64Array(CAUSE_COUNT);
  readonly #onSegment: OnSegment | null;
  readonly #isWatched: (work: Work) => boolean;
  readonly #watchedPending = new Set<Followed>();
  #pendingSince: Micros = 0;

  /**
   * @param scenario that is run
   * @param onSegment told, as it happens, of the work that `isWatched` says; null: nobody is
   * @param isWatched unless given, all work
   */
  constructor(
    scenario: Scenario,
    onSegment: OnSegment | null = null,
    isWatched: (work: Work) => boolean = () => true,
  ) {
    const { tasks, requests, nodes } = scenario;
    this.#kept = new KeptCauses(scenario);
    this.#pending = new PendingCauses(nodes.length);
    this.#lastTaken = new Float64Array(nodes.length).fill(-1);
    this.#arrivals = { task: new Float64Array(tasks.length), request: new Float64Array(requests.length) };
    this.#onSegment = onSegment;
    this.#isWatched = isWatched;
  }

  /** @returns of all work, once the run is over; times in µs */
  causes(): Causes {
    return { ...this.#kept.causes(), holders: this.#holders };
  }

  #open(of: 'task' | 'request'): Map<number, Followed> {
    return of === 'task' ? this.#openTasks : this.#openRequests;
  }

  #arrives(of: 'task' | 'request', at: Micros, workClass: number, number: number): void {
    const ordinal = (this.#arrivals[of][workClass]! += 1);
    this.#open(of).set(number, new Followed(of, workClass, ordinal, at));
  }

  /** What was submitted again has no number of its own in the order of arrivals. */
  #isAgain(task: number): void {
    const work = this.#openTasks.get(task);
    if (work === undefined) return;
    this.#arrivals.task[work.workClass]! -= 1;
    this.#resubmitted += 1;
    work.ordinal = -this.#resubmitted;
  }

  /** Puts down what work has spent until now; undefined: nobody's any more. */
  #at(of: WorkKind, at: Micros, number: number): Followed | undefined {
    if (of === 'look') return undefined;
    const work = this.#open(of).get(number);
    if (work === undefined) return undefined;
    if (work.line !== null) {
      this.#advance(at);
      work.spendPending(work.line);
    } else this.#spend(work, at);
    work.since = at;
    return work;
  }

  #spend(work: Followed, at: Micros): void {
    const elapsed = at - work.since;
    const { cause, shared } = work;
    if (elapsed === 0) {
      work.slotTime = this.#pending.slotTime;
      return;
    }
    if (cause === NOWHERE)
      throw new Error(`attribution: nobody knows what ${work.of} ${work.ordinal} did for ${elapsed} µs`);
    const more = shared === NOWHERE ? 0 : Math.max(0, elapsed - work.alone);
    work.spend(cause, elapsed - more);
    if (more > 0) work.spend(shared, more);
    if (work.of === 'task' && cause >= CAUSE.connection && cause !== CAUSE.orphan) {
      this.#advance(at);
      const held = this.#pending.slotTime - work.slotTime;
      this.#holders[cause]! += (held * (elapsed - more)) / elapsed;
      if (more > 0) this.#holders[shared]! += (held * more) / elapsed;
    }
    work.slotTime = this.#pending.slotTime;
    // What is left of a stage that goes on is alone as long as it was to be.
    work.alone = Math.max(0, work.alone - (elapsed - more));
    if (this.#onSegment !== null && this.#isWatched(work)) this.#onSegment(work, cause, work.since, at, more);
  }

  #advance(at: Micros): void {
    if (at > this.#pendingSince) {
      for (const work of this.#watchedPending) {
        const cause = this.#pending.causeIn(work.line!, work.isTaken);
        this.#onSegment!(work, cause, Math.max(work.since, this.#pendingSince), at, 0);
      }
      this.#pendingSince = at;
    }
    this.#pending.advance(at);
  }

  #waits(at: Micros, task: number, where: TaskWait, line: number): void {
    const work = this.#goesOn(at, task);
    if (work === undefined) return;
    if (where !== 'queue') {
      work.cause = CAUSE[where];
      return;
    }
    this.#advance(at);
    work.joins(this.#pending.line(line));
    if (this.#onSegment !== null && this.#isWatched(work)) this.#watchedPending.add(work);
  }

  /** It is no more at what it was at; what it is at now is told at once. */
  #goesOn(at: Micros, task: number): Followed | undefined {
    const work = this.#at('task', at, task);
    if (work === undefined) return undefined;
    if (work.line !== null) this.#watchedPending.delete(work);
    work.leavesLine();
    work.cause = NOWHERE;
    work.shared = NOWHERE;
    return work;
  }

  #setTaken(task: number, isTaken: boolean): void {
    const work = this.#openTasks.get(task);
    if (work === undefined || work.line === null) return;
    work.spendPending(work.line);
    work.isTaken = isTaken;
  }

  #isTaken(at: Micros, task: number, node: number): void {
    const work = this.#goesOn(at, task);
    if (work === undefined) return;
    work.cause = CAUSE.taking;
    work.takenBy = node;
    this.#lastTaken[node] = task;
  }

  /** The look failed: if the answer of its take was lost, nobody works at the task. */
  #takeIsLost(at: Micros, node: number): void {
    const work = this.#openTasks.get(this.#lastTaken[node]!);
    if (work?.cause !== CAUSE.taking || work.takenBy !== node) return;
    this.#at('task', at, this.#lastTaken[node]!);
    work.cause = CAUSE.noAnswer;
  }

  #workAt(at: Micros, of: WorkKind, number: number, stage: WorkStage, alone: Micros): void {
    if (of === 'look') {
      this.#advance(at);
      this.#pending.forLock(number, stage === 'queueLock');
      return;
    }
    const work = this.#at(of, at, number);
    if (work === undefined) return;
    const [cause, shared] = CAUSES_OF[stage];
    work.cause = CAUSE[cause];
    work.shared = shared === undefined ? NOWHERE : CAUSE[shared];
    work.alone = alone;
  }

  #leavesGhost(at: Micros, task: number, row: number): void {
    const work = this.#at('task', at, task);
    if (work === undefined || row === -1) return;
    this.#goesOn(at, task);
    work.goesBack('step');
    this.#openTasks.delete(task);
    this.#openTasks.set(row, work);
  }

  #ends(of: 'task' | 'request', at: Micros, number: number, outcome: WorkOutcome): void {
    const work = of === 'task' ? this.#goesOn(at, number) : this.#at(of, at, number);
    if (work === undefined) return;
    this.#open(of).delete(number);
    this.#kept.keep(work, at, outcome);
  }

  #runEnds(at: Micros): void {
    for (const of of ['task', 'request'] as const)
      for (const number of [...this.#open(of).keys()]) this.#ends(of, at, number, 'unfinished');
  }
}
