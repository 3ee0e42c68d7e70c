/** A scenario's numbers kept for later, and how much worse today's are. */
import type { Observation, RawValue } from './observation.ts';
import { ALPHA, mean } from './statistics/mean.ts';
import { pairedDifference, welchDifference } from './statistics/paired.ts';
import { ratioEstimate } from './statistics/ratio.ts';

/** Of the rules of the model, written into every baseline; rises only when a rule changes numbers. */
export const MODEL = 1;

/** One metric of a baseline file. */
export interface BaselineMetric {
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** One a replication, in order; ratios as pairs (sum, per), null where there is no finite value. */
  readonly values: readonly RawValue[];
}

/** The metrics worth keeping: those of which it is known which direction is better. */
export function baselineMetrics(
  observations: ReadonlyMap<string, Observation>,
): Record<string, BaselineMetric> {
  const metrics: Record<string, BaselineMetric> = {};
  for (const { name, unit, better, raw, n } of observations.values()) {
    if (better !== null && n > 0 && raw.length > 0) metrics[name] = { unit, better, values: raw };
  }
  return metrics;
}

export interface Worsening {
  /** How much worse than the baseline, in the metric's unit; below 0 better. ±Infinity where only one has a value. */
  readonly worse: number;
  /** Half-width of its interval, of 95 % unless asked otherwise; null where there is none. */
  readonly half: number | null;
  /** The baseline's own value, NaN when it has none. */
  readonly was: number;
  readonly method: 'paired' | 'welch';
}

/**
 * How much worse a metric is than in its baseline: paired by replication when both did the same work, so that an
 * unchanged model differs by exactly 0; else by Welch.
 */
export function worsening(
  now: Observation,
  then: BaselineMetric,
  samework: boolean,
  alpha = ALPHA,
): Worsening {
  const n = samework ? Math.min(now.raw.length, then.values.length) : Number.POSITIVE_INFINITY;
  const [today, before] = [now.raw.slice(0, n), then.values.slice(0, n)];
  const method = samework ? 'paired' : 'welch';
  const [a, b] = [finiteValues(today), finiteValues(before)];
  const was = b === null ? Number.NaN : mean(b);
  const lost = missingIn(today, before, samework);
  const gained = missingIn(before, today, samework);
  if (lost || gained) {
    const worse = lost && gained ? Number.NaN : lost ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return { worse, half: null, was, method };
  }
  if (a === null || b === null) return { worse: 0, half: 0, was, method };
  const sign = then.better === 'lower' ? 1 : -1;
  if (a.length < 2 || b.length < 2) return { worse: sign * (mean(a) - mean(b)), half: null, was, method };
  const found = samework ? pairedDifference(a, b, undefined, alpha) : welchDifference(a, b, undefined, alpha);
  return { worse: sign * found.difference, half: found.half, was, method: found.method };
}

/** A metric whose kept values are others than before, over the replications that both have. */
export interface BaselineChange {
  readonly metric: string;
  readonly unit: string;
  /** null: there was none, or none that is finite. */
  readonly was: number | null;
  readonly now: number | null;
}

/** What a new baseline changes, the largest share first. */
export function baselineChanges(
  before: Readonly<Record<string, BaselineMetric>>,
  after: Readonly<Record<string, BaselineMetric>>,
): BaselineChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes = [...names].flatMap((metric): BaselineChange[] => {
    const [then, now] = [before[metric], after[metric]];
    const n = Math.min(then?.values.length ?? 0, now?.values.length ?? 0);
    const [old, fresh] = [then, now].map((one) => one?.values.slice(0, n) ?? []);
    if (n > 0 && JSON.stringify(old) === JSON.stringify(fresh)) return [];
    const valueOf = (one: BaselineMetric | undefined) => {
      const values = one === undefined ? null : finiteValues(n > 0 ? one.values.slice(0, n) : one.values);
      return values === null ? null : mean(values);
    };
    return [{ metric, unit: (now ?? then)!.unit, was: valueOf(then), now: valueOf(now) }];
  });
  const share = ({ was, now }: BaselineChange) =>
    was === null || now === null || was === 0 ? Number.MAX_VALUE : Math.abs((now - was) / was);
  return changes.sort((a, b) => share(b) - share(a) || (a.metric < b.metric ? -1 : 1));
}

/** Whether one side has no value where the other has: in the same replication, or, unpaired, in any. */
function missingIn(one: readonly RawValue[], other: readonly RawValue[], samework: boolean): boolean {
  if (samework) return one.some((value, i) => value === null && other[i] !== null);
  return one.includes(null) && !other.includes(null);
}

/** One value each replication that has one, of pairs the ratio estimator's pseudo-values; null when none has. */
function finiteValues(raw: readonly RawValue[]): readonly number[] | null {
  const known = raw.filter((value) => value !== null);
  if (known.length === 0) return null;
  const sums = known.map((value) => (typeof value === 'number' ? value : value[0]));
  const pers = known.map((value) => (typeof value === 'number' ? 1 : value[1]));
  return ratioEstimate(sums, pers)?.each ?? null;
}
