/**
 * What hasim promises of any run, for `scenarios/bench-cluster.yaml` alone: the floor's loop with the draws that hasim
 * makes, to the bit, portable arithmetic, a digest of the events, percentiles and time bins, and areas and stays that are
 * checked against each other. Left out is what hasim keeps beside that: pools of connections, time-outs, shares of CPUs
 * and bandwidth, recovery. So it is the least that the promises cost. Longer than other files: it is one loop, with
 * everything in it.
 */
import { Digest, hashText } from '../../src/engine/digest.ts';
import { Sampler } from '../../src/engine/distributions.ts';
import { PURPOSE } from '../../src/engine/draw.ts';
import { ln } from '../../src/engine/elementary.ts';
import { EventHeap } from '../../src/engine/event-heap.ts';
import { ExactSum } from '../../src/engine/exact.ts';
import { areaUntil } from '../../src/engine/level.ts';
import { ComponentKey, type Stream, stream } from '../../src/engine/streams.ts';
import { BinnedDurations } from '../../src/measure/bins.ts';
import { bucketOf } from '../../src/measure/histogram.ts';
import { SampleBuilder } from '../../src/measure/sample-builder.ts';
import type { Answers } from './answers.ts';
import {
  ARRIVES,
  CALL_ARRIVES,
  CALL_BACK,
  CALL_SERVED,
  CALL_WAITS,
  CAP,
  CRASHES,
  DATABASE_SERVERS,
  FREE,
  HORIZON,
  MEAN_BETWEEN_ARRIVALS,
  MEAN_CALL,
  MEAN_LATENCY,
  MEAN_REPAIR,
  MEAN_UP,
  NODES,
  nodeOf,
  ONE_WAY,
  OPERATION_ARRIVES,
  OPERATION_BACK,
  OPERATION_SERVED,
  OPERATION_WAITS,
  REPAIRED,
  ROUNDS,
  RUN_ENDS,
  RUN_MU,
  RUN_SIGMA,
  SLOTS,
  STORAGE_SERVERS,
  TRANSFER,
  TRANSFER_ENDS,
} from './cluster.ts';
import { WaitingLine } from './waiting-line.ts';

const BINS = 60;
/** Who an event is of, and in the bits above it which life of its node. */
const EPOCH = 6;
const WHO_MASK = 63;

/**
 * Poisson arrivals of 48/s until `duration` (µs) on four nodes that crash; then the run goes on until all work is over.
 *
 * @param crashes whether nodes do
 * @returns what hasim says of the same replication, and a digest of this loop's own events
 */
export function clusterPromises(
  seed: string,
  replication: number,
  duration: number,
  crashes = true,
): Answers & { readonly digest: string } {
  return new ClusterPromises(seed, replication, duration).run(crashes);
}

/** Somewhere that things enter and leave: how many are there, when they came, and the stays of those that left. */
class Place {
  count = 0;
  readonly moment = new ExactSum();
  readonly stays = new ExactSum();

  enter(now: number): void {
    this.count += 1;
    this.moment.add(now);
  }

  leave(now: number, since: number): void {
    this.count -= 1;
    this.moment.add(-now);
    this.stays.add(now - since);
  }

  area(now: number): number {
    return areaUntil(now, this.count, this.moment).value;
  }

  isConserved(now: number): boolean {
    return this.count === 0 && areaUntil(now, 0, this.moment).equals(this.stays);
  }
}

/** Servers with one line: who waits is a number with a life, and passed over when that is over. */
class Servers {
  readonly busy = new Place();
  readonly waiting = new Place();
  readonly line = new WaitingLine();
}

class ClusterPromises {
  private readonly heap = new EventHeap();
  private readonly digest = new Digest();
  private readonly hashes: readonly number[] = Array.from({ length: HORIZON + 1 }, (_, i) =>
    hashText(`kind ${i}`),
  );
  private readonly duration: number;
  private readonly luck: Stream;
  private readonly failing: readonly ComponentKey[];
  private readonly call = new Sampler({ kind: 'exponential', mean: MEAN_CALL });
  private readonly length = new Sampler({ kind: 'lognormal', mu: RUN_MU, sigma: RUN_SIGMA });
  private readonly latency = new Sampler({ kind: 'exponential', mean: MEAN_LATENCY });
  private readonly up = new Sampler({ kind: 'exponential', mean: MEAN_UP });
  private readonly repair = new Sampler({ kind: 'exponential', mean: MEAN_REPAIR });
  private readonly queue = new Place();
  private readonly queued = { arrived: new WaitingLine(), high: new WaitingLine(), low: new WaitingLine() };
  private readonly database = new Servers();
  private readonly storage = new Servers();
  private readonly slots: readonly Place[] = Array.from({ length: NODES }, () => new Place());
  private readonly online: readonly Place[] = Array.from({ length: NODES }, () => new Place());

  private readonly state = new Int32Array(SLOTS + NODES);
  private readonly keyHigh = new Int32Array(SLOTS + NODES);
  private readonly keyLow = new Int32Array(SLOTS + NODES);
  private readonly round = new Int32Array(SLOTS + NODES);
  private readonly arrivedAt = new Float64Array(SLOTS);
  private readonly startedAt = new Float64Array(SLOTS);
  /** Since when its call or operation is under way, and since when it waits or is served there. */
  private readonly began = new Float64Array(SLOTS + NODES);
  private readonly since = new Float64Array(SLOTS + NODES);
  private readonly epoch = new Int32Array(NODES);
  private readonly isUp = new Int32Array(NODES);
  private readonly upSince = new Float64Array(NODES);
  private readonly faults = new Int32Array(NODES);
  private readonly orphans = new Int32Array(NODES);

  private readonly waits = new SampleBuilder();
  private readonly durations = new SampleBuilder();
  private readonly turnarounds = new SampleBuilder();
  private readonly calls = new SampleBuilder();
  private readonly operations = new SampleBuilder();
  private readonly waitBins: BinnedDurations;
  private readonly durationBins: BinnedDurations;

  private sequence = 0;
  private events = 0;
  private nextArrival = 0;
  private nodesUp = 0;
  private arrived = 0;
  private refused = 0;
  private succeeded = 0;
  private cancelled = 0;
  private shares = { throughput: 0, slots: 0, database: 0, storage: 0 };

  constructor(seed: string, replication: number, duration: number) {
    this.duration = duration;
    this.luck = stream(seed, replication, 'arrivals/job');
    this.failing = Array.from(
      { length: NODES },
      (_, node) => new ComponentKey(seed, replication, `failures/machines/n-${node + 1}`),
    );
    this.waitBins = new BinnedDurations(duration / BINS, duration);
    this.durationBins = new BinnedDurations(duration / BINS, duration);
  }

  run(crashes: boolean): Answers & { readonly digest: string } {
    const { heap } = this;
    this.push(this.duration, HORIZON, 0);
    for (let node = 0; node < NODES; node += 1) {
      this.comesUp(node);
      if (crashes) this.pushFault(CRASHES, node, this.up, PURPOSE.upTime);
    }
    this.scheduleArrival();
    while (heap.popBefore(Number.POSITIVE_INFINITY)) {
      this.events += 1;
      this.digest.add(heap.time, this.hashes[heap.kind]!, heap.argument);
      this.handle(heap.kind, heap.argument & WHO_MASK, heap.argument >>> EPOCH);
      if (heap.time >= this.duration && this.refused + this.succeeded + this.cancelled === this.arrived)
        break;
    }
    this.check();
    const seconds = (samples: SampleBuilder) => {
      const { sum, count } = samples.build();
      return sum / count / 1e6;
    };
    return {
      arrived: this.arrived,
      refused: this.refused,
      succeeded: this.succeeded,
      cancelled: this.cancelled,
      queueWait: seconds(this.waits),
      duration: seconds(this.durations),
      turnaround: seconds(this.turnarounds),
      events: this.events,
      ...this.shares,
      digest: this.digest.toString(),
    };
  }

  private handle(kind: number, who: number, epoch: number): void {
    if (kind < ARRIVES && epoch !== this.epoch[nodeOf(who)]) return;
    switch (kind) {
      case CALL_ARRIVES:
        if (this.enters(this.database, DATABASE_SERVERS, who, CALL_WAITS)) this.serveCall(who);
        break;
      case CALL_SERVED:
        this.callServed(who);
        break;
      case CALL_BACK:
        this.calls.record(this.heap.time - this.began[who]!);
        if (this.round[who]! < ROUNDS) this.begin(who);
        else this.succeed(who);
        break;
      case RUN_ENDS:
        this.operate(who);
        break;
      case OPERATION_ARRIVES:
        if (this.enters(this.storage, STORAGE_SERVERS, who, OPERATION_WAITS)) this.serveOperation(who);
        break;
      case OPERATION_SERVED:
        this.operationServed(who);
        break;
      case TRANSFER_ENDS:
        this.next(who, OPERATION_BACK, ONE_WAY);
        break;
      case OPERATION_BACK:
        this.operations.record(this.heap.time - this.began[who]!);
        this.round[who]! += 1;
        this.ask(who);
        break;
      case ARRIVES:
        this.arrive();
        break;
      case CRASHES:
        this.crash(who);
        break;
      case REPAIRED:
        this.repaired(who);
        break;
      default:
        this.closeShares();
    }
  }

  private push(time: number, kind: number, argument: number): void {
    this.sequence += 1;
    this.heap.push(time, this.sequence, kind, argument);
  }

  /** Lets `kind` happen to who holds the slot after `delay` µs. */
  private next(who: number, kind: number, delay: number): void {
    this.state[who] = kind;
    this.push(this.heap.time + delay, kind, who | (this.epoch[nodeOf(who)]! << EPOCH));
  }

  private pushFault(kind: number, node: number, sampler: Sampler, purpose: number): void {
    const { keyHigh, keyLow } = this.failing[node]!;
    this.push(this.heap.time + sampler.draw(keyHigh, keyLow, purpose, this.faults[node]!), kind, node);
  }

  private scheduleArrival(): void {
    this.nextArrival += -ln(1 - this.luck.uniform()) * MEAN_BETWEEN_ARRIVALS;
    const at = Math.round(this.nextArrival);
    if (at < this.duration) this.push(at, ARRIVES, 0);
  }

  private arrive(): void {
    this.arrived += 1;
    const high = this.luck.word();
    const low = this.luck.word();
    this.scheduleArrival();
    if (this.nodesUp === 0) {
      this.refused += 1;
      return;
    }
    this.queue.enter(this.heap.time);
    this.queued.arrived.push(this.heap.time);
    this.queued.high.push(high);
    this.queued.low.push(low);
    this.dispatch();
  }

  /** Rule Q6: the head of the queue goes to the node with the lowest active/cap that has a free slot. */
  private dispatch(): void {
    while (this.queue.count > 0) {
      let chosen = -1;
      let lowest = CAP;
      for (let node = 0; node < NODES; node += 1) {
        const active = this.slots[node]!.count;
        if (this.isUp[node]! === 1 && active < lowest) {
          lowest = active;
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
    const now = this.heap.time;
    const arrived = this.queued.arrived.shift();
    const bucket = bucketOf(now - arrived);
    this.keyHigh[slot] = this.queued.high.shift();
    this.keyLow[slot] = this.queued.low.shift();
    this.queue.leave(now, arrived);
    this.waits.recordIn(bucket, now - arrived);
    this.waitBins.record(arrived, bucket);
    this.arrivedAt[slot] = arrived;
    this.startedAt[slot] = now;
    this.round[slot] = 0;
    this.slots[nodeOf(slot)]!.enter(now);
    this.ask(slot);
  }

  /** A call to the database: one a round, and the write at the end. */
  private ask(who: number): void {
    this.began[who] = this.heap.time;
    this.next(who, CALL_ARRIVES, ONE_WAY);
  }

  /** Whether a server is free, and taken now. */
  private enters({ busy, waiting, line }: Servers, servers: number, who: number, waits: number): boolean {
    const now = this.heap.time;
    this.since[who] = now;
    if (busy.count < servers) {
      busy.enter(now);
      return true;
    }
    this.state[who] = waits;
    waiting.enter(now);
    line.push(who | (this.epoch[nodeOf(who)]! << EPOCH));
    return false;
  }

  /** Frees a server and gives it to the first in line whose node has not crashed since; -1: to nobody. */
  private leaves({ busy, waiting, line }: Servers, who: number): number {
    const now = this.heap.time;
    busy.leave(now, this.since[who]!);
    while (line.length > 0) {
      const entry = line.shift();
      const first = entry & WHO_MASK;
      if (entry >>> EPOCH !== this.epoch[nodeOf(first)]) continue;
      waiting.leave(now, this.since[first]!);
      busy.enter(now);
      this.since[first] = now;
      return first;
    }
    return -1;
  }

  private serveCall(who: number): void {
    const length = this.call.draw(
      this.keyHigh[who]!,
      this.keyLow[who]!,
      PURPOSE.databaseService,
      this.round[who]!,
    );
    if (length === 0) this.callServed(who);
    else this.next(who, CALL_SERVED, length);
  }

  private callServed(who: number): void {
    const first = this.leaves(this.database, who);
    if (first !== -1) this.serveCall(first);
    if (who < SLOTS) this.next(who, CALL_BACK, ONE_WAY);
    else this.cancelOrphans(who - SLOTS);
  }

  private begin(who: number): void {
    const length = this.length.draw(this.keyHigh[who]!, this.keyLow[who]!, PURPOSE.run, this.round[who]!);
    if (length === 0) this.operate(who);
    else this.next(who, RUN_ENDS, length);
  }

  private operate(who: number): void {
    this.began[who] = this.heap.time;
    this.next(who, OPERATION_ARRIVES, ONE_WAY);
  }

  private serveOperation(who: number): void {
    const length = this.latency.draw(
      this.keyHigh[who]!,
      this.keyLow[who]!,
      PURPOSE.storageLatency,
      this.round[who]!,
    );
    if (length === 0) this.operationServed(who);
    else this.next(who, OPERATION_SERVED, length);
  }

  private operationServed(who: number): void {
    const first = this.leaves(this.storage, who);
    if (first !== -1) this.serveOperation(first);
    this.next(who, TRANSFER_ENDS, TRANSFER);
  }

  private succeed(slot: number): void {
    const now = this.heap.time;
    const took = now - this.startedAt[slot]!;
    const bucket = bucketOf(took);
    this.succeeded += 1;
    this.durations.recordIn(bucket, took);
    this.durationBins.record(this.arrivedAt[slot]!, bucket);
    this.turnarounds.record(now - this.arrivedAt[slot]!);
    this.state[slot] = FREE;
    this.slots[nodeOf(slot)]!.leave(now, this.startedAt[slot]!);
    this.dispatch();
  }

  private comesUp(node: number): void {
    this.isUp[node] = 1;
    this.upSince[node] = this.heap.time;
    this.online[node]!.enter(this.heap.time);
    this.nodesUp += 1;
  }

  /** Rule D4: what runs stops for good, and its calls and operations leave lines and servers at once. */
  private crash(node: number): void {
    const now = this.heap.time;
    this.epoch[node]! += 1;
    this.isUp[node] = 0;
    this.nodesUp -= 1;
    this.online[node]!.leave(now, this.upSince[node]!);
    for (let slot = node * CAP; slot < (node + 1) * CAP; slot += 1) {
      if (this.state[slot] === FREE) continue;
      this.orphans[node]! += 1;
      this.slots[node]!.leave(now, this.startedAt[slot]!);
      this.abandon(slot);
    }
    this.abandon(SLOTS + node);
    this.pushFault(REPAIRED, node, this.repair, PURPOSE.repairTime);
    this.faults[node]! += 1;
  }

  private abandon(who: number): void {
    const now = this.heap.time;
    const state = this.state[who];
    this.state[who] = FREE;
    if (state === CALL_WAITS) this.database.waiting.leave(now, this.since[who]!);
    else if (state === OPERATION_WAITS) this.storage.waiting.leave(now, this.since[who]!);
    else if (state === CALL_SERVED) {
      const first = this.leaves(this.database, who);
      if (first !== -1) this.serveCall(first);
    } else if (state === OPERATION_SERVED) {
      const first = this.leaves(this.storage, who);
      if (first !== -1) this.serveOperation(first);
    }
  }

  /** The node takes tasks again, and its write cancels the orphans when it is committed. */
  private repaired(node: number): void {
    const who = SLOTS + node;
    this.comesUp(node);
    if (this.orphans[node]! > 0) {
      this.keyHigh[who] = this.failing[node]!.keyHigh;
      this.keyLow[who] = this.failing[node]!.keyLow;
      this.round[who] = this.faults[node]!;
      this.ask(who);
    }
    this.pushFault(CRASHES, node, this.up, PURPOSE.upTime);
    this.dispatch();
  }

  private cancelOrphans(node: number): void {
    this.state[SLOTS + node] = FREE;
    this.cancelled += this.orphans[node]!;
    this.orphans[node] = 0;
  }

  private closeShares(): void {
    const { duration } = this;
    const of = (places: readonly Place[]) => places.reduce((sum, place) => sum + place.area(duration), 0);
    this.shares = {
      throughput: this.succeeded / (duration / 1e6),
      slots: of(this.slots) / (CAP * of(this.online)),
      database: this.database.busy.area(duration) / (DATABASE_SERVERS * duration),
      storage: this.storage.busy.area(duration) / (STORAGE_SERVERS * duration),
    };
  }

  private check(): void {
    const { heap, queue, slots, database, storage } = this;
    const places = [queue, ...slots, database.busy, database.waiting, storage.busy, storage.waiting];
    if (!places.every((place) => place.isConserved(heap.time)))
      throw new Error('areas are not the stays of those that left');
  }
}
