/**
 * How wide a text will be in Inter, without a canvas: enough to wrap titles and keep labels apart. Advance widths
 * in thousandths of the font size, rounded up, by groups of characters of about one width.
 */
import { together } from '../line-breaks.ts';

const NARROW = 330;
const MEDIUM = 630;
const WIDE = 780;
const WIDEST = 960;
const BOLD = 1.06;

function advance(character: string): number {
  if ("iljI.,:;'|!()[] ·\u00a0/tfr-".includes(character))
    return NARROW + ('tfr-/'.includes(character) ? 70 : 0);
  if ('mwMW%@'.includes(character)) return WIDEST;
  if (character >= 'A' && character <= 'Z') return WIDE;
  return MEDIUM;
}

/** Width in points of a text of `size` points; semi-bold is a little wider. */
export function textWidth(text: string, size: number, bold = false): number {
  let width = 0;
  for (const character of text) width += advance(character);
  return ((width * size) / 1000) * (bold ? BOLD : 1);
}

/** Lines no wider than `width` points, broken at spaces but not within a number; a single longer word stays whole. */
export function wrap(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of together(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines;
}

/** The text, or as much of it as fits, with `…` at its end. */
export function fit(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  let shorter = text;
  while (shorter.length > 1 && textWidth(`${shorter}…`, size, bold) > width) shorter = shorter.slice(0, -1);
  return `${shorter.trimEnd()}…`;
}

/** The text, or as much of its beginning and end as fits: names of a group differ in their last characters. */
export function fitEnds(text: string, width: number, size: number, bold = false): string {
  const characters = [...text];
  let shorter = text;
  for (let kept = characters.length - 1; kept > 1 && textWidth(shorter, size, bold) > width; kept -= 1) {
    const first = characters.slice(0, Math.ceil(kept / 2));
    shorter = `${first.join('').trimEnd()}…${characters
      .slice(-Math.floor(kept / 2))
      .join('')
      .trimStart()}`;
  }
  return shorter;
}

/** `146.977286557%`, as a computed axis has it, with as many digits as one can read: `147%`. */
export function shortNumber(text: string): string {
  return text.replace(/\d+\.\d{3,}/, (digits) =>
    String(Number(digits) < 1000 ? Number(Number(digits).toPrecision(4)) : Math.round(Number(digits))),
  );
}
