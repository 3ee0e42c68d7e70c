/**
 * What the model tells the outside, in plain values and at the moment it happens. The collector of measures is always
 * there; a second `Tap` (a trace, a test) may listen too. No listener can change what happens.
 */
import type { Micros } from '../engine/time.ts';

export const TASK_OUTCOMES = ['succeeded', 'failed', 'cancelled', 'timedOut', 'refused', 'lost'] as const;
/** How a task ended. */
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

export const REFUSAL_REASONS = ['licence', 'maintenance', 'ui'] as const;
/** Why a task was refused: more nodes than the licence allows, maintenance mode, no user interface to queue it. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const REQUEST_OUTCOMES = ['served', 'failed', 'refused', 'timedOut'] as const;
/** What became of a request, as its client sees it. */
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

export const TASK_STAGES = ['database', 'storage', 'cpu', 'run', 'pause'] as const;
/** What a running task is at: `run` is work on its targets, `pause` comes before a failed call is made again. */
export type TaskStage = (typeof TASK_STAGES)[number];

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

export interface Tap {
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
  /** A running task is at this from now, until the next is told or it is over. */
  taskAt(at: Micros, task: number, stage: TaskStage): void;
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
  /** An orphan was cancelled, `crashed` being the time of its crash; `taskEnded` follows. */
  orphanCancelled(at: Micros, taskClass: number, task: number, crashed: Micros, arrived: Micros): void;

  /**
   * Its row was taken from a node that is alive and works on at it (rule Q10): cancelled, of which `taskEnded` tells next,
   * or, `resilient`, pending again under the number `row`, else -1.
   */
  taskGhosted(at: Micros, taskClass: number, task: number, node: number, arrived: Micros, row: number): void;

  /** It is pending again and will run twice: a promotion lost its start (rule B7), or a ghost works at it (Q10). */
  taskDuplicated(at: Micros, taskClass: number, task: number, arrived: Micros): void;
  /** It is work that was cancelled, submitted again; `taskArrived` has told of it. */
  taskResubmitted(at: Micros, taskClass: number, task: number): void;
  /** A promotion or restore lost what was committed in some time before the fault, and so many tasks' commits. */
  dataLost(at: Micros, entry: number, seconds: Micros, tasks: number): void;

  requestArrived(at: Micros, requestClass: number, request: number): void;
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
}

/** Something that only grows and can be read at any instant: an area (× µs), or a count. */
export interface Gauge {
  readonly name: string;
  readonly read: () => number;
}
