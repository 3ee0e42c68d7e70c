/** The axes of a grid: stacked from left to right and from top to bottom, with room between them and above. */
import type { ScaleOptionsByType } from 'chart.js';
import type { Axis } from './axes.ts';
import { type Grid, STRIP_ROW, TEXT_WIDTH } from './chart.ts';
import { GRIDLINE, INK, MUTED } from './palette.ts';
import { fitEnds } from './text-width.ts';

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

/** @param strip rows of labels above the panels */
export function columnScales(spec: Grid, strip: number): Record<string, object> {
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
        align: spec.columns.length > 1 && !spec.xAxis.centred ? 'inner' : 'center',
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
        text: fitEnds(column.heading ?? '', (TEXT_WIDTH - 80) / spec.columns.length - 30, 14, true),
        color: column.colour,
        align: 'start',
        font: { size: 14, weight: 600 },
        padding: { top: 0, bottom: 0 },
      },
    };
  }
  return scales;
}

/** @param height of all rows together, about */
export function rowScales(spec: Grid, height: number): Record<string, object> {
  const scales: Record<string, object> = {};
  const weights = spec.rows.reduce((sum, { weight = 1 }) => sum + weight, 0);
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
      title: {
        display: true,
        text: axis.title.split('\n').map((text) => fitEnds(text, (height * weight) / weights, 12)),
        color: MUTED,
        font: { size: 12 },
      },
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
