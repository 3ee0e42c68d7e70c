/** Values as they stand in a file, read as numbers whatever they count: for axes, and to make them larger or smaller. */
import { formatDuration, parseDuration, parseRate, parseShare, parseSize, parseThroughput } from './units.ts';

const PARSERS = [parseDuration, parseSize, parseThroughput, parseRate, parseShare];
const AMOUNT = /^(\d+(?:\.\d+)?)([A-Za-z%/]*)$/;

/** A number, duration, size, throughput, rate or share in its base unit; null for anything else, such as a name. */
export function magnitude(written: unknown): number | null {
  if (typeof written === 'number') return written;
  if (typeof written !== 'string') return null;
  if (/^\d+(\.\d+)?$/.test(written)) return Number(written);
  for (const parse of PARSERS) {
    const read = parse(written);
    if (read.ok) return read.value;
  }
  return null;
}

/**
 * A value times a factor, in the unit in which it was written (`200MB` × 1.1 is `220MB`), without the dust of binary
 * fractions; `1h30m` in the shortest way to write it. null for what is no quantity.
 */
export function scaled(written: unknown, factor: number): number | string | null {
  const clean = (value: number) => Number((value * factor).toPrecision(12));
  if (typeof written === 'number') return clean(written);
  if (typeof written !== 'string' || magnitude(written) === null) return null;
  const [, digits, unit] = AMOUNT.exec(written) ?? [];
  if (digits !== undefined) return `${decimal(clean(Number(digits)))}${unit}`;
  return formatDuration(Math.round(magnitude(written)! * factor));
}

/** Without an exponent, which no unit allows. */
function decimal(value: number): string {
  return String(value).includes('e') ? value.toFixed(15).replace(/\.?0+$/, '') : String(value);
}
