/**
 * Immediate dispatch (rule Q6): no looks, no lock, no calls. A free slot on a node that reaches the database takes the
 * head of the queue at once, lowest active/cap first, ties by node order. With `ideal` parts this is the textbook
 * G/G/c queue. The best node stands at the root of a tournament tree, so that nothing scans the nodes.
 */
import type { Database } from '../database.ts';
import type { Dispatcher, DispatchParts } from '../dispatcher.ts';
import type { Execution } from '../execution.ts';
import type { Node } from '../node.ts';
import { unheard } from '../outputs.ts';
import type { Rows } from '../rows.ts';
import type { TaskQueue } from '../task-queue.ts';
import { STATE } from '../tasks.ts';
import { Tournament } from '../tournament.ts';

export class ImmediateDispatch implements Dispatcher {
  readonly out = { idle: unheard as (node: Node) => void };
  readonly line = null;
  readonly #nodes: readonly Node[];
  readonly #queue: TaskQueue;
  readonly #rows: Rows;
  readonly #execution: Execution;
  readonly #database: Database;
  readonly #best: Tournament;

  constructor({ nodes, queue, rows, execution, database }: DispatchParts) {
    this.#nodes = nodes;
    this.#queue = queue;
    this.#rows = rows;
    this.#execution = execution;
    this.#database = database;
    this.#best = new Tournament(nodes.length);
    for (const node of nodes) this.#rank(node);
  }

  begin(): void {
    for (const node of this.#nodes) this.#rank(node);
    this.workArrived();
  }

  firstLook(): void {}

  workArrived(): void {
    while (this.#queue.pending > 0) {
      const best = this.#best.winner;
      if (best === -1) return;
      const node = this.#nodes[best]!;
      const task = this.#queue.head;
      this.#rows.take(task, node, STATE.running);
      this.#rows.start(task, node);
      this.#execution.begin(task, node);
      this.#rank(node);
    }
  }

  slotFreed(node: Node): void {
    this.nodeChanged(node);
  }

  activeChanged(node: Node): void {
    this.#rank(node);
  }

  nodeReady(node: Node): void {
    this.nodeChanged(node);
  }

  nodeChanged(node: Node): void {
    this.#rank(node);
    this.workArrived();
  }

  nodeDown(node: Node): void {
    this.#rank(node);
  }

  /** All nodes are asked before any takes a task: `workArrived` comes when the last has changed. */
  reachChanged(node: Node): void {
    this.#rank(node);
  }

  databaseDown(): void {
    for (const node of this.#nodes) this.#rank(node);
  }

  #rank(node: Node): void {
    const canTake =
      node.isOnline &&
      !node.draining &&
      node.slots.value < node.taskCap &&
      this.#database.isReachedFrom(node);
    this.#best.set(node.index, canTake ? node.occupied / node.taskCap : Number.POSITIVE_INFINITY);
  }
}
