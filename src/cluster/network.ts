/** The network between places: how long a message takes, what a cut swallows, delay and loss (rules N1–N3, N5). */

import { normalQuantile } from '../engine/distributions.ts';
import { draw, PURPOSE } from '../engine/draw.ts';
import { exp } from '../engine/elementary.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { NetworkSpec } from '../scenario/scenario.ts';

/** What a path is worse by for a time (rule N5). */
export interface Impairment {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** On the round trip. */
  readonly by: Micros;
  readonly loss: number;
  readonly retransmit: Micros;
}

export class Network {
  readonly #sim: Simulation;
  readonly #spec: NetworkSpec;
  readonly #places: number;
  /** By pair: the round trip as it is now, in µs; the share of packets that are lost, and when they are sent again first. */
  readonly #roundTrip: Float64Array;
  readonly #loss: Float64Array;
  readonly #retransmit: Float64Array;
  /** By ordered pair: how many cuts hold now, and when the last one ended (-1: never). */
  readonly #cuts: Int32Array;
  readonly #lastMend: Float64Array;
  /** Whether anything was ever cut. */
  #hasCuts = false;

  constructor(sim: Simulation, spec: NetworkSpec) {
    this.#sim = sim;
    this.#spec = spec;
    this.#places = spec.roundTrip.length;
    this.#roundTrip = Float64Array.from(spec.roundTrip.flat());
    this.#loss = new Float64Array(this.#places * this.#places);
    this.#retransmit = new Float64Array(this.#places * this.#places);
    this.#cuts = new Int32Array(this.#places * this.#places);
    this.#lastMend = new Float64Array(this.#places * this.#places).fill(-1);
  }

  /** The round trip between two places, in µs, without jitter. */
  roundTrip(a: number, b: number): Micros {
    return this.#roundTrip[a * this.#places + b]!;
  }

  /** The round trip of one call, in µs: with jitter and what is lost, by the n-th draws of the call's key. */
  callRoundTrip(a: number, b: number, keyHigh: number, keyLow: number, n: number): Micros {
    return this.drawnRoundTrip(a, b, keyHigh, keyLow, n) + this.sentAgain(a, b, keyHigh, keyLow, n);
  }

  /** The same without what is lost. */
  drawnRoundTrip(a: number, b: number, keyHigh: number, keyLow: number, n: number): Micros {
    const nominal = this.roundTrip(a, b);
    const sigma = this.#spec.jitter;
    if (sigma === 0 || nominal === 0) return nominal;
    const z = normalQuantile(draw(keyHigh, keyLow, PURPOSE.jitter, n));
    return Math.round(nominal * exp(sigma * z - (sigma * sigma) / 2));
  }

  /**
   * How long a call waits in all until what is lost of it is sent again, in µs: either way of a round trip may be lost, and
   * each time the wait doubles (rule N5).
   */
  sentAgain(a: number, b: number, keyHigh: number, keyLow: number, n: number): Micros {
    const pair = a * this.#places + b;
    const loss = this.#loss[pair]!;
    if (loss === 0) return 0;
    const u = draw(keyHigh, keyLow, PURPOSE.packetLoss, n);
    const lost = 1 - (1 - loss) * (1 - loss);
    let waited = 0;
    let wait = this.#retransmit[pair]!;
    for (let share = lost; u < share; share *= lost) {
      waited += wait;
      wait *= 2;
    }
    return waited;
  }

  /** Whether two places cannot talk to each other now: nothing passes one way, or the other. */
  isCut(a: number, b: number): boolean {
    if (!this.#hasCuts) return false;
    return this.#cuts[a * this.#places + b]! > 0 || this.#cuts[b * this.#places + a]! > 0;
  }

  /** Whether a message from a to b that was sent at `sent` and would arrive now met a cut, already when sent or later (rule N3). */
  isLost(a: number, b: number, sent: Micros): boolean {
    if (!this.#hasCuts) return false;
    const pair = a * this.#places + b;
    return this.#cuts[pair]! > 0 || this.#lastMend[pair]! > sent;
  }

  /** Begins a cut between two sets of places, both ways or one way. */
  cut(from: readonly number[], to: readonly number[], oneWay: boolean): void {
    this.#change(from, to, oneWay, 1);
  }

  /** Ends a cut. */
  mend(from: readonly number[], to: readonly number[], oneWay: boolean): void {
    this.#change(from, to, oneWay, -1);
  }

  /** All paths between two sets of places that are impaired now: each adds to the delay, and loses of what is left. */
  impair(all: readonly Impairment[]): void {
    this.#roundTrip.set(this.#spec.roundTrip.flat());
    this.#loss.fill(0);
    for (const { from, to, by, loss, retransmit } of all) {
      const pairs = new Set(
        from.flatMap((a) => to.flatMap((b) => [a * this.#places + b, b * this.#places + a])),
      );
      for (const pair of pairs) {
        this.#roundTrip[pair]! += by;
        this.#loss[pair] = 1 - (1 - this.#loss[pair]!) * (1 - loss);
        if (loss > 0) this.#retransmit[pair] = retransmit;
      }
    }
  }

  #change(from: readonly number[], to: readonly number[], oneWay: boolean, by: number): void {
    this.#hasCuts = true;
    for (const a of from) {
      for (const b of to) {
        const there = a * this.#places + b;
        for (const pair of a === b || oneWay ? [there] : [there, b * this.#places + a]) {
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
