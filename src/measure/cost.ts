/** What a design costs, from the prices of its scenario. */
import type { CostSpec, NodeSpec, Scenario } from '../scenario/scenario.ts';

export const HOURS_A_YEAR = 8760;

/**
 * The price of some hours: nodes and cores for as long as they exist, a part of it while they are down; the rest for all
 * of it, the database once for itself and once for each replica.
 *
 * @param existed hours for which a node existed, and of these for which it was down
 */
export function costOf(
  { database, storage, balancers, nodes, workers }: Scenario,
  { perHour, perYear }: CostSpec,
  hours: number,
  existed: (node: NodeSpec) => readonly [hours: number, down: number],
): number {
  let total = (perYear.licence / HOURS_A_YEAR) * hours;
  if (database !== null) total += perHour.database * (1 + database.replicas.length) * hours;
  if (storage !== null) total += perHour.storage * hours;
  total += perHour.balancer * balancers.length * hours;
  for (const { count } of workers) total += perHour.worker * count * hours;
  for (const node of nodes) {
    const [all, down] = existed(node);
    total += (all - down * (1 - perHour.off)) * (perHour.node + perHour.core * node.cores);
  }
  return total;
}
