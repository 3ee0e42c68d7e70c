/** What all summaries on a terminal have in common: their width, and the lines at their end. */
import { groupedDigest } from './facts.ts';
import { paragraph } from './table.ts';

/** Characters of a line. */
export const COLUMNS = 100;
export const INDENT = 2;
export const INDENTED = ' '.repeat(INDENT);

/** A text on indented lines. */
export function wrapped(text: string): string[] {
  return paragraph(text, COLUMNS, INDENT);
}

/** Where to look on, and how to repeat it. */
export function endOf(
  { folder, repeat }: { readonly folder: string | null; readonly repeat: string },
  digest: string,
): string[] {
  const end = `digest ${groupedDigest(digest)}`;
  const again = `repeat             ${repeat}`;
  const oneLine = INDENT + again.length + 6 + end.length <= COLUMNS;
  return [
    ...(folder === null ? [] : [`${INDENTED}charts and tables  ${folder}`]),
    ...(oneLine ? [`${INDENTED}${again}      ${end}`] : [...wrapped(again), `${INDENTED}${end}`]),
  ];
}
