/**
 * How well a quantile of many replications together is known. Not from the spread of the replications' own quantiles: of a
 * few bad days the p95 of all days is a time of the bad ones, and how many of these there were is what nobody knows.
 * Woodruff's way (1952, Journal of the American Statistical Association 47): the share of each replication that
 * lies above the quantile is known; its interval, by the ratio estimator, is read from the histogram of all.
 */
import { valueOf } from '../../measure/histogram.ts';
import type { Sample } from '../../measure/result.ts';
import { mean } from './mean.ts';
import { isFolded, KEPT_WHOLE, rankedQuantile, widthAround } from './quantile.ts';
import { ratioEstimate } from './ratio.ts';
import { type Bounds, meanBounds } from './skewed.ts';

export interface QuantileSpread {
  /** µs; the upper end is Infinity where it lies among those without a value. */
  readonly bounds: Bounds;
  /** One a replication, their mean the quantile: what it would be had all been like this one, along a straight line. */
  readonly each: readonly number[];
}

/**
 * The interval of the p-quantile of samples of which `merged` is the sum; null below two that hold anything. The spread is
 * that of the first hundred: of later ones only numbers are kept.
 */
export function quantileSpread(samples: readonly Sample[], merged: Sample, p: number): QuantileSpread | null {
  const first = samples.slice(0, KEPT_WHOLE).filter((sample) => !isFolded(sample));
  const whole = first.filter((sample) => sizeOf(sample) > 0);
  const holding = samples.filter((sample) => sizeOf(sample) > 0).length;
  const total = sizeOf(merged);
  const centre = atShare(merged, p);
  const above = ratioEstimate(
    whole.map((sample) => sizeOf(sample) - countBelow(sample, centre)),
    whole.map(sizeOf),
  );
  if (above === null || !Number.isFinite(centre)) return null;
  const interval = meanBounds(above.each);
  if (interval === null) return null;
  const fewer = Math.sqrt(whole.length / holding);
  const [less, more] = interval.map((end) => (end - above.ratio) * fewer) as [number, number];
  const ends = [p + less, p + more].map((share) => within(merged, atShare(merged, share)));
  const bounds = [ends[0]!, p + more < 1 ? ends[1]! : beyondAllSeen(samples, p, ends[1]!, centre)] as const;
  // As steep as beside the quantile, below it, where times lie close: how far a share moves it (Bahadur). One rank where
  // all replications agree.
  const slope = (centre - bounds[0]) / Math.max(-less, 1 / total);
  let next = 0;
  const each = first.map((sample) =>
    sizeOf(sample) > 0 ? centre + slope * (above.each[next++]! - above.ratio) : Number.NaN,
  );
  return { bounds, each };
}

function sizeOf({ count, never, unfinished }: Sample): number {
  return count + never + unfinished;
}

/** Where a share of all lies below, evenly spread in its bucket; Infinity among those without a value. */
function atShare(sample: Sample, share: number): number {
  const rank = share * sizeOf(sample);
  let seen = 0;
  for (let i = 0; i < sample.histogram.length; i += 2) {
    const [index, count] = [sample.histogram[i]!, sample.histogram[i + 1]!];
    if (seen + count >= rank) {
      const [low, high] = edgesOf(index);
      return low + (Math.max(0, rank - seen) / count) * (high - low);
    }
    seen += count;
  }
  return sizeOf(sample) > sample.count ? Number.POSITIVE_INFINITY : sample.max;
}

/** The part of a bucket beyond the extremes is empty. */
function within({ min, max }: Sample, value: number): number {
  return value === Number.POSITIVE_INFINITY ? value : Math.min(max, Math.max(min, value));
}

/**
 * Where even the largest seen is no upper end: too few replications have what is long. It is then as far away as the
 * replications' own quantiles are from each other.
 */
function beyondAllSeen(samples: readonly Sample[], p: number, largest: number, centre: number): number {
  const own = samples.flatMap((sample) => {
    const ranked = rankedQuantile(sample, p);
    if (ranked.kind === 'no-samples') return [];
    return ranked.kind === 'value' ? ranked.value : Number.POSITIVE_INFINITY;
  });
  if (own.includes(Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  const [, high] = meanBounds(own)!;
  return Math.max(largest, centre + high - mean(own));
}

/** How many lie below a value, of its bucket in proportion. */
function countBelow({ histogram }: Sample, value: number): number {
  let below = 0;
  for (let i = 0; i < histogram.length; i += 2) {
    const [low, high] = edgesOf(histogram[i]!);
    if (low >= value) break;
    below += histogram[i + 1]! * Math.min(1, (value - low) / (high - low));
  }
  return below;
}

function edgesOf(index: number): Bounds {
  const middle = valueOf(index);
  const reach = widthAround(middle) / 2;
  return [middle - reach, middle + reach];
}
