/**
 * Colours of lines and dots as attributes, so that charts are whole where a policy blocks styles; classes give them other
 * ones on dark grounds. Okabe & Ito, in the order of the PNG charts.
 */
import { colour } from '../../report/charts/palette.ts';

const TONES = 6;

/** The class of a tone: `tone-0` … `tone-5`, and `tone-ink` of what belongs to no design. */
export function toneClass(tone: number): string {
  return tone === 6 ? 'tone-ink' : `tone-${tone % TONES}`;
}

/** Its colour as an attribute. */
export function toneColour(tone: number): string {
  return tone === 6 ? 'currentColor' : colour(tone);
}

/** Dashes as an attribute; lines that coincide stay apart. */
export function dashesOf(style: 'line' | 'thin' | 'dashed'): string | undefined {
  return style === 'dashed' ? '6 4' : style === 'thin' ? '2 3' : undefined;
}
