/**
 * Capacity shared like a fluid (rule C1): every job asks for a part of it; when more is asked than there is, all are
 * slowed by the same factor. One virtual clock runs at that factor; a job is done when the clock has advanced by its
 * length, at the first whole microsecond not before. While the factor is 1 finishing times are exact integers, and a
 * change of the factor moves one engine event, the first job's.
 */
import type { Burst } from './burst.ts';
import { wider } from './columns.ts';
import type { Simulation, Timer } from './simulation.ts';
import type { Micros } from './time.ts';

/** A remainder below this, in µs, is rounding and no work. */
const SAME = 1e-6;
/** What adding up many products leaves, as a share. */
const ROUNDING = 1e-9;

export class SharedCapacity {
  readonly name: string;
  /** Jobs in work. */
  size = 0;
  entered = 0;
  /** In the unit in which jobs ask. */
  readonly capacity: number;
  readonly #sim: Simulation;
  readonly #timer: Timer;
  readonly #done: (job: number) => void;
  #asked = 0;
  /** What takes of the same capacity at another speed, and what that asks for. */
  #other: SharedCapacity | null = null;
  #askedByOther = 0;
  /** What says how much of the capacity there is; null: all of it. */
  #burst: Burst | null = null;
  #limit: number;
  #speed = 1;
  #fastest = 1;
  #factor = 1;
  #clock = 0;
  #since: Micros = 0;
  #usedArea = 0;
  #slowedArea = 0;
  /** Work in demand × µs: done by what was in use, and what the jobs that left had of it. */
  #work = 0;
  #had = 0;
  /** The most that rounding of the clock can have made of it. */
  #rounded = 0;
  /** Demands of all jobs that began. */
  #demands = 0;
  #order = 0;
  /** Binary heap of jobs by (finish, order): where each stands is in `#at`, by its handle. */
  #heap = new Int32Array(8);
  #begun = new Float64Array(8);
  #finish = new Float64Array(8);
  #orderOf = new Float64Array(8);
  #job = new Int32Array(8);
  #demand = new Float64Array(8);
  #at = new Int32Array(8);
  readonly #free: number[] = [];

  /** @param done is told the job that is done. */
  constructor(sim: Simulation, name: string, capacity: number, done: (job: number) => void) {
    this.#sim = sim;
    this.name = name;
    this.capacity = capacity;
    this.#limit = capacity;
    this.#done = done;
    this.#timer = sim.timer(
      sim.handler(name, () => this.#finishFirst()),
      0,
    );
  }

  /** Lets two take of one capacity, each at its own speed: what both ask for slows both. */
  shareWith(other: SharedCapacity): void {
    this.#other = other;
    other.#other = this;
  }

  /** What is used of it is drawn from a bucket, which says how much there is. */
  drawFrom(burst: Burst): void {
    this.#burst = burst;
  }

  /** There is another limit than a moment ago. */
  noteLimit(): void {
    this.#advance();
    this.#settle(false);
  }

  /**
   * A job begins, asking for `demand` while it runs for `length` µs at full speed.
   * @returns the handle by which it can be taken out before it is done.
   */
  add(job: number, demand: number, length: Micros): number {
    this.#advance();
    const handle = this.#free.pop() ?? this.size;
    if (handle >= this.#job.length) this.#grow();
    this.#begun[handle] = this.#clock;
    this.#finish[handle] = this.#clock + length;
    this.#orderOf[handle] = this.#order;
    this.#order += 1;
    this.#job[handle] = job;
    this.#demand[handle] = demand;
    this.entered += 1;
    this.#demands += demand;
    this.size += 1;
    this.#siftUp(this.size - 1, handle);
    this.#asked += demand;
    this.#settle(this.#at[handle] === 0);
    return handle;
  }

  /** Takes a job out before it is done. */
  remove(handle: number): void {
    this.#advance();
    this.#had += this.#demand[handle]! * (this.#clock - this.#begun[handle]!);
    const wasFirst = this.#at[handle] === 0;
    this.#takeOut(handle);
    this.#settle(wasFirst);
  }

  /** Sets the factor by which everything here is faster (above 1) or slower than nominal. */
  setSpeed(speed: number): void {
    this.#advance();
    this.#speed = speed;
    if (speed > this.#fastest) this.#fastest = speed;
    this.#settle(false);
  }

  /** Capacity × µs in use until now. */
  usedArea(): number {
    this.#advance();
    return this.#usedArea;
  }

  /** Jobs × µs lost until now as more was asked for than there is: n jobs at a share f of their speed lose n·(1 − f). */
  slowedArea(): number {
    this.#advance();
    return this.#slowedArea;
  }

  /**
   * Whether what was in use has done the work of the jobs, that of those here or taken out as far as it is done: the
   * utilisation law (busy = throughput × mean service).
   */
  isConserved(): boolean {
    this.#advance();
    let has = 0;
    for (let at = 0; at < this.size; at += 1) {
      const handle = this.#heap[at]!;
      has += this.#demand[handle]! * (this.#clock - this.#begun[handle]!);
    }
    const reach = SAME * this.#demands + ROUNDING * this.#work + this.#rounded;
    return Math.abs(this.#had + has - this.#work) <= reach;
  }

  /** What is left of a job at full speed, in µs. */
  remaining(handle: number): number {
    this.#advance();
    return this.#finish[handle]! - this.#clock;
  }

  #advance(): void {
    const elapsed = this.#sim.now - this.#since;
    if (elapsed === 0) return;
    this.#since = this.#sim.now;
    if (this.size === 0) return;
    this.#clock += elapsed * this.#factor;
    this.#rounded += Number.EPSILON * this.#clock * this.#asked;
    const all = this.#asked + this.#askedByOther;
    const used = elapsed * (all > this.#limit ? this.#limit * (this.#asked / all) : this.#asked);
    this.#usedArea += used;
    if (all > this.#limit) this.#slowedArea += elapsed * this.size * (1 - this.#limit / all);
    this.#work += used * this.#speed;
  }

  /** After a change: a new factor, and the event of the first job when either moved. */
  #settle(firstChanged: boolean): void {
    if (this.size === 0) this.#asked = 0;
    if (this.#other !== null) this.#other.#hear(this.#asked);
    const all = this.#asked + this.#askedByOther;
    if (this.#burst !== null) this.#limit = this.#burst.limitFor(all);
    if (this.size === 0) {
      this.#sim.clearTimer(this.#timer);
      this.#clock = 0;
      this.#factor = this.#speed;
      return;
    }
    const share = all > this.#limit ? this.#limit / all : 1;
    const factor = share * this.#speed;
    if (factor === this.#factor && !firstChanged) return;
    this.#factor = factor;
    const left = this.#finish[this.#heap[0]!]! - this.#clock;
    if (factor === 0) this.#sim.clearTimer(this.#timer);
    else this.#sim.setTimer(this.#timer, this.#sim.now + Math.max(0, Math.ceil(left / factor - SAME)));
  }

  /** The other one asks for so much from now on. */
  #hear(asked: number): void {
    if (asked === this.#askedByOther) return;
    this.#advance();
    this.#askedByOther = asked;
    if (this.size > 0) this.#settle(false);
  }

  #finishFirst(): void {
    this.#advance();
    const first = this.#heap[0]!;
    const job = this.#job[first]!;
    // It ends at a whole µs, less than one after its length, at whatever speed that µs passed.
    const beyond = Math.min(this.#clock - this.#finish[first]!, this.#fastest);
    this.#had += this.#demand[first]! * (this.#finish[first]! - this.#begun[first]! + beyond);
    if (this.#clock < this.#finish[first]!) {
      // A rounding moves the clock of the others too.
      this.#work += (this.#asked - this.#demand[first]!) * (this.#finish[first]! - this.#clock);
      this.#clock = this.#finish[first]!;
    }
    this.#takeOut(first);
    this.#settle(true);
    this.#done(job);
  }

  #takeOut(handle: number): void {
    this.#asked -= this.#demand[handle]!;
    const at = this.#at[handle]!;
    this.size -= 1;
    this.#free.push(handle);
    const last = this.#heap[this.size]!;
    if (last === handle) return;
    if (at > 0 && this.#isBefore(last, this.#heap[(at - 1) >> 1]!)) this.#siftUp(at, last);
    else this.#siftDown(at, last);
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#finish[a]! - this.#finish[b]!;
    return difference < 0 || (difference === 0 && this.#orderOf[a]! < this.#orderOf[b]!);
  }

  #siftUp(from: number, handle: number): void {
    let at = from;
    while (at > 0) {
      const parent = this.#heap[(at - 1) >> 1]!;
      if (!this.#isBefore(handle, parent)) break;
      this.#heap[at] = parent;
      this.#at[parent] = at;
      at = (at - 1) >> 1;
    }
    this.#heap[at] = handle;
    this.#at[handle] = at;
  }

  #siftDown(from: number, handle: number): void {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child += 1;
      const below = this.#heap[child]!;
      if (!this.#isBefore(below, handle)) break;
      this.#heap[at] = below;
      this.#at[below] = at;
      at = child;
    }
    this.#heap[at] = handle;
    this.#at[handle] = at;
  }

  #grow(): void {
    const size = 2 * this.#job.length;
    this.#heap = wider(this.#heap, new Int32Array(size));
    this.#begun = wider(this.#begun, new Float64Array(size));
    this.#finish = wider(this.#finish, new Float64Array(size));
    this.#orderOf = wider(this.#orderOf, new Float64Array(size));
    this.#job = wider(this.#job, new Int32Array(size));
    this.#demand = wider(this.#demand, new Float64Array(size));
    this.#at = wider(this.#at, new Int32Array(size));
  }
}
