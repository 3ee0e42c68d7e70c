/**
 * The frame of every chart: question on top, what is shown and the set-up below it, a legend, and a grid of panels:
 * one row a quantity, all columns on the same axis, so that designs stand side by side and compare by eye.
 */
import type { ChartConfiguration } from 'chart.js';
// Tells Chart.js's types of `plugins.annotation`.
import type {} from 'chartjs-plugin-annotation';
import { type Grid, HEIGHT, SIDE, TEXT_WIDTH } from './chart.ts';
import { annotations, foot, legend } from './decorations.ts';
import { INK, MUTED } from './palette.ts';
import type { Chart, Point } from './picture.ts';
import { columnScales, rowScales } from './scales.ts';
import { placeLabels } from './spans.ts';
import { textWidth, wrap } from './text-width.ts';
import type { Topic } from './topic.ts';

const TITLE_SIZE = 20;
const SUBTITLE_SIZE = 13;

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
  const config: ChartConfiguration<'line', Point[]> = {
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
      scales: { ...columnScales(spec, strip), ...rowScales(spec, heightOfRows(title, subtitle, spec)) },
      plugins: {
        title: { ...heading(title, TITLE_SIZE, INK), padding: { top: 6, bottom: 4 } },
        subtitle: { ...heading(subtitle, SUBTITLE_SIZE, MUTED), padding: { top: 0, bottom: 4 } },
        legend: legend(spec.keys),
        // Each area with its own line: over the shades, so that a colour stays what the legend says.
        filler: { propagate: false, drawTime: 'beforeDatasetDraw' },
        annotation: { clip: false, annotations: annotations(spec, labels) },
      },
    },
    plugins: [foot(topic.foot)],
  };
  return { file: spec.file, about: spec.about, shows: spec.shows ?? [], config };
}

/** What is left below all that stands above, about: what names the rows must not be longer. */
function heightOfRows(title: readonly string[], subtitle: readonly string[], { keys }: Grid): number {
  const legend = keys.reduce((width, { text }) => width + textWidth(text, 12) + KEY_MARK, 0) / TEXT_WIDTH;
  const above = title.length * 24 + subtitle.length * 16 + Math.ceil(legend) * 26;
  return HEIGHT - AROUND_ROWS - above;
}

/** Of a key, before its text. */
const KEY_MARK = 50;
/** The axis below, its title, the foot, and the gaps. */
const AROUND_ROWS = 114;

function heading(text: string[], size: number, color: string) {
  return {
    display: true,
    text,
    align: 'start' as const,
    color,
    font: { size, weight: size === TITLE_SIZE ? (600 as const) : ('normal' as const) },
  };
}
