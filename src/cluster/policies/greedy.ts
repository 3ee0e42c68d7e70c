/** Greedy (rule Q6, fact 32): while it has room, whatever the others have. */
export function greedy(): boolean {
  return true;
}
