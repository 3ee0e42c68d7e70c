/** The cluster as a drawing: what stands where, how busy each part is over time, and when it is not as usual. */
import { averages, type Bin } from '../../report/charts/over-replications.ts';
import { type Shade, shadesOf } from '../../report/charts/spans.ts';
import type { DrawnDesign } from '../../report/charts/topic.ts';
import { plural } from '../../report/words.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { briefly } from '../rounding.ts';
import { flowsOf, partsOf, placeName, placesOf, type TrackOf } from './parts.ts';

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

/** Spans beyond these are in the charts' lists. */
const MOST_SPANS = 60;

/** The drawing of a design, from all its replications. */
export function drawingOf(design: DrawnDesign, id: string): ClusterDrawing {
  const { scenario, runs } = design;
  const seconds = scenario.duration / 1e6;
  const bins = (series: string): readonly Bin[] => averages(runs, series, seconds);
  const track: TrackOf = (name, series, of, unit) => {
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
    places: placesOf(scenario),
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
