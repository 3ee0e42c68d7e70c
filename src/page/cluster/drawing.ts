/** The cluster as a drawing: what stands where, how busy each part is over time, and when it is not as usual. */
import { averages, type Bin } from '../../report/charts/over-replications.ts';
import { type Shade, shadesOf } from '../../report/charts/spans.ts';
import type { DrawnDesign } from '../../report/charts/topic.ts';
import { duration, plural } from '../../report/words.ts';
import type { Place, Scenario } from '../../scenario/scenario.ts';
import { briefly } from '../rounding.ts';

/** One design. */
export interface ClusterDrawing {
  /** Of the page: letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Length of the run in seconds. */
  readonly seconds: number;
  /** Middles of the times that the values are of. */
  readonly at: readonly number[];
  readonly places: readonly DrawnPlace[];
  readonly parts: readonly DrawnPart[];
  readonly flows: readonly Flow[];
  readonly spans: readonly PartSpan[];
}

export interface DrawnPlace {
  readonly name: string;
  readonly region: string;
  /** How far it is from where the data are; empty: nothing is. */
  readonly note: string;
}

export interface DrawnPart {
  readonly kind: 'balancer' | 'node' | 'group' | 'database' | 'copy' | 'storage' | 'queue' | 'clients';
  readonly name: string;
  /** What it is made of. */
  readonly note: string;
  /** Index of a place; null: it stands outside of all. */
  readonly place: number | null;
  readonly tracks: readonly Track[];
}

/** How much of something is in use, time by time. */
export interface Track {
  readonly name: string;
  /** All of it; a share where it is 1. */
  readonly of: number;
  readonly unit: 'share' | 'count';
  readonly value: readonly (number | null)[];
}

/** Who talks to whom, by index. */
export interface Flow {
  readonly from: number;
  readonly to: number;
}

/** Some parts are not as usual. */
export interface PartSpan {
  readonly label: string;
  readonly kind: Shade['kind'];
  readonly from: number;
  readonly to: number;
  /** Indices of those that it is about; none of a plan, or of the network. */
  readonly parts: readonly number[];
}

/** Nodes beyond these are drawn group by group. */
const MOST_NODES = 16;
/** Spans beyond these are in the charts' lists. */
const MOST_SPANS = 60;
const MOST_GROUPS = 40;

/** The drawing of a design, from all its replications. */
export function drawingOf(design: DrawnDesign, id: string): ClusterDrawing {
  const { scenario, runs } = design;
  const seconds = scenario.duration / 1e6;
  const bins = (series: string): readonly Bin[] => averages(runs, series, seconds);
  const track = (name: string, series: string, of: number, unit: Track['unit']): Track[] => {
    const value = briefly(bins(series).map((bin) => bin.value));
    const all = Math.max(of, ...value.map((one) => one ?? 0));
    return value.length === 0 || all === 0 ? [] : [{ name, of: all, unit, value }];
  };
  const parts = partsOf(scenario, track);
  const { shades, scattered } = shadesOf(design);
  return {
    id,
    title: `The cluster: ${design.name}`,
    sentence: sentenceOf(scenario, scattered),
    seconds,
    at: bins('queue.length').map(({ at }) => Math.round(at)),
    places: scenario.places.map((place, i) => ({
      name: placeName(place),
      region: place.region,
      note: farNote(scenario, i),
    })),
    parts,
    flows: flowsOf(parts),
    spans: shades.slice(0, MOST_SPANS).map(({ label, kind, from, to, subject }) => ({
      label,
      kind,
      from,
      to,
      parts: about(subject, parts, scenario),
    })),
  };
}

type TrackOf = (name: string, series: string, of: number, unit: Track['unit']) => Track[];

function partsOf(scenario: Scenario, track: TrackOf): DrawnPart[] {
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
function flowsOf(parts: readonly DrawnPart[]): Flow[] {
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

function placeName({ region, zone }: Place): string {
  return zone === null ? region : `${region}/${zone}`;
}

function farNote({ places, network, nodes, database }: Scenario, place: number): string {
  if (database === null || places.length === 1 || !nodes.some((node) => node.place === place)) return '';
  const trip = network.roundTrip[place]?.[database.place] ?? -1;
  return trip < 0 ? '' : `${duration(trip / 1e6)} to the database`;
}

/** Indices of the parts that a name means: a part, a group, a place, a region. */
function about(subject: string, parts: readonly DrawnPart[], { places, nodes, groups }: Scenario): number[] {
  const group = groups.find(({ name }) => name === subject);
  const members = new Set(group?.members.map((i) => nodes[i]!.name));
  return parts.flatMap(({ name, place }, i) => {
    const at = place === null ? null : places[place]!;
    const isThere = at !== null && (at.region === subject || placeName(at) === subject);
    return name === subject || members.has(name) || isThere ? [i] : [];
  });
}

function sentenceOf({ nodes, places, database }: Scenario, scattered: number): string {
  const size = `${plural(nodes.length, 'node')} in ${plural(places.length, 'place')}`;
  const elsewhere =
    scattered === 0
      ? ''
      : ` What strikes at another time in each replication (${scattered}) is in the means alone.`;
  const copies = (database?.replicas.length ?? 0) > 0;
  const serves = copies ? ' How busy the database is, is told of whichever copy serves.' : '';
  return `${size}; bars are means over replications.${serves}${elsewhere}`;
}
