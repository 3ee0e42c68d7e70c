/** The page of a grid of designs. */
import { groupedDigest } from '../report/facts.ts';
import { figure } from '../report/figures.ts';
import { metricPhrase } from '../report/metric-words.ts';
import { briefText, cellText, sweepAnswer, sweepSize, where } from '../report/sweep.ts';
import { sweepDigest } from '../report/sweep-files.ts';
import { count, plural } from '../report/words.ts';
import { estimateAt, kneesOf, type Sweep } from '../study/sweep/sweep.ts';
import type { Chart, Figure, LinesChart, MatrixChart, Page } from './model.ts';
import { assumptionsOf, madeOf, NOT_MODELLED, tableOf } from './parts.ts';
import { briefly } from './rounding.ts';
import { fiftyOf } from './rows.ts';
import type { PageContext } from './run-page.ts';

const MOST_CHARTS = 6;
/** Labels along an axis that stay apart on a narrow screen. */
const MOST_LABELS = 5;
/** Columns and rows of a table of two parameters. */
const MOST_SIDE = 40;

/** Everything that a sweep has to say. */
export function sweepPage(sweep: Sweep, context: Omit<PageContext, 'rerun'>): Page {
  const { scenario, seed, paths, metrics, cells } = sweep;
  const digest = groupedDigest(sweepDigest(sweep));
  const made = `${plural(cells.length, 'design')}, ${sweepSize(sweep)}, the same random numbers in all`;
  const charts = metrics.slice(0, MOST_CHARTS).flatMap((_, i) => chartOf(sweep, i));
  return {
    title: scenario.question === '' ? scenario.name : scenario.question,
    setup: `${scenario.name} · ${made} · seed ${seed}`,
    answer: sweepAnswer(sweep),
    limits: [],
    figures: figuresOf(sweep),
    proof: charts[0] ?? null,
    planner: [
      { id: 'charts', title: 'Over what was varied', blocks: [{ kind: 'charts', charts: charts.slice(1) }] },
      {
        id: 'designs',
        title: 'Every design',
        blocks: [
          tableOf(
            'Designs and what they give (95 %)',
            [...paths, ...metrics.map((name) => metricPhrase(name, scenario)), 'remark'],
            cells.map((cell) => [
              ...cell.values,
              ...metrics.map((_, i) => cellText(sweep, cell, i)),
              cell.tooShort ?? (cell.saturated === null ? '' : `saturated: ${cell.saturated}`),
            ]),
            'sweep.csv',
          ),
        ],
      },
    ],
    engineer: [
      assumptionsOf([scenario], 'the scenario itself'),
      NOT_MODELLED,
      madeOf([`${made}, seed ${seed}, digest ${digest}`], context.repeat),
    ],
    repeat: context.repeat,
    digest,
    version: context.version,
    rerun: null,
  };
}

/** Where the first metric is least and most, where it bends, and what does not keep up. */
function figuresOf(sweep: Sweep): Figure[] {
  const { scenario, metrics, cells } = sweep;
  const known = cells.flatMap((cell) => {
    const estimate = estimateAt(sweep, cell, 0);
    return estimate?.value == null ? [] : [{ cell, estimate, value: estimate.value }];
  });
  const name = metricPhrase(metrics[0]!, scenario);
  const ends = [
    ['least', (a: number, b: number) => b < a],
    ['most', (a: number, b: number) => b > a],
  ] as const;
  const [knee] = kneesOf(sweep, 0);
  const full = cells.filter(({ saturated }) => saturated !== null).length;
  return [
    ...ends.flatMap(([word, beats]): Figure[] => {
      if (known.length === 0) return [];
      const { cell, estimate } = known.reduce((a, b) => (beats(a.value, b.value) ? b : a));
      return [{ name: `${word} ${name}`, value: figure(estimate), note: where(sweep, cell), tone: 'quiet' }];
    }),
    ...(knee === undefined
      ? []
      : [{ name: 'knee', value: where(sweep, cells[knee]!), note: `of ${name}`, tone: 'quiet' } as const]),
    {
      name: 'saturated',
      value: count(full),
      note: `of ${plural(cells.length, 'design')}`,
      tone: full > 0 ? 'unsure' : 'quiet',
    },
  ];
}

/** One parameter as a line, two as a table that is shaded; more have no picture. */
function chartOf(sweep: Sweep, metric: number): Chart[] {
  if (sweep.paths.length === 1) return lineChart(sweep, metric);
  if (sweep.paths.length === 2) return matrixChart(sweep, metric);
  return [];
}

function lineChart(sweep: Sweep, metric: number): LinesChart[] {
  const { cells, paths, scenario, metrics } = sweep;
  const all = cells.map((cell) => estimateAt(sweep, cell, metric));
  const values = all.map((one) => one?.value ?? null);
  if (values.every((value) => value === null)) return [];
  const arms = all.map((one) =>
    one?.value == null || one.low === null || one.high === null
      ? null
      : { down: one.value - one.low, up: one.high - one.value },
  );
  const banded = arms.some((arm) => arm !== null && arm.up + arm.down > 0);
  const places = cells.map(({ values: [label = ''] }, at) => ({ at, label }));
  const step = Math.ceil(cells.length / MOST_LABELS);
  const replications = Math.min(...cells.map((cell) => cell.replications).filter((n) => n > 0));
  const phrase = metricPhrase(metrics[metric]!, scenario);
  const knees = [...kneesOf(sweep, metric)].map((knee) => where(sweep, cells[knee]!));
  return [
    {
      kind: 'lines',
      id: `metric-${metric + 1}`,
      title: `${phrase} by ${paths[0]}`,
      about: 'Dark band: 50 % interval, light band: 95 % interval; a gap: saturated, or no value',
      sentence: knees.length === 0 ? `${phrase} has no knee.` : `Its knee is at ${knees.join(', ')}.`,
      x: {
        kind: 'places',
        title: paths[0]!,
        max: Math.max(1, cells.length - 1),
        places,
        ticks: places.filter(({ at }) => at % step === 0),
        file: 'sweep.csv',
      },
      y: { title: phrase, unit: all.find((one) => one !== null)?.unit ?? 'count' },
      lines: [
        {
          name: phrase,
          tone: 0,
          style: 'line',
          at: cells.map((_, i) => i),
          value: briefly(values),
          ...(banded
            ? {
                half: briefly(arms.map((arm) => arm?.up ?? null)),
                below: briefly(arms.map((arm) => arm?.down ?? null)),
              }
            : { half: null }),
        },
      ],
      fifty: fiftyOf(replications),
      spans: [],
      more: '',
    },
  ];
}

function matrixChart(sweep: Sweep, metric: number): MatrixChart[] {
  const { cells, paths, scenario, metrics } = sweep;
  const [down, across] = [0, 1].map((axis) => [...new Set(cells.map(({ values }) => values[axis]!))]);
  const values = cells.map((cell) => estimateAt(sweep, cell, metric)?.value ?? null);
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const without = values.filter((value) => value === null).length;
  if (without === values.length) return [];
  const phrase = metricPhrase(metrics[metric]!, scenario);
  const left = Math.max(0, down!.length - MOST_SIDE) + Math.max(0, across!.length - MOST_SIDE);
  return [
    {
      kind: 'matrix',
      id: `metric-${metric + 1}`,
      title: `${phrase} by ${paths[0]} and ${paths[1]}`,
      about: `The bar of a cell is its share of the largest${left > 0 ? `; and ${left} more rows and columns in sweep.csv` : ''}`,
      sentence: `${plural(cells.length, 'design')}${without === 0 ? '' : `, ${count(without)} of them without a value`}.`,
      down: { title: paths[0]!, labels: down!.slice(0, MOST_SIDE) },
      across: { title: paths[1]!, labels: across!.slice(0, MOST_SIDE) },
      cells: down!.slice(0, MOST_SIDE).map((_, row) =>
        across!.slice(0, MOST_SIDE).map((__, column) => {
          const i = row * across!.length + column;
          const value = values[i] ?? null;
          return {
            text: briefText(sweep, cells[i]!, metric),
            share: value === null || most === 0 ? null : Math.max(0, value / most),
          };
        }),
      ),
    },
  ];
}
