/**
 * The floor under `scenarios/bench-cluster.yaml`: the rules of that one file as a hand-written loop with its figures
 * built in. Every delay is an event of its own, as the rules have it; check-ins and probes, which touch no result
 * here, are left out. Longer than other files: it is one loop, with everything in it.
 */
import type { Answers } from './answers.ts';
import { EventHeap } from './event-heap.ts';
import { QuickRandom } from './random.ts';
import { WaitingLine } from './waiting-line.ts';

export const NODES = 4;
export const CAP = 10;
export const SLOTS = NODES * CAP;
export const ROUNDS = 20;
export const ONE_WAY = 500;
export const TRANSFER = 1;
export const DATABASE_SERVERS = 8;
export const STORAGE_SERVERS = 4;
export const MEAN_BETWEEN_ARRIVALS = 1_000_000 / 48;
export const MEAN_CALL = 4_000;
export const MEAN_LATENCY = 2_000;
export const MEAN_UP = 60_000_000;
export const MEAN_REPAIR = 5_000_000;
/** Lognormal of mean 20 ms and coefficient of variation 0.533. */
export const RUN_SIGMA = Math.sqrt(Math.log(1 + 0.533 * 0.533));
export const RUN_MU = Math.log(20_000) - (RUN_SIGMA * RUN_SIGMA) / 2;

/** What happens next to who holds a slot; also the state that the slot is in until then. */
export const FREE = 0;
export const CALL_ARRIVES = 1;
export const CALL_WAITS = 2;
export const CALL_SERVED = 3;
export const CALL_BACK = 4;
export const RUN_ENDS = 5;
export const OPERATION_ARRIVES = 6;
export const OPERATION_WAITS = 7;
export const OPERATION_SERVED = 8;
export const TRANSFER_ENDS = 9;
export const OPERATION_BACK = 10;
/** What happens to nobody's slot. */
export const ARRIVES = 11;
export const CRASHES = 12;
export const REPAIRED = 13;
export const HORIZON = 14;

/**
 * An event is kind | who << 4 | epoch << 10. Who is a slot, or SLOTS + node for the node's own write; the epoch is
 * the number of times that its node had crashed: an event of an earlier one is of work that is no more.
 */
const WHO = 4;
const EPOCH = 10;

/**
 * Poisson arrivals of 48/s until `duration` (µs) on four nodes that crash; then the run goes on until all work
 * is over.
 */
export function clusterFloor(seed: number, duration: number): Answers {
  return new ClusterFloor(seed, duration).run();
}

class ClusterFloor {
  private readonly heap = new EventHeap();
  private readonly random: QuickRandom;
  private readonly duration: number;
  private readonly queue = new WaitingLine();
  private readonly databaseLine = new WaitingLine();
  private readonly storageLine = new WaitingLine();
  private databaseBusy = 0;
  private storageBusy = 0;

  private readonly state = new Int32Array(SLOTS + NODES);
  private readonly roundsLeft = new Int32Array(SLOTS);
  private readonly arrivedAt = new Float64Array(SLOTS);
  private readonly startedAt = new Float64Array(SLOTS);
  private readonly epoch = new Int32Array(NODES);
  private readonly up = new Int32Array(NODES).fill(1);
  private readonly active = new Int32Array(NODES);
  private readonly orphans = new Int32Array(NODES);

  private nextArrival = 0;
  private nodesUp = NODES;
  private arrived = 0;
  private refused = 0;
  private succeeded = 0;
  private cancelled = 0;
  private slotsBusy = 0;
  private waitSum = 0;
  private durationSum = 0;
  private turnaroundSum = 0;
  private areasSince = 0;
  private slotArea = 0;
  private onlineArea = 0;
  private databaseArea = 0;
  private storageArea = 0;
  private shares = { throughput: 0, slots: 0, database: 0, storage: 0 };

  constructor(seed: number, duration: number) {
    this.random = new QuickRandom(seed);
    this.duration = duration;
  }

  run(): Answers {
    const heap = this.heap;
    heap.push(this.duration, HORIZON);
    for (let node = 0; node < NODES; node += 1) this.pushFault(CRASHES, node, MEAN_UP);
    this.scheduleArrival();
    while (heap.now < this.duration || this.refused + this.succeeded + this.cancelled < this.arrived) {
      heap.take();
      this.handle(heap.payload & 15, (heap.payload >> WHO) & 63, heap.payload >>> EPOCH);
    }
    return {
      arrived: this.arrived,
      refused: this.refused,
      succeeded: this.succeeded,
      cancelled: this.cancelled,
      queueWait: this.waitSum / (this.arrived - this.refused) / 1e6,
      duration: this.durationSum / this.succeeded / 1e6,
      turnaround: this.turnaroundSum / this.succeeded / 1e6,
      events: heap.taken,
      ...this.shares,
    };
  }

  private handle(kind: number, who: number, epoch: number): void {
    if (kind < ARRIVES && epoch !== this.epoch[nodeOf(who)]) return;
    switch (kind) {
      case CALL_ARRIVES:
        if (this.databaseBusy < DATABASE_SERVERS) this.serveCall(who);
        else {
          this.state[who] = CALL_WAITS;
          this.databaseLine.push(who | (epoch << EPOCH));
        }
        break;
      case CALL_SERVED:
        this.endCallService();
        if (who < SLOTS) this.next(who, CALL_BACK, ONE_WAY);
        else this.cancelOrphans(who - SLOTS);
        break;
      case CALL_BACK:
        if (this.roundsLeft[who]! > 0)
          this.next(who, RUN_ENDS, Math.round(this.random.lognormal(RUN_MU, RUN_SIGMA)));
        else this.succeed(who);
        break;
      case RUN_ENDS:
        this.next(who, OPERATION_ARRIVES, ONE_WAY);
        break;
      case OPERATION_ARRIVES:
        if (this.storageBusy < STORAGE_SERVERS) this.serveOperation(who);
        else {
          this.state[who] = OPERATION_WAITS;
          this.storageLine.push(who | (epoch << EPOCH));
        }
        break;
      case OPERATION_SERVED:
        this.endOperationService();
        this.next(who, TRANSFER_ENDS, TRANSFER);
        break;
      case TRANSFER_ENDS:
        this.next(who, OPERATION_BACK, ONE_WAY);
        break;
      case OPERATION_BACK:
        this.roundsLeft[who]! -= 1;
        this.next(who, CALL_ARRIVES, ONE_WAY);
        break;
      case ARRIVES:
        this.arrive();
        break;
      case CRASHES:
        this.crash(who);
        break;
      case REPAIRED:
        this.repair(who);
        break;
      default:
        this.closeAreas();
    }
  }

  /** Lets `kind` happen to who holds the slot after `delay` µs. */
  private next(who: number, kind: number, delay: number): void {
    this.state[who] = kind;
    this.heap.push(delay, kind | (who << WHO) | (this.epoch[nodeOf(who)]! << EPOCH));
  }

  private pushFault(kind: number, node: number, mean: number): void {
    this.heap.push(Math.round(this.random.exponential(mean)), kind | (node << WHO));
  }

  private scheduleArrival(): void {
    this.nextArrival += this.random.exponential(MEAN_BETWEEN_ARRIVALS);
    if (this.nextArrival < this.duration)
      this.heap.push(Math.round(this.nextArrival) - this.heap.now, ARRIVES);
  }

  private arrive(): void {
    this.arrived += 1;
    this.scheduleArrival();
    if (this.nodesUp > 0) {
      this.queue.push(this.heap.now);
      this.dispatch();
    } else this.refused += 1;
  }

  private serveCall(who: number): void {
    this.addAreas();
    this.databaseBusy += 1;
    this.next(who, CALL_SERVED, Math.round(this.random.exponential(MEAN_CALL)));
  }

  /** Frees a server and gives it to the first call in line whose node has not crashed since. */
  private endCallService(): void {
    this.addAreas();
    this.databaseBusy -= 1;
    while (this.databaseLine.length > 0) {
      const entry = this.databaseLine.shift();
      const who = entry & 63;
      if (entry >>> EPOCH !== this.epoch[nodeOf(who)]) continue;
      this.serveCall(who);
      return;
    }
  }

  private serveOperation(who: number): void {
    this.addAreas();
    this.storageBusy += 1;
    this.next(who, OPERATION_SERVED, Math.round(this.random.exponential(MEAN_LATENCY)));
  }

  private endOperationService(): void {
    this.addAreas();
    this.storageBusy -= 1;
    while (this.storageLine.length > 0) {
      const entry = this.storageLine.shift();
      const who = entry & 63;
      if (entry >>> EPOCH !== this.epoch[nodeOf(who)]) continue;
      this.serveOperation(who);
      return;
    }
  }

  private succeed(slot: number): void {
    this.addAreas();
    this.succeeded += 1;
    this.durationSum += this.heap.now - this.startedAt[slot]!;
    this.turnaroundSum += this.heap.now - this.arrivedAt[slot]!;
    this.state[slot] = FREE;
    this.slotsBusy -= 1;
    this.active[nodeOf(slot)]! -= 1;
    this.dispatch();
  }

  /** Rule Q6: the head of the queue goes to the node with the lowest active/cap that has a free slot. */
  private dispatch(): void {
    while (this.queue.length > 0) {
      let chosen = -1;
      let lowest = CAP;
      for (let node = 0; node < NODES; node += 1) {
        if (this.up[node]! === 1 && this.active[node]! < lowest) {
          lowest = this.active[node]!;
          chosen = node;
        }
      }
      if (chosen < 0) return;
      let slot = chosen * CAP;
      while (this.state[slot] !== FREE) slot += 1;
      this.start(slot);
    }
  }

  private start(slot: number): void {
    this.addAreas();
    const arrivedAt = this.queue.shift();
    this.arrivedAt[slot] = arrivedAt;
    this.startedAt[slot] = this.heap.now;
    this.waitSum += this.heap.now - arrivedAt;
    this.roundsLeft[slot] = ROUNDS;
    this.slotsBusy += 1;
    this.active[nodeOf(slot)]! += 1;
    this.next(slot, CALL_ARRIVES, ONE_WAY);
  }

  /** Rule D4: what runs stops for good, and its calls and operations leave lines and servers at once. */
  private crash(node: number): void {
    this.addAreas();
    this.epoch[node]! += 1;
    this.up[node] = 0;
    this.nodesUp -= 1;
    this.orphans[node]! += this.active[node]!;
    this.slotsBusy -= this.active[node]!;
    this.active[node] = 0;
    for (let slot = node * CAP; slot < (node + 1) * CAP; slot += 1) this.abandon(slot);
    this.abandon(SLOTS + node);
    this.pushFault(REPAIRED, node, MEAN_REPAIR);
  }

  private abandon(who: number): void {
    const state = this.state[who];
    this.state[who] = FREE;
    if (state === CALL_SERVED) this.endCallService();
    else if (state === OPERATION_SERVED) this.endOperationService();
  }

  /** The node takes tasks again, and its write cancels the orphans when it is committed. */
  private repair(node: number): void {
    this.addAreas();
    this.up[node] = 1;
    this.nodesUp += 1;
    if (this.orphans[node]! > 0) this.next(SLOTS + node, CALL_ARRIVES, ONE_WAY);
    this.pushFault(CRASHES, node, MEAN_UP);
    this.dispatch();
  }

  private cancelOrphans(node: number): void {
    this.state[SLOTS + node] = FREE;
    this.cancelled += this.orphans[node]!;
    this.orphans[node] = 0;
  }

  private addAreas(): void {
    const elapsed = this.heap.now - this.areasSince;
    this.areasSince = this.heap.now;
    this.slotArea += this.slotsBusy * elapsed;
    this.onlineArea += this.nodesUp * CAP * elapsed;
    this.databaseArea += this.databaseBusy * elapsed;
    this.storageArea += this.storageBusy * elapsed;
  }

  private closeAreas(): void {
    this.addAreas();
    this.shares = {
      throughput: this.succeeded / (this.duration / 1e6),
      slots: this.slotArea / this.onlineArea,
      database: this.databaseArea / (DATABASE_SERVERS * this.duration),
      storage: this.storageArea / (STORAGE_SERVERS * this.duration),
    };
  }
}

/** The node whose slot, or whose own write, it is. */
export function nodeOf(who: number): number {
  return who < SLOTS ? (who / CAP) | 0 : who - SLOTS;
}
