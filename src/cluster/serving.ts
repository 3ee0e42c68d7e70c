/**
 * The requests in a node that works on so many at once (rule L10): the others wait in a line of limited length, of which
 * the first or the last comes next.
 */
import { Population } from '../engine/population.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { ServingSpec } from '../scenario/scenario.ts';

interface Place {
  readonly request: number;
  readonly since: Micros;
}

export class Serving {
  readonly waiting: Population;
  readonly busy: Population;
  readonly spec: ServingSpec;
  /** Its line is being worked off: what ends at once meanwhile begins no other. */
  isTaking = false;
  readonly #sim: Simulation;
  #line: Place[] = [];
  /** How many of the line have left it at its front. */
  #gone = 0;

  constructor(sim: Simulation, spec: ServingSpec) {
    this.#sim = sim;
    this.spec = spec;
    this.waiting = new Population(sim);
    this.busy = new Population(sim);
  }

  /** A request comes: it begins, waits, or is turned away, as the line is full. */
  enter(request: number): 'begins' | 'waits' | 'full' {
    const { slots, queue } = this.spec;
    // What comes in the very instant in which a slot is free does not pass those that wait for it.
    if (this.busy.value < slots && this.waiting.value === 0) {
      this.busy.enter();
      return 'begins';
    }
    if (queue !== null && this.waiting.value - (slots - this.busy.value) >= queue) return 'full';
    this.waiting.enter();
    this.#line.push({ request, since: this.#sim.now });
    return 'waits';
  }

  /** One that began at a time has left. */
  leave(beganAt: Micros): void {
    this.busy.leave(beganAt);
  }

  /** The next of the line; -1 where there is none or nothing is free. It has `begun`, or has left the line for good. */
  next(): number {
    if (this.waiting.value === 0 || this.busy.value >= this.spec.slots) return -1;
    const { request, since } = this.spec.order === 'lifo' ? this.#line.pop()! : this.#first();
    this.waiting.leave(since);
    return request;
  }

  /** What `next` gave begins. */
  begin(): void {
    this.busy.enter();
  }

  /** Nobody waits any more. */
  clear(): void {
    for (const { since } of this.#line.slice(this.#gone)) this.waiting.leave(since);
    this.#line = [];
    this.#gone = 0;
  }

  #first(): Place {
    const place = this.#line[this.#gone]!;
    this.#gone += 1;
    if (this.#gone * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#gone);
      this.#gone = 0;
    }
    return place;
  }
}
