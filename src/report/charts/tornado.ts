/** A tornado: how far a metric moves when one parameter after the other is made 10 % smaller and larger. */
import type { Sensitivity } from '../../study/sensitivity/run-sensitivity.ts';
import type { Dependence, Side } from '../../study/sensitivity/sensitivity.ts';
import { roundLength } from '../facts.ts';
import { figure } from '../figures.ts';
import { metricPhrase } from '../metric-words.ts';
import { matters } from '../sensitivity.ts';
import { plural } from '../words.ts';
import { type Axis, differenceAxis, durationAxis, rowAxis } from './axes.ts';
import { type Box, NO_NUMBER, withBoxes } from './boxes.ts';
import { type Curve, panel } from './chart.ts';
import { grid } from './grid.ts';
import { colour, INK, MUTED } from './palette.ts';
import type { Chart } from './picture.ts';
import { fit, textWidth } from './text-width.ts';

const MOST_ROWS = 9;
/** Blue for less, vermilion for more. */
const [LESS, MORE] = [colour(0), colour(1)];
/** A bar shorter than this share of the longest cannot be seen. */
const LEAST_BAR = 0.005;
const [LABEL_WIDTH, LABEL_SIZE] = [330, 12];

/** The largest effects, or what came nearest to one; null when nothing moves the metric. */
export function tornado(found: Sensitivity): Chart | null {
  const { scenario, metric, estimate, dependences, replications, seed } = found;
  const moved = dependences.filter(({ less, more }) =>
    [less, more].some((side) => side?.breaks || side?.difference),
  );
  const largest = Math.max(...moved.map(reachOf));
  const claimed = moved.filter(matters);
  const rows = (claimed.length > 0 ? claimed : moved)
    .filter((one) => one.influence === 'breaks' || reachOf(one) >= LEAST_BAR * largest)
    .slice(0, MOST_ROWS);
  if (rows.length === 0) return null;
  const ends = rows.flatMap(({ less, more }) =>
    [less, more].flatMap((side) => (side === null ? [] : endsOf(side))),
  );
  const name = metricPhrase(metric, scenario);
  const xAxis = axisOf(`change of ${name}`, estimate.unit, ends);
  const low = (row: number) => rows.length - 1 - row;
  const first = rows[0]!.parameter.path;
  const chart = grid(
    {
      question:
        claimed.length > 0
          ? `The ${name} depends most on ${first}`
          : `No parameter moves the ${name} beyond chance`,
      setup: scenario.question,
      foot: `${scenario.name} · ${plural(replications, 'replication')} of ${roundLength(scenario.duration / 1e6)} each · seed ${seed}`,
      designs: [],
    },
    {
      file: 'tornado',
      asks: '',
      about: `10 % less and 10 % more of each (whole numbers: at least 1), against ${figure(estimate)} as it is; whiskers: 95 % intervals of the paired differences`,
      xAxis,
      rows: [{ axis: labels(rows) }],
      columns: [{ heading: null, colour: INK, shades: [] }],
      curves: [
        ...rows.flatMap(({ less, more }, row) => [
          ...whisker(less, low(row) + 0.66, xAxis.factor),
          ...whisker(more, low(row) + 0.34, xAxis.factor),
        ]),
        upright(rows.length),
      ],
      keys: [
        { text: 'less of it', colour: LESS, as: 'area' },
        { text: 'more of it', colour: MORE, as: 'area' },
      ],
    },
  );
  const boxes = rows.flatMap(({ less, more }, row) => [
    ...bar(less, [low(row) + 0.5, low(row) + 0.82], LESS, xAxis),
    ...bar(more, [low(row) + 0.18, low(row) + 0.5], MORE, xAxis),
  ]);
  return withBoxes(chart, boxes);
}

/** How far the metric moves at most. */
function reachOf({ less, more }: Dependence): number {
  return Math.max(...[less, more].map((side) => Math.abs(side?.difference ?? 0)));
}

function endsOf({ difference, half }: Side): number[] {
  return difference === null ? [] : [difference - (half ?? 0), difference + (half ?? 0)];
}

/** In the unit that fits the largest, both sides of 0. */
function axisOf(title: string, unit: string, ends: readonly number[]): Axis {
  const most = Math.max(0, ...ends.map(Math.abs));
  const { title: full, factor } =
    unit === 's'
      ? durationAxis(title, most, 7)
      : unit === 'share'
        ? { title: `${title} (percentage points)`, factor: 100 }
        : { title: unit === '1/s' ? `${title} (1/s)` : title, factor: 1 };
  const axis = differenceAxis(full, Math.min(0, ...ends) * factor, Math.max(0, ...ends) * factor, 9);
  return { ...axis, factor };
}

function labels(rows: readonly Dependence[]): Axis {
  const texts = rows.map(({ parameter, less, more }) => {
    const sides = [less, more].map((side) => side?.written ?? '–');
    const steps = sides.every((side) => side.length <= 14)
      ? sides.join(' … ')
      : `${parameter.written} ± 10 %`;
    return `${endOf(parameter.path)}\n${fit(steps, LABEL_WIDTH, LABEL_SIZE)}`;
  });
  return rowAxis(texts);
}

/** As much of a path as fits: its end tells more than its beginning. */
function endOf(path: string): string {
  let end = path;
  while (textWidth(`…${end}`, LABEL_SIZE) > LABEL_WIDTH) end = end.slice(1);
  return end === path ? path : `…${end}`;
}

function bar(side: Side | null, y: readonly [number, number], fill: string, axis: Axis): Box[] {
  if (side === null) return [];
  if (side.breaks) {
    const text = side.reason!.startsWith('saturated') ? side.reason! : 'beyond every limit';
    return [{ x: [0, axis.max], y, text: `${text} at ${side.written}`, fill: NO_NUMBER, textColour: MUTED }];
  }
  if (side.difference === null || side.difference === 0) return [];
  const end = side.difference * axis.factor;
  return [{ x: [Math.min(0, end), Math.max(0, end)], y, text: '', fill }];
}

function whisker(side: Side | null, y: number, factor: number): Curve[] {
  if (side?.difference == null || !side.half) return [];
  return [
    {
      ...panel(0, 0),
      data: [side.difference - side.half, side.difference + side.half].map((x) => ({ x: x * factor, y })),
      borderColor: INK,
      borderWidth: 1.5,
      pointRadius: 4,
      pointStyle: 'line',
      pointRotation: 90,
    },
  ];
}

function upright(rows: number): Curve {
  return {
    ...panel(0, 0),
    data: [
      { x: 0, y: 0 },
      { x: 0, y: rows },
    ],
    borderColor: INK,
    borderWidth: 1,
  };
}
