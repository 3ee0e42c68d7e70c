/**
 * What is measured of one window of time: the main one, [warm-up, duration), or one that an expectation names. Work is
 * selected by its arrival and followed until it is over; calls and operations by when they end; areas are clipped
 * (rule W5).
 */
import type { RefusalReason, TaskOutcome } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import { SampleBuilder } from './sample-builder.ts';

/** Of one task class. */
export class TaskMeasures {
  arrived = 0;
  started = 0;
  orphaned = 0;
  duplicated = 0;
  ghosts = 0;
  resubmitted = 0;
  retries = 0;
  deadlocked = 0;
  unfinished = 0;
  readonly ended: Record<TaskOutcome, number> = {
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    timedOut: 0,
    expired: 0,
    refused: 0,
    lost: 0,
  };
  readonly refusedFor: Record<RefusalReason, number> = { licence: 0, maintenance: 0, ui: 0 };
  readonly queueWait = new SampleBuilder();
  readonly duration = new SampleBuilder();
  readonly turnaround = new SampleBuilder();
  readonly looksRunning = new SampleBuilder();
}

/** Of one request class. */
export class RequestMeasures {
  arrived = 0;
  retries = 0;
  readonly ended = { served: 0, failed: 0, refused: 0, timedOut: 0 };
  unfinished = 0;
  readonly latency = new SampleBuilder();
}

export class WindowMeasures {
  readonly from: Micros;
  readonly to: Micros;
  /** Behind every name: empty for the main window. */
  readonly suffix: string;
  readonly tasks: readonly TaskMeasures[];
  readonly requests: readonly RequestMeasures[];
  readonly databaseCall = new SampleBuilder();
  readonly poolWait = new SampleBuilder();
  readonly lockWait = new SampleBuilder();
  readonly operation = new SampleBuilder();
  /** By class, for the makespan of each. */
  readonly firstArrivals: Float64Array;
  readonly lastEnds: Float64Array;
  /** The gauges' readings at its borders. */
  atFrom: readonly number[] = [];
  atTo: readonly number[] = [];
  queueMax = 0;

  constructor(from: Micros, to: Micros, suffix: string, taskClasses: number, requestClasses: number) {
    this.from = from;
    this.to = to;
    this.suffix = suffix;
    this.tasks = Array.from({ length: taskClasses }, () => new TaskMeasures());
    this.requests = Array.from({ length: requestClasses }, () => new RequestMeasures());
    this.firstArrivals = new Float64Array(taskClasses).fill(-1);
    this.lastEnds = new Float64Array(taskClasses).fill(-1);
  }

  /** Whether work that arrived at a time is of this window. */
  has(arrived: Micros): boolean {
    return arrived >= this.from && arrived < this.to;
  }
}
