/** A scenario's numbers kept for later, and how much worse today's are. */
import type { Observation } from '../estimates/observation.ts';
import type { RawValue } from '../estimates/raw-value.ts';
import { ALPHA, mean } from '../statistics/mean.ts';
import { pairedDifference, welchDifference } from '../statistics/paired.ts';
import { ratioEstimate } from '../statistics/ratio.ts';

/** Of the rules of the model, written into every baseline; rises only when a rule changes numbers. */
export const MODEL = 2;

/** One metric of a baseline file. */
export interface BaselineMetric {
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** One a replication, in order. */
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
  /**
   * How much worse than the baseline, in the metric's unit; below 0 better. ±Infinity where only one of both is beyond
   * every limit, NaN where both are in other replications (of other work: in some, whichever), or nothing is left to compare.
   */
  readonly worse: number;
  /**
   * Half-width of its interval towards 0, of 95 % unless asked otherwise; null where there is none. Where it is worse that
   * decides whether it is by more than is tolerated.
   */
  readonly half: number | null;
  /** As far as it reaches away from 0. Where it is worse that decides whether it is by no more. */
  readonly away: number | null;
  /** The baseline's own value, NaN when it has none. */
  readonly was: number;
  /** Replications compared: pairs, or of the two sides the fewer; of a finite difference those that are finite. */
  readonly n: number;
  readonly method: 'paired' | 'welch';
}

/**
 * How much worse a metric is than in its baseline: paired by replication when both did the same work, so that an
 * unchanged model differs by exactly 0; else by Welch. Replications in which there was nothing to measure are left out.
 */
export function worsening(
  now: Observation,
  then: BaselineMetric,
  sameWork: boolean,
  alpha = ALPHA,
): Worsening {
  const [today, before] = sameWork ? pairsOf(now.raw, then.values) : [now.raw, then.values].map(measured);
  const n = Math.min(today!.length, before!.length);
  const [a, b] = [finiteValues(today!), finiteValues(before!)];
  const method = sameWork ? 'paired' : 'welch';
  const common = { was: b === null ? Number.NaN : mean(b), n, method } as const;
  const lost = isBeyond(today!, before!, sameWork);
  const gained = isBeyond(before!, today!, sameWork);
  if (n === 0 || (lost && gained)) return { ...common, worse: Number.NaN, half: null, away: null };
  if (lost || gained) {
    const worse = lost ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return { ...common, worse, half: null, away: null };
  }
  if (a === null || b === null) return { ...common, worse: 0, half: 0, away: 0 };
  // The rest of nine replications in ten is no match for the rest of one.
  if (!sameWork && today!.includes('never')) return { ...common, worse: Number.NaN, half: null, away: null };
  const sign = then.better === 'lower' ? 1 : -1;
  if (a.length < 2 || b.length < 2)
    return { ...common, worse: sign * (mean(a) - mean(b)), half: null, away: null };
  const found = sameWork ? pairedDifference(a, b, undefined, alpha) : welchDifference(a, b, undefined, alpha);
  const { difference, half, away } = found;
  const compared = Math.min(a.length, b.length);
  return { ...common, n: compared, worse: sign * difference, half, away, method: found.method };
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
  const share = ({ was, now }: BaselineChange) => {
    if (was === now) return 0;
    return was === null || now === null || was === 0 ? Number.MAX_VALUE : Math.abs((now - was) / was);
  };
  return changes.sort((a, b) => share(b) - share(a) || (a.metric < b.metric ? -1 : 1));
}

/** The replications that both sides have and in which both measured something. */
function pairsOf(today: readonly RawValue[], before: readonly RawValue[]): [RawValue[], RawValue[]] {
  const n = Math.min(today.length, before.length);
  const both = Array.from({ length: n }, (_, i) => i).filter((i) => today[i] !== null && before[i] !== null);
  return [both.map((i) => today[i]!), both.map((i) => before[i]!)];
}

function measured(raw: readonly RawValue[]): RawValue[] {
  return raw.filter((value) => value !== null);
}

/** Whether one side is beyond every limit where the other is not: in the same replication, or, unpaired, in any. */
function isBeyond(one: readonly RawValue[], other: readonly RawValue[], sameWork: boolean): boolean {
  if (sameWork) return one.some((value, i) => value === 'never' && other[i] !== 'never');
  return one.includes('never') && !other.includes('never');
}

/** One value each replication that has a finite one, of pairs the ratio estimator's pseudo-values; null when none has. */
function finiteValues(raw: readonly RawValue[]): readonly number[] | null {
  const known = raw.filter((value) => value !== null && value !== 'never');
  if (known.length === 0) return null;
  const sums = known.map((value) => (typeof value === 'number' ? value : value[0]));
  const pers = known.map((value) => (typeof value === 'number' ? 1 : value[1]));
  return ratioEstimate(sums, pers)?.each ?? null;
}
