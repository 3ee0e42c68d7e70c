/**
 * The cluster-wide lock on the queue table (rules Q3, Q9; fact 25): granted in order of arrival, one holder. It is lost
 * when the database goes down, and `lockTimeout` after its holder went down, was cut off or gave up.
 */
import type { Handler, LaneNumber, Simulation, Timer } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec } from '../scenario/scenario.ts';
import type { DatabaseCalls } from './database-calls.ts';
import type { Observer } from './observer.ts';
import type { Waits } from './waits.ts';

const NOBODY = -1;

export interface QueueLockParts {
  readonly sim: Simulation;
  readonly spec: DispatchSpec;
  readonly calls: DatabaseCalls;
  readonly nodes: number;
  readonly isCutOff: (node: number) => boolean;
  readonly observer: Observer;
  readonly waits: Waits;
}

export class QueueLock {
  /** The node that holds it, and since when. */
  holder = NOBODY;
  readonly line: Station;
  /** Handler told a node whose call frees the lock, when it reaches the database. */
  readonly freed: Handler;
  readonly #sim: Simulation;
  readonly #calls: DatabaseCalls;
  readonly #observer: Observer;
  readonly #waits: Waits;
  #since: Micros = 0;
  readonly #lost: Timer;
  readonly #waitTimeouts: LaneNumber;
  /** By node: its waiting call, since when, and its places in line and lane. */
  readonly #call: Int32Array;
  readonly #asked: Float64Array;
  readonly #position: Float64Array;
  readonly #timeout: Float64Array;
  /** By node: 1 while the look goes on that was granted it. */
  readonly #isOfLook: Uint8Array;
  readonly #isCutOff: (node: number) => boolean;
  readonly #lockTimeout: Micros;

  constructor({ sim, spec, calls, nodes, isCutOff, observer, waits }: QueueLockParts) {
    this.#sim = sim;
    this.#calls = calls;
    this.#observer = observer;
    this.#waits = waits;
    this.#isCutOff = isCutOff;
    this.#lockTimeout = spec.lockTimeout;
    this.line = new Station(sim, 'queue lock', 1);
    this.#call = new Int32Array(nodes).fill(-1);
    this.#asked = new Float64Array(nodes);
    this.#position = new Float64Array(nodes);
    this.#timeout = new Float64Array(nodes);
    this.#isOfLook = new Uint8Array(nodes);
    this.#lost = sim.timer(
      sim.handler('lock.lost', () => this.#pass()),
      0,
    );
    this.#waitTimeouts = sim.lane(
      spec.lockWait,
      sim.handler('lock.wait-timeout', (node) => {
        const call = this.#call[node]!;
        this.giveUp(node);
        calls.answerLock(call, false);
      }),
    );
    this.freed = sim.handler('lock.freed', (node) => {
      if (this.holder === node) this.#pass();
    });
  }

  /** A node's call asks for the lock; it is answered when the lock is granted. */
  ask(node: number, call: number): void {
    this.#call[node] = call;
    this.#asked[node] = this.#sim.now;
    if (this.line.enter(node)) {
      this.#timeout[node] = -1;
      this.#give(node);
      return;
    }
    this.#waits.addForLock(1);
    this.#position[node] = this.line.position;
    this.#timeout[node] = this.#sim.arm(this.#waitTimeouts, node);
  }

  /** A node that waits leaves the line; no effect when it does not wait. */
  giveUp(node: number): void {
    if (this.#call[node] === -1) return;
    this.#call[node] = -1;
    this.#waits.addForLock(-1);
    this.line.giveUp(this.#position[node]!);
    this.#sim.disarm(this.#waitTimeouts, this.#timeout[node]!);
  }

  /** The holder cannot free it any more: the database will, after the lock time-out. */
  holderIsGone(node: number): void {
    if (this.holder === node && !this.#sim.isSet(this.#lost)) {
      this.#sim.setTimer(this.#lost, this.#sim.now + this.#lockTimeout);
    }
  }

  /** A holder that had been cut off is back in time. */
  holderIsBack(): void {
    this.#sim.clearTimer(this.#lost);
  }

  /** Whether a node holds it for the look that it is at, which may not know yet. */
  isHeldForLook(node: number): boolean {
    return this.holder === node && this.#isOfLook[node] === 1;
  }

  /** A node's look is over, however: a lock that it has not freed is nobody's. */
  lookIsOver(node: number): void {
    this.#isOfLook[node] = 0;
  }

  /** The database went down: nobody holds it and nobody waits. */
  reset(): void {
    for (let node = 0; node < this.#call.length; node += 1) this.giveUp(node);
    if (this.holder !== NOBODY) this.#pass();
  }

  #pass(): void {
    this.#sim.clearTimer(this.#lost);
    this.holder = NOBODY;
    const next = this.line.leave(this.#since);
    if (next === -1) return;
    this.#waits.addForLock(-1);
    this.#sim.disarm(this.#waitTimeouts, this.#timeout[next]!);
    this.#give(next);
  }

  #give(node: number): void {
    const call = this.#call[node]!;
    this.#call[node] = -1;
    this.holder = node;
    this.#isOfLook[node] = 1;
    this.#since = this.#sim.now;
    this.#observer.lockWait(this.#sim.now, this.#sim.now - this.#asked[node]!);
    if (this.#isCutOff(node)) this.holderIsGone(node);
    this.#calls.answerLock(call, true);
  }
}
