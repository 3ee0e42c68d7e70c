/**
 * When a service came back after each fault (rule F4). A fault answers for the time in which a service is down that
 * went down with it, or after it while nothing else had begun; what a later fault takes away is the later one's.
 */
import type { Micros } from '../engine/time.ts';

interface Fault {
  /** Entry of the timeline; null: one drawn at random, whose own return is not asked for. */
  readonly entry: number | null;
  readonly began: Micros;
  /** It goes on step by step, and may take the service away long after it began. */
  inSteps: boolean;
  /** The service was down already, and has not been back since. */
  inherited: boolean;
  /** It has taken the service away. */
  took: boolean;
  /** Since when the service is up that it took away; -1: it is down. */
  upSince: Micros;
}

export class Returns {
  readonly #faults: Fault[] = [];
  #up = true;
  #wentDown: Micros = -1;
  /** Those that the service went down with the last time, as they were before. */
  #culpritsBefore: (Pick<Fault, 'took' | 'upSince'> & { readonly fault: Fault })[] = [];
  #random: Fault | null = null;

  /** A fault begins; told before what it takes away. */
  begin(at: Micros, entry: number | null, inSteps: boolean): void {
    const fault: Fault = {
      entry,
      began: at,
      inSteps,
      inherited: !this.#up,
      took: !this.#up,
      upSince: this.#up ? at : -1,
    };
    if (entry === null) this.#random = fault;
    else this.#faults.push(fault);
  }

  /** A fault is over: it takes nothing away any more that it has not taken yet, unless it was the last to begin. */
  end(entry: number): void {
    for (const fault of this.#faults) if (fault.entry === entry) fault.inSteps = false;
  }

  /** The service is up from now, or is down. */
  change(at: Micros, up: boolean): void {
    if (up === this.#up) return;
    this.#up = up;
    if (up) {
      // It was away for no time, as where a plan promotes a copy while the primary serves: nothing took it away.
      if (at === this.#wentDown)
        for (const { fault, ...before } of this.#culpritsBefore) Object.assign(fault, before);
      for (const fault of this.#faults) {
        if (fault.upSince === -1) fault.upSince = at;
        fault.inherited = false;
      }
      return;
    }
    this.#wentDown = at;
    const culprits = this.#culprits(at);
    this.#culpritsBefore = culprits.map((fault) => ({ fault, took: fault.took, upSince: fault.upSince }));
    for (const fault of culprits) {
      fault.took = true;
      fault.upSince = -1;
    }
  }

  /** Whether the service is down that an entry's fault took away. */
  isAway(entry: number): boolean {
    const fault = this.#faults.find((one) => one.entry === entry)!;
    return fault.upSince === -1 && !fault.inherited;
  }

  /** From an entry's fault until the service was back; 0 where it took nothing away, null where it is not back. */
  timeOf(entry: number): Micros | null {
    const fault = this.#faults.find((one) => one.entry === entry)!;
    return fault.upSince === -1 ? null : fault.upSince - fault.began;
  }

  /** Those that began last, or now; and those still at their steps that have taken nothing away so far. */
  #culprits(at: Micros): Fault[] {
    const random = this.#random?.began ?? -1;
    const last = this.#faults.reduce((latest, { began }) => Math.max(latest, began), random);
    return this.#faults.filter(
      ({ began, inSteps, took }) => began === last || (inSteps && !took && last < at),
    );
  }
}
