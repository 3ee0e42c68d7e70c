/**
 * Numbers of lines and dots, with no more digits than a chart can show: a page is sent by mail. The values of rows and the
 * ends of their intervals stand in words as well, which are those of the terminal: they are not rounded twice.
 */

/** Four significant digits. */
export function brief(value: number): number {
  return Number(value.toPrecision(4));
}

/** The same of a series; what is not finite is a gap. */
export function briefly(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value) => (value === null || !Number.isFinite(value) ? null : brief(value)));
}
