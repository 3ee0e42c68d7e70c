/** A row of a chart's table, and the words under its cursor, name the very point whose value they give. */
import { renderToString as render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { percentileCharts } from '../../src/page/by-percentile.ts';
import type { LinesChart, RowsChart } from '../../src/page/model.ts';
import { wholeOf, xTicks } from '../../src/page/view/axis.ts';
import { linesTable, rowsTable } from '../../src/page/view/chart-table.ts';
import { Rows } from '../../src/page/view/Rows.tsx';
import { runTopic } from '../../src/report/topics.ts';
import { aStudy } from '../support/fixtures.ts';

describe('percentiles', () => {
  const [chart] = percentileCharts(runTopic(aStudy(6)));

  it('are all in the table, each by its own name', () => {
    const { head, rows, more } = linesTable(chart!);
    expect(head).toEqual(['percentile (%)', 'single-region']);
    const names = rows.map(([name]) => Number(name));
    expect(names).toHaveLength(31);
    expect(names).toEqual([...new Set(names)].sort((a, b) => a - b));
    // 1 − 10^(−x), ten steps a decade.
    names.forEach((name, i) => {
      expect(Math.abs(name - (100 - 100 * 10 ** (-i / 10)))).toBeLessThan(name < 99 ? 0.051 : 0.0051);
    });
    expect(more).toBe('');
  });

  it('are named on the axis where people look for them', () => {
    expect(xTicks(chart!, wholeOf(chart!)).map(({ label }) => label)).toEqual([
      '0',
      '50',
      '90',
      '95',
      '99',
      '99.9',
    ]);
  });
});

it('settings of a sweep that the axis has no room for have their names all the same', () => {
  const places = Array.from({ length: 100 }, (_, at) => ({ at, label: `${at} cores` }));
  const chart: LinesChart = {
    kind: 'lines',
    id: 'x',
    title: 'a figure',
    about: '',
    sentence: '',
    x: {
      kind: 'places',
      title: 'cores',
      max: 99,
      places,
      ticks: [places[0]!, places[50]!],
      file: 'sweep.csv',
    },
    y: { title: 'a figure', unit: 'count' },
    lines: [
      {
        name: 'a figure',
        tone: 0,
        style: 'line',
        at: places.map(({ at }) => at),
        value: places.map(({ at }) => at),
        half: null,
      },
    ],
    fifty: null,
    spans: [],
    more: '',
  };
  const { rows, more } = linesTable(chart);
  expect(rows.map(([name]) => name)).toEqual(rows.map(([, value]) => `${value} cores`));
  expect(more).toBe('every 4. point; all of them are in sweep.csv');
});

it('ends of an interval have as many digits as tell them apart', () => {
  const row = {
    label: 'availability',
    note: '',
    unit: 'share',
    tone: 0,
    value: 0.8928,
    mark: null,
    signed: false,
  };
  const chart: RowsChart = {
    kind: 'rows',
    id: 'x',
    title: 'rows',
    about: '',
    sentence: '',
    axis: 'own',
    rows: [{ ...row, ends50: [0.8926, 0.8931], ends95: [0.8924, 0.8936], dots: [0.8922, 0.8931] }],
    markIs: '',
  };
  expect(
    rowsTable(chart)
      .rows[0]!.slice(2)
      .map((text) => text.replaceAll('\u00a0', ' ')),
  ).toEqual(['89.26 % to 89.31 %', '89.24 % to 89.36 %', '89.22 % to 89.31 %']);
  // A difference of shares is in points, with its sign, as the note above its row is.
  const signed = { ...chart, rows: chart.rows.map((one) => ({ ...one, signed: true })) };
  const difference = { ...signed.rows[0]!, ends50: null, ends95: [-0.012, 0.043] as const, dots: [] };
  expect(
    rowsTable({ ...signed, rows: [difference] })
      .rows[0]!.slice(2)
      .map((text) => text.replaceAll('\u00a0', ' ')),
  ).toEqual(['–', '−2 points to +5 points', '–']);
});

it('the ends of a drawn difference of shares are in points, not in percent of something', () => {
  const row = {
    label: 'success ratio',
    note: '+4.3 points ± 1.1',
    unit: 'share',
    tone: 0,
    value: 0.043,
    ends50: null,
    ends95: [0.032, 0.054] as const,
    dots: [0.035, 0.052],
    mark: 0,
    signed: true,
  };
  const drawn = render(
    Rows({
      chart: {
        kind: 'rows',
        id: 'x',
        title: 't',
        about: '',
        sentence: '',
        axis: 'own',
        rows: [row],
        markIs: 'no difference',
      },
    }),
  ).replaceAll('\u00a0', ' ');
  expect(drawn).toContain('>+5.2 points<');
  expect(drawn).not.toContain('%<');
});
