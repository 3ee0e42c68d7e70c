/**
 * The shared storage, or a disk in each node (rules S1 to S3). An operation = its round trips, of which the last way back
 * comes at the end; before it latency (one of so many servers, first come first served) and then the transfer, which shares
 * the bandwidth like a fluid. An operation that meets a store that is down waits until it is back and starts afresh.
 *
 * Longer than other files: its stages, each of which goes on to the next within one event, are one story.
 */
import { Sampler } from '../engine/distributions.ts';
import { draw, PURPOSE } from '../engine/draw.ts';
import { Population } from '../engine/population.ts';
import type { Handler, LaneNumber, Simulation } from '../engine/simulation.ts';
import { StagedRow, Stages } from '../engine/stages.ts';
import { type Micros, SECOND } from '../engine/time.ts';
import type { StorageSpec } from '../scenario/scenario.ts';
import { type Keyed, NOBODY } from './calls.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import type { Observer, WorkKind, WorkStage } from './observer.ts';
import { type StorageUnit, storageUnit } from './storage-unit.ts';

/** The operation is over: `ok` says how. */
export const DONE = -1;

const STAGE = {
  waiting: 1,
  there: 2,
  queue: 3,
  latency: 4,
  transfer: 5,
  rest: 6,
  back: 7,
} as const;

/** What is done with a file. */
export interface FileUse {
  readonly bytes: number;
  readonly reads: boolean;
  readonly of: WorkKind;
}

class Operation extends StagedRow {
  node!: Node;
  use!: FileUse;
  keyHigh = 0;
  keyLow = 0;
  ordinal = 0;
  /** Handler and argument that are told of the end. */
  done: Handler = NOBODY;
  argument = 0;
  began: Micros = Number.NaN;
  served: Micros = Number.NaN;
  waitsSince: Micros = Number.NaN;
  /** Place in the line, handle of the transfer, or place in the lane of patience. */
  position = 0;
  roundTrip: Micros = Number.NaN;
  notBefore: Micros = Number.NaN;
  /** Which one it was: what waits for the store is told in this order. */
  order = 0;
}

export interface StorageParts {
  readonly sim: Simulation;
  readonly spec: StorageSpec | null;
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly observer: Observer;
}

export class Storage {
  /** How the operation that ended last went. */
  ok = true;
  readonly isIdeal: boolean;
  isUp = true;
  /** How often a replica took over. */
  moves = 0;
  /** Operations that wait for a store that is away (rule S2). */
  readonly away: Population;
  /** One that all share, or with local disks one a node. */
  readonly units: readonly StorageUnit[];
  readonly #sim: Simulation;
  readonly #spec: StorageSpec;
  readonly #network: Network;
  readonly #nodes: readonly Node[];
  readonly #observer: Observer;
  readonly #sampler: Sampler;
  #speed = 1;
  #place: number;
  readonly #operations: Stages<Operation>;
  #begun = 0;
  readonly #arrived: Handler;
  readonly #served: Handler;
  readonly #rested: Handler;
  readonly #returned: Handler;
  readonly #patience: LaneNumber;

  constructor({ sim, spec, network, nodes, observer }: StorageParts) {
    this.isIdeal = spec === null;
    this.#sim = sim;
    this.#spec = spec ?? IDEAL;
    this.#place = this.#spec.place;
    this.#network = network;
    this.#nodes = nodes;
    this.#observer = observer;
    this.#sampler = new Sampler(this.#spec.latency);
    this.away = new Population(sim);
    const operations = new Stages(sim, (index) => new Operation(index));
    this.#operations = operations;
    this.#arrived = sim.handler('storage.arrives', (index) => {
      const op = operations.ended(index, STAGE.there);
      if (op !== null && this.#arrive(op)) this.#complete(op, true);
    });
    this.#served = sim.handler('storage.served', (index) => {
      const op = operations.ended(index, STAGE.latency);
      if (op !== null && this.#serveEnds(op)) this.#complete(op, true);
    });
    this.#rested = sim.handler('storage.window', (index) => {
      const op = operations.ended(index, STAGE.rest);
      if (op !== null && this.#sendBack(op)) this.#complete(op, true);
    });
    this.#returned = sim.handler('storage.returns', (index) => {
      const op = operations.ended(index, STAGE.back);
      if (op !== null) this.#complete(op, true);
    });
    const transferred = (number: number): void => {
      const op = operations.at(number);
      if (this.#transferEnds(op)) this.#complete(op, true);
    };
    const unit = (name: string) => storageUnit(sim, name, this.#spec, transferred);
    this.units = this.#spec.local ? nodes.map((node) => unit(`disk/${node.name}`)) : [unit('storage')];
    this.#patience = sim.lane(
      this.#spec.patience,
      sim.handler('storage.gives-up', (number) => {
        const op = operations.at(number);
        this.away.leave(op.waitsSince);
        this.#complete(op, false);
      }),
    );
  }

  /** The name and the place of a replica. */
  replicaAt(replica: number): StorageSpec['replicas'][number] {
    return this.#spec.replicas[replica]!;
  }

  /** A replica takes over, from its own place, and serves (rule F3). */
  moveTo(replica: number): void {
    this.#place = this.replicaAt(replica).place;
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
   * Reads or writes a file from a node; `ok` says how it went when it is over.
   * @param key, ordinal address its draws; @param done handler told `argument` at the end.
   * @returns the operation's number while it is under way, or DONE.
   */
  operate(node: Node, use: FileUse, key: Keyed, ordinal: number, done: Handler, argument: number): number {
    this.ok = true;
    if (this.isIdeal) return DONE;
    if (this.#spec.local && use.reads && this.#isMissing(node, key, ordinal)) {
      this.ok = false;
      return DONE;
    }
    const op = this.#operations.add();
    op.node = node;
    op.use = use;
    op.keyHigh = key.keyHigh;
    op.keyLow = key.keyLow;
    op.ordinal = ordinal;
    op.done = done;
    op.argument = argument;
    op.began = this.#sim.now;
    op.order = this.#begun;
    this.#begun += 1;
    return this.#begin(op) ? this.#end(op, true) : op.index;
  }

  /** Ends an operation whose caller is gone; nobody is told. @param number as `operate` gave it */
  abandon(number: number): void {
    const op = this.#operations.at(number);
    this.#withdraw(op);
    this.#operations.remove(op);
  }

  /** Latencies that begin from now on, and all transfers, are faster (above 1) or slower. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    for (const { burst, transfers } of this.units) {
      // Its credits are of bytes: what is moved, not what is used of it (rule S4).
      burst?.setRate(speed);
      transfers.setSpeed(speed);
    }
  }

  /** The store stops serving, or paths to it are cut: operations that do not reach it wait from now. */
  noteLoss(): void {
    const reaches = (op: Operation): boolean => this.isReachedFrom(op.node);
    for (const op of this.#inOrder((each) => each.stage >= STAGE.there && !reaches(each))) {
      this.#withdraw(op);
      this.#waitForStore(op);
    }
  }

  /** The store serves again, or paths are mended: what waited and reaches it starts afresh, in order of arrival. */
  noteReturn(): void {
    const reaches = (op: Operation): boolean => this.isReachedFrom(op.node);
    for (const op of this.#inOrder((each) => each.stage === STAGE.waiting && reaches(each))) {
      this.#sim.disarm(this.#patience, op.position);
      this.away.leave(op.waitsSince);
      if (this.#begin(op)) this.#complete(op, true);
    }
  }

  /** Operations of a kind, in order of arrival: rows are used again and are in none. */
  #inOrder(isOne: (op: Operation) => boolean): Operation[] {
    return [...this.#operations].filter(isOne).sort((a, b) => a.order - b.order);
  }

  #unitOf(op: Operation): StorageUnit {
    return this.units[this.#spec.local ? op.node.index : 0]!;
  }

  /**
   * With local disks a file is only where it was written, on any of the nodes that there are or have been with the same
   * chance: elsewhere it is missing (failure mode 18: empty logs, packages not found).
   */
  #isMissing(node: Node, key: Keyed, ordinal: number): boolean {
    const homes = this.#nodes.filter(({ existing }) => existing.max > 0);
    const home = Math.floor(draw(key.keyHigh, key.keyLow, PURPOSE.fileHome, ordinal) * homes.length);
    return homes[home] !== node;
  }

  #begin(op: Operation): boolean {
    const { node, keyHigh, keyLow } = op;
    if (!this.isReachedFrom(node)) return this.#waitForStore(op);
    this.#tell(op, 'toStorage');
    const { local, roundTrips } = this.#spec;
    const place = this.#place;
    const n = (op.ordinal + 1) * -1;
    op.roundTrip = local ? 0 : this.#network.drawnRoundTrip(node.place, place, keyHigh, keyLow, n);
    let there = 0;
    if (!local && roundTrips > 0) {
      there = roundTrips * op.roundTrip - wayBack(op.roundTrip);
      // Once for the operation: its window is as wide as without it (rules N5, S1).
      there += this.#network.sentAgain(node.place, place, keyHigh, keyLow, n);
    }
    return this.#operations.enter(op, STAGE.there, there, this.#arrived) && this.#arrive(op);
  }

  #waitForStore(op: Operation): boolean {
    op.stage = STAGE.waiting;
    op.waitsSince = this.#sim.now;
    this.away.enter();
    this.#tell(op, 'storageAway');
    op.position = this.#sim.arm(this.#patience, op.index);
    return false;
  }

  #arrive(op: Operation): boolean {
    if (this.#unitOf(op).servers.enter(op.index)) return this.#serve(op);
    op.stage = STAGE.queue;
    this.#tell(op, 'storageQueue');
    op.position = this.#unitOf(op).servers.position;
    return false;
  }

  #serve(op: Operation): boolean {
    const length = this.#latencyOf(op);
    return this.#operations.enter(op, STAGE.latency, length, this.#served) && this.#serveEnds(op);
  }

  /** How long the store takes before an operation's bytes, from now. */
  #latencyOf(op: Operation): Micros {
    op.served = this.#sim.now;
    this.#tell(op, 'storageLatency');
    const drawn = this.#sampler.draw(op.keyHigh, op.keyLow, PURPOSE.storageLatency, op.ordinal);
    return this.#speed === 1 ? drawn : Math.round(drawn / this.#speed);
  }

  #serveEnds(op: Operation): boolean {
    this.#freeServer(op);
    const { bytes } = op.use;
    const { perTransfer, bandwidth } = this.#spec;
    this.#tell(op, 'transfer', Math.ceil((bytes / Math.min(perTransfer, bandwidth)) * SECOND));
    op.notBefore = this.#sim.now + Math.ceil((bytes * op.roundTrip) / this.#spec.window);
    op.stage = STAGE.transfer;
    if (bytes === 0) return this.#transferEnds(op);
    const length = (bytes / perTransfer) * SECOND;
    op.position = this.#unitOf(op).transfers.add(op.index, perTransfer, length);
    return false;
  }

  #freeServer(op: Operation): void {
    const next = this.#unitOf(op).servers.leave(op.served);
    if (next === -1) return;
    const following = this.#operations.at(next);
    this.#operations.enterOnItsOwn(following, STAGE.latency, this.#latencyOf(following), this.#served);
  }

  #transferEnds(op: Operation): boolean {
    const rest = Math.max(0, op.notBefore - this.#sim.now);
    this.#tell(op, 'transferWindow');
    return this.#operations.enter(op, STAGE.rest, rest, this.#rested) && this.#sendBack(op);
  }

  #sendBack(op: Operation): boolean {
    const back = this.#spec.roundTrips === 0 ? 0 : wayBack(op.roundTrip);
    this.#tell(op, 'fromStorage');
    return this.#operations.enter(op, STAGE.back, back, this.#returned);
  }

  #tell({ use, argument }: Operation, stage: WorkStage, alone = -1): void {
    this.#observer.follower?.workAt(this.#sim.now, use.of, argument, stage, alone);
  }

  #withdraw(op: Operation): void {
    const stage = op.stage;
    op.stage = STAGE.back;
    op.due = -1;
    if (stage === STAGE.queue) this.#unitOf(op).servers.giveUp(op.position);
    else if (stage === STAGE.latency) this.#freeServer(op);
    else if (stage === STAGE.transfer) this.#unitOf(op).transfers.remove(op.position);
    else if (stage === STAGE.waiting) {
      this.#sim.disarm(this.#patience, op.position);
      this.away.leave(op.waitsSince);
    }
  }

  #complete(op: Operation, ok: boolean): void {
    const { done, argument } = op;
    this.#end(op, ok);
    this.#sim.call(done, argument);
  }

  #end(op: Operation, ok: boolean): number {
    this.#observer.storageOperation(this.#sim.now, this.#sim.now - op.began);
    this.#operations.remove(op);
    this.ok = ok;
    return DONE;
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
  burst: null,
  replicas: [],
  local: false,
};

function wayBack(roundTrip: Micros): Micros {
  return roundTrip - wayThere(roundTrip);
}
