/**
 * The shared storage (rules S1, S2). An operation = its round trips, of which the last way back comes at the end;
 * before it latency (one of so many servers, first come first served) and then the transfer, which shares the bandwidth
 * like a fluid. An operation that meets a store that is down waits until it is back and starts afresh.
 */
import { wider } from '../engine/columns.ts';
import { Sampler } from '../engine/distributions.ts';
import { draw, PURPOSE } from '../engine/draw.ts';
import { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import { type Micros, SECOND } from '../engine/time.ts';
import type { StorageSpec } from '../scenario/scenario.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import type { Tap } from './observer.ts';

/** The operation is over: `ok` says how. */
export const DONE = -1;

/** How long an operation waits for a store that is down (rule S2, assumption 15). */

const OP_STAGE = {
  free: 0,
  waiting: 1,
  there: 2,
  queue: 3,
  latency: 4,
  transfer: 5,
  rest: 6,
  back: 7,
} as const;

/** What an operation waits for and shares: the servers that give latency, and the bandwidth. */
export interface StorageUnit {
  readonly servers: Station;
  readonly transfers: SharedCapacity;
}

export class Storage {
  /** How the operation that ended last went. */
  ok = true;
  readonly isIdeal: boolean;
  isUp = true;
  /** How often a replica took over. */
  moves = 0;
  /** One that all share, or with local disks one a node. */
  readonly units: readonly StorageUnit[];
  readonly #sim: Simulation;
  readonly #spec: StorageSpec;
  readonly #network: Network;
  readonly #nodes: readonly Node[];
  readonly #observer: Tap;
  readonly #sampler: Sampler;
  #speed = 1;
  #place: number;
  #stage = new Uint8Array(64);
  #node = new Int32Array(64);
  #bytes = new Float64Array(64);
  #keyHigh = new Int32Array(64);
  #keyLow = new Int32Array(64);
  #ordinal = new Int32Array(64);
  #handler = new Int32Array(64);
  #argument = new Int32Array(64);
  #beganAt = new Float64Array(64);
  #servedAt = new Float64Array(64);
  #due = new Float64Array(64);
  /** Place in the line, handle of the transfer, or place in the lane of patience. */
  #position = new Float64Array(64);
  #roundTrip = new Float64Array(64);
  #notBefore = new Float64Array(64);
  /** Which one it was: what waits for the store is told in this order. */
  #order = new Float64Array(64);
  #operations = 0;
  #size = 0;
  readonly #free: number[] = [];
  readonly #arrived: number;
  readonly #served: number;
  readonly #rested: number;
  readonly #returned: number;
  readonly #patience: number;

  constructor(
    sim: Simulation,
    spec: StorageSpec | null,
    network: Network,
    nodes: readonly Node[],
    observer: Tap,
  ) {
    this.isIdeal = spec === null;
    this.#sim = sim;
    this.#spec = spec ?? IDEAL;
    this.#place = this.#spec.place;
    this.#network = network;
    this.#nodes = nodes;
    this.#observer = observer;
    this.#sampler = new Sampler(this.#spec.latency);
    const isDue = (op: number, stage: number): boolean =>
      this.#stage[op] === stage && this.#due[op] === sim.now;
    this.#arrived = sim.handler('storage.arrives', (op) => {
      if (isDue(op, OP_STAGE.there) && this.#arrive(op)) this.#complete(op, true);
    });
    this.#served = sim.handler('storage.served', (op) => {
      if (isDue(op, OP_STAGE.latency) && this.#serveEnds(op)) this.#complete(op, true);
    });
    this.#rested = sim.handler('storage.window', (op) => {
      if (isDue(op, OP_STAGE.rest) && this.#sendBack(op)) this.#complete(op, true);
    });
    this.#returned = sim.handler('storage.returns', (op) => {
      if (isDue(op, OP_STAGE.back)) this.#complete(op, true);
    });
    const transferred = sim.handler('storage.transferred', (op) => {
      if (this.#transferEnds(op)) this.#complete(op, true);
    });
    const unit = (name: string): StorageUnit => ({
      servers: new Station(sim, name, this.#spec.concurrency),
      transfers: new SharedCapacity(sim, `${name} transfers`, this.#spec.bandwidth, transferred),
    });
    this.units = this.#spec.local ? nodes.map((node) => unit(`disk/${node.name}`)) : [unit('storage')];
    this.#patience = sim.lane(
      this.#spec.patience,
      sim.handler('storage.gives-up', (op) => this.#complete(op, false)),
    );
  }

  /** A replica takes over, from its own place, and serves (rule F3). */
  moveTo(replica: number): void {
    this.#place = this.#spec.replicas[replica]!.place;
    this.moves += 1;
    this.isUp = true;
    this.noteLoss();
    this.noteReturn();
  }

  /** Whether an outage of the place where it stands now takes it. */
  standsAt(places: ReadonlySet<number>): boolean {
    return !this.isIdeal && !this.#spec.local && places.has(this.#place);
  }

  /** Whether a node reaches a running store. */
  isReachedFrom(node: Node): boolean {
    return this.isIdeal || (this.isUp && (this.#spec.local || !this.#network.isCut(node.place, this.#place)));
  }

  /**
   * Reads or writes bytes from a node; `ok` says how it went when it is over.
   * @param keyHigh, keyLow, ordinal address its draws; @param done handler told `argument` at the end.
   * @returns the operation's number while it is under way, or DONE.
   */
  operate(
    node: Node,
    bytes: number,
    reads: boolean,
    keyHigh: number,
    keyLow: number,
    ordinal: number,
    done: number,
    argument: number,
  ): number {
    this.ok = true;
    if (this.isIdeal) return DONE;
    if (this.#spec.local && reads && this.#isMissing(node, keyHigh, keyLow, ordinal)) {
      this.ok = false;
      return DONE;
    }
    const op = this.#add();
    this.#node[op] = node.index;
    this.#bytes[op] = bytes;
    this.#keyHigh[op] = keyHigh;
    this.#keyLow[op] = keyLow;
    this.#ordinal[op] = ordinal;
    this.#handler[op] = done;
    this.#argument[op] = argument;
    this.#beganAt[op] = this.#sim.now;
    this.#order[op] = this.#operations;
    this.#operations += 1;
    return this.#begin(op) ? this.#end(op, true) : op;
  }

  /** Ends an operation whose caller is gone; nobody is told. */
  abandon(op: number): void {
    this.#withdraw(op);
    this.#release(op);
  }

  /** Latencies that begin from now on, and all transfers, are faster (above 1) or slower. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    for (const unit of this.units) unit.transfers.setSpeed(speed);
  }

  /** The store stops serving, or paths to it are cut: operations that do not reach it wait from now. */
  noteLoss(): void {
    const reaches = (op: number): boolean => this.isReachedFrom(this.#nodes[this.#node[op]!]!);
    for (const op of this.#inOrder((each) => this.#stage[each]! >= OP_STAGE.there && !reaches(each))) {
      this.#withdraw(op);
      this.#waitForStore(op);
    }
  }

  /** The store serves again, or paths are mended: what waited and reaches it starts afresh, in order of arrival. */
  noteReturn(): void {
    const reaches = (op: number): boolean => this.isReachedFrom(this.#nodes[this.#node[op]!]!);
    for (const op of this.#inOrder((each) => this.#stage[each] === OP_STAGE.waiting && reaches(each))) {
      this.#sim.disarm(this.#patience, this.#position[op]!);
      if (this.#begin(op)) this.#complete(op, true);
    }
  }

  /** Operations of a kind, in order of arrival: rows are used again and are in none. */
  #inOrder(isOne: (op: number) => boolean): number[] {
    const found: number[] = [];
    for (let op = 0; op < this.#size; op += 1) if (isOne(op)) found.push(op);
    return found.sort((a, b) => this.#order[a]! - this.#order[b]!);
  }

  #unitOf(op: number): StorageUnit {
    return this.units[this.#spec.local ? this.#node[op]! : 0]!;
  }

  /**
   * With local disks a file is only where it was written, on any of the nodes with the same chance: elsewhere it is
   * missing (failure mode 18: empty logs, packages not found).
   */
  #isMissing(node: Node, keyHigh: number, keyLow: number, ordinal: number): boolean {
    const home = Math.floor(draw(keyHigh, keyLow, PURPOSE.fileHome, ordinal) * this.#nodes.length);
    return home !== node.index;
  }

  #begin(op: number): boolean {
    const node = this.#nodes[this.#node[op]!]!;
    if (!this.isReachedFrom(node)) return this.#waitForStore(op);
    const [high, low] = [this.#keyHigh[op]!, this.#keyLow[op]!];
    const roundTrip = this.#spec.local
      ? 0
      : this.#network.callRoundTrip(node.place, this.#place, high, low, (this.#ordinal[op]! + 1) * -1);
    this.#roundTrip[op] = roundTrip;
    const there = this.#spec.roundTrips * roundTrip - wayBack(roundTrip);
    return this.#go(op, OP_STAGE.there, Math.max(0, there), this.#arrived) && this.#arrive(op);
  }

  #waitForStore(op: number): boolean {
    this.#stage[op] = OP_STAGE.waiting;
    this.#position[op] = this.#sim.arm(this.#patience, op);
    return false;
  }

  #go(op: number, stage: number, length: Micros, handler: number): boolean {
    this.#stage[op] = stage;
    if (length === 0) return true;
    this.#due[op] = this.#sim.now + length;
    this.#sim.after(length, handler, op);
    return false;
  }

  #arrive(op: number): boolean {
    if (this.#unitOf(op).servers.enter(op)) return this.#serve(op);
    this.#stage[op] = OP_STAGE.queue;
    this.#position[op] = this.#unitOf(op).servers.position;
    return false;
  }

  #serve(op: number): boolean {
    this.#servedAt[op] = this.#sim.now;
    const drawn = this.#sampler.draw(
      this.#keyHigh[op]!,
      this.#keyLow[op]!,
      PURPOSE.storageLatency,
      this.#ordinal[op]!,
    );
    const length = this.#speed === 1 ? drawn : Math.round(drawn / this.#speed);
    return this.#go(op, OP_STAGE.latency, length, this.#served) && this.#serveEnds(op);
  }

  #serveEnds(op: number): boolean {
    this.#freeServer(op);
    const bytes = this.#bytes[op]!;
    this.#notBefore[op] = this.#sim.now + Math.ceil((bytes * this.#roundTrip[op]!) / this.#spec.window);
    this.#stage[op] = OP_STAGE.transfer;
    if (bytes === 0) return this.#transferEnds(op);
    const length = (bytes / this.#spec.perTransfer) * SECOND;
    this.#position[op] = this.#unitOf(op).transfers.add(op, this.#spec.perTransfer, length);
    return false;
  }

  #freeServer(op: number): void {
    const next = this.#unitOf(op).servers.leave(this.#servedAt[op]!);
    if (next !== -1 && this.#serve(next)) this.#complete(next, true);
  }

  #transferEnds(op: number): boolean {
    const rest = Math.max(0, this.#notBefore[op]! - this.#sim.now);
    return this.#go(op, OP_STAGE.rest, rest, this.#rested) && this.#sendBack(op);
  }

  #sendBack(op: number): boolean {
    const back = this.#spec.roundTrips === 0 ? 0 : wayBack(this.#roundTrip[op]!);
    return this.#go(op, OP_STAGE.back, back, this.#returned);
  }

  #withdraw(op: number): void {
    const stage = this.#stage[op]!;
    this.#stage[op] = OP_STAGE.back;
    this.#due[op] = -1;
    if (stage === OP_STAGE.queue) this.#unitOf(op).servers.giveUp(this.#position[op]!);
    else if (stage === OP_STAGE.latency) this.#freeServer(op);
    else if (stage === OP_STAGE.transfer) this.#unitOf(op).transfers.remove(this.#position[op]!);
    else if (stage === OP_STAGE.waiting) this.#sim.disarm(this.#patience, this.#position[op]!);
  }

  #complete(op: number, ok: boolean): void {
    const handler = this.#handler[op]!;
    const argument = this.#argument[op]!;
    this.#end(op, ok);
    this.#sim.call(handler, argument);
  }

  #end(op: number, ok: boolean): number {
    this.#observer.storageOperation(this.#sim.now, this.#sim.now - this.#beganAt[op]!);
    this.#release(op);
    this.ok = ok;
    return DONE;
  }

  #release(op: number): void {
    this.#stage[op] = OP_STAGE.free;
    this.#free.push(op);
  }

  #add(): number {
    const op = this.#free.pop() ?? this.#size;
    if (op === this.#size) {
      if (op === this.#stage.length) this.#grow();
      this.#size += 1;
    }
    return op;
  }

  #grow(): void {
    const size = 2 * this.#stage.length;
    this.#stage = wider(this.#stage, new Uint8Array(size));
    this.#node = wider(this.#node, new Int32Array(size));
    this.#bytes = wider(this.#bytes, new Float64Array(size));
    this.#keyHigh = wider(this.#keyHigh, new Int32Array(size));
    this.#keyLow = wider(this.#keyLow, new Int32Array(size));
    this.#ordinal = wider(this.#ordinal, new Int32Array(size));
    this.#handler = wider(this.#handler, new Int32Array(size));
    this.#argument = wider(this.#argument, new Int32Array(size));
    this.#beganAt = wider(this.#beganAt, new Float64Array(size));
    this.#servedAt = wider(this.#servedAt, new Float64Array(size));
    this.#due = wider(this.#due, new Float64Array(size));
    this.#position = wider(this.#position, new Float64Array(size));
    this.#roundTrip = wider(this.#roundTrip, new Float64Array(size));
    this.#notBefore = wider(this.#notBefore, new Float64Array(size));
    this.#order = wider(this.#order, new Float64Array(size));
  }
}

/** What stands in for the figures of a store that has none. */
const IDEAL: StorageSpec = {
  place: 0,
  preset: null,
  latency: { kind: 'constant', value: 0 },
  roundTrips: 0,
  concurrency: 1,
  bandwidth: 1,
  perTransfer: 1,
  patience: 0,
  window: 1,
  replicas: [],
  local: false,
};

function wayBack(roundTrip: Micros): Micros {
  return roundTrip - wayThere(roundTrip);
}
