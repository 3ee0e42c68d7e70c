/** How wide what is printed may be. */

/** Characters of a line, where a terminal has room for them. */
export const COLUMNS = 100;
const LEAST_COLUMNS = 60;

/** Characters of a line on a terminal so wide; in a pipe and a file, whose width nobody knows, as many as fit a page. */
export function columnsOf({ isTTY, columns }: { isTTY?: boolean; columns?: number }): number {
  if (isTTY !== true || columns === undefined || columns < 1) return COLUMNS;
  return Math.max(LEAST_COLUMNS, Math.min(COLUMNS, columns));
}
