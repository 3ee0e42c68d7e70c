/** Designs with one node or one zone lost for the whole run: what `hasim size` may ask a configuration to survive. */
import type { NodeSpec, Place, Scenario, Target, TimelineEntry } from '../../scenario/scenario.ts';

export type Survived = 'node' | 'zone';

export interface Variant {
  /** What is lost: `node east-1`, `zone us-east-1/a`; null: nothing. */
  readonly lost: string | null;
  readonly scenario: Scenario;
}

/** The design with each node or zone lost, the largest losses of task slots first, and last with nothing lost. */
export function variantsOf(scenario: Scenario, survive: Survived | null): Variant[] {
  const losses = survive === null ? [] : survive === 'node' ? nodeLosses(scenario) : zoneLosses(scenario);
  const working = ({ scenario: { nodes } }: Variant) =>
    nodes.reduce((sum, { state, taskCap }) => sum + (state === 'online' ? taskCap : 0), 0);
  return [...losses.sort((a, b) => working(a) - working(b)), { lost: null, scenario }];
}

/**
 * A lost node is down from the beginning: balancers and dispatch know it, and nothing starts it but the scenario's own
 * timeline or plans. Of nodes that nothing tells apart one stands for all.
 */
function nodeLosses(scenario: Scenario): Variant[] {
  const alike = new Set<string>();
  return scenario.nodes.flatMap((node, index): Variant[] => {
    if (node.state !== 'online') return [];
    const kind = tellsApart(scenario) ? node.name : JSON.stringify({ ...node, name: '' });
    if (alike.has(kind)) return [];
    alike.add(kind);
    return [{ lost: `node ${node.name}`, scenario: Object.freeze(without(scenario, (i) => i === index)) }];
  });
}

/** Something in the scenario may mean one node rather than another. */
function tellsApart({ nodes, timeline, plans, failures, tasks }: Scenario): boolean {
  return (
    timeline.length + plans.length + failures.length > 0 ||
    tasks.some(({ active }) => active.length > 0) ||
    nodes.some(({ phase }) => phase !== null)
  );
}

/**
 * Nodes of a lost zone are down from the beginning; whatever else stands there (database, storage, balancers) is struck
 * at time 0 and not repaired, so that a failover to a replica elsewhere is part of the run.
 */
function zoneLosses(scenario: Scenario): Variant[] {
  const names = new Set<string>();
  return zonesOf(scenario).flatMap((place): Variant[] => {
    const { region, zone } = place;
    const name = `${region}/${zone}`;
    if (zone === null || names.has(name)) return [];
    names.add(name);
    const isThere = (index: number) => {
      const other = scenario.places[index];
      return other?.region === region && other.zone === zone;
    };
    const rest = without(scenario, (node) => isThere(scenario.nodes[node]!.place));
    const target: Target = { kind: 'zone', region, zone };
    const strike: TimelineEntry = {
      at: 0,
      name: `lost ${name}`,
      action: { do: 'outage', target },
      for: null,
      plan: null,
    };
    const timeline = [strike, ...scenario.timeline];
    return [{ lost: `zone ${name}`, scenario: Object.freeze({ ...rest, timeline }) }];
  });
}

/** Places at which a part of the design stands. */
function zonesOf({ places, nodes, balancers, database, storage }: Scenario): Place[] {
  const used = [
    ...nodes.filter(({ state }) => state !== 'absent').map(({ place }) => place),
    ...balancers.map(({ place }) => place),
    ...(database === null ? [] : [database.place, ...database.replicas.map(({ place }) => place)]),
    ...(storage === null || storage.local
      ? []
      : [storage.place, ...storage.replicas.map(({ place }) => place)]),
  ];
  return used.map((place) => places[place]!);
}

/** With nodes down from the beginning; what would have been running on them then is in the queue. */
function without(scenario: Scenario, isLost: (node: number) => boolean): Scenario {
  const nodes = scenario.nodes.map(
    (node, i): NodeSpec => (isLost(i) && node.state === 'online' ? { ...node, state: 'down' } : node),
  );
  const tasks = scenario.tasks.map((task) => {
    const active = task.active.filter(({ node }) => !isLost(node));
    const displaced = task.active
      .filter(({ node }) => isLost(node))
      .reduce((sum, { count }) => sum + count, 0);
    return displaced === 0 ? task : { ...task, active, queued: task.queued + displaced };
  });
  return { ...scenario, nodes, tasks };
}
