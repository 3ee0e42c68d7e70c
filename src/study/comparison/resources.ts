/** What a design is made of and costs, for a column beside its results. */
import { costOf } from '../../measure/cost.ts';
import type { NodeSpec, Scenario } from '../../scenario/scenario.ts';
import type { Study } from '../replications/replicate.ts';

/** What a design is made of. */
export interface Resources {
  /** Nodes that are there from the beginning, started or not. */
  readonly nodes: number;
  /** Sum of their task caps. */
  readonly slots: number;
  /** Workers of all pools. */
  readonly workers: number;
  /** Sum of their cores. */
  readonly cores: number;
  /** Cores of the database, each replica counted like the primary; 0 when it is ideal. */
  readonly databaseCores: number;
  readonly regions: number;
  /** Price of an hour, with its currency; null when the scenario has no prices. */
  readonly cost: { readonly perHour: number; readonly currency: string } | null;
}

/** The resources of a study's scenario, at the price that was measured. */
export function resourcesOf({ scenario, estimates }: Pick<Study, 'scenario' | 'estimates'>): Resources {
  const perHour = estimates.get('cost.perHour')?.value ?? null;
  return { ...partsOf(scenario), cost: priced(scenario, perHour) };
}

/** The resources of a design before it is run, at the price of an hour with the nodes that it begins with. */
export function plannedResources(scenario: Scenario): Resources {
  const { cost } = scenario;
  const perHour =
    cost === null
      ? null
      : costOf(scenario, cost, 1, ({ state }) => [state === 'absent' ? 0 : 1, state === 'down' ? 1 : 0]);
  return { ...partsOf(scenario), cost: priced(scenario, perHour) };
}

function priced({ cost }: Scenario, perHour: number | null): Resources['cost'] {
  return perHour === null || cost === null ? null : { perHour, currency: cost.currency };
}

function partsOf(scenario: Scenario): Omit<Resources, 'cost'> {
  const added = new Set(
    scenario.timeline.flatMap(({ action }) => (action.do === 'addNode' ? [action.node] : [])),
  );
  // Of a group that is scaled those that it begins with.
  const isThere = ({ state, group }: NodeSpec) =>
    state !== 'absent' || scenario.groups[group]!.autoscale === null;
  const nodes = scenario.nodes.filter((node, i) => !added.has(i) && isThere(node));
  return {
    nodes: nodes.length,
    slots: nodes.reduce((sum, node) => sum + node.taskCap, 0),
    workers: scenario.workers.reduce((sum, { count }) => sum + count, 0),
    cores: nodes.reduce((sum, node) => sum + node.cores, 0),
    databaseCores:
      scenario.database === null ? 0 : scenario.database.cores * (1 + scenario.database.replicas.length),
    regions: regionsOf(scenario).size,
  };
}

function regionsOf({ places, nodes }: Scenario): Set<string> {
  return new Set(nodes.map((node) => places[node.place]!.region));
}
