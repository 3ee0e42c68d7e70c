/**
 * How many nodes are wanted (rules E2, E3): the published algorithm of Kubernetes' horizontal pod autoscaler, as numbers
 * (kubernetes.io, "Horizontal Pod Autoscaling", algorithm details and configurable scaling behavior; KEP-853).
 */
import type { Micros } from '../engine/time.ts';
import type { PacePolicy, PaceSpec, StepsRule, TargetRule, Watched } from '../scenario/autoscale.ts';

/** What a look sees: nodes there are and of these those that are ready, and what is watched, over all or their mean. */
export interface ScalingView {
  readonly nodes: number;
  readonly ready: number;
  readonly value: number;
}

/** Where division does not come out even, a ratio at the border of the tolerance is within it. */
const ROUNDING = 1e-9;

/** What is watched is a sum that the nodes share, a mean over ready nodes, or one value. */
const KINDS: Readonly<Record<Watched, 'sum' | 'mean' | 'value'>> = {
  queue: 'sum',
  work: 'sum',
  wait: 'value',
  busy: 'mean',
  cpu: 'mean',
};

/** The number of nodes that brings what is watched to its target, before any limit; that there are, within the tolerance. */
export function wantedNodes({ watch, target, tolerance }: TargetRule, view: ScalingView): number {
  const { nodes, ready, value } = view;
  const isNear = (ratio: number): boolean => Math.abs(1 - ratio) <= tolerance + ROUNDING;
  const up = (number: number): number => Math.max(0, Math.ceil(number - ROUNDING));
  const kind = KINDS[watch];
  if (kind === 'sum') return nodes > 0 && isNear(value / (target * nodes)) ? nodes : up(value / target);
  const ratio = value / target;
  if (nodes === 0) return up(ratio);
  if (kind === 'value') return isNear(ratio) ? nodes : up(ratio * ready);
  if (ready === nodes || ratio <= 1) return isNear(ratio) ? nodes : up(ratio * ready);
  // Nodes that are not ready yet count as idle when it would grow, and never turn it round.
  const damped = (ratio * ready) / nodes;
  return damped <= 1 || isNear(damped) ? nodes : Math.max(nodes, up(damped * nodes));
}

/** The change that the steps ask for: of those that hold the largest. */
export function stepChange({ steps }: StepsRule, value: number): number {
  let change = 0;
  for (const { isAbove, at, nodes } of steps) {
    if (isAbove ? value < at : value > at) continue;
    if (isAbove) change = Math.max(change, nodes);
    else if (change <= 0) change = Math.min(change, -nodes);
  }
  return change;
}

/** Stabilisation and policies: what a target's scaler remembers of what it wanted and did. */
export class Pace {
  readonly #up: PaceSpec;
  readonly #down: PaceSpec;
  readonly #kept: Micros;
  #wanted: { readonly at: Micros; readonly nodes: number }[] = [];
  #changes: { readonly at: Micros; readonly by: number }[] = [];

  constructor({ up, down }: Pick<TargetRule, 'up' | 'down'>) {
    this.#up = up;
    this.#down = down;
    const periods = [...up.policies, ...down.policies].map(({ per }) => per);
    this.#kept = Math.max(up.stabilise, down.stabilise, ...periods);
  }

  /** How many there should be now, of those that there are, where so many are wanted. */
  next(now: Micros, nodes: number, wanted: number): number {
    const isKept = ({ at }: { readonly at: Micros }): boolean => at > now - this.#kept;
    this.#wanted = this.#wanted.filter(isKept);
    this.#changes = this.#changes.filter(isKept);
    this.#wanted.push({ at: now, nodes: wanted });
    const least = Math.min(...this.#since(now - this.#up.stabilise, wanted));
    const most = Math.max(...this.#since(now - this.#down.stabilise, wanted));
    const steady = Math.min(most, Math.max(least, nodes));
    if (steady > nodes) return Math.max(nodes, Math.min(steady, this.#limit(now, nodes, this.#up, 1)));
    if (steady < nodes) return Math.min(nodes, Math.max(steady, this.#limit(now, nodes, this.#down, -1)));
    return nodes;
  }

  /** The number was changed. */
  note(now: Micros, by: number): void {
    if (by !== 0) this.#changes.push({ at: now, by });
  }

  #since(time: Micros, wanted: number): number[] {
    return [wanted, ...this.#wanted.filter(({ at }) => at > time).map(({ nodes }) => nodes)];
  }

  /** As far as the policies let it go, up or down. */
  #limit(now: Micros, nodes: number, { policies, select }: PaceSpec, sign: 1 | -1): number {
    if (select === 'none') return nodes;
    const limits = policies.map((policy) => {
      const recent = this.#changes.filter(({ at }) => at > now - policy.per);
      const before = nodes - recent.reduce((sum, { by }) => sum + by, 0);
      return before + sign * allowed(policy, before);
    });
    return (select === 'max') === (sign === 1) ? Math.max(...limits) : Math.min(...limits);
  }
}

/** Shares are rounded to more nodes, so that some change is always allowed. */
function allowed({ nodes, share }: PacePolicy, before: number): number {
  return nodes ?? Math.ceil(before * share! - ROUNDING);
}
