/**
 * Immediate dispatch (rule Q6): no looks, no lock, no calls. A free slot on a node that reaches the database takes the
 * head of the queue at once, lowest active/cap first, ties by node order. With `ideal` parts this is the textbook
 * G/G/c queue. The best node stands at the root of a tournament tree, one for each line of the queue (rule Q11), so that
 * nothing scans the nodes; a node that has changed takes its new place there when the next task is to be given away.
 */
import { BiggerTasks } from '../bigger-tasks.ts';
import type { Database } from '../database.ts';
import type { Dispatcher, DispatchParts } from '../dispatcher.ts';
import type { Execution } from '../execution.ts';
import type { Node } from '../node.ts';
import { unheard } from '../outputs.ts';
import type { Pools } from '../pools.ts';
import type { Rows } from '../rows.ts';
import type { TaskQueue } from '../task-queue.ts';
import { STATE, type Task } from '../tasks.ts';
import { Together } from '../together.ts';
import { Tournament } from '../tournament.ts';

export class ImmediateDispatch implements Dispatcher {
  readonly out = { idle: unheard as (node: Node) => void };
  readonly line = null;
  readonly #nodes: readonly Node[];
  readonly #queue: TaskQueue;
  readonly #rows: Rows;
  readonly #execution: Execution;
  readonly #database: Database;
  readonly #pools: Pools;
  /** null: each task takes one slot. */
  readonly #bigger: BiggerTasks | null;
  /** Who takes what was found last. */
  #taker = 0;
  /** By line: who takes the next task from it. */
  readonly #best: readonly Tournament[];
  /** Nodes that have changed since they took their places, and by node whether it is one of them. */
  readonly #changed: Int32Array;
  readonly #hasChanged: Uint8Array;
  #changes = 0;
  readonly #together = new Together(() => this.#offer());

  constructor(parts: DispatchParts) {
    const { nodes, pools, queue, rows, execution, database } = parts;
    this.#nodes = nodes;
    this.#pools = pools;
    this.#queue = queue;
    this.#rows = rows;
    this.#execution = execution;
    this.#database = database;
    this.#bigger = pools.hasBigger ? new BiggerTasks(parts) : null;
    this.#best = Array.from({ length: pools.lines }, () => new Tournament(nodes.length));
    this.#changed = new Int32Array(nodes.length);
    this.#hasChanged = new Uint8Array(nodes.length);
  }

  begin(): void {
    for (const node of this.#nodes) this.#note(node);
    this.workArrived();
  }

  firstLook(): void {}

  together(act: () => void): void {
    this.#together.whenOver(act);
  }

  workArrived(): void {
    this.#together.offer();
  }

  #offer(): void {
    while (this.#queue.pending > 0) {
      if (this.#changes > 0) this.#rankChanged();
      const task = this.#bigger === null ? this.#first() : this.#firstThatFits(this.#bigger);
      if (task === null) return;
      if (this.#queue.hasExpired(task)) {
        this.#rows.expire(task);
        continue;
      }
      const node = this.#bigger === null ? this.#takerOf(task, task.line) : this.#nodes[this.#taker]!;
      this.#rows.take(task, node, STATE.running);
      this.#execution.begin(task, node);
      this.#note(node);
    }
  }

  /** The first pending task that some node may take and has a slot for (rule Q11). */
  #first(): Task | null {
    let first: Task | null = null;
    for (let line = 0; line < this.#best.length; line += 1) {
      const { winner } = this.#best[line]!;
      if (winner === -1) continue;
      const task = this.#headOf(line, winner);
      if (task === undefined) continue;
      if (first === null || this.#queue.isBefore(task, first)) first = task;
    }
    return first;
  }

  /** The first of those that the nodes, each by itself, would take now; of several nodes the least loaded (rule Q16). */
  #firstThatFits(bigger: BiggerTasks): Task | null {
    let first: Task | null = null;
    for (const node of this.#nodes) {
      if (!this.#canTake(node)) continue;
      const task = bigger.next(node, node.taskCap - node.slots.value, null);
      if (task === null) continue;
      const taker = this.#nodes[this.#taker]!;
      const isBetter =
        first === task ? loadOf(node) < loadOf(taker) : first === null || this.#queue.isBefore(task, first);
      if (!isBetter) continue;
      first = task;
      this.#taker = node.index;
    }
    return first;
  }

  /** The head of a line; where nobody but the node that it avoids has a slot, the first that this one may take (rule W7). */
  #headOf(line: number, winner: number): Task | undefined {
    const head = this.#queue.headOf(line);
    if (head?.avoids !== winner || this.#best[line]!.winnerBut(winner) !== -1) return head;
    return this.#queue.headFor(line, winner);
  }

  #takerOf({ avoids }: Task, line: number): Node {
    const best = this.#best[line]!;
    return this.#nodes[avoids === best.winner ? best.winnerBut(avoids) : best.winner]!;
  }

  slotFreed(node: Node): void {
    this.nodeChanged(node);
  }

  activeChanged(node: Node): void {
    this.#note(node);
  }

  nodeReady(node: Node): void {
    this.nodeChanged(node);
  }

  nodeChanged(node: Node): void {
    this.#note(node);
    this.workArrived();
  }

  nodeDown(node: Node): void {
    this.#note(node);
  }

  reachChanged(node: Node): void {
    this.#note(node);
  }

  databaseDown(): void {
    for (const node of this.#nodes) this.#note(node);
  }

  /** A node takes its new place before the next task is given away. */
  #note({ index }: Node): void {
    if (this.#hasChanged[index] === 1) return;
    this.#hasChanged[index] = 1;
    this.#changed[this.#changes] = index;
    this.#changes += 1;
  }

  #rankChanged(): void {
    for (let i = 0; i < this.#changes; i += 1) {
      const index = this.#changed[i]!;
      this.#hasChanged[index] = 0;
      this.#rank(this.#nodes[index]!);
    }
    this.#changes = 0;
  }

  #canTake(node: Node): boolean {
    const isFree = node.isOnline && !node.draining && node.slots.value < node.taskCap;
    return isFree && this.#database.isReachedFrom(node);
  }

  #rank(node: Node): void {
    const { kept, lines } = node;
    const free = node.taskCap - node.slots.value;
    const load = this.#canTake(node) ? loadOf(node) : Number.POSITIVE_INFINITY;
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i]!;
      const isKept = kept !== null && free <= kept.forOthers(this.#pools.keptFor[line]!, null);
      this.#best[line]!.set(node.index, isKept ? Number.POSITIVE_INFINITY : load);
    }
  }
}

function loadOf({ occupied, taskCap }: Node): number {
  return occupied / taskCap;
}
