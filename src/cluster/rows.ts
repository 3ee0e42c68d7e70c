/**
 * What the database says of tasks: which runs where, and how each ended. Longer than other files: it is the one place where
 * tasks change hands.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Node } from './node.ts';
import type { Observer, TaskOutcome } from './observer.ts';
import { unheard } from './outputs.ts';
import { RecentSuccesses } from './recent-successes.ts';
import type { Registry } from './registry.ts';
import type { Resubmission } from './resubmission.ts';
import type { TaskQueue } from './task-queue.ts';
import type { TaskRetries } from './task-retries.ts';
import { STATE, type Task, type TaskTable } from './tasks.ts';

export interface RowsParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly registry: Registry;
  readonly resubmission: Resubmission;
  readonly retries: TaskRetries;
  readonly observer: Observer;
  /** By class: whether a task goes on where its node was lost (fact 52). */
  readonly resilient: readonly boolean[];
  /** Whether what was committed can be lost, so that it must be remembered. */
  readonly canLose: boolean;
}

export class Rows {
  readonly out = {
    /** What runs on a node in the database's eyes has changed. */
    activeChanged: unheard as (node: Node) => void,
    /** A task that another started is over. */
    childOver: unheard as (task: Task) => void,
    /** A task has started on a node. */
    started: unheard as (node: Node) => void,
    /** Tasks are pending which had left the queue before. */
    offered: unheard as () => void,
    /** Asks since when what was committed could still be lost. */
    couldLoseSince: unheard as () => Micros,
  };
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #queue: TaskQueue;
  readonly #registry: Registry;
  readonly #observer: Observer;
  readonly #resubmission: Resubmission;
  readonly #retries: TaskRetries;
  readonly #resilient: readonly boolean[];
  /** null: nothing can be lost. */
  readonly #successes: RecentSuccesses | null;

  constructor(parts: RowsParts) {
    const { sim, tasks, queue, registry, resubmission, retries, observer, resilient, canLose } = parts;
    this.#sim = sim;
    this.#tasks = tasks;
    this.#queue = queue;
    this.#registry = registry;
    this.#resubmission = resubmission;
    this.#retries = retries;
    this.#observer = observer;
    this.#resilient = resilient;
    this.#successes = canLose ? new RecentSuccesses(() => this.out.couldLoseSince()) : null;
  }

  /** A queued task's row says running on a node from now; `state` is `taken` or `running`. */
  take(task: Task, node: Node, state: number): void {
    this.#queue.take(task);
    this.#tasks.move(task, STATE.queued, state);
    task.takenAt = this.#sim.now;
    this.place(task, node);
  }

  /** A task's row stands with a node. */
  place(task: Task, node: Node): void {
    task.node = node;
    node.rows.append(task);
    if (task.project !== null) this.#queue.addRunning(task.project, task.slots);
    node.kept?.add(task.taskClass, task.slots);
    this.#registry.noteActive(node.index, task.slots);
    this.out.activeChanged(node);
  }

  /** A task that a node has taken waits there for a slot (rule Q12). */
  prefetch(task: Task, node: Node): void {
    this.#tasks.move(task, STATE.taken, STATE.prefetched);
    task.slotSince = this.#sim.now;
    node.prefetched.enter();
  }

  /** It has one, and begins next. */
  leavesPrefetched(task: Task, node: Node): void {
    node.prefetched.leave(task.slotSince);
    this.#tasks.move(task, STATE.prefetched, STATE.running);
  }

  /** It is pending again, at its place in the order. */
  giveBack(task: Task): void {
    this.#pendingAgain(task, STATE.prefetched, 'step');
  }

  /** A task has started: it has its slot. `wasActive`: it ran already at time 0, so its wait does not count. */
  start(task: Task, node: Node, wasActive = false): void {
    const { index, taskClass, arrived, hasStarted } = task;
    if (!hasStarted) this.#queue.noteStartOrEnd(task);
    task.hasStarted = true;
    this.#observer.taskStarted(
      this.#sim.now,
      taskClass,
      index,
      arrived,
      node.index,
      !wasActive && !hasStarted,
    );
    this.out.started(node);
  }

  /** A task has ended on a node; a look of this instant does not see it yet (rule Q3). */
  noteEnd(node: Node, { slots }: Task): void {
    this.#registry.noteEnd(node.index, slots);
  }

  /** A task is over, but for one that failed and is tried again. `from` is the state it must be in. */
  end(task: Task, from: number, outcome: TaskOutcome): void {
    const { node } = task;
    if (outcome === 'failed' && this.#triesAgain(task, from)) return;
    if (node !== null) this.#leaveNode(task, node);
    if (outcome === 'succeeded') this.#successes?.add(this.#sim.now);
    this.#tellEnd(task, outcome);
    this.#queue.releaseTag(task);
    this.#tasks.remove(task, from, outcome);
  }

  /** Whether a task that failed or lost its node is tried again (rule W7); then it has left both. */
  #triesAgain(task: Task, from: number): boolean {
    if (!this.#retries.has(task)) return false;
    if (task.node !== null) this.#leaveNode(task, task.node);
    this.#queue.releaseTag(task);
    this.#retries.pause(task, from);
    return true;
  }

  /** A task gives its slots up while it waits for its children, or does no more (rule W8): nobody counts them meanwhile. */
  setExempt(task: Task, isExempt: boolean): void {
    const node = task.node!;
    const change = isExempt ? task.slots : -task.slots;
    task.isExempt = isExempt;
    node.exempt += change;
    node.kept?.add(task.taskClass, -change);
    if (task.state === STATE.ghost) node.exemptGhosts += change;
    else this.#registry.noteActive(node.index, -change);
  }

  /** A node has more or fewer of its slots in use, with the same rows. */
  noteSlots(node: Node): void {
    this.out.activeChanged(node);
  }

  #tellEnd(task: Task, outcome: TaskOutcome): void {
    const { index, taskClass, arrived, started, hasStarted, takenAt, node } = task;
    if (!hasStarted) this.#queue.noteStartOrEnd(task);
    this.#observer.taskEnded(
      this.#sim.now,
      taskClass,
      index,
      arrived,
      started === -1 && hasStarted ? takenAt : started,
      outcome,
      node === null ? -1 : node.index,
    );
    if (task.parent !== null) this.out.childOver(task);
  }

  /** A ghost is over, however it ended: nothing is written. */
  endGhost(task: Task): void {
    const node = task.node!;
    node.ghosts.remove(task);
    node.kept?.add(task.taskClass, -task.slots);
    this.#tasks.removeGhost(task);
    this.out.activeChanged(node);
  }

  /** A node would take a queued task, too late: it is dropped (rule Q14). */
  expire(task: Task): void {
    this.#queue.remove(task);
    this.end(task, STATE.queued, 'expired');
  }

  /** A queued task leaves the queue, to be ended. */
  leaveQueue(task: Task): void {
    this.#queue.remove(task);
  }

  /** What runs in the database's eyes, here or nowhere any more, is pending again and will run twice (rule B7). */
  requeue(task: Task): void {
    task.started = -1;
    task.step = 0;
    this.#pendingAgain(task, task.state, 'all');
    this.#observer.taskDuplicated(this.#sim.now, task.taskClass, task.index, task.arrived);
  }

  /** That tasks succeeded after a time is lost. @returns of how many, as far back as they could be lost */
  loseEnds(time: Micros): number {
    return this.#successes?.lose(time) ?? 0;
  }

  /** A node is lost: what ran there looks running until somebody cancels it (rule D4). */
  orphan(task: Task, from: number): void {
    this.#tasks.move(task, from, STATE.orphan);
    task.orphanedAt = this.#sim.now;
    this.#observer.taskOrphaned(this.#sim.now, task.taskClass, task.index, task.node!.index, task.arrived);
  }

  /** It waits for a node once more, at its place in the order, and goes on at the step it is at. */
  #pendingAgain(task: Task, from: number, loses: 'step' | 'all'): void {
    this.#leaveNode(task, task.node!);
    this.#tasks.move(task, from, STATE.queued);
    task.node = null;
    task.callIndex = 0;
    task.attempts = 0;
    this.#observer.follower?.taskGoesBack(this.#sim.now, task.index, loses);
    this.#queue.append(task);
  }

  #leaveNode(task: Task, node: Node): void {
    if (task.state === STATE.prefetched) node.prefetched.leave(task.slotSince);
    node.rows.remove(task);
    if (task.project !== null) this.#queue.addRunning(task.project, -task.slots);
    node.kept?.add(task.taskClass, -task.slots);
    this.#registry.noteActive(node.index, -task.slots);
    this.out.activeChanged(node);
  }

  /** Cancels the rows of a node in a state: orphans, or takes whose answer was lost. */
  cancelAll(node: Node, state: number): void {
    node.rows.visit((task) => {
      if (task.state !== state) return;
      if (this.#resilient[task.taskClass]!) this.#pendingAgain(task, state, 'step');
      else if (state === STATE.orphan) this.#cancelOrphan(task);
      else if (!this.#triesAgain(task, state)) this.end(task, state, 'cancelled');
    });
    // Those that go on, and the next of a concurrency tag, can be taken now.
    this.offer();
  }

  /**
   * The scan cancels all rows of a node that was not seen for too long (rule Q8). What the node, alive, works on goes on
   * there as a ghost (rule Q10); whether it does.
   */
  cancelUnseen(node: Node): boolean {
    const before = node.ghosts.size;
    node.rows.visit((task) => {
      if (task.state === STATE.running) this.#leaveGhost(task, node);
    });
    node.rows.visit((task) => {
      if (task.state === STATE.prefetched) this.giveBack(task);
    });
    this.cancelAll(node, STATE.orphan);
    this.cancelAll(node, STATE.taken);
    return node.ghosts.size > before;
  }

  /** A running task's row is cancelled, or pending again, and its node knows nothing of it. */
  #leaveGhost(task: Task, node: Node): void {
    const { now } = this.#sim;
    const { index, taskClass, arrived } = task;
    this.#leaveNode(task, node);
    node.ghosts.append(task);
    node.kept?.add(taskClass, task.slots);
    if (task.isExempt) {
      node.exemptGhosts += task.slots;
      this.#registry.noteActive(node.index, task.slots);
    }
    const isTriedAgain = !this.#resilient[taskClass]! && this.#retries.has(task);
    const row = isTriedAgain || this.#resilient[taskClass]! ? this.#tasks.splitGhost(task) : null;
    this.#observer.taskGhosted(now, taskClass, index, node.index, arrived, row === null ? -1 : row.index);
    if (row === null) {
      this.#resubmission.note(task);
      this.#tellEnd(task, 'cancelled');
      this.#queue.releaseTag(task);
      this.#tasks.leaveGhost(task, 'cancelled');
    } else {
      this.#observer.taskDuplicated(now, taskClass, row.index, arrived);
      this.#queue.handTag(task, row);
      if (isTriedAgain) {
        row.node = node;
        this.#queue.releaseTag(row);
        this.#retries.pause(row, STATE.queued);
      } else this.#queue.append(row);
    }
    this.out.activeChanged(node);
  }

  /** A node's row is deleted: what ran there in the database's eyes has failed (fact 48). */
  failAll(node: Node): void {
    node.rows.visit((task) => this.end(task, task.state, 'failed'));
    this.offer();
  }

  /** Tells that tasks are pending which had left the queue before. */
  offer(): void {
    this.out.offered();
  }

  #cancelOrphan(task: Task): void {
    const { index, taskClass, orphanedAt, arrived } = task;
    this.#observer.orphanCancelled(this.#sim.now, taskClass, index, orphanedAt, arrived);
    if (this.#triesAgain(task, STATE.orphan)) return;
    this.#resubmission.note(task);
    this.end(task, STATE.orphan, 'cancelled');
  }
}
