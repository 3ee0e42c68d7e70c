/** Tolerances that are computed: t intervals over replications, independent of the study's own statistics. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** x̄ ± t(R−1)·s/√R of one value per replication. */
export function tInterval(values: readonly number[], confidence: number): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = tQuantile(1 - (1 - confidence) / 2, n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
