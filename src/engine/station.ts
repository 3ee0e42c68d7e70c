/**
 * A station: so many servers, one waiting line, first come first served. Who waits is a number; what service means
 * and how long it takes is its owner's business. A semaphore is a station whose service lasts until it is given back.
 * It keeps its own areas, exactly, and the stays of all that left, so that area = sum of stays can be checked.
 */
import { ExactSum } from './exact.ts';
import { areaUntil } from './level.ts';
import type { Simulation } from './simulation.ts';
import type { Micros } from './time.ts';

/** A place in the line that was given up. */
const GONE = -1;

export class Station {
  readonly name: string;
  /** Servers; may only be changed while nobody waits. */
  servers: number;
  #busy = 0;
  #waiting = 0;
  /** How many ever entered, waited, and left without service. */
  entered = 0;
  everWaited = 0;
  abandoned = 0;
  readonly #sim: Simulation;
  /** How many wait and are busy: the changes, each times when it came (see `level.ts`), and the stays of those that left. */
  readonly #queueMoment = new ExactSum();
  readonly #busyMoment = new ExactSum();
  readonly #queueStays = new ExactSum();
  readonly #busyStays = new ExactSum();
  #who = new Int32Array(16);
  #enteredAt = new Float64Array(16);
  #head = 0;
  #tail = 0;

  constructor(sim: Simulation, name: string, servers: number) {
    this.#sim = sim;
    this.name = name;
    this.servers = servers;
  }

  /** Servers that are busy. */
  get busy(): number {
    return this.#busy;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** True: a server is free and taken now. False: `who` waits, and `position` is its place in the line. */
  enter(who: number): boolean {
    const { now } = this.#sim;
    this.entered += 1;
    if (this.#busy < this.servers) {
      this.#busy += 1;
      this.#busyMoment.add(now);
      return true;
    }
    if (this.#tail - this.#head === this.#who.length) this.#grow();
    const at = this.#tail & (this.#who.length - 1);
    this.#who[at] = who;
    this.#enteredAt[at] = now;
    this.#queueMoment.add(now);
    this.#tail += 1;
    this.#waiting += 1;
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
    const { now } = this.#sim;
    this.#busyStays.add(now - beganAt);
    if (this.#waiting === 0) {
      this.#busy -= 1;
      this.#busyMoment.add(-now);
      return -1;
    }
    const mask = this.#who.length - 1;
    let at = this.#head & mask;
    while (this.#who[at] === GONE) {
      this.#head += 1;
      at = this.#head & mask;
    }
    this.#head += 1;
    this.#noteEndOfWait(at);
    return this.#who[at]!;
  }

  /** The one at a place in the line leaves it without service. */
  giveUp(position: number): void {
    const at = position & (this.#who.length - 1);
    this.#who[at] = GONE;
    this.abandoned += 1;
    this.#noteEndOfWait(at);
    if (this.#waiting === 0) this.#head = this.#tail;
  }

  #noteEndOfWait(at: number): void {
    const { now } = this.#sim;
    this.#waiting -= 1;
    this.#queueMoment.add(-now);
    this.#queueStays.add(now - this.#enteredAt[at]!);
  }

  /** The first in line, which stays there; -1 when nobody waits. */
  first(): number {
    if (this.#waiting === 0) return -1;
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
    return areaUntil(this.#sim.now, this.#waiting, this.#queueMoment).value;
  }

  /** Servers × µs busy until now. */
  busyArea(): number {
    return areaUntil(this.#sim.now, this.#busy, this.#busyMoment).value;
  }

  /**
   * Whether both areas are the summed stays of all that entered, however they left; checked exactly, that of the servers
   * when none is busy, as only who leaves says since when.
   */
  isConserved(): boolean {
    if (this.#busy === 0 && !areaUntil(this.#sim.now, 0, this.#busyMoment).equals(this.#busyStays))
      return false;
    const stays = new ExactSum();
    stays.low = this.#queueStays.low;
    stays.high = this.#queueStays.high;
    const mask = this.#who.length - 1;
    for (let position = this.#head; position < this.#tail; position += 1) {
      const at = position & mask;
      if (this.#who[at] !== GONE) stays.add(this.#sim.now - this.#enteredAt[at]!);
    }
    return areaUntil(this.#sim.now, this.#waiting, this.#queueMoment).equals(stays);
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
