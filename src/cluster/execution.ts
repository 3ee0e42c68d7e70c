/**
 * Tasks that run: step after step on one node, the slot held from start to end, through every wait of every step
 * (rule W1). Failed calls are repeated with pauses (rule B4); the end is one write.
 */
import type { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import { type CallKind, callKind } from './calls.ts';
import type { Children } from './children.ts';
import { jobOfTask } from './cpu-work.ts';
import { ANSWERED, type Database } from './database.ts';
import { CORE, type Node } from './node.ts';
import type { Tap, TaskOutcome } from './observer.ts';
import { unheard } from './outputs.ts';
import { Program, STEP } from './program.ts';
import type { Rows } from './rows.ts';
import { DONE, type Storage } from './storage.ts';
import { STATE, type Task, type TaskTable, WAIT } from './tasks.ts';
import type { Waits } from './waits.ts';
import type { Workers } from './workers.ts';

const NOWHERE = -1;
/** A connection takes no draw. */
const NO_DRAWS = { keyHigh: 0, keyLow: 0 };

export interface ExecutionParts {
  readonly sim: Simulation;
  readonly nodes: readonly Node[];
  readonly tasks: TaskTable;
  readonly classes: readonly TaskClassSpec[];
  /** Whether a step must be over in time (rule C2). */
  readonly limits: boolean;
  readonly database: Database;
  readonly storage: Storage;
  readonly workers: Workers;
  readonly children: Children;
  readonly rows: Rows;
  readonly observer: Tap;
  readonly waits: Waits;
}

export class Execution {
  readonly out = {
    /** A slot of a node is free. */
    slotFreed: unheard as (node: Node) => void,
    /** Tasks that a task has started are in the queue. */
    childrenStarted: unheard as () => void,
  };
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #storage: Storage;
  readonly #workers: Workers;
  readonly #children: Children;
  readonly #childrenStart: Handler;
  readonly #childrenOver: Handler;
  readonly #classes: readonly TaskClassSpec[];
  readonly #programs: readonly Program[];
  /** By class: what a `run` step asks for, in thousandths of a core. */
  readonly #runDemands: readonly number[];
  readonly #pauses: readonly Micros[];
  readonly #limits: boolean;
  readonly #rows: Rows;
  readonly #observer: Tap;
  readonly #waits: Waits;
  /** Its calls: a read and a write, the same on the connection of a transaction, and for that connection. */
  readonly #read: CallKind;
  readonly #write: CallKind;
  readonly #readHeld: CallKind;
  readonly #writeHeld: CallKind;
  readonly #connection: CallKind;
  readonly #stored: Handler;
  readonly #hasWorkerNow: Handler;
  readonly #retried: Handler;
  readonly #overdue: Handler;

  constructor(parts: ExecutionParts) {
    const { sim, tasks, classes, limits, database, storage, workers, children, rows, observer, waits } =
      parts;
    this.#sim = sim;
    this.#database = database;
    this.#storage = storage;
    this.#workers = workers;
    this.#children = children;
    this.#classes = classes;
    this.#programs = classes.map((spec) => new Program(spec.steps));
    this.#runDemands = classes.map(({ runCores }) => Math.max(1, Math.round(runCores * CORE)));
    this.#pauses = database.retryPauses;
    this.#limits = limits;
    this.#rows = rows;
    this.#observer = observer;
    this.#waits = waits;
    const called = sim.handler('task.called', (index) => {
      const task = tasks.at(index);
      if (this.#afterCall(task)) this.#advance(task);
    });
    this.#read = callKind(called, { of: 'task' });
    this.#write = callKind(called, { of: 'task', writes: true });
    this.#readHeld = callKind(called, { of: 'task', connectionHeld: true });
    this.#writeHeld = callKind(called, { of: 'task', writes: true, connectionHeld: true });
    const connected = sim.handler('task.connected', (index) => {
      const task = tasks.at(index);
      if (this.#afterConnect(task)) this.#advance(task);
    });
    this.#connection = callKind(connected, { of: 'task', connectOnly: true });
    this.#stored = sim.handler('task.stored', (index) => {
      const task = tasks.at(index);
      task.wait = WAIT.nothing;
      if (storage.ok) this.#nextStep(task);
      else this.finish(task, 'failed');
    });
    this.#hasWorkerNow = sim.handler('task.has-worker', (index) => {
      const task = tasks.at(index);
      if (task.wait === WAIT.worker && task.workerSince === sim.now) this.#advance(task);
    });
    // Who takes them is asked when the task that starts them is where it waits.
    this.#childrenStart = sim.handler('task.starts-children', (node) => {
      this.out.childrenStarted();
      if (node !== NOWHERE) this.out.slotFreed(parts.nodes[node]!);
    });
    this.#childrenOver = sim.handler('task.children-over', (index) => {
      const task = tasks.at(index);
      if (task.wait === WAIT.children && task.children === 0) this.#goOnAfterChildren(task);
    });
    this.#retried = sim.handler('task.retries', (index) => {
      const task = tasks.at(index);
      if (task.wait === WAIT.pause && task.due === sim.now) this.#advance(task);
    });
    const isLate = (task: Task): boolean => task.wait === WAIT.capacity && task.limit === sim.now;
    const fails = sim.handler('task.overdue', (index) => {
      const task = tasks.at(index);
      if (isLate(task)) this.finish(task, 'failed');
    });
    // A step that ends at this very instant has ended in time: whatever is due now goes first.
    this.#overdue = sim.handler('task.at-limit', (index) => {
      const task = tasks.at(index);
      if (isLate(task)) sim.after(0, fails, task.index);
    });
  }

  /** A task's work on a node's CPU is done. */
  capacityDone(task: Task): void {
    task.limit = -1;
    this.#nextStep(task);
  }

  /** All that a task waits for are over: it goes on in this instant. */
  childrenOver(task: Task): void {
    this.#sim.after(0, this.#childrenOver, task.index);
  }

  /** A task whose row says running on a node begins: it has a slot from now. */
  begin(task: Task, node: Node): void {
    if (task.started === -1) task.started = this.#sim.now;
    task.slotSince = this.#sim.now;
    node.takeSlot();
    this.#waits.setUsed(node.index, node.slots.value);
    task.step = this.#programs[task.taskClass]!.beginning(task.step);
    this.#advance(task);
  }

  /** A running task is over, by its own doing or not; its slot is free. */
  finish(task: Task, outcome: TaskOutcome): void {
    const node = task.node!;
    this.stop(task);
    node.noteEnd(this.#sim.now, task.taskClass);
    // Whatever came of it, the row of a ghost says otherwise already: its end is refused (rule Q10).
    if (task.state === STATE.ghost) this.#rows.endGhost(task);
    else if (outcome === 'succeeded' && !this.#database.addresses.knowsPrimary(node)) {
      // Its end stands in a database that was replaced; here it looks running (rule B10).
      this.#rows.orphan(task, STATE.running);
    } else {
      this.#rows.noteEnd(node);
      this.#rows.end(task, STATE.running, outcome);
    }
    this.out.slotFreed(node);
  }

  /** A running task stops for good, wherever it is, and gives up its slot. */
  stop(task: Task): void {
    const { wait, waitFor, slotSince } = task;
    const node = task.node!;
    task.wait = WAIT.nothing;
    if (wait === WAIT.call || wait === WAIT.connection) this.#database.abandon(waitFor);
    else if (wait === WAIT.capacity) this.#capacityOf(task).remove(waitFor);
    else if (wait === WAIT.storage) this.#storage.abandon(waitFor);
    this.#workers.leave(task, this.#hasWorkerNow);
    this.#releaseConnection(task);
    task.brood = 0;
    if (task.isExempt) node.exempt -= 1;
    else node.freeSlot(slotSince);
    task.isExempt = false;
    this.#waits.setUsed(node.index, node.slots.value);
  }

  /** Step after step, until one takes time. */
  #advance(task: Task): void {
    const program = this.#programs[task.taskClass]!;
    task.wait = WAIT.nothing;
    for (;;) {
      const step = task.step;
      switch (program.kind[step]) {
        case STEP.db:
          if (task.callIndex === program.calls[step]) {
            this.#endStep(task);
            continue;
          }
          if (!this.#call(task, program, step)) return;
          continue;
        case STEP.storage:
          if (!this.#operate(task, program, step)) return;
          continue;
        case STEP.run:
          if (!this.#hasWorker(task, program.pool[step]!)) return;
          if (!this.#work(task, this.#runDemand(task), this.#length(task, program, step, PURPOSE.run)))
            return;
          continue;
        case STEP.cpu:
          if (!this.#work(task, CORE, this.#length(task, program, step, PURPOSE.cpu))) return;
          continue;
        case STEP.runTrace:
          if (!this.#hasWorker(task, program.pool[step]!)) return;
          if (!this.#work(task, this.#runDemand(task), this.#traceLength(task))) return;
          continue;
        case STEP.start:
          this.#startChildren(task, program, step);
          return;
        default:
          if (task.callIndex === 1) {
            this.finish(task, 'succeeded');
            return;
          }
          if (!this.#endWrite(task, program.ordinal[step]!)) return;
      }
    }
  }

  #nextStep(task: Task): void {
    this.#endStep(task);
    this.#advance(task);
  }

  #endStep(task: Task): void {
    // What keeps its connection is done again, with the transaction, when it is interrupted (rule B2).
    if (this.#programs[task.taskClass]!.keeps[task.step] === 0) {
      this.#releaseConnection(task);
      this.#observer.stepEnded(this.#sim.now, task.index);
    }
    this.#workers.leave(task, this.#hasWorkerNow);
    task.step += 1;
    task.callIndex = 0;
    task.attempts = 0;
  }

  /** One call of a `db` step: true when it is over and went well. */
  #call(task: Task, program: Program, step: number): boolean {
    const index = task.callIndex;
    const isTransaction = program.transaction[step] === 1;
    if (isTransaction && task.connectionSince === -1) return this.#connect(task);
    const writes = program.isWrite(step, index);
    let kind = writes ? this.#write : this.#read;
    if (isTransaction) kind = writes ? this.#writeHeld : this.#readHeld;
    return this.#makeCall(task, kind, program.ordinal[step]! + index);
  }

  #endWrite(task: Task, ordinal: number): boolean {
    return this.#makeCall(task, this.#write, ordinal);
  }

  #makeCall(task: Task, kind: CallKind, ordinal: number): boolean {
    task.wait = WAIT.call;
    // A transaction goes back to its first call.
    if (!kind.connectionHeld || task.callIndex === 0)
      this.#observer.attemptBegan(this.#sim.now, 'task', task.index);
    const call = this.#database.call(task.node!, kind, task, ordinal, task.index);
    if (call !== ANSWERED) {
      task.waitFor = call;
      this.#observer.taskAt(this.#sim.now, task.index, 'database');
      return false;
    }
    return this.#afterCall(task);
  }

  /** True: the call went well. Else it is repeated after a pause, or the task has failed. */
  #afterCall(task: Task): boolean {
    task.wait = WAIT.nothing;
    if (!this.#database.ok) {
      this.#pause(task);
      return false;
    }
    task.callIndex += 1;
    if (task.connectionSince === -1) task.attempts = 0;
    return true;
  }

  #connect(task: Task): boolean {
    task.wait = WAIT.connection;
    this.#observer.attemptBegan(this.#sim.now, 'task', task.index);
    const call = this.#database.call(task.node!, this.#connection, NO_DRAWS, 0, task.index);
    if (call !== ANSWERED) {
      task.waitFor = call;
      this.#observer.taskAt(this.#sim.now, task.index, 'database');
      return false;
    }
    return this.#afterConnect(task);
  }

  #afterConnect(task: Task): boolean {
    task.wait = WAIT.nothing;
    if (!this.#database.ok) {
      this.#pause(task);
      return false;
    }
    task.connectionSince = this.#database.connectionSince;
    return true;
  }

  /** A transaction starts again from its first call, keeping its connection (rule B2). */
  #pause(task: Task): void {
    const attempts = task.attempts;
    this.#observer.attemptFailed(this.#sim.now, 'task', task.index);
    if (task.connectionSince !== -1) task.callIndex = 0;
    if (attempts === this.#pauses.length) {
      this.finish(task, 'failed');
      return;
    }
    task.attempts = attempts + 1;
    task.wait = WAIT.pause;
    this.#observer.taskAt(this.#sim.now, task.index, 'pause');
    this.#observer.workAt(this.#sim.now, 'task', task.index, 'pause', -1);
    task.due = this.#sim.now + this.#pauses[attempts]!;
    this.#sim.at(task.due, this.#retried, task.index);
  }

  #releaseConnection(task: Task): void {
    const since = task.connectionSince;
    if (since === -1) return;
    task.connectionSince = -1;
    this.#database.releaseConnection(task.node!, since);
  }

  /** One read or write: true when it is over and went well. */
  #operate(task: Task, program: Program, step: number): boolean {
    task.wait = WAIT.storage;
    const file = program.files[step]!;
    const ordinal = program.ordinal[step]!;
    const op = this.#storage.operate(task.node!, file, task, ordinal, this.#stored, task.index);
    if (op !== DONE) {
      task.waitFor = op;
      this.#observer.taskAt(this.#sim.now, task.index, 'storage');
      return false;
    }
    task.wait = WAIT.nothing;
    if (!this.#storage.ok) {
      this.finish(task, 'failed');
      return false;
    }
    this.#endStep(task);
    return true;
  }

  /** Whether a step that runs on a pool has its worker; else it waits for one, holding its slot (rule W6). */
  #hasWorker(task: Task, pool: number): boolean {
    if (pool === task.pool || this.#workers.ask(task, pool)) return true;
    task.wait = WAIT.worker;
    this.#observer.taskAt(this.#sim.now, task.index, 'worker');
    this.#observer.workAt(this.#sim.now, 'task', task.index, 'worker', -1);
    return false;
  }

  /** It starts others and waits for them, with its slot or without (rule W8). */
  #startChildren(task: Task, program: Program, step: number): void {
    const node = task.node!;
    task.wait = WAIT.children;
    this.#observer.taskAt(this.#sim.now, task.index, 'children');
    this.#observer.workAt(this.#sim.now, 'task', task.index, 'children', -1);
    task.isExempt = program.exempt[step] === 1;
    if (task.isExempt) {
      node.exempt += 1;
      node.freeSlot(task.slotSince);
      this.#waits.setUsed(node.index, node.slots.value);
      this.#rows.noteSlots(node);
    }
    this.#children.start(task, program.starts[step]!, program.calls[step]!, program.ordinal[step]!);
    this.#sim.after(0, this.#childrenStart, task.isExempt ? node.index : NOWHERE);
  }

  #goOnAfterChildren(task: Task): void {
    const node = task.node!;
    if (task.isExempt) {
      task.isExempt = false;
      task.slotSince = this.#sim.now;
      node.takeSlotAgain();
      this.#waits.setUsed(node.index, node.slots.value);
      this.#rows.noteSlots(node);
    }
    this.#nextStep(task);
  }

  #runDemand(task: Task): number {
    return this.#runDemands[task.taskClass]!;
  }

  #work(task: Task, demand: number, length: Micros): boolean {
    if (length === 0) {
      this.#endStep(task);
      return true;
    }
    task.wait = WAIT.capacity;
    const capacity = this.#capacityOf(task);
    const isCpu = capacity === task.node!.cpu;
    this.#observer.taskAt(this.#sim.now, task.index, isCpu ? 'cpu' : 'run');
    this.#observer.workAt(
      this.#sim.now,
      'task',
      task.index,
      isCpu ? 'cpu' : 'run',
      task.node!.lengthAlone(demand, length, isCpu),
    );
    task.waitFor = capacity.add(jobOfTask(task.index), demand, length);
    if (this.#limits) {
      task.limit = this.#sim.now + 2 * length;
      this.#sim.at(task.limit, this.#overdue, task.index);
    }
    return false;
  }

  /** What a task's step takes its time from: the node's CPU, or targets. */
  #capacityOf(task: Task): SharedCapacity {
    const isCpu = this.#programs[task.taskClass]!.kind[task.step] === STEP.cpu;
    return isCpu ? task.node!.cpu : task.node!.runs;
  }

  #length(task: Task, program: Program, step: number, purpose: number): Micros {
    const sampler = program.samplers[program.sampler[step]!] as Sampler;
    return sampler.draw(task.keyHigh, task.keyLow, purpose, program.ordinal[step]!);
  }

  #traceLength(task: Task): Micros {
    const arrivals = this.#classes[task.taskClass]!.arrivals;
    if (arrivals?.kind !== 'trace' || arrivals.trace.duration === null) return 0;
    return arrivals.trace.duration[task.traceRow]!;
  }
}
