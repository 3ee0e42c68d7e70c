/** What the cluster of a scenario is made of: places, network, balancers, nodes, workers, database, storage. */
import type { Distribution } from '../engine/distributions.ts';
import type { Micros } from '../engine/time.ts';
import type { AutoscaleSpec } from './autoscale.ts';
import type { BalancerChoice } from './policies.ts';

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

export const WHEN_NONE_HEALTHY = ['refuse', 'all'] as const;

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
  /** First look; null: drawn uniformly over `dispatch.every` by the luck of the node (rules D1, T4). */
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
  /** Of its cores, credits in µs of one core; null: all of them are its own (rule C4). */
  readonly burst: BurstSpec | null;
  /** What its requests find there or have to fetch; null: it is never cold (rule C3). */
  readonly cache: CacheSpec | null;
  /** Slots that it keeps for classes, by index (rule Q11). */
  readonly reserve: readonly { readonly taskClass: number; readonly slots: number }[];
  /** What a cap that is set to or from 0 takes (rule D1). */
  readonly zeroCap: 'live' | 'restart';
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
  /** null: it is as fast under any load (rule B13). */
  readonly degrades: DegradesSpec | null;
}

/** Above how many calls a second, or at once, services run at what share of their speed. */
export interface DegradesSpec {
  readonly of: 'rate' | 'number';
  readonly above: number;
  readonly to: number;
}

/** What there is for good, how many credits for more are kept at most, and what share of these there is at the start. */
export interface BurstSpec {
  readonly baseline: number;
  readonly credits: number;
  readonly atStart: number;
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
  /** Bytes per second, and bytes; null: all of its bandwidth is there always (rule S4). */
  readonly burst: BurstSpec | null;
  /** How long an operation waits for a store that is away (rule S2). */
  readonly patience: Micros;
  readonly replicas: readonly { readonly name: string; readonly place: number; readonly lag: Micros }[];
  /** `local-disk`: each node its own. */
  readonly local: boolean;
}
