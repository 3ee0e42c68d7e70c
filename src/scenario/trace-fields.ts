/** Single fields of a CSV file. */
import type { Micros } from '../engine/time.ts';

const ZERO = 48;
const DOT = 46;

/** µs of plain decimal seconds with at most 6 decimals; −1 for anything else. */
export function secondsAt(text: string, from: number, to: number): Micros {
  let seconds = 0;
  let i = from;
  for (; i < to; i += 1) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) break;
    seconds = seconds * 10 + digit;
  }
  if (i === from || i - from > 10) return -1;
  if (i === to) return seconds * 1_000_000;
  if (text.charCodeAt(i) !== DOT) return -1;
  let fraction = 0;
  let unit = 1_000_000;
  for (i += 1; i < to; i += 1) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9 || unit === 1) return -1;
    fraction = fraction * 10 + digit;
    unit /= 10;
  }
  return unit === 1_000_000 ? -1 : seconds * 1_000_000 + fraction * unit;
}

/** A field without the quotes around it. */
export function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : text;
}
