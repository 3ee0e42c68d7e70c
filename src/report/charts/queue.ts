/** How long the queue is and who works on it: queue length and busy slots, stacked by node. */

import type { Scenario } from '../../scenario/scenario.ts';
import { duration } from '../words.ts';
import { type Axis, timeAxis, valueAxis } from './axes.ts';
import type { Curve, Key } from './chart.ts';
import { band, largest, line, meanWithBand, type Where, type XY } from './curves.ts';
import { designColumns, ticksOf } from './design-columns.ts';
import { grid } from './grid.ts';
import { averages, type Bin, binSeconds, maxima } from './over-replications.ts';
import { colour, INK, tint } from './palette.ts';
import type { Chart } from './picture.ts';
import { bandNote } from './throughput.ts';
import { type DrawnDesign, secondsOf, type Topic } from './topic.ts';

/** More layers than this cannot be told apart: nodes are then taken together by group. */
const MOST_LAYERS = 6;

interface Layer {
  readonly name: string;
  readonly bins: readonly Bin[];
}

/** One column a design; null when nothing ever queued or ran. */
export function queueAndSlots(topic: Topic): Chart | null {
  const seconds = secondsOf(topic);
  const queues = topic.designs.map(({ runs }) => averages(runs, 'queue.length', seconds));
  const stacks = topic.designs.map((design) => layersOf(design, seconds));
  const longestOf = topic.designs.map(({ runs }) => maxima(runs, 'queue.length', seconds));
  const longest = Math.max(0, ...[...queues, ...longestOf].map(largest));
  const busiest = Math.max(0, ...stacks.map((layers) => largest(totalOf(layers))));
  if (longest === 0 && busiest === 0) return null;
  const slots = topic.designs.map(({ runs }) => averages(runs, 'slots.configured', seconds));
  const queueAxis = valueAxis('tasks\nin the queue', longest, 5);
  const slotAxis = valueAxis('slots\nbusy', Math.max(busiest, ...slots.map(largest)), 5);
  const alone = topic.designs.length === 1;
  const columns = designColumns(topic);
  const curves = topic.designs.flatMap((_, column) => [
    peaks(longestOf[column]!, { row: 0, column, axis: queueAxis }, colour(column)),
    ...meanWithBand(queues[column]!, { row: 0, column, axis: queueAxis }, colour(column)),
    ...stacked(stacks[column]!, { row: 1, column, axis: slotAxis }, alone),
    capacity(slots[column]!, column, slotAxis),
  ]);
  return grid(topic, {
    file: 'queue',
    asks: 'How long is the queue, and who works on it?',
    about: `Queue length and busy slots${byWhat(topic)}: means of ${binWords(topic)} over replications${bandNote(topic)}; ${PEAKS}`,
    shows: ['queue', 'slots', 'node'],
    xAxis: timeAxis(seconds, ticksOf(topic)),
    rows: [{ axis: queueAxis }, { axis: slotAxis, weight: 1.2 }],
    columns,
    curves,
    keys: [...(alone ? layerKeys(stacks[0]!) : []), { text: 'slots configured', colour: INK, as: 'dashed' }],
  });
}

/** What a mean over minutes flattens: the longest queue in each bin. */
export function peaks(bins: readonly Bin[], where: Where, tone: string): Curve {
  const values = bins.map(({ at, value }) => [at, value] as const);
  return line(values, where, tone, 'thin');
}

/** Said wherever it is drawn. */
export const PEAKS = 'thin line: the longest queue in them';

/** `10 m` */
export function binWords({ designs }: Topic): string {
  return [...new Set(designs.map(({ runs }) => duration(binSeconds(runs))))].join(' and ');
}

/** Busy slots of all nodes together. */
export function busySlots(design: DrawnDesign, seconds: number): Bin[] {
  return totalOf(layersOf(design, seconds));
}

/** Said wherever nodes are not drawn one by one. */
function byWhat({ designs }: Topic): string {
  const some = designs.some((design) => withSlots(design).length > MOST_LAYERS);
  const part = some ? 'group of nodes' : 'node';
  return designs.length === 1 ? ` by ${part}` : `, one shade a ${part}`;
}

/** Nodes with slots; a plan may raise a cap of 0. */
function withSlots({ scenario, runs }: DrawnDesign): Scenario['nodes'] {
  const worked = (name: string) =>
    runs.some(({ series }) => series.averages[`node.${name}.slots.busy`]?.some((busy) => busy > 0));
  return scenario.nodes.filter(({ name, taskCap }) => taskCap > 0 || worked(name));
}

/** Busy slots of each node with slots, or of each group when there are many. */
function layersOf(design: DrawnDesign, seconds: number): Layer[] {
  const { scenario, runs } = design;
  const nodes = withSlots(design);
  const one = (name: string) => averages(runs, `node.${name}.slots.busy`, seconds);
  const all: Layer[] =
    nodes.length <= MOST_LAYERS
      ? nodes.map(({ name }) => ({ name, bins: one(name) }))
      : scenario.groups.map(({ name, members }) => ({
          name: members.length === 1 ? name : `${name}, ${members.length} nodes together`,
          bins: totalOf(members.map((i) => ({ name, bins: one(scenario.nodes[i]!.name) }))),
        }));
  return all.filter(({ bins }) => bins.length > 0);
}

function totalOf(layers: readonly Layer[]): Bin[] {
  const [first] = layers;
  if (first === undefined) return [];
  return first.bins.map(({ at }, i) => ({
    at,
    value: layers.reduce((sum, { bins }) => sum + (bins[i]?.value ?? 0), 0),
    half: null,
  }));
}

/** Parts that make a whole, one upon the other, each with a white edge so that they stay apart in grey. */
function stacked(layers: readonly Layer[], where: Where, alone: boolean): Curve[] {
  let below: XY = (layers[0]?.bins ?? []).map(({ at }) => [at, 0]);
  return layers.flatMap(({ bins }, i) => {
    const above: XY = below.map(([at, y], bin) => [at, (y ?? 0) + (bins[bin]?.value ?? 0)]);
    const fill = alone
      ? tint(colour(i), 0.75)
      : tint(colour(where.column), 0.85 - (0.6 * i) / Math.max(1, layers.length - 1));
    // No edge where the whole stack is empty: it would rub out the axis.
    const edge: XY = above.map(([at, y]) => [at, y === 0 ? null : y]);
    const edges = [line(edge, where, '#FFFFFF', 'thin'), ...band(below, above, where, fill)];
    below = above;
    return edges;
  });
}

/** Slots of all nodes that exist, drawn over the stack: what is busy can be no more. */
function capacity(bins: readonly Bin[], column: number, axis: Axis): Curve {
  const values = bins.map(({ at, value }) => [at, value] as const);
  return line(values, { row: 1, column, axis }, INK, 'dashed');
}

function layerKeys(layers: readonly Layer[]): Key[] {
  return layers.map(({ name }, i) => ({ text: name, colour: tint(colour(i), 0.75), as: 'area' }));
}
