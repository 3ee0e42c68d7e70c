/** What changes from one design to another, in percent of the baseline, with its 95 % interval. */
import type { Comparison } from '../../study/compare.ts';
import type { Effect } from '../../study/effect.ts';
import { keyEffects } from '../compare-facts.ts';
import { change } from '../figures.ts';
import { metricPhrase } from '../metric-words.ts';
import { type Axis, differenceAxis } from './axes.ts';
import { type Chart, type Curve, grid, type Key, panel } from './grid.ts';
import { colour, INK } from './palette.ts';
import { fit } from './text-width.ts';
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
  const ends = rows.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect === null ? [] : endsOf(effect))),
  );
  const axis = labelAxis(rows, comparison);
  const baseline = comparison.baseline.study.scenario.name;
  const keys = comparison.candidates.map(
    ({ study }, i): Key => ({
      text: `${study.scenario.name}, with its 95 % interval`,
      colour: colour(i + 1),
      as: 'line',
    }),
  );
  return grid(topic, {
    file: 'differences',
    asks: 'What changes, and by how much?',
    about: `Differences from ${baseline} in percent of its own value, paired by replication`,
    xAxis: differenceAxis(`difference from ${baseline} (%)`, Math.min(...ends), Math.max(...ends), 7),
    rows: [{ axis }],
    columns: [{ heading: null, colour: colour(0), shades: [] }],
    curves: [...rows.flatMap((row, i) => drawn(row, rows.length - 1 - i)), zero(rows.length)],
    keys,
  });
}

function rowsOf({ candidates }: Comparison): Row[] {
  const first = candidates[0]!;
  const names = keyEffects(first).map(({ metric }) => metric);
  return names
    .map((metric) => ({
      metric,
      effects: candidates.map(({ effects }) => {
        const effect = effects.get(metric);
        return effect === undefined || effect.relative === null ? null : effect;
      }),
    }))
    .filter(({ effects }) => effects.some((effect) => effect !== null))
    .slice(0, MOST_ROWS);
}

/** Ends of the interval, in percent of the baseline. */
function endsOf({ relative, half, baseline }: Effect): readonly [number, number] {
  const middle = relative! * 100;
  const reach = half === null || !baseline ? 0 : (100 * half) / Math.abs(baseline);
  return [middle - reach, middle + reach];
}

/** The metric and, where there is one candidate, its difference and verdict below. */
function labelAxis(rows: readonly Row[], { candidates }: Comparison): Axis {
  const { scenario } = candidates[0]!.study;
  const texts = rows.map(({ metric, effects }) => {
    const name = fit(metricPhrase(metric, scenario), 300, 12);
    const [effect] = effects;
    const alone = candidates.length === 1 && effect != null;
    return alone ? `${name}\n${fit(`${change(effect)}, ${effect.verdict}`, 300, 12)}` : name;
  });
  return {
    title: '',
    max: rows.length,
    ticks: rows.map((_, i) => i + 0.5),
    label: (value) => texts[rows.length - 1 - Math.floor(value)] ?? '',
    factor: 1,
  };
}

function drawn({ effects }: Row, row: number): Curve[] {
  return effects.flatMap((effect, i): Curve[] => {
    if (effect === null) return [];
    const y = row + 0.5 + (0.5 * (effects.length - 1)) / 2 / effects.length - (0.5 * i) / effects.length;
    const tone = colour(i + 1);
    const [low, high] = endsOf(effect);
    const place = { ...panel(0, 0), borderColor: tone, backgroundColor: tone };
    return [
      { ...place, data: [{ x: effect.relative! * 100, y }], pointRadius: 5, pointBorderWidth: 0 },
      {
        ...place,
        data: [
          { x: low, y },
          { x: high, y },
        ],
        borderWidth: 2,
        pointRadius: 6,
        pointStyle: 'line',
        pointRotation: 90,
        pointBorderWidth: 2,
      },
    ];
  });
}

function zero(rows: number): Curve {
  return {
    ...panel(0, 0),
    data: [
      { x: 0, y: 0 },
      { x: 0, y: rows },
    ],
    borderColor: INK,
    borderWidth: 1,
  };
}
