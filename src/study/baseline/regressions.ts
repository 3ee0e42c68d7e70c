/** What became worse than in a baseline, over all of its metrics at once. */

import { lastStatistic, ofAllClasses } from '../../scenario/metric-name.ts';
import { LEAST_FOR_VERDICT } from '../estimates/gate.ts';
import type { Observation } from '../estimates/observation.ts';
import { ALPHA } from '../statistics/mean.ts';
import { type BaselineMetric, worsening } from './baseline.ts';

export interface Regression {
  /** `inconclusive`: worse in too few replications to be sure of it. */
  readonly verdict: 'fail' | 'inconclusive';
  readonly metric: string;
  readonly unit: string;
  /** The baseline's value, in the unit. */
  readonly was: number;
  /** now − was; null where it is beyond every limit now (rule W5). */
  readonly difference: number | null;
  /** Half-width of its interval, wide enough for all metrics together; null where there is none. */
  readonly half: number | null;
  readonly method: 'paired' | 'welch';
}

export interface RegressionOptions {
  /** A share of the baseline's value: how much worse is tolerated. */
  readonly tolerance: number;
  /** The baseline did the same work, so that replications pair one to one. */
  readonly sameWork: boolean;
  /** Nothing is drawn at random. */
  readonly exact: boolean;
}

/**
 * The metrics that are worse than their baseline beyond the tolerance, with confidence, the largest share first.
 * A hundred metrics are a hundred chances to be wrong, so each interval is 1 − 5 %/metrics (Bonferroni).
 */
export function regressionsOf(
  now: ReadonlyMap<string, Observation>,
  baseline: Readonly<Record<string, BaselineMetric>>,
  options: RegressionOptions,
): Regression[] {
  return withoutEchoes(allRegressions(now, baseline, options));
}

/** The same, what is said of all classes said again of the only one. */
export function allRegressions(
  now: ReadonlyMap<string, Observation>,
  baseline: Readonly<Record<string, BaselineMetric>>,
  { tolerance, sameWork, exact }: RegressionOptions,
): Regression[] {
  const compared = comparable(now, baseline).map((name) => ({
    observation: now.get(name)!,
    then: baseline[name]!,
  }));
  const found = compared.flatMap(({ observation, then }): Regression[] => {
    const found = worsening(observation, then, sameWork, ALPHA / compared.length);
    const { worse, was, n, method } = found;
    const half = exact && found.half === null ? 0 : found.half;
    const tolerated = tolerance * Math.abs(was);
    const sure = exact || n >= LEAST_FOR_VERDICT;
    const beyond =
      worse === Number.POSITIVE_INFINITY || worse - (sure ? (half ?? Number.NaN) : 0) > tolerated;
    if (!beyond) return [];
    const difference = Number.isFinite(worse) ? (then.better === 'lower' ? worse : -worse) : null;
    const verdict = sure ? 'fail' : 'inconclusive';
    return [{ verdict, metric: observation.name, unit: then.unit, was, difference, half, method }];
  });
  return found.sort((a, b) => shareOf(b) - shareOf(a) || (a.metric < b.metric ? -1 : 1));
}

/** Metrics of a baseline that were measured now, too. */
export function comparable(
  now: ReadonlyMap<string, Observation>,
  baseline: Readonly<Record<string, BaselineMetric>>,
): string[] {
  return Object.keys(baseline).filter((name) => (now.get(name)?.n ?? 0) > 0);
}

/**
 * Where there is only one class, what is said of all classes is not said of it again; nor of the mean and the largest over
 * replications of what each has one of (`tasks.makespan.max`) what is said of it: a baseline compares all three by each.
 */
export function withoutEchoes(found: readonly Regression[]): Regression[] {
  const byMetric = new Map(found.map((one) => [one.metric, one]));
  const isSaidBy = (one: Regression, name: string) => {
    const other = byMetric.get(name) ?? one;
    return other !== one && other.was === one.was && other.difference === one.difference;
  };
  return found.filter(
    (one) => !isSaidBy(one, ofAllClasses(one.metric)) && !isSaidBy(one, lastStatistic(one.metric)?.of ?? ''),
  );
}

function shareOf({ difference, was }: Regression): number {
  return difference === null || was === 0 ? Number.MAX_VALUE : Math.abs(difference / was);
}
