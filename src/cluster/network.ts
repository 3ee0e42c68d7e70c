/** The network between places: how long a message takes, and what a cut swallows (rules N1–N3). */

import { normalQuantile } from '../engine/distributions.ts';
import { draw, PURPOSE } from '../engine/draw.ts';
import { exp } from '../engine/elementary.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { NetworkSpec } from '../scenario/scenario.ts';

export class Network {
  readonly #sim: Simulation;
  readonly #spec: NetworkSpec;
  readonly #places: number;
  /** By pair: how many cuts hold now, and when the last one ended (-1: never). */
  readonly #cuts: Int32Array;
  readonly #lastMend: Float64Array;

  constructor(sim: Simulation, spec: NetworkSpec) {
    this.#sim = sim;
    this.#spec = spec;
    this.#places = spec.roundTrip.length;
    this.#cuts = new Int32Array(this.#places * this.#places);
    this.#lastMend = new Float64Array(this.#places * this.#places).fill(-1);
  }

  /** The round trip between two places, in µs, without jitter. */
  roundTrip(a: number, b: number): Micros {
    return this.#spec.roundTrip[a]![b]!;
  }

  /** The round trip of one call, in µs: with jitter, by the n-th draw of the call's key. */
  callRoundTrip(a: number, b: number, keyHigh: number, keyLow: number, n: number): Micros {
    const nominal = this.#spec.roundTrip[a]![b]!;
    const sigma = this.#spec.jitter;
    if (sigma === 0 || nominal === 0) return nominal;
    const z = normalQuantile(draw(keyHigh, keyLow, PURPOSE.jitter, n));
    return Math.round(nominal * exp(sigma * z - (sigma * sigma) / 2));
  }

  /** Whether nothing passes between two places now. */
  isCut(a: number, b: number): boolean {
    return this.#cuts[a * this.#places + b]! > 0;
  }

  /** Whether a message that was sent at `sent` and would arrive now met a cut, already when sent or later (rule N3). */
  isLost(a: number, b: number, sent: Micros): boolean {
    const pair = a * this.#places + b;
    return this.#cuts[pair]! > 0 || this.#lastMend[pair]! > sent;
  }

  /** Begins a cut between two sets of places, both ways. */
  cut(from: readonly number[], to: readonly number[]): void {
    this.#change(from, to, 1);
  }

  /** Ends a cut. */
  mend(from: readonly number[], to: readonly number[]): void {
    this.#change(from, to, -1);
  }

  #change(from: readonly number[], to: readonly number[], by: number): void {
    for (const a of from) {
      for (const b of to) {
        for (const pair of a === b ? [a * this.#places + b] : [a * this.#places + b, b * this.#places + a]) {
          this.#cuts[pair]! += by;
          if (by < 0) this.#lastMend[pair] = this.#sim.now;
        }
      }
    }
  }
}

/** The way there of a round trip, in µs; the rest is the way back (rule N2). */
export function wayThere(roundTrip: Micros): Micros {
  return Math.floor(roundTrip / 2);
}
