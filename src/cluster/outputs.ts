/**
 * How the parts of the cluster tell each other what happened: a part has outputs, functions that it calls, and knows
 * nothing of who hears them; `wiring.ts` says that, for all, in one place. What is told is told at once, within the event.
 */

/** An output that nobody hears yet: whoever calls it was forgotten in `wiring.ts`. */
export function unheard(): never {
  throw new Error('a part of the cluster tells something that nobody hears: see src/cluster/wiring.ts');
}
