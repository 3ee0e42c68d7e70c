/** A metric over one axis as a line with its intervals, over two as a heat map. */
import type { PluginOptionsByType } from 'chart.js';
// Tells Chart.js's types of `plugins.annotation`.
import type {} from 'chartjs-plugin-annotation';
import { meansNothing, type Sweep, type SweepCell } from '../sweep.ts';
import { amount } from '../words.ts';
import { type Axis, durationAxis, shareAxis, valueAxis } from './axes.ts';
import { type Chart, type Curve, panel } from './chart.ts';
import { grid } from './grid.ts';
import { colour, INK, MUTED, tint } from './palette.ts';
import type { Topic } from './topic.ts';

type Annotations = Extract<PluginOptionsByType<'line'>['annotation']['annotations'], unknown[]>;
type AnnotationOptions = Annotations[number];

/** More boxes than these cannot be read. */
const MOST_BOXES = 400;

/** One chart for each metric that has a value anywhere; none for three axes or more. */
export function sweepCharts(sweep: Sweep, foot: string): Chart[] {
  if (sweep.paths.length > 2 || (sweep.paths.length === 2 && sweep.cells.length > MOST_BOXES)) return [];
  const topic: Topic = { question: '', setup: sweep.question, foot, designs: [] };
  return sweep.metrics.flatMap((metric, i) => {
    const known = sweep.cells.filter((cell) => valueOf(cell, i, metric) !== null);
    if (known.length === 0) return [];
    return [sweep.paths.length === 1 ? lineChart(topic, sweep, i) : heatMap(topic, sweep, i)];
  });
}

function valueOf({ estimates, saturated }: SweepCell, i: number, metric: string): number | null {
  return meansNothing(metric, saturated) ? null : (estimates[i]?.value ?? null);
}

/** Designs stand at equal distances, whatever their values: each under its own name. */
function namesAxis(title: string, names: readonly string[]): Axis {
  const every = Math.ceil(names.length / 16);
  return {
    title,
    max: names.length,
    ticks: names.flatMap((_, i) => (i % every === 0 ? [i + 0.5] : [])),
    label: (value) => names[Math.floor(value)] ?? '',
    factor: 1,
  };
}

function axisOf(metric: string, unit: string, most: number): Axis {
  if (unit === 's') return durationAxis(metric, most, 7);
  return unit === 'share'
    ? shareAxis(metric, 7)
    : valueAxis(unit === '1/s' ? `${metric} (1/s)` : metric, most, 7);
}

function lineChart(topic: Topic, { paths, metrics, cells }: Sweep, i: number): Chart {
  const metric = metrics[i]!;
  const unit = cells.find((cell) => cell.estimates[i])!.estimates[i]!.unit;
  const highs = cells.flatMap((cell) =>
    valueOf(cell, i, metric) === null ? [] : [cell.estimates[i]!.high ?? cell.estimates[i]!.value!],
  );
  const axis = axisOf(metric, unit, Math.max(...highs));
  const tone = colour(0);
  const place = { ...panel(0, 0), borderColor: tone, backgroundColor: tone };
  const middle: Curve = {
    ...place,
    data: cells.map((cell, x) => ({ x: x + 0.5, y: (valueOf(cell, i, metric) ?? Number.NaN) * axis.factor })),
    pointRadius: 4,
    borderWidth: 2,
  };
  const whiskers = cells.flatMap((cell, x): Curve[] => {
    const { low = null, high = null } = valueOf(cell, i, metric) === null ? {} : cell.estimates[i]!;
    if (low === null || high === null) return [];
    const data = [low, high].map((y) => ({ x: x + 0.5, y: Math.max(0, y) * axis.factor }));
    return [{ ...place, data, borderWidth: 1.5, pointRadius: 5, pointStyle: 'line' }];
  });
  const chart = grid(topic, {
    file: `sweep-${i + 1}`,
    asks: `${metric} by ${paths[0]}`,
    about: 'Over all replications, with its 95 % interval; the same random numbers in every design',
    xAxis: namesAxis(
      paths[0]!,
      cells.map(({ values }) => values[0]!),
    ),
    rows: [{ axis }],
    columns: [{ heading: null, colour: tone, shades: [] }],
    curves: [middle, ...whiskers],
    keys: [],
  });
  const full = cells.flatMap((cell, x) =>
    cell.saturated === null ? [] : [box(x, 0, 'saturated', '#EEEEEE', axis.max)],
  );
  return withBoxes(chart, full);
}

function heatMap(topic: Topic, { paths, metrics, cells }: Sweep, i: number): Chart {
  const metric = metrics[i]!;
  const [down, across] = [0, 1].map((axis) => [...new Set(cells.map(({ values }) => values[axis]!))]);
  const known = cells.flatMap((cell) => valueOf(cell, i, metric) ?? []);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const boxes = cells.map((cell) => {
    const [x, y] = [across!.indexOf(cell.values[1]!), down!.indexOf(cell.values[0]!)];
    const value = valueOf(cell, i, metric);
    if (value === null) return box(x, y, cell.saturated === null ? '–' : 'saturated', '#EEEEEE');
    const strength = most === least ? 0.3 : 0.05 + (0.65 * (value - least)) / (most - least);
    return box(x, y, amount(value, cell.estimates[i]!.unit), tint(colour(0), strength));
  });
  const chart = grid(topic, {
    file: `sweep-${i + 1}`,
    asks: `${metric} by ${paths[0]} and ${paths[1]}`,
    about: 'Over all replications, darker is more; the same random numbers in every design',
    xAxis: namesAxis(paths[1]!, across!),
    rows: [{ axis: namesAxis(paths[0]!, down!) }],
    columns: [{ heading: null, colour: colour(0), shades: [] }],
    curves: [],
    keys: [],
  });
  return withBoxes(chart, boxes);
}

function box(x: number, y: number, text: string, backgroundColor: string, height = 1): AnnotationOptions {
  return {
    type: 'box',
    ...{ xScaleID: 'x0', yScaleID: 'y0', xMin: x, xMax: x + 1, yMin: y, yMax: y + height },
    backgroundColor,
    borderColor: '#FFFFFF',
    borderWidth: 1,
    drawTime: 'beforeDatasetsDraw',
    label: { display: true, content: text, color: text === 'saturated' ? MUTED : INK, font: { size: 11 } },
  };
}

function withBoxes({ config, ...chart }: Chart, boxes: readonly AnnotationOptions[]): Chart {
  const annotation = config.options!.plugins!.annotation!;
  const others = Array.isArray(annotation.annotations)
    ? annotation.annotations
    : Object.values(annotation.annotations ?? {});
  const plugins = {
    ...config.options!.plugins,
    annotation: { ...annotation, annotations: [...boxes, ...others] },
  };
  return { ...chart, config: { ...config, options: { ...config.options, plugins } } };
}
