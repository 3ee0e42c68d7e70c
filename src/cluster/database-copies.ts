/**
 * The copies of the database (rules B1, B6, B9): which of them commits wait for, how far the others have come, and when
 * one that was away has caught up.
 */
import type { Handler, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';
import { Copies } from './copies.ts';
import type { Database } from './database.ts';
import type { DatabaseCalls } from './database-calls.ts';
import { aloneAt, type Host } from './database-hosts.ts';
import type { Network } from './network.ts';

/** What the database holds, once on each disk. */
interface Data {
  /** The first primary's and its synchronous copies': between two of these a commit waits, between others it does not. */
  readonly isSynchronous: boolean;
  /** It has all that is committed, and commits wait for it. */
  inSync: boolean;
  /** Commits wait for it, and nobody reaches it. */
  isMissed: boolean;
}

export interface DatabaseCopiesParts {
  readonly sim: Simulation;
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly network: Network;
  readonly spec: DatabaseSpec;
}

export class DatabaseCopies {
  /** The database's. */
  readonly hosts: Host[];
  primary = 0;
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #calls: DatabaseCalls;
  readonly #network: Network;
  readonly #spec: DatabaseSpec;
  readonly #data: Data[];
  readonly #copies: Copies;
  /** When data that commits waited for was reached again; -1: never. */
  #returnedAt: Micros = -1;
  readonly #givenUp: Handler;
  /** By data: until when commits wait for it while nobody reaches it. */
  readonly #sessions: Timer[] = [];
  readonly #caughtUp: Timer;

  constructor({ sim, database, calls, network, spec }: DatabaseCopiesParts) {
    this.#sim = sim;
    this.#database = database;
    this.#calls = calls;
    this.#network = network;
    this.#spec = spec;
    this.#copies = new Copies(sim);
    this.#data = [];
    this.#givenUp = sim.handler('database.session-timeout', (index) => this.#giveUp(index));
    this.hosts = database.hosts;
    this.#addData(true);
    for (const { mode } of spec.replicas) if (mode !== 'shared') this.#addData(mode === 'sync');
    this.#caughtUp = sim.timer(
      sim.handler('database.copy-caught-up', () => this.note()),
      0,
    );
    this.serve();
  }

  /** A host for a database that is restored at a place; nothing follows it synchronously. Its number. */
  addHost(place: number): number {
    return this.hosts.push(aloneAt(place, this.#addData(false))) - 1;
  }

  /** How much of what was committed a host has. */
  positionOf(host: number): Micros {
    return this.#copies.position(this.hosts[host]!.data);
  }

  /** Whether commits wait for a host, or it shares the primary's disk. */
  isInSync(host: number): boolean {
    return this.#data[this.hosts[host]!.data]!.inSync && this.#isReached(this.hosts[host]!);
  }

  /** Whether something was committed after a position. */
  isBehind(position: Micros): boolean {
    return position < this.#copies.written;
  }

  /** When everything up to a position was committed. */
  timeAt(position: Micros): Micros {
    return this.#copies.timeAt(position);
  }

  /** The position of the last backup that could be taken; null: there are none. */
  get lastBackup(): Micros | null {
    return this.#spec.backups === null ? null : this.#copies.lastTaken(this.#spec.backups.every);
  }

  get couldLoseSince(): Micros {
    return this.#copies.timeAt(Math.min(this.#copies.lowest, this.lastBackup ?? Number.POSITIVE_INFINITY));
  }

  /** The host that takes over when the primary is lost, the first that can; -1: none. */
  get successor(): number {
    return this.hosts.findIndex((_, index) => index !== this.primary && this.isInSync(index));
  }

  /** Detection, promotion and lag as the pair has them: they are written with the replica, whichever is primary. */
  pairOf(host: number): Host {
    return host === 0 ? this.hosts[this.primary]! : this.hosts[host]!;
  }

  /** Another host is the primary from now on. */
  setPrimary(host: number): void {
    this.primary = host;
    this.#data[this.hosts[host]!.data]!.inSync = true;
  }

  /** The database stops serving: nothing is committed, and nothing copied. */
  halt(): void {
    // What commits waited for has everything: none was made without it.
    for (const [index, { isMissed }] of this.#data.entries())
      if (isMissed) this.#copies.follow(index, Number.POSITIVE_INFINITY, 0);
    this.#copies.halt();
    for (const session of this.#sessions) this.#sim.clearTimer(session);
    this.#sim.clearTimer(this.#caughtUp);
    for (const data of this.#data) data.isMissed = false;
  }

  /** The database goes on from a position: what came after it is gone, whoever had it. */
  cutBack(position: Micros): void {
    this.#copies.cutBack(position);
  }

  /** The database serves from now on; what is not reached then is not waited for. */
  serve(): void {
    this.#copies.serve();
    this.#dropUnreached();
    this.note();
  }

  /** A host was lost, cut off, is back, is slow, or has caught up. */
  note(): void {
    if (this.#database.state !== 'running') return;
    let next = Number.POSITIVE_INFINITY;
    for (const [index, data] of this.#data.entries()) next = Math.min(next, this.#noteData(index, data));
    this.#sim.clearTimer(this.#caughtUp);
    if (next !== Number.POSITIVE_INFINITY) this.#sim.setTimer(this.#caughtUp, this.#sim.now + next);
    if (this.#data.some(({ isMissed }) => isMissed)) this.#calls.stallCommits();
    else this.#settleCommit();
    for (const [index, { isMissed }] of this.#data.entries()) {
      const session = this.#sessions[index]!;
      if (!isMissed) this.#sim.clearTimer(session);
      else if (!this.#sim.isSet(session))
        this.#sim.setTimer(session, this.#sim.now + this.#spec.sessionTimeout);
    }
  }

  /** How long until it has caught up, in µs. */
  #noteData(index: number, data: Data): Micros {
    const carrier = this.#carrierOf(index);
    const canSync = data.isSynchronous && this.#data[this.#own]!.isSynchronous;
    if (index !== this.#own && !canSync) data.inSync = false;
    else if (carrier !== -1 && !this.isBehind(this.#copies.position(index))) data.inSync = true;
    const isMissed = data.inSync && carrier === -1;
    if (data.isMissed && !isMissed) this.#returnedAt = this.#sim.now;
    data.isMissed = isMissed;
    // What is committed when it is given up it does not have, so it stays where it was when it was lost.
    if (carrier === -1) this.#copies.follow(index, 0, 0);
    else if (data.inSync) this.#copies.follow(index, Number.POSITIVE_INFINITY, 0);
    else if (this.#isRestored) this.#copies.follow(index, 0, 0);
    else {
      const { catchUp, lag } = this.pairOf(carrier);
      this.#copies.follow(index, catchUp * this.hosts[carrier]!.speed, canSync ? 0 : lag);
      if (canSync) return this.#copies.untilComplete(index);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Whether the primary was restored from a backup: nothing follows that (rule B6). */
  get #isRestored(): boolean {
    return this.primary > this.#spec.replicas.length;
  }

  /** The data that the primary serves. */
  get #own(): number {
    return this.hosts[this.primary]!.data;
  }

  /** The first host by which the primary reaches data; -1: none. */
  #carrierOf(data: number): number {
    if (data === this.#own) return this.primary;
    return this.hosts.findIndex((host) => host.data === data && this.#isReached(host));
  }

  #isReached(host: Host): boolean {
    return host.lost === 0 && !this.#network.isCut(this.hosts[this.primary]!.place, host.place);
  }

  #addData(isSynchronous: boolean): number {
    const index = this.#copies.add(0);
    this.#sessions.push(this.#sim.timer(this.#givenUp, index));
    return this.#data.push({ isSynchronous, inSync: isSynchronous, isMissed: false }) - 1;
  }

  /** Lost for a whole session time-out: commits go on without it (rule B6). */
  #giveUp(index: number): void {
    this.#drop(index);
    this.note();
  }

  #dropUnreached(): void {
    for (const index of this.#data.keys()) if (this.#carrierOf(index) === -1) this.#drop(index);
  }

  #drop(index: number): void {
    this.#copies.follow(index, 0, 0);
    Object.assign(this.#data[index]!, { inSync: false, isMissed: false });
  }

  /** max(own flush, slowest synchronous copy's round trip + flush) (rule B1). */
  #settleCommit(): void {
    const { flush } = this.#spec;
    let length = flush;
    for (const [index, data] of this.#data.entries()) {
      if (index === this.#own || !data.inSync) continue;
      const { place, speed } = this.hosts[this.#carrierOf(index)]!;
      const roundTrip = this.#network.roundTrip(this.hosts[this.primary]!.place, place);
      length = Math.max(length, roundTrip + Math.round(flush / speed));
    }
    this.#calls.setCommit(length, this.#returnedAt);
  }
}
