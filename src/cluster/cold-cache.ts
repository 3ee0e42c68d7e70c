/**
 * A cache that is empty after a start and warms up by what is asked for (rules B12, C3). Each use asks for one of `items`,
 * all alike; the share of them that is not there is the chance that it has to be fetched, and then it is there: after k
 * uses (1 − 1/items)^k of them are still missing in the mean.
 */
import { draw, PURPOSE } from '../engine/draw.ts';
import type { Micros } from '../engine/time.ts';
import type { CacheSpec } from '../scenario/scenario.ts';
import type { Keyed } from './calls.ts';

export class ColdCache {
  readonly #spec: CacheSpec;
  /** Items that are not there. */
  #missing: number;

  constructor(spec: CacheSpec, isWarm: boolean) {
    this.#spec = spec;
    this.#missing = isWarm ? 0 : spec.items;
  }

  /** It is lost with what it was part of. */
  empty(): void {
    this.#missing = this.#spec.items;
  }

  /** What the n-th use of a key takes longer: the time to fetch what is missing. */
  use({ keyHigh, keyLow }: Keyed, n: number): Micros {
    const { items, miss } = this.#spec;
    if (this.#missing === 0 || draw(keyHigh, keyLow, PURPOSE.cacheMiss, n) * items >= this.#missing) return 0;
    this.#missing -= 1;
    return miss;
  }
}
