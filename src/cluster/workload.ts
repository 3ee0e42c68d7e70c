/** Work arrives: tasks that join the queue (rules W1, W2, W4), requests, and users who think first (rule W3). */
import { Sampler } from '../engine/distributions.ts';
import { derivedWord, draw, PURPOSE } from '../engine/draw.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import { ComponentKey, type Stream, stream } from '../engine/streams.ts';
import { type Micros, NEVER } from '../engine/time.ts';
import type { Scenario, TaskClassSpec } from '../scenario/scenario.ts';
import type { Admission } from './admission.ts';
import { type ArrivalProcess, arrivalProcess } from './arrivals.ts';
import type { Keyed } from './calls.ts';
import type { Execution } from './execution.ts';
import type { Node } from './node.ts';
import type { RefusalReason, Tap } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Requests } from './requests.ts';
import type { Resubmission } from './resubmission.ts';
import type { Rows } from './rows.ts';
import type { Service } from './service.ts';
import type { SystemTasks } from './system-tasks.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type Task, TaskList, type TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

export interface WorkloadParts {
  readonly sim: Simulation;
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replication: number;
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly rows: Rows;
  readonly execution: Execution;
  readonly requests: Requests;
  readonly nodes: readonly Node[];
  readonly admission: Admission;
  readonly service: Service;
  readonly systemTasks: SystemTasks;
  readonly resubmission: Resubmission;
  readonly observer: Tap;
  readonly waits: Waits;
  /** Arrivals at or after this time are not made. */
  readonly until: Micros;
}

/** Who is answered in no time and does not think would ask for ever at one instant. */
const LEAST_THOUGHT: Micros = 1;

export class Workload {
  readonly out = {
    /** Tasks joined the queue. */
    workArrived: unheard as () => void,
  };
  /** Arrivals after this are not made. */
  readonly #until: Micros;
  readonly #parts: WorkloadParts;
  readonly #taskStreams: readonly Stream[];
  readonly #taskProcesses: readonly (ArrivalProcess | null)[];
  readonly #requestStreams: readonly Stream[];
  readonly #requestProcesses: readonly (ArrivalProcess | null)[];
  /** In order of arrival, over all classes. */
  readonly #held: TaskList;
  readonly #taskArrives: Handler;
  readonly #requestArrives: Handler;
  readonly #userAsks: Handler;
  /** Closed-loop users of all classes: class, key, and requests made. */
  readonly #userClass: Int32Array;
  readonly #userHigh: Int32Array;
  readonly #userLow: Int32Array;
  readonly #userCount: Int32Array;
  readonly #thinking: readonly (Sampler | null)[];

  constructor(parts: WorkloadParts) {
    this.#parts = parts;
    this.#until = parts.until;
    const { sim, scenario, seed, replication } = parts;
    const named = (name: string): Stream => stream(seed, replication, `arrivals/${name}`);
    const phases = (name: string): ComponentKey => new ComponentKey(seed, replication, `bursts/${name}`);
    this.#taskStreams = scenario.tasks.map((spec) => named(spec.name));
    this.#taskProcesses = scenario.tasks.map((spec, c) =>
      spec.arrivals === null
        ? null
        : arrivalProcess(spec.arrivals, this.#taskStreams[c]!, phases(spec.name), parts.until),
    );
    this.#held = new TaskList();
    this.#requestStreams = scenario.requests.map((spec) => named(spec.name));
    this.#requestProcesses = scenario.requests.map((spec, c) =>
      spec.source.kind === 'closed'
        ? null
        : arrivalProcess(spec.source.arrivals, this.#requestStreams[c]!, phases(spec.name), parts.until),
    );
    this.#taskArrives = sim.handler('task.arrives', (c) => this.#onTask(c));
    this.#requestArrives = sim.handler('request.arrives', (c) => this.#onRequest(c));
    this.#userAsks = sim.handler('user.asks', (user) => this.#onUser(user));
    const users = scenario.requests.flatMap((spec, c) =>
      spec.source.kind === 'closed' ? new Array<number>(spec.source.users).fill(c) : [],
    );
    this.#userClass = Int32Array.from(users);
    this.#userHigh = new Int32Array(users.length);
    this.#userLow = new Int32Array(users.length);
    this.#userCount = new Int32Array(users.length);
    this.#thinking = scenario.requests.map((spec) =>
      spec.source.kind === 'closed' ? new Sampler(spec.source.think) : null,
    );
  }

  /** Puts in place what is there at time 0, and schedules the first of everything. */
  begin(): void {
    const { scenario } = this.#parts;
    for (const [c, spec] of scenario.tasks.entries()) this.#placeInitial(spec, c);
    for (const c of scenario.tasks.keys()) this.#scheduleTask(c);
    for (const c of scenario.requests.keys()) this.#scheduleRequest(c);
    for (let user = 0; user < this.#userClass.length; user += 1) {
      const words = this.#requestStreams[this.#userClass[user]!]!;
      this.#userHigh[user] = words.word();
      this.#userLow[user] = words.word();
      // Nobody sits down to think at the same instant as all others: each is somewhere in the first thinking time.
      const left = draw(this.#userHigh[user]!, this.#userLow[user]!, PURPOSE.firstThink, 0);
      this.#thinkFor(user, left);
    }
  }

  /** A closed-loop user has an answer: thinks, then asks again. */
  userIsFree(user: number): void {
    this.#thinkFor(user, 1, LEAST_THOUGHT);
  }

  /** @param left what is left of the thinking time, @param least of it */
  #thinkFor(user: number, left: number, least: Micros = 0): void {
    const { sim } = this.#parts;
    const count = this.#userCount[user]!;
    const think = this.#thinking[this.#userClass[user]!]!.draw(
      this.#userHigh[user]!,
      this.#userLow[user]!,
      PURPOSE.think,
      count,
    );
    const at = sim.now + Math.max(least, Math.round(left * think));
    if (at < this.#until) sim.at(at, this.#userAsks, user);
  }

  /** Whether users' work waits outside the queue. */
  get holdsBack(): boolean {
    return this.#held.size > 0;
  }

  /** The user interface is up again: what was held joins the queue (rule W4). */
  releaseHeld(): void {
    const { tasks, queue, admission, scenario, waits } = this.#parts;
    if (this.#held.size === 0) return;
    this.#held.visit((task) => {
      this.#held.remove(task);
      waits.addHeld(-1);
      tasks.move(task, STATE.held, STATE.queued);
      const refusal = admission.refuses(scenario.tasks[task.taskClass]!);
      if (refusal !== null) this.#refuse(task, refusal);
      else queue.append(task);
    });
    this.out.workArrived();
  }

  /** A task that was held outside the queue joins it. */
  enqueue(task: Task): void {
    this.#parts.tasks.move(task, STATE.held, STATE.queued);
    this.#parts.waits.addHeld(-1);
    this.#parts.queue.append(task);
    this.out.workArrived();
  }

  /** The operator submits cancelled tasks again (rule D5). */
  resubmit(since: Micros, classes: readonly number[]): void {
    const { resubmission, observer, queue, sim, scenario } = this.#parts;
    for (const task of resubmission.take(since, classes)) {
      const taskClass = task.taskClass;
      queue.describe(task, scenario.tasks[taskClass]!, taskClass);
      observer.taskArrived(sim.now, taskClass, task.index);
      observer.taskResubmitted(sim.now, taskClass, task.index);
      queue.append(task);
    }
    this.out.workArrived();
  }

  #placeInitial(spec: TaskClassSpec, c: number): void {
    const { seed, replication, tasks, queue, rows, execution, nodes, observer, sim } = this.#parts;
    const words = stream(seed, replication, `initial/${spec.name}`);
    for (const { node, count } of spec.active) {
      nodes[node]!.mostSlots = Math.max(nodes[node]!.mostSlots, nodes[node]!.slots.value + count);
      for (let i = 0; i < count; i += 1) {
        const task = tasks.add(c, STATE.running, nextKey(words), -1);
        queue.describe(task, spec, c);
        queue.holdTag(task);
        observer.taskArrived(sim.now, c, task.index);
        rows.place(task, nodes[node]!);
        rows.start(task, nodes[node]!, true);
        execution.begin(task, nodes[node]!);
      }
    }
    for (let i = 0; i < spec.queued; i += 1) {
      const task = tasks.add(c, STATE.queued, nextKey(words), -1);
      queue.describe(task, spec, c);
      observer.taskArrived(sim.now, c, task.index);
      queue.append(task);
    }
  }

  #scheduleTask(c: number): void {
    const at = this.#taskProcesses[c]?.next() ?? NEVER;
    if (at < this.#until) this.#parts.sim.at(at, this.#taskArrives, c);
  }

  #scheduleRequest(c: number): void {
    const at = this.#requestProcesses[c]?.next() ?? NEVER;
    if (at < this.#until) this.#parts.sim.at(at, this.#requestArrives, c);
  }

  #onTask(c: number): void {
    const { tasks, queue, observer, sim, scenario, admission, service, systemTasks } = this.#parts;
    const spec = scenario.tasks[c]!;
    const words = this.#taskStreams[c]!;
    const row = this.#taskProcesses[c]!.row;
    const key = nextKey(words);
    this.#scheduleTask(c);
    // A job has one next time in the database: what it missed meanwhile is made up for once (fact 59).
    if (spec.kind === 'system' && systemTasks.isWaiting(c)) return;
    const task = tasks.add(c, STATE.queued, key, row);
    queue.describe(task, spec, c);
    observer.taskArrived(sim.now, c, task.index);
    const refusal = admission.refuses(spec);
    if (refusal !== null) this.#refuse(task, refusal);
    else if (spec.kind === 'system') {
      this.#hold(task);
      systemTasks.add(task);
    } else if (service.uiUp || (spec.startedBy === 'schedule' && systemTasks.canRun)) {
      queue.append(task);
      this.out.workArrived();
    } else if (spec.startedBy === 'schedule') {
      this.#hold(task);
      systemTasks.add(task);
    } else if (spec.whenDown === 'hold') {
      this.#hold(task);
      this.#held.append(task);
    } else this.#refuse(task, 'ui');
  }

  #refuse(task: Task, reason: RefusalReason): void {
    const { rows, observer, sim } = this.#parts;
    observer.taskRefused(sim.now, task.taskClass, task.index, task.arrived, reason);
    rows.end(task, STATE.queued, 'refused');
  }

  /** A task that has arrived waits outside the queue. */
  #hold(task: Task): void {
    this.#parts.tasks.move(task, STATE.queued, STATE.held);
    this.#parts.waits.addHeld(1);
    this.#parts.observer.taskWaits(this.#parts.sim.now, task.index, 'held', -1);
  }

  #onRequest(c: number): void {
    const words = this.#requestStreams[c]!;
    const high = words.word();
    const low = words.word();
    this.#scheduleRequest(c);
    this.#parts.requests.arrive(c, high, low, -1);
  }

  #onUser(user: number): void {
    const high = this.#userHigh[user]!;
    const low = this.#userLow[user]!;
    const n = this.#userCount[user]!;
    this.#userCount[user] = n + 1;
    const requestHigh = derivedWord(high, low, n, 0);
    this.#parts.requests.arrive(this.#userClass[user]!, requestHigh, derivedWord(high, low, n, 1), user);
  }
}

/** The key of the next work of a stream: its two words (rule T4). */
function nextKey(words: Stream): Keyed {
  return { keyHigh: words.word(), keyLow: words.word() };
}
