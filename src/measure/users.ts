/** What users got (rule F5): every request is followed, and told in the order in which they were sent. */
import type { Micros } from '../engine/time.ts';
import type { Scenario, TimelineEntry } from '../scenario/scenario.ts';
import { allRecovered, Goodput } from './goodput.ts';
import { isDisruption } from './recovery.ts';
import { RequestsInOrder } from './requests-in-order.ts';
import type { Value } from './result.ts';
import { ServedMinutes } from './served-minutes.ts';
import { type UserOutage, UserOutages, type Way } from './user-outages.ts';
import type { WindowMeasures } from './window.ts';

export class Users {
  readonly #line: RequestsInOrder;
  readonly #duration: Micros;
  readonly #minutes: ReadonlyMap<WindowMeasures, ServedMinutes>;
  readonly #outages: readonly UserOutages[];
  readonly #goodput: readonly Goodput[];
  readonly #timeline: readonly TimelineEntry[];

  constructor({ requests, duration, timeline }: Scenario, windows: readonly WindowMeasures[]) {
    const below = requests.map(({ outageBelow }) => outageBelow);
    this.#duration = duration;
    this.#timeline = timeline;
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
    // What nothing disrupts is not followed.
    const disrupted = timeline.some(isDisruption);
    this.#goodput = disrupted ? requests.map(({ recovered }) => new Goodput(recovered)) : [];
    this.#line = new RequestsInOrder((c, sent, over, served) => {
      for (const [window, minutes] of this.#minutes) if (window.has(sent)) minutes.add(c, sent, served);
      this.#outages[c]!.add(sent, over, served);
      if (disrupted) this.#goodput[c]!.add(sent, served);
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
    for (const goodput of this.#goodput) goodput.runEnded(this.#duration);
  }

  /** An entry strikes. */
  faultBegan(at: Micros, entry: number): void {
    if (!isDisruption(this.#timeline[entry]!)) return;
    for (const goodput of this.#goodput) goodput.faultBegan(at, entry);
  }

  /** Whether users of every class get what they got before an entry's disruption (rule F10). */
  recovered(entry: number): Value {
    return allRecovered(this.#goodput.map((goodput) => goodput.recovered(entry)));
  }

  /** Outage minutes of a window. */
  minutesOf(window: WindowMeasures): ServedMinutes {
    return this.#minutes.get(window)!;
  }

  /** When users were out, of every class; what began in the run-out is not of the run. */
  outages(): UserOutage[] {
    return this.#outages.flatMap(({ all }) => all.filter(({ from }) => from < this.#duration));
  }
}
