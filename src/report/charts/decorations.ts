/** What stands around and behind the panels: legend, shades with their labels, the line at the foot. */
import type { LegendItem, Plugin } from 'chart.js';
import { type Grid, type Key, type Note, SIDE, STRIP_ROW, TEXT_WIDTH } from './chart.ts';
import { INK, MUTED, translucent } from './palette.ts';
import { covered, LABEL_SIZE, type placeLabels } from './spans.ts';
import { fitEnds } from './text-width.ts';

/** A legend of exactly these keys, on top. */
export function legend(keys: readonly Key[]) {
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

export function annotations(
  { columns, xAxis, notes = [] }: Grid,
  labels: ReturnType<typeof placeLabels>[],
): Box[] {
  const shown = ({ from, to }: { from: number; to: number }) => ({
    from: Math.max(from, xAxis.min ?? 0),
    to: Math.min(to, xAxis.max),
  });
  return [
    ...columns.flatMap((column, i) => [
      ...covered(column.shades).map((span) => box(i, shown(span))),
      ...labels[i]!.map(({ text, at, row }) => caption(i, text, at, row)),
    ]),
    ...notes.map(beside),
  ];
}

function box(column: number, { from, to }: { from: number; to: number }): Box {
  return {
    type: 'box',
    xScaleID: `x${column}`,
    yScaleID: ALL_ROWS,
    xMin: from,
    xMax: to,
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

/** A box of no size whose label stands beside a point of a panel. */
function beside({ row, column, x, y, text, side }: Note): Box {
  return {
    type: 'box',
    xScaleID: `x${column}`,
    yScaleID: `y${row}`,
    xMin: x,
    xMax: x,
    yMin: y,
    yMax: y,
    borderWidth: 0,
    backgroundColor: 'transparent',
    label: {
      display: true,
      content: text,
      color: INK,
      font: { size: LABEL_SIZE, weight: 'normal' },
      // A gridline runs through it.
      backgroundColor: translucent('#FFFFFF', 0.8),
      padding: 2,
      position: { x: side === 'right' ? 'start' : 'end', y: 'center' },
      xAdjust: side === 'right' ? 4 : -4,
    },
  };
}

/** The line at the bottom: scenario, replications, seed. */
export function foot(text: string): Plugin<'line'> {
  return {
    id: 'foot',
    afterDraw: ({ ctx, height, options }) => {
      ctx.save();
      ctx.font = `11px '${options.font?.family ?? 'sans-serif'}'`;
      ctx.fillStyle = MUTED;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'alphabetic';
      ctx.fillText(fitEnds(text, TEXT_WIDTH, 11), SIDE, height - 12);
      ctx.restore();
    },
  };
}
