/** What a chart is made of: panels in rows and columns, curves in them, keys of the legend. */
import type { ChartDataset } from 'chart.js';
import type { Axis } from './axes.ts';
import type { Point } from './picture.ts';
import type { Shade } from './spans.ts';

export const WIDTH = 1200;
export const HEIGHT = 560;

export type Curve = ChartDataset<'line', Point[]>;

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

/** A few words beside a point of a panel. */
export interface Note {
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly side: 'left' | 'right';
}

export interface Grid {
  readonly file: string;
  /** The chart's own question, for scenarios that ask none. */
  readonly asks: string;
  /** What is shown, in one line. */
  readonly about: string;
  /** Beginnings of the names of the metrics that one sees on it, where it is about some. */
  readonly shows?: readonly string[];
  readonly xAxis: Axis;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly curves: readonly Curve[];
  readonly keys: readonly Key[];
  readonly notes?: readonly Note[];
}

/** Axes of a panel, by row and column from 0. */
export function panel(row: number, column: number): { xAxisID: string; yAxisID: string } {
  return { xAxisID: `x${column}`, yAxisID: `y${row}` };
}

/** Points between the edge and everything. */
export const SIDE = 16;
export const TEXT_WIDTH = WIDTH - 2 * SIDE;
/** Points of a row of labels above the panels. */
export const STRIP_ROW = 15;
