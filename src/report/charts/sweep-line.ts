/** A metric over one axis: a dot and its interval for each design, joined where the axis counts something. */
import { magnitude } from '../../scenario/quantity.ts';
import { nameOf } from '../../study/estimates/metric-name.ts';
import { estimateAt, kneesOf, type Sweep } from '../../study/sweep/sweep.ts';
import { metricPhrase } from '../metric-words.ts';
import { type Axis, durationAxis, shareAxis, valueAxis } from './axes.ts';
import { type Box, NO_NUMBER, withBoxes } from './boxes.ts';
import { type Curve, type Key, panel } from './chart.ts';
import { grid } from './grid.ts';
import { colour, INK, MUTED } from './palette.ts';
import type { Chart } from './picture.ts';
import { shortNumber } from './text-width.ts';
import type { Topic } from './topic.ts';

/** So many times the largest value. */
const FAR_ABOVE = 4;

export function lineChart(topic: Topic, sweep: Sweep, metric: number): Chart {
  const { scenario, paths, metrics, cells } = sweep;
  const names = cells.map(({ values }) => values[0]!);
  const places = placesOf(names);
  const found = cells.map((cell) => estimateAt(sweep, cell, metric));
  const known = found.flatMap((estimate, i) =>
    estimate?.value == null ? [] : [{ ...estimate, value: estimate.value, x: places.at[i]! }],
  );
  const name = metricPhrase(metrics[metric]!, scenario);
  const top = Math.max(...known.map(({ value, high }) => high ?? value));
  // A limit far above everything would flatten it.
  const limits = scenario.expect
    .filter((one) => one.kind === 'limit')
    .filter((one) => nameOf(one) === metrics[metric] && one.value <= FAR_ABOVE * top);
  const axis = quantityAxis(name, known[0]!.unit, Math.max(top, ...limits.map(({ value }) => value)));
  const tone = colour(0);
  const place = { ...panel(0, 0), borderColor: tone, backgroundColor: tone };
  const middle: Curve = {
    ...place,
    data: found.map((estimate, i) => ({
      x: places.at[i]!,
      y: (estimate?.value ?? Number.NaN) * axis.factor,
    })),
    pointRadius: 4,
    borderWidth: places.counted ? 2 : 0,
  };
  const whiskers = known.flatMap(({ x, low, high }): Curve[] => {
    if (low === null || high === null) return [];
    const data = [low, high].map((y) => ({ x, y: Math.max(0, y) * axis.factor }));
    return [{ ...place, data, borderWidth: 1.5, pointRadius: 5, pointStyle: 'line' }];
  });
  const [knee] = kneesOf(sweep, metric);
  const bend = knee === undefined ? [] : [upright(places.at[knee]!, axis.max)];
  const keys: Key[] = [
    { text: `${name}, with its 95 % interval`, colour: tone, as: 'line' },
    ...limits.map(({ text }): Key => ({ text: `expected: ${text}`, colour: colour(1), as: 'dashed' })),
    ...(knee === undefined ? [] : [{ text: `knee: ${names[knee]}`, colour: INK, as: 'dashed' } as const]),
  ];
  const chart = grid(topic, {
    file: `sweep-${metric + 1}`,
    asks: `${name.charAt(0).toUpperCase()}${name.slice(1)} by ${paths[0]}`,
    about: 'Over all replications; the same random numbers in every design',
    xAxis: { title: paths[0]!, ...places.axis },
    rows: [{ axis }],
    columns: [{ heading: null, colour: tone, shades: [] }],
    curves: [middle, ...whiskers, ...bend, ...limits.map(({ value }) => level(value * axis.factor, places))],
    keys,
  });
  return withBoxes(chart, emptyBoxes(sweep, metric, places, axis.max));
}

function quantityAxis(name: string, unit: string, most: number): Axis {
  if (unit === 's') return durationAxis(name, most, 7);
  if (unit === 'share') return shareAxis(name, 7);
  return valueAxis(unit === '1/s' ? `${name} (1/s)` : name, most, 7);
}

interface Places {
  /** Where each design stands on the axis. */
  readonly at: readonly number[];
  /** Borders between them: one more than there are designs. */
  readonly borders: readonly number[];
  /** The axis counts something, to scale or in its logarithm. */
  readonly counted: boolean;
  readonly axis: Omit<Axis, 'title'>;
}

/** Neighbours are at least this share of the axis apart, or their names would run into each other. */
const LEAST_GAP = 0.02;
const LEAST_BETWEEN_NAMES = 0.06;

/** To scale where the values are numbers and far enough apart, else by their logarithm, else at equal distances. */
function placesOf(names: readonly string[]): Places {
  const numbers = names.map(magnitude);
  const rising = numbers.every((x, i) => x !== null && (i === 0 || x > numbers[i - 1]!));
  const counted = rising && names.length > 1;
  const plain = counted ? (numbers as number[]) : [];
  const logarithms = plain.every((x) => x > 0) ? plain.map(Math.log10) : [];
  const apart = [plain, logarithms].find((each) => each.length > 1 && leastGap(each) >= LEAST_GAP);
  const at = apart ?? names.map((_, i) => i);
  const ends = at.length > 1 ? [at[1]! - at[0]!, at.at(-1)! - at.at(-2)!] : [1, 1];
  const borders = [
    at[0]! - ends[0]! / 2,
    ...at.slice(1).map((x, i) => (x + at[i]!) / 2),
    at.at(-1)! + ends[1]! / 2,
  ];
  const span = borders.at(-1)! - borders[0]!;
  const ticks: number[] = [];
  for (const x of at)
    if (ticks.length === 0 || x - ticks.at(-1)! >= LEAST_BETWEEN_NAMES * span) ticks.push(x);
  const label = (value: number) => shortNumber(names[at.indexOf(value)] ?? '');
  return {
    at,
    borders,
    counted,
    axis: { min: borders[0]!, max: borders.at(-1)!, ticks, label, factor: 1 },
  };
}

function leastGap(at: readonly number[]): number {
  const span = at.at(-1)! - at[0]!;
  return Math.min(...at.slice(1).map((x, i) => (x - at[i]!) / span));
}

/** Across the whole panel. */
function level(y: number, { borders }: Places): Curve {
  return {
    ...panel(0, 0),
    data: [
      { x: borders[0]!, y },
      { x: borders.at(-1)!, y },
    ],
    borderColor: colour(1),
    borderWidth: 1.5,
    borderDash: [5, 4],
  };
}

function upright(x: number, top: number): Curve {
  return {
    ...panel(0, 0),
    data: [
      { x, y: 0 },
      { x, y: top },
    ],
    borderColor: INK,
    borderWidth: 1.5,
    borderDash: [5, 4],
  };
}

/** One box over neighbours that have no number for the same reason. */
function emptyBoxes(sweep: Sweep, metric: number, { borders }: Places, top: number): Box[] {
  const boxes: Box[] = [];
  for (const [i, cell] of sweep.cells.entries()) {
    const saturated = cell.saturated !== null && cell.tooShort === null;
    const empty = estimateAt(sweep, cell, metric) === null;
    if (!saturated && cell.tooShort === null) continue;
    const text = saturated ? 'saturated' : empty ? 'too short' : '';
    const last = boxes.at(-1);
    const joined = last !== undefined && last.text === text && last.x[1] === borders[i];
    const from = joined ? boxes.pop()!.x[0] : borders[i]!;
    boxes.push({ x: [from, borders[i + 1]!], y: [0, top], text, fill: NO_NUMBER, textColour: MUTED });
  }
  return boxes;
}
