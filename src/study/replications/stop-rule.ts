/** When to stop replicating. The loop that runs replications knows none of this; it asks a rule for more. */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Estimate, estimate, estimates } from '../estimates/estimate.ts';
import { isUnmet, judge, type Verdict } from '../estimates/gate.ts';
import { gatedObservations } from '../estimates/gated.ts';
import type { Observation } from '../estimates/observation.ts';
import {
  allowedHalf,
  enoughReplications,
  LOOK_AHEAD,
  type Precision,
  replicationsNeeded,
} from '../statistics/precision.ts';
import { isDeterministic } from './deterministic.ts';

/** Replications of a study unless said otherwise. */
export const REPLICATIONS = 10;
/** No rule asks for more than this. */
export const CAP = 200;

/** Given the results so far, in order of replication: how many more to run; 0 is enough. */
export type StopRule = (results: readonly RunResult[]) => number;

/** @throws RangeError for what is no number of replications: with half of one a study would never end */
export function requireReplications(replications: number): void {
  if (!Number.isSafeInteger(replications) || replications < 1)
    throw new RangeError(`${replications} is no number of replications: it is a whole number from 1`);
}

/** Ten, or one where nothing is left to chance. */
export function usualReplications(scenario: Scenario): number {
  return isDeterministic(scenario) ? 1 : REPLICATIONS;
}

/**
 * Exactly so many.
 *
 * @param replications how many, from 1
 * @returns the rule
 * @throws RangeError for what is no such number
 */
export function fixed(replications: number): StopRule {
  requireReplications(replications);
  return (results) => Math.max(0, replications - results.length);
}

/**
 * Until all of the scenario's gated metrics are precise and stay so for 5 more replications
 * (`statistics/precision.ts`), from 10 to at most 200. A scenario without chance takes one.
 *
 * @param scenario whose metrics are to be precise
 * @param relative γ, such as 0.05 for 5 %
 * @returns the rule
 * @throws RangeError for a share that is not above 0: nothing is ever so precise
 */
export function precise(scenario: Scenario, relative: number): StopRule {
  if (!(relative > 0)) throw new RangeError(`${relative} is no precision: it is a share such as 0.05`);
  if (isDeterministic(scenario)) return fixed(1);
  return (results) => {
    if (results.length < REPLICATIONS) return REPLICATIONS - results.length;
    const room = CAP - results.length;
    const gated = gatedObservations(scenario, results);
    const done = gated.every((one) => enoughOf(one, relative) !== null);
    return done ? 0 : Math.min(room, LOOK_AHEAD);
  };
}

/**
 * Until every limit has a verdict that more replications could not change for want of certainty; at most 200.
 *
 * @param scenario whose limits are to be judged
 * @param first replications before the first look
 * @returns the rule
 * @throws RangeError for what is no number of replications
 */
export function decided(scenario: Scenario, first = REPLICATIONS): StopRule {
  return untilKnown(scenario, first, (verdicts) => !verdicts.includes('inconclusive'));
}

/** Until it is known whether the limits are met all together: one fails, or all have a verdict; at most 200. */
export function settled(scenario: Scenario, first = REPLICATIONS): StopRule {
  return untilKnown(
    scenario,
    first,
    (verdicts) => verdicts.some(isUnmet) || !verdicts.includes('inconclusive'),
  );
}

function untilKnown(
  scenario: Scenario,
  first: number,
  enough: (verdicts: readonly Verdict[]) => boolean,
): StopRule {
  requireReplications(first);
  if (isDeterministic(scenario)) return fixed(1);
  return (results) => {
    if (results.length < first) return first - results.length;
    const known = estimates(scenario, results);
    const verdicts = scenario.expect.flatMap((one) =>
      one.kind === 'limit' ? [judge(one, known).verdict] : [],
    );
    return enough(verdicts) ? 0 : Math.min(CAP - results.length, REPLICATIONS);
  };
}

/** About how many replications `precise` will take in all, from those run; at most 200. */
export function predicted(scenario: Scenario, relative: number, results: readonly RunResult[]): number {
  const needs = gatedObservations(scenario, results).map((one) => needed(one, relative) ?? CAP);
  return Math.min(CAP, Math.max(results.length, ...needs) + LOOK_AHEAD);
}

/** How many replications were enough for `precise`; null when the cap came first, or nothing could be judged. */
export function sufficient(
  scenario: Scenario,
  relative: number,
  results: readonly RunResult[],
): number | null {
  let most = 1;
  const gated = gatedObservations(scenario, results);
  if (gated.length === 0) return null;
  for (const one of gated) {
    const enough = enoughOf(one, relative);
    if (enough === null) return null;
    most = Math.max(most, enough);
  }
  return most;
}

/** The ± that is printed: how far the interval reaches to its longer side; null where there is none. */
function reachOf(one: Observation): number | null {
  const { value, low, high } = estimate(one, false);
  return value === null || low === null || high === null ? null : Math.max(value - low, high - value);
}

/** About how many replications this metric takes, from those run; null where nothing is known of its spread. */
function needed(one: Observation, relative: number): number | null {
  const half = reachOf(one);
  return half === null ? null : replicationsNeeded(one.n, one.value!, half, precisionOf(one, relative));
}

/**
 * How many replications were enough for this metric, and held for 5 more; null when these do not show it. An interval that
 * is not made of one value a replication, as a percentile's, was wider by the root of how many fewer there were.
 */
function enoughOf(one: Observation, relative: number): number | null {
  const half = reachOf(one);
  if (half === null) return null;
  if (one.bounds === undefined)
    return enoughReplications(one.each.filter(Number.isFinite), precisionOf(one, relative));
  const enough = half === 0 ? 0 : needed(one, relative)!;
  return enough + LOOK_AHEAD <= one.n ? Math.max(enough, LOOK_AHEAD) : null;
}

/** Of the gated metrics the one furthest from this precision; null when there is nothing to judge. */
export function leastPrecise(
  scenario: Scenario,
  relative: number,
  results: readonly RunResult[],
): { readonly name: string; readonly estimate: Estimate } | null {
  const gated = gatedObservations(scenario, results).map((one) => {
    const half = reachOf(one);
    const excess =
      half === null ? Number.POSITIVE_INFINITY : half / allowedHalf(one.value!, precisionOf(one, relative));
    return { name: one.name, estimate: estimate(one, false), excess };
  });
  return gated.sort((a, b) => b.excess - a.excess)[0] ?? null;
}

/** Where the share of a number stops making sense and a width takes over: 1 % of all, 10 ms, one an hour, a hundredth of money, one. */
const NEAR_ZERO: Readonly<Record<string, number>> = { share: 0.01, s: 0.01, '1/s': 1 / 3600, currency: 0.01 };

function precisionOf({ unit }: Observation, relative: number): Precision {
  return { relative, absolute: (relative / (1 + relative)) * (NEAR_ZERO[unit] ?? 1) };
}
