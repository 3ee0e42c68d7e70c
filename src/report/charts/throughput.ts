/** How much work gets through: completions over time, tasks an hour and requests a second. */
import type { RunResult } from '../../measure/result.ts';
import { type Axis, timeAxis, valueAxis } from './axes.ts';
import type { Column, Curve, Key, Row } from './chart.ts';
import { designKeys, largest, meanWithBand } from './curves.ts';
import { grid } from './grid.ts';
import { type Bin, rates } from './over-replications.ts';
import { colour } from './palette.ts';
import type { Chart } from './picture.ts';
import { sharedShades } from './spans.ts';
import { type DrawnDesign, secondsOf, type Topic } from './topic.ts';

const HOUR = 3_600;

interface Flow {
  readonly name: string;
  readonly kind: 'tasks' | 'system' | 'requests';
  readonly counts: readonly string[];
}

/** Completions of each class; classes compete in a panel, and in a comparison so do the designs, class by class. */
export function throughput(topic: Topic): Chart | null {
  const flows = flowsOf(topic);
  if (flows.length === 0) return null;
  const alone = topic.designs.length === 1;
  const panels = alone ? byKind(flows) : byFlow(flows);
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
      curves.push(...meanWithBand(bins, { row, column: 0, axis }, tone, alone ? 0 : i));
      if (alone) keys.push({ text: flowsHere[i]!.name, colour: tone, as: 'line' });
    }
  }
  if (!alone) keys.push(...designKeys(topic));
  const column: Column = { heading: null, colour: colour(0), shades: sharedShades(topic.designs) };
  return grid(topic, {
    file: 'throughput',
    asks: 'How much work gets through?',
    about: `Throughput: what was completed, mean over replications${bandNote(topic)}`,
    shows: flows.flatMap(({ counts }) => counts.map((count) => count.slice(0, count.lastIndexOf('.')))),
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

/** More classes than this in one panel are drawn as the first two and all others. */
const MOST_CLASSES = 3;

/** Of which something was completed in some design: users' tasks, system tasks together, requests. */
function flowsOf(topic: Topic): Flow[] {
  const { tasks, requests } = topic.designs[0]!.scenario;
  const taskFlow = ({ name }: { name: string }): Flow => ({
    name,
    kind: 'tasks',
    counts: [`tasks.${name}.succeeded`],
  });
  const requestFlow = ({ name }: { name: string }): Flow => ({
    name,
    kind: 'requests',
    counts: [`requests.${name}.served`],
  });
  const system = tasks
    .filter(({ kind }) => kind === 'system')
    .map((task): Flow => ({ ...taskFlow(task), kind: 'system' }));
  const users = tasks.filter(({ kind }) => kind !== 'system').map(taskFlow);
  return [
    ...shortened(users.filter(happened)),
    ...together('system tasks', system.filter(happened)),
    ...shortened(requests.map(requestFlow).filter(happened)),
  ];

  function happened({ counts }: Flow): boolean {
    const some = ({ series }: RunResult) =>
      counts.some((name) => series.counts[name]?.some((n) => n > 0) ?? false);
    return topic.designs.some(({ runs }) => runs.some(some));
  }
}

function shortened(flows: readonly Flow[]): Flow[] {
  if (flows.length <= MOST_CLASSES) return [...flows];
  const rest = flows.slice(MOST_CLASSES - 1);
  return [...flows.slice(0, MOST_CLASSES - 1), ...together(`${rest.length} other classes`, rest)];
}

function together(name: string, flows: readonly Flow[]): Flow[] {
  if (flows.length === 0) return [];
  return [{ name, kind: flows[0]!.kind, counts: flows.flatMap(({ counts }) => counts) }];
}

function byKind(flows: readonly Flow[]): Flow[][] {
  const requests = flows.filter(({ kind }) => kind === 'requests');
  return [flows.filter(({ kind }) => kind !== 'requests'), requests].filter((group) => group.length > 0);
}

/** A panel a class; system tasks only where there is nothing else. */
function byFlow(flows: readonly Flow[]): Flow[][] {
  const users = flows.filter(({ kind }) => kind !== 'system');
  return (users.length > 0 ? users : flows).slice(0, MOST_ROWS).map((flow) => [flow]);
}

function binsOf(design: DrawnDesign, flow: Flow, seconds: number): Bin[] {
  return rates(design.runs, flow.counts, seconds);
}

function axisOf(flows: readonly Flow[], alone: boolean, most: number, rows: number): Axis {
  const { kind, name } = flows[0]!;
  const subject = alone ? (kind === 'requests' ? 'requests' : 'tasks') : name;
  const ticks = rows > 2 ? 4 : 6;
  if (kind === 'requests' && most >= 0.2) return valueAxis(`${subject}\nper second`, most, ticks);
  return valueAxis(`${subject}\nper hour`, most, ticks, HOUR);
}
