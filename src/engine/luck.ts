/**
 * Where a replication's chance comes from. Of a history that is gone through again (rule T9) it comes from one replication
 * up to a time, and from another after it.
 */
import type { Sampler } from './distributions.ts';
import { PURPOSE } from './draw.ts';
import { ComponentKey, type Stream, stream } from './streams.ts';
import type { Micros } from './time.ts';

/** What replication `replication` did up to and including `until`; what comes after it is drawn anew. */
export interface History {
  readonly replication: number;
  readonly until: Micros;
}

/** What a component drew for something that begins at a time and shows when it is over. */
export interface Drawn {
  readonly length: Micros;
  /** For what else is drawn with the length and shows no sooner. */
  readonly key: ComponentKey;
  readonly n: number;
}

export class Luck {
  /** Up to this time all is as in the history; Infinity where there is none. */
  readonly until: Micros;
  readonly #seed: string;
  readonly #replication: number;
  readonly #history: History | null;

  constructor(seed: string, replication: number, history: History | null) {
    this.#seed = seed;
    this.#replication = replication;
    this.#history = history;
    this.until = history?.until ?? Number.POSITIVE_INFINITY;
  }

  /** The stream of one purpose (`arrivals/deployment`), which turns into another after the history. */
  stream(purpose: string): Stream {
    const history = this.#history;
    if (history === null) return stream(this.#seed, this.#replication, purpose);
    return new TurningStream(
      stream(this.#seed, history.replication, purpose),
      stream(this.#seed, this.#replication, anew(purpose)),
      history.until,
    );
  }

  /** How far a component is when a run begins in what it repeats (`look/east-1`): uniform in [0, 1). */
  phase(component: string): number {
    return this.of(component).at(0).draw(PURPOSE.phase, 0);
  }

  /** What belongs to a component, by its name. */
  of(component: string): ComponentLuck {
    const history = this.#history;
    const key = new ComponentKey(this.#seed, history?.replication ?? this.#replication, component);
    if (history === null) return new ComponentLuck(key, key, this.until);
    return new ComponentLuck(
      key,
      new ComponentKey(this.#seed, this.#replication, anew(component)),
      this.until,
    );
  }
}

/** So that replication 0 goes on otherwise than itself. */
function anew(name: string): string {
  return `anew/${name}`;
}

class TurningStream implements Stream {
  turnsAfter: Micros;
  #now: Stream;
  readonly #next: Stream;

  constructor(now: Stream, next: Stream, turnsAfter: Micros) {
    this.#now = now;
    this.#next = next;
    this.turnsAfter = turnsAfter;
  }

  uniform(): number {
    return this.#now.uniform();
  }

  word(): number {
    return this.#now.word();
  }

  turn(): void {
    this.#now = this.#next;
    this.turnsAfter = Number.POSITIVE_INFINITY;
  }
}

/** Draws of the other key until one lasts beyond the history; then the history's own stays. */
export const MOST_TRIES = 1000;

export class ComponentLuck {
  readonly #key: ComponentKey;
  readonly #anew: ComponentKey;
  readonly #until: Micros;

  constructor(key: ComponentKey, after: ComponentKey, until: Micros) {
    this.#key = key;
    this.#anew = after;
    this.#until = until;
  }

  /** The key of what is drawn and shows at once. */
  at(now: Micros): ComponentKey {
    return now > this.#until ? this.#anew : this.#key;
  }

  /**
   * The n-th length, of something that begins `since` and shows when it is over: what is not over at the end of the history
   * is drawn anew, among lengths that are not over either.
   */
  drawn(since: Micros, n: number, sampler: Sampler, purpose: number): Drawn {
    const own = drawnBy(this.at(since), n, sampler, purpose);
    if (since > this.#until || since + own.length <= this.#until) return own;
    for (let i = 1; i <= MOST_TRIES; i += 1) {
      // Numbers that no other draw has.
      const other = drawnBy(this.#anew, -(n * MOST_TRIES + i), sampler, purpose);
      if (since + other.length > this.#until) return other;
    }
    return own;
  }
}

function drawnBy(key: ComponentKey, n: number, sampler: Sampler, purpose: number): Drawn {
  return { length: sampler.draw(key.keyHigh, key.keyLow, purpose, n), key, n };
}
