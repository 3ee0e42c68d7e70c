/**
 * Which host is the primary (rule B6): automatic failover to a synchronous replica, and a database that is lost when
 * there is none. Loss is counted where a promotion loses something (rules B7, B9).
 */
import type { Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import type { DatabaseCalls } from './database-calls.ts';
import { DatabaseCopies } from './database-copies.ts';
import type { Host } from './database-hosts.ts';
import type { Network } from './network.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import type { Spans } from './spans.ts';
import { SplitBrain } from './split-brain.ts';

export interface FailoverParts {
  readonly sim: Simulation;
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly network: Network;
  readonly spec: DatabaseSpec;
  readonly nodes: readonly Node[];
  readonly spans: Spans;
}

export class Failover {
  readonly out = {
    /** The database is about to stop serving. */
    goesDown: unheard as () => void,
    /** It has stopped, or serves again. */
    changed: unheard as () => void,
    /** What was committed after `horizon` will be lost when the database serves again. */
    loses: unheard as (horizon: Micros) => void,
    /** It is lost; `cause` is the timeline entry that it is counted for. */
    lost: unheard as (horizon: Micros, lostAt: Micros, cause: number) => void,
  };
  readonly #parts: FailoverParts;
  readonly #copies: DatabaseCopies;
  readonly split: SplitBrain;
  /** The host to be promoted, while a failover is under way; -1: none. */
  #successor = -1;
  /** The failover that goes on; -1: none. */
  #span = -1;
  /** Since when it does not serve; -1: it does. */
  #downSince: Micros = -1;
  readonly #promoted: Timer;

  constructor(parts: FailoverParts) {
    this.#parts = parts;
    const { sim } = parts;
    this.split = new SplitBrain(parts);
    this.#copies = new DatabaseCopies(parts);
    this.#promoted = sim.timer(
      sim.handler('database.promoted', () => this.#promote()),
      0,
    );
  }

  /** Hosts by number: 0 is the first primary, then the replicas in file order. */
  hostsAt(places: ReadonlySet<number>): number[] {
    return this.#copies.hosts.flatMap((host, index) => (places.has(host.place) ? [index] : []));
  }

  /** The host that is primary now. */
  get primary(): number {
    return this.#copies.primary;
  }

  /** What a promotion or a restore could lose now was committed after this. */
  get couldLoseSince(): Micros {
    return this.#copies.couldLoseSince;
  }

  /** Hosts are lost, all at once: none of them takes over from another. A failover under way goes on. */
  lose(indices: readonly number[]): void {
    for (const index of indices) this.#copies.hosts[index]!.lost += 1;
    const primaryIsLost = indices.includes(this.primary) && this.#primaryHost.lost === 1;
    if (primaryIsLost && this.#successor === -1) this.#losePrimary();
    else this.#copies.note();
  }

  /** A host is back. */
  restore(index: number): void {
    const host = this.#copies.hosts[index]!;
    host.lost -= 1;
    if (host.lost > 0) return;
    if (index === this.primary && this.#successor === -1) this.#serve();
    else this.#copies.note();
  }

  /** Paths between hosts were cut or mended, or are slower or faster. */
  reachChanged(): void {
    this.#copies.note();
  }

  /** Hosts, nodes or paths between them came or went. */
  noteSplit(): void {
    if (this.#parts.spec.oldPrimary === 'fenced') return;
    if (this.split.note(this.#copies.hosts)) this.out.changed();
  }

  /** A node gets the address of the primary (rule B10). */
  repoint(node: Node): void {
    const { database, spans } = this.#parts;
    if (node.hostLost) {
      spans.ignored(`${node.name} was not repointed: its host is lost`);
      return;
    }
    if (database.addresses.knowsPrimary(node)) return;
    database.addresses.repoint(node);
    this.noteSplit();
    this.out.changed();
  }

  /** A replica is faster (above 1) or slower: in taking over what it lacks, and in its flush. */
  setSpeed(replica: number, speed: number): void {
    this.#copies.hosts[replica + 1]!.speed = speed;
    this.#copies.note();
  }

  /** A planned failover to a replica: refuses for as long as its promotion takes; loses nothing. */
  switchTo(replica: number, what: string): void {
    const index = replica + 1;
    const host = this.#copies.hosts[index]!;
    const why =
      this.#successor !== -1
        ? 'a failover is under way'
        : this.primary === index
          ? 'it is the primary'
          : host.lost > 0
            ? 'the replica is lost'
            : this.#parts.database.state !== 'running'
              ? 'the database is down'
              : this.#copies.isInSync(index)
                ? null
                : 'the replica has not caught up';
    if (why === null) this.#begin(index, host.promote);
    else this.#parts.spans.ignored(`${what} did nothing: ${why}`);
  }

  /** A plan promotes a replica: what it does not have is lost (rules B6, B7, B9). */
  promote(replica: number, cause: number): void {
    const index = replica + 1;
    const { name } = this.#parts.spec.replicas[replica]!;
    if (index === this.primary) this.#parts.spans.ignored(`promote ${name} did nothing: it is the primary`);
    else if (this.#copies.hosts[index]!.lost > 0)
      this.#parts.spans.ignored(`promote ${name} did nothing: it is lost`);
    else this.#goBack(this.#copies.positionOf(index), cause, () => this.#takeOver(index));
  }

  /**
   * The last backup is restored where the primary stands, or at a place: what came after it is lost.
   *
   * @param isPlaceLost that place is lost, so that nothing can be restored there
   */
  restoreBackup(cause: number, place: number | null, isPlaceLost: boolean): void {
    const position = this.#copies.lastBackup;
    if (position === null) return;
    const { spans, database } = this.#parts;
    const isLost = this.#primaryHost.lost > 0;
    if (isLost && place !== null && !isPlaceLost)
      this.#goBack(position, cause, () => this.#takeOver(this.#copies.addHost(place)));
    else if (database.state === 'running') this.#goBack(position, cause, () => this.#serve());
    else {
      const where = isPlaceLost
        ? 'so is where it would be restored'
        : 'the plan starts no node to restore beside';
      const why = isLost ? `the host of the database is lost, and ${where}` : 'a failover is under way';
      spans.ignored(`restore did nothing: ${why}`);
    }
  }

  /** The database goes on from a position, as a plan brings about; what was committed after it is lost. */
  #goBack(position: Micros, cause: number, goOn: () => void): void {
    const lostAt = this.#downSince === -1 ? this.#parts.sim.now : this.#downSince;
    const isLoss = this.#copies.isBehind(position);
    const horizon = this.#copies.timeAt(position);
    // What it was doing is of the state that is replaced now.
    if (this.#parts.database.state === 'running') this.#goDown('refusing');
    this.#copies.cutBack(position);
    if (isLoss) this.out.loses(horizon);
    goOn();
    if (isLoss) this.out.lost(horizon, lostAt, cause);
  }

  /** A host becomes the primary by a plan, whatever state the database was in. */
  #takeOver(index: number): void {
    this.#parts.sim.clearTimer(this.#promoted);
    this.#endSpan();
    this.#successor = -1;
    this.#readdress(index);
    this.#copies.setPrimary(index);
    this.noteSplit();
    this.#serve();
  }

  /** A plan has the address changed where it can: on nodes that are there, and not cut off. */
  #readdress(index: number): void {
    const { database, network, nodes } = this.#parts;
    const { place } = this.#copies.hosts[index]!;
    if (index !== this.primary) this.split.replace(this.primary, index);
    database.addresses.promote(
      index,
      nodes.filter((node) => !node.hostLost && !network.isCut(node.place, place)),
    );
  }

  get #primaryHost(): Host {
    return this.#copies.hosts[this.primary]!;
  }

  #losePrimary(): void {
    const successor = this.#copies.successor;
    if (successor === -1) {
      this.#goDown('silent');
      return;
    }
    const { detect, promote } = this.#copies.pairOf(successor);
    this.#begin(successor, detect + promote);
  }

  #begin(successor: number, length: Micros): void {
    const { sim, spans } = this.#parts;
    this.#successor = successor;
    this.#span = spans.begin('failover', 'database failing over');
    this.#goDown('refusing');
    sim.setTimer(this.#promoted, sim.now + length);
  }

  #endSpan(): void {
    this.#parts.spans.end(this.#span);
    this.#span = -1;
  }

  #goDown(state: 'refusing' | 'silent'): void {
    const { sim, database, calls } = this.#parts;
    if (this.#downSince === -1) this.#downSince = sim.now;
    this.#copies.halt();
    database.state = state;
    this.out.goesDown();
    database.goDown(state);
    calls.interrupt(false);
    this.out.changed();
  }

  #promote(): void {
    this.#copies.setPrimary(this.#successor);
    this.#parts.database.addresses.follow(this.#successor);
    this.split.leads(this.#successor);
    this.#successor = -1;
    this.#endSpan();
    this.noteSplit();
    if (this.#primaryHost.lost > 0) this.#losePrimary();
    else this.#serve();
  }

  #serve(): void {
    this.#downSince = -1;
    this.#parts.database.comeUp(this.#primaryHost.place);
    this.#copies.serve();
    this.out.changed();
  }
}
