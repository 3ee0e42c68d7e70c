/** What happens to the cluster and what people do about it: timeline, random failures, plans. */
import type { Distribution } from '../engine/distributions.ts';
import type { Micros } from '../engine/time.ts';

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

/** A target of some kinds. */
export type TargetOf<K extends Target['kind']> = Extract<Target, { readonly kind: K }>;

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
  | {
      readonly do: 'outage';
      readonly target: Target;
      /** As a fault by chance: a node that does not exist when it comes has none (rule F2). */
      readonly byChance?: true;
    }
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

/** What a step of a plan says whatever it does: of its time, of its luck and of its place among the others. */
export interface PlanStepTimes {
  /** How long an attempt takes: the piece of the hour in which it begins. */
  readonly takes: Takes;
  /** Probability that an attempt comes to nothing. */
  readonly fails: number;
  /** Attempts before the plan is given up; null: until one succeeds. */
  readonly tries: number | null;
  /** Index into `plans`: what is begun when this one is given up. */
  readonly otherwise: number | null;
  /** Begins with the step before it instead of after it. */
  readonly alongside: boolean;
}

/** What a step of a plan does, when its time is over. */
export type PlanDeed =
  /** `unlessOver`: the plan is abandoned when its fault is over by then. */
  | { readonly do: 'decide'; readonly unlessOver: boolean }
  | { readonly do: 'waitFor'; readonly waits: WaitSpec }
  | { readonly do: 'promote'; readonly what: TargetOf<'replica' | 'storage-replica'> }
  | { readonly do: 'restore' }
  | { readonly do: 'repoint'; readonly nodes: readonly number[] }
  | { readonly do: 'start'; readonly nodes: readonly number[] }
  | { readonly do: 'stop'; readonly nodes: readonly number[] }
  | { readonly do: 'build'; readonly nodes: readonly number[] }
  | { readonly do: 'setTaskCap'; readonly nodes: readonly number[]; readonly to: number }
  | { readonly do: 'verify' }
  | { readonly do: 'switch'; readonly balancer: number }
  | { readonly do: 'wait' };

export type PlanStep = PlanStepTimes & PlanDeed;
