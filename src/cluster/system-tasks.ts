/**
 * System tasks (rule W4; facts 58–61, 66): due on their grid, queued by one write of the first eligible node. While there
 * is none they wait, and are queued once.
 */
import type { Simulation } from '../engine/simulation.ts';
import type { ComponentKey } from '../engine/streams.ts';
import { type CallKind, callKind } from './calls.ts';
import { ANSWERED, type Database } from './database.ts';
import type { Node } from './node.ts';
import { TaskList, type TaskTable } from './tasks.ts';

const NOBODY = -1;

export class SystemTasks {
  readonly #nodes: readonly Node[];
  readonly #tasks: TaskTable;
  readonly #database: Database;
  readonly #key: ComponentKey;
  readonly #due: TaskList;
  readonly #queue: (task: number) => void;
  #ordinal = 0;
  /** The node that is writing; -1: none. */
  #writer = NOBODY;
  readonly #write: CallKind;

  /** @param queue puts a task, which is in no list, into the queue. */
  constructor(
    sim: Simulation,
    nodes: readonly Node[],
    tasks: TaskTable,
    database: Database,
    key: ComponentKey,
    queue: (task: number) => void,
  ) {
    this.#nodes = nodes;
    this.#tasks = tasks;
    this.#database = database;
    this.#key = key;
    this.#due = new TaskList(tasks);
    this.#queue = queue;
    const committed = sim.handler('system-tasks.queued', () => this.#queueAll());
    const written = sim.handler('system-tasks.written', () => {
      this.#writer = NOBODY;
      if (this.#database.ok) this.tryAgain();
    });
    this.#write = callKind(written, { writes: true, committed });
  }

  /** A task that is held is due. */
  add(task: number): void {
    this.#due.append(task);
    this.tryAgain();
  }

  /** Whether a node can queue what is due: online, cap above 0, reaching the database (fact 61). */
  get canRun(): boolean {
    return this.#eligible() !== undefined;
  }

  /** Whether a job of a class is due already and nobody can queue it. */
  isWaiting(taskClass: number): boolean {
    if (this.#due.size === 0 || this.canRun) return false;
    for (let task = this.#due.first; task !== -1; task = this.#tasks.next[task]!) {
      if (this.#tasks.taskClass[task] === taskClass) return true;
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
    const call = this.#database.call(node, this.#write, this.#key, this.#ordinal, 0);
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
    for (let task = this.#due.first; task !== -1; task = this.#due.first) {
      this.#due.remove(task);
      this.#queue(task);
    }
  }
}
