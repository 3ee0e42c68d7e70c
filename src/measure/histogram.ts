/**
 * Log-linear histogram of whole microseconds: exact below 128, from there 64 buckets an octave, so a value is
 * off by at most 1/128 (0.8 %) of itself. Fixed memory, merged by adding counts.
 */

const SUB = 64;
const EXACT = 2 * SUB;
/** 2^46 µs is more than two years; longer values fall into the last bucket. */
const OCTAVES = 40;

/** Buckets of a full histogram. */
export const BUCKETS = EXACT + OCTAVES * SUB;

/** Width of the buckets of each octave. */
const WIDTHS = Float64Array.from({ length: OCTAVES + 1 });
WIDTHS[0] = 1;
for (let octave = 1; octave <= OCTAVES; octave += 1) WIDTHS[octave] = 2 * WIDTHS[octave - 1]!;

/** The bucket of a value of at least 0 µs. */
export function bucketOf(value: number): number {
  if (value < EXACT) return value | 0;
  let shift = 0;
  let v = value;
  if (v >= 0x40000000) {
    v = Math.floor(v / 0x1000000);
    shift = 24;
    if (v >= 0x40000000) return BUCKETS - 1;
  }
  const down = 25 - Math.clz32(v);
  const bucket = EXACT + (shift + down - 1) * SUB + ((v >>> down) - SUB);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** The middle of a bucket, in µs. */
export function valueOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const octave = Math.floor((bucket - EXACT) / SUB) + 1;
  const width = WIDTHS[octave]!;
  return (SUB + ((bucket - EXACT) % SUB)) * width + (width - 1) / 2;
}

/** Pairs (bucket, count) in order of bucket: how a histogram is kept, sent and stored. */
export type SparseCounts = readonly number[];

/** Counts by bucket. */
export class Histogram {
  readonly counts = new Float64Array(BUCKETS);
  total = 0;

  /** Adds one value in µs. */
  record(value: number): void {
    this.recordIn(bucketOf(value));
  }

  /** Adds one value of a bucket. */
  recordIn(bucket: number): void {
    this.counts[bucket]! += 1;
    this.total += 1;
  }

  /** Adds all of another's. */
  add(sparse: SparseCounts): void {
    for (let i = 0; i < sparse.length; i += 2) {
      this.counts[sparse[i]!]! += sparse[i + 1]!;
      this.total += sparse[i + 1]!;
    }
  }

  /** The value with at least `rank` (1-based) values at or below it, in µs; NaN when there are fewer. */
  atRank(rank: number): number {
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      seen += this.counts[bucket]!;
      if (seen >= rank) return valueOf(bucket);
    }
    return Number.NaN;
  }

  /** The pairs (bucket, count) that are not empty. */
  sparse(): number[] {
    const pairs: number[] = [];
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const count = this.counts[bucket]!;
      if (count > 0) pairs.push(bucket, count);
    }
    return pairs;
  }
}
