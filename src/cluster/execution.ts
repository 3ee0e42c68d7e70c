/**
 * Tasks that run: step after step on one node, the slot held from start to end, through every wait of every step
 * (rule W1). Failed calls are repeated with pauses (rule B4); the end is one write.
 */
import type { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import { type CallKind, callKind } from './calls.ts';
import { ANSWERED, type Database } from './database.ts';
import { CORE, type Node } from './node.ts';
import type { Tap, TaskOutcome } from './observer.ts';
import { Program, STEP } from './program.ts';
import type { Rows } from './rows.ts';
import { DONE, type Storage } from './storage.ts';
import { STATE, type TaskTable, WAIT } from './tasks.ts';
import type { Waits } from './waits.ts';

/** A connection takes no draw. */
const NO_DRAWS = { keyHigh: 0, keyLow: 0 };

export class Execution {
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #nodes: readonly Node[];
  readonly #database: Database;
  readonly #storage: Storage;
  readonly #classes: readonly TaskClassSpec[];
  readonly #programs: readonly Program[];
  /** By class: what a `run` step asks for, in thousandths of a core. */
  readonly #runDemands: readonly number[];
  readonly #pauses: readonly Micros[];
  readonly #limits: boolean;
  readonly #rows: Rows;
  readonly #observer: Tap;
  readonly #slotFreed: number;
  readonly #waits: Waits;
  /** Its calls: a read and a write, the same on the connection of a transaction, and for that connection. */
  readonly #read: CallKind;
  readonly #write: CallKind;
  readonly #readHeld: CallKind;
  readonly #writeHeld: CallKind;
  readonly #connection: CallKind;
  readonly #stored: number;
  readonly #retried: number;
  readonly #overdue: number;

  /** @param limits rule C2; @param slotFreed handler told a node's index when one of its slots is free. */
  constructor(
    sim: Simulation,
    tasks: TaskTable,
    nodes: readonly Node[],
    database: Database,
    storage: Storage,
    classes: readonly TaskClassSpec[],
    limits: boolean,
    rows: Rows,
    observer: Tap,
    slotFreed: number,
    waits: Waits,
  ) {
    this.#waits = waits;
    this.#sim = sim;
    this.#tasks = tasks;
    this.#nodes = nodes;
    this.#database = database;
    this.#storage = storage;
    this.#classes = classes;
    this.#programs = classes.map((spec) => new Program(spec.steps));
    this.#runDemands = classes.map(({ runCores }) => Math.max(1, Math.round(runCores * CORE)));
    this.#pauses = database.retryPauses;
    this.#limits = limits;
    this.#rows = rows;
    this.#observer = observer;
    this.#slotFreed = slotFreed;
    const called = sim.handler('task.called', (task) => {
      if (this.#afterCall(task)) this.#advance(task);
    });
    this.#read = callKind(called);
    this.#write = callKind(called, { writes: true });
    this.#readHeld = callKind(called, { connectionHeld: true });
    this.#writeHeld = callKind(called, { writes: true, connectionHeld: true });
    const connected = sim.handler('task.connected', (task) => {
      if (this.#afterConnect(task)) this.#advance(task);
    });
    this.#connection = callKind(connected, { connectOnly: true });
    this.#stored = sim.handler('task.stored', (task) => {
      tasks.wait[task] = WAIT.nothing;
      if (storage.ok) this.#nextStep(task);
      else this.finish(task, 'failed');
    });
    this.#retried = sim.handler('task.retries', (task) => {
      if (tasks.wait[task] === WAIT.pause && tasks.due[task] === sim.now) this.#advance(task);
    });
    const isLate = (task: number): boolean =>
      tasks.wait[task] === WAIT.capacity && tasks.limit[task] === sim.now;
    const fails = sim.handler('task.overdue', (task) => {
      if (isLate(task)) this.finish(task, 'failed');
    });
    // A step that ends at this very instant has ended in time: whatever is due now goes first.
    this.#overdue = sim.handler('task.at-limit', (task) => {
      if (isLate(task)) sim.after(0, fails, task);
    });
  }

  /** A task's work on a node's CPU is done. */
  capacityDone(task: number): void {
    this.#tasks.limit[task] = -1;
    this.#nextStep(task);
  }

  /** A task whose row says running on a node begins: it has a slot from now. */
  begin(task: number, node: Node): void {
    if (this.#tasks.started[task] === -1) this.#tasks.started[task] = this.#sim.now;
    this.#tasks.slotSince[task] = this.#sim.now;
    node.takeSlot();
    this.#waits.setUsed(node.index, node.slots.value);
    this.#advance(task);
  }

  /** A running task is over, by its own doing or not; its slot is free. */
  finish(task: number, outcome: TaskOutcome): void {
    const node = this.#nodes[this.#tasks.node[task]!]!;
    this.stop(task);
    node.noteEnd(this.#sim.now);
    // Whatever came of it, the row of a ghost says otherwise already: its end is refused (rule Q10).
    if (this.#tasks.state[task] === STATE.ghost) this.#rows.endGhost(task);
    else if (outcome === 'succeeded' && !this.#database.addresses.knowsPrimary(node)) {
      // Its end stands in a database that was replaced; here it looks running (rule B10).
      this.#rows.orphan(task, STATE.running);
    } else {
      this.#rows.noteEnd(node);
      this.#rows.end(task, STATE.running, outcome);
    }
    this.#sim.call(this.#slotFreed, node.index);
  }

  /** A running task stops for good, wherever it is, and gives up its slot. */
  stop(task: number): void {
    const tasks = this.#tasks;
    const node = this.#nodes[tasks.node[task]!]!;
    const waits = tasks.wait[task];
    tasks.wait[task] = WAIT.nothing;
    if (waits === WAIT.call || waits === WAIT.connection) this.#database.abandon(tasks.waitFor[task]!);
    else if (waits === WAIT.capacity) this.#capacityOf(task, node).remove(tasks.waitFor[task]!);
    else if (waits === WAIT.storage) this.#storage.abandon(tasks.waitFor[task]!);
    this.#releaseConnection(task);
    node.freeSlot(tasks.slotSince[task]!);
    this.#waits.setUsed(node.index, node.slots.value);
  }

  /** Step after step, until one takes time. */
  #advance(task: number): void {
    const tasks = this.#tasks;
    const program = this.#programs[tasks.taskClass[task]!]!;
    tasks.wait[task] = WAIT.nothing;
    for (;;) {
      const step = tasks.step[task]!;
      switch (program.kind[step]) {
        case STEP.db:
          if (tasks.callIndex[task] === program.calls[step]) {
            this.#endStep(task);
            continue;
          }
          if (!this.#call(task, program, step)) return;
          continue;
        case STEP.storage:
          if (!this.#operate(task, program, step)) return;
          continue;
        case STEP.run:
          if (!this.#work(task, this.#runDemand(task), this.#length(task, program, step, PURPOSE.run)))
            return;
          continue;
        case STEP.cpu:
          if (!this.#work(task, CORE, this.#length(task, program, step, PURPOSE.cpu))) return;
          continue;
        case STEP.runTrace:
          if (!this.#work(task, this.#runDemand(task), this.#traceLength(task))) return;
          continue;
        default:
          if (tasks.callIndex[task] === 1) {
            this.finish(task, 'succeeded');
            return;
          }
          if (!this.#endWrite(task, program.ordinal[step]!)) return;
      }
    }
  }

  #nextStep(task: number): void {
    this.#endStep(task);
    this.#advance(task);
  }

  #endStep(task: number): void {
    this.#releaseConnection(task);
    this.#tasks.step[task]! += 1;
    this.#tasks.callIndex[task] = 0;
    this.#tasks.attempts[task] = 0;
  }

  /** One call of a `db` step: true when it is over and went well. */
  #call(task: number, program: Program, step: number): boolean {
    const tasks = this.#tasks;
    const index = tasks.callIndex[task]!;
    const isTransaction = program.transaction[step] === 1;
    if (isTransaction && tasks.connectionSince[task] === -1) return this.#connect(task);
    const writes = program.isWrite(step, index);
    let kind = writes ? this.#write : this.#read;
    if (isTransaction) kind = writes ? this.#writeHeld : this.#readHeld;
    return this.#makeCall(task, kind, program.ordinal[step]! + index);
  }

  #endWrite(task: number, ordinal: number): boolean {
    return this.#makeCall(task, this.#write, ordinal);
  }

  #makeCall(task: number, kind: CallKind, ordinal: number): boolean {
    const tasks = this.#tasks;
    tasks.wait[task] = WAIT.call;
    const key = { keyHigh: tasks.keyHigh[task]!, keyLow: tasks.keyLow[task]! };
    const call = this.#database.call(this.#nodes[tasks.node[task]!]!, kind, key, ordinal, task);
    if (call !== ANSWERED) {
      tasks.waitFor[task] = call;
      this.#observer.taskAt(this.#sim.now, task, 'database');
      return false;
    }
    return this.#afterCall(task);
  }

  /** True: the call went well. Else it is repeated after a pause, or the task has failed. */
  #afterCall(task: number): boolean {
    const tasks = this.#tasks;
    tasks.wait[task] = WAIT.nothing;
    if (!this.#database.ok) {
      this.#pause(task);
      return false;
    }
    tasks.callIndex[task]! += 1;
    if (tasks.connectionSince[task] === -1) tasks.attempts[task] = 0;
    return true;
  }

  #connect(task: number): boolean {
    const tasks = this.#tasks;
    tasks.wait[task] = WAIT.connection;
    const node = this.#nodes[tasks.node[task]!]!;
    const call = this.#database.call(node, this.#connection, NO_DRAWS, 0, task);
    if (call !== ANSWERED) {
      tasks.waitFor[task] = call;
      this.#observer.taskAt(this.#sim.now, task, 'database');
      return false;
    }
    return this.#afterConnect(task);
  }

  #afterConnect(task: number): boolean {
    this.#tasks.wait[task] = WAIT.nothing;
    if (!this.#database.ok) {
      this.#pause(task);
      return false;
    }
    this.#tasks.connectionSince[task] = this.#sim.now;
    return true;
  }

  /** A transaction starts again from its first call, keeping its connection (rule B2). */
  #pause(task: number): void {
    const tasks = this.#tasks;
    const attempts = tasks.attempts[task]!;
    if (tasks.connectionSince[task] !== -1) tasks.callIndex[task] = 0;
    if (attempts === this.#pauses.length) {
      this.finish(task, 'failed');
      return;
    }
    tasks.attempts[task] = attempts + 1;
    tasks.wait[task] = WAIT.pause;
    this.#observer.taskAt(this.#sim.now, task, 'pause');
    tasks.due[task] = this.#sim.now + this.#pauses[attempts]!;
    this.#sim.at(tasks.due[task]!, this.#retried, task);
  }

  #releaseConnection(task: number): void {
    const since = this.#tasks.connectionSince[task]!;
    if (since === -1) return;
    this.#tasks.connectionSince[task] = -1;
    this.#database.releaseConnection(this.#nodes[this.#tasks.node[task]!]!, since);
  }

  /** One read or write: true when it is over and went well. */
  #operate(task: number, program: Program, step: number): boolean {
    const tasks = this.#tasks;
    tasks.wait[task] = WAIT.storage;
    const key = { keyHigh: tasks.keyHigh[task]!, keyLow: tasks.keyLow[task]! };
    const node = this.#nodes[tasks.node[task]!]!;
    const file = program.files[step]!;
    const op = this.#storage.operate(node, file, key, program.ordinal[step]!, this.#stored, task);
    if (op !== DONE) {
      tasks.waitFor[task] = op;
      this.#observer.taskAt(this.#sim.now, task, 'storage');
      return false;
    }
    tasks.wait[task] = WAIT.nothing;
    if (!this.#storage.ok) {
      this.finish(task, 'failed');
      return false;
    }
    this.#endStep(task);
    return true;
  }

  #runDemand(task: number): number {
    return this.#runDemands[this.#tasks.taskClass[task]!]!;
  }

  #work(task: number, demand: number, length: Micros): boolean {
    const tasks = this.#tasks;
    if (length === 0) {
      this.#endStep(task);
      return true;
    }
    tasks.wait[task] = WAIT.capacity;
    const node = this.#nodes[tasks.node[task]!]!;
    const capacity = this.#capacityOf(task, node);
    this.#observer.taskAt(this.#sim.now, task, capacity === node.cpu ? 'cpu' : 'run');
    tasks.waitFor[task] = capacity.add(2 * task, demand, length);
    if (this.#limits) {
      tasks.limit[task] = this.#sim.now + 2 * length;
      this.#sim.at(tasks.limit[task]!, this.#overdue, task);
    }
    return false;
  }

  /** What a task's step takes its time from: the node's CPU, or targets. */
  #capacityOf(task: number, node: Node): SharedCapacity {
    const tasks = this.#tasks;
    const isCpu = this.#programs[tasks.taskClass[task]!]!.kind[tasks.step[task]!] === STEP.cpu;
    return isCpu ? node.cpu : node.runs;
  }

  #length(task: number, program: Program, step: number, purpose: number): Micros {
    const sampler = program.samplers[program.sampler[step]!] as Sampler;
    return sampler.draw(
      this.#tasks.keyHigh[task]!,
      this.#tasks.keyLow[task]!,
      purpose,
      program.ordinal[step]!,
    );
  }

  #traceLength(task: number): Micros {
    const arrivals = this.#classes[this.#tasks.taskClass[task]!]!.arrivals;
    if (arrivals?.kind !== 'trace' || arrivals.trace.duration === null) return 0;
    return arrivals.trace.duration[this.#tasks.traceRow[task]!]!;
  }
}
