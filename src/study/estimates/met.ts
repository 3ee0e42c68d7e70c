/**
 * In how many replications a limit is met, each taken by itself: a percentile of all days together may lie inside a limit
 * that every fifth day misses.
 */
import type { RunResult, Sample } from '../../measure/result.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { lastStatistic } from '../../scenario/metric-name.ts';
import { sampleIn, valueIn } from '../replications/folding.ts';
import { proportionInterval } from '../statistics/proportion.ts';
import { QUANTILES, rankedQuantile } from '../statistics/quantile.ts';
import { holds, type Judgement } from './gate.ts';
import { nameOf } from './metric-name.ts';

export interface Met {
  /** Replications that meet the limit, of those that say anything of the metric. */
  readonly met: number;
  readonly of: number;
  /** Ends of the 95 % interval of the share. */
  readonly low: number;
  readonly high: number;
}

/** A judgement with the share of replications that meet its limit; as it was where nothing is drawn at random. */
export function withMet<T extends Judgement>(
  judgement: T,
  limit: LimitExpectation,
  results: readonly RunResult[],
  exact: boolean,
): T {
  const each = results.map((result) => ownValue(result, nameOf(limit))).filter((own) => !Number.isNaN(own));
  if (exact || each.length < 2) return judgement;
  const met = each.filter((own) => holds(limit, own)).length;
  const [low, high] = proportionInterval(met, each.length);
  return { ...judgement, metIn: { met, of: each.length, low, high } satisfies Met };
}

/** What one replication says of a metric, in base units: Infinity beyond every limit, NaN where there is nothing. */
function ownValue(result: RunResult, name: string): number {
  const value = valueIn(result, name);
  if (value !== undefined) {
    const { sum, per, reason } = value;
    if (per > 0) return sum / per;
    return reason === undefined ? Number.NaN : Number.POSITIVE_INFINITY;
  }
  const last = lastStatistic(name);
  if (last === null) return Number.NaN;
  const sample = sampleIn(result, last.of);
  // Over replications, such as the p95 of a makespan: each has its own.
  return sample === undefined ? ownValue(result, last.of) : statisticOf(sample, last.statistic);
}

function statisticOf(sample: Sample, statistic: string): number {
  if (statistic === 'mean') {
    const { count, sum, never, unfinished } = sample;
    if (count > 0) return sum / count / MICROS_PER_SECOND;
    return never + unfinished > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  const ranked = rankedQuantile(sample, QUANTILES[statistic as keyof typeof QUANTILES]);
  if (ranked.kind === 'value') return ranked.value / MICROS_PER_SECOND;
  return ranked.kind === 'no-samples' ? Number.NaN : Number.POSITIVE_INFINITY;
}

const MICROS_PER_SECOND = 1e6;
