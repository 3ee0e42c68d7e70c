/**
 * A checked, fully defaulted scenario: what the model runs. No units and no names left to resolve:
 * times are whole microseconds, sizes bytes, rates per second, shares 0..1, and whatever was named in
 * the file is an index into an array of this value. It is plain data (structured-cloneable, JSON), frozen,
 * and everything a run does follows from it, the seed and the replication number.
 */
import type { Distribution } from '../engine/distributions.ts';
import type { Micros } from '../engine/time.ts';
import type { AutoscaleSpec } from './autoscale.ts';
import type { Expectation, LimitExpectation } from './expectation.ts';

export const DISPATCH_POLICIES = ['fair-share', 'greedy', 'immediate'] as const;
export type DispatchPolicy = (typeof DISPATCH_POLICIES)[number];

export const TASK_SHARES = ['none', 'projects'] as const;
/** Among whom slots are shared (rule Q15). */
export type TaskShare = (typeof TASK_SHARES)[number];

export const TASK_ORDERS = ['fifo', 'lifo', 'shortest'] as const;
/** Who is next of those in the queue, inside a band (rule Q13). */
export type TaskOrder = (typeof TASK_ORDERS)[number];

export const BALANCER_CHOICES = [
  'round-robin',
  'least-connections',
  'random',
  'power-of-two',
  'source-hash',
] as const;
export type BalancerChoice = (typeof BALANCER_CHOICES)[number];

export const WHEN_NONE_HEALTHY = ['refuse', 'all'] as const;

export const TASK_KINDS = ['deployment', 'runbook', 'system', 'other'] as const;
/** What a concurrency tag can be made of. */
export const TAGGED_BY = ['project', 'environment', 'tenant'] as const;
export const STARTED_BY = ['people', 'schedule'] as const;

export type TaskKind = (typeof TASK_KINDS)[number];

export interface Scenario {
  readonly name: string;
  /** The question the scenario answers, in words; empty when the file asks none. */
  readonly question: string;
  readonly seed: string;
  readonly duration: Micros;
  readonly study: 'terminating' | 'steady';
  /** Cut before measuring; null in a steady study: found by MSER-5. Always 0 in a terminating one unless given. */
  readonly warmUp: Micros | null;
  readonly places: readonly Place[];
  readonly network: NetworkSpec;
  readonly balancers: readonly BalancerSpec[];
  readonly nodes: readonly NodeSpec[];
  readonly groups: readonly GroupSpec[];
  readonly workers: readonly WorkerPoolSpec[];
  /** null: `ideal`, every call answers at once (rule B8). */
  readonly database: DatabaseSpec | null;
  /** null: `ideal`, every operation ends at once (rule S2). */
  readonly storage: StorageSpec | null;
  readonly dispatch: DispatchSpec;
  /** The node limit of the licence; null is unlimited (rule A1). */
  readonly licence: number | null;
  readonly tasks: readonly TaskClassSpec[];
  readonly requests: readonly RequestClassSpec[];
  /** In order of time, entries of one time in file order (rule F1). */
  readonly timeline: readonly TimelineEntry[];
  readonly failures: readonly FailureSpec[];
  readonly plans: readonly PlanSpec[];
  readonly cost: CostSpec | null;
  /** Rule C2: run and cpu steps fail after twice their length. */
  readonly overloadFailures: boolean;
  /** Up to and including this time every replication does what this one did (rule T9); usually there is none. */
  readonly history?: { readonly replication: number; readonly until: Micros };
  readonly expect: readonly Expectation[];
  /** What it keeps in every disaster. */
  readonly promises: readonly LimitExpectation[];
  /** Figures that come from a preset or default and are not documented facts: named under every result. */
  readonly assumed: readonly FilledFigure[];
  /** The same that are: with them all that an answer rests on and the file does not say. */
  readonly documented: readonly FilledFigure[];
}

/** `region/zone`, or a region alone (zone null): spans its zones, reached at `sameZone` from each (rule N1). */
export interface Place {
  readonly region: string;
  readonly zone: string | null;
}

export interface NetworkSpec {
  /** Round trip between places by index, in µs; -1 where no pair of parts needs one. Symmetric. */
  readonly roundTrip: readonly (readonly Micros[])[];
  /** Standard deviation of the logarithm of a factor with mean 1, one a call; 0 is off (rule N2). */
  readonly jitter: number;
}

export interface BalancerSpec {
  readonly name: string;
  readonly place: number;
  readonly preset: string | null;
  /** The nodes it serves, by index, in order. */
  readonly nodes: readonly number[];
  readonly choice: BalancerChoice;
  /** By node; null: all the same (rule L11). */
  readonly weights: readonly number[] | null;
  /** A node that comes into rotation weighs this share of its weight at first, and all of it after so long; null: at once. */
  readonly slowStart: { readonly lasts: Micros; readonly atFirst: number } | null;
  /** What requests get while no node is healthy: an error, or any node (rule L6). */
  readonly whenNoneHealthy: (typeof WHEN_NONE_HEALTHY)[number];
  readonly probe: {
    readonly type: 'http' | 'tcp' | 'passive';
    readonly interval: Micros;
    readonly timeout: Micros;
    readonly fall: number;
    readonly rise: number;
    /** What the node works for an answer: of its CPU, and calls to the database (rule L12). */
    readonly cpu: Micros;
    readonly db: number;
    readonly maxFails: number;
    readonly failTimeout: Micros;
    /** A request that could not connect goes on to the next node (rule L3). */
    readonly nextUpstream: boolean;
    /** From the failed probes until the node gets no request any more (rule L2). */
    readonly outAfter: Micros;
  };
  /** How soon what runs the nodes tells of one that ended, and of one whose host is lost (rule L8); null: nothing tells. */
  readonly orchestrator: { readonly ended: Micros; readonly hostLost: Micros } | null;
  readonly connectTimeout: Micros;
}

export interface NodeSpec {
  readonly name: string;
  /** Index into `groups`. */
  readonly group: number;
  readonly place: number;
  readonly taskCap: number;
  readonly cores: number;
  readonly startTime: Micros;
  /** First look; null: drawn uniformly over `dispatch.every` from the stream `phase/<name>` (rule D1). */
  readonly phase: Micros | null;
  /** `absent`: it does not exist before the timeline adds it. */
  readonly state: 'online' | 'down' | 'absent';
  /** Factor on the speed of its CPU; 1 is nominal. */
  readonly speed: number;
  /** It stops when it has reached no database for longer, and its watchdog looks after it so often (rule B5). */
  readonly endurance: Micros;
  readonly watchdog: Micros;
  /** null: it works on all requests at once. */
  readonly serving: ServingSpec | null;
  /** What its requests find there or have to fetch; null: it is never cold (rule C3). */
  readonly cache: CacheSpec | null;
  /** Slots that it keeps for classes, by index (rule Q11). */
  readonly reserve: readonly { readonly taskClass: number; readonly slots: number }[];
  /** What a cap that is set to or from 0 takes (rule D1). */
  readonly zeroCap: 'live' | 'restart';
}

/** A key of `nodes:`; a node without `count` is a group of one with its own name. */
export interface GroupSpec {
  readonly name: string;
  /** Indices into `nodes`, in order. */
  readonly members: readonly number[];
  /** What tasks may need: its name, and the labels that it is given (rule Q11). */
  readonly offers: readonly string[];
  /** null: its nodes are there from the start on, but for what the timeline does. */
  readonly autoscale: AutoscaleSpec | null;
}

/** Workers that steps of tasks run on (rule W6). */
export interface WorkerPoolSpec {
  readonly name: string;
  readonly count: number;
  /** Of each. */
  readonly slots: number;
}

export interface DatabaseSpec {
  readonly place: number;
  readonly preset: string | null;
  readonly cores: number;
  readonly read: Distribution;
  readonly write: Distribution;
  readonly flush: Micros;
  readonly poolSize: number;
  readonly poolWait: Micros;
  readonly commandTimeout: Micros;
  /** Before a failed call is made again (rule B4). */
  readonly retryPauses: readonly Micros[];
  readonly sessionTimeout: Micros;
  /** What nodes have as its address, and what a primary does that a plan replaced (rule B10). */
  readonly address: 'server' | 'listener';
  readonly oldPrimary: 'fenced' | 'serves';
  readonly replicas: readonly ReplicaSpec[];
  readonly backups: { readonly every: Micros; readonly restore: Micros } | null;
  /** What a new connection takes of its servers, and round trips before the call (rule B11); null: nothing. */
  readonly connect: { readonly cpu: Micros; readonly roundTrips: number } | null;
  /** null: it is never cold (rule B12). */
  readonly cache: CacheSpec | null;
}

/** How many things are asked for, all alike, and what it takes longer to fetch one that is missing. */
export interface CacheSpec {
  readonly items: number;
  readonly miss: Micros;
}

export interface ReplicaSpec {
  readonly name: string;
  readonly place: number;
  readonly mode: 'sync' | 'async' | 'shared';
  /** From the loss of the primary until the automatic failover begins (sync). */
  readonly detect: Micros;
  /** From the begin of the promotion until it serves. */
  readonly promote: Micros;
  /** How far an asynchronous replica trails. */
  readonly lag: Micros;
  /** How many times as fast as it was written it takes over what it lacks; above 1 (rule B9). */
  readonly catchUp: number;
}

export interface StorageSpec {
  readonly place: number;
  readonly preset: string | null;
  readonly latency: Distribution;
  readonly roundTrips: number;
  readonly concurrency: number;
  /** Bytes per second, all transfers together. */
  readonly bandwidth: number;
  /** Bytes per second, one transfer. */
  readonly perTransfer: number;
  /** Bytes; distance costs throughput: a transfer takes at least bytes × rtt / window (rule S1). */
  readonly window: number;
  /** How long an operation waits for a store that is away (rule S2). */
  readonly patience: Micros;
  readonly replicas: readonly { readonly name: string; readonly place: number; readonly lag: Micros }[];
  /** `local-disk`: each node its own. */
  readonly local: boolean;
}

export interface DispatchSpec {
  readonly policy: DispatchPolicy;
  readonly preset: string | null;
  readonly order: TaskOrder;
  /** Of `lifo`: for how long something must have been pending without a break before who came last is next (rule Q13). */
  readonly lifoAfter: Micros;
  /** Among whom the slots are shared when prioritised tasks wait (rule Q15). */
  readonly share: TaskShare;
  readonly every: Micros;
  /** Up to which its looks are apart while they take nothing; null: they stay `every` apart (rule Q12). */
  readonly idleUpTo: Micros | null;
  /** A node looks the moment a slot of it is free. */
  readonly lookWhenFree: boolean;
  /** Nodes with a slot free look the moment that work comes. */
  readonly push: boolean;
  /** The most tasks that a look takes; null: as many as it may. */
  readonly perLook: number | null;
  /** Tasks that a node takes ahead for each of its slots. */
  readonly prefetch: number;
  /** Whether a look takes the lock of the queue before it takes tasks (rule Q3). */
  readonly lock: boolean;
  readonly countAll: boolean;
  /** null: none. */
  readonly queueTimeout: Micros | null;
  readonly lockTimeout: Micros;
  readonly lockWait: Micros;
  readonly checkIn: Micros;
  readonly believedOnline: Micros;
  readonly orphanScan: Micros;
  readonly orphanAfter: Micros;
}

/**
 * Whether looks take a lock of the queue (rule Q4).
 *
 * @param scenario whose dispatch it is of
 * @returns false where its policy does not look, or its looks take none
 */
export function hasLock({ dispatch }: Pick<Scenario, 'dispatch'>): boolean {
  return dispatch.policy !== 'immediate' && dispatch.lock;
}

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
export const PAUSE_JITTERS = ['off', 'full', 'equal'] as const;

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

export const SERVING_ORDERS = ['fifo', 'lifo'] as const;

/** On how many requests a node works at once, and what becomes of the others (rule L10). */
export interface ServingSpec {
  readonly slots: number;
  /** The most that wait; null: as many as come. */
  readonly queue: number | null;
  readonly order: (typeof SERVING_ORDERS)[number];
  /** What its client has given up is dropped when it is its turn. */
  readonly dropExpired: boolean;
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
}

/** What a timeline entry, a failure or a plan step acts on. */
export type Target =
  | { readonly kind: 'node'; readonly node: number }
  /** A group, or all nodes (`nodes`). */
  | { readonly kind: 'nodes'; readonly name: string; readonly nodes: readonly number[] }
  | { readonly kind: 'zone'; readonly region: string; readonly zone: string }
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'database' }
  | { readonly kind: 'replica'; readonly replica: number }
  | { readonly kind: 'storage' }
  | { readonly kind: 'storage-replica'; readonly replica: number }
  | { readonly kind: 'balancer'; readonly balancer: number };

export interface DrainSpec {
  /** It lasts at least so long, with tasks to finish or without. */
  readonly atLeast: Micros;
  /** null: waits for ever. */
  readonly upTo: Micros | null;
  readonly then: 'wait' | 'cancel';
}

export interface TimelineEntry {
  /** Where it is drawn, about the middle of what it can be. */
  readonly at: Micros;
  /** The fault's name in metrics and on charts. */
  readonly name: string;
  readonly action: TimelineAction;
  /** Until the repair (of a node: until its start) begins; null: for good. */
  readonly for: Micros | null;
  /** Index into `plans`: what answers it. */
  readonly plan: number | null;
  /** What each replication draws for itself (rule F8). */
  readonly drawn?: { readonly at: Distribution | null; readonly for: Distribution | null };
}

export type TimelineAction =
  | { readonly do: 'crash'; readonly nodes: readonly number[] }
  | { readonly do: 'stop'; readonly nodes: readonly number[] }
  | { readonly do: 'start'; readonly nodes: readonly number[] }
  | {
      readonly do: 'restart';
      readonly nodes: readonly number[];
      readonly takes: Micros;
      readonly drain: DrainSpec | null;
    }
  | { readonly do: 'drain'; readonly nodes: readonly number[]; readonly drain: DrainSpec }
  | { readonly do: 'undrain'; readonly nodes: readonly number[] }
  | { readonly do: 'repoint'; readonly nodes: readonly number[] }
  | {
      readonly do: 'patch';
      readonly nodes: readonly number[];
      readonly oneByOne: boolean;
      readonly takes: Micros;
      readonly drain: DrainSpec | null;
    }
  /** The node stands in `nodes` with state `absent`. */
  | { readonly do: 'addNode'; readonly node: number }
  | { readonly do: 'removeNode'; readonly nodes: readonly number[] }
  | { readonly do: 'setTaskCap'; readonly nodes: readonly number[]; readonly to: number }
  | {
      readonly do: 'errors';
      readonly nodes: readonly number[];
      readonly share: number;
      readonly takes: Micros;
    }
  | { readonly do: 'slow'; readonly target: Target; readonly to: number }
  | {
      readonly do: 'cut';
      readonly from: readonly number[];
      readonly to: readonly number[];
      /** Only what goes from the first to the second is lost. */
      readonly oneWay: boolean;
    }
  | {
      readonly do: 'delay';
      readonly from: readonly number[];
      readonly to: readonly number[];
      /** On the round trip. */
      readonly by: Micros;
      /** Share of packets, each way. */
      readonly loss: number;
      readonly retransmit: Micros;
    }
  | { readonly do: 'outage'; readonly target: Target }
  | { readonly do: 'failover'; readonly replica: number }
  | { readonly do: 'maintenance' }
  | { readonly do: 'upgrade'; readonly schema: Micros; readonly perNode: Micros }
  | { readonly do: 'resubmit'; readonly cancelledSince: Micros; readonly classes: readonly number[] };

export interface FailureSpec {
  readonly name: string;
  /** Each fails on its own, keyed by its name: `failures/<target name>` (rule F2). */
  readonly targets: readonly { readonly name: string; readonly target: Target }[];
  /** Up time between faults. */
  readonly every: Distribution;
  /** Repair time, until the start begins. */
  readonly for: Distribution;
  /** The plan that answers each fault, by index. */
  readonly plan: number | null;
}

export interface PlanSpec {
  readonly name: string;
  readonly steps: readonly PlanStep[];
}

/** By the time of the day in which a step begins; without hours one piece from 0, without period. */
export interface Takes {
  readonly from: readonly Micros[];
  readonly length: readonly Distribution[];
  readonly period: Micros | null;
}

export const AWAITED = ['fault', 'tasks', 'ui', 'database', 'storage'] as const;

export interface WaitSpec {
  readonly what: (typeof AWAITED)[number];
  readonly every: Micros;
  /** null: for ever. */
  readonly upTo: Micros | null;
}

export interface PlanStep {
  readonly do:
    | 'decide'
    | 'waitFor'
    | 'promote'
    | 'restore'
    | 'repoint'
    | 'start'
    | 'stop'
    | 'build'
    | 'setTaskCap'
    | 'verify'
    | 'switch'
    | 'wait';
  /** How long an attempt takes: the piece of the hour in which it begins. */
  readonly takes: Takes;
  /** Probability that an attempt comes to nothing. */
  readonly fails: number;
  /** Attempts before the plan is given up; null: until one succeeds. */
  readonly tries: number | null;
  /** Index into `plans`: what is begun when this one is given up. */
  readonly otherwise: number | null;
  /** Of `decide`: the plan is abandoned when its fault is over by then. */
  readonly unlessOver: boolean;
  readonly waits: WaitSpec | null;
  /** Begins with the step before it instead of after it. */
  readonly alongside: boolean;
  readonly nodes: readonly number[];
  readonly what: Target | null;
  readonly to: number | null;
}

/** Prices in `currency`. */
export interface CostSpec {
  readonly currency: string;
  readonly perHour: {
    readonly node: number;
    readonly core: number;
    readonly worker: number;
    /** Share of the price of a node and its cores that it costs while it is down. */
    readonly off: number;
    readonly database: number;
    readonly storage: number;
    readonly balancer: number;
  };
  readonly perYear: { readonly licence: number };
}

/** What a preset or a default filled in. */
export interface FilledFigure {
  /** Where it stands, as a path: `database.read`. */
  readonly path: string;
  /** What it is, with its value. */
  readonly text: string;
  readonly value: string;
  readonly source: string;
  readonly standing: 'documented' | 'measured' | 'typical' | 'assumed';
}
