/** What hands queued tasks to nodes: by looks, or at once. */
import type { Node } from './node.ts';

export interface Dispatcher {
  /** What runs at time 0 is in place. */
  begin(): void;
  /** Tasks joined the queue. */
  workArrived(): void;
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
