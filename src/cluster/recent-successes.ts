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

  /** How many there were after a time, as far back as they could be lost. */
  since(time: Micros): number {
    return this.#times.filter((at) => at > time).length;
  }
}
