/**
 * A running task's calls to the database: one after another, again after pauses where they fail (rule B4), and in a
 * transaction on one connection, which goes back to its first call (rule B2).
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import { type CallKind, callKind } from './calls.ts';
import { ANSWERED, type DatabaseCalls } from './database-calls.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Program } from './program.ts';
import { type Task, WAIT } from './tasks.ts';

/** A connection takes no draw. */
const NO_DRAWS = { keyHigh: 0, keyLow: 0 };

/** What is told of a task: its call was answered, it has its connection or has not, its pause is over. */
export interface TaskCallHandlers {
  readonly called: Handler;
  readonly connected: Handler;
  readonly retried: Handler;
}

export interface TaskCallsParts {
  readonly sim: Simulation;
  readonly calls: DatabaseCalls;
  readonly observer: Observer;
}

export class TaskCalls {
  readonly out = {
    /** A call has failed for the last time. */
    gaveUp: unheard as (task: Task) => void,
  };
  readonly #sim: Simulation;
  readonly #calls: DatabaseCalls;
  readonly #observer: Observer;
  readonly #pauses: readonly Micros[];
  readonly #retried: Handler;
  /** A read and a write, the same on the connection of a transaction, and for that connection. */
  readonly #read: CallKind;
  readonly #write: CallKind;
  readonly #readHeld: CallKind;
  readonly #writeHeld: CallKind;
  readonly #connection: CallKind;

  constructor({ sim, calls, observer }: TaskCallsParts, { called, connected, retried }: TaskCallHandlers) {
    this.#sim = sim;
    this.#calls = calls;
    this.#observer = observer;
    this.#pauses = calls.retryPauses;
    this.#retried = retried;
    this.#read = callKind(called, { of: 'task' });
    this.#write = callKind(called, { of: 'task', writes: true });
    this.#readHeld = callKind(called, { of: 'task', connectionHeld: true });
    this.#writeHeld = callKind(called, { of: 'task', writes: true, connectionHeld: true });
    this.#connection = callKind(connected, { of: 'task', connectOnly: true });
  }

  /** The next call of a `db` step: true when it is over and went well. */
  call(task: Task, program: Program, step: number): boolean {
    const index = task.callIndex;
    const isTransaction = program.transaction[step] === 1;
    if (isTransaction && task.connectionSince === -1) return this.#connect(task);
    const writes = program.isWrite(step, index);
    let kind = writes ? this.#write : this.#read;
    if (isTransaction) kind = writes ? this.#writeHeld : this.#readHeld;
    return this.#make(task, kind, program.ordinal[step]! + index);
  }

  /** The write at the end of a task: true when it is over and went well. */
  endWrite(task: Task, ordinal: number): boolean {
    return this.#make(task, this.#write, ordinal);
  }

  /** A task's call was answered. True: it went well. Else it is repeated after a pause, or the task has given up. */
  answered(task: Task): boolean {
    task.wait = WAIT.nothing;
    if (!this.#calls.ok) {
      this.#pause(task);
      return false;
    }
    task.callIndex += 1;
    if (task.connectionSince === -1) task.attempts = 0;
    return true;
  }

  /** A task has the connection of its transaction (true), or has not got it. */
  connected(task: Task): boolean {
    task.wait = WAIT.nothing;
    if (!this.#calls.ok) {
      this.#pause(task);
      return false;
    }
    task.connectionSince = this.#calls.connectionSince;
    return true;
  }

  /** A task gives back the connection that it holds. */
  release(task: Task): void {
    const since = task.connectionSince;
    task.connectionSince = -1;
    this.#calls.releaseConnection(task.node!, since);
  }

  #make(task: Task, kind: CallKind, ordinal: number): boolean {
    task.wait = WAIT.call;
    // A transaction goes back to its first call.
    if (!kind.connectionHeld || task.callIndex === 0)
      this.#observer.follower?.attemptBegan(this.#sim.now, 'task', task.index);
    const call = this.#calls.call(task.node!, kind, task, ordinal, task.index);
    if (call === ANSWERED) return this.answered(task);
    this.#await(task, call);
    return false;
  }

  #connect(task: Task): boolean {
    task.wait = WAIT.connection;
    this.#observer.follower?.attemptBegan(this.#sim.now, 'task', task.index);
    const call = this.#calls.call(task.node!, this.#connection, NO_DRAWS, 0, task.index);
    if (call === ANSWERED) return this.connected(task);
    this.#await(task, call);
    return false;
  }

  #await(task: Task, call: number): void {
    task.waitFor = call;
    this.#observer.follower?.taskAt(this.#sim.now, task.index, 'database');
  }

  /** A transaction starts again from its first call, keeping its connection (rule B2). */
  #pause(task: Task): void {
    const attempts = task.attempts;
    this.#observer.follower?.attemptFailed(this.#sim.now, 'task', task.index);
    if (task.connectionSince !== -1) task.callIndex = 0;
    if (attempts === this.#pauses.length) {
      this.out.gaveUp(task);
      return;
    }
    task.attempts = attempts + 1;
    task.wait = WAIT.pause;
    this.#observer.follower?.taskAt(this.#sim.now, task.index, 'pause');
    this.#observer.follower?.workAt(this.#sim.now, 'task', task.index, 'pause', -1);
    task.due = this.#sim.now + this.#pauses[attempts]!;
    this.#sim.at(task.due, this.#retried, task.index);
  }
}
