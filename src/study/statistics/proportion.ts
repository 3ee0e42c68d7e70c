/** The interval of a share of independent trials. */
import { ALPHA } from './mean.ts';
import { incompleteBeta } from './student-t.ts';

/**
 * `met` of `of` trials, by Clopper and Pearson (1934): it holds the true share in at least 1 − α of cases, also where all
 * or none were met and for a handful of trials.
 */
export function proportionInterval(met: number, of: number, alpha = ALPHA): [low: number, high: number] {
  // P(X ≥ met) rises with the share, and is I_share(met, of − met + 1).
  const low = met === 0 ? 0 : rising((share) => incompleteBeta(share, met, of - met + 1), alpha / 2);
  const high = met === of ? 1 : rising((share) => incompleteBeta(share, met + 1, of - met), 1 - alpha / 2);
  return [low, high];
}

/** Where a function that rises from 0 to 1 on [0, 1] has a value, by bisection. */
function rising(of: (x: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (of(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
