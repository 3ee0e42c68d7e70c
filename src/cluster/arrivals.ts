/** When work arrives: one process a class, driven by that class's own stream (rules T3, W2). */

import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import { ln } from '../engine/elementary.ts';
import type { ComponentLuck } from '../engine/luck.ts';
import type { Stream } from '../engine/streams.ts';
import { type Micros, NEVER, SECOND } from '../engine/time.ts';
import type { Arrivals } from '../scenario/scenario.ts';

export interface ArrivalProcess {
  /** The time of the next arrival, in µs, in order; NEVER when there is none left. */
  next(): Micros;
  /** Row of the trace that the arrival came from; -1 without a trace. */
  readonly row: number;
}

/**
 * @param phases luck of what a burst process draws its lengths with
 * @param until nothing is asked for after it: a rate of 0 is not searched for an arrival for ever
 */
export function arrivalProcess(
  spec: Arrivals,
  stream: Stream,
  phases: ComponentLuck,
  until: Micros,
): ArrivalProcess {
  switch (spec.kind) {
    case 'every':
      return new Regular(spec.offset, spec.every);
    case 'at':
      return new Listed(spec.times, spec.count);
    case 'profile':
      return new Poisson(new Profile(spec), stream, until);
    case 'bursts':
      return new Poisson(new Bursts(spec, phases), stream, until);
    case 'trace':
      return new Traced(spec.trace.arrival);
  }
}

class Regular implements ArrivalProcess {
  readonly row = -1;
  readonly #offset: Micros;
  readonly #every: Micros;
  #count = 0;

  constructor(offset: Micros, every: Micros) {
    this.#offset = offset;
    this.#every = every;
  }

  next(): Micros {
    this.#count += 1;
    return Math.round(this.#offset + (this.#count - 1) * this.#every);
  }
}

class Listed implements ArrivalProcess {
  readonly row = -1;
  readonly #times: readonly Micros[];
  readonly #count: number;
  #given = 0;

  constructor(times: readonly Micros[], count: number) {
    this.#times = times;
    this.#count = count;
  }

  next(): Micros {
    const at = Math.floor(this.#given / this.#count);
    this.#given += 1;
    return at < this.#times.length ? this.#times[at]! : NEVER;
  }
}

class Traced implements ArrivalProcess {
  row = -1;
  readonly #times: Float64Array;

  constructor(times: Float64Array) {
    this.#times = times;
  }

  next(): Micros {
    this.row += 1;
    return this.row < this.#times.length ? this.#times[this.row]! : NEVER;
  }
}

/** An exponential variate of mean 1. */
function unitExponential(stream: Stream): number {
  return -ln(1 - stream.uniform());
}

/** Up to here nothing arrived; what does after it is the other stream's, as a Poisson process has no memory (rule T9). */
function anew(stream: Stream): number {
  stream.turn();
  return unitExponential(stream);
}

/** A rate that is the same for a while, then another. */
interface Pieces {
  /** Arrivals a µs in the piece that goes on, and its end, in µs. */
  readonly rate: number;
  readonly end: number;
  /** On to the next piece. */
  next(): void;
}

/**
 * A Poisson process with a piecewise-constant rate, by inverting the cumulative rate: one uniform an arrival, so that a
 * changed rate stretches the same process.
 */
class Poisson implements ArrivalProcess {
  readonly row = -1;
  readonly #pieces: Pieces;
  readonly #stream: Stream;
  readonly #until: Micros;
  /** The time reached, in µs, not rounded. */
  #at = 0;

  constructor(pieces: Pieces, stream: Stream, until: Micros) {
    this.#pieces = pieces;
    this.#stream = stream;
    this.#until = until;
  }

  next(): Micros {
    let wanted = unitExponential(this.#stream);
    for (;;) {
      const { rate } = this.#pieces;
      const turns = this.#stream.turnsAfter;
      const end = Math.min(this.#pieces.end, turns);
      const there = (end - this.#at) * rate;
      if (rate > 0 && wanted <= there) {
        this.#at += wanted / rate;
        return this.#at < NEVER ? Math.round(this.#at) : NEVER;
      }
      if (end > this.#until) return NEVER;
      wanted -= there;
      this.#at = end;
      if (end === turns) wanted = anew(this.#stream);
      else this.#pieces.next();
    }
  }
}

/** Rates from given times on, again each period; without a period the last rate goes on. */
class Profile implements Pieces {
  rate: number;
  end: number;
  readonly #from: readonly number[];
  readonly #rates: readonly number[];
  readonly #period: number | null;
  #piece = 0;
  #cycleStart = 0;

  constructor({ from, rate, period }: Extract<Arrivals, { kind: 'profile' }>) {
    this.#from = from;
    this.#rates = rate.map((perSecond) => perSecond / SECOND);
    this.#period = period;
    this.rate = this.#rates[0]!;
    this.end = this.#pieceEnd();
  }

  next(): void {
    this.#piece += 1;
    if (this.#piece === this.#rates.length) {
      this.#piece = 0;
      this.#cycleStart = this.end;
    }
    this.rate = this.#rates[this.#piece]!;
    this.end = this.#pieceEnd();
  }

  #pieceEnd(): number {
    const next = this.#piece + 1;
    if (next < this.#from.length) return this.#cycleStart + this.#from[next]!;
    return this.#period === null ? Number.POSITIVE_INFINITY : this.#cycleStart + this.#period;
  }
}

/** A rate that is switched on and off for drawn times, beginning with on. */
class Bursts implements Pieces {
  rate: number;
  end: Micros = 0;
  readonly #rates: readonly [number, number];
  readonly #lengths: readonly [Sampler, Sampler];
  readonly #phases: ComponentLuck;
  #phase = 0;

  constructor(spec: Extract<Arrivals, { kind: 'bursts' }>, phases: ComponentLuck) {
    this.#rates = [spec.on / SECOND, spec.off / SECOND];
    this.#lengths = [new Sampler(spec.onFor), new Sampler(spec.offFor)];
    this.#phases = phases;
    this.rate = this.#rates[0];
    this.end = this.#length();
  }

  next(): void {
    this.#phase += 1;
    this.rate = this.#rates[(this.#phase & 1) as 0 | 1];
    this.end += this.#length();
  }

  /** At least 1 µs, so that the process always comes on. */
  #length(): Micros {
    const lengths = this.#lengths[(this.#phase & 1) as 0 | 1];
    return Math.max(1, this.#phases.drawn(this.end, this.#phase, lengths, PURPOSE.upTime).length);
  }
}
