/**
 * How the parts of the cluster tell each other what happened: a part has outputs, functions that it calls, and knows
 * nothing of who hears them; `wiring.ts` says that, for all, in one place. What is told is told at once, within the event.
 */

/** An output that nobody hears yet: whoever calls it was forgotten in `wiring.ts`. */
export function unheard(): never {
  throw new Error('a part of the cluster tells something that nobody hears: see src/cluster/wiring.ts');
}

/** For the `default` of a switch over kinds of things: the compiler refuses the call where a kind has no case. */
export function forgotten(kind: never): never {
  throw new Error(`the model has nothing to do for ${JSON.stringify(kind)}`);
}
