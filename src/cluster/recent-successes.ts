/** When tasks succeeded, for as long as a promotion or a restore could lose it (rule B7). */
import type { Micros } from '../engine/time.ts';

/** Old ones are dropped when there are so many more than were kept the last time. */
const MANY_MORE = 64;

export class RecentSuccesses {
  readonly #couldLoseSince: () => Micros;
  #times: Micros[] = [];
  #kept = 0;

  /** @param couldLoseSince since when what was committed could still be lost */
  constructor(couldLoseSince: () => Micros) {
    this.#couldLoseSince = couldLoseSince;
  }

  add(now: Micros): void {
    this.#times.push(now);
    if (this.#times.length < 2 * this.#kept + MANY_MORE) return;
    const since = this.#couldLoseSince();
    this.#times = this.#times.filter((at) => at > since);
    this.#kept = this.#times.length;
  }

  /** Those after a time are lost, as far back as they could be: once, whatever is lost later. @returns how many */
  lose(time: Micros): number {
    const all = this.#times.length;
    this.#times = this.#times.filter((at) => at <= time);
    return all - this.#times.length;
  }
}
