/** The table of experiments that others have published: for a terminal, and as a page. */
import type { PublishedRow } from '../study/published/validate.ts';
import { confidenceOf } from '../study/theory/validate.ts';
import { commandLines } from './frame.ts';
import type { Painter } from './painter.ts';
import { type Cell, columns, paragraph } from './table.ts';
import { exactValue, simulatedValue, type TheoryContext } from './theory-table.ts';
import { amount, NOTHING, plural } from './words.ts';

/** All experiments under each other, each with its source, without a line break at the end; the answer first. */
export function publishedTable(rows: readonly PublishedRow[], { repeat, paint }: TheoryContext): string {
  const heading = ['', 'published', 'exact', 'simulated', ''].map(
    (text): Cell => ({ text, paint: paint.quiet }),
  );
  const [first, ...lines] = columns(
    [heading, ...rows.map((row) => cells(row, paint))],
    ['left', 'right', 'right', 'right', 'left'],
    paint.columns,
    2,
    1,
  );
  const blocks = rows.flatMap((row, i) => [
    ...(isFirst(rows, i) ? ['', ...titleOf(row, paint)] : []),
    lines[i]!,
    ...(isLast(rows, i) && noteOf(row) !== null
      ? paragraph(noteOf(row)!, paint.columns, 4).map(paint.quiet)
      : []),
  ]);
  const answer = paragraph(publishedAnswer(rows), paint.columns, 0).map(paint.strong);
  const how = paragraph(publishedTolerance(rows), paint.columns, 2);
  const again = commandLines('repeat  ', repeat, paint.columns);
  return [...answer, '', first!, ...blocks, '', ...how, ...again].join('\n');
}

/** The experiments as a Markdown table, and below it why some published numbers are others. */
export function publishedMarkdown(rows: readonly PublishedRow[]): string {
  const lines = rows.map((row, i) => {
    const [quantity, published, exact, simulated, verdict] = cells(row, null).map(({ text }) => text);
    const model = isFirst(rows, i) ? `${row.model} (${row.source})` : '';
    return `| ${model} | ${quantity} | ${published} | ${exact} | ${simulated} | ${row.replications} | ${verdict} |`;
  });
  const notes = rows.flatMap((row, i) =>
    isLast(rows, i) && noteOf(row) !== null ? [`- *${row.model}* (${row.source}): ${noteOf(row)}`] : [],
  );
  return [
    '| experiment | number | published | exact | simulated | replications | |',
    '|---|---|---:|---:|---:|---:|---|',
    ...lines,
    '',
    ...notes,
  ].join('\n');
}

/** One sentence or two: whether the simulation is right, and whether what is published is. */
export function publishedAnswer(rows: readonly PublishedRow[]): string {
  const models = new Set(rows.map(({ model }) => model)).size;
  const red = rows.filter(({ verdict }) => verdict === 'fail').length;
  const off = rows.filter((row) => verdictOf(row) === 'off').length;
  const what = `${plural(rows.length, 'number')} of ${plural(models, 'published experiment')}`;
  const those =
    off === 0
      ? ''
      : ` ${plural(off, 'published number is', 'published numbers are')} not the exact one: why is said there.`;
  return red === 0
    ? `${what}: every one is simulated as it must be.${those}`
    : `${what}: ${plural(red, 'of them is', 'of them are')} red.${those}`;
}

/** What makes a row red. */
export function publishedTolerance(rows: readonly PublishedRow[]): string {
  const misses = Math.round(1 / (1 - confidenceOf(rows.length)) / 1000);
  return `A number is red when its interval does not hold the exact one, or when the exact one is not the published one to its last digit and nothing says why; an outcome when it is not as often as published, by Fisher's exact test. Each misses once in ${misses} 000 seeds.`;
}

function cells(row: PublishedRow, paint: Painter | null): Cell[] {
  const verdict = verdictOf(row);
  const colour = { pass: paint?.good, off: paint?.unsure, fail: paint?.bad }[verdict];
  const last: Cell = { text: verdict, ...(colour && { paint: colour }) };
  const texts =
    row.kind === 'number'
      ? [amount(row.published, row.unit, row.digit), exactValue(row), simulatedValue(row)]
      : [outcomeText(row.published), NOTHING, `${row.happened} of ${row.replications}`];
  return [{ text: row.quantity }, ...texts.map((text) => ({ text })), last];
}

function outcomeText(published: Extract<PublishedRow, { kind: 'outcome' }>['published']): string {
  return typeof published === 'string' ? published : `${published[0]} of ${published[1]}`;
}

/** `off`: the simulation is at the exact number, which is not the published one. */
function verdictOf(row: PublishedRow): 'pass' | 'off' | 'fail' {
  return row.kind === 'number' && row.verdict === 'pass' && !row.isRight ? 'off' : row.verdict;
}

function noteOf(row: PublishedRow): string | null {
  if (row.kind === 'outcome') return row.note;
  return row.off === null ? null : `Published is another number. ${row.off}`;
}

function titleOf({ model, source }: PublishedRow, paint: Painter): string[] {
  return [paint.strong(model), ...paragraph(source, paint.columns, 1).map(paint.quiet)];
}

function isFirst(rows: readonly PublishedRow[], i: number): boolean {
  return rows[i]!.model !== rows[i - 1]?.model;
}

function isLast(rows: readonly PublishedRow[], i: number): boolean {
  return rows[i]!.model !== rows[i + 1]?.model;
}
