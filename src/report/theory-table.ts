/** The table of `hasim validate`: for a terminal, and as a page. */
import { confidenceOf, type TheoryRow } from '../study/theory/validate.ts';
import { commandLines } from './frame.ts';
import type { Painter } from './painter.ts';
import { type Cell, columns, cut, paragraph } from './table.ts';
import { amount, plural, withInterval } from './words.ts';

/** Exact values have four digits, as fine as histograms are. */
const FOUR_DIGITS = 1e-4;
/** What a rounding to whole microseconds leaves is no interval. */
const ROUNDING = 1e-6;

export interface TheoryContext {
  /** The command that repeats it. */
  readonly repeat: string;
  readonly paint: Painter;
}

/** All rows under each other, without a line break at the end; the answer first. */
export function theoryTable(rows: readonly TheoryRow[], { repeat, paint }: TheoryContext): string {
  const heading: Cell[] = ['', '', 'exact', 'simulated', ''].map((text) => ({ text, paint: paint.quiet }));
  const lines = rows.map((row, i): Cell[] => [
    { text: cut(row.model === rows[i - 1]?.model ? '' : row.model, 32), paint: paint.strong },
    { text: row.quantity },
    { text: exactValue(row) },
    { text: simulatedValue(row) },
    { text: row.verdict, paint: row.verdict === 'pass' ? paint.good : paint.bad },
  ]);
  const table = columns([heading, ...lines], ['left', 'left', 'right', 'right', 'left'], paint.columns, 2, 1);
  const answer = paragraph(theoryAnswer(rows), paint.columns, 0).map(paint.strong);
  const how = paragraph(theoryTolerance(rows), paint.columns, 2);
  const again = commandLines('repeat  ', repeat, paint.columns);
  return [...answer, '', ...table, '', ...how, ...again].join('\n');
}

/** The rows as a Markdown table. */
export function theoryMarkdown(rows: readonly TheoryRow[]): string {
  const lines = rows.map(
    (row, i) =>
      `| ${row.model === rows[i - 1]?.model ? '' : row.model} | ${row.quantity} | ${exactValue(row)} | ${simulatedValue(row)} | ${row.replications} | ${row.verdict} |`,
  );
  return [
    '| model | number | exact | simulated | replications | |',
    '|---|---|---:|---:|---:|---|',
    ...lines,
  ].join('\n');
}

/** One sentence: whether theory and model agree. */
export function theoryAnswer(rows: readonly TheoryRow[]): string {
  const models = new Set(rows.map(({ model }) => model)).size;
  const red = rows.filter(({ verdict }) => verdict === 'fail').length;
  const what = `${plural(rows.length, 'number')} of ${plural(models, 'model')} that theory knows exactly`;
  return red === 0
    ? `${what}: every one lies in its interval.`
    : `${what}: ${plural(red, 'of them is', 'of them are')} red.`;
}

/** How wide the intervals are, and what that means for the table. */
export function theoryTolerance(rows: readonly TheoryRow[]): string {
  const misses = Math.round(1 / (1 - confidenceOf(rows.length)) / 1000);
  return `Each interval misses once in ${misses} 000 seeds, so that the table as a whole is red for one seed in a thousand.`;
}

/** With four digits. */
export function exactValue({ exact, unit }: TheoryRow): string {
  return amount(exact, unit, exact * FOUR_DIGITS);
}

/** With its interval, if it has one. */
export function simulatedValue({ estimate: value, low, high, unit }: TheoryRow): string {
  const half = Math.max(high - value, value - low);
  if (Number.isNaN(half)) return 'nothing';
  return half <= ROUNDING * Math.abs(value)
    ? amount(value, unit, value * FOUR_DIGITS)
    : withInterval(value, half, unit);
}
