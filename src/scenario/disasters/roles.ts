/**
 * Roles: the words by which a disaster names a part of any design, and which part of one design they mean. What a design
 * does not have is said, never skipped.
 */
import type { Scenario } from '../scenario.ts';

/** The name of the part in a design, or what the design lacks, as it ends the sentence "it has …". */
export type Found = { readonly name: string } | { readonly lacks: string };

interface Role {
  /** For people, a sentence. */
  readonly means: string;
  readonly find: (scenario: Scenario) => Found;
}

/** By the words that stand in a disaster. */
export const ROLES: Readonly<Record<string, Role>> = {
  'a node that runs tasks': {
    means: 'The first node, in file order, that is online and has a task cap.',
    find: (scenario) => named(runners(scenario)[0], 'no node that runs tasks'),
  },
  'another node that runs tasks': {
    means: 'The second one.',
    find: (scenario) => named(runners(scenario)[1], 'only one node that runs tasks'),
  },
  'a node that serves users': {
    means: 'The first node that is online behind a balancer in use; without balancers, the first online.',
    find: (scenario) => named(servers(scenario)[0], 'no node that serves users'),
  },
  'the zone of the database': {
    means: 'The zone in which the primary stands at the start.',
    find: (scenario) => zoneAt(scenario, scenario.database?.place, 'no database with a zone of its own'),
  },
  'the zone of the standby': {
    means: 'The zone of the first synchronous replica.',
    find: (scenario) => zoneAt(scenario, standby(scenario)?.place, 'no standby in a zone of its own'),
  },
  'the zone of the storage': {
    means: 'The zone of the file store, where it is in one.',
    find: (scenario) => zoneAt(scenario, store(scenario)?.place, 'no store that stands in one zone'),
  },
  'another zone with nodes': {
    means: 'The first zone with a node that is not the zone of the database.',
    find: (scenario) => {
      const home = scenario.database?.place ?? scenario.nodes[0]?.place;
      return zoneAt(
        scenario,
        scenario.nodes.find(({ place, state }) => state === 'online' && place !== home)?.place,
        'all its nodes in one zone',
      );
    },
  },
  'the first region': {
    means: 'The region of the database; of an ideal one, that of the first node.',
    find: (scenario) => named(firstRegion(scenario), 'no region'),
  },
  'the second region': {
    means: 'Another region with nodes or with a copy of the database or the files.',
    find: (scenario) => named(secondRegion(scenario), 'no second region'),
  },
  'the users': {
    means: 'The region from which requests come, where it is not one of the cluster.',
    find: (scenario) => named(regionOfUsers(scenario), 'no users outside of its own regions'),
  },
  'the database': {
    means: 'The primary, wherever it is then.',
    find: ({ database }) => named(database && 'database', 'an ideal database, to which nothing happens'),
  },
  'the standby': {
    means: 'The first synchronous replica, or the one that shares a disk.',
    find: (scenario) => named(standby(scenario)?.name, 'no standby of the database'),
  },
  'the distant copy': {
    means: 'The first asynchronous replica.',
    find: ({ database }) =>
      named(database?.replicas.find(({ mode }) => mode === 'async')?.name, 'no asynchronous copy'),
  },
  'the storage': {
    means: 'The file store.',
    find: ({ storage }) => named(storage && 'storage', 'an ideal store, to which nothing happens'),
  },
  'the copy of the files': {
    means: 'The first replica of the file store.',
    find: ({ storage }) => named(storage?.replicas[0]?.name, 'no copy of the files'),
  },
  'the balancer': {
    means: 'The first balancer that is in use from the start.',
    find: (scenario) => named(balancers(scenario)[0], 'no load balancer'),
  },
  'the second balancer': {
    means: 'The second one that is in use from the start.',
    find: (scenario) => named(balancers(scenario)[1], 'only one load balancer in use'),
  },
};

/** Every name that stands for something in a design, as its timeline and plans may use it. */
export function namesIn({ nodes, groups, balancers: all, database, storage, places }: Scenario): Set<string> {
  return new Set([
    'nodes',
    ...nodes.map(({ name }) => name),
    ...groups.map(({ name }) => name),
    ...all.map(({ name }) => name),
    ...(database === null ? [] : ['database', ...database.replicas.map(({ name }) => name)]),
    ...(storage === null ? [] : ['storage', ...storage.replicas.map(({ name }) => name)]),
    ...places.flatMap(({ region, zone }) => (zone === null ? [region] : [region, `${region}/${zone}`])),
  ]);
}

function named(name: string | null | undefined, lacks: string): Found {
  return name == null ? { lacks } : { name };
}

function zoneAt({ places }: Scenario, place: number | undefined, lacks: string): Found {
  const { region, zone } = place === undefined ? { region: '', zone: null } : places[place]!;
  return zone === null ? { lacks } : { name: `${region}/${zone}` };
}

function runners({ nodes }: Scenario): string[] {
  return nodes.flatMap(({ name, state, taskCap }) => (state === 'online' && taskCap > 0 ? [name] : []));
}

function servers(scenario: Scenario): string[] {
  const { nodes, balancers: all } = scenario;
  const inUse = new Set(balancers(scenario));
  const behind = all.filter(({ name }) => inUse.has(name)).flatMap((balancer) => balancer.nodes);
  const candidates = all.length === 0 ? [...nodes.keys()] : behind;
  return candidates.flatMap((node) => (nodes[node]!.state === 'online' ? [nodes[node]!.name] : []));
}

function standby({ database }: Scenario) {
  return database?.replicas.find(({ mode }) => mode !== 'async');
}

function store({ storage }: Scenario) {
  return storage?.local === false ? storage : undefined;
}

/** Those that some plan's `switch` names are not in use before (rule F3). */
function balancers({ balancers: all, plans }: Scenario): string[] {
  const later = new Set(
    plans.flatMap(({ steps }) => steps.flatMap((step) => (step.do === 'switch' ? [step.balancer] : []))),
  );
  return all.flatMap(({ name }, i) => (later.has(i) ? [] : [name]));
}

function firstRegion({ places, database, nodes }: Scenario): string | undefined {
  const place = database?.place ?? nodes[0]?.place;
  return place === undefined ? undefined : places[place]!.region;
}

function secondRegion(scenario: Scenario): string | undefined {
  const first = firstRegion(scenario);
  return regionsOf(scenario).find((region) => region !== first);
}

/** In which something of the cluster stands: nodes first, then copies. */
function regionsOf({ places, nodes, database, storage }: Scenario): string[] {
  const standing = [...nodes, ...(database?.replicas ?? []), ...(storage?.replicas ?? [])];
  return standing.map(({ place }) => places[place]!.region);
}

function regionOfUsers(scenario: Scenario): string | undefined {
  const own = new Set([firstRegion(scenario), ...regionsOf(scenario)]);
  return scenario.requests
    .map(({ from }) => scenario.places[from]!.region)
    .find((region) => !own.has(region));
}
