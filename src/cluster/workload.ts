/** Work arrives: tasks that join the queue (rules W1, W2, W4), requests, and users who think first (rule W3). */

import type { Luck } from '../engine/luck.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Stream } from '../engine/streams.ts';
import { type Micros, NEVER } from '../engine/time.ts';
import type { Scenario, TaskClassSpec } from '../scenario/scenario.ts';
import type { Admission } from './admission.ts';
import { type ArrivalProcess, arrivalProcess } from './arrivals.ts';
import type { Keyed } from './calls.ts';
import type { Execution } from './execution.ts';
import type { Node } from './node.ts';
import type { Observer, RefusalReason } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Requests } from './requests.ts';
import type { Resubmission } from './resubmission.ts';
import type { Rows } from './rows.ts';
import type { Service } from './service.ts';
import type { SystemTasks } from './system-tasks.ts';
import { TaskList } from './task-list.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type Task, type TaskTable } from './tasks.ts';
import { Users } from './users.ts';
import type { Waits } from './waits.ts';

export interface WorkloadParts {
  readonly sim: Simulation;
  readonly scenario: Scenario;
  readonly luck: Luck;
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
  readonly observer: Observer;
  readonly waits: Waits;
  /** Arrivals at or after this time are not made. */
  readonly until: Micros;
}

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
  readonly #users: Users;
  readonly #key = { keyHigh: 0, keyLow: 0 };

  constructor(parts: WorkloadParts) {
    this.#parts = parts;
    this.#until = parts.until;
    const { sim, scenario, luck } = parts;
    const named = (name: string) => luck.stream(`arrivals/${name}`);
    const phases = (name: string) => luck.of(`bursts/${name}`);
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
    this.#users = new Users(sim, scenario.requests, parts.requests, luck, parts.until);
  }

  /** Puts in place what is there at time 0, and schedules the first of everything. */
  begin(): void {
    const { scenario } = this.#parts;
    this.#placeInitial(scenario.tasks);
    for (const c of scenario.tasks.keys()) this.#scheduleTask(c);
    for (const c of scenario.requests.keys()) this.#scheduleRequest(c);
    this.#users.begin(this.#requestStreams);
  }

  /** A closed-loop user has an answer: thinks, then asks again. */
  userIsFree(user: number): void {
    this.#users.isFree(user);
  }

  /** Whether users' work waits outside the queue. */
  get holdsBack(): boolean {
    return this.#held.size > 0;
  }

  /** The user interface is up again: what was held joins the queue (rule W4). */
  releaseHeld(): void {
    if (this.#held.size === 0) return;
    this.#held.visit((task) => {
      this.#held.remove(task);
      this.letIn(task);
    });
    this.out.workArrived();
  }

  /** A task that was held outside the queue joins it. */
  letIn(task: Task): void {
    this.#parts.tasks.move(task, STATE.held, STATE.queued);
    this.#parts.waits.addHeld(-1);
    this.#admit(task);
  }

  /** Nothing keeps a task from the queue but maintenance mode and the licence (rules A1, A2): whether it is there. */
  #admit(task: Task): boolean {
    const { queue, admission, scenario } = this.#parts;
    const refusal = admission.refuses(scenario.tasks[task.taskClass]!);
    if (refusal !== null) this.#refuse(task, refusal);
    else queue.append(task);
    return refusal === null;
  }

  /** The operator submits cancelled tasks again (rule D5). */
  resubmit(since: Micros, classes: readonly number[]): void {
    const { resubmission, observer, queue, sim, scenario } = this.#parts;
    const again = resubmission.take(since, classes);
    if (again.length === 0) return;
    for (const task of again) {
      const taskClass = task.taskClass;
      queue.describe(task, scenario.tasks[taskClass]!, taskClass);
      observer.taskArrived(sim.now, taskClass, task.index);
      observer.taskResubmitted(sim.now, taskClass, task.index);
      queue.append(task);
    }
    this.out.workArrived();
  }

  /** What runs at 0 has come before what is queued then, and goes on when all of it is there (rule W2). */
  #placeInitial(specs: readonly TaskClassSpec[]): void {
    const { luck, tasks, queue, rows, execution, nodes, observer, sim } = this.#parts;
    const words = specs.map(({ name }) => luck.stream(`initial/${name}`));
    const place = (spec: TaskClassSpec, c: number, state: number): Task => {
      const task = tasks.add(c, state, this.#nextKey(words[c]!), -1);
      queue.describe(task, spec, c);
      if (state === STATE.running) queue.holdTag(task);
      observer.taskArrived(sim.now, c, task.index);
      return task;
    };
    const running: Task[] = [];
    for (const [c, spec] of specs.entries())
      for (const { node, count } of spec.active)
        for (let i = 0; i < count; i += 1) {
          const task = place(spec, c, STATE.running);
          rows.place(task, nodes[node]!);
          running.push(task);
        }
    for (const [c, spec] of specs.entries())
      for (let i = 0; i < spec.queued; i += 1) queue.append(place(spec, c, STATE.queued));
    for (const task of running) {
      const node = task.node!;
      node.mostSlots = Math.max(node.mostSlots, node.slots.value + task.slots);
      execution.takeSlots(task, node, true);
    }
    for (const task of running) execution.proceed(task);
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
    const { tasks, queue, observer, sim, scenario, service, systemTasks } = this.#parts;
    const spec = scenario.tasks[c]!;
    const words = this.#taskStreams[c]!;
    const row = this.#taskProcesses[c]!.row;
    if (sim.now > words.turnsAfter) words.turn();
    const key = this.#nextKey(words);
    this.#scheduleTask(c);
    // A job has one next time in the database: what it missed meanwhile is made up for once (fact 59).
    if (spec.kind === 'system' && systemTasks.isWaiting(c)) {
      systemTasks.tryAgain();
      return;
    }
    const task = tasks.add(c, STATE.queued, key, row);
    queue.describe(task, spec, c);
    observer.taskArrived(sim.now, c, task.index);
    if (spec.kind === 'system') {
      this.#hold(task);
      systemTasks.add(task);
    } else if (spec.startedBy === 'schedule' ? systemTasks.canRun : service.uiUp) {
      if (this.#admit(task)) this.out.workArrived();
      // What was due before and could not be written (rule B4).
      if (spec.startedBy === 'schedule') systemTasks.tryAgain();
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
    this.#parts.observer.follower?.taskWaits(this.#parts.sim.now, task.index, 'held', -1);
  }

  /** The key of the next work of a stream: its two words (rule T4). It holds until the next one is asked for. */
  #nextKey(words: Stream): Keyed {
    this.#key.keyHigh = words.word();
    this.#key.keyLow = words.word();
    return this.#key;
  }

  #onRequest(c: number): void {
    const words = this.#requestStreams[c]!;
    if (this.#parts.sim.now > words.turnsAfter) words.turn();
    const high = words.word();
    const low = words.word();
    this.#scheduleRequest(c);
    this.#parts.requests.arrive(c, high, low, -1);
  }
}
