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

/** A task, and when it arrived: its place in the table may have gone to another since. */
interface Waiting {
  readonly task: Task;
  readonly arrived: Micros;
}

export class Prefetched {
  readonly #rows: Rows;
  readonly #queue: TaskQueue;
  readonly #observer: Observer;
  /** By node, in the order in which they were taken. */
  readonly #waiting: readonly Waiting[][];

  constructor(rows: Rows, queue: TaskQueue, observer: Observer, nodes: number) {
    this.#rows = rows;
    this.#queue = queue;
    this.#observer = observer;
    this.#waiting = Array.from({ length: nodes }, () => []);
  }

  /** A task that a node has taken waits there for a slot. */
  add(now: Micros, node: Node, task: Task): void {
    this.#rows.prefetch(task, node);
    this.#waiting[node.index]!.push({ task, arrived: task.arrived });
    this.#observer.follower?.taskWaits(now, task.index, 'prefetched', -1);
  }

  /** The next one that waits on a node, if it has a slot for it; what has expired is dropped (rule Q14). null: none. */
  next(node: Node): Task | null {
    const waiting = this.#waiting[node.index]!;
    while (waiting.length > 0) {
      const first = waiting[0]!;
      if (isStillHere(first, node) && !node.hasRoomFor(first.task)) break;
      waiting.shift();
      if (!isStillHere(first, node)) continue;
      if (!this.#queue.hasExpired(first.task)) return first.task;
      this.#rows.end(first.task, STATE.prefetched, 'expired');
      this.#rows.offer();
    }
    return null;
  }

  /** All that wait on a node are pending again. */
  giveBack(node: Node): void {
    let given = 0;
    for (const one of this.#waiting[node.index]!.splice(0)) {
      // One that was taken ahead here before stands here twice.
      if (!isStillHere(one, node)) continue;
      this.#rows.giveBack(one.task);
      given += 1;
    }
    if (given > 0) this.#rows.offer();
  }
}

function isStillHere({ task, arrived }: Waiting, node: Node): boolean {
  return task.state === STATE.prefetched && task.node === node && task.arrived === arrived;
}
