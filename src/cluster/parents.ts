/** Tasks that have started others and wait for them, with their slot or without (rule W8, fact 28). */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Children } from './children.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Rows } from './rows.ts';
import { type Task, type TaskTable, WAIT } from './tasks.ts';
import type { Waits } from './waits.ts';

const NOWHERE = -1;

export interface ParentsParts {
  readonly sim: Simulation;
  readonly nodes: readonly Node[];
  readonly tasks: TaskTable;
  readonly children: Children;
  readonly rows: Rows;
  readonly observer: Observer;
  readonly waits: Waits;
}

export class Parents {
  readonly out = {
    /** Tasks that a task has started are in the queue. */
    childrenStarted: unheard as () => void,
    /** A parent gave up its slot while it waits. */
    slotFreed: unheard as (node: Node) => void,
    /** A parent's children are over, and it has a slot again: its step is done. */
    goesOn: unheard as (task: Task) => void,
  };
  readonly #parts: ParentsParts;
  readonly #started: Handler;
  readonly #over: Handler;

  constructor(parts: ParentsParts) {
    this.#parts = parts;
    const { sim, tasks, nodes } = parts;
    // Who takes them is asked when the task that starts them is where it waits.
    this.#started = sim.handler('task.starts-children', (node) => {
      if (node !== NOWHERE) this.out.slotFreed(nodes[node]!);
      this.out.childrenStarted();
    });
    this.#over = sim.handler('task.children-over', (index) => {
      const task = tasks.at(index);
      if (task.wait === WAIT.children && task.children === 0) this.#goOn(task);
    });
  }

  /** A task starts so many of a class and waits for them; `ordinal` is that of the first among all that it starts. */
  start(task: Task, taskClass: number, count: number, ordinal: number, isExempt: boolean): void {
    const { sim, children, observer } = this.#parts;
    const node = task.node!;
    task.wait = WAIT.children;
    observer.follower?.taskAt(sim.now, task.index, 'children');
    observer.follower?.workAt(sim.now, 'task', task.index, 'children', -1);
    if (isExempt) {
      this.#parts.rows.setExempt(task, true);
      node.freeSlots(task);
      this.#noteSlots(node);
    }
    children.start(task, taskClass, count, ordinal);
    sim.after(0, this.#started, isExempt ? node.index : NOWHERE);
  }

  /** All that a task waits for are over: it goes on in this instant. */
  childrenOver(task: Task): void {
    this.#parts.sim.after(0, this.#over, task.index);
  }

  #goOn(task: Task): void {
    const node = task.node!;
    if (task.isExempt) {
      this.#parts.rows.setExempt(task, false);
      task.slotSince = this.#parts.sim.now;
      node.takeSlotsAgain(task);
      this.#noteSlots(node);
    }
    this.out.goesOn(task);
  }

  #noteSlots(node: Node): void {
    this.#parts.waits.setUsed(node.index, node.slots.value);
    this.#parts.rows.noteSlots(node);
  }
}
