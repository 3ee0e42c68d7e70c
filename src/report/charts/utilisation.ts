/** What is busiest: database, storage and processors over time. */
import { shareAxis, timeAxis } from './axes.ts';
import type { Curve, Key, Row } from './chart.ts';
import { designKeys, meanWithBand } from './curves.ts';
import { grid } from './grid.ts';
import { averages, type Bin } from './over-replications.ts';
import { colour } from './palette.ts';
import type { Chart } from './picture.ts';
import { sharedShades } from './spans.ts';
import { bandNote } from './throughput.ts';
import { type DrawnDesign, secondsOf, type Topic } from './topic.ts';

const PARTS = ['database', 'storage', 'node CPU'] as const;
type Part = (typeof PARTS)[number];

/** The parts in one panel; in a comparison a panel a part, the designs on the same axis. null when nothing was ever busy. */
export function utilisation(topic: Topic): Chart | null {
  const seconds = secondsOf(topic);
  const busy = PARTS.map((part) => ({
    part,
    series: topic.designs.map((design) => binsOf(design, part, seconds)),
  })).filter(({ series }) => series.some((bins) => bins.some(({ value }) => (value ?? 0) > 0)));
  if (busy.length === 0) return null;
  const alone = topic.designs.length === 1;
  const rows: Row[] = alone
    ? [{ axis: shareAxis('utilisation', 6) }]
    : busy.map(({ part }) => ({ axis: shareAxis(`${part}\nutilisation`, busy.length > 2 ? 3 : 5) }));
  const curves: Curve[] = busy.flatMap(({ part, series }, i) =>
    series.flatMap((bins, design) => {
      const row = alone ? 0 : i;
      const tone = colour(alone ? PARTS.indexOf(part) : design);
      return meanWithBand(bins, { row, column: 0, axis: rows[row]!.axis }, tone, alone ? 0 : design);
    }),
  );
  const keys: Key[] = alone
    ? busy.map(({ part }) => ({ text: part, colour: colour(PARTS.indexOf(part)), as: 'line' }))
    : designKeys(topic);
  return grid(topic, {
    file: 'utilisation',
    asks: 'What is the busiest part?',
    about: `Utilisation: share of the capacity in use, of nodes all together, mean over replications${bandNote(topic)}`,
    shows: ['database', 'storage', ...topic.designs[0]!.scenario.nodes.map(({ name }) => `node.${name}.cpu`)],
    xAxis: timeAxis(seconds, 7),
    rows,
    columns: [{ heading: null, colour: colour(0), shades: sharedShades(topic.designs) }],
    curves,
    keys,
  });
}

function binsOf({ scenario, runs }: DrawnDesign, part: Part, seconds: number): Bin[] {
  if (part !== 'node CPU') return averages(runs, `${part}.utilisation`, seconds);
  const nodes = scenario.nodes.map(({ name, cores }) => ({
    cores,
    bins: averages(runs, `node.${name}.cpu.utilisation`, seconds),
  }));
  const known = nodes.filter(({ bins }) => bins.length > 0);
  const cores = known.reduce((sum, node) => sum + node.cores, 0);
  return (known[0]?.bins ?? []).map(({ at }, i) => ({
    at,
    value: known.reduce((sum, node) => sum + (node.bins[i]?.value ?? 0) * node.cores, 0) / cores,
    half: null,
  }));
}
