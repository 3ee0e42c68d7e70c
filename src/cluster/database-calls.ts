/**
 * Calls to the database (rules B1–B4). A call = a connection of the node's pool, the way there, a wait for one of the
 * servers, service, the commit if it writes, the way back; each stage goes on to the next in the same event when it takes
 * no time. `call` returns the call's number while it is under way, or ANSWERED when it is over already; then, as when its
 * `done` handler runs, `ok` says whether it succeeded.
 *
 * It is longer than other files: the stages are one story, told within one event, and a border in the middle of it would
 * be crossed by every call twice.
 */
import type { Handler, LaneNumber, Simulation } from '../engine/simulation.ts';
import { Stages } from '../engine/stages.ts';
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';
import { CALL_STAGE, Call, type CallKind, type Keyed, NOBODY } from './calls.ts';
import { type Database, STALLED } from './database.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import type { Observer, WorkStage } from './observer.ts';

/** The call is over: `ok` says how. */
export const ANSWERED = -1;

export interface DatabaseCallsParts {
  readonly sim: Simulation;
  readonly database: Database;
  readonly spec: DatabaseSpec | null;
  readonly network: Network;
  readonly observer: Observer;
}

export class DatabaseCalls {
  /** Before a failed call is made again (rule B4). */
  readonly retryPauses: readonly Micros[];
  /** Commits made at a primary that was replaced (rule B10). */
  strayCommits = 0;
  /** How the call that ended last went. */
  ok = true;
  /** Since when the caller of a call that only wanted a connection has it. */
  connectionSince: Micros = 0;
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #network: Network;
  readonly #observer: Observer;
  readonly #calls: Stages<Call>;
  readonly #commandTimeout: Micros;
  readonly #arrives: Handler;
  readonly #served: Handler;
  readonly #commits: Handler;
  readonly #answered: Handler;
  readonly #timeouts: LaneNumber;
  readonly #poolTimeouts: LaneNumber;
  readonly #late: Handler;

  constructor({ sim, database, spec, network, observer }: DatabaseCallsParts) {
    this.#sim = sim;
    this.#database = database;
    this.#network = network;
    this.#observer = observer;
    this.retryPauses = spec?.retryPauses ?? [];
    const { commandTimeout, poolWait } = spec ?? { commandTimeout: 0, poolWait: 0 };
    this.#commandTimeout = commandTimeout;
    const calls = new Stages(sim, (index) => new Call(index));
    this.#calls = calls;
    this.#arrives = sim.handler('database.arrives', (index) => {
      const call = calls.ended(index, CALL_STAGE.there);
      if (call !== null && this.#arrive(call)) this.#complete(call, true);
    });
    this.#served = sim.handler('database.served', (index) => {
      const call = calls.ended(index, CALL_STAGE.service);
      if (call !== null && this.#serveEnds(call)) this.#complete(call, true);
    });
    this.#commits = sim.handler('database.commits', (index) => {
      const call = calls.ended(index, CALL_STAGE.commit);
      if (call !== null && this.#commitEnds(call)) this.#complete(call, true);
    });
    this.#answered = sim.handler('database.answered', (index) => {
      const call = calls.ended(index, CALL_STAGE.back);
      if (call !== null && this.#answerArrives(call)) this.#complete(call, !call.refused);
    });
    const timeOut = (call: Call): void => {
      this.#withdraw(call);
      this.#complete(call, false);
    };
    const timedOut = (index: number): void => timeOut(calls.at(index));
    this.#timeouts = sim.lane(commandTimeout, sim.handler('database.timeout', timedOut));
    this.#poolTimeouts = sim.lane(poolWait, sim.handler('database.pool-timeout', timedOut));
    this.#late = sim.handler('database.late-timeout', (index) => {
      const call = calls.ended(index, CALL_STAGE.silent);
      if (call !== null) timeOut(call);
    });
  }

  /**
   * Makes a call of a kind from a node.
   * @param key, ordinal address its draws (rule T4); @param argument what its caller is told by.
   * @returns the call's number while it is under way, or ANSWERED when it is over: `ok` says how, and nobody is told.
   */
  call(node: Node, kind: CallKind, key: Keyed, ordinal: number, argument: number): number {
    if (this.#database.isIdeal) {
      if (kind.committed !== NOBODY && !kind.asksForLock) this.#sim.call(kind.committed, argument);
      this.ok = true;
      return ANSWERED;
    }
    const call = this.#calls.add();
    call.kind = kind;
    call.node = node;
    call.keyHigh = key.keyHigh;
    call.keyLow = key.keyLow;
    call.ordinal = ordinal;
    call.argument = argument;
    call.refused = false;
    call.opens = -1;
    call.toReplaced = this.#database.isServedByReplaced(node);
    call.timeout = -1;
    call.left = this.#sim.now;
    if (!kind.connectionHeld) {
      if (!node.pool.enter(call.index)) {
        call.stage = CALL_STAGE.pool;
        this.#tell(call, 'connection');
        call.position = node.pool.position;
        call.timeout = this.#sim.arm(this.#poolTimeouts, call.index);
        return call.index;
      }
      this.#observer.poolWait(this.#sim.now, 0);
    }
    return this.#leave(call) ? this.#end(call, !call.refused) : call.index;
  }

  /** Takes back a connection that was held since a time. */
  releaseConnection(node: Node, since: Micros): void {
    if (this.#database.isIdeal) return;
    const next = node.pool.leave(since);
    if (next === -1) return;
    const call = this.#calls.at(next);
    this.#sim.disarm(this.#poolTimeouts, call.timeout);
    this.#observer.poolWait(this.#sim.now, this.#sim.now - call.left);
    if (this.#leave(call)) this.#complete(call, !call.refused);
  }

  /** The index of the node that made a call. */
  callerOf(number: number): number {
    return this.#calls.at(number).node.index;
  }

  /** Ends a call whose caller is gone, wherever it is; nobody is told. @param number as `call` gave it */
  abandon(number: number): void {
    this.#abandon(this.#calls.at(number));
  }

  /**
   * A node goes down: its calls leave the lines in which they wait, before the first of them ends. What that one frees
   * would else let the next go on, on a node that is not there any more.
   */
  turnAwayAllOf(node: Node): void {
    for (const call of this.#calls) {
      if (call.node !== node || (call.stage !== CALL_STAGE.pool && call.stage !== CALL_STAGE.queue)) continue;
      this.#withdraw(call);
      call.stage = call.stage === CALL_STAGE.pool ? CALL_STAGE.turnedAway : CALL_STAGE.silent;
    }
  }

  /** A node is gone: all its calls that are left end; nobody is told. */
  abandonAllOf(node: Node): void {
    for (const call of this.#calls) if (call.node === node) this.#abandon(call);
    node.connections = 0;
  }

  /** The queue lock was granted to a call that asked for it (or refused it, with an error): it is answered now. */
  answerLock(number: number, granted: boolean): void {
    const call = this.#calls.at(number);
    const waited = this.#sim.now - call.sent;
    call.deadline += waited;
    if (!granted) call.refused = true;
    if (this.#sendBack(call)) this.#complete(call, granted);
  }

  /** Commits wait from now on, also those under way. */
  stallCommits(): void {
    this.#database.commit = STALLED;
    for (const call of this.#calls)
      if (call.stage === CALL_STAGE.commit && !call.toReplaced) this.#stall(call);
  }

  /**
   * How long commits take from now on, in µs. Those that were stalled end after as long, from when they began or, if
   * that was later, from when a copy that they waited for was back: what they had sent to it was lost.
   */
  setCommit(length: Micros, returnedAt: Micros): void {
    this.#database.commit = length;
    for (const call of this.#calls) {
      if (call.stage !== CALL_STAGE.stalled) continue;
      this.#tell(call, 'commit');
      const rest = Math.max(call.sent, returnedAt) + length - this.#sim.now;
      if (
        this.#calls.enter(call, CALL_STAGE.commit, Math.max(0, rest), this.#commits) &&
        this.#commitEnds(call)
      )
        this.#complete(call, true);
    }
  }

  /**
   * The primary, or the one that was replaced, stops serving: what is being done is interrupted, with an error where the
   * host is up to say so. The lock's waiters are interrupted like the others; the caller resets the lock first.
   */
  interrupt(atReplaced: boolean): void {
    for (const call of this.#calls) {
      if (call.stage === CALL_STAGE.queue && call.toReplaced === atReplaced) {
        this.#database.serversOf(call).giveUp(call.position);
        call.stage = CALL_STAGE.stalled;
      }
    }
    for (const call of this.#calls) {
      const stage = call.stage;
      if (stage < CALL_STAGE.service || stage > CALL_STAGE.lock || call.toReplaced !== atReplaced) continue;
      if (stage === CALL_STAGE.service) this.#database.serversOf(call).leave(call.began);
      if (stage === CALL_STAGE.lock) call.deadline += this.#sim.now - call.sent;
      if (this.#refuse(call)) this.#complete(call, false);
    }
  }

  #leave(call: Call): boolean {
    const now = this.#sim.now;
    const { node } = call;
    call.left = now;
    if (call.kind.connectOnly) return true;
    if (this.#database.connect !== null) this.#database.openFor(call);
    call.sent = now;
    call.timeout = this.#sim.arm(this.#timeouts, call.index);
    call.place = this.#database.placeOf(call);
    const { place, keyHigh, keyLow, ordinal } = call;
    const trip = this.#network.drawnRoundTrip(node.place, place, keyHigh, keyLow, ordinal);
    // What is lost is sent again once for the call, be there a connection to open or not (rule N5).
    call.roundTrip = trip + this.#network.sentAgain(node.place, place, keyHigh, keyLow, ordinal);
    this.#tell(call, 'toDatabase');
    const way =
      wayThere(call.roundTrip) + (call.opens === -1 ? 0 : this.#database.connect!.roundTrips * trip);
    return this.#calls.enter(call, CALL_STAGE.there, way, this.#arrives) && this.#arrive(call);
  }

  #arrive(call: Call): boolean {
    const { node } = call;
    if (this.#network.isLost(node.place, call.place, call.sent)) return this.#fallSilent(call);
    if (!this.#database.answers(call)) return this.#refuse(call);
    if (call.kind.arrived !== NOBODY) this.#sim.call(call.kind.arrived, call.argument);
    this.#database.degrading?.note(this.#sim.now);
    const servers = this.#database.serversOf(call);
    if (servers.enter(call.index)) return this.#serve(call);
    call.stage = CALL_STAGE.queue;
    this.#tell(call, 'databaseQueue');
    call.position = servers.position;
    return false;
  }

  #serve(call: Call): boolean {
    const length = this.#serviceOf(call);
    return this.#calls.enter(call, CALL_STAGE.service, length, this.#served) && this.#serveEnds(call);
  }

  /** How long a call is served, from now. */
  #serviceOf(call: Call): Micros {
    call.began = this.#sim.now;
    this.#tell(call, 'databaseService');
    return this.#database.serviceOf(call);
  }

  #serveEnds(call: Call): boolean {
    this.#freeServer(call);
    if (!call.kind.writes) return this.#commitEnds(call);
    call.sent = this.#sim.now;
    const length = call.toReplaced ? this.#database.flush : this.#database.commit;
    if (length === STALLED) {
      this.#stall(call);
      return false;
    }
    this.#tell(call, 'commit');
    return this.#calls.enter(call, CALL_STAGE.commit, length, this.#commits) && this.#commitEnds(call);
  }

  /** Its commit waits, nobody knows how long. */
  #stall(call: Call): void {
    call.stage = CALL_STAGE.stalled;
    this.#tell(call, 'stalledCommit');
  }

  #freeServer(call: Call): void {
    const next = this.#database.serversOf(call).leave(call.began);
    if (next === -1) return;
    const waiting = this.#calls.at(next);
    this.#calls.enterOnItsOwn(waiting, CALL_STAGE.service, this.#serviceOf(waiting), this.#served);
  }

  #commitEnds(call: Call): boolean {
    if (call.toReplaced && call.kind.writes) this.strayCommits += 1;
    if (call.kind.asksForLock) {
      call.stage = CALL_STAGE.lock;
      this.#tell(call, 'queueLock');
      call.deadline = call.left + this.#commandTimeout;
      call.sent = this.#sim.now;
      this.#sim.disarm(this.#timeouts, call.timeout);
      call.timeout = -1;
      this.#sim.call(call.kind.committed, call.index);
      return false;
    }
    // What is written to a database that was replaced changes nothing here.
    if (call.kind.committed !== NOBODY && !call.toReplaced)
      this.#sim.call(call.kind.committed, call.argument);
    return this.#sendBack(call);
  }

  #sendBack(call: Call): boolean {
    call.sent = this.#sim.now;
    this.#tell(call, 'fromDatabase');
    const length = call.roundTrip - wayThere(call.roundTrip);
    // The time-out of what asked for the lock has stood still meanwhile (rule Q9): it may come before the answer.
    if (call.timeout === -1 && call.sent + length > call.deadline) return this.#fallSilent(call);
    return this.#calls.enter(call, CALL_STAGE.back, length, this.#answered) && this.#answerArrives(call);
  }

  #answerArrives(call: Call): boolean {
    const { node } = call;
    if (this.#network.isLost(call.place, node.place, call.sent)) return this.#fallSilent(call);
    return true;
  }

  /** An error comes back where the host is up; else nothing does. */
  #refuse(call: Call): boolean {
    if (!this.#database.refuses(call)) return this.#fallSilent(call);
    call.refused = true;
    return this.#sendBack(call);
  }

  #fallSilent(call: Call): boolean {
    call.stage = CALL_STAGE.silent;
    this.#tell(call, 'noAnswer');
    if (call.timeout === -1) {
      call.due = Math.max(this.#sim.now, call.deadline);
      this.#sim.at(call.due, this.#late, call.index);
    }
    return false;
  }

  #tell({ kind, argument }: Call, stage: WorkStage): void {
    const { follower } = this.#observer;
    if (follower !== null && kind.of !== null) follower.workAt(this.#sim.now, kind.of, argument, stage, -1);
  }

  #abandon(call: Call): void {
    this.#withdraw(call);
    if (call.opens !== -1) this.#database.hasNotOpened(call);
    this.#release(call, false);
  }

  /** Takes a call out of whatever it waits in or is served by. */
  #withdraw(call: Call): void {
    const stage = call.stage;
    if (stage === CALL_STAGE.pool) {
      call.node.pool.giveUp(call.position);
      this.#observer.poolWait(this.#sim.now, this.#sim.now - call.left);
    } else if (stage === CALL_STAGE.queue) this.#database.serversOf(call).giveUp(call.position);
    else if (stage === CALL_STAGE.service) {
      call.stage = CALL_STAGE.silent;
      this.#freeServer(call);
    }
  }

  #complete(call: Call, ok: boolean): void {
    const { kind, argument } = call;
    this.#end(call, ok);
    this.#sim.call(kind.done, argument);
  }

  /** The call is over for its caller. */
  #end(call: Call, ok: boolean): number {
    if (call.stage !== CALL_STAGE.pool && !call.kind.connectOnly) {
      this.#observer.databaseCall(this.#sim.now, this.#sim.now - call.left);
    }
    if (!ok && call.opens !== -1) this.#database.hasNotOpened(call);
    this.connectionSince = call.left;
    this.#release(call, ok && call.kind.connectOnly);
    this.ok = ok;
    return ANSWERED;
  }

  /** Its time-out, its row and, unless its caller keeps it, its connection are free. */
  #release(call: Call, keeps: boolean): void {
    const { kind, node, left } = call;
    const hadConnection = call.stage !== CALL_STAGE.pool && call.stage !== CALL_STAGE.turnedAway;
    if (!hadConnection) this.#sim.disarm(this.#poolTimeouts, call.timeout);
    else if (call.timeout !== -1) this.#sim.disarm(this.#timeouts, call.timeout);
    this.#calls.remove(call);
    if (hadConnection && !kind.connectionHeld && !keeps) this.releaseConnection(node, left);
  }
}
