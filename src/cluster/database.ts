/**
 * The one database and the calls to it (rules B1–B4). A call = a connection of the node's pool, the way there, a wait
 * for one of the servers, service, the commit if it writes, the way back; each stage goes on to the next in the same
 * event when it takes no time. `call` returns the call's number while it is under way, or ANSWERED when it is over
 * already; then, as when its `done` handler runs, `ok` says whether it succeeded.
 */
import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';
import { CALL, CALL_STAGE, CallTable } from './calls.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import type { Tap } from './observer.ts';

/** The call is over: `ok` says how. */
export const ANSWERED = -1;

/** Running; its host up but refusing (rule N4); or silent. */
export type DatabaseState = 'running' | 'refusing' | 'silent';

/** Commits wait for a copy that is lost, for a time that nobody knows. */
const STALLED = -1;

/** What stands in for the figures of a database that has none. */
const IDEAL = {
  place: 0,
  flush: 0,
  cores: 1,
  read: { kind: 'constant', value: 0 },
  write: { kind: 'constant', value: 0 },
  commandTimeout: 0,
  poolWait: 0,
} as const;

export class Database {
  /** Every call is answered at once, without events (rule B8). */
  /** Before a failed call is made again (rule B4). */
  readonly retryPauses: readonly Micros[];
  readonly isIdeal: boolean;
  /** How the call that ended last went. */
  ok = true;
  state: DatabaseState = 'running';
  /** Where the primary is. */
  place: number;
  readonly servers: Station;
  /** What frees the queue lock, and takes note of one that asks (set when the queue lock is made). */
  lockFreed = -1;
  readonly #sim: Simulation;
  readonly #network: Network;
  readonly #nodes: readonly Node[];
  readonly #observer: Tap;
  readonly #calls = new CallTable();
  readonly #read: Sampler;
  readonly #write: Sampler;
  readonly #commandTimeout: Micros;
  #speed = 1;
  /** How long a commit takes, in µs. */
  #commit: Micros;
  readonly #arrives: number;
  readonly #served: number;
  readonly #commits: number;
  readonly #answered: number;
  readonly #timeouts: number;
  readonly #poolTimeouts: number;
  readonly #late: number;

  constructor(
    sim: Simulation,
    spec: DatabaseSpec | null,
    network: Network,
    nodes: readonly Node[],
    observer: Tap,
  ) {
    this.isIdeal = spec === null;
    this.#sim = sim;
    this.#network = network;
    this.#nodes = nodes;
    this.#observer = observer;
    this.retryPauses = spec?.retryPauses ?? [];
    const { place, flush, cores, read, write, commandTimeout, poolWait } = spec ?? IDEAL;
    this.place = place;
    this.#commit = flush;
    this.#commandTimeout = commandTimeout;
    this.servers = new Station(sim, 'database', cores);
    this.#read = new Sampler(read);
    this.#write = new Sampler(write);
    const calls = this.#calls;
    const isDue = (call: number, stage: number): boolean =>
      calls.stage[call] === stage && calls.due[call] === sim.now;
    this.#arrives = sim.handler('database.arrives', (call) => {
      if (isDue(call, CALL_STAGE.there) && this.#arrive(call)) this.#complete(call, true);
    });
    this.#served = sim.handler('database.served', (call) => {
      if (isDue(call, CALL_STAGE.service) && this.#serveEnds(call)) this.#complete(call, true);
    });
    this.#commits = sim.handler('database.commits', (call) => {
      if (isDue(call, CALL_STAGE.commit) && this.#commitEnds(call)) this.#complete(call, true);
    });
    this.#answered = sim.handler('database.answered', (call) => {
      if (isDue(call, CALL_STAGE.back) && this.#answerArrives(call))
        this.#complete(call, calls.refused[call] === 0);
    });
    const timeOut = (call: number): void => {
      this.#withdraw(call);
      this.#complete(call, false);
    };
    this.#timeouts = sim.lane(commandTimeout, sim.handler('database.timeout', timeOut));
    this.#poolTimeouts = sim.lane(poolWait, sim.handler('database.pool-timeout', timeOut));
    this.#late = sim.handler('database.late-timeout', (call) => {
      if (isDue(call, CALL_STAGE.silent)) timeOut(call);
    });
  }

  /** Whether a node reaches a running database. */
  get isRunning(): boolean {
    return this.isIdeal || this.state === 'running';
  }

  isReachedFrom(node: Node): boolean {
    return this.isIdeal || (this.isRunning && !this.#network.isCut(node.place, this.place));
  }

  /**
   * Makes a call from a node.
   * @param flags bits of CALL; @param keyHigh, keyLow, ordinal address its draws (rule T4);
   * @param done handler told `argument` at the end; @param committed the same at the commit (a read: at the end of
   * its service), -1 for nobody.
   */
  call(
    node: Node,
    flags: number,
    keyHigh: number,
    keyLow: number,
    ordinal: number,
    done: number,
    argument: number,
    committed: number,
  ): number {
    if (this.isIdeal) {
      if (committed !== -1 && (flags & CALL.asksForLock) === 0) this.#sim.call(committed, argument);
      this.ok = true;
      return ANSWERED;
    }
    const calls = this.#calls;
    const call = calls.add();
    calls.flags[call] = flags;
    calls.node[call] = node.index;
    calls.keyHigh[call] = keyHigh;
    calls.keyLow[call] = keyLow;
    calls.ordinal[call] = ordinal;
    calls.done[call] = done;
    calls.argument[call] = argument;
    calls.committed[call] = committed;
    calls.refused[call] = 0;
    calls.timeout[call] = -1;
    calls.stage[call] = CALL_STAGE.there;
    calls.left[call] = this.#sim.now;
    if ((flags & CALL.connectionHeld) === 0) {
      if (!node.pool.enter(call)) {
        calls.stage[call] = CALL_STAGE.pool;
        calls.position[call] = node.pool.position;
        calls.timeout[call] = this.#sim.arm(this.#poolTimeouts, call);
        return call;
      }
      this.#observer.poolWait(this.#sim.now, 0);
    }
    return this.#leave(call) ? this.#end(call, calls.refused[call] === 0) : call;
  }

  /** Takes back a connection that was held since a time. */
  releaseConnection(node: Node, since: Micros): void {
    if (this.isIdeal) return;
    const next = node.pool.leave(since);
    if (next === -1) return;
    const calls = this.#calls;
    this.#sim.disarm(this.#poolTimeouts, calls.timeout[next]!);
    this.#observer.poolWait(this.#sim.now, this.#sim.now - calls.left[next]!);
    if (this.#leave(next)) this.#complete(next, calls.refused[next] === 0);
  }

  /** Ends a call whose caller is gone, wherever it is; nobody is told. */
  abandon(call: number): void {
    this.#withdraw(call);
    this.#release(call);
  }

  /** The index of the node that made a call. */
  callerOf(call: number): number {
    return this.#calls.node[call]!;
  }

  /** A node is gone: all its calls that are left end; nobody is told. */
  abandonAllOf(node: Node): void {
    const calls = this.#calls;
    for (let call = 0; call < calls.size; call += 1) {
      if (calls.stage[call] !== CALL_STAGE.free && calls.node[call] === node.index) this.abandon(call);
    }
  }

  /** The queue lock was granted to a call that asked for it (or refused it, with an error): it is answered now. */
  answerLock(call: number, granted: boolean): void {
    const calls = this.#calls;
    const waited = this.#sim.now - calls.sent[call]!;
    calls.deadline[call]! += waited;
    if (!granted) calls.refused[call] = 1;
    if (this.#sendBack(call)) this.#complete(call, granted);
  }

  /** Everything served from now on is faster (above 1) or slower. */
  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** Commits wait from now on, also those under way. */
  stallCommits(): void {
    this.#commit = STALLED;
    const calls = this.#calls;
    for (let call = 0; call < calls.size; call += 1)
      if (calls.stage[call] === CALL_STAGE.commit) calls.stage[call] = CALL_STAGE.stalled;
  }

  /**
   * How long commits take from now on, in µs. Those that were stalled end after as long, from when they began or, if
   * that was later, from when a copy that they waited for was back: what they had sent to it was lost.
   */
  setCommit(length: Micros, returnedAt: Micros): void {
    this.#commit = length;
    const calls = this.#calls;
    for (let call = 0; call < calls.size; call += 1) {
      if (calls.stage[call] !== CALL_STAGE.stalled) continue;
      const rest = Math.max(calls.sent[call]!, returnedAt) + length - this.#sim.now;
      if (this.#go(call, CALL_STAGE.commit, Math.max(0, rest), this.#commits) && this.#commitEnds(call))
        this.#complete(call, true);
    }
  }

  /**
   * Stops serving: what is being done is interrupted, with an error where the host is up to say so.
   * The lock's waiters are interrupted like the others; the caller resets the lock first.
   */
  goDown(state: 'refusing' | 'silent'): void {
    this.state = state;
    const calls = this.#calls;
    for (let call = 0; call < calls.size; call += 1) {
      if (calls.stage[call] === CALL_STAGE.queue) {
        this.servers.giveUp(calls.position[call]!);
        calls.stage[call] = CALL_STAGE.stalled;
      }
    }
    for (let call = 0; call < calls.size; call += 1) {
      const stage = calls.stage[call]!;
      if (stage < CALL_STAGE.service || stage > CALL_STAGE.lock) continue;
      if (stage === CALL_STAGE.service) this.servers.leave(calls.began[call]!);
      if (stage === CALL_STAGE.lock) calls.deadline[call]! += this.#sim.now - calls.sent[call]!;
      if (this.#refuse(call)) this.#complete(call, false);
    }
  }

  /** Serves again, from a place. */
  comeUp(place: number): void {
    this.state = 'running';
    this.place = place;
  }

  /** Whether the servers' areas agree with the stays. */
  isConserved(): boolean {
    return this.servers.isConserved();
  }

  #leave(call: number): boolean {
    const calls = this.#calls;
    const now = this.#sim.now;
    if ((calls.flags[call]! & CALL.connectOnly) !== 0) return true;
    const node = this.#nodes[calls.node[call]!]!;
    calls.left[call] = now;
    calls.sent[call] = now;
    calls.timeout[call] = this.#sim.arm(this.#timeouts, call);
    const roundTrip = this.#network.callRoundTrip(
      node.place,
      this.place,
      calls.keyHigh[call]!,
      calls.keyLow[call]!,
      calls.ordinal[call]!,
    );
    calls.roundTrip[call] = roundTrip;
    return this.#go(call, CALL_STAGE.there, wayThere(roundTrip), this.#arrives) && this.#arrive(call);
  }

  /** Enters a stage of a length: true when it has none and the next can begin at once. */
  #go(call: number, stage: number, length: Micros, handler: number): boolean {
    const calls = this.#calls;
    calls.stage[call] = stage;
    if (length === 0) return true;
    calls.due[call] = this.#sim.now + length;
    this.#sim.after(length, handler, call);
    return false;
  }

  #arrive(call: number): boolean {
    const calls = this.#calls;
    const node = this.#nodes[calls.node[call]!]!;
    if (this.#network.isLost(node.place, this.place, calls.sent[call]!)) return this.#fallSilent(call);
    if (this.state !== 'running') return this.#refuse(call);
    if ((calls.flags[call]! & CALL.freesLock) !== 0) this.#sim.call(this.lockFreed, calls.argument[call]!);
    if (this.servers.enter(call)) return this.#serve(call);
    calls.stage[call] = CALL_STAGE.queue;
    calls.position[call] = this.servers.position;
    return false;
  }

  #serve(call: number): boolean {
    const calls = this.#calls;
    calls.began[call] = this.#sim.now;
    const sampler = (calls.flags[call]! & CALL.write) !== 0 ? this.#write : this.#read;
    const drawn = sampler.draw(
      calls.keyHigh[call]!,
      calls.keyLow[call]!,
      PURPOSE.databaseService,
      calls.ordinal[call]!,
    );
    const length = this.#speed === 1 ? drawn : Math.round(drawn / this.#speed);
    return this.#go(call, CALL_STAGE.service, length, this.#served) && this.#serveEnds(call);
  }

  #serveEnds(call: number): boolean {
    const calls = this.#calls;
    this.#freeServer(calls.began[call]!);
    if ((calls.flags[call]! & CALL.write) === 0) return this.#commitEnds(call);
    calls.sent[call] = this.#sim.now;
    if (this.#commit === STALLED) {
      calls.stage[call] = CALL_STAGE.stalled;
      return false;
    }
    return this.#go(call, CALL_STAGE.commit, this.#commit, this.#commits) && this.#commitEnds(call);
  }

  #freeServer(beganAt: Micros): void {
    const next = this.servers.leave(beganAt);
    if (next !== -1 && this.#serve(next)) this.#complete(next, true);
  }

  #commitEnds(call: number): boolean {
    const calls = this.#calls;
    if ((calls.flags[call]! & CALL.asksForLock) !== 0) {
      calls.stage[call] = CALL_STAGE.lock;
      calls.deadline[call] = calls.left[call]! + this.#commandTimeout;
      calls.sent[call] = this.#sim.now;
      this.#sim.disarm(this.#timeouts, calls.timeout[call]!);
      calls.timeout[call] = -1;
      this.#sim.call(calls.committed[call]!, call);
      return false;
    }
    if (calls.committed[call] !== -1) this.#sim.call(calls.committed[call]!, calls.argument[call]!);
    return this.#sendBack(call);
  }

  #sendBack(call: number): boolean {
    const calls = this.#calls;
    calls.sent[call] = this.#sim.now;
    const length = calls.roundTrip[call]! - wayThere(calls.roundTrip[call]!);
    return this.#go(call, CALL_STAGE.back, length, this.#answered) && this.#answerArrives(call);
  }

  #answerArrives(call: number): boolean {
    const calls = this.#calls;
    const node = this.#nodes[calls.node[call]!]!;
    if (this.#network.isLost(node.place, this.place, calls.sent[call]!)) return this.#fallSilent(call);
    return true;
  }

  /** An error comes back where the host is up; else nothing does. */
  #refuse(call: number): boolean {
    if (this.state === 'silent') return this.#fallSilent(call);
    this.#calls.refused[call] = 1;
    return this.#sendBack(call);
  }

  #fallSilent(call: number): boolean {
    const calls = this.#calls;
    calls.stage[call] = CALL_STAGE.silent;
    if (calls.timeout[call] === -1) {
      calls.due[call] = Math.max(this.#sim.now, calls.deadline[call]!);
      this.#sim.at(calls.due[call]!, this.#late, call);
    }
    return false;
  }

  /** Takes a call out of whatever it waits in or is served by. */
  #withdraw(call: number): void {
    const calls = this.#calls;
    const stage = calls.stage[call]!;
    if (stage === CALL_STAGE.pool) {
      this.#nodes[calls.node[call]!]!.pool.giveUp(calls.position[call]!);
      this.#observer.poolWait(this.#sim.now, this.#sim.now - calls.left[call]!);
    } else if (stage === CALL_STAGE.queue) this.servers.giveUp(calls.position[call]!);
    else if (stage === CALL_STAGE.service) {
      calls.stage[call] = CALL_STAGE.silent;
      this.#freeServer(calls.began[call]!);
    }
  }

  #complete(call: number, ok: boolean): void {
    const done = this.#calls.done[call]!;
    const argument = this.#calls.argument[call]!;
    this.#end(call, ok);
    this.#sim.call(done, argument);
  }

  /** The call is over for its caller. */
  #end(call: number, ok: boolean): number {
    const calls = this.#calls;
    if (calls.stage[call] !== CALL_STAGE.pool && (calls.flags[call]! & CALL.connectOnly) === 0) {
      this.#observer.databaseCall(this.#sim.now, this.#sim.now - calls.left[call]!);
    }
    this.#release(call);
    this.ok = ok;
    return ANSWERED;
  }

  /** Its time-out, its row and its connection are free. */
  #release(call: number): void {
    const calls = this.#calls;
    const flags = calls.flags[call]!;
    const node = this.#nodes[calls.node[call]!]!;
    const left = calls.left[call]!;
    const hadConnection = calls.stage[call] !== CALL_STAGE.pool;
    if (!hadConnection) this.#sim.disarm(this.#poolTimeouts, calls.timeout[call]!);
    else if (calls.timeout[call] !== -1) this.#sim.disarm(this.#timeouts, calls.timeout[call]!);
    calls.remove(call);
    if (hadConnection && (flags & (CALL.connectionHeld | CALL.connectOnly)) === 0)
      this.releaseConnection(node, left);
  }
}
