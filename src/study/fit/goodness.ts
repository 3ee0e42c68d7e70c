/** How well a fitted distribution agrees with the values that it was fitted to. */
import { PURPOSE } from '../../engine/draw.ts';
import { ComponentKey } from '../../engine/streams.ts';
import { FAMILIES, type Fitted } from './families.ts';

export interface Goodness {
  /** Kolmogorov–Smirnov: the largest distance between the fitted distribution and that of the values. */
  readonly distance: number;
  /** How often values that really come from such a distribution lie as far from their own fit. */
  readonly p: number;
}

/** Samples of the bootstrap: p is a multiple of 0.005. */
const SAMPLES = 199;
/** Values in each at most. Beyond, √n · distance no longer depends on n. */
const MOST_VALUES = 300;

/**
 * The distance of rising values from a distribution fitted to them, and its p-value. As the parameters come from the
 * same values, the tables of Kolmogorov and Smirnov would call too much a good fit (Lilliefors 1967); so the p-value is
 * that of a parametric bootstrap: samples are drawn from the fit, fitted again, and their distances counted (Stute,
 * González Manteiga & Presedo Quindimil, Metrika 40, 1993).
 *
 * @param purpose names the key of the draws, so that the answer is always the same
 */
export function goodness(fitted: Fitted, values: readonly number[], purpose: string): Goodness {
  const distance = ksDistance(values, fitted.cdf);
  const size = Math.min(values.length, MOST_VALUES);
  const scaled = distance * Math.sqrt(values.length / size);
  const key = new ComponentKey('fit', 0, purpose);
  let drawn = 0;
  const uniform = () => key.draw(PURPOSE.run, drawn++);
  let farther = 0;
  for (let i = 0; i < SAMPLES; i += 1) {
    const sample = Float64Array.from({ length: size }, () => fitted.draw(uniform)).sort();
    const again = FAMILIES[fitted.parameters.family](Array.from(sample));
    if (again === null || ksDistance(sample, again.cdf) >= scaled) farther += 1;
  }
  return { distance, p: (farther + 1) / (SAMPLES + 1) };
}

/** The largest distance between a distribution and the steps of rising values. */
export function ksDistance(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const n = values.length;
  let largest = 0;
  for (let i = 0; i < n; i += 1) {
    const at = cdf(values[i]!);
    largest = Math.max(largest, (i + 1) / n - at, at - i / n);
  }
  return largest;
}
