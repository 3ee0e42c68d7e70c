/** The longest time without a break in which a service was down, or users were out. */
import { type Micros, SECOND } from '../engine/time.ts';
import type { Value } from './result.ts';
import type { UserOutage } from './user-outages.ts';

export class Longest {
  readonly #end: Micros;
  /** Since when it is down; -1: it is up. */
  #since: Micros = -1;
  /** When it came up last, and since when it had been down then. */
  #upAt: Micros = -1;
  #downBefore: Micros = -1;
  #longest: Micros = 0;
  /** When the longest so far began: of equal ones each. */
  #began: Micros[] = [];

  /** @param end what begins then or later is not of the run */
  constructor(end: Micros) {
    this.#end = end;
  }

  /** The service is up from now, or is down. */
  change(at: Micros, up: boolean): void {
    if (up && this.#since !== -1) {
      this.#note(this.#since, at - this.#since);
      this.#upAt = at;
      this.#downBefore = this.#since;
      this.#since = -1;
    } else if (!up && this.#since === -1) {
      // Up for no time is no break: a node that is ready and restarted in that instant.
      if (at === this.#upAt) this.#since = this.#downBefore;
      else if (at < this.#end) this.#since = at;
    }
  }

  #note(began: Micros, length: Micros): void {
    if (length > this.#longest) {
      this.#longest = length;
      this.#began = [];
    }
    if (length > 0 && length === this.#longest) this.#began.push(began);
  }

  /** The longest outage itself, of equal ones all; none: there was none. */
  get outages(): UserOutage[] {
    const outage = (from: Micros, to: Micros): UserOutage => ({ from, metUntil: from, to });
    if (this.#since !== -1) return [outage(this.#since, -1)];
    return this.#began.map((from) => outage(from, from + this.#longest));
  }

  /** In seconds; beyond every limit where it is down to the end. */
  value(reason: string): Value {
    return this.#since === -1 ? { sum: this.#longest / SECOND, per: 1 } : { sum: 0, per: 0, reason };
  }
}

/** Of users of all classes, of equal ones all; none: they were never out. */
export function longestOutages(outages: readonly UserOutage[]): UserOutage[] {
  const longest = longestLength(outages);
  return outages.filter((each) => lengthOf(each) === longest);
}

/** The longest outage of users of a class (rule F5). */
export function longestOf(outages: readonly UserOutage[]): Value {
  if (outages.some(({ to }) => to === -1)) return { sum: 0, per: 0, reason: 'users were not served again' };
  return { sum: longestLength(outages) / SECOND, per: 1 };
}

/** One at a time: of a year there can be more than a call takes arguments. */
function longestLength(outages: readonly UserOutage[]): Micros {
  return outages.reduce((most, each) => Math.max(most, lengthOf(each)), 0);
}

function lengthOf({ from, to }: UserOutage): Micros {
  return to === -1 ? Number.POSITIVE_INFINITY : to - from;
}
