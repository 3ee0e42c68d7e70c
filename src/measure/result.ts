/**
 * What one replication did: plain data, the same to the last bit wherever it is computed, small enough to be
 * sent between threads and kept in a cache. Everything that is printed or drawn is made from these.
 */
import type { SpanKind } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import type { SparseCounts } from './histogram.ts';

/** What one replication did, in sums that can be pooled with those of others. */
export interface RunResult {
  readonly seed: string;
  /** Its number, from 0. */
  readonly replication: number;
  /** 16 hexadecimal digits over every event in order (time, kind, who). */
  readonly digest: string;
  readonly events: number;
  /** By metric name of the catalogue, with ` within <from>..<to>` (µs) behind it for a window of an expectation. */
  readonly values: Readonly<Record<string, Value>>;
  /** By subject and measure without statistic, such as `tasks.deployment.queueWait`; windows as above. */
  readonly samples: Readonly<Record<string, Sample>>;
  readonly series: Series;
  readonly spans: readonly Span[];
}

/**
 * A number in base units (seconds, bytes, shares, counts) as numerator and denominator, so that ratios can be
 * pooled: a count has `per` 1, a time average is an area over a time, a mean a sum over a number.
 * `per` 0 is "no samples"; a `reason` says why there is no value.
 */
export interface Value {
  readonly sum: number;
  readonly per: number;
  readonly reason?: string;
  /** Of the longest of several disruptions: the names of those that it is of (rules F4, F5). */
  readonly of?: readonly string[];
}

/** Durations of everything that counts, in µs (rule W5). */
export interface Sample {
  /** Those with a finite value. */
  readonly count: number;
  /** Of those, in µs. */
  readonly sum: number;
  readonly min: Micros;
  readonly max: Micros;
  readonly histogram: SparseCounts;
  /** Ended without a value: refused, failed, cancelled, timed out, lost. Infinite. */
  readonly never: number;
  /** Still not over when the run ended. Infinite, and known to be longer than `atLeast`. */
  readonly unfinished: number;
  /** The shortest time an unfinished one had taken when the run ended; 0 when there is none. */
  readonly atLeast: Micros;
}

/** Over [0, duration) in bins of equal width, the last one possibly shorter. */
export interface Series {
  /** Of a bin, in µs. */
  readonly width: Micros;
  readonly bins: number;
  /** Time averages in each bin: `queue.length`, `node.a.slots.busy`, `database.utilisation` … */
  readonly averages: Readonly<Record<string, readonly number[]>>;
  /** The most at any time in each bin: `queue.length`. */
  readonly maxima: Readonly<Record<string, readonly number[]>>;
  /** Numbers in each bin: `tasks.deployment.succeeded`, `requests.dashboard.served` … */
  readonly counts: Readonly<Record<string, readonly number[]>>;
  /** Durations by the bin of the arrival: `tasks.deployment.queueWait`; the histogram and those without a value. */
  readonly latencies: Readonly<Record<string, readonly BinSample[]>>;
}

/** Durations of what arrived in one bin. */
export interface BinSample {
  readonly histogram: SparseCounts;
  /** Never or unfinished: infinite. */
  readonly infinite: number;
}

/** A time in which something was not as usual, for the grey spans on charts. */
export interface Span {
  readonly kind: SpanKind;
  /** What people read: `us-east-1 lost`, `draining east-1`. */
  readonly label: string;
  readonly from: Micros;
  /** null: to the end of the run. */
  readonly to: Micros | null;
}
