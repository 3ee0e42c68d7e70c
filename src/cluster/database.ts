/**
 * The one database as others see it: where its primary is and whether it runs, which nodes know and reach it, how long it
 * works on a call and how long its commits take (rules B1, B8, B10–B12). What calls go through is `database-calls.ts`.
 */
import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';
import type { Call } from './calls.ts';
import { ColdCache } from './cold-cache.ts';
import { DatabaseAddresses } from './database-addresses.ts';
import { type Host, hostsOf } from './database-hosts.ts';
import { Degrading } from './degrading.ts';
import type { Network } from './network.ts';
import type { Node } from './node.ts';

/** Running; its host up but refusing (rule N4); or silent. */
export type DatabaseState = 'running' | 'refusing' | 'silent';

/** Commits wait for a copy that is lost, for a time that nobody knows. */
export const STALLED = -1;

/** What stands in for the figures of a database that has none. */
const IDEAL = {
  place: 0,
  replicas: [],
  flush: 0,
  cores: 1,
  read: { kind: 'constant', value: 0 },
  write: { kind: 'constant', value: 0 },
} as const;

export class Database {
  /** Every call is answered at once, without events (rule B8). */
  readonly isIdeal: boolean;
  readonly addresses: DatabaseAddresses;
  state: DatabaseState = 'running';
  /** Where the primary is. */
  place: number;
  readonly servers: Station;
  /** How long a commit takes, in µs, or STALLED. */
  commit: Micros;
  /** The same without copies, and of a primary that was replaced. */
  readonly flush: Micros;
  readonly replacedServers: Station;
  /** A primary that was replaced and serves on (rule B10): its host, -1 for none, and its place. */
  #replaced = -1;
  #replacedPlace = -1;
  /** What nodes can have the address of. */
  readonly hosts: Host[];
  /** What a new connection costs, and how often all were lost (rule B11); null: nothing. */
  readonly connect: DatabaseSpec['connect'];
  #lostConnections = 0;
  /** null: it is never cold (rule B12). */
  readonly #cache: ColdCache | null;
  /** null: it is as fast under any load (rule B13). */
  readonly degrading: Degrading | null;
  readonly #network: Network;
  readonly #read: Sampler;
  readonly #write: Sampler;
  #speed = 1;

  constructor(sim: Simulation, spec: DatabaseSpec | null, network: Network) {
    this.isIdeal = spec === null;
    this.#network = network;
    const { place, flush, cores, read, write } = spec ?? IDEAL;
    this.connect = spec?.connect ?? null;
    this.#cache = spec?.cache == null ? null : new ColdCache(spec.cache, true);
    this.degrading = spec?.degrades == null ? null : new Degrading(spec.degrades);
    this.place = place;
    this.commit = flush;
    this.flush = flush;
    this.hosts = hostsOf(spec ?? IDEAL);
    this.addresses = new DatabaseAddresses(spec?.address === 'listener');
    this.servers = new Station(sim, 'database', cores);
    this.replacedServers = new Station(sim, 'replaced database', cores);
    this.#read = new Sampler(read);
    this.#write = new Sampler(write);
  }

  /** Whether a node reaches a running database. */
  get isRunning(): boolean {
    return this.isIdeal || this.state === 'running';
  }

  /** Whether a node knows the primary, and reaches it running. */
  isReachedFrom(node: Node): boolean {
    if (this.isIdeal) return true;
    const isThere = this.isRunning && !this.#network.isCut(node.place, this.place);
    return isThere && this.addresses.knowsPrimary(node);
  }

  /** Whether a node reaches the database that it knows: the primary, or the one that was replaced and serves on. */
  serves(node: Node): boolean {
    return this.isReachedFrom(node) || this.isServedByReplaced(node);
  }

  /** Whether a node knows and reaches a primary that was replaced and serves on. */
  isServedByReplaced(node: Node): boolean {
    return (
      this.#replaced !== -1 &&
      this.addresses.knows(node, this.#replaced) &&
      !this.#network.isCut(node.place, this.#replacedPlace)
    );
  }

  /** A primary that was replaced serves those who know it. */
  openReplaced(host: number, place: number): void {
    this.#replaced = host;
    this.#replacedPlace = place;
  }

  /** It does no more; what it is doing is for the caller to interrupt. */
  closeReplaced(): void {
    this.#replaced = -1;
  }

  /** Stops serving, and forgets what it knew; what it is doing is for the caller to interrupt. */
  goDown(state: 'refusing' | 'silent'): void {
    this.state = state;
    this.#lostConnections += 1;
    this.#cache?.empty();
  }

  /** Serves again, from a place. */
  comeUp(place: number): void {
    this.state = 'running';
    this.place = place;
  }

  /** Everything served from now on is faster (above 1) or slower. */
  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** Whether what a call has come to takes it. */
  answers({ node, toReplaced }: Call): boolean {
    if (toReplaced) return this.#replaced !== -1;
    return this.state === 'running' && this.addresses.knowsPrimary(node);
  }

  /** Where a call goes. */
  placeOf({ node, toReplaced }: Call): number {
    if (toReplaced) return this.#replacedPlace;
    return this.addresses.knowsPrimary(node) ? this.place : this.#hostOf(node).place;
  }

  /** Whether what does not take a call is there to say so (rule N4). */
  refuses({ node, toReplaced }: Call): boolean {
    if (toReplaced) return false;
    return this.addresses.knowsPrimary(node) ? this.state !== 'silent' : this.#hostOf(node).lost === 0;
  }

  /** Which servers a call needs one of. */
  serversOf({ toReplaced }: Call): Station {
    return toReplaced ? this.replacedServers : this.servers;
  }

  /** A call opens its connection if fewer of its node's are open than are in use (rule B11). */
  openFor(call: Call): void {
    const { node } = call;
    if (node.connectedSince !== this.#lostConnections) node.connections = 0;
    node.connectedSince = this.#lostConnections;
    // What a node that has stopped still says goes over one that it had.
    if (node.connections >= node.pool.busy || !node.isOnline) return;
    node.connections += 1;
    call.opens = this.#lostConnections;
  }

  /** The call that was to open a connection has failed; what it opened may be lost already, with all others. */
  hasNotOpened({ node, opens }: Call): void {
    if (opens === this.#lostConnections) node.connections -= 1;
  }

  /** How long a server works on a call, in µs. */
  serviceOf(call: Call): Micros {
    const sampler = call.kind.writes ? this.#write : this.#read;
    const drawn = sampler.draw(call.keyHigh, call.keyLow, PURPOSE.databaseService, call.ordinal);
    const nominal = this.connect === null && this.#cache === null ? drawn : this.#withExtras(call, drawn);
    const speed = this.degrading === null ? this.#speed : this.#speed * this.#underLoad(this.degrading, call);
    return speed === 1 ? nominal : Math.round(nominal / speed);
  }

  #hostOf(node: Node): Host {
    return this.hosts[this.addresses.hostOf(node)]!;
  }

  #underLoad(degrading: Degrading, call: Call): number {
    const { busy, waiting } = this.serversOf(call);
    return degrading.speed(call.began, busy + waiting);
  }

  /** What its connection and what is missing in the cache take more (rules B11, B12). */
  #withExtras(call: Call, drawn: Micros): Micros {
    const opening = call.opens === -1 ? 0 : this.connect!.cpu;
    return opening + drawn + (call.toReplaced ? 0 : (this.#cache?.use(call, call.ordinal) ?? 0));
  }
}
