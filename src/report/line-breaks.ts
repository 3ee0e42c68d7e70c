/** Where a line of a paragraph may not end: a number stands together with its unit, and ± with what follows it. */

const SPACE = '\u00a0';
/** `25.3 s`, `44 %`, `2 m 41 s`; a word that only begins like a unit is none. */
const BEFORE_UNIT = /(?<=\d) (?=(?:µs|ms|s|m|h|d|%|[kMGT]?B|[kKMG]iB|points)(?![\p{L}\d]))/gu;
const BETWEEN_UNITS = /(?<=\d[ \u00a0][dhm]) (?=\d+(?:\.\d+)?[ \u00a0][hms](?![\p{L}\d]))/gu;
const AFTER_SIGN = /(?<=±) /g;

/** The same text with spaces that do not break wherever a number would come apart. */
export function together(text: string): string {
  return text.replace(BETWEEN_UNITS, SPACE).replace(BEFORE_UNIT, SPACE).replace(AFTER_SIGN, SPACE);
}
