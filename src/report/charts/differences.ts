/** What changes from one design to another, in percent of the baseline, with its 95 % interval. */
import type { Comparison } from '../../study/comparison/compare.ts';
import type { Effect } from '../../study/comparison/effect.ts';
import { keyEffects, namingOf } from '../compare-facts.ts';
import { change } from '../figures.ts';
import { metricPhrase } from '../metric-words.ts';
import { type Axis, differenceAxis, ratioAxis, rowAxis } from './axes.ts';
import { type Curve, type Key, panel } from './chart.ts';
import { grid } from './grid.ts';
import { COLOURS, colour, INK } from './palette.ts';
import type { Chart } from './picture.ts';
import { fit, fitEnds } from './text-width.ts';
import type { Topic } from './topic.ts';

const MOST_ROWS = 9;

interface Row {
  readonly metric: string;
  /** One a candidate; null where it has no relative difference. */
  readonly effects: readonly (Effect | null)[];
}

/** A dot and its whiskers for each headline metric and candidate; null when nothing has a relative difference. */
export function differences(topic: Topic, comparison: Comparison): Chart | null {
  const rows = rowsOf(comparison);
  if (rows.length === 0) return null;
  const baseline = comparison.baseline.study.scenario.name;
  const ends = rows.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect === null ? [] : endsOf(effect))),
  );
  const asRatios = Math.max(...ends) > FAR;
  const xAxis = asRatios
    ? ratioAxis(`ratio to ${baseline}, logarithmic`, least(ends), Math.max(...ends), 7)
    : differenceAxis(
        `difference from ${baseline} (%)`,
        100 * (Math.min(...ends) - 1),
        100 * (Math.max(...ends) - 1),
        7,
      );
  const at = (ratio: number) =>
    asRatios ? Math.max(xAxis.min ?? 0, Math.log10(Math.max(ratio, 1e-9))) : 100 * (ratio - 1);
  const keys = comparison.candidates.map(
    ({ study }, i): Key => ({
      text: `${study.scenario.name}, with its 95 % interval`,
      colour: colour(i + 1),
      as: 'line',
      dash: dashOf(i),
    }),
  );
  return grid(topic, {
    file: 'differences',
    asks: 'What changes, and by how much?',
    about: `What changes against ${baseline}, ${asRatios ? 'as a ratio' : 'in percent of its own value'}, paired by replication; what did not change at all is left out`,
    xAxis,
    rows: [{ axis: labelAxis(rows, comparison) }],
    columns: [{ heading: null, colour: colour(0), shades: [] }],
    curves: [...rows.flatMap((row, i) => drawn(row, rows.length - 1 - i, at)), unchanged(rows.length, at(1))],
    keys,
  });
}

/** From this ratio on, percent would squeeze everything else into one point. */
const FAR = 2;

/** The smallest that a logarithm can show. */
function least(ends: readonly number[]): number {
  return Math.min(...ends.filter((ratio) => ratio > 0));
}

function rowsOf(comparison: Comparison): Row[] {
  const { candidates } = comparison;
  const first = candidates[0]!;
  const names = keyEffects(comparison, first).map(({ metric }) => metric);
  return names
    .map((metric) => ({
      metric,
      effects: candidates.map(({ effects }) => {
        const effect = effects.get(metric);
        return effect === undefined || effect.relative === null ? null : effect;
      }),
    }))
    .filter(({ effects }) =>
      effects.some((effect) => effect !== null && (effect.difference !== 0 || effect.half !== 0)),
    )
    .slice(0, MOST_ROWS);
}

/** Ends of the interval, as ratios to the baseline. */
function endsOf({ relative, half, baseline }: Effect): readonly [number, number] {
  const middle = 1 + relative!;
  const reach = half === null || !baseline ? 0 : half / Math.abs(baseline);
  return [middle - reach, middle + reach];
}

/** The metric and, where there is one candidate, its difference and verdict below. */
function labelAxis(rows: readonly Row[], comparison: Comparison): Axis {
  const { candidates } = comparison;
  const naming = namingOf(comparison, candidates[0]!);
  const texts = rows.map(({ metric, effects }) => {
    const name = fitEnds(metricPhrase(metric, naming), 300, 12);
    const [effect] = effects;
    const alone = candidates.length === 1 && effect != null;
    return alone ? `${name}\n${fit(`${change(effect)}, ${effect.verdict}`, 300, 12)}` : name;
  });
  return rowAxis(texts);
}

/** Where colours come again, intervals are dashed. */
function dashOf(candidate: number): number[] {
  return candidate + 1 < COLOURS ? [] : [3, 3];
}

function drawn({ effects }: Row, row: number, at: (ratio: number) => number): Curve[] {
  return effects.flatMap((effect, i): Curve[] => {
    if (effect === null) return [];
    const y = row + 0.5 + (0.5 * (effects.length - 1)) / 2 / effects.length - (0.5 * i) / effects.length;
    const tone = colour(i + 1);
    const [low, high] = endsOf(effect);
    // Also at the end of the axis the whole mark is seen.
    const place = { ...panel(0, 0), borderColor: tone, backgroundColor: tone, clip: false as const };
    return [
      { ...place, data: [{ x: at(1 + effect.relative!), y }], pointRadius: 5, pointBorderWidth: 0 },
      {
        ...place,
        data: [
          { x: at(low), y },
          { x: at(high), y },
        ],
        borderWidth: 2,
        borderDash: dashOf(i),
        pointRadius: 6,
        pointStyle: 'line',
        pointRotation: 90,
        pointBorderWidth: 2,
      },
    ];
  });
}

function unchanged(rows: number, x: number): Curve {
  return {
    ...panel(0, 0),
    data: [
      { x, y: 0 },
      { x, y: rows },
    ],
    borderColor: INK,
    borderWidth: 1,
  };
}
