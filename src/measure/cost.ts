/** What a design costs, from the prices of its scenario. */
import type { CostSpec, NodeSpec, Scenario } from '../scenario/scenario.ts';

const HOURS_A_YEAR = 8760;

/**
 * The price of some hours: nodes and cores for as long as they exist, the rest for all of it.
 *
 * @param existed hours for which a node existed
 */
export function costOf(
  { database, storage, balancers, nodes }: Scenario,
  { perHour, perYear }: CostSpec,
  hours: number,
  existed: (node: NodeSpec) => number,
): number {
  let total = (perYear.licence / HOURS_A_YEAR) * hours;
  if (database !== null) total += perHour.database * hours;
  if (storage !== null) total += perHour.storage * hours;
  total += perHour.balancer * balancers.length * hours;
  for (const node of nodes) total += existed(node) * (perHour.node + perHour.core * node.cores);
  return total;
}
