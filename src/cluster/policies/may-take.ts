/**
 * Whether a node that looks at the queue and has room takes its first task; asked task by task (facts 9–13).
 * @param active tasks on the node that looks; @param cap its task cap; @param clusterActive, clusterCapacity the same
 * over the nodes that count, itself among them; @param pending tasks in the queue, at least 1.
 */
export type MayTake = (
  active: number,
  cap: number,
  clusterActive: number,
  clusterCapacity: number,
  pending: number,
) => boolean;
