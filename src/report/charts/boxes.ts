/** Coloured boxes with a text behind the curves of a panel. */
import type { PluginOptionsByType } from 'chart.js';
// Tells Chart.js's types of `plugins.annotation`.
import type {} from 'chartjs-plugin-annotation';
import { INK } from './palette.ts';
import type { Chart } from './picture.ts';

type Annotations = Extract<PluginOptionsByType<'line'>['annotation']['annotations'], unknown[]>;

/** In units of the axes of its panel. */
export interface Box {
  readonly column?: number;
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  readonly text: string;
  readonly fill: string;
  readonly textColour?: string;
  readonly textSize?: number;
  /** Of the frame; white unless said. */
  readonly frame?: string;
}

/** What has no number: saturated, or too short to tell. */
export const NO_NUMBER = '#EEEEEE';

/** The chart with boxes in the first row of its panels. */
export function withBoxes({ config, ...chart }: Chart, boxes: readonly Box[]): Chart {
  const annotation = config.options!.plugins!.annotation!;
  const others = Array.isArray(annotation.annotations)
    ? annotation.annotations
    : Object.values(annotation.annotations ?? {});
  const plugins = {
    ...config.options!.plugins,
    annotation: { ...annotation, annotations: [...boxes.map(drawn), ...others] },
  };
  return { ...chart, config: { ...config, options: { ...config.options, plugins } } };
}

function drawn({
  column = 0,
  x,
  y,
  text,
  fill,
  textColour = INK,
  textSize = 11,
  frame,
}: Box): Annotations[number] {
  return {
    type: 'box',
    ...{ xScaleID: `x${column}`, yScaleID: 'y0', xMin: x[0], xMax: x[1], yMin: y[0], yMax: y[1] },
    backgroundColor: fill,
    borderColor: frame ?? '#FFFFFF',
    borderWidth: frame === undefined ? 1 : 2.5,
    drawTime: 'beforeDatasetsDraw',
    label: { display: text !== '', content: text, color: textColour, font: { size: textSize }, padding: 0 },
  };
}
