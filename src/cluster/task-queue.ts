/**
 * The one queue, a table in the database (rule Q1): first in, first out inside each band of priority (facts 3, 4). Of
 * tasks with a concurrency tag only so many can be taken or run at once; the others wait in a line of their tag's own, so
 * that nothing is scanned (fact 26). Those that can be taken stand in lines by who may take them (rule Q11). A task that
 * waits too long gives up (rule Q7), or has expired when it would be taken (rule Q14).
 */
import { draw, PURPOSE } from '../engine/draw.ts';
import { Population } from '../engine/population.ts';
import type { LaneNumber, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec, TaskClassSpec } from '../scenario/scenario.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import { Overload } from './overload.ts';
import type { Pools } from './pools.ts';
import { type Project, ProjectLine, ProjectShares } from './project-shares.ts';
import { BANDS, behind, fromTheEnd, orderOf, ranksOf } from './queue-order.ts';
import type { Registry } from './registry.ts';
import { Shares } from './shares.ts';
import { type Tag, Tags } from './tags.ts';
import { TaskHeap } from './task-heap.ts';
import { STATE, type Task, type TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

/** Not in the heap: waiting behind its tag. */
const BEHIND_TAG = -1;

export interface QueueParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly pools: Pools;
  readonly waits: Waits;
  readonly observer: Observer;
  readonly registry: Registry;
  readonly spec: DispatchSpec;
  readonly classes: readonly TaskClassSpec[];
}

export class TaskQueue {
  readonly out = {
    /** A task waited too long: it has left the queue, and is over. */
    timedOut: unheard as (task: Task) => void,
  };
  /** All that wait, also behind a tag. */
  readonly length: Population;
  readonly #sim: Simulation;
  readonly #waits: Waits;
  readonly #observer: Observer;
  readonly #timeouts: LaneNumber | null;
  readonly #tags = new Tags();
  #joined = 0;
  /** Tasks that can be taken, by who may take them. */
  readonly #lines: readonly (TaskHeap<Task> | ProjectLine)[];
  /** By class. */
  readonly #lineOf: readonly number[];
  readonly #pools: Pools;
  readonly #spec: DispatchSpec;
  /** By class: how many classes have shorter estimates (rule Q13), and how late its tasks are still taken (rule Q14). */
  readonly #ranks: readonly number[];
  readonly #deadlines: readonly Micros[];
  readonly #shares: Shares | null;
  /** Where projects share (rule Q15): the projects of each class by number. */
  readonly #projectShares: ProjectShares | null;
  readonly #projects: readonly Map<number, Project>[];
  #pending = 0;
  /** Where last in, first out comes with overload. */
  readonly #overload: Overload | null;

  constructor({ sim, tasks, pools, waits, observer, registry, spec, classes }: QueueParts) {
    this.#spec = spec;
    this.#ranks = ranksOf(classes);
    this.#deadlines = classes.map(({ deadline }) => deadline ?? Number.POSITIVE_INFINITY);
    this.#shares = pools.isWeighted
      ? new Shares(
          classes.map(({ weight }) => weight ?? 1),
          classes.map(({ priority }) => BANDS[priority]),
        )
      : null;
    this.#waits = waits;
    this.#observer = observer;
    this.#sim = sim;
    const shares = spec.share === 'projects' ? new ProjectShares((line) => registry.capacity(line)) : null;
    this.#projectShares = shares;
    this.#projects = classes.map(() => new Map());
    this.#lines = Array.from({ length: pools.lines }, (_, line) =>
      shares === null ? new TaskHeap<Task>() : new ProjectLine(shares, line),
    );
    const comesWithOverload = spec.order === 'lifo' && spec.lifoAfter > 0;
    this.#overload = comesWithOverload ? new Overload(sim, spec.lifoAfter, this.#lines) : null;
    this.#pools = pools;
    this.#lineOf = pools.lineOf;
    this.length = new Population(sim);
    const timeOut = sim.handler('queue.timeout', (index) => {
      const task = tasks.at(index);
      this.remove(task);
      this.out.timedOut(task);
    });
    this.#timeouts = spec.queueTimeout === null ? null : sim.lane(spec.queueTimeout, timeOut);
  }

  /** Tasks that can be taken. */
  get pending(): number {
    return this.#pending;
  }

  /** The slots that those of them in a line take. */
  slotsPendingIn(line: number): number {
    return this.#lines[line]!.size * this.#pools.slots[line]!;
  }

  /** The task that is next in a line; undefined where none is pending. */
  headOf(line: number): Task | undefined {
    this.#overload?.look();
    return this.#lines[line]!.head;
  }

  /** The first that a node may take, where a task may avoid it (rule W7); undefined: none. */
  headFor(line: number, node: number): Task | undefined {
    const head = this.headOf(line);
    if (head?.avoids !== node) return head;
    return this.#lines[line]!.firstThat(({ avoids }) => avoids !== node);
  }

  /** The first that a node may take of those that are accepted. */
  firstFor(line: number, node: number, accepts: (task: Task) => boolean): Task | undefined {
    const head = this.headFor(line, node);
    if (head === undefined || accepts(head)) return head;
    return this.#lines[line]!.firstThat((task) => task.avoids !== node && accepts(task));
  }

  /**
   * Gives a new task its slots, its band, its concurrency tag, and where projects share the one that it is of. That it has
   * arrived is told next.
   */
  describe(task: Task, spec: TaskClassSpec, taskClass: number): void {
    const rows = spec.arrivals?.kind === 'trace' && task.traceRow !== -1 ? spec.arrivals.trace.slots : null;
    task.slots = rows === null ? spec.slots : rows[task.traceRow]!;
    task.line = rows === null ? this.#lineOf[taskClass]! : this.#pools.lineWith(taskClass, task.slots);
    this.#waits.addUnstarted(task.line, 1);
    task.band = BANDS[spec.priority];
    if (this.#projectShares !== null && task.band < BANDS.normal)
      task.project = this.#projectOf(task, spec.projects, taskClass);
    if (spec.atMost !== null) task.tag = this.#tags.of(task, spec.atMost, taskClass);
  }

  /** A task starts for the first time, or is over without; that is told next. */
  noteStartOrEnd({ line }: Task): void {
    this.#waits.addUnstarted(line, -1);
  }

  #projectOf({ keyHigh, keyLow }: Task, count: number, taskClass: number): Project {
    const number = Math.floor(draw(keyHigh, keyLow, PURPOSE.project, 0) * count);
    let project = this.#projects[taskClass]!.get(number);
    if (project === undefined) {
      project = (this.#lines[this.#lineOf[taskClass]!] as ProjectLine).project();
      this.#projects[taskClass]!.set(number, project);
    }
    return project;
  }

  /** So many more tasks of a project run in the database's eyes. */
  addRunning(project: Project, change: number): void {
    project.line.addRunning(project, change);
  }

  /** A task that already runs has its place in the order and holds its tag. */
  holdTag(task: Task): void {
    this.#giveOrder(task);
    if (task.tag !== null) this.#hold(task, task.tag);
  }

  #hold(task: Task, tag: Tag): void {
    tag.free -= 1;
    task.holdsTag = true;
  }

  /** A task in state `queued` joins; one that had left the queue comes back to its place in the order (rule B7). */
  append(task: Task): void {
    task.queuedAt = this.#sim.now;
    this.length.enter();
    if (task.project !== null) this.#projectShares!.addQueued(task.project, 1);
    if (this.#timeouts !== null) task.timeout = this.#sim.arm(this.#timeouts, task.index);
    if (task.order === -1) {
      task.knownSince = task.queuedAt;
      this.#giveOrder(task);
    }
    const { tag } = task;
    if (tag !== null && !task.holdsTag) {
      if (tag.free <= 0) {
        task.place = BEHIND_TAG;
        tag.waiting.append(task);
        this.#waits.addBehindTag(1);
        this.#observer.follower?.taskWaits(this.#sim.now, task.index, 'tag', task.line);
        return;
      }
      this.#hold(task, tag);
    }
    this.#insert(task);
  }

  /** A task that was in the queue before joins it once more, at the back (rule W7). */
  appendAgain(task: Task): void {
    this.#giveOrder(task);
    this.append(task);
  }

  /** The order is that of joining the queue, band by band; a task keeps its own for good. */
  #giveOrder(task: Task): void {
    this.#joined += 1;
    task.order = orderOf(task.band, this.#joined);
    if (this.#spec.order === 'lifo' && this.#overload === null) task.order = fromTheEnd(task);
    if (this.#spec.order === 'shortest') task.order += behind(this.#ranks[task.taskClass]!);
  }

  /** Whether a task is taken before another, where both can be (rules Q1, Q13). */
  isBefore(one: Task, other: Task): boolean {
    if (one.project !== null && other.project !== null) {
      const shares = this.#projectShares!;
      const own = shares.isBelow(one.project.running, one.line);
      const its = shares.isBelow(other.project.running, other.line);
      if (own !== its) return own;
    }
    if (this.#shares !== null && one.band === other.band) {
      const own = this.#shares.passOf(one.taskClass);
      const its = this.#shares.passOf(other.taskClass);
      if (own !== its) return own < its;
    }
    return one.order < other.order;
  }

  /** A node takes a task: it leaves the queue, and its class had its turn. */
  take(task: Task): void {
    this.remove(task);
    this.#shares?.taken(task.taskClass);
  }

  /** A queued task leaves, wherever it stands. */
  remove(task: Task): void {
    this.length.leave(task.queuedAt);
    if (task.project !== null) this.#projectShares!.addQueued(task.project, -1);
    if (this.#timeouts !== null) this.#sim.disarm(this.#timeouts, task.timeout);
    if (task.place !== BEHIND_TAG) this.#takeOut(task);
    else {
      task.tag!.waiting.remove(task);
      this.#waits.addBehindTag(-1);
    }
  }

  /** The row of a task goes on as another task: what it holds is that one's. */
  handTag(task: Task, row: Task): void {
    row.holdsTag = task.holdsTag;
    task.holdsTag = false;
  }

  /** A task is over: the next of its tag can be taken. */
  releaseTag(task: Task): void {
    const { tag } = task;
    if (tag === null || !task.holdsTag) return;
    task.holdsTag = false;
    tag.free += 1;
    const next = tag.waiting.first;
    if (next === null || tag.free <= 0) return;
    tag.waiting.remove(next);
    this.#waits.addBehindTag(-1);
    this.#hold(next, tag);
    this.#insert(next);
  }

  /** Whether it is too late to take a task (rule Q14). */
  hasExpired(task: Task): boolean {
    return this.#sim.now - task.knownSince > this.#deadlines[task.taskClass]!;
  }

  /** Whether a task is still to be taken: it may have timed out since it was looked at. */
  holds(task: Task): boolean {
    return task.state === STATE.queued;
  }

  #insert(task: Task): void {
    const { line } = task;
    this.#overload?.adds(task, this.#pending === 0);
    this.#pending += 1;
    this.#waits.addPending(line, 1);
    this.#observer.follower?.taskWaits(this.#sim.now, task.index, 'queue', line);
    this.#shares?.enters(task.taskClass);
    this.#lines[line]!.add(task);
  }

  #takeOut(task: Task): void {
    const { line } = task;
    this.#pending -= 1;
    this.#waits.addPending(line, -1);
    if (task.slots > 1) this.#waits.left(task);
    this.#shares?.leaves(task.taskClass);
    this.#lines[line]!.remove(task);
    this.#overload?.removed(task, this.#pending === 0);
  }
}
