/** The charts of a grid: a metric over one axis as a line, over two as a heat map, over three as heat maps side by side. */
import type { Estimate } from '../../study/estimates/estimate.ts';
import { estimateAt, type Sweep } from '../../study/sweep/sweep.ts';
import { MOST_BOXES, MOST_PANELS, sweepSize } from '../sweep.ts';
import type { Chart } from './picture.ts';
import { heatMap } from './sweep-heat.ts';
import { lineChart } from './sweep-line.ts';
import type { Topic } from './topic.ts';

/** One chart for each metric that is anything but 0 anywhere; none where there are too many axes or designs to see anything. */
export function sweepCharts(sweep: Sweep): Chart[] {
  const { scenario, seed, paths, metrics, cells } = sweep;
  const panels = paths.length === 3 ? new Set(cells.map(({ values }) => values[0])).size : 1;
  if (paths.length > 3 || panels > MOST_PANELS || (paths.length > 1 && cells.length > MOST_BOXES)) return [];
  const topic: Topic = {
    question: '',
    setup: scenario.question,
    foot: `${scenario.name} · ${sweepSize(sweep)} · seed ${seed}`,
    designs: [],
  };
  return metrics.flatMap((_, metric) => {
    if (!cells.some((cell) => isSomething(estimateAt(sweep, cell, metric)))) return [];
    return [paths.length === 1 ? lineChart(topic, sweep, metric) : heatMap(topic, sweep, metric)];
  });
}

/** A map that is 0 all over shows nothing. */
function isSomething(estimate: Estimate | null): boolean {
  return estimate?.value != null && (estimate.value !== 0 || (estimate.high ?? 0) !== 0);
}
