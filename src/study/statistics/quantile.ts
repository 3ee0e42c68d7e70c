/** Quantiles of durations by rule W5: everything that counts has a rank, what did not succeed the last ones. */
import type { Micros } from '../../engine/time.ts';
import { Histogram, type SparseCounts, valueOf } from '../../measure/histogram.ts';
import type { Sample } from '../../measure/result.ts';

/** Replications of which everything is kept; of later ones the numbers, see `Folding`. */
export const KEPT_WHOLE = 100;

/** Samples that must lie beyond a quantile for it to be said at all. */
export const LEAST_IN_TAIL = 10;
/** Fewer than these beyond a quantile, and it is marked. */
const ENOUGH_IN_TAIL = 100;

export type Quantile =
  /** The exact value is within `resolution` of it: a histogram's bucket has a width. */
  | { readonly kind: 'value'; readonly value: Micros; readonly resolution: Micros; readonly marked: boolean }
  /** Its rank falls among those not over when the run ended: longer than `atLeast`. */
  | { readonly kind: 'unfinished'; readonly atLeast: Micros }
  /** Its rank falls among those without a value, which are this share of all. */
  | { readonly kind: 'never'; readonly share: number }
  /** `needed` samples in all, for `LEAST_IN_TAIL` beyond it. */
  | { readonly kind: 'too-few'; readonly count: number; readonly needed: number }
  | { readonly kind: 'no-samples' };

type RankedQuantile = Exclude<Quantile, { kind: 'too-few' }>;

/** What estimates ask of one replication's durations; 1 is the largest. */
export const QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, max: 1 } as const;

/** The histograms of many samples as one. */
export interface Fold {
  readonly histogram: Histogram;
  /** How many samples are in it. */
  members: number;
}

/** A sample whose histogram is in a sum with others: only the quantiles that were taken before can be asked of it. */
export interface FoldedSample extends Sample {
  readonly fold: Fold;
  /** As `foldSample` left them. */
  readonly numbers: Float64Array;
}

const PS: readonly number[] = Object.values(QUANTILES);
const KINDS = ['value', 'unfinished', 'never', 'no-samples'] as const;
const QUANTILES_FROM = 7;
const QUANTILE_NUMBERS = 4;
/** Its counts and extremes, and of each quantile its kind, whether it is marked, and two numbers. */
export const SAMPLE_NUMBERS = QUANTILES_FROM + QUANTILE_NUMBERS * PS.length;

/** Adds a sample's histogram to others, and puts what is left of it into `SAMPLE_NUMBERS` numbers. */
export function foldSample(sample: Sample, fold: Fold, into: Float64Array): void {
  fold.histogram.add(sample.histogram);
  fold.members += 1;
  const { count, sum, min, max, never, unfinished, atLeast } = sample;
  into.set([count, sum, min, max, never, unfinished, atLeast]);
  PS.forEach((p, i) => {
    const ranked = rankedQuantile(sample, p);
    into.set([KINDS.indexOf(ranked.kind), ...numbersOf(ranked)], QUANTILES_FROM + QUANTILE_NUMBERS * i);
  });
}

/** The sample that `foldSample` put there. */
export function unfoldSample(numbers: Float64Array, fold: Fold): FoldedSample {
  const [count, sum, min, max, never, unfinished, atLeast] = numbers as unknown as SampleHead;
  return { count, sum, min, max, histogram: [], never, unfinished, atLeast, fold, numbers };
}

type SampleHead = readonly [number, number, number, number, number, number, number];

function numbersOf(ranked: RankedQuantile): readonly [marked: number, a: number, b: number] {
  switch (ranked.kind) {
    case 'value':
      return [ranked.marked ? 1 : 0, ranked.value, ranked.resolution];
    case 'unfinished':
      return [0, ranked.atLeast, 0];
    case 'never':
      return [0, ranked.share, 0];
    case 'no-samples':
      return [0, 0, 0];
  }
}

function rankedFrom(numbers: Float64Array, at: number): RankedQuantile {
  const kind = KINDS[numbers[at]!]!;
  const [a, b] = [numbers[at + 2]!, numbers[at + 3]!];
  switch (kind) {
    case 'value':
      return { kind, value: a, resolution: b, marked: numbers[at + 1] === 1 };
    case 'unfinished':
      return { kind, atLeast: a };
    case 'never':
      return { kind, share: a };
    case 'no-samples':
      return { kind };
  }
}

/** Whether only the numbers of a sample are left. */
export function isFolded(sample: Sample): sample is FoldedSample {
  return 'fold' in sample;
}

/**
 * All samples as one: counts added, extremes of extremes. The order does not matter.
 *
 * @throws RangeError where only some of those are merged that were folded together
 */
export function mergeSamples(samples: readonly Sample[]): Sample {
  const histogram = new Histogram();
  for (const [fold, members] of membersByFold(samples)) {
    if (members !== fold.members)
      throw new RangeError(`${members} of ${fold.members} samples cannot be told from the others`);
    histogram.add(fold.histogram.sparse());
  }
  let [count, sum, never, unfinished] = [0, 0, 0, 0];
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  let atLeast = Number.POSITIVE_INFINITY;
  for (const sample of samples) {
    histogram.add(sample.histogram);
    count += sample.count;
    sum += sample.sum;
    never += sample.never;
    unfinished += sample.unfinished;
    if (sample.count > 0) {
      min = Math.min(min, sample.min);
      max = Math.max(max, sample.max);
    }
    if (sample.unfinished > 0) atLeast = Math.min(atLeast, sample.atLeast);
  }
  return {
    count,
    sum,
    min: count > 0 ? min : 0,
    max,
    histogram: histogram.sparse(),
    never,
    unfinished,
    atLeast: unfinished > 0 ? atLeast : 0,
  };
}

function membersByFold(samples: readonly Sample[]): Map<Fold, number> {
  const members = new Map<Fold, number>();
  for (const sample of samples)
    if (isFolded(sample)) members.set(sample.fold, (members.get(sample.fold) ?? 0) + 1);
  return members;
}

/** The value of a rank (1-based) among the finite ones: it lies within `resolution` of `value`, in µs. */
function atRank(sample: Sample, rank: number): { value: Micros; resolution: Micros } {
  let seen = 0;
  const sparse: SparseCounts = sample.histogram;
  for (let i = 0; i < sparse.length && rank < sample.count; i += 2) {
    seen += sparse[i + 1]!;
    if (seen >= rank) {
      const middle = valueOf(sparse[i]!);
      const reach = (widthAround(middle) - 1) / 2;
      // The extremes are known exactly, so the part of a bucket beyond them is empty.
      const low = Math.max(sample.min, middle - reach);
      const high = Math.min(sample.max, middle + reach);
      return { value: (low + high) / 2, resolution: (high - low) / 2 };
    }
  }
  return { value: sample.max, resolution: 0 };
}

/** Whole µs in the bucket with this middle: one below 128, from there 64 buckets an octave. */
export function widthAround(middle: Micros): number {
  let width = 1;
  while (middle >= 128 * width) width *= 2;
  return width;
}

/**
 * The rank of the p-quantile of n values, from 1: the least r with r ≥ p·n, forgiving the rounding of p·n.
 *
 * @param p from 0 to 1
 * @param n at least 1
 */
export function rankOf(p: number, n: number): number {
  return Math.max(1, Math.ceil(p * n * (1 - 1e-14)));
}

/**
 * The p-quantile (0 < p ≤ 1) of everything in a sample, whatever the number of samples: the value of rank ⌈p·n⌉,
 * within 1/128 of itself; `p` 1 is the exact maximum.
 */
export function rankedQuantile(sample: Sample, p: number): RankedQuantile {
  if (isFolded(sample)) return rankedFrom(sample.numbers, QUANTILES_FROM + QUANTILE_NUMBERS * PS.indexOf(p));
  const n = sample.count + sample.unfinished + sample.never;
  if (n === 0) return { kind: 'no-samples' };
  const rank = rankOf(p, n);
  if (rank <= sample.count) {
    return { kind: 'value', ...atRank(sample, rank), marked: n * (1 - p) < ENOUGH_IN_TAIL };
  }
  if (rank <= sample.count + sample.unfinished) {
    // Had the unfinished ended at once, the rank would hold this value; it holds more.
    const among = rank - sample.unfinished;
    const { value, resolution } = among >= 1 ? atRank(sample, among) : { value: 0, resolution: 0 };
    return { kind: 'unfinished', atLeast: Math.max(sample.atLeast, value - resolution) };
  }
  return { kind: 'never', share: (sample.never + sample.unfinished) / n };
}

/**
 * The p-quantile (0 < p < 1) for people: as `rankedQuantile`, but a finite one is only said with at least 10
 * samples beyond it, and marked below 100.
 */
export function quantile(sample: Sample, p: number): Quantile {
  const ranked = rankedQuantile(sample, p);
  if (ranked.kind !== 'value') return ranked;
  const n = sample.count + sample.unfinished + sample.never;
  if (n * (1 - p) >= LEAST_IN_TAIL - 1e-9) return ranked;
  return { kind: 'too-few', count: n, needed: Math.ceil(LEAST_IN_TAIL / (1 - p) - 1e-6) };
}
