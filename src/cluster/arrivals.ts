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
      return new Profile(spec, stream, until);
    case 'bursts':
      return new Bursts(spec, stream, phases, until);
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

/**
 * A Poisson process with a piecewise-constant rate, by inverting the cumulative rate: one uniform an arrival, so that a
 * changed rate stretches the same process. Without a period the last rate goes on.
 */
class Profile implements ArrivalProcess {
  readonly row = -1;
  readonly #from: readonly number[];
  readonly #rate: readonly number[];
  readonly #period: number | null;
  readonly #stream: Stream;
  readonly #until: Micros;
  /** The time reached, in µs, not rounded, as piece and cycle. */
  #at = 0;
  #piece = 0;
  #cycleStart = 0;

  constructor({ from, rate, period }: Extract<Arrivals, { kind: 'profile' }>, stream: Stream, until: Micros) {
    this.#until = until;
    this.#from = from;
    this.#rate = rate.map((perSecond) => perSecond / SECOND);
    this.#period = period;
    this.#stream = stream;
    if (from[0]! > 0) {
      this.#from = [0, ...from];
      this.#rate = [0, ...this.#rate];
    }
  }

  next(): Micros {
    let wanted = unitExponential(this.#stream);
    for (;;) {
      const rate = this.#rate[this.#piece]!;
      const turns = this.#stream.turnsAfter;
      const end = Math.min(this.#pieceEnd(), turns);
      const there = (end - this.#at) * rate;
      if (rate > 0 && wanted <= there) {
        this.#at += wanted / rate;
        return this.#at < NEVER ? Math.round(this.#at) : NEVER;
      }
      if (end > this.#until) return NEVER;
      wanted -= there;
      this.#at = end;
      if (end === turns) {
        wanted = anew(this.#stream);
        continue;
      }
      this.#piece += 1;
      if (this.#piece === this.#rate.length) {
        this.#piece = 0;
        this.#cycleStart = end;
      }
    }
  }

  #pieceEnd(): number {
    const next = this.#piece + 1;
    if (next < this.#from.length) return this.#cycleStart + this.#from[next]!;
    return this.#period === null ? Number.POSITIVE_INFINITY : this.#cycleStart + this.#period;
  }
}

/** A Poisson process whose rate is switched on and off for drawn times, beginning with on. */
class Bursts implements ArrivalProcess {
  readonly row = -1;
  readonly #rates: readonly [number, number];
  readonly #lengths: readonly [Sampler, Sampler];
  readonly #stream: Stream;
  readonly #phases: ComponentLuck;
  readonly #until: Micros;
  #at = 0;
  #phase = 0;
  #end: Micros = 0;

  constructor(
    spec: Extract<Arrivals, { kind: 'bursts' }>,
    stream: Stream,
    phases: ComponentLuck,
    until: Micros,
  ) {
    this.#until = until;
    this.#rates = [spec.on / SECOND, spec.off / SECOND];
    this.#lengths = [new Sampler(spec.onFor), new Sampler(spec.offFor)];
    this.#stream = stream;
    this.#phases = phases;
    this.#end = this.#length();
  }

  next(): Micros {
    let wanted = unitExponential(this.#stream);
    for (;;) {
      const rate = this.#rates[(this.#phase & 1) as 0 | 1];
      const turns = this.#stream.turnsAfter;
      const end = Math.min(this.#end, turns);
      const there = (end - this.#at) * rate;
      if (rate > 0 && wanted <= there) {
        this.#at += wanted / rate;
        return Math.round(this.#at);
      }
      if (end > this.#until) return NEVER;
      wanted -= there;
      this.#at = end;
      if (end === turns) {
        wanted = anew(this.#stream);
        continue;
      }
      this.#phase += 1;
      this.#end += this.#length();
    }
  }

  /** At least 1 µs, so that the process always comes on. */
  #length(): Micros {
    const lengths = this.#lengths[(this.#phase & 1) as 0 | 1];
    return Math.max(1, this.#phases.drawn(this.#end, this.#phase, lengths, PURPOSE.upTime).length);
  }
}
