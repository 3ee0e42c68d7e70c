/**
 * Whether users get what they got before a disruption (rule F10): the share of what they ask that is served, in the last
 * `over` before it, and in the last `over` before the next one or the end. Requests are told in the order in which they
 * were sent; both are of whole tenths of `over`, of which only the last are kept.
 */
import type { Micros } from '../engine/time.ts';
import type { Value } from './result.ts';

const PARTS = 10;
/** The parts of a span that need not begin with one, and the part that goes on. */
const KEPT = PARTS + 2;

interface Fault {
  readonly entry: number;
  readonly began: Micros;
  /** Shares before it and at last; null: nothing was asked. */
  before: number | null;
  after: number | null;
  isOpen: boolean;
}

export class Goodput {
  readonly #within: number;
  readonly #over: Micros;
  readonly #faults: Fault[] = [];
  /** Faults before this one are marked. */
  #next = 0;
  #part = 0;
  readonly #sent = new Float64Array(KEPT);
  readonly #served = new Float64Array(KEPT);

  constructor({ within, over }: { readonly within: number; readonly over: Micros }) {
    this.#within = within;
    this.#over = over;
  }

  /** A disruption begins; no request that was sent later has been told yet. */
  faultBegan(at: Micros, entry: number): void {
    this.#faults.push({ entry, began: at, before: null, after: null, isOpen: true });
  }

  /** A request is over. */
  add(sent: Micros, served: boolean): void {
    this.#begunUntil(sent);
    this.#moveTo(sent);
    this.#sent[this.#part % KEPT]! += 1;
    if (served) this.#served[this.#part % KEPT]! += 1;
  }

  /** No more requests count. */
  runEnded(at: Micros): void {
    this.#begunUntil(at);
    this.#mark(at);
  }

  /** All that was sent before has been told: those that began until this time follow what users got before them. */
  #begunUntil(time: Micros): void {
    for (; this.#next < this.#faults.length; this.#next += 1) {
      const fault = this.#faults[this.#next]!;
      if (fault.began > time) break;
      this.#mark(fault.began);
      fault.before = this.#share(fault.began);
    }
  }

  /** 1: users got at last what they had got before an entry's disruption; 0: not; or why that cannot be said. */
  recovered(entry: number): Value {
    const fault = this.#faults.find((each) => each.entry === entry);
    if (fault === undefined) return { sum: 0, per: 0 };
    const { before, after, isOpen } = fault;
    if (isOpen) return { sum: 0, per: 0, reason: 'less than `recovered.over` is left after it' };
    if (!before) return { sum: 0, per: 0, reason: 'nobody was served before it' };
    if (after === null) return { sum: 0, per: 0, reason: 'nobody asks at last' };
    return { sum: after >= (1 - this.#within) * before ? 1 : 0, per: 1 };
  }

  /** What was asked last before this time is what those got whose disruption began long enough before. */
  #mark(at: Micros): void {
    for (const fault of this.#faults) {
      if (!fault.isOpen || at - fault.began < this.#over) continue;
      fault.after = this.#share(at);
      fault.isOpen = false;
    }
  }

  /** Served of what was sent in the whole parts of the last `over` before a time. */
  #share(before: Micros): number | null {
    this.#moveTo(before);
    const width = this.#over / PARTS;
    let sent = 0;
    let served = 0;
    for (let part = Math.max(0, this.#part - KEPT + 1); (part + 1) * width <= before; part += 1) {
      if (part * width < before - this.#over) continue;
      sent += this.#sent[part % KEPT]!;
      served += this.#served[part % KEPT]!;
    }
    return sent === 0 ? null : served / sent;
  }

  #moveTo(time: Micros): void {
    const part = Math.floor((time * PARTS) / this.#over);
    if (part <= this.#part) return;
    for (let gone = Math.max(this.#part + 1, part - KEPT + 1); gone <= part; gone += 1) {
      this.#sent[gone % KEPT] = 0;
      this.#served[gone % KEPT] = 0;
    }
    this.#part = part;
  }
}

/** Of users of several classes: they have recovered when all have of whom it can be said. */
export function allRecovered(values: readonly Value[]): Value {
  const known = values.filter(({ per }) => per > 0);
  if (known.length === 0) return values.find(({ reason }) => reason !== undefined) ?? { sum: 0, per: 0 };
  return { sum: known.every(({ sum }) => sum === 1) ? 1 : 0, per: 1 };
}
