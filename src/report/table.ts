/** Columns of plain text under each other. Painted after they are measured, so that colour codes have no width. */

import { together } from './line-breaks.ts';

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
  /** What it reads where there is room for `most` characters; absent: its beginning. */
  readonly short?: (most: number) => string;
}

export type Align = 'left' | 'right';

const GAP = 2;

/** Characters that a text takes on a terminal; what hasim prints is one column wide each. */
export function width(text: string): number {
  return [...text].length;
}

/** Cut to `most` characters, with `…` where something is missing. */
export function cut(text: string, most: number): string {
  return width(text) <= most
    ? text
    : `${[...text]
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** Cut to `most` characters in the middle, where what sets names apart stands at their ends. */
export function cutMiddle(text: string, most: number): string {
  if (width(text) <= most) return text;
  const [characters, last] = [[...text], Math.floor((most - 1) / 2)];
  return `${characters.slice(0, most - 1 - last).join('')}…${characters.slice(-last).join('')}`;
}

/** Names beside each other in up to `most` characters; where two would read alike, with their ends. */
export function cutApart(names: readonly string[], most: number): Cell[] {
  const short = names.map((name) => cut(name, most));
  if (new Set(short).size === new Set(names).size) return short.map((text) => ({ text }));
  return names.map((name) => ({ text: cutMiddle(name, most), short: (less) => cutMiddle(name, less) }));
}

/** Words on lines of at most `most` characters, each after `indent` spaces; no number comes apart from its unit. */
export function paragraph(text: string, most: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  let from = 0;
  for (const { length } of together(text).split(' ')) {
    // As it was: what is searched for in the output is typed with spaces that break.
    const word = text.slice(from, from + length);
    from += length + 1;
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && width(longer) > most - indent) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + cut(each, most - indent));
}

/**
 * Rows as aligned lines of at most `most` characters after `indent` spaces. What is too wide is cut first in
 * headings that are wider than what stands below them, then in the first column, then in the last, then in the widest.
 * @param headings how many of the rows are headings
 * @param firm columns that are never cut
 */
export function columns(
  rows: readonly (readonly Cell[])[],
  align: readonly Align[],
  most: number,
  indent: number,
  headings = 0,
  firm: readonly number[] = [],
): string[] {
  const widest = (some: readonly (readonly Cell[])[], i: number) =>
    Math.max(0, ...some.map((row) => width(row[i]?.text ?? '')));
  const widths = align.map((_, i) => widest(rows, i));
  const bodies = align.map((_, i) => widest(rows.slice(headings), i));
  const room = most - indent - GAP * (align.length - 1);
  const over = () => widths.reduce((sum, each) => sum + each, 0) - room;
  const shrink = (i: number, least: number) => {
    widths[i] = Math.max(Math.min(least, widths[i]!), widths[i]! - Math.max(0, over()));
  };
  while (over() > 0) {
    const spare = [...align.keys()].filter((i) => widths[i]! > Math.max(LEAST_HEADING, bodies[i]!));
    if (spare.length === 0) break;
    const i = spare.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    widths[i] = widths[i]! - 1;
  }
  const soft = [...align.keys()].filter((i) => !firm.includes(i));
  for (const i of [0, align.length - 1]) if (soft.includes(i)) shrink(i, LEAST_WIDTH);
  // Words before figures: half a figure is another one.
  for (const side of ['left', 'right'] as const) {
    const some = soft.filter((i) => align[i] === side);
    while (over() > 0 && some.some((i) => widths[i]! > LEAST_WIDTH)) {
      const i = some.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
      widths[i] = widths[i]! - 1;
    }
  }
  return rows.map((row) => {
    const cells = align.map((side, i) => padded(row[i] ?? { text: '' }, widths[i]!, side));
    return (' '.repeat(indent) + cells.join(' '.repeat(GAP))).trimEnd();
  });
}

/** A column is not cut shorter than this, and its heading not than that. */
const LEAST_WIDTH = 8;
const LEAST_HEADING = 6;

function padded({ text, paint, short: within }: Cell, size: number, side: Align): string {
  const short = width(text) > size && within !== undefined ? within(size) : cut(text, size);
  const space = ' '.repeat(size - width(short));
  const painted = paint === undefined ? short : paint(short);
  return side === 'left' ? painted + space : space + painted;
}
