/** Series of all replications of a design as one: means with intervals, and percentiles of merged histograms. */
import { Histogram } from '../../measure/histogram.ts';
import type { RunResult, Series } from '../../measure/result.ts';
import { ALPHA, mean, variance } from '../../study/statistics/mean.ts';
import { rankOf } from '../../study/statistics/quantile.ts';
import { tQuantile } from '../../study/statistics/student-t.ts';

/** Fewer replications say too little about their spread to draw a band. */
export const LEAST_FOR_A_BAND = 5;
/** More points than this are no more to be seen on a chart. */
const MOST_POINTS = 120;

/** One bin of a chart: its middle in seconds and what was there; null where there is nothing to say. */
export interface Bin {
  readonly at: number;
  readonly value: number | null;
  /** Half-width of the 95 % interval over replications; null below five of them. */
  readonly half: number | null;
}

/** `bins` of a run taken together so that at most 120 are left. */
export function grouping(series: Series, most = MOST_POINTS): number {
  return Math.ceil(series.bins / most);
}

/**
 * A time average over replications.
 * @param seconds length of the run
 */
export function averages(runs: readonly RunResult[], name: string, seconds: number): Bin[] {
  const combine = (values: readonly number[], widths: readonly number[]) => {
    const whole = widths.reduce((sum, width) => sum + width, 0);
    return values.reduce((sum, value, i) => sum + value * widths[i]!, 0) / whole;
  };
  return perBin(runs, seconds, (series) => series.averages[name], combine);
}

/** The most at any time in each bin, mean over replications. */
export function maxima(runs: readonly RunResult[], name: string, seconds: number): Bin[] {
  return perBin(
    runs,
    seconds,
    (series) => series.maxima[name],
    (values) => Math.max(...values),
  );
}

/** Seconds of a bin of these charts; the last may be shorter. */
export function binSeconds(runs: readonly RunResult[]): number {
  const { series } = runs[0]!;
  return (series.width * grouping(series)) / 1e6;
}

/** Numbers per second over replications; several counts are added. */
export function rates(runs: readonly RunResult[], names: readonly string[], seconds: number): Bin[] {
  const combine = (values: readonly number[], widths: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / widths.reduce((sum, width) => sum + width, 0);
  const pick = (series: Series) => {
    const found = names.flatMap((name) => series.counts[name] ?? []);
    if (found.length === 0) return undefined;
    return Array.from({ length: series.bins }, (_, i) =>
      names.reduce((sum, name) => sum + (series.counts[name]?.[i] ?? 0), 0),
    );
  };
  return perBin(runs, seconds, pick, combine);
}

type Pick = (series: Series) => readonly number[] | undefined;
type Combine = (values: readonly number[], widths: readonly number[]) => number;

function perBin(runs: readonly RunResult[], seconds: number, pick: Pick, combine: Combine): Bin[] {
  const picked = runs.flatMap((run) => {
    const bins = pick(run.series);
    return bins === undefined ? [] : [bins];
  });
  if (picked.length === 0) return [];
  const { series } = runs[0]!;
  const halfWidth = halfWidths();
  return binsOf(series, grouping(series), seconds).map(({ from, to, at, widths }) => {
    const known = picked.map((bins) => combine(bins.slice(from, to), widths)).filter(Number.isFinite);
    if (known.length === 0) return { at, value: null, half: null };
    return { at, value: mean(known), half: halfWidth(known) };
  });
}

/**
 * `t(n−1, 0.975)·s/√n` of many bins; null below five values. The quantile, which is dear, is found once for each n.
 */
export function halfWidths(): (values: readonly number[]) => number | null {
  const quantiles = new Map<number, number>();
  return (values) => {
    const n = values.length;
    if (n < LEAST_FOR_A_BAND) return null;
    const t = quantiles.get(n) ?? tQuantile(1 - ALPHA / 2, n - 1);
    quantiles.set(n, t);
    return t * Math.sqrt(variance(values) / n);
  };
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  /** Seconds of each bin of the group; the last of a run may be shorter. */
  readonly widths: readonly number[];
}

function binsOf(series: Series, size: number, seconds: number): Group[] {
  const width = series.width / 1e6;
  const groups: Group[] = [];
  for (let from = 0; from < series.bins; from += size) {
    const to = Math.min(from + size, series.bins);
    const end = Math.min(to * width, seconds);
    const widths = Array.from({ length: to - from }, (_, i) => Math.min(width, seconds - (from + i) * width));
    groups.push({ from, to, at: (from * width + end) / 2, widths });
  }
  return groups;
}

/** Percentiles of what arrived in one bin, in seconds. */
export interface LatencyBin {
  readonly at: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** The 95th percentile falls among those that did not succeed. */
  readonly never: boolean;
}

/** Samples that a bin needs before its p99 is one of them and not the largest. */
const ENOUGH_FOR_P99 = 100;
/** Bins are not taken together beyond this: the course of the day must stay to be seen. */
const LEAST_BINS = 24;

/**
 * Percentiles over time, of the histograms of all replications merged bin by bin, wide enough that most bins hold
 * a hundred samples. A percentile with less than one sample beyond it is left out (a gap).
 */
export function latencies(
  runs: readonly RunResult[],
  names: readonly string[],
  seconds: number,
): LatencyBin[] {
  const { series } = runs[0]!;
  const all = samplesIn(runs, names);
  if (all === 0) return [];
  const wanted = Math.max(LEAST_BINS, Math.min(MOST_POINTS, Math.floor(all / (2 * ENOUGH_FOR_P99))));
  return binsOf(series, grouping(series, wanted), seconds).map(({ from, to, at }) => {
    const { histogram, never } = merged(runs, names, from, to);
    const total = histogram.total + never;
    const rank = (p: number) => rankOf(p, total);
    const percentile = (p: number) =>
      total * (1 - p) < 1 - 1e-9 || rank(p) > histogram.total ? null : histogram.atRank(rank(p)) / 1e6;
    return {
      at,
      p50: percentile(0.5),
      p95: percentile(0.95),
      p99: percentile(0.99),
      never: total > 0 && rank(0.95) > histogram.total,
    };
  });
}

function samplesIn(runs: readonly RunResult[], names: readonly string[]): number {
  let samples = 0;
  for (const { series } of runs) {
    for (const name of names) {
      for (const { histogram, infinite } of series.latencies[name] ?? []) {
        samples += infinite;
        for (let i = 1; i < histogram.length; i += 2) samples += histogram[i]!;
      }
    }
  }
  return samples;
}

/** Everything that arrived in the bins [from, to). */
function merged(runs: readonly RunResult[], names: readonly string[], from: number, to: number) {
  const histogram = new Histogram();
  let never = 0;
  for (const { series } of runs) {
    for (const name of names) {
      for (const sample of series.latencies[name]?.slice(from, to) ?? []) {
        histogram.add(sample.histogram);
        never += sample.infinite;
      }
    }
  }
  return { histogram, never };
}
