/** The numbers behind a chart, as a table that is short enough to be read. */
import { fromTo } from '../../report/words.ts';
import type { LinesChart, Row, RowsChart, TableBlock } from '../model.ts';
import { nearest, placeWords, valueWords } from './axis.ts';

/** As many as a chart of percentiles has. */
const MOST_ROWS = 31;

/** Each so-manieth point of the lines. */
export function linesTable(chart: LinesChart): TableBlock {
  const [first] = chart.lines;
  const all = first?.at ?? [];
  const step = Math.max(1, Math.ceil(all.length / MOST_ROWS));
  const shown = all.map((_, i) => i).filter((i) => i % step === 0);
  // Lines of unlike bins are read where they are nearest.
  const file = chart.x.kind === 'time' ? 'series.csv' : chart.x.file;
  const whole = file === null ? '' : `; all of them are in ${file}`;
  const rows = shown.map((i) => [
    placeWords(chart, all[i]!),
    ...chart.lines.map((line) => valueWords(chart, line, nearest(line, all[i]!))),
  ]);
  return {
    kind: 'table',
    caption: `Figures of: ${chart.title}`,
    head: [chart.x.kind === 'time' ? 'time' : chart.x.title, ...chart.lines.map(({ name }) => name)],
    rows,
    more: step === 1 ? '' : `every ${step}. point${whole}`,
  };
}

/** Value and both intervals of each row. */
export function rowsTable(chart: RowsChart): TableBlock {
  const ends = (pair: readonly [number, number] | null, { unit, signed }: Row) =>
    pair === null ? '–' : fromTo(...pair, unit, signed);
  return {
    kind: 'table',
    caption: `Figures of: ${chart.title}`,
    head: ['what', 'value and verdict', '50 % interval', '95 % interval', 'replications, least to most'],
    rows: chart.rows.map((row) => [
      row.label,
      row.note,
      ends(row.ends50, row),
      ends(row.ends95, row),
      row.dots.length === 0 ? '–' : ends([Math.min(...row.dots), Math.max(...row.dots)], row),
    ]),
    more: '',
  };
}
