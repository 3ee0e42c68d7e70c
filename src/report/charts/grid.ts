/**
 * The frame of every chart: question on top, what is shown and the set-up below it, a legend, and a grid of panels:
 * one row a quantity, all columns on the same axis, so that designs stand side by side and compare by eye.
 */
import type { ChartConfiguration, ChartDataset, LegendItem, Plugin, ScaleOptionsByType } from 'chart.js';
// Tells Chart.js's types of `plugins.annotation`.
import type {} from 'chartjs-plugin-annotation';
import type { Axis } from './axes.ts';
import { GRIDLINE, INK, MUTED, translucent } from './palette.ts';
import { LABEL_SIZE, placeLabels, type Shade } from './spans.ts';
import { fit, wrap } from './text-width.ts';
import type { Topic } from './topic.ts';

export const WIDTH = 1200;
export const HEIGHT = 560;

export interface Point {
  readonly x: number;
  /** NaN is a gap. */
  readonly y: number;
}

export type Curve = ChartDataset<'line', Point[]>;
export type LineChart = ChartConfiguration<'line', Point[]>;

/** A PNG of a report: its file name without ending, what it shows in one line, and how it is drawn. */
export interface Chart {
  readonly file: string;
  readonly about: string;
  readonly config: LineChart;
}

export interface Row {
  readonly axis: Axis;
  /** Share of the height, against the other rows. */
  readonly weight?: number;
}

export interface Column {
  /** Stands above the column, in its colour; null when there is only one. */
  readonly heading: string | null;
  readonly colour: string;
  readonly shades: readonly Shade[];
  /** Where the rows themselves name the shades. */
  readonly unlabelled?: true;
}

export interface Key {
  readonly text: string;
  readonly colour: string;
  readonly as: 'line' | 'thin' | 'dashed' | 'area' | 'mark';
  /** Of a line. */
  readonly dash?: readonly number[];
}

export interface Grid {
  readonly file: string;
  /** The chart's own question, for scenarios that ask none. */
  readonly asks: string;
  /** What is shown, in one line. */
  readonly about: string;
  readonly xAxis: Axis;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly curves: readonly Curve[];
  readonly keys: readonly Key[];
}

/** Axes of a panel, by row and column from 0. */
export function panel(row: number, column: number): { xAxisID: string; yAxisID: string } {
  return { xAxisID: `x${column}`, yAxisID: `y${row}` };
}

const SIDE = 16;
const TEXT_WIDTH = WIDTH - 2 * SIDE;
const TITLE_SIZE = 20;
const SUBTITLE_SIZE = 13;
const STRIP_ROW = 15;

/** Assembles the configuration of a chart. */
export function grid(topic: Topic, spec: Grid): Chart {
  const seconds = spec.xAxis.max;
  const columnWidth = (TEXT_WIDTH - 60) / spec.columns.length - 30;
  const labels = spec.columns.map(({ shades, unlabelled }) =>
    unlabelled ? [] : placeLabels(shades, seconds, columnWidth),
  );
  const strip = Math.max(0, ...labels.flat().map(({ row }) => row + 1));
  const title = wrap(topic.question === '' ? spec.asks : topic.question, TEXT_WIDTH, TITLE_SIZE, true);
  const subtitle = [spec.about, topic.setup]
    .filter((text) => text !== '')
    .flatMap((text) => wrap(text, TEXT_WIDTH, SUBTITLE_SIZE));
  const config: LineChart = {
    type: 'line',
    data: { datasets: [...spec.curves] },
    options: {
      responsive: false,
      animation: false,
      parsing: false,
      normalized: true,
      devicePixelRatio: 2,
      color: INK,
      events: [],
      layout: { padding: { left: SIDE, right: SIDE + 4, top: 6, bottom: 30 } },
      elements: { point: { radius: 0 }, line: { borderWidth: 2, tension: 0 } },
      scales: { ...columnScales(spec, strip), ...rowScales(spec) },
      plugins: {
        title: { ...heading(title, TITLE_SIZE, INK), padding: { top: 6, bottom: 4 } },
        subtitle: { ...heading(subtitle, SUBTITLE_SIZE, MUTED), padding: { top: 0, bottom: 4 } },
        legend: legend(spec.keys),
        filler: { propagate: false, drawTime: 'beforeDatasetsDraw' },
        annotation: { clip: false, annotations: annotations(spec.columns, labels) },
      },
    },
    plugins: [foot(topic.foot)],
  };
  return { file: spec.file, about: spec.about, config };
}

function heading(text: string[], size: number, color: string) {
  return {
    display: true,
    text,
    align: 'start' as const,
    color,
    font: { size, weight: size === TITLE_SIZE ? (600 as const) : ('normal' as const) },
  };
}

type Scale = ScaleOptionsByType<'linear'>;
type PartialScale = { -readonly [K in keyof Scale]?: object | Scale[K] };

/** An axis that only keeps room: between panels and above them. */
function spacer(
  position: 'left' | 'bottom' | 'top',
  stack: string,
  weight: number,
  stackWeight: number,
): PartialScale {
  return {
    type: 'linear',
    position,
    stack,
    stackWeight,
    weight,
    ticks: { display: false },
    grid: { display: false },
    border: { display: false },
  };
}

function columnScales(spec: Grid, strip: number): Record<string, object> {
  const scales: Record<string, object> = {};
  const headed = spec.columns.some((column) => column.heading !== null);
  const stripHeight = strip * STRIP_ROW + 6 + (headed ? 22 : 0);
  const last = spec.columns.length - 1;
  for (const [i, column] of spec.columns.entries()) {
    if (i > 0) {
      scales[`xGap${i}`] = spacer('bottom', 'columns', 2 * i - 1, 0.05);
      scales[`topGap${i}`] = spacer('top', 'tops', 2 * (last - i) + 1, 0.05);
    }
    scales[`x${i}`] = {
      type: 'linear',
      position: 'bottom',
      stack: 'columns',
      stackWeight: 1,
      weight: 2 * i,
      min: spec.xAxis.min ?? 0,
      max: spec.xAxis.max,
      afterBuildTicks: setTicks(spec.xAxis),
      ticks: {
        ...tickStyle(spec.xAxis),
        align: spec.columns.length > 1 ? 'inner' : 'center',
        maxRotation: 0,
      },
      title: { display: true, text: spec.xAxis.title, color: MUTED, font: { size: 12 } },
      grid: { display: false },
      border: { color: MUTED },
    };
    // A stack on top is laid out from the right, one at the bottom from the left.
    scales[`top${i}`] = {
      ...spacer('top', 'tops', 2 * (last - i), 1),
      afterFit: (scale: { height: number }) => {
        scale.height = stripHeight;
      },
      title: {
        display: column.heading !== null,
        text: fit(column.heading ?? '', (TEXT_WIDTH - 80) / spec.columns.length - 30, 14, true),
        color: column.colour,
        align: 'start',
        font: { size: 14, weight: 600 },
        padding: { top: 0, bottom: 0 },
      },
    };
  }
  return scales;
}

function rowScales(spec: Grid): Record<string, object> {
  const scales: Record<string, object> = {};
  const last = spec.rows.length - 1;
  // A stack of vertical axes is laid out from the bottom up.
  for (const [i, { axis, weight = 1 }] of spec.rows.entries()) {
    if (i > 0) scales[`yGap${i}`] = spacer('left', 'rows', 2 * (last - i) + 1, 0.07 * spec.rows.length);
    scales[`y${i}`] = {
      type: 'linear',
      position: 'left',
      stack: 'rows',
      stackWeight: weight,
      weight: 2 * (last - i),
      min: 0,
      max: axis.max,
      afterBuildTicks: setTicks(axis),
      ticks: tickStyle(axis),
      title: { display: true, text: axis.title.split('\n'), color: MUTED, font: { size: 12 } },
      grid: { color: GRIDLINE, drawTicks: false },
      border: { display: false },
    };
  }
  return scales;
}

function setTicks(axis: Axis) {
  return (scale: { ticks: { value: number }[] }) => {
    scale.ticks = axis.ticks.map((value) => ({ value }));
  };
}

function tickStyle(axis: Axis) {
  return {
    autoSkip: false,
    color: INK,
    font: { size: 12 },
    padding: 6,
    callback: (value: string | number) => lines(axis.label(Number(value))),
  };
}

/** A label of several lines, as Chart.js takes it. */
function lines(text: string): string | string[] {
  return text.includes('\n') ? text.split('\n') : text;
}

function legend(keys: readonly Key[]) {
  const items = keys.map(({ text, colour, as, dash }): LegendItem => {
    const pointStyle =
      as === 'area' ? ('rect' as const) : as === 'mark' ? ('triangle' as const) : ('line' as const);
    return {
      text,
      fontColor: INK,
      fillStyle: colour,
      strokeStyle: colour,
      lineWidth: as === 'area' ? 0 : as === 'thin' ? 1 : as === 'mark' ? 0 : 2.5,
      lineDash: as === 'dashed' ? [5, 4] : [...(dash ?? [])],
      pointStyle,
      hidden: false,
    };
  });
  return {
    display: items.length > 0,
    position: 'top' as const,
    align: 'start' as const,
    labels: {
      usePointStyle: true,
      pointStyleWidth: 26,
      boxHeight: 10,
      padding: 14,
      color: INK,
      font: { size: 12 },
      generateLabels: () => items,
    },
  };
}

/** What is used of the annotation plugin: its own types do not resolve from an ES module. */
interface Box {
  readonly type: 'box';
  readonly xScaleID: string;
  readonly yScaleID: string;
  readonly xMin: number;
  readonly xMax: number;
  readonly [option: string]: unknown;
}

/** Boxes over the full height of the chart: an axis that does not exist stands for all rows. */
const ALL_ROWS = 'all-rows';

function annotations(columns: readonly Column[], labels: ReturnType<typeof placeLabels>[]): Box[] {
  return columns.flatMap((column, i) => [
    ...column.shades.map((shade) => box(i, shade)),
    ...labels[i]!.map(({ text, at, row }) => caption(i, text, at, row)),
  ]);
}

function box(column: number, shade: Shade): Box {
  return {
    type: 'box',
    xScaleID: `x${column}`,
    yScaleID: ALL_ROWS,
    xMin: shade.from,
    xMax: shade.to,
    backgroundColor: translucent('#000000', 0.09),
    borderWidth: 0,
    drawTime: 'beforeDatasetsDraw',
  };
}

/** A box of no width whose label stands in the strip above the chart. */
function caption(column: number, text: string, at: number, row: number): Box {
  return {
    type: 'box',
    xScaleID: `x${column}`,
    yScaleID: ALL_ROWS,
    xMin: at,
    xMax: at,
    borderWidth: 0,
    backgroundColor: 'transparent',
    label: {
      display: true,
      content: text,
      color: MUTED,
      font: { size: LABEL_SIZE, weight: 'normal' },
      padding: 0,
      position: { x: 'center', y: 'start' },
      yAdjust: -STRIP_ROW * (row + 1),
    },
  };
}

/** The line at the bottom: scenario, replications, seed. */
function foot(text: string): Plugin<'line'> {
  return {
    id: 'foot',
    afterDraw: ({ ctx, height, options }) => {
      ctx.save();
      ctx.font = `11px '${options.font?.family ?? 'sans-serif'}'`;
      ctx.fillStyle = MUTED;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'alphabetic';
      ctx.fillText(fit(text, TEXT_WIDTH, 11), SIDE, height - 12);
      ctx.restore();
    },
  };
}
