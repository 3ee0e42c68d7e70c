/** Durations of which a replication has many: their mean, quantiles and maximum by rule W5. */
import type { Sample } from '../../measure/result.ts';
import { parseMetricName, withStatistic } from '../../scenario/metric-name.ts';
import { mergeSamples, QUANTILES, type Quantile, quantile, rankedQuantile } from '../statistics/quantile.ts';
import { type QuantileSpread, quantileSpread } from '../statistics/quantile-bounds.ts';
import { ratioEstimate } from '../statistics/ratio.ts';
import { descriptionOf } from './metric-name.ts';
import type { Observation } from './observation.ts';
import { observeOnce } from './observe-values.ts';
import { type RawValue, rawValue } from './raw-value.ts';
import { sayDuration, sayShare } from './reason.ts';

const MICROS_PER_SECOND = 1e6;

/**
 * What one sample of each replication says: `.mean`, `.p50` … `.p99`, `.max`, in seconds.
 *
 * @param exact nothing is drawn at random, so that no quantile has too few samples beyond it
 */
export function observeSamples(name: string, samples: readonly Sample[], exact: boolean): Observation[] {
  const merged = mergeSamples(samples);
  const quantiles = Object.entries(QUANTILES).flatMap(([statistic, p]) => {
    const own = withStatistic(name, statistic);
    if (p === 1) return observeLargest(own, samples, rankedQuantile(merged, p), exact);
    const found = exact ? rankedQuantile(merged, p) : quantile(merged, p);
    return [observeQuantile(own, p, samples, found, quantileSpread(samples, merged, p))];
  });
  return [observeMean(withStatistic(name, 'mean'), samples, merged), ...quantiles];
}

/** The largest of each replication: one value, known exactly. */
function observeLargest(
  name: string,
  samples: readonly Sample[],
  merged: Quantile,
  exact: boolean,
): Observation[] {
  const each = samples.map((sample) => secondsOf(rankedQuantile(sample, 1)));
  return observeOnce(name, each, merged.kind === 'value' ? '' : whyNull(name, merged), exact);
}

/** The mean of those with a finite value, by the ratio estimator: replications hold different numbers of them. */
function observeMean(name: string, samples: readonly Sample[], merged: Sample): Observation {
  const { unit, kind, better } = descriptionOf(name);
  const known = samples.filter((sample) => sample.count > 0);
  const estimate = ratioEstimate(
    known.map((sample) => sample.sum / MICROS_PER_SECOND),
    known.map((sample) => sample.count),
  );
  const raw = samples.map(({ count, sum, never, unfinished }): RawValue => {
    if (count > 0) return [sum / MICROS_PER_SECOND, count];
    return never + unfinished > 0 ? 'never' : null;
  });
  const common = { name, unit, kind, better, raw, n: known.length };
  const leftOut = merged.never + merged.unfinished;
  if (estimate === null) {
    const each = samples.map((sample) =>
      sample.never + sample.unfinished > 0 ? Number.POSITIVE_INFINITY : Number.NaN,
    );
    if (leftOut === 0) return { ...common, each, value: null, reason: 'no samples' };
    return {
      ...common,
      each,
      value: null,
      infinite: true,
      reason: `never: all of ${leftOut} ${whatFailed(name)}`,
      leftOut,
    };
  }
  let next = 0;
  const each = samples.map((sample) => (sample.count > 0 ? estimate.each[next++]! : Number.NaN));
  return { ...common, each, value: estimate.ratio, ...(leftOut > 0 ? { leftOut } : {}) };
}

/** The quantile of all replications as one. */
function observeQuantile(
  name: string,
  p: number,
  samples: readonly Sample[],
  merged: Quantile,
  spread: QuantileSpread | null,
): Observation {
  const { unit, kind, better } = descriptionOf(name);
  const each = samples.map((sample) => secondsOf(rankedQuantile(sample, p)));
  const common = {
    name,
    unit,
    kind,
    better,
    each,
    raw: each.map(rawValue),
    n: each.filter((value) => !Number.isNaN(value)).length,
  };
  if (merged.kind === 'value') {
    const resolution = merged.resolution / MICROS_PER_SECOND;
    return {
      ...common,
      value: merged.value / MICROS_PER_SECOND,
      resolution,
      ...(spread === null ? {} : inSeconds(spread)),
      ...(merged.marked ? { marked: true } : {}),
    };
  }
  const infinite = merged.kind === 'unfinished' || merged.kind === 'never';
  return { ...common, value: null, reason: whyNull(name, merged), ...(infinite ? { infinite: true } : {}) };
}

function inSeconds({ bounds, each }: QuantileSpread): Pick<Observation, 'bounds' | 'pseudo'> {
  return {
    bounds: [bounds[0] / MICROS_PER_SECOND, bounds[1] / MICROS_PER_SECOND],
    pseudo: each.map((value) => value / MICROS_PER_SECOND),
  };
}

function secondsOf(ranked: Quantile): number {
  if (ranked.kind === 'value') return ranked.value / MICROS_PER_SECOND;
  return ranked.kind === 'no-samples' ? Number.NaN : Number.POSITIVE_INFINITY;
}

function whyNull(name: string, missing: Exclude<Quantile, { kind: 'value' }>): string {
  switch (missing.kind) {
    case 'no-samples':
      return 'no samples';
    case 'too-few':
      return `${missing.count} samples; this quantile needs ${missing.needed}`;
    case 'unfinished':
      return `> ${sayDuration(missing.atLeast, Math.floor)}`;
    case 'never':
      return `never: ${sayShare(missing.share)} ${whatFailed(name)}`;
  }
}

/** What those without a value did not do. */
function whatFailed(name: string): string {
  return parseMetricName(name)!.measure === 'queueWait' ? 'did not start' : 'did not succeed';
}
