/** What the database says of tasks: which runs where, and how each ended. The one place where tasks change hands. */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Node } from './node.ts';
import type { Tap, TaskOutcome } from './observer.ts';
import type { Registry } from './registry.ts';
import type { Resubmission } from './resubmission.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type TaskTable } from './tasks.ts';

export class Rows {
  /** Handler told a node's index when what runs there in the database's eyes has changed. */
  readonly #activeChanged: number;
  /** Handler told that tasks are pending again. */
  readonly #offered: number;
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #queue: TaskQueue;
  readonly #nodes: readonly Node[];
  readonly #registry: Registry;
  readonly #observer: Tap;
  readonly #resubmission: Resubmission;
  /** By class. */
  readonly #resilient: readonly boolean[];
  /** Since when what was committed could still be lost; null: nothing ever. And successes since then. */
  readonly #couldLoseSince: (() => Micros) | null;
  #successes: number[] = [];
  #recent = 0;

  /** @param couldLoseSince how far back `endedSince` may ask; @param resilient classes that go on (fact 52). */
  constructor(
    sim: Simulation,
    tasks: TaskTable,
    queue: TaskQueue,
    nodes: readonly Node[],
    registry: Registry,
    observer: Tap,
    activeChanged: number,
    offered: number,
    couldLoseSince: (() => Micros) | null,
    resubmission: Resubmission,
    resilient: readonly boolean[],
  ) {
    this.#resilient = resilient;
    this.#couldLoseSince = couldLoseSince;
    this.#resubmission = resubmission;
    this.#activeChanged = activeChanged;
    this.#offered = offered;
    this.#sim = sim;
    this.#tasks = tasks;
    this.#queue = queue;
    this.#nodes = nodes;
    this.#registry = registry;
    this.#observer = observer;
  }

  /** A queued task's row says running on a node from now; `state` is `taken` or `running`. */
  take(task: number, node: Node, state: number): void {
    this.#queue.remove(task);
    this.#tasks.move(task, STATE.queued, state);
    this.#tasks.takenAt[task] = this.#sim.now;
    this.place(task, node);
  }

  /** A task's row stands with a node. */
  place(task: number, node: Node): void {
    this.#tasks.node[task] = node.index;
    node.rows.append(task);
    this.#registry.noteActive(node.index, 1);
    this.#sim.call(this.#activeChanged, node.index);
  }

  /** A task starts: it has its slot from now. `wasActive`: it ran already at time 0, so its wait does not count. */
  start(task: number, node: Node, wasActive = false): void {
    const { taskClass, arrived, hasStarted } = this.#tasks;
    const countsWait = !wasActive && hasStarted[task] === 0;
    hasStarted[task] = 1;
    this.#observer.taskStarted(this.#sim.now, taskClass[task]!, task, arrived[task]!, node.index, countsWait);
  }

  /** A task has ended on a node; a look of this instant does not see it yet (rule Q3). */
  noteEnd(node: Node): void {
    this.#registry.noteEnd(node.index);
  }

  /** A task is over. `from` is the state it must be in. */
  end(task: number, from: number, outcome: TaskOutcome): void {
    const nodeIndex = this.#tasks.node[task]!;
    if (nodeIndex !== -1) this.#leaveNode(task);
    if (outcome === 'succeeded' && this.#couldLoseSince !== null) this.#remember();
    this.#tellEnd(task, outcome);
    this.#queue.releaseTag(task);
    this.#tasks.remove(task, from, outcome);
  }

  #tellEnd(task: number, outcome: TaskOutcome): void {
    const { taskClass, arrived, started, hasStarted, takenAt, node } = this.#tasks;
    this.#observer.taskEnded(
      this.#sim.now,
      taskClass[task]!,
      task,
      arrived[task]!,
      started[task] === -1 && hasStarted[task] === 1 ? takenAt[task]! : started[task]!,
      outcome,
      node[task]!,
    );
  }

  /** A ghost is over, however it ended: nothing is written. */
  endGhost(task: number): void {
    const index = this.#tasks.node[task]!;
    this.#nodes[index]!.ghosts.remove(task);
    this.#tasks.removeGhost(task);
    this.#sim.call(this.#activeChanged, index);
  }

  /** A queued task leaves the queue, to be ended. */
  leaveQueue(task: number): void {
    this.#queue.remove(task);
  }

  /** What runs in the database's eyes, here or nowhere any more, is pending again and will run twice (rule B7). */
  requeue(task: number): void {
    const tasks = this.#tasks;
    const { taskClass, state, arrived } = tasks;
    tasks.started[task] = -1;
    tasks.step[task] = 0;
    this.#pendingAgain(task, state[task]!);
    this.#observer.taskDuplicated(this.#sim.now, taskClass[task]!, task, arrived[task]!);
  }

  /** Tasks that succeeded after a time, as far back as they could be lost. */
  endedSince(time: Micros): number {
    return this.#successes.filter((at) => at > time).length;
  }

  /** A node is lost: what ran there looks running until somebody cancels it (rule D4). */
  orphan(task: number, from: number): void {
    this.#tasks.move(task, from, STATE.orphan);
    this.#tasks.orphanedAt[task] = this.#sim.now;
    const { taskClass, node, arrived } = this.#tasks;
    this.#observer.taskOrphaned(this.#sim.now, taskClass[task]!, task, node[task]!, arrived[task]!);
  }

  /** It waits for a node once more, at its place in the order, and goes on at the step it is at. */
  #pendingAgain(task: number, from: number): void {
    const tasks = this.#tasks;
    this.#leaveNode(task);
    tasks.move(task, from, STATE.queued);
    tasks.node[task] = -1;
    tasks.callIndex[task] = 0;
    tasks.attempts[task] = 0;
    this.#queue.append(task);
  }

  #leaveNode(task: number): void {
    const index = this.#tasks.node[task]!;
    this.#nodes[index]!.rows.remove(task);
    this.#registry.noteActive(index, -1);
    this.#sim.call(this.#activeChanged, index);
  }

  /** Keeps the times of successes for as long as a promotion could lose them. */
  #remember(): void {
    this.#successes.push(this.#sim.now);
    if (this.#successes.length < 2 * this.#recent + 64) return;
    const since = this.#couldLoseSince!();
    this.#successes = this.#successes.filter((at) => at > since);
    this.#recent = this.#successes.length;
  }

  /** Cancels the rows of a node in a state: orphans, or takes whose answer was lost. */
  cancelAll(node: Node, state: number): void {
    const { state: states, next, taskClass } = this.#tasks;
    for (let task = node.rows.first; task !== -1; ) {
      const following = next[task]!;
      if (states[task] === state) {
        if (state === STATE.taken) this.end(task, state, 'cancelled');
        else if (!this.#resilient[taskClass[task]!]) this.#cancelOrphan(task);
        else this.#pendingAgain(task, state);
      }
      task = following;
    }
    // Those that go on, and the next of a concurrency tag, can be taken now.
    this.offer();
  }

  /**
   * The scan cancels all rows of a node that was not seen for too long (rule Q8). What the node, alive, works on goes on
   * there as a ghost (rule Q10); whether it does.
   */
  cancelUnseen(node: Node): boolean {
    const { state, next } = this.#tasks;
    const before = node.ghosts.size;
    for (let task = node.rows.first; task !== -1; ) {
      const following = next[task]!;
      if (state[task] === STATE.running) this.#leaveGhost(task, node);
      task = following;
    }
    this.cancelAll(node, STATE.orphan);
    this.cancelAll(node, STATE.taken);
    return node.ghosts.size > before;
  }

  /** A running task's row is cancelled, or pending again, and its node knows nothing of it. */
  #leaveGhost(task: number, node: Node): void {
    const tasks = this.#tasks;
    const taskClass = tasks.taskClass[task]!;
    const arrived = tasks.arrived[task]!;
    this.#leaveNode(task);
    node.ghosts.append(task);
    const row = this.#resilient[taskClass] ? tasks.splitGhost(task) : -1;
    this.#observer.taskGhosted(this.#sim.now, taskClass, task, node.index, arrived, row);
    if (row === -1) {
      this.#resubmission.note(task);
      this.#tellEnd(task, 'cancelled');
      this.#queue.releaseTag(task);
      tasks.leaveGhost(task, 'cancelled');
    } else {
      this.#observer.taskDuplicated(this.#sim.now, taskClass, row, arrived);
      this.#queue.handTag(task, row);
      this.#queue.append(row);
    }
    this.#sim.call(this.#activeChanged, node.index);
  }

  /** A node's row is deleted: what ran there in the database's eyes has failed (fact 48). */
  failAll(node: Node): void {
    const { next, state } = this.#tasks;
    for (let task = node.rows.first; task !== -1; ) {
      const following = next[task]!;
      this.end(task, state[task]!, 'failed');
      task = following;
    }
    this.offer();
  }

  /** Tells the dispatcher that tasks are pending which had left the queue before. */
  offer(): void {
    this.#sim.call(this.#offered, 0);
  }

  #cancelOrphan(task: number): void {
    const { taskClass, orphanedAt, arrived } = this.#tasks;
    this.#resubmission.note(task);
    this.#observer.orphanCancelled(this.#sim.now, taskClass[task]!, task, orphanedAt[task]!, arrived[task]!);
    this.end(task, STATE.orphan, 'cancelled');
  }
}
