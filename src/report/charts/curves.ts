/** Lines, bands and marks in a panel. */
import type { Axis } from './axes.ts';
import { type Curve, type Key, panel } from './chart.ts';
import type { Bin } from './over-replications.ts';
import { colour, translucent } from './palette.ts';
import type { Point } from './picture.ts';
import type { Topic } from './topic.ts';

export interface Where {
  readonly row: number;
  readonly column: number;
  readonly axis: Axis;
}

export type XY = readonly (readonly [x: number, y: number | null])[];

function points(values: XY, axis: Axis): Point[] {
  return values.map(([x, y]) => ({ x, y: y === null ? Number.NaN : y * axis.factor }));
}

/** A line with gaps where there is no value; a value alone between two gaps is a dot. */
export function line(
  values: XY,
  where: Where,
  tone: string,
  style: 'line' | 'thin' | 'dashed' = 'line',
): Curve {
  const data = points(values, where.axis);
  const alone = data.map(
    ({ y }, i) =>
      !Number.isNaN(y) && [data[i - 1], data[i + 1]].every((p) => Number.isNaN(p?.y ?? Number.NaN)),
  );
  const width = style === 'thin' ? 1 : style === 'dashed' ? 1.5 : 2.25;
  return {
    ...panel(where.row, where.column),
    data,
    borderColor: tone,
    borderWidth: width,
    backgroundColor: tone,
    borderJoinStyle: 'round',
    ...(style === 'dashed' ? { borderDash: [5, 4] } : {}),
    ...(alone.some(Boolean)
      ? { pointRadius: alone.map((dot) => (dot ? width : 0)), pointBorderWidth: 0 }
      : {}),
  };
}

/** The area between two lines, which are not drawn themselves; a gap where either has one. */
export function band(lower: XY, upper: XY, where: Where, fill: string): Curve[] {
  const open = lower.map(([, y], i) => y === null || upper[i]![1] === null);
  const closed = (values: XY): XY => values.map(([x, y], i) => [x, open[i] ? null : y]);
  const edge = { ...panel(where.row, where.column), borderWidth: 0, pointRadius: 0 };
  return [
    { ...edge, data: points(closed(lower), where.axis), fill: false },
    { ...edge, data: points(closed(upper), where.axis), fill: '-1', backgroundColor: fill },
  ];
}

/** Triangles at the top of a panel: here the value lies above every axis. */
export function marks(at: readonly number[], where: Where, tone: string): Curve {
  return {
    ...panel(where.row, where.column),
    data: at.map((x) => ({ x, y: where.axis.max })),
    showLine: false,
    clip: false,
    pointRadius: 3.5,
    pointStyle: 'triangle',
    pointBorderWidth: 0,
    backgroundColor: tone,
    borderColor: tone,
  };
}

/**
 * Each design's own dashes, so that lines which coincide still show that they are two. As many as share no divisor with
 * the colours: the seventh design has the colour of the first and other dashes.
 */
const DASHES = [[], [7, 5], [2, 4], [10, 4, 2, 4], [4, 2], [1, 3], [12, 3, 2, 3, 2, 3]] as const;

function dashOf(design: number): readonly number[] {
  return DASHES[design % DASHES.length]!;
}

/** A line as one of several designs' in a panel: later ones are dashed, on top of the ones before. */
export function ofDesign(curve: Curve, design: number): Curve {
  return { ...curve, borderDash: [...dashOf(design)], order: -design };
}

/** One key a design, as its lines are drawn. */
export function designKeys({ designs }: Topic): Key[] {
  return designs.map(({ name }, i) => ({ text: name, colour: colour(i), as: 'line', dash: dashOf(i) }));
}

/**
 * The mean over replications, with its 95 % interval as a light band where it has one.
 * @param design of those that share the panel
 */
export function meanWithBand(bins: readonly Bin[], where: Where, tone: string, design = 0): Curve[] {
  const values = bins.map(({ at, value }) => [at, value] as const);
  const mean = ofDesign(line(values, where, tone), design);
  if (bins.every(({ half }) => half === null || half === 0)) return [mean];
  const edge = (sign: 1 | -1): XY =>
    bins.map(({ at, value, half }) => [at, value === null ? null : Math.max(0, value + sign * (half ?? 0))]);
  return [mean, ...band(edge(-1), edge(1), where, translucent(tone, 0.16))];
}

/** The largest thing that a series of means and intervals draws. */
export function largest(bins: readonly Bin[]): number {
  return bins.reduce((most, { value, half }) => Math.max(most, (value ?? 0) + (half ?? 0)), 0);
}
