/** What stands around and behind the panels: legend, shades with their labels, the line at the foot. */
import type { LegendItem, Plugin } from 'chart.js';
import { type Column, type Key, SIDE, STRIP_ROW, TEXT_WIDTH } from './chart.ts';
import { INK, MUTED, translucent } from './palette.ts';
import { LABEL_SIZE, type placeLabels, type Shade } from './spans.ts';
import { fit } from './text-width.ts';

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

export function annotations(columns: readonly Column[], labels: ReturnType<typeof placeLabels>[]): Box[] {
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
export function foot(text: string): Plugin<'line'> {
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
