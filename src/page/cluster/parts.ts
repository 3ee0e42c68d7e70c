/** What a cluster is made of, and where it stands, with whatever is known of each part over time. */
import { duration, plural } from '../../report/words.ts';
import type { Place, Scenario } from '../../scenario/scenario.ts';
import type { ClusterDrawing, DrawnPart, DrawnPlace, Flow, Track } from './drawing.ts';

/** Nodes beyond these are drawn group by group. */
const MOST_NODES = 16;
const MOST_GROUPS = 40;

/** A cluster as its scenario says, before anything was run. */
export function sketchOf(scenario: Scenario, title: string): ClusterDrawing {
  const parts = partsOf(scenario, () => []);
  return {
    id: 'sketch',
    title,
    sentence: '',
    seconds: scenario.duration / 1e6,
    at: [],
    places: placesOf(scenario),
    parts,
    flows: flowsOf(parts),
    spans: [],
  };
}

export function placesOf(scenario: Scenario): DrawnPlace[] {
  return scenario.places.map((place, i) => ({
    name: placeName(place),
    region: place.region,
    note: farNote(scenario, i),
  }));
}

/** The tracks of a series, where it was measured. */
export type TrackOf = (name: string, series: string, of: number, unit: Track['unit']) => Track[];

/** Users and queue, balancers, nodes, database and storage with their copies. */
export function partsOf(scenario: Scenario, track: TrackOf): DrawnPart[] {
  const { balancers, database, storage, tasks, requests } = scenario;
  const clients: DrawnPart = {
    kind: 'clients',
    name: 'users',
    note: plural(requests.length, 'class of requests', 'classes of requests'),
    place: null,
    tracks: track('served', 'availability.users', 1, 'share'),
  };
  const queue: DrawnPart = {
    kind: 'queue',
    name: 'queue',
    note: plural(tasks.length, 'class of tasks', 'classes of tasks'),
    place: null,
    tracks: track('waiting', 'queue.length', 1, 'count'),
  };
  return [
    ...(requests.length > 0 ? [clients] : []),
    ...(tasks.length > 0 ? [queue] : []),
    ...balancers.map(
      ({ name, choice, place }): DrawnPart => ({ kind: 'balancer', name, note: choice, place, tracks: [] }),
    ),
    ...(scenario.nodes.length <= MOST_NODES ? nodesOf(scenario, track) : groupsOf(scenario, track)),
    ...(database === null
      ? []
      : [
          {
            kind: 'database' as const,
            name: 'database',
            note: plural(database.cores, 'core'),
            place: database.place,
            tracks: track('busy', 'database.utilisation', 1, 'share'),
          },
          ...database.replicas.map(
            ({ name, mode, place }): DrawnPart => ({
              kind: 'copy',
              name,
              note: `copy, ${mode}`,
              place,
              tracks: [],
            }),
          ),
        ]),
    ...(storage === null
      ? []
      : [
          {
            kind: 'storage' as const,
            name: 'storage',
            note: storage.preset ?? 'files',
            place: storage.place,
            tracks: track('busy', 'storage.utilisation', 1, 'share'),
          },
          ...storage.replicas.map(
            ({ name, place }): DrawnPart => ({
              kind: 'copy',
              name,
              note: 'copy of files',
              place,
              tracks: [],
            }),
          ),
        ]),
  ];
}

/** What a node that is there from the start on needs no word for. */
const AT_FIRST = { online: '', down: ', off at first', absent: ', added later' } as const;

function nodesOf({ nodes }: Scenario, track: TrackOf): DrawnPart[] {
  return nodes.map(({ name, place, taskCap, cores, state }) => ({
    kind: 'node',
    name,
    note: `${plural(cores, 'core')}${AT_FIRST[state]}`,
    place,
    tracks: [
      ...track('slots', `node.${name}.slots.busy`, taskCap, 'count'),
      ...track('CPU', `node.${name}.cpu.utilisation`, 1, 'share'),
    ],
  }));
}

/** The slots of all nodes together, where there is but one group: more is not measured of so many. */
function groupsOf({ nodes, groups }: Scenario, track: TrackOf): DrawnPart[] {
  const drawn = groups.filter(({ members }) => members.length > 0);
  const left = drawn.length - MOST_GROUPS;
  const slots = nodes.reduce((sum, { taskCap }) => sum + taskCap, 0);
  return drawn.slice(0, MOST_GROUPS).map(({ name, members }, i) => ({
    kind: 'group',
    name,
    note: `${plural(members.length, 'node')}${i === MOST_GROUPS - 1 && left > 0 ? `, and ${left} more groups` : ''}`,
    place: nodes[members[0]!]!.place,
    tracks: drawn.length === 1 ? track('slots', 'slots.busy', slots, 'count') : [],
  }));
}

/** Users ask balancers, balancers nodes; nodes take from the queue, and ask database and storage. */
export function flowsOf(parts: readonly DrawnPart[]): Flow[] {
  const of = (...kinds: DrawnPart['kind'][]) =>
    parts.flatMap(({ kind }, i) => (kinds.includes(kind) ? [i] : []));
  const each = (from: readonly number[], to: readonly number[]) =>
    from.flatMap((a) => to.map((b): Flow => ({ from: a, to: b })));
  const nodes = of('node', 'group');
  const balancers = of('balancer');
  return [
    ...each(of('clients'), balancers.length > 0 ? balancers : nodes),
    ...each(balancers, nodes),
    ...each(of('queue'), nodes),
    ...each(nodes, of('database', 'storage')),
  ];
}

export function placeName({ region, zone }: Place): string {
  return zone === null ? region : `${region}/${zone}`;
}

function farNote({ places, network, nodes, database }: Scenario, place: number): string {
  if (database === null || places.length === 1 || !nodes.some((node) => node.place === place)) return '';
  const trip = network.roundTrip[place]?.[database.place] ?? -1;
  return trip < 0 ? '' : `${duration(trip / 1e6)} to the database`;
}
