/** What a node that looks takes next (rules Q4, Q6, Q11, Q14, Q16), and for how many more tasks it has room (rule Q12). */
import { BiggerTasks } from './bigger-tasks.ts';
import type { DispatchParts } from './dispatcher.ts';
import type { Node } from './node.ts';
import type { MayTake } from './policies/may-take.ts';
import type { Task } from './tasks.ts';

export class NextTask {
  readonly #parts: DispatchParts;
  readonly #mayTake: MayTake;
  /** Slots and what is taken ahead for them, for each slot. */
  readonly #perSlot: number;
  /** null: each takes one slot. */
  readonly #bigger: BiggerTasks | null;
  /** Whether anything was dropped; who asks sets it back. */
  hasDropped = false;

  /** @param mayTake the policy */
  constructor(parts: DispatchParts, mayTake: MayTake) {
    this.#parts = parts;
    this.#mayTake = mayTake;
    this.#perSlot = 1 + parts.spec.prefetch;
    this.#bigger = parts.pools.hasBigger ? new BiggerTasks(parts) : null;
  }

  /** The task that a node takes now, as its policy says; what has expired by then is dropped (rule Q14). null: none. */
  takenBy(node: Node): Task | null {
    const { queue, rows } = this.#parts;
    for (;;) {
      const task = this.for(node);
      if (task === null || !this.#mayTakeNow(node, task)) return null;
      if (!queue.hasExpired(task)) return task;
      rows.expire(task);
      this.hasDropped = true;
    }
  }

  /** The first pending task that a node may take and has room for; null: none. */
  for(node: Node): Task | null {
    const { queue, pools, sim } = this.#parts;
    if (queue.pending === 0) return null;
    const room = this.roomOn(node);
    if (this.#bigger !== null) return room > 0 ? this.#bigger.next(node, room, sim.now) : null;
    let first: Task | null = null;
    for (const line of node.lines) {
      const task = queue.headFor(line, node.index);
      if (task === undefined || (first !== null && queue.isBefore(first, task))) continue;
      const others = node.kept === null ? 0 : node.kept.forOthers(pools.keptFor[line]!, sim.now);
      if (room > others) first = task;
    }
    return first;
  }

  /** For how many more tasks of one slot a node has room. */
  roomOn(node: Node): number {
    return node.taskCap * this.#perSlot - node.occupiedSeen(this.#parts.sim.now);
  }

  /** Whether the policy lets a node take a task. */
  #mayTakeNow(node: Node, task: Task): boolean {
    const { registry, queue, sim } = this.#parts;
    const isCounted = registry.isCounted(node.index);
    const own = node.occupiedSeen(sim.now);
    const { line } = task;
    const active = registry.activeSeen(line) + (isCounted ? node.ghosts.slots : own);
    const capacity = registry.capacity(line) + (isCounted ? 0 : node.taskCap);
    let pending = 0;
    for (const each of node.lines) pending += queue.slotsPendingIn(each);
    return this.#mayTake(own, node.taskCap * this.#perSlot, active, capacity * this.#perSlot, pending);
  }
}
