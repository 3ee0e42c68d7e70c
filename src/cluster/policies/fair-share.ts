/**
 * Fair share (rule Q4, facts 9–13): a node that is not full refuses when its own ratio is above the prospective ratio of
 * the cluster, (active + pending) / capacity. Strictly above: a tie takes. Compared by cross-multiplication, so it is
 * exact.
 */
export function fairShare(
  active: number,
  cap: number,
  clusterActive: number,
  clusterCapacity: number,
  pending: number,
): boolean {
  return active * clusterCapacity <= (clusterActive + pending) * cap;
}
