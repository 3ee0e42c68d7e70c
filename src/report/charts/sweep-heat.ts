/** A metric over two axes: a box for each design, the darker the worse; over three such maps side by side. */
import { describeMetric } from '../../scenario/catalogue.ts';
import type { Estimate } from '../../study/estimates/estimate.ts';
import { estimateAt, kneesOf, type Sweep } from '../../study/sweep/sweep.ts';
import { metricPhrase } from '../metric-words.ts';
import { amount } from '../words.ts';
import type { Axis } from './axes.ts';
import { type Box, NO_NUMBER, withBoxes } from './boxes.ts';
import { type Key, TEXT_WIDTH } from './chart.ts';
import { grid } from './grid.ts';
import { colour, INK, MUTED, tint } from './palette.ts';
import type { Chart } from './picture.ts';
import { fit, shortNumber, textWidth } from './text-width.ts';
import type { Topic } from './topic.ts';

const [LIGHTEST, DARKEST] = [0.05, 0.7];
/** Points that frame and labels take from the width of the panels. */
const AROUND = 110;
/** A framed box leaves this share of its place to its neighbours on each side. */
const FRAME = 0.03;
const TEXT_SIZES = [11, 9];

export function heatMap(topic: Topic, sweep: Sweep, metric: number): Chart {
  const { scenario, paths, metrics, cells } = sweep;
  const [down, across] = [paths.length - 2, paths.length - 1];
  const valuesOf = (axis: number) => [...new Set(cells.map(({ values }) => values[axis]!))];
  const panels: readonly (string | null)[] = paths.length === 3 ? valuesOf(0) : [null];
  const [rows, columns] = [valuesOf(down), valuesOf(across)];
  const found = cells.map((cell) => estimateAt(sweep, cell, metric));
  const numbers = found.flatMap((estimate) => estimate?.value ?? []);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const unit = found.find((estimate) => estimate?.value != null)!.unit;
  const better = describeMetric(metrics[metric]!)?.better ?? null;
  const dark = (share: number) => strength(better === 'higher' ? 1 - share : share);
  const knees = kneesOf(sweep, metric);
  const room = (TEXT_WIDTH - AROUND) / panels.length / columns.length - 4;
  const boxes = cells.map((cell, i): Box => {
    const x = columns.indexOf(cell.values[across]!);
    // The first value stands on top, as in the table.
    const y = rows.length - 1 - rows.indexOf(cell.values[down]!);
    const edge = knees.has(i) ? FRAME : 0;
    const place = {
      column: panels.length === 1 ? 0 : panels.indexOf(cell.values[0]!),
      x: [x + edge, x + 1 - edge] as const,
      y: [y + edge, y + 1 - edge] as const,
      ...(knees.has(i) ? { frame: INK } : {}),
    };
    const value = found[i]?.value ?? null;
    if (value === null) {
      const why = cell.tooShort !== null ? 'too short' : cell.saturated !== null ? 'saturated' : '–';
      return { ...place, ...written(why, room), fill: NO_NUMBER, textColour: MUTED };
    }
    const share = most === least ? 0.4 : (value - least) / (most - least);
    return { ...place, ...written(shortest(found[i]!), room), fill: tint(colour(0), dark(share)) };
  });
  const name = metricPhrase(metrics[metric]!, scenario);
  const by = panels.length === 1 ? paths : paths.slice(1);
  const keys: Key[] = [
    { text: `least: ${amount(least, unit)}`, colour: tint(colour(0), dark(0)), as: 'area' },
    { text: `most: ${amount(most, unit)}`, colour: tint(colour(0), dark(1)), as: 'area' },
    ...(numbers.length < cells.length
      ? [{ text: 'saturated, too short or without a value', colour: NO_NUMBER, as: 'area' } as const]
      : []),
    ...(knees.size > 0 ? [{ text: 'framed: knee', colour: INK, as: 'line' } as const] : []),
  ];
  const chart = grid(topic, {
    file: `sweep-${metric + 1}`,
    asks: `${name.charAt(0).toUpperCase()}${name.slice(1)} by ${by.join(' and ')}`,
    about: `Over all replications, darker is ${better === null ? 'more' : 'worse'}; the same random numbers in every design`,
    xAxis: namesAxis(paths[across]!, columns, (TEXT_WIDTH - AROUND) / panels.length),
    rows: [{ axis: namesAxis(paths[down]!, [...rows].reverse(), 6_000) }],
    columns: panels.map((value) => ({
      heading: value === null ? null : `${paths[0]} ${value}`,
      colour: INK,
      shades: [],
    })),
    curves: [],
    keys,
  });
  return withBoxes(chart, boxes);
}

function strength(share: number): number {
  return LIGHTEST + (DARKEST - LIGHTEST) * share;
}

function shortest(estimate: Estimate): string {
  return amount(estimate.value!, estimate.unit);
}

/** In the largest size in which it fits; without text where none does: the colours remain. */
function written(text: string, room: number): { text: string; textSize: number } {
  const size = TEXT_SIZES.find((each) => textWidth(text, each) <= room);
  return size === undefined ? { text: '', textSize: TEXT_SIZES[0]! } : { text, textSize: size };
}

/** Designs stand at equal distances, each under its own name as far as there is room. */
function namesAxis(title: string, names: readonly string[], room: number): Axis {
  const each = room / names.length;
  const every = Math.max(
    1,
    Math.ceil(Math.max(...names.map((name) => Math.min(160, textWidth(shortNumber(name), 12)))) / each),
  );
  return {
    title,
    max: names.length,
    ticks: names.flatMap((_, i) => (i % every === 0 ? [i + 0.5] : [])),
    label: (value) => fit(shortNumber(names[Math.floor(value)] ?? ''), 160, 12),
    factor: 1,
    centred: true,
  };
}
