/** Greedy (rule Q6, fact 32): up to the cap, whatever the others have. */
export function greedy(active: number, cap: number): boolean {
  return active < cap;
}
