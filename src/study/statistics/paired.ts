/** Differences of two designs: paired by replication, or by Welch when pairing does not help. */
import { ALPHA, mean, variance } from './mean.ts';
import { meanBounds } from './skewed.ts';
import { tQuantile, tTwoSided } from './student-t.ts';

export interface Difference {
  /** candidate − baseline */
  readonly difference: number;
  /** Half-width of its interval: as far as it reaches towards 0, of which a verdict that there is a difference is made. */
  readonly half: number;
  /** As far as it reaches away from 0, of which a verdict that there is little is made. */
  readonly away: number;
  /** Two-sided p-value of "no difference". */
  readonly p: number;
  readonly method: 'paired' | 'welch';
  /**
   * `(s_A² + s_B²)/s_D²`: how many times more replications an unpaired comparison would have needed.
   * null when the differences do not vary.
   */
  readonly varianceReduction: number | null;
}

function interval(difference: number, error: number, df: number, alpha: number) {
  if (error === 0) return { difference, half: 0, away: 0, p: difference === 0 ? 1 : 0 };
  const half = tQuantile(1 - alpha / 2, df) * error;
  return { difference, half, away: half, p: tTwoSided(difference / error, df) };
}

/**
 * The difference of two independent samples of at least two values each, which need not be equally many
 * (Welch 1947, with the Welch–Satterthwaite degrees of freedom).
 */
export function welchDifference(
  candidate: readonly number[],
  baseline: readonly number[],
  difference = mean(candidate) - mean(baseline),
  alpha = ALPHA,
): Difference {
  const a = variance(candidate) / candidate.length;
  const b = variance(baseline) / baseline.length;
  const df = (a + b) ** 2 / (a ** 2 / (candidate.length - 1) + b ** 2 / (baseline.length - 1));
  return { ...interval(difference, Math.sqrt(a + b), df, alpha), method: 'welch', varianceReduction: null };
}

/** How far the interval of a difference reaches towards 0 and away from it; of a difference of 0 both ways alike. */
function armsOf(values: readonly number[], difference: number, alpha: number): readonly [number, number] {
  const [low, high] = meanBounds(values, alpha)!;
  const centre = mean(values);
  const [below, above] = [centre - low, high - centre];
  if (difference === 0) return [Math.max(below, above), Math.max(below, above)];
  return difference > 0 ? [below, above] : [above, below];
}

/** By how much less than it is a share of variances may come out: where one design never varies it is exactly 1. */
const ROUNDING = 1e-9;

/**
 * The difference of two designs that did the same work: `D ± t(R−1)·s_D/√R` with `D_r = candidate_r − baseline_r`, and
 * more to the side to which these are skewed (`skewed.ts`).
 * Where pairing costs precision (variance reduction below 1) it is Welch's interval instead.
 *
 * @param candidate one value a replication, at least two
 * @param baseline the same replications in the same order
 * @param difference the point estimate; unless given, the mean of D_r
 */
export function pairedDifference(
  candidate: readonly number[],
  baseline: readonly number[],
  difference?: number,
  alpha = ALPHA,
): Difference {
  const differences = candidate.map((value, i) => value - baseline[i]!);
  const centre = difference ?? mean(differences);
  const spread = variance(differences);
  const varianceReduction = spread === 0 ? null : (variance(candidate) + variance(baseline)) / spread;
  if (varianceReduction !== null && varianceReduction < 1 - ROUNDING) {
    return { ...welchDifference(candidate, baseline, centre, alpha), varianceReduction };
  }
  const df = differences.length - 1;
  const [half, away] = armsOf(differences, centre, alpha);
  return {
    ...interval(centre, half / tQuantile(1 - alpha / 2, df), df, alpha),
    away,
    method: 'paired',
    varianceReduction,
  };
}
