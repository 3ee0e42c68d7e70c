/** How much work gets through: completions over time, tasks an hour and requests a second. */
import { type Axis, timeAxis, valueAxis } from './axes.ts';
import { largest, meanWithBand } from './curves.ts';
import { type Chart, type Column, type Curve, grid, type Key, type Row } from './grid.ts';
import { type Bin, rates } from './over-replications.ts';
import { colour } from './palette.ts';
import { together } from './spans.ts';
import { type Design, secondsOf, type Topic } from './topic.ts';

const HOUR = 3_600;

interface Flow {
  readonly name: string;
  readonly kind: 'tasks' | 'requests';
  readonly count: string;
}

/** Completions of each class; classes compete in a panel, and in a comparison so do the designs, class by class. */
export function throughput(topic: Topic): Chart | null {
  const flows = flowsOf(topic);
  if (flows.length === 0) return null;
  const alone = topic.designs.length === 1;
  const panels = alone ? byKind(flows) : flows.slice(0, MOST_ROWS).map((flow) => [flow]);
  const seconds = secondsOf(topic);
  const rows: Row[] = [];
  const curves: Curve[] = [];
  const keys: Key[] = [];
  for (const [row, flowsHere] of panels.entries()) {
    const series = flowsHere.flatMap((flow) => topic.designs.map((design) => binsOf(design, flow, seconds)));
    const axis = axisOf(flowsHere, alone, Math.max(...series.map(largest)), panels.length);
    rows.push({ axis });
    for (const [i, bins] of series.entries()) {
      const tone = colour(alone ? flows.indexOf(flowsHere[i]!) : i);
      curves.push(...meanWithBand(bins, { row, column: 0, axis }, tone));
      if (alone) keys.push({ text: flowsHere[i]!.name, colour: tone, as: 'line' });
    }
  }
  if (!alone)
    keys.push(...topic.designs.map(({ name }, i): Key => ({ text: name, colour: colour(i), as: 'line' })));
  const column: Column = { heading: null, colour: colour(0), shades: together(topic.designs).shades };
  return grid(topic, {
    file: 'throughput',
    asks: 'How much work gets through?',
    about: `Throughput: what was completed, mean over replications${bandNote(topic)}`,
    xAxis: timeAxis(seconds, 7),
    rows,
    columns: [column],
    curves,
    keys,
  });
}

const MOST_ROWS = 4;

/** Said wherever a band of intervals is drawn. */
export function bandNote(topic: Topic): string {
  return topic.designs.every(({ runs }) => runs.length >= 5) ? '; light band: its 95 % interval' : '';
}

/** Classes of which something was completed in some design, the users' before the system's. */
function flowsOf(topic: Topic): Flow[] {
  const { tasks, requests } = topic.designs[0]!.scenario;
  const ranked = [...tasks].sort((a, b) => Number(a.kind === 'system') - Number(b.kind === 'system'));
  const flows: Flow[] = [
    ...ranked.map(({ name }): Flow => ({ name, kind: 'tasks', count: `tasks.${name}.succeeded` })),
    ...requests.map(({ name }): Flow => ({ name, kind: 'requests', count: `requests.${name}.served` })),
  ];
  const some = ({ runs }: Design, name: string) =>
    runs.some(({ series }) => series.counts[name]?.some((n) => n > 0) ?? false);
  return flows.filter(({ count }) => topic.designs.some((design) => some(design, count)));
}

function byKind(flows: readonly Flow[]): Flow[][] {
  return (['tasks', 'requests'] as const)
    .map((kind) => flows.filter((flow) => flow.kind === kind))
    .filter((group) => group.length > 0);
}

function binsOf(design: Design, flow: Flow, seconds: number): Bin[] {
  return rates(design.runs, [flow.count], seconds);
}

function axisOf(flows: readonly Flow[], alone: boolean, most: number, rows: number): Axis {
  const { kind, name } = flows[0]!;
  const subject = alone ? kind : name;
  const ticks = rows > 2 ? 4 : 6;
  if (kind === 'requests' && most >= 0.2) return valueAxis(`${subject}\nper second`, most, ticks);
  return valueAxis(`${subject}\nper hour`, most, ticks, HOUR);
}
