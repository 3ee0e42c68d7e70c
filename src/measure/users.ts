/** What users got (rule F5): every request is followed, and told in the order in which they were sent. */
import type { Micros } from '../engine/time.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { RequestsInOrder } from './requests-in-order.ts';
import { ServedMinutes } from './served-minutes.ts';
import { type UserOutage, UserOutages, type Way } from './user-outages.ts';
import type { WindowMeasures } from './window.ts';

export class Users {
  readonly #line: RequestsInOrder;
  readonly #duration: Micros;
  readonly #minutes: ReadonlyMap<WindowMeasures, ServedMinutes>;
  readonly #outages: readonly UserOutages[];

  constructor({ requests, duration }: Scenario, windows: readonly WindowMeasures[]) {
    const below = requests.map(({ outageBelow }) => outageBelow);
    this.#duration = duration;
    this.#minutes = new Map(
      windows.map((window) => [window, new ServedMinutes(window.from, window.to, below)]),
    );
    const ways = new Map<string, Way>();
    this.#outages = requests.map(({ outageBelow, from, via }) => {
      const name = JSON.stringify([from, via]);
      const way = ways.get(name) ?? { servedLast: -1 };
      ways.set(name, way);
      return new UserOutages(outageBelow, way);
    });
    this.#line = new RequestsInOrder((c, sent, over, served) => {
      for (const [window, minutes] of this.#minutes) if (window.has(sent)) minutes.add(c, sent, served);
      this.#outages[c]!.add(sent, over, served);
    });
  }

  requestArrived(at: Micros, requestClass: number, request: number): void {
    this.#line.sent(at, requestClass, request);
  }

  requestEnded(at: Micros, request: number, served: boolean): void {
    this.#line.ended(at, request, served);
  }

  /** The run is over: of the arrivals that count what has no answer was not served. */
  runEnded(at: Micros): void {
    this.#line.runEnded(at, this.#duration);
    for (const minutes of this.#minutes.values()) minutes.close();
    for (const outages of this.#outages) outages.runEnded(this.#duration);
  }

  /** Outage minutes of a window. */
  minutesOf(window: WindowMeasures): ServedMinutes {
    return this.#minutes.get(window)!;
  }

  /** When users were out, of every class. */
  outages(): UserOutage[] {
    return this.#outages.flatMap(({ all }) => all);
  }
}
