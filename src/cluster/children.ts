/**
 * Tasks that others start and wait for (rule W8): each has a key of its own from its parent's, so nobody's draws change
 * (rule T4). A parent that is gone waits for nothing any more; its children go on.
 */
import { derivedWord } from '../engine/draw.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { DispatchSpec, TaskClassSpec } from '../scenario/scenario.ts';
import { everFits, frontOf } from './bigger-tasks.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Pools } from './pools.ts';
import type { TaskQueue } from './task-queue.ts';
import { STATE, type Task, type TaskTable, WAIT } from './tasks.ts';

export interface ChildrenParts {
  readonly sim: Simulation;
  readonly tasks: TaskTable;
  readonly queue: TaskQueue;
  readonly pools: Pools;
  readonly nodes: readonly Node[];
  readonly observer: Observer;
  readonly spec: DispatchSpec;
  readonly classes: readonly TaskClassSpec[];
}

export class Children {
  readonly out = {
    /** All that a task waited for are over. */
    over: unheard as (parent: Task) => void,
  };
  readonly #parts: ChildrenParts;
  #broods = 0;

  constructor(parts: ChildrenParts) {
    this.#parts = parts;
  }

  /** A task starts so many of a class. `ordinal` is that of the first among all that it starts. */
  start(parent: Task, taskClass: number, count: number, ordinal: number): void {
    const { sim, tasks, queue, observer, classes } = this.#parts;
    this.#broods += 1;
    parent.brood = this.#broods;
    parent.children = count;
    parent.awaits = taskClass;
    for (let n = ordinal; n < ordinal + count; n += 1) {
      const keyHigh = derivedWord(parent.keyHigh, parent.keyLow, n, 0);
      const keyLow = derivedWord(parent.keyHigh, parent.keyLow, n, 1);
      const task = tasks.add(taskClass, STATE.queued, { keyHigh, keyLow }, -1);
      queue.describe(task, classes[taskClass]!, taskClass);
      task.parent = parent;
      task.ofBrood = this.#broods;
      observer.taskArrived(sim.now, taskClass, task.index);
      queue.append(task);
    }
  }

  /** A task that another started is over, however it ended. */
  noteEnd({ parent, ofBrood }: Task): void {
    if (parent === null || parent.brood !== ofBrood) return;
    parent.children -= 1;
    if (parent.children === 0) this.out.over(parent);
  }

  /**
   * Tasks that can never go on by themselves: they hold slots and wait for children, and every slot that these could have is
   * held by such a task.
   */
  deadlocked(): ReadonlySet<Task> {
    const stuck = new Set<Task>();
    this.#parts.tasks.visit((task) => {
      if (task.wait === WAIT.children) stuck.add(task);
    });
    const { pools, nodes } = this.#parts;
    /** Slots of a node that are not held for good. */
    const left = (node: Node): number => {
      let held = 0;
      node.rows.visit((task) => {
        if (stuck.has(task) && !task.isExempt) held += task.slots;
      });
      return node.taskCap - held;
    };
    for (let before = -1; before !== stuck.size; ) {
      before = stuck.size;
      const free = nodes.map(left);
      for (const task of stuck) {
        const line = pools.lineOf[task.awaits]!;
        const able = nodes.filter(
          (node) => node.isOnline && node.lines.includes(line) && everFits(node, line, pools),
        );
        const isStuckOn = (node: Node): boolean => free[node.index]! < this.#neededOn(node, line);
        if (able.length === 0 || !able.every(isStuckOn)) stuck.delete(task);
      }
    }
    return stuck;
  }

  /** Slots that a node must have free before it takes from a line: also for a bigger task in front, unless that can be overtaken. */
  #neededOn(node: Node, line: number): number {
    const { pools, spec } = this.#parts;
    const front = spec.backfill === 'strict' ? frontOf(node, this.#parts) : null;
    return Math.max(pools.slots[line]!, front === null ? 0 : front.slots);
  }
}
