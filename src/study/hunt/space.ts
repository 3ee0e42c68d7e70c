/**
 * The outages that a hunt looks through: which part is lost, how long after the first one, and for how long. Everything is
 * a whole number that means less the smaller it is (a weaker part, sooner, shorter), so that to shrink is to lower numbers.
 */
import { HOUR, MINUTE, type Micros, SECOND } from '../../engine/time.ts';
import type { Scenario, Target, TimelineEntry } from '../../scenario/scenario.ts';

export const HUNTED = ['nodes', 'replicas', 'balancers', 'storage', 'database', 'zones', 'regions'] as const;
export type HuntedKind = (typeof HUNTED)[number];

export interface Quarry {
  readonly kind: HuntedKind;
  /** As the scenario file names it. */
  readonly name: string;
  readonly target: Target;
}

/** One fault: an index into the space's quarries, whole `step`s after the first fault strikes, an index into its lengths. */
export interface Fault {
  readonly quarry: number;
  readonly after: number;
  readonly length: number;
}

export interface Space {
  readonly quarries: readonly Quarry[];
  readonly lengths: readonly Micros[];
  readonly step: Micros;
  /** Largest `after`. */
  readonly steps: number;
  readonly mostFaults: number;
  /** When the first fault strikes, and how long it is looked on after all is over. */
  readonly strikes: Micros;
  readonly watch: Micros;
}

const LENGTHS = [30 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR];
const STRIKES = HOUR;
const WATCH = 3 * HOUR;

/** All that can be lost of these kinds, weakest first. */
export function spaceOf(
  scenario: Scenario,
  kinds: readonly HuntedKind[],
  mostFaults: number,
  window: Micros,
): Space {
  const quarries = HUNTED.filter((kind) => kinds.includes(kind)).flatMap((kind) =>
    quarriesOf(scenario, kind),
  );
  const step = window <= 2 * MINUTE ? 10 * SECOND : MINUTE;
  return {
    quarries,
    lengths: LENGTHS,
    step,
    steps: Math.floor(window / step),
    mostFaults,
    strikes: STRIKES,
    watch: WATCH,
  };
}

function quarriesOf(scenario: Scenario, kind: HuntedKind): Quarry[] {
  const { nodes, balancers, database, storage } = scenario;
  const quarry = (name: string, target: Target): Quarry => ({ kind, name, target });
  switch (kind) {
    case 'nodes':
      return nodes.flatMap(({ name, state }, node) =>
        state === 'online' ? [quarry(name, { kind: 'node', node })] : [],
      );
    case 'replicas':
      return (database?.replicas ?? []).map(({ name }, replica) =>
        quarry(name, { kind: 'replica', replica }),
      );
    case 'balancers':
      return balancers.map(({ name }, balancer) => quarry(name, { kind: 'balancer', balancer }));
    case 'storage':
      return storage === null ? [] : [quarry('storage', { kind: 'storage' })];
    case 'database':
      return database === null ? [] : [quarry('database', { kind: 'database' })];
    case 'zones':
      return [...zonesOf(scenario)].map(([name, target]) => quarry(name, target));
    case 'regions':
      return [...new Set(placesWithParts(scenario).map(({ region }) => region))].map((region) =>
        quarry(region, { kind: 'region', region }),
      );
  }
}

function zonesOf(scenario: Scenario): Map<string, Target> {
  return new Map(
    placesWithParts(scenario).flatMap(({ region, zone }) =>
      zone === null ? [] : [[`${region}/${zone}`, { kind: 'zone', region, zone }] as const],
    ),
  );
}

/** Where something of the cluster stands; a site of users alone is not lost. */
function placesWithParts({ places, nodes, database, storage, balancers }: Scenario) {
  const standing = [
    ...nodes,
    ...balancers,
    ...(database === null ? [] : [database, ...database.replicas]),
    ...(storage === null ? [] : [storage]),
  ];
  return standing.map(({ place }) => places[place]!);
}

/** What strikes as entries of a timeline: a node crashes, everything else is an outage. */
export function entriesOf(
  { quarries, lengths, step, strikes }: Space,
  faults: readonly Fault[],
): TimelineEntry[] {
  return faults
    .map(({ quarry, after, length }, i): TimelineEntry => {
      const { target } = quarries[quarry]!;
      return {
        at: strikes + after * step,
        name: `fault-${i + 1}`,
        action: target.kind === 'node' ? { do: 'crash', nodes: [target.node] } : { do: 'outage', target },
        for: lengths[length]!,
        plan: null,
      };
    })
    .sort((a, b) => a.at - b.at);
}

/** The scenario struck by these faults and nothing else. */
export function struckBy(
  scenario: Scenario,
  space: Space,
  entries: readonly TimelineEntry[],
  plan: number | null,
): Scenario {
  const end = Math.max(...entries.map((entry) => entry.at + (entry.for ?? 0)));
  const answered = entries.map((entry) =>
    plan !== null && entry.action.do === 'outage' && entry.action.target.kind === 'region'
      ? { ...entry, plan }
      : entry,
  );
  return Object.freeze({
    ...scenario,
    study: 'terminating' as const,
    warmUp: 0,
    duration: end + space.watch,
    failures: [],
    expect: [],
    timeline: answered,
  });
}

/** In one order whatever the order in which they were drawn, so that equal outages are equal; the first strikes at 0. */
export function normal(faults: readonly Fault[]): Fault[] {
  const first = Math.min(...faults.map(({ after }) => after));
  return faults
    .map((fault) => ({ ...fault, after: fault.after - first }))
    .sort((a, b) => a.after - b.after || a.quarry - b.quarry || a.length - b.length);
}
