/** Which distribution recorded durations have. */
import { FAMILIES, type FamilyName, type Parameters } from './families.ts';
import { type Goodness, goodness } from './goodness.ts';

/** A distribution of durations in seconds, and why it was taken. */
export type DurationFit =
  | { readonly kind: 'constant'; readonly n: number; readonly value: number }
  /** The family with the least AIC, which the test does not reject. */
  | { readonly kind: 'family'; readonly n: number; readonly parameters: Parameters; readonly fit: Goodness }
  /** The recorded values themselves, or means of groups of neighbours, all of one weight. */
  | {
      readonly kind: 'empirical';
      readonly n: number;
      readonly values: readonly number[];
      /** The best family, and its rejection; null: too few values to tell. */
      readonly rejected: { readonly family: FamilyName; readonly fit: Goodness } | null;
    };

/** Fewer values tell too little of a distribution's shape. */
const LEAST_VALUES = 30;
/** Level of the test: so many fits of the right family are rejected. */
const REJECTED_BELOW = 0.05;
const MOST_STEPS = 100;
/** Times are recorded to the millisecond: what took none of it took half of one, in seconds. */
const LEAST_LENGTH = 0.0005;

/**
 * Fits exponential, lognormal, Weibull and Erlang distributions by maximum likelihood, takes the one with the least AIC,
 * and tests it. What is rejected, or too few, stays as recorded.
 *
 * @param values seconds from 0, at least one
 * @param purpose names the stream of the test's draws
 */
export function fitDurations(values: readonly number[], purpose: string): DurationFit {
  const n = values.length;
  const rising = Array.from(Float64Array.from(values, (value) => Math.max(LEAST_LENGTH, value)).sort());
  if (rising[0] === rising[n - 1]) return { kind: 'constant', n, value: rising[0]! };
  const empirical = { kind: 'empirical', n, values: steps(rising), rejected: null } as const;
  if (n < LEAST_VALUES) return empirical;
  const best = Object.values(FAMILIES)
    .flatMap((family) => family(rising) ?? [])
    .reduce((a, b) => (b.aic < a.aic ? b : a));
  const fit = goodness(best, rising, `durations/${purpose}`);
  if (fit.p >= REJECTED_BELOW) return { kind: 'family', n, parameters: best.parameters, fit };
  return { ...empirical, rejected: { family: best.parameters.family, fit } };
}

/** At most so many values, each the mean of as many neighbours, so that the mean of all stays what it is. */
function steps(rising: readonly number[]): number[] {
  const n = rising.length;
  if (n <= MOST_STEPS) return [...rising];
  // Groups of equal weight: each takes its share of the values that lie across its borders.
  const sums = cumulative(rising);
  const upTo = (rank: number) => {
    const whole = Math.min(n, Math.floor(rank));
    return sums[whole]! + (whole < n ? (rank - whole) * rising[whole]! : 0);
  };
  const size = n / MOST_STEPS;
  return Array.from({ length: MOST_STEPS }, (_, i) => (upTo((i + 1) * size) - upTo(i * size)) / size);
}

/** Sums of the first 0, 1, 2 … values. */
function cumulative(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [i, value] of values.entries()) sums[i + 1] = sums[i]! + value;
  return sums;
}
