/** Markov chains in continuous time, solved for the long run: what no closed formula gives, and the proof of what one does. */

/** Where a chain can go from a state, and at what rate. */
export type Moves<State> = (state: State) => readonly (readonly [to: State, rate: number])[];

export interface Stationary<State> {
  readonly states: readonly State[];
  /** The share of time in each of them. */
  readonly shares: readonly number[];
}

/** Sweeps are over when no share moves by more than this, in all. */
const STILL = 1e-12;
const MOST_SWEEPS = 100_000;

/**
 * The shares of time of all states that are reached from `start`, by Gauss–Seidel sweeps over the balance equations
 * (Stewart, Introduction to the Numerical Solution of Markov Chains, 3.2). States are the same when their texts are.
 */
export function stationary<State>(start: State, moves: Moves<State>): Stationary<State> {
  const states = [start];
  const places = new Map([[String(start), 0]]);
  /** Of each state the states from which it is reached, with rates, and the rate at which it is left. */
  const from: number[][] = [[]];
  const rates: number[][] = [[]];
  const out: number[] = [];
  for (let i = 0; i < states.length; i += 1) {
    out[i] = 0;
    for (const [to, rate] of moves(states[i]!)) {
      const key = String(to);
      if (rate === 0 || key === String(states[i])) continue;
      let j = places.get(key);
      if (j === undefined) {
        j = states.push(to) - 1;
        places.set(key, j);
        from.push([]);
        rates.push([]);
      }
      from[j]!.push(i);
      rates[j]!.push(rate);
      out[i]! += rate;
    }
  }
  return { states, shares: balanced(from, rates, out) };
}

/** Forward and back in turn, so that what comes late in the order is heard early as well. */
function balanced(from: readonly number[][], rates: readonly number[][], out: readonly number[]): number[] {
  const shares = out.map(() => 1 / out.length);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let moved = 0;
    for (let step = 0; step < out.length; step += 1) {
      const j = sweep % 2 === 0 ? step : out.length - 1 - step;
      let into = 0;
      for (let k = 0; k < from[j]!.length; k += 1) into += shares[from[j]![k]!]! * rates[j]![k]!;
      const share = into / out[j]!;
      moved += Math.abs(share - shares[j]!);
      shares[j] = share;
    }
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let j = 0; j < shares.length; j += 1) shares[j]! /= total;
    if (moved < STILL * total) return shares;
  }
  throw new Error('the chain did not come to rest');
}

/** The mean of something over the states. */
export function meanOver<State>({ states, shares }: Stationary<State>, of: (state: State) => number): number {
  return states.reduce((sum, state, i) => sum + shares[i]! * of(state), 0);
}
