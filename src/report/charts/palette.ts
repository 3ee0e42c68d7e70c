/**
 * Colours that stay apart for colour-blind eyes and, by lightness, in grey print (Okabe & Ito 2008). The first four are
 * those that are furthest apart for eyes without red or green, of which green and purple are the nearest.
 */

const OKABE_ITO = ['#0072B2', '#D55E00', '#009E73', '#56B4E9', '#CC79A7', '#E69F00'] as const;

/** Text and the lines that belong to no design. */
export const INK = '#222222';
export const MUTED = '#5F6368';
export const GRIDLINE = '#E3E5E8';
const WHITE = '#FFFFFF';

/** So many before they come again. */
export const COLOURS = OKABE_ITO.length;

/** The colour of a design, class or part by its position; the first is the baseline. Repeats after six, where lines go on with other dashes. */
export function colour(index: number): string {
  return OKABE_ITO[index % COLOURS]!;
}

/** What text on a colour is written in: ink or white, by which the contrast is greater (WCAG 2.2, 1.4.3). */
export function textOn(fill: string): string {
  const there = luminance(fill);
  const contrast = (text: string) => {
    const other = luminance(text);
    return (Math.max(there, other) + 0.05) / (Math.min(there, other) + 0.05);
  };
  return contrast(WHITE) > contrast(INK) ? WHITE : INK;
}

/** Relative luminance of `#RRGGBB` or `rgb(…)` (WCAG 2.2, definitions). */
function luminance(written: string): number {
  const parts = written.startsWith('#') ? channels(written) : written.match(/\d+/g)!.map(Number);
  const [red, green, blue] = parts.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(hex: string): readonly [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** See-through: `opacity` 0..1. */
export function translucent(hex: string, opacity: number): string {
  return `rgba(${channels(hex).join(', ')}, ${opacity})`;
}

/** Mixed with white: `strength` 1 is the colour itself, 0 white. */
export function tint(hex: string, strength: number): string {
  return `rgb(${channels(hex)
    .map((channel) => Math.round(255 + (channel - 255) * strength))
    .join(', ')})`;
}
