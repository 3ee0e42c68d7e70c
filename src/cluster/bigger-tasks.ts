/**
 * Who is next where tasks take several slots (rule Q16). The first pending task that a node may take keeps its place there
 * when it does not fit: those behind wait too (`strict`), or go first where that does not delay it by what is known
 * (`easy`, after Lifka, "The ANL/IBM SP Scheduling System", 1995). Slots that are kept for a class (rule Q11) are its own anyway.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec, TaskClassSpec } from '../scenario/scenario.ts';
import type { Node } from './node.ts';
import type { Pools } from './pools.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type Task } from './tasks.ts';
import type { Waits } from './waits.ts';

export interface BiggerTasksParts {
  readonly sim: Simulation;
  readonly spec: DispatchSpec;
  readonly classes: readonly TaskClassSpec[];
  readonly pools: Pools;
  readonly queue: TaskQueue;
  readonly waits: Waits;
}

/** When the task in front will have its slots on a node, as far as is known, and how many more are free then. */
interface Reservation {
  readonly at: Micros;
  readonly spare: number;
}

/** Whether a node would have room for tasks of a line with all that it has free. */
export function everFits({ taskCap, kept }: Node, line: number, { slots, keptFor }: Pools): boolean {
  return slots[line]! <= taskCap - (kept === null ? 0 : kept.mostForOthers(keptFor[line]!));
}

/** The first pending task that a node may take and that would ever fit there; null: none. */
export function frontOf(
  node: Node,
  { pools, queue }: { readonly pools: Pools; readonly queue: TaskQueue },
): Task | null {
  let first: Task | null = null;
  for (const line of node.lines) {
    const task = everFits(node, line, pools) ? queue.headFor(line, node.index) : undefined;
    if (task !== undefined && (first === null || queue.isBefore(task, first))) first = task;
  }
  return first;
}

export class BiggerTasks {
  readonly #parts: BiggerTasksParts;
  /** By class: what its tasks are thought to take; null: each row of its trace says. */
  readonly #estimates: readonly (Micros | Float64Array)[];

  constructor(parts: BiggerTasksParts) {
    this.#parts = parts;
    this.#estimates = parts.classes.map(({ estimate, arrivals }) => {
      const trace = arrivals?.kind === 'trace' ? arrivals.trace : null;
      return estimate ?? trace?.estimate ?? trace?.duration ?? 0;
    });
  }

  /**
   * The first pending task that a node may take and has room for; null: none.
   *
   * @param room free slots. @param seenAt as a look of an instant sees them; null: as they are
   */
  next(node: Node, room: number, seenAt: Micros | null): Task | null {
    const front = frontOf(node, this.#parts);
    if (front === null || this.#fits(node, front.line, room, seenAt)) return front;
    this.#parts.waits.keepFor(node.index, front);
    return this.#overtaking(node, front, room, seenAt);
  }

  /** Whether a node has room for tasks of a line now. */
  #fits({ kept }: Node, line: number, room: number, seenAt: Micros | null): boolean {
    const { slots, keptFor } = this.#parts.pools;
    return slots[line]! <= room - (kept === null ? 0 : kept.forOthers(keptFor[line]!, seenAt));
  }

  /** The first of those behind that fits and may go first. */
  #overtaking(node: Node, front: Task, room: number, seenAt: Micros | null): Task | null {
    const { queue, pools, spec } = this.#parts;
    const reservation = spec.backfill === 'easy' ? this.#reservation(node, front) : null;
    let first: Task | null = null;
    for (const line of node.lines) {
      const slots = pools.slots[line]!;
      if (!everFits(node, line, pools) || !this.#fits(node, line, room, seenAt)) continue;
      const isOwn = (node.kept?.freeFor(pools.keptFor[line]!, seenAt) ?? 0) >= slots;
      if (!isOwn && reservation === null) continue;
      const mayGo = (task: Task): boolean => isOwn || this.#isNoDelay(task, reservation!);
      const task = queue.firstFor(line, node.index, mayGo);
      if (task !== undefined && (first === null || queue.isBefore(task, first))) first = task;
    }
    return first;
  }

  /** It is over before the one in front begins, or takes what that leaves. */
  #isNoDelay(task: Task, { at, spare }: Reservation): boolean {
    return this.#parts.sim.now + this.#estimate(task) <= at || task.slots <= spare;
  }

  /** When tasks that run on a node are thought to be over, one after another, until the one in front fits. */
  #reservation(node: Node, front: Task): Reservation {
    const { sim, pools } = this.#parts;
    const ends: { readonly at: Micros; readonly task: Task }[] = [];
    const note = (task: Task): void => {
      if (!task.isExempt) ends.push({ at: this.#expectedEnd(task), task });
    };
    node.rows.visit(note);
    node.ghosts.visit(note);
    ends.sort((a, b) => a.at - b.at);
    const kept = node.kept?.copy() ?? null;
    let left = node.taskCap - node.occupied;
    const spare = (): number => left - (kept?.forOthers(pools.keptFor[front.line]!, null) ?? 0) - front.slots;
    let at = sim.now;
    for (const end of ends) {
      if (end.at > at) {
        if (spare() >= 0) break;
        at = end.at;
      }
      left += end.task.slots;
      kept?.add(end.task.taskClass, -end.task.slots);
    }
    return { at, spare: spare() };
  }

  /** What runs for longer than it was thought to is expected to end at any moment. */
  #expectedEnd(task: Task): Micros {
    const { now } = this.#parts.sim;
    if (task.state === STATE.orphan) return now;
    const from = task.state === STATE.taken ? now : task.slotSince;
    return Math.max(now, from + this.#estimate(task));
  }

  #estimate({ taskClass, traceRow }: Task): Micros {
    const estimate = this.#estimates[taskClass]!;
    return typeof estimate === 'number' ? estimate : (estimate[traceRow] ?? 0);
  }
}
