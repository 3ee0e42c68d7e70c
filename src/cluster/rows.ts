/** What the database says of tasks: which runs where, and how each ended. The one place where tasks change hands. */
import type { Simulation } from '../engine/simulation.ts';
import type { Node } from './node.ts';
import type { Tap, TaskOutcome } from './observer.ts';
import type { Registry } from './registry.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type TaskTable } from './tasks.ts';

export class Rows {
  /** Handler told a node's index when what runs there in the database's eyes has changed. */
  readonly #activeChanged: number;
  readonly #sim: Simulation;
  readonly #tasks: TaskTable;
  readonly #queue: TaskQueue;
  readonly #nodes: readonly Node[];
  readonly #registry: Registry;
  readonly #observer: Tap;

  constructor(
    sim: Simulation,
    tasks: TaskTable,
    queue: TaskQueue,
    nodes: readonly Node[],
    registry: Registry,
    observer: Tap,
    activeChanged: number,
  ) {
    this.#activeChanged = activeChanged;
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
    this.place(task, node);
  }

  /** A task's row stands with a node. */
  place(task: number, node: Node): void {
    this.#tasks.node[task] = node.index;
    node.rows.append(task);
    this.#registry.noteActive(node.index, 1);
    this.#sim.call(this.#activeChanged, node.index);
  }

  /** A task starts: it has its slot from now. */
  start(task: number, node: Node, countsWait: boolean): void {
    const { taskClass, arrived } = this.#tasks;
    this.#observer.taskStarted(this.#sim.now, taskClass[task]!, task, arrived[task]!, node.index, countsWait);
  }

  /** A task is over. `from` is the state it must be in. */
  end(task: number, from: number, outcome: TaskOutcome): void {
    const { taskClass, arrived, started, node } = this.#tasks;
    const nodeIndex = node[task]!;
    if (nodeIndex !== -1) {
      this.#nodes[nodeIndex]!.rows.remove(task);
      this.#registry.noteActive(nodeIndex, -1);
      this.#sim.call(this.#activeChanged, nodeIndex);
    }
    this.#observer.taskEnded(
      this.#sim.now,
      taskClass[task]!,
      task,
      arrived[task]!,
      started[task]!,
      outcome,
      nodeIndex,
    );
    this.#tasks.remove(task, from, outcome);
  }

  /** A node is lost: what ran there looks running until somebody cancels it (rule D4). */
  orphan(task: number, from: number): void {
    this.#tasks.move(task, from, STATE.orphan);
    this.#tasks.orphanedAt[task] = this.#sim.now;
    const { taskClass, node, arrived } = this.#tasks;
    this.#observer.taskOrphaned(this.#sim.now, taskClass[task]!, task, node[task]!, arrived[task]!);
  }

  /** Cancels the rows of a node in a state: orphans, or takes whose answer was lost. */
  cancelAll(node: Node, state: number): void {
    for (let task = node.rows.first; task !== -1; ) {
      const next = this.#tasks.next[task]!;
      if (this.#tasks.state[task] === state) {
        if (state === STATE.orphan) {
          const { taskClass, orphanedAt, arrived } = this.#tasks;
          this.#observer.orphanCancelled(
            this.#sim.now,
            taskClass[task]!,
            task,
            orphanedAt[task]!,
            arrived[task]!,
          );
        }
        this.end(task, state, 'cancelled');
      }
      task = next;
    }
  }
}
