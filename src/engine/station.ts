/**
 * A station: so many servers, one waiting line, first come first served. Who waits is a number; what service means
 * and how long it takes is its owner's business. A semaphore is a station whose service lasts until it is given back.
 * It keeps its own areas, exactly, and the stays of all that entered, so that area = sum of stays can be checked.
 */
import { ExactSum } from './exact.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './time.ts';

/** A place in the line that was given up. */
const GONE = -1;

export class Station {
  readonly name: string;
  /** Servers; may only be changed while nobody waits. */
  servers: number;
  busy = 0;
  waiting = 0;
  /** How many ever entered, waited, and left without service. */
  entered = 0;
  everWaited = 0;
  abandoned = 0;
  readonly #sim: Simulation;
  readonly #queueArea = new ExactSum();
  readonly #busyArea = new ExactSum();
  readonly #queueStays = new ExactSum();
  readonly #busyStays = new ExactSum();
  readonly #busyStarts = new ExactSum();
  #since: Micros = 0;
  #who = new Int32Array(16);
  #enteredAt = new Float64Array(16);
  #head = 0;
  #tail = 0;

  constructor(sim: Simulation, name: string, servers: number) {
    this.#sim = sim;
    this.name = name;
    this.servers = servers;
  }

  /** True: a server is free and taken now. False: `who` waits, and `position` is its place in the line. */
  enter(who: number): boolean {
    this.#advance();
    this.entered += 1;
    if (this.busy < this.servers) {
      this.busy += 1;
      this.#busyStarts.add(this.#since);
      return true;
    }
    if (this.#tail - this.#head === this.#who.length) this.#grow();
    const at = this.#tail & (this.#who.length - 1);
    this.#who[at] = who;
    this.#enteredAt[at] = this.#since;
    this.#tail += 1;
    this.waiting += 1;
    this.everWaited += 1;
    return false;
  }

  /** The place of the one that entered last, by which it can give up. */
  get position(): number {
    return this.#tail - 1;
  }

  /**
   * Frees a server whose service began at `beganAt`. The first that waits gets it now: who, or -1 when nobody waits.
   */
  leave(beganAt: Micros): number {
    this.#advance();
    this.#busyStays.add(this.#since - beganAt);
    this.#busyStarts.add(-beganAt);
    if (this.waiting === 0) {
      this.busy -= 1;
      return -1;
    }
    const mask = this.#who.length - 1;
    let at = this.#head & mask;
    while (this.#who[at] === GONE) {
      this.#head += 1;
      at = this.#head & mask;
    }
    this.#head += 1;
    this.waiting -= 1;
    this.#queueStays.add(this.#since - this.#enteredAt[at]!);
    this.#busyStarts.add(this.#since);
    return this.#who[at]!;
  }

  /** The one at a place in the line leaves it without service. */
  giveUp(position: number): void {
    this.#advance();
    const at = position & (this.#who.length - 1);
    this.#who[at] = GONE;
    this.waiting -= 1;
    this.abandoned += 1;
    this.#queueStays.add(this.#since - this.#enteredAt[at]!);
    if (this.waiting === 0) this.#head = this.#tail;
  }

  /** The first in line, which stays there; -1 when nobody waits. */
  first(): number {
    if (this.waiting === 0) return -1;
    const mask = this.#who.length - 1;
    while (this.#who[this.#head & mask] === GONE) this.#head += 1;
    return this.#who[this.#head & mask]!;
  }

  /** The place of the first in line. */
  get firstPosition(): number {
    return this.#head;
  }

  /** Customers × µs spent waiting until now. */
  queueArea(): number {
    this.#advance();
    return this.#queueArea.value;
  }

  /** Servers × µs busy until now. */
  busyArea(): number {
    this.#advance();
    return this.#busyArea.value;
  }

  /** Whether both areas are the summed stays of all that entered, however they left; checked exactly. */
  isConserved(): boolean {
    this.#advance();
    const queue = new ExactSum();
    queue.low = this.#queueStays.low;
    queue.high = this.#queueStays.high;
    const mask = this.#who.length - 1;
    for (let position = this.#head; position < this.#tail; position += 1) {
      if (this.#who[position & mask] !== GONE) queue.add(this.#since - this.#enteredAt[position & mask]!);
    }
    const busy = new ExactSum();
    busy.low = this.#busyStays.low;
    busy.high = this.#busyStays.high - this.#busyStarts.high;
    busy.add(-this.#busyStarts.low);
    busy.addProduct(this.busy, this.#since);
    if (this.busy === 0 && (this.#busyStarts.low !== 0 || this.#busyStarts.high !== 0)) return false;
    return queue.equals(this.#queueArea) && busy.equals(this.#busyArea);
  }

  #advance(): void {
    const elapsed = this.#sim.now - this.#since;
    if (elapsed === 0) return;
    if (this.waiting > 0) this.#queueArea.addProduct(this.waiting, elapsed);
    this.#busyArea.addProduct(this.busy, elapsed);
    this.#since = this.#sim.now;
  }

  #grow(): void {
    const size = this.#who.length;
    const who = new Int32Array(2 * size);
    const enteredAt = new Float64Array(2 * size);
    for (let position = this.#head; position < this.#tail; position += 1) {
      const to = position & (2 * size - 1);
      who[to] = this.#who[position & (size - 1)]!;
      enteredAt[to] = this.#enteredAt[position & (size - 1)]!;
    }
    this.#who = who;
    this.#enteredAt = enteredAt;
  }
}
