/** Time bins for the charts and for finding the warm-up: counts by when it happened, durations by their arrival. */
import { HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';
import { BUCKETS, type SparseCounts } from './histogram.ts';
import type { BinSample } from './result.ts';

/** Widths that people can read off an axis. */
const WIDTHS: readonly Micros[] = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  ...[1, 2, 5, 10, 15, 20, 30].map((m) => m * MINUTE),
  ...[1, 2, 3, 4, 6, 12, 24].map((h) => h * HOUR),
];

/** The smallest readable width that gives at most so many bins. */
export function binWidth(duration: Micros, atMost: number): Micros {
  const width = WIDTHS.find((candidate) => duration / candidate <= atMost);
  return width ?? Math.ceil(duration / atMost);
}

/** Durations by bin of arrival, each a dense histogram made when it is first needed. */
export class BinnedDurations {
  readonly #width: Micros;
  readonly #end: Micros;
  readonly #histograms: (Uint32Array | null)[];
  readonly #infinite: Float64Array;

  /** @param end arrivals from then on are in no bin. */
  constructor(width: Micros, end: Micros) {
    const bins = Math.ceil(end / width);
    this.#width = width;
    this.#end = end;
    this.#histograms = new Array<Uint32Array | null>(bins).fill(null);
    this.#infinite = new Float64Array(bins);
  }

  /** @param bucket of the duration in a histogram */
  record(arrived: Micros, bucket: number): void {
    if (arrived >= this.#end) return;
    const bin = Math.floor(arrived / this.#width);
    let histogram = this.#histograms[bin];
    if (histogram == null) {
      histogram = new Uint32Array(BUCKETS);
      this.#histograms[bin] = histogram;
    }
    histogram[bucket]! += 1;
  }

  recordInfinite(arrived: Micros): void {
    if (arrived < this.#end) this.#infinite[Math.floor(arrived / this.#width)]! += 1;
  }

  build(): BinSample[] {
    return this.#histograms.map((histogram, bin) => ({
      histogram: histogram === null ? [] : sparseOf(histogram),
      infinite: this.#infinite[bin]!,
    }));
  }
}

function sparseOf(dense: Uint32Array): SparseCounts {
  const pairs: number[] = [];
  for (let bucket = 0; bucket < dense.length; bucket += 1) {
    if (dense[bucket]! > 0) pairs.push(bucket, dense[bucket]!);
  }
  return pairs;
}
