/**
 * What users got, minute by minute of a window (rule F5): a minute in which less than `outageBelow` of a class's requests
 * is served is an outage of its users. Requests are of the minute in which they were sent, so the minutes add up to the
 * requests of the window.
 */
import { MINUTE, type Micros } from '../engine/time.ts';

/** How much of what was sent in a minute must be served, by class. */
export type OutageBelow = readonly number[];

/** Whether so many served among those sent are an outage. */
export function isOutage(served: number, sent: number, below: number): boolean {
  return sent > 0 && served < below * sent;
}

export class ServedMinutes {
  readonly #from: Micros;
  readonly #to: Micros;
  readonly #below: OutageBelow;
  readonly #sent: Float64Array;
  readonly #served: Float64Array;
  #minute = 0;
  /** Requests of all minutes, by class. */
  readonly requests: Float64Array;
  /** µs of minutes that were outages, by class. */
  readonly outage: Float64Array;
  /** µs of minutes in which users of some class were out. */
  anyOutage = 0;

  constructor(from: Micros, to: Micros, below: OutageBelow) {
    this.#from = from;
    this.#to = to;
    this.#below = below;
    this.#sent = new Float64Array(below.length);
    this.#served = new Float64Array(below.length);
    this.requests = new Float64Array(below.length);
    this.outage = new Float64Array(below.length);
  }

  /** A request of the window is over; told in the order in which they were sent. */
  add(requestClass: number, sent: Micros, served: boolean): void {
    const minute = Math.floor((sent - this.#from) / MINUTE);
    if (minute !== this.#minute) this.close();
    this.#minute = minute;
    this.#sent[requestClass]! += 1;
    this.requests[requestClass]! += 1;
    if (served) this.#served[requestClass]! += 1;
  }

  /** The minute is over. */
  close(): void {
    const begin = this.#from + this.#minute * MINUTE;
    const length = Math.min(begin + MINUTE, this.#to) - begin;
    let any = false;
    this.#below.forEach((below, c) => {
      if (!isOutage(this.#served[c]!, this.#sent[c]!, below)) return;
      this.outage[c]! += length;
      any = true;
    });
    if (any) this.anyOutage += length;
    this.#sent.fill(0);
    this.#served.fill(0);
  }
}
