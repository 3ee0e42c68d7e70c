/** Every chart that says something about a topic, and a note for each that would have been empty. */
import type { Comparison } from '../../study/comparison/compare.ts';
import { plural } from '../words.ts';
import { differences } from './differences.ts';
import { latencyOverTime } from './latency-over-time.ts';
import { outage } from './outage.ts';
import { percentiles } from './percentiles.ts';
import type { Chart } from './picture.ts';
import { queueAndSlots } from './queue.ts';
import { shadesOf } from './spans.ts';
import { throughput } from './throughput.ts';
import type { Topic } from './topic.ts';
import { utilisation } from './utilisation.ts';

export interface Gallery {
  readonly charts: readonly Chart[];
  /** What was left out and why, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The charts of a report, in the order in which one looks at them.
 *
 * @param topic of `runTopic` or `compareTopic`
 * @param comparison of a comparison, for the chart of its differences
 * @returns the charts as data; `runReport` and `compareReport` draw them
 */
export function gallery(topic: Topic, comparison: Comparison | null = null): Gallery {
  const notes: string[] = [];
  const orNote = (charts: readonly (Chart | null)[], why: string): Chart[] => {
    const drawn = charts.filter((chart) => chart !== null);
    if (drawn.length === 0) notes.push(why);
    return drawn;
  };
  const charts = [
    ...(comparison === null
      ? []
      : orNote([differences(topic, comparison)], 'no chart of differences: none can be said in percent')),
    ...orNote([throughput(topic)], 'no throughput chart: nothing was completed'),
    ...orNote(latencyOverTime(topic), 'no latency charts: nothing arrived'),
    ...orNote([queueAndSlots(topic)], 'no queue chart: no task was ever queued or run'),
    ...orNote([utilisation(topic)], 'no utilisation chart: database, storage and processors were never busy'),
    ...orNote(percentiles(topic), 'no percentile charts: too little work for a percentile'),
    ...orNote([outage(topic)], 'no outage chart: nothing was down or draining'),
  ];
  return { charts, notes: [...notes, ...spanNotes(topic)] };
}

function spanNotes({ designs }: Topic): string[] {
  const each = designs.map(shadesOf);
  const scattered = Math.max(...each.map((shades) => shades.scattered));
  const means = each.some(({ shades }) => shades.some(({ label }) => label.startsWith('≈')));
  return [
    ...(means ? ['≈ on a chart: begins at another time in each replication, drawn at its mean'] : []),
    ...(scattered > 0
      ? [`${plural(scattered, 'span')} not shaded: too far apart over the replications`]
      : []),
  ];
}
