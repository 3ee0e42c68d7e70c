/**
 * Which host is the primary (rule B6): automatic failover to a synchronous replica, commits that wait for one, and a
 * database that is lost when there is none. Loss is counted where a promotion loses something (rule B7).
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import type { Network } from './network.ts';
import type { Spans } from './spans.ts';

/** A server that holds a copy. */
interface Host {
  readonly place: number;
  /** Causes of being lost that last. */
  lost: number;
  /** Whether it has all that is committed, so that it can take over at once. */
  inSync: boolean;
  /** The first primary and its synchronous replicas: between two of these a commit waits, between others it does not. */
  readonly isSynchronous: boolean;
  /** Shares the primary's disk: commits do not wait for it. */
  readonly shared: boolean;
  /** How far it trails while it is not in sync. */
  readonly lag: Micros;
  readonly detect: Micros;
  readonly promote: Micros;
}

export class Failover {
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #network: Network;
  readonly #spec: DatabaseSpec;
  readonly #spans: Spans;
  /** Told when the database came up or went down. */
  readonly #goesDown: () => void;
  readonly #changed: () => void;
  readonly #losses: (horizon: Micros, lostAt: Micros, cause: number) => void;
  readonly #hosts: Host[];
  #primary = 0;
  /** The host to be promoted, while a failover is under way; -1: none. */
  #successor = -1;
  #span = -1;
  /** Since when it does not serve; -1: it does. */
  #downSince: Micros = -1;
  readonly #promoted: number;
  readonly #sessions: number;

  /** @param goesDown, changed called before the database stops serving, and after it stopped or serves again. */
  constructor(
    sim: Simulation,
    database: Database,
    network: Network,
    spec: DatabaseSpec,
    spans: Spans,
    goesDown: () => void,
    changed: () => void,
    losses: (horizon: Micros, lostAt: Micros, cause: number) => void,
  ) {
    this.#losses = losses;
    this.#sim = sim;
    this.#database = database;
    this.#network = network;
    this.#spec = spec;
    this.#spans = spans;
    this.#goesDown = goesDown;
    this.#changed = changed;
    this.#hosts = [
      {
        place: spec.place,
        lost: 0,
        inSync: true,
        isSynchronous: true,
        shared: spec.replicas.some((r) => r.mode === 'shared'),
        lag: 0,
        detect: 0,
        promote: 0,
      },
      ...spec.replicas.map((replica) => ({
        place: replica.place,
        lost: 0,
        inSync: replica.mode !== 'async',
        isSynchronous: replica.mode !== 'async',
        shared: replica.mode === 'shared',
        lag: replica.lag,
        detect: replica.detect,
        promote: replica.promote,
      })),
    ];
    this.#promoted = sim.timer(
      sim.handler('database.promoted', () => this.#promote()),
      0,
    );
    this.#sessions = sim.timer(
      sim.handler('database.session-timeout', () => this.#giveUpReplicas()),
      0,
    );
    this.#settleCommit();
  }

  /** Hosts by number: 0 is the first primary, then the replicas in file order. */
  hostsAt(places: ReadonlySet<number>): number[] {
    return this.#hosts.flatMap((host, index) => (places.has(host.place) ? [index] : []));
  }

  /** The host that is primary now. */
  get primary(): number {
    return this.#primary;
  }

  /** Hosts are lost, all at once: none of them takes over from another. A failover under way goes on. */
  lose(indices: readonly number[]): void {
    for (const index of indices) this.#hosts[index]!.lost += 1;
    const primaryIsLost = indices.includes(this.#primary) && this.#hosts[this.#primary]!.lost === 1;
    if (primaryIsLost && this.#successor === -1) this.#losePrimary();
    else this.noteReplicas();
  }

  /** A host is back. */
  restore(index: number): void {
    const host = this.#hosts[index]!;
    host.lost -= 1;
    if (host.lost > 0) return;
    if (index === this.#primary && this.#successor === -1) this.#serve();
    else if (index !== this.#primary) {
      host.inSync = this.#canSync(host);
      this.noteReplicas();
    }
  }

  /** A replica that commits wait for may have been lost, cut off, or come back. */
  noteReplicas(): void {
    if (this.#database.state !== 'running') return;
    this.#hosts.forEach((host, index) => {
      if (index !== this.#primary && this.#canSync(host) && !host.inSync && this.#isReached(host))
        host.inSync = true;
    });
    const stalls = this.#replicas().some((host) => host.inSync && !host.shared && !this.#isReached(host));
    if (!stalls) {
      this.#sim.clearTimer(this.#sessions);
      this.#settleCommit();
    } else if (!this.#sim.isSet(this.#sessions)) {
      this.#database.setCommit(-1);
      this.#sim.setTimer(this.#sessions, this.#sim.now + this.#spec.sessionTimeout);
    }
  }

  /** A planned failover to a replica: refuses for as long as its promotion takes; loses nothing. */
  switchTo(replica: number, what: string): void {
    const host = this.#hosts[replica + 1]!;
    if (this.#successor !== -1) this.#spans.ignored(`${what} did nothing: a failover is under way`);
    else if (this.#primary === replica + 1) this.#spans.ignored(`${what} did nothing: it is the primary`);
    else if (host.lost > 0) this.#spans.ignored(`${what} did nothing: the replica is lost`);
    else if (this.#database.state !== 'running')
      this.#spans.ignored(`${what} did nothing: the database is down`);
    else this.#begin(replica + 1, host.promote);
  }

  /** A plan promotes a replica: what an asynchronous one did not have is lost (rules B6, B7). */
  promote(replica: number, cause: number): void {
    const index = replica + 1;
    const host = this.#hosts[index]!;
    const { name } = this.#spec.replicas[replica]!;
    if (index === this.#primary) this.#spans.ignored(`promote ${name} did nothing: it is the primary`);
    else if (host.lost > 0) this.#spans.ignored(`promote ${name} did nothing: it is lost`);
    else this.#promoteTo(index, host, cause);
  }

  #promoteTo(index: number, host: Host, cause: number): void {
    const lostAt = this.#downSince === -1 ? this.#sim.now : this.#downSince;
    const lag = host.inSync ? 0 : this.#partner(index).lag;
    this.#takeOver(index);
    if (lag > 0) this.#losses(Math.max(0, lostAt - lag), lostAt, cause);
  }

  /** The last backup is restored where the primary stands, or at a place: what came after it is lost. */
  restoreBackup(cause: number, place: number | null): void {
    const { backups } = this.#spec;
    if (backups === null) return;
    const lostAt = this.#downSince === -1 ? this.#sim.now : this.#downSince;
    const last = Math.floor(lostAt / backups.every) * backups.every;
    if (place !== null && this.#hosts[this.#primary]!.lost > 0) {
      this.#hosts.push({ ...this.#hosts[this.#primary]!, place, lost: 0, inSync: true });
      this.#takeOver(this.#hosts.length - 1);
    } else if (this.#database.state === 'running') {
      // What it was doing is of the state that is replaced now.
      this.#goDown('refusing');
      this.#serve();
    }
    this.#losses(last, lostAt, cause);
  }

  /** A host becomes the primary by a plan, whatever state the database was in. */
  #takeOver(index: number): void {
    if (this.#database.state === 'running') this.#goDown('refusing');
    this.#sim.clearTimer(this.#promoted);
    this.#spans.end(this.#span);
    this.#successor = -1;
    this.#hosts[this.#primary]!.inSync = false;
    this.#primary = index;
    this.#hosts[index]!.inSync = true;
    for (const host of this.#replicas()) if (!this.#canSync(host)) host.inSync = false;
    this.#serve();
  }

  /** Whether commits of the present primary can wait for a host. */
  #canSync(host: Host): boolean {
    return host.isSynchronous && this.#hosts[this.#primary]!.isSynchronous;
  }

  #replicas(): Host[] {
    return this.#hosts.filter((_, index) => index !== this.#primary);
  }

  #isReached(host: Host): boolean {
    return host.lost === 0 && !this.#network.isCut(this.#hosts[this.#primary]!.place, host.place);
  }

  #losePrimary(): void {
    const successor = this.#hosts.findIndex(
      (host, i) => i !== this.#primary && host.inSync && this.#isReached(host),
    );
    if (successor === -1) {
      this.#sim.clearTimer(this.#sessions);
      this.#goDown('silent');
      return;
    }
    const { detect, promote } = this.#partner(successor);
    this.#begin(successor, detect + promote);
  }

  /** Detection, promotion and lag as the pair has them: they are written with the replica, whichever is primary. */
  #partner(successor: number): Host {
    return successor === 0 ? this.#hosts[this.#primary]! : this.#hosts[successor]!;
  }

  #begin(successor: number, length: Micros): void {
    this.#sim.clearTimer(this.#sessions);
    this.#successor = successor;
    this.#span = this.#spans.begin('failover', 'database failing over');
    this.#goDown('refusing');
    this.#sim.setTimer(this.#promoted, this.#sim.now + length);
  }

  #goDown(state: 'refusing' | 'silent'): void {
    if (this.#downSince === -1) this.#downSince = this.#sim.now;
    this.#database.state = state;
    this.#goesDown();
    this.#database.goDown(state);
    this.#changed();
  }

  #promote(): void {
    const old = this.#hosts[this.#primary]!;
    this.#primary = this.#successor;
    this.#successor = -1;
    this.#spans.end(this.#span);
    old.inSync = old.lost === 0 && this.#canSync(old);
    this.#hosts[this.#primary]!.inSync = true;
    if (this.#hosts[this.#primary]!.lost > 0) this.#losePrimary();
    else this.#serve();
  }

  #serve(): void {
    this.#downSince = -1;
    this.#database.comeUp(this.#hosts[this.#primary]!.place);
    for (const host of this.#replicas()) if (!this.#isReached(host)) host.inSync = false;
    this.#settleCommit();
    this.#changed();
  }

  /** Lost for a whole session time-out: commits go on without them (rule B6). */
  #giveUpReplicas(): void {
    for (const host of this.#replicas()) if (!this.#isReached(host)) host.inSync = false;
    this.#settleCommit();
  }

  /** max(own flush, slowest synchronous replica's round trip + flush) (rule B1). */
  #settleCommit(): void {
    const { flush } = this.#spec;
    let length = flush;
    for (const host of this.#replicas()) {
      if (!host.inSync || host.shared) continue;
      length = Math.max(
        length,
        this.#network.roundTrip(this.#hosts[this.#primary]!.place, host.place) + flush,
      );
    }
    this.#database.setCommit(length);
  }
}
