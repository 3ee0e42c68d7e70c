/**
 * When enough replications have been run: Hoad, Robinson & Davies (2010), "Automated selection of the number of
 * replications for a discrete-event simulation", Journal of the Operational Research Society 61.
 */
import { mean } from './mean.ts';
import { meanReach } from './skewed.ts';

/** Further replications for which the precision must hold before it is believed. */
export const LOOK_AHEAD = 5;

export interface Precision {
  /** γ: the half-width, of the longer side, as a share of the true value. */
  readonly relative: number;
  /** A half-width that is good enough whatever the value, for metrics near zero; in the metric's unit. */
  readonly absolute: number;
}

/** The half-width that is good enough: `γ/(1+γ)·|x̄|`, or the absolute one where that is more. */
export function allowedHalf(value: number, { relative, absolute }: Precision): number {
  return Math.max((relative / (1 + relative)) * Math.abs(value), absolute);
}

/** Whether `h/|x̄| ≤ γ/(1+γ)`, or h is within the absolute width. */
export function isPrecise(value: number, half: number | null, precision: Precision): boolean {
  return half !== null && half <= allowedHalf(value, precision);
}

/**
 * How many replications were enough: the first n ≥ `least` at which the mean of the first n is precise and
 * stays so for the next 5; null when these do not show it yet.
 *
 * @param each one value a replication, in order
 */
export function enoughReplications(each: readonly number[], precision: Precision, least = 5): number | null {
  let since: number | null = null;
  for (let n = Math.max(2, least); n <= each.length; n += 1) {
    const values = each.slice(0, n);
    if (!isPrecise(mean(values), meanReach(values), precision)) since = null;
    else if (since === null) since = n;
    if (since !== null && n - since >= LOOK_AHEAD) return since;
  }
  return null;
}

/** About how many replications a precision takes, when n have the half-width `half`: `n·(half/allowed)²`. */
export function replicationsNeeded(n: number, value: number, half: number, precision: Precision): number {
  const allowed = allowedHalf(value, precision);
  if (half === 0) return n;
  return allowed === 0 ? Number.POSITIVE_INFINITY : Math.ceil(n * (half / allowed) ** 2);
}
