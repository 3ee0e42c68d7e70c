/** How many nodes of a group there are, and who says so (rules E1–E4). */
import type { Distribution } from '../engine/distributions.ts';
import type { Micros } from '../engine/time.ts';
import type { DrainSpec } from './timeline-spec.ts';

/**
 * What a scaler watches: tasks that its nodes may take and nobody has yet, these and those that they run, how long the
 * next of them has waited, the share of task slots in use, the share of CPU in use.
 */
export const WATCHED = ['queue', 'work', 'wait', 'busy', 'cpu'] as const;
export type Watched = (typeof WATCHED)[number];

export const POLICY_SELECTS = ['max', 'min', 'none'] as const;

export interface AutoscaleSpec {
  readonly min: number;
  readonly max: number;
  /** Between two looks. */
  readonly every: Micros;
  readonly rule: ScalingRule;
  /** From its addition until a node is ready, and the probability that it is not then. */
  readonly boot: Distribution;
  readonly bootFails: number;
  /** Tasks that a node starts before it goes; null: as many as come. */
  readonly jobs: number | null;
  readonly drain: DrainSpec;
}

/** In units of what is watched: a number of tasks for each node, a share, µs. */
export type ScalingRule = TargetRule | StepsRule | ScheduleRule;

/** As the horizontal pod autoscaler of Kubernetes. */
export interface TargetRule {
  readonly kind: 'target';
  readonly watch: Watched;
  readonly target: number;
  readonly tolerance: number;
  readonly up: PaceSpec;
  readonly down: PaceSpec;
}

export interface StepsRule {
  readonly kind: 'steps';
  readonly watch: Watched;
  readonly steps: readonly ScalingStep[];
  readonly cooldown: Micros;
}

export interface ScalingStep {
  /** Holds at or above it (adds nodes), else at or below it (gives nodes back). */
  readonly isAbove: boolean;
  readonly at: number;
  readonly nodes: number;
}

/** So many nodes by the time of the period; null: the last holds on. */
export interface ScheduleRule {
  readonly kind: 'schedule';
  readonly from: readonly Micros[];
  readonly nodes: readonly number[];
  readonly period: Micros | null;
}

/** How fast the number may change in one direction. */
export interface PaceSpec {
  /** The most cautious of what was wanted in so long. */
  readonly stabilise: Micros;
  readonly policies: readonly PacePolicy[];
  /** Which of the policies holds: the one that allows most, or least; `none` allows no change. */
  readonly select: (typeof POLICY_SELECTS)[number];
}

/** So many nodes, or so large a share of them, in each `per`; the other is null. */
export interface PacePolicy {
  readonly nodes: number | null;
  readonly share: number | null;
  readonly per: Micros;
}
