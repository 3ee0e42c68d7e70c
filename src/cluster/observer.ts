/**
 * What the model tells the outside, in plain values and at the moment it happens. The collector of measures is always
 * there; a second `Tap` (a trace, a test) may listen too. No listener can change what happens.
 */
import type { Micros } from '../engine/time.ts';

export const TASK_OUTCOMES = [
  'succeeded',
  'failed',
  'cancelled',
  'timedOut',
  'expired',
  'refused',
  'lost',
] as const;
/** How a task ended. */
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

export const REFUSAL_REASONS = ['licence', 'maintenance', 'ui'] as const;
/** Why a task was refused: more nodes than the licence allows, maintenance mode, no user interface to queue it. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const REQUEST_OUTCOMES = ['served', 'failed', 'refused', 'timedOut'] as const;
/** What became of a request, as its client sees it. */
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

export const TASK_STAGES = ['database', 'storage', 'cpu', 'run', 'pause', 'worker', 'children'] as const;
/**
 * What a running task is at: `run` is work on its targets or workers, `pause` comes before a failed call is made again,
 * `worker` is the wait for one, `children` that for tasks that it has started.
 */
export type TaskStage = (typeof TASK_STAGES)[number];

export const WORK_KINDS = ['task', 'request', 'look'] as const;
/** Who is at something: a task, a request, or a node's look at the queue, by the node's number. */
export type WorkKind = (typeof WORK_KINDS)[number];

export const WORK_STAGES = [
  'connection',
  'toDatabase',
  'databaseQueue',
  'databaseService',
  'commit',
  'stalledCommit',
  'queueLock',
  'fromDatabase',
  'noAnswer',
  'storageAway',
  'toStorage',
  'storageQueue',
  'storageLatency',
  'transfer',
  'transferWindow',
  'fromStorage',
  'cpu',
  'run',
  'worker',
  'children',
  'pause',
  'toBalancer',
  'toNode',
  'serverQueue',
  'fromNode',
  'toClient',
] as const;
/**
 * What work that runs is at, one after another: the finer view of `TASK_STAGES`. `connection` is the wait for one,
 * `stalledCommit` waits for a lost copy, `noAnswer` for something that will not come, `storageAway` for a store that is
 * not there, `transferWindow` is what distance adds to a transfer.
 */
export type WorkStage = (typeof WORK_STAGES)[number];

export const TASK_WAITS = ['held', 'queue', 'tag', 'prefetched', 'retry'] as const;
/**
 * Where a task waits: outside the queue, in it, in it behind another of its concurrency tag, or on the node that has taken
 * it beyond its slots, or outside it between two attempts.
 */
export type TaskWait = (typeof TASK_WAITS)[number];

export const LOOK_MOMENTS = ['begins', 'takes', 'taken', 'declines', 'ends', 'fails'] as const;
/**
 * What a look comes to: it `takes` a task, whose row says so when it is `taken`; it `declines` what is pending, though it
 * has a slot free, as its policy says; it `fails` when a call of it does, or its node.
 */
export type LookMoment = (typeof LOOK_MOMENTS)[number];

export type SpanKind =
  | 'down'
  | 'starting'
  | 'draining'
  | 'slow'
  | 'cut'
  | 'failover'
  | 'split'
  | 'maintenance'
  | 'upgrade'
  | 'plan'
  /** Of no length: something that was asked for did nothing. */
  | 'ignored'
  /** Of no length: something happened that a reader must know. */
  | 'noted';

/** What counts: what becomes of work, of nodes, of the database. */
export interface Told {
  /** A task of a class arrived; it is refused, held or queued next. */
  taskArrived(at: Micros, taskClass: number, task: number): void;
  /** It runs on a node from now. `countsWait` is false for those that were active at time 0. */
  taskStarted(
    at: Micros,
    taskClass: number,
    task: number,
    arrived: Micros,
    node: number,
    countsWait: boolean,
  ): void;
  /** It is over. `started` is -1 when it never started, `node` -1 when no node had it. */
  taskEnded(
    at: Micros,
    taskClass: number,
    task: number,
    arrived: Micros,
    started: Micros,
    outcome: TaskOutcome,
    node: number,
  ): void;
  /** A task is refused for a reason; `taskEnded` follows. */
  taskRefused(at: Micros, taskClass: number, task: number, arrived: Micros, reason: RefusalReason): void;
  /** A running task lost its node: it looks running until it is cancelled (rule D4). */
  taskOrphaned(at: Micros, taskClass: number, task: number, node: number, arrived: Micros): void;
  /** An orphan was cancelled, `crashed` being the time of its crash; `taskEnded` or `taskTriedAgain` follows. */
  orphanCancelled(at: Micros, taskClass: number, task: number, crashed: Micros, arrived: Micros): void;

  /**
   * Its row was taken from a node that is alive and works on at it (rule Q10): cancelled, of which `taskEnded` tells next,
   * or, `resilient`, pending again under the number `row`, else -1.
   */
  taskGhosted(at: Micros, taskClass: number, task: number, node: number, arrived: Micros, row: number): void;

  /** It is pending again and will run twice: a promotion lost its start (rule B7), or a ghost works at it (Q10). */
  taskDuplicated(at: Micros, taskClass: number, task: number, arrived: Micros): void;
  /** An attempt came to nothing: it is tried again after a pause (rule W7). */
  taskTriedAgain(at: Micros, taskClass: number, task: number, arrived: Micros): void;
  /** It is work that was cancelled, submitted again; `taskArrived` has told of it. */
  taskResubmitted(at: Micros, taskClass: number, task: number): void;
  /** A promotion or restore lost what was committed in some time before the fault, and so many tasks' commits. */
  dataLost(at: Micros, entry: number, seconds: Micros, tasks: number): void;

  requestArrived(at: Micros, requestClass: number, request: number): void;
  /** The client of a request that arrived at a time tries once more (rule L9). */
  requestTried(at: Micros, requestClass: number, arrived: Micros): void;
  /** A request is over for its client; `node` is -1 when no node had it. */
  requestEnded(
    at: Micros,
    requestClass: number,
    request: number,
    arrived: Micros,
    outcome: RequestOutcome,
    node: number,
  ): void;

  /** A call was answered, `took` µs after it left the node. */
  databaseCall(at: Micros, took: Micros): void;
  /** A call got its connection after a wait, 0 included. */
  poolWait(at: Micros, waited: Micros): void;
  /** A look was granted the queue lock after a wait, 0 included. */
  lockWait(at: Micros, waited: Micros): void;
  /** A storage operation ended, `took` µs after it began. */
  storageOperation(at: Micros, took: Micros): void;

  /** The services of rule F4, after a change: both flags and the slots able to take work. */
  serviceChanged(at: Micros, tasks: boolean, ui: boolean, ableSlots: number): void;
  /** An entry of the timeline struck. */
  faultBegan(at: Micros, entry: number): void;
  /** What it did is over: the repair, or the start after it, begins. */
  faultEnded(at: Micros, entry: number): void;
  /** A stochastic failure struck a target, or its repair is done. */
  failureBegan(at: Micros, failure: number, target: number): void;
  failureEnded(at: Micros, failure: number, target: number, since: Micros): void;
  /** Something is not as usual from now; the number by which it ends. */
  spanBegan(at: Micros, kind: SpanKind, label: string, id: number): void;
  spanEnded(at: Micros, id: number): void;
  /** The run is over: what is not, stays so. */
  runEnded(at: Micros): void;
}

/** What only those hear who follow work step by step: each row of it costs time, so that nothing is told where nobody does. */
export interface Follower {
  /** A running task is at this from now, until the next is told or it is over. */
  taskAt(at: Micros, task: number, stage: TaskStage): void;
  /** It waits here from now: it has arrived, may be taken now, or is pending again. In which line (rule Q11); -1: none. */
  taskWaits(at: Micros, task: number, where: TaskWait, line: number): void;
  /** A step is done, and is not done again. */
  stepEnded(at: Micros, task: number): void;
  /** Pending again: what it did in the step it was at, or since it started, was in vain; `taskWaits` follows. */
  taskGoesBack(at: Micros, task: number, loses: 'step' | 'all'): void;
  /** A look of a node; the task that it takes or has taken, else -1. */
  lookAt(at: Micros, node: number, moment: LookMoment, task: number): void;
  /** Whether a node is able to run tasks (rule F4), and how many slots it has free for those of a line of the queue (Q11). */
  slotsChanged(at: Micros, node: number, line: number, able: boolean, free: number): void;

  /**
   * It is at this from now, until the next is told or it is over, by the task's, request's or node's number. `alone`: how
   * long it would take with nobody else there, in µs; -1 where that says nothing.
   */
  workAt(at: Micros, of: WorkKind, number: number, stage: WorkStage, alone: Micros): void;
  /** What a task or request does from here is done again when it fails; */
  attemptBegan(at: Micros, of: WorkKind, number: number): void;
  /** and it has failed. */
  attemptFailed(at: Micros, of: WorkKind, number: number): void;
}

/** A listener to everything. */
export interface Tap extends Told, Follower {}

/** Whom the model tells: of what counts always, of the rest where somebody follows it. */
export interface Observer extends Told {
  readonly follower: Follower | null;
}

/** Something that only grows and can be read at any instant: an area (× µs), or a count. */
export interface Gauge {
  readonly name: string;
  readonly read: () => number;
}
