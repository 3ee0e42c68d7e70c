/**
 * Holm (1979), "A simple sequentially rejective multiple test procedure": p-values of several comparisons with
 * one baseline, raised so that the chance of any false alarm among them stays at the level.
 *
 * @param pValues one a comparison, 0..1
 * @returns the adjusted p-values in the same order; a comparison is significant at α when its own is below α
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}
