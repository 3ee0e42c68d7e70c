/**
 * Named streams (rule T3): randomness that decides when work arrives. A stream is seeded by its whole name, so
 * adding one changes no other. Alea, not xor128, xorwow or xorshift7: seeded by strings, neighbouring names of those
 * come out linearly dependent. Of Alea the first uniforms do as well, but no others: what takes one number alone is keyed
 * (rule T4).
 */
import alea from 'seedrandom/lib/alea.js';
import { draw } from './draw.ts';
import type { Micros } from './time.ts';

/** A source of uniforms in [0, 1) and of whole 32-bit words. */
export interface Stream {
  /** 53 bits. */
  uniform(): number;
  /** A signed 32-bit integer. */
  word(): number;
  /** What is drawn for a time after this is another stream's (rule T9); Infinity: never. */
  readonly turnsAfter: Micros;
  /** From now on it is the other one. */
  turn(): void;
}

/** The stream of one purpose (`arrivals/deployment`) in one replication of a seed. */
export function stream(seed: string, replication: number, purpose: string): Stream {
  const generator = alea(`${seed}/${replication}/${purpose}`);
  return {
    uniform: () => generator.double(),
    word: () => generator.int32(),
    turnsAfter: Number.POSITIVE_INFINITY,
    turn: () => {},
  };
}

/** A key for draws that belong to a component and not to work: from its name (rule T4). */
export class ComponentKey {
  readonly keyHigh: number;
  readonly keyLow: number;

  constructor(seed: string, replication: number, name: string) {
    const words = stream(seed, replication, `component/${name}`);
    this.keyHigh = words.word();
    this.keyLow = words.word();
  }

  /** The n-th uniform for a purpose. */
  draw(purpose: number, n: number): number {
    return draw(this.keyHigh, this.keyLow, purpose, n);
  }
}
