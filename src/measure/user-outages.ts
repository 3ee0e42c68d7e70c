/**
 * When users of a class were out (rule F5), to the microsecond: outage minutes one after another are one outage. It
 * begins with the first request of them that was not served and ends with the first that is served after the last.
 */
import { MINUTE, type Micros } from '../engine/time.ts';
import { isOutage } from './served-minutes.ts';

export interface UserOutage {
  /** When the first request that was not served was sent, and the end of what it can have met with: its minute, its end. */
  readonly from: Micros;
  readonly metUntil: Micros;
  /** -1: nobody was served any more. */
  to: Micros;
}

/** When somebody was served last who asks the same way (from the same place, at the same balancers), of any class. */
export interface Way {
  servedLast: Micros;
}

export class UserOutages {
  readonly all: UserOutage[] = [];
  readonly #below: number;
  readonly #way: Way;
  /** Of all requests: the last, and the longest time without one. */
  #lastSent: Micros = -1;
  #longestSilence: Micros = MINUTE;
  #lastUnserved: Micros = -1;
  #minute = 0;
  #sent = 0;
  #served = 0;
  /** Of this minute: first and last that was not served, when the first was over, the first served after the last. */
  #first: Micros = -1;
  #firstOver: Micros = -1;
  #back: Micros = -1;
  #firstServed: Micros = -1;
  #open: UserOutage | null = null;
  /** Of the last minute that was an outage. */
  #end: Micros = -1;

  constructor(below: number, way: Way = { servedLast: -1 }) {
    this.#below = below;
    this.#way = way;
  }

  /** A request is over; told in the order in which they were sent. */
  add(sent: Micros, over: Micros, served: boolean): void {
    const minute = Math.floor(sent / MINUTE);
    if (minute !== this.#minute) this.close();
    this.#minute = minute;
    this.#sent += 1;
    if (this.#lastSent !== -1) this.#longestSilence = Math.max(this.#longestSilence, sent - this.#lastSent);
    this.#lastSent = sent;
    if (served) {
      this.#way.servedLast = sent;
      this.#served += 1;
      if (this.#back === -1) this.#back = sent;
      if (this.#firstServed === -1) this.#firstServed = sent;
      return;
    }
    if (this.#first === -1) {
      this.#first = sent;
      this.#firstOver = over;
    }
    this.#back = -1;
    this.#lastUnserved = sent;
  }

  /** Nobody asks any more: of users who had stopped asking it is known from others whether they would have been served. */
  runEnded(at: Micros): void {
    this.close();
    if (this.#open === null || this.#open.to !== -1) return;
    const stopped = at - this.#lastSent > this.#longestSilence;
    if (stopped && this.#way.servedLast > this.#lastUnserved) this.#open.to = this.#end;
  }

  /** The minute is over. */
  close(): void {
    if (this.#sent === 0) return;
    if (isOutage(this.#served, this.#sent, this.#below)) {
      this.#end = (this.#minute + 1) * MINUTE;
      this.#open ??= this.#begin();
      this.#open.to = this.#back;
    } else if (this.#open !== null) {
      // Where nobody asked after its last minute it is not known to have lasted longer.
      const goesOn = this.#first !== -1 && this.#first < this.#firstServed;
      if (this.#open.to === -1)
        this.#open.to = goesOn ? this.#firstServed : Math.min(this.#end, this.#firstServed);
      this.#open = null;
    }
    this.#sent = 0;
    this.#served = 0;
    this.#first = -1;
    this.#back = -1;
    this.#firstServed = -1;
  }

  #begin(): UserOutage {
    const outage = { from: this.#first, metUntil: Math.max(this.#end, this.#firstOver), to: -1 };
    this.all.push(outage);
    return outage;
  }
}

/** The share of each bin in which no users were out; bins lie between borders. */
export function outsideOutages(outages: readonly UserOutage[], borders: readonly Micros[]): number[] {
  const inOrder = [...outages].sort((a, b) => a.from - b.from);
  return borders.slice(1).map((end, bin) => {
    const begin = borders[bin]!;
    let out = 0;
    let reached = begin;
    for (const { from, to } of inOrder) {
      const [since, until] = [Math.max(from, reached), to === -1 ? end : Math.min(to, end)];
      if (until <= since) continue;
      out += until - since;
      reached = until;
    }
    return 1 - out / (end - begin);
  });
}
