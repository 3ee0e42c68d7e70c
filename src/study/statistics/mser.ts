/** How much of a series to cut at its start, so that the start does not bias what is called steady. */

/** Values in a batch: the 5 of MSER-5. */
export const BATCH = 5;

export interface Cut {
  /** Values of the series to leave out: a multiple of 5. */
  readonly values: number;
  /** false: the best cut lies at the end of the searched half, so the series is too short to tell. */
  readonly found: boolean;
}

/**
 * MSER-5 (White, Cobb & Spratt 2000, "A comparison of five steady-state truncation heuristics"): over means of 5
 * consecutive values `Y_1..Y_n`, the d in 0..⌊n/2⌋ with the least
 * `MSER(d) = Σ_{i>d} (Y_i − Ȳ_{>d})² / (n−d)²`; the first such d on a tie.
 *
 * @param series equally spaced in time; what does not fill a last batch is left out
 */
export function mser5(series: readonly number[]): Cut {
  const n = Math.floor(series.length / BATCH);
  const batches = Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < BATCH; j += 1) sum += series[i * BATCH + j]!;
    return sum / BATCH;
  });
  const half = Math.floor(n / 2);
  let best = half;
  let least = Number.POSITIVE_INFINITY;
  let centre = 0;
  let squares = 0;
  // From the end, so that Welford's update gives the sum of squares of every tail in one pass.
  for (let d = n - 1; d >= 0; d -= 1) {
    const step = batches[d]! - centre;
    centre += step / (n - d);
    squares += step * (batches[d]! - centre);
    const score = squares / (n - d) ** 2;
    if (d <= half && score <= least) {
      least = score;
      best = d;
    }
  }
  return { values: best * BATCH, found: n >= 2 && best < half };
}
