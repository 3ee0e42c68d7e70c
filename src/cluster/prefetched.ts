/**
 * Tasks that nodes have taken beyond their slots (rule Q12): each waits on its node for a slot there. When the node goes
 * down, drains or takes nothing any more, they are pending again at their places in the order.
 */
import type { Micros } from '../engine/time.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import type { Rows } from './rows.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type Task } from './tasks.ts';

export class Prefetched {
  readonly #rows: Rows;
  readonly #queue: TaskQueue;
  readonly #observer: Observer;
  /** By node, in the order in which they were taken; some may have gone since, with nobody asking here. */
  readonly #waiting: readonly Task[][];

  constructor(rows: Rows, queue: TaskQueue, observer: Observer, nodes: number) {
    this.#rows = rows;
    this.#queue = queue;
    this.#observer = observer;
    this.#waiting = Array.from({ length: nodes }, () => []);
  }

  /** A task that a node has taken waits there for a slot. */
  add(now: Micros, node: Node, task: Task): void {
    const waiting = this.#waiting[node.index]!;
    // Who has gone leaves no place here for itself, or for another task in its row, to come back to.
    if (waiting.length > node.prefetched.value)
      waiting.splice(0, Infinity, ...waiting.filter((each) => isHere(each, node)));
    this.#rows.prefetch(task, node);
    waiting.push(task);
    this.#observer.follower?.taskWaits(now, task.index, 'prefetched', -1);
  }

  /** The next one that waits on a node, if it has a slot for it; what has expired is dropped (rule Q14). null: none. */
  next(node: Node): Task | null {
    const waiting = this.#waiting[node.index]!;
    while (waiting.length > 0) {
      const first = waiting[0]!;
      if (isHere(first, node) && !node.hasRoomFor(first)) break;
      waiting.shift();
      if (!isHere(first, node)) continue;
      if (!this.#queue.hasExpired(first)) return first;
      this.#rows.end(first, STATE.prefetched, 'expired');
      this.#rows.offer();
    }
    return null;
  }

  /** All that wait on a node are pending again. */
  giveBack(node: Node): void {
    const given = this.#waiting[node.index]!.splice(0).filter((task) => isHere(task, node));
    for (const task of given) this.#rows.giveBack(task);
    if (given.length > 0) this.#rows.offer();
  }
}

function isHere(task: Task, node: Node): boolean {
  return task.state === STATE.prefetched && task.node === node;
}
