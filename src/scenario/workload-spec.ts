/** What comes to the cluster: classes of tasks with their steps, classes of requests with their clients, and when they arrive. */
import type { Distribution } from '../engine/distributions.ts';
import type { Micros } from '../engine/time.ts';

export const TASK_KINDS = ['deployment', 'runbook', 'system', 'other'] as const;

export type TaskKind = (typeof TASK_KINDS)[number];

/** What a concurrency tag can be made of. */
export const TAGGED_BY = ['project', 'environment', 'tenant'] as const;

export const STARTED_BY = ['people', 'schedule'] as const;

export type Step =
  | {
      readonly do: 'db';
      readonly calls: number;
      readonly writes: number;
      readonly transaction: boolean;
      /** For how many more steps its transaction keeps its connection (rule B2). */
      readonly keeps: number;
    }
  | { readonly do: 'read'; readonly bytes: number }
  | { readonly do: 'write'; readonly bytes: number }
  | { readonly do: 'cpu'; readonly length: Distribution }
  /**
   * `trace`: the task's own duration in the trace it arrived from. `on`: the pool of workers that it needs one of, by index
   * (rule W6); null: none.
   */
  | { readonly do: 'run'; readonly length: Distribution | 'trace'; readonly on: number | null }
  /** Starts so many tasks of a class, by index, and waits for them; `exempt`: its slot is free meanwhile (rule W8). */
  | { readonly do: 'start'; readonly taskClass: number; readonly count: number; readonly exempt: boolean }
  | { readonly do: 'repeat'; readonly times: number; readonly steps: readonly Step[] };

export const RETRY_NODES = ['any', 'another'] as const;

export interface TaskClassSpec {
  readonly name: string;
  readonly kind: TaskKind;
  readonly arrivals: Arrivals | null;
  readonly whenDown: 'refuse' | 'hold';
  /** A schedule does not come through the user interface (rule W4). */
  readonly startedBy: (typeof STARTED_BY)[number];
  /** Cores that a `run` step asks for (rule C1). */
  readonly runCores: number;
  /** Bands of the queue, first to last; FIFO inside each (fact 4). */
  readonly priority: 'top' | 'high' | 'normal';
  /** Tasks of it that are taken for each one of a class of weight 1 while both wait (rule Q13); null: 1, or nobody has one. */
  readonly weight: number | null;
  /** Slots of one node that each of its tasks takes, unless the rows of its trace say (rule Q16). */
  readonly slots: number;
  /** How long people think that its tasks take; null: nobody asks. */
  readonly estimate: Micros | null;
  /** How long after they joined the queue its tasks are still taken (rule Q14); null: however late. */
  readonly deadline: Micros | null;
  /** How many projects its tasks are of, each with the same chance. */
  readonly projects: number;
  /** Which groups' nodes may take its tasks, and what of these they need; null: all (rule Q11). */
  readonly needs: { readonly labels: readonly string[]; readonly groups: readonly number[] } | null;
  /** How many of its tasks can be taken or run at once, of each project, environment or tenant (fact 26); null: all. */
  readonly atMost: {
    readonly tasks: number;
    readonly per: readonly { readonly what: (typeof TAGGED_BY)[number]; readonly count: number }[];
  } | null;
  /** How often it is tried again when it has failed or lost its node, how much later and where; null: never (rule W7). */
  readonly retry: {
    readonly atMost: number;
    readonly pause: Micros;
    readonly on: (typeof RETRY_NODES)[number];
  } | null;
  /** What its node's stop interrupts goes on later instead of being cancelled (fact 52, a what-if). */
  readonly resilient: boolean;
  /** In the queue at time 0. */
  readonly queued: number;
  /** Running at time 0, by node index. */
  readonly active: readonly { readonly node: number; readonly count: number }[];
  readonly steps: readonly Step[];
}

export interface RequestClassSpec {
  readonly name: string;
  readonly source:
    | { readonly kind: 'open'; readonly arrivals: Arrivals }
    | { readonly kind: 'closed'; readonly users: number; readonly think: Distribution };
  /** Place of the clients. */
  readonly from: number;
  readonly via: ViaSpec;
  /** Clients that look the address up only when they start, and how long they go on; null for ever (rule L14). */
  readonly holdOn: { readonly share: number; readonly for: Micros | null } | null;
  readonly cpu: Distribution;
  readonly dbCalls: number;
  /** Of them, spread evenly. */
  readonly dbWrites: number;
  /** Whether one connection is held from the first call until the file is read (rule B2). */
  readonly transaction: boolean;
  /** Bytes read from storage; 0: no file. */
  readonly read: number;
  readonly timeout: Micros;
  /** How its clients try again; null: not (rule L9). */
  readonly retry: RetrySpec | null;
  /** Share of its requests below which a minute is an outage of its users (rule F5). */
  readonly outageBelow: number;
  /** How near to what they got before a disruption its users must be at last, and over how long that is looked at (F10). */
  readonly recovered: { readonly within: number; readonly over: Micros };
}

export const BACKOFFS = ['exponential', 'fixed'] as const;

export const RETRY_DEMANDS = ['same', 'anew'] as const;

export const PAUSE_JITTERS = ['off', 'full', 'equal', 'exponential'] as const;

/** How clients try again (rule L9). */
export interface RetrySpec {
  /** In all, the first among them. */
  readonly attempts: number;
  readonly backoff: (typeof BACKOFFS)[number];
  /** The first pause, or all of them, and the longest. */
  readonly pause: Micros;
  readonly upTo: Micros;
  readonly jitter: (typeof PAUSE_JITTERS)[number];
  /** What a further attempt asks of its node: the same, or drawn anew. */
  readonly demand: (typeof RETRY_DEMANDS)[number];
  /** No attempt begins later than this after the first; null: whenever. */
  readonly patience: Micros | null;
  readonly tokenBucket: { readonly perSuccess: number; readonly most: number } | null;
  readonly breaker: { readonly failures: number; readonly openFor: Micros } | null;
}

/** Which balancer clients go to, by index (rule L7). */
export type ViaSpec =
  | { readonly kind: 'nearest' }
  | { readonly kind: 'address'; readonly balancer: number }
  | { readonly kind: 'service'; readonly balancers: readonly number[] }
  | DnsSpec;

export interface DnsSpec {
  readonly kind: 'dns';
  readonly balancers: readonly number[];
  readonly ttl: Micros;
  readonly interval: Micros;
  readonly fall: number;
  readonly rise: number;
}

/** Rates are per second and already scaled by `workload.scale`. */
export type Arrivals =
  | { readonly kind: 'every'; readonly every: Micros; readonly offset: Micros }
  /** `count` arrivals at each time. */
  | { readonly kind: 'at'; readonly times: readonly Micros[]; readonly count: number }
  /** Piecewise constant; `poisson` is one piece from 0 without period. */
  | {
      readonly kind: 'profile';
      readonly from: readonly Micros[];
      readonly rate: readonly number[];
      readonly period: Micros | null;
    }
  | {
      readonly kind: 'bursts';
      readonly on: number;
      readonly off: number;
      readonly onFor: Distribution;
      readonly offFor: Distribution;
    }
  | { readonly kind: 'trace'; readonly trace: Trace };

/** Rows in order of arrival, ties in file order. Shown by file, hash and count, never by its rows. */
export interface Trace {
  readonly file: string;
  readonly hash: string;
  readonly rows: number;
  /** µs */
  readonly arrival: Float64Array;
  /** µs; null when the file has no such column. */
  readonly duration: Float64Array | null;
  /** What people thought that it would take, in µs, and the slots of each; null as above. */
  readonly estimate: Float64Array | null;
  readonly slots: Float64Array | null;
}
