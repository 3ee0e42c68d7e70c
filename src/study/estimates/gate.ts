/** Verdicts on what a scenario promises. */
import type { BaselineExpectation, LimitExpectation } from '../../scenario/expectation.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import { type BaselineMetric, worsening } from '../baseline/baseline.ts';
import type { Estimate } from './estimate.ts';
import type { Met } from './met.ts';
import { nameOf } from './metric-name.ts';
import type { Observation } from './observation.ts';

/** Replications below which nothing is judged. */
export const LEAST_FOR_VERDICT = 5;

export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'invalid';

/** What no further replication could make a pass. */
export function isUnmet(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'invalid';
}

/** The ends that are known of a judgement's value, which is one itself where there is none. */
export function endsOf(
  { low, high, atLeast }: Pick<Judgement, 'low' | 'high' | 'atLeast'>,
  value: number,
): readonly [low: number, high: number] {
  return [low ?? atLeast ?? value, high ?? value];
}

/** A verdict on one expectation, with what it was held against; figures in the base unit of its metric. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly expectation: LimitExpectation | BaselineExpectation;
  /** What was held against the limit; of a baseline expectation, how much worse it is than the baseline. */
  readonly value: number | null;
  /** Ends of the 95 % interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Where there is no interval but a lower end, of which the upper one is beyond every limit, and that end decides. */
  readonly atLeast?: number;
  readonly unit: string | null;
  /** Why it is not a plain pass or fail. */
  readonly reason?: string;
  /** How many had no finite value and are not in this mean (rule W5). */
  readonly leftOut?: number;
  /** In how many replications it is met, each taken by itself. */
  readonly metIn?: Met;
  /** How the baseline was compared: `paired` when it did the same work. */
  readonly method?: 'paired' | 'welch';
}

/**
 * Judges a limit: `pass` when the interval lies inside it, also one without an upper end, `fail` when outside, else `inconclusive`; `invalid` when
 * the metric is missing or has no samples. What is beyond every limit fails each upper one (rule W5), and a
 * recovery that did not come fails lower ones too (rule F4).
 *
 * @param expectation a limit of a scenario
 * @param estimates of a study, by metric
 * @returns the verdict, with what was held against the limit in base units
 */
export function judge(expectation: LimitExpectation, estimates: ReadonlyMap<string, Estimate>): Judgement {
  const estimate = estimates.get(nameOf(expectation));
  if (estimate === undefined)
    return without(expectation, 'invalid', 'there is no such metric in the results');
  const { value, low, high, unit, reason } = estimate;
  const judged = (verdict: Verdict, why = reason): Judgement => ({
    verdict,
    expectation,
    value,
    low,
    high,
    unit,
    ...(why === undefined ? {} : { reason: why }),
    ...(estimate.leftOut === undefined ? {} : { leftOut: estimate.leftOut }),
  });
  if (estimate.infinite) return judged(holds(expectation, Number.POSITIVE_INFINITY) ? 'pass' : 'fail');
  if (estimate.n === 0) return judged('invalid');
  // Too few samples so far: more replications may bring them.
  if (value === null) return judged('inconclusive');
  if (estimate.kind === 'extreme') return judged(againstLimit(expectation, value, value));
  if (low === null || high === null) {
    const { atLeast, n } = estimate;
    if (atLeast === undefined || n < LEAST_FOR_VERDICT)
      return judged('inconclusive', reason ?? 'a single value has no interval');
    const verdict = againstLimit(expectation, atLeast, Number.POSITIVE_INFINITY);
    return { ...judged(verdict), ...(verdict === 'inconclusive' ? {} : { atLeast }) };
  }
  if (!estimate.exact && estimate.n < LEAST_FOR_VERDICT) {
    return judged('inconclusive', `fewer than ${LEAST_FOR_VERDICT} replications`);
  }
  return judged(againstLimit(expectation, low, high));
}

function againstLimit(expectation: LimitExpectation, low: number, high: number): Verdict {
  const [one, other] = [holds(expectation, low), holds(expectation, high)];
  if (one && other) return 'pass';
  return one || other ? 'inconclusive' : 'fail';
}

/**
 * Whether a value in the metric's base unit lies inside a limit. What is beyond every limit, Infinity, lies inside a lower
 * one, but for what did not come back: that is inside none (rule F4).
 */
export function holds({ operator, value, metric }: LimitExpectation, x: number): boolean {
  if (x === Number.POSITIVE_INFINITY && isOfRecovery(metric)) return false;
  switch (operator) {
    case '<':
      return x < value;
    case '<=':
      return x <= value;
    case '>':
      return x > value;
    case '>=':
      return x >= value;
  }
}

function isOfRecovery(metric: string): boolean {
  const family = parseMetricName(metric)?.family;
  return family === 'recovery' || family === 'outage';
}

/**
 * Judges `no worse than baseline by`: `pass` when the interval of how much worse it became lies within the
 * tolerance, `fail` when beyond. A metric that differs by exactly 0 passes however few replications there are.
 *
 * @param observations of the scenario now
 * @param baseline the metrics of a baseline file
 * @param sameWork whether the baseline did the same work (its work hash), so that replications pair one to one
 * @param exact whether the scenario draws nothing random
 */
export function judgeAgainstBaseline(
  expectation: BaselineExpectation,
  observations: ReadonlyMap<string, Observation>,
  baseline: Readonly<Record<string, BaselineMetric>>,
  sameWork: boolean,
  exact: boolean,
): Judgement {
  const now = observations.get(expectation.metric);
  const then = baseline[expectation.metric];
  if (now === undefined) return without(expectation, 'invalid', 'there is no such metric in the results');
  if (now.n === 0) return without(expectation, 'invalid', now.reason ?? 'no samples');
  if (then === undefined) return without(expectation, 'invalid', 'the baseline does not have it');
  const { worse, half, away, was, n, method } = worsening(now, then, sameWork);
  const tolerated = expectation.by * Math.abs(was);
  const none = exact ? 0 : null;
  const [below, above] = worse < 0 ? [away ?? none, half ?? none] : [half ?? none, away ?? none];
  const finite = Number.isFinite(worse);
  const low = finite && below !== null ? worse - below : null;
  const high = finite && above !== null ? worse + above : null;
  const [verdict, reason] = judgeWorsening(worse, low, high, tolerated, n, exact);
  return {
    verdict,
    expectation,
    value: finite ? worse : null,
    low,
    high,
    unit: now.unit,
    method,
    ...(reason === undefined ? {} : { reason }),
  };
}

function judgeWorsening(
  worse: number,
  low: number | null,
  high: number | null,
  tolerated: number,
  n: number,
  exact: boolean,
): [Verdict, string?] {
  if (n === 0) return ['inconclusive', 'no replication has it both now and in the baseline'];
  if (worse === Number.POSITIVE_INFINITY) return ['fail', 'beyond every limit, where the baseline is not'];
  if (worse === Number.NEGATIVE_INFINITY) return ['pass', 'the baseline is beyond every limit'];
  if (Number.isNaN(worse))
    return ['inconclusive', 'beyond every limit in other replications than the baseline'];
  if (worse === 0 && (high === 0 || high === null)) return ['pass'];
  if (low === null || high === null) return ['inconclusive', 'a single value has no interval'];
  if (!exact && n < LEAST_FOR_VERDICT)
    return ['inconclusive', `fewer than ${LEAST_FOR_VERDICT} replications to compare`];
  if (high <= tolerated) return ['pass'];
  return [low > tolerated ? 'fail' : 'inconclusive'];
}

function without(
  expectation: LimitExpectation | BaselineExpectation,
  verdict: Verdict,
  reason: string,
): Judgement {
  return { verdict, expectation, value: null, low: null, high: null, unit: null, reason };
}
