/** What hands queued tasks to nodes: by looks, or at once. */
import type { Luck } from '../engine/luck.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Station } from '../engine/station.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec, TaskClassSpec } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import type { DatabaseCalls } from './database-calls.ts';
import type { Execution } from './execution.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import type { Pools } from './pools.ts';
import type { Registry } from './registry.ts';
import type { Rows } from './rows.ts';
import type { TaskQueue } from './task-queue.ts';
import type { TaskTable } from './tasks.ts';
import type { Waits } from './waits.ts';

/** What a policy is made of. */
export interface DispatchParts {
  readonly sim: Simulation;
  readonly luck: Luck;
  readonly spec: DispatchSpec;
  readonly classes: readonly TaskClassSpec[];
  readonly nodes: readonly Node[];
  readonly tasks: TaskTable;
  readonly pools: Pools;
  readonly queue: TaskQueue;
  readonly rows: Rows;
  readonly registry: Registry;
  readonly database: Database;
  readonly calls: DatabaseCalls;
  readonly execution: Execution;
  readonly observer: Observer;
  readonly waits: Waits;
}

export interface Dispatcher {
  readonly out: {
    /** A node has no look under way any more. */
    idle: (node: Node) => void;
  };
  /** The line for the queue lock; null where there is none. */
  readonly line: Station | null;
  /** What runs at time 0 is in place. */
  begin(): void;
  /** A node that is online at the start looks first at a time (rule D1). */
  firstLook(node: Node, at: Micros): void;
  /** Tasks joined the queue. */
  workArrived(): void;
  /** What happens at one time: queued tasks are offered to nodes when all of it has. */
  together(act: () => void): void;
  /** A slot of a node is free. */
  slotFreed(node: Node): void;
  /** What runs on a node in the database's eyes has changed. */
  activeChanged(node: Node): void;
  /** A node is ready and has checked in: it begins to take work. */
  nodeReady(node: Node): void;
  /** A node can take more or less than before: state, draining, cap, or what it reaches has changed. */
  nodeChanged(node: Node): void;
  /** A node went down: what it had under way here is over. */
  nodeDown(node: Node): void;
  /** A node was cut off from the database, or reaches it again. */
  reachChanged(node: Node, reaches: boolean): void;
  /** The database went down. */
  databaseDown(): void;
}
