/** Two shares of yes and no. */
import { lnGamma } from '../../engine/elementary.ts';

/**
 * Whether two counts of yes may have one chance: Fisher's exact test (1922). The probability, given how many said yes
 * in all, of a split that is at most as probable as this one.
 */
export function sameChance(yes: number, of: number, otherYes: number, otherOf: number): number {
  const all = yes + otherYes;
  const choose = (n: number, k: number) => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
  const chance = (k: number) =>
    Math.exp(choose(of, k) + choose(otherOf, all - k) - choose(of + otherOf, all));
  const seen = chance(yes) * (1 + 1e-9);
  let sum = 0;
  for (let k = Math.max(0, all - otherOf); k <= Math.min(of, all); k += 1)
    if (chance(k) <= seen) sum += chance(k);
  return Math.min(1, sum);
}
