/**
 * Tasks that run: step after step on one node, the slot held from start to end, through every wait of every step
 * (rule W1); the end is one write. What steps do is in files of their own: calls in `task-calls.ts`, work of a length in
 * `step-work.ts`, waiting for tasks that it started in `parents.ts`.
 */
import type { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import type { DatabaseCalls } from './database-calls.ts';
import type { Node } from './node.ts';
import type { Observer, TaskOutcome } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Parents } from './parents.ts';
import { Program, STEP } from './program.ts';
import type { Rows } from './rows.ts';
import type { StepWork } from './step-work.ts';
import { DONE, type Storage } from './storage.ts';
import { TaskCalls } from './task-calls.ts';
import { STATE, type Task, type TaskTable, WAIT } from './tasks.ts';
import type { Waits } from './waits.ts';
import type { Workers } from './workers.ts';

export interface ExecutionParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly classes: readonly TaskClassSpec[];
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly storage: Storage;
  readonly workers: Workers;
  readonly parents: Parents;
  readonly work: StepWork;
  readonly rows: Rows;
  readonly observer: Observer;
  readonly waits: Waits;
}

export class Execution {
  readonly out = {
    /** A slot of a node is free. */
    slotFreed: unheard as (node: Node) => void,
  };
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #calls: DatabaseCalls;
  readonly #taskCalls: TaskCalls;
  readonly #storage: Storage;
  readonly #workers: Workers;
  readonly #parents: Parents;
  readonly #work: StepWork;
  readonly #classes: readonly TaskClassSpec[];
  readonly #programs: readonly Program[];
  readonly #rows: Rows;
  readonly #observer: Observer;
  readonly #waits: Waits;
  readonly #stored: Handler;
  readonly #hasWorkerNow: Handler;

  constructor(parts: ExecutionParts) {
    const { sim, tasks, classes, database, calls, storage, workers } = parts;
    const { parents, work, rows, observer, waits } = parts;
    this.#sim = sim;
    this.#database = database;
    this.#calls = calls;
    this.#storage = storage;
    this.#workers = workers;
    this.#parents = parents;
    this.#work = work;
    this.#classes = classes;
    this.#programs = classes.map((spec) => new Program(spec.steps));
    this.#rows = rows;
    this.#observer = observer;
    this.#waits = waits;
    const called = sim.handler('task.called', (index) => {
      const task = tasks.at(index);
      if (this.#taskCalls.answered(task)) this.#advance(task);
    });
    const connected = sim.handler('task.connected', (index) => {
      const task = tasks.at(index);
      if (this.#taskCalls.connected(task)) this.#advance(task);
    });
    const retried = sim.handler('task.retries', (index) => {
      const task = tasks.at(index);
      if (task.wait === WAIT.pause && task.due === sim.now) this.#advance(task);
    });
    this.#taskCalls = new TaskCalls(parts, { called, connected, retried });
    this.#taskCalls.out.gaveUp = (task) => this.finish(task, 'failed');
    this.#stored = sim.handler('task.stored', (index) => {
      const task = tasks.at(index);
      task.wait = WAIT.nothing;
      if (storage.ok) this.goOn(task);
      else this.finish(task, 'failed');
    });
    this.#hasWorkerNow = sim.handler('task.has-worker', (index) => {
      const task = tasks.at(index);
      if (task.wait === WAIT.worker && task.workerSince === sim.now) this.#advance(task);
    });
  }

  /** A task's step is done: on to the next. */
  goOn(task: Task): void {
    this.#endStep(task);
    this.#advance(task);
  }

  /** A task's work on a node's CPU is done. */
  capacityDone(task: Task): void {
    task.limit = -1;
    this.goOn(task);
  }

  /** A task whose row says running on a node begins: it has its slots from now. */
  begin(task: Task, node: Node): void {
    this.takeSlots(task, node, false);
    this.proceed(task);
  }

  /** A task whose row says running on a node has its slots from now; `proceed` must follow. */
  takeSlots(task: Task, node: Node, wasActive: boolean): void {
    if (task.started === -1) task.started = this.#sim.now;
    task.slotSince = this.#sim.now;
    node.takeSlots(task);
    this.#waits.setUsed(node.index, node.slots.value);
    // Told when its slots are taken: who waits now may wait for one (rule F4).
    this.#rows.start(task, node, wasActive);
  }

  /** A task that has its slots goes on with its first step, or the one that it is to go on with. */
  proceed(task: Task): void {
    task.step = this.#programs[task.taskClass]!.beginning(task.step);
    this.#advance(task);
  }

  /** A running task is over, by its own doing or not; its slot is free. */
  finish(task: Task, outcome: TaskOutcome): void {
    const node = task.node!;
    const hasTag = task.tag !== null;
    this.stop(task);
    node.noteEnd(this.#sim.now, task);
    // Whatever came of it, the row of a ghost says otherwise already: its end is refused (rule Q10).
    if (task.state === STATE.ghost) this.#rows.endGhost(task);
    else if (outcome === 'succeeded' && !this.#database.addresses.knowsPrimary(node)) {
      // Its end stands in a database that was replaced; here it looks running (rule B10).
      this.#rows.orphan(task, STATE.running);
    } else {
      this.#rows.noteEnd(node, task);
      this.#rows.end(task, STATE.running, outcome);
    }
    this.out.slotFreed(node);
    // It failed, and is tried again without a pause (rule W7), or the next of its tag can be taken, by whoever waits for work.
    if (task.state === STATE.queued || hasTag) this.#rows.offer();
  }

  /** A running task stops for good, wherever it is, and gives up its slot. */
  stop(task: Task): void {
    const { wait, waitFor } = task;
    const node = task.node!;
    task.wait = WAIT.nothing;
    if (wait === WAIT.call || wait === WAIT.connection) this.#calls.abandon(waitFor);
    else if (wait === WAIT.capacity) this.#work.stop(task, this.#isOnCpu(task));
    else if (wait === WAIT.storage) this.#storage.abandon(waitFor);
    if (task.pool !== -1) this.#workers.leave(task, this.#hasWorkerNow);
    if (task.connectionSince !== -1) this.#taskCalls.release(task);
    task.brood = 0;
    if (task.isExempt) this.#rows.setExempt(task, false);
    else node.freeSlots(task);
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
          if (!this.#taskCalls.call(task, program, step)) return;
          continue;
        case STEP.storage:
          if (!this.#operate(task, program, step)) return;
          continue;
        case STEP.run:
          if (!this.#hasWorker(task, program.pool[step]!)) return;
          if (!this.#begin(task, false, this.#length(task, program, step, PURPOSE.run))) return;
          continue;
        case STEP.cpu:
          if (!this.#begin(task, true, this.#length(task, program, step, PURPOSE.cpu))) return;
          continue;
        case STEP.runTrace:
          if (!this.#hasWorker(task, program.pool[step]!)) return;
          if (!this.#begin(task, false, this.#traceLength(task))) return;
          continue;
        case STEP.start:
          this.#startOthers(task, program, step);
          return;
        default:
          if (task.callIndex === 1) {
            this.finish(task, 'succeeded');
            return;
          }
          if (!this.#taskCalls.endWrite(task, program.ordinal[step]!)) return;
      }
    }
  }

  #endStep(task: Task): void {
    // What keeps its connection is done again, with the transaction, when it is interrupted (rule B2).
    if (this.#programs[task.taskClass]!.keeps[task.step] === 0) {
      if (task.connectionSince !== -1) this.#taskCalls.release(task);
      this.#observer.follower?.stepEnded(this.#sim.now, task.index);
    }
    if (task.pool !== -1) this.#workers.leave(task, this.#hasWorkerNow);
    task.step += 1;
    task.callIndex = 0;
    task.attempts = 0;
  }

  /** One read or write: true when it is over and went well. */
  #operate(task: Task, program: Program, step: number): boolean {
    task.wait = WAIT.storage;
    const file = program.files[step]!;
    const ordinal = program.ordinal[step]!;
    const op = this.#storage.operate(task.node!, file, task, ordinal, this.#stored, task.index);
    if (op !== DONE) {
      task.waitFor = op;
      this.#observer.follower?.taskAt(this.#sim.now, task.index, 'storage');
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
    this.#observer.follower?.taskAt(this.#sim.now, task.index, 'worker');
    this.#observer.follower?.workAt(this.#sim.now, 'task', task.index, 'worker', -1);
    return false;
  }

  #startOthers(task: Task, program: Program, step: number): void {
    const count = program.calls[step]!;
    const isExempt = program.exempt[step] === 1;
    this.#parents.start(task, program.starts[step]!, count, program.ordinal[step]!, isExempt);
  }

  /** Work of a length: true when it has none and is over. */
  #begin(task: Task, isCpu: boolean, length: Micros): boolean {
    if (length === 0) {
      this.#endStep(task);
      return true;
    }
    this.#work.begin(task, isCpu, length);
    return false;
  }

  #isOnCpu(task: Task): boolean {
    return this.#programs[task.taskClass]!.kind[task.step] === STEP.cpu;
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
