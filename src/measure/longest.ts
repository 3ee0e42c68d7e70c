/** The longest time without a break in which a service was down, or users were out. */
import { type Micros, SECOND } from '../engine/time.ts';
import type { Value } from './result.ts';
import type { UserOutage } from './user-outages.ts';

export class Longest {
  /** Since when it is down; -1: it is up. */
  #since: Micros = -1;
  #longest: Micros = 0;
  /** When the longest so far began. */
  #from: Micros = -1;

  /** The service is up from now, or is down. */
  change(at: Micros, up: boolean): void {
    if (up && this.#since !== -1 && at - this.#since > this.#longest) {
      this.#longest = at - this.#since;
      this.#from = this.#since;
    }
    if (up) this.#since = -1;
    else if (this.#since === -1) this.#since = at;
  }

  /** The longest outage itself; null: there was none. */
  get outage(): UserOutage | null {
    if (this.#since !== -1) return { from: this.#since, metUntil: this.#since, to: -1 };
    if (this.#from === -1) return null;
    return { from: this.#from, metUntil: this.#from, to: this.#from + this.#longest };
  }

  /** In seconds; beyond every limit where it is down to the end. */
  value(reason: string): Value {
    return this.#since === -1 ? { sum: this.#longest / SECOND, per: 1 } : { sum: 0, per: 0, reason };
  }
}

/** Of users of all classes; null: they were never out. */
export function longestOutage(outages: readonly UserOutage[]): UserOutage | null {
  const length = ({ from, to }: UserOutage) => (to === -1 ? Number.POSITIVE_INFINITY : to - from);
  return outages.reduce<UserOutage | null>(
    (most, each) => (most === null || length(each) > length(most) ? each : most),
    null,
  );
}

/** The longest outage of users of a class (rule F5). */
export function longestOf(outages: readonly UserOutage[]): Value {
  if (outages.some(({ to }) => to === -1)) return { sum: 0, per: 0, reason: 'users were not served again' };
  return { sum: Math.max(0, ...outages.map(({ from, to }) => to - from)) / SECOND, per: 1 };
}
