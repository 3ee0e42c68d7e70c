/**
 * System tasks (rule W4; facts 58–61, 66): due on their grid, queued by one write of the first eligible node. While there
 * is none they wait, and are queued once.
 */
import type { ComponentLuck } from '../engine/luck.ts';
import type { Simulation } from '../engine/simulation.ts';
import { type CallKind, callKind } from './calls.ts';
import type { Database } from './database.ts';
import { ANSWERED, type DatabaseCalls } from './database-calls.ts';
import type { Node } from './node.ts';
import { unheard } from './outputs.ts';
import { TaskList } from './task-list.ts';
import type { Task } from './tasks.ts';

const NOBODY = -1;

export interface SystemTasksParts {
  readonly sim: Simulation;
  readonly nodes: readonly Node[];
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly luck: ComponentLuck;
}

export class SystemTasks {
  readonly out = {
    /** A task joins the queue; it is in no list. */
    due: unheard as (task: Task) => void,
    /** All that were due have joined it. */
    queued: unheard as () => void,
  };
  readonly #nodes: readonly Node[];
  readonly #database: Database;
  readonly #calls: DatabaseCalls;
  readonly #sim: Simulation;
  readonly #luck: ComponentLuck;
  readonly #due: TaskList;
  #ordinal = 0;
  /** The node that is writing; -1: none. */
  #writer = NOBODY;
  readonly #write: CallKind;

  constructor({ sim, nodes, database, calls, luck }: SystemTasksParts) {
    this.#nodes = nodes;
    this.#database = database;
    this.#calls = calls;
    this.#sim = sim;
    this.#luck = luck;
    this.#due = new TaskList();
    const committed = sim.handler('system-tasks.queued', () => this.#queueAll());
    const written = sim.handler('system-tasks.written', () => {
      this.#writer = NOBODY;
      if (calls.ok) this.tryAgain();
    });
    this.#write = callKind(written, { writes: true, committed });
  }

  /** A task that is held is due. */
  add(task: Task): void {
    this.#due.append(task);
    this.tryAgain();
  }

  /** Whether a node can queue what is due: online, cap above 0, reaching the database (fact 61). */
  get canRun(): boolean {
    return this.#eligible() !== undefined;
  }

  /** Whether jobs of a class were due before and are not queued yet; those of one instant are as many jobs. */
  isWaiting(taskClass: number): boolean {
    for (let task = this.#due.first; task !== null; task = task.next) {
      if (task.taskClass === taskClass && task.arrived < this.#sim.now) return true;
    }
    return false;
  }

  /** A node may have become eligible: online, cap above 0, reaching the database (fact 61). */
  tryAgain(): void {
    if (this.#due.size === 0 || this.#writer !== NOBODY) return;
    const node = this.#eligible();
    if (node === undefined) return;
    this.#writer = node.index;
    this.#ordinal += 1;
    const call = this.#calls.call(node, this.#write, this.#luck.at(this.#sim.now), this.#ordinal, 0);
    if (call === ANSWERED) this.#writer = NOBODY;
  }

  /** A node went down; if it was the one that was writing, its call is gone. */
  nodeDown(node: number): void {
    if (this.#writer !== node) return;
    this.#writer = NOBODY;
    this.tryAgain();
  }

  #eligible(): Node | undefined {
    return this.#nodes.find(
      (candidate) =>
        candidate.isOnline && candidate.worksInBackground && this.#database.isReachedFrom(candidate),
    );
  }

  #queueAll(): void {
    this.#due.visit((task) => {
      this.#due.remove(task);
      this.out.due(task);
    });
    this.out.queued();
  }
}
