/** A drawing at one moment, or over the whole run: how busy each part is, and in which state, in words. */
import { amount, duration, percent } from '../../report/words.ts';
import type { ClusterDrawing, DrawnPart, PartSpan, Track } from './drawing.ts';

/** A moment by index of `at`; null: the whole run. */
export type Moment = number | null;

export interface Reading {
  readonly name: string;
  /** Of all; null: nothing is known. */
  readonly share: number | null;
  readonly words: string;
}

/** What each track of a part says. */
export function readingsOf({ tracks }: DrawnPart, moment: Moment): Reading[] {
  return tracks.map((track) => {
    const value = moment === null ? meanOf(track) : (track.value[moment] ?? null);
    const { name, of, unit } = track;
    if (value === null) return { name, share: null, words: `${name} –` };
    const words =
      unit === 'share'
        ? percent(value)
        : name === 'slots'
          ? `${short(value)}${Number.isInteger(of) ? ` of ${of}` : ''}`
          : amount(value, 'count');
    return { name, share: Math.min(1, value / of), words: `${name} ${words}` };
  });
}

/** There is room for one decimal. */
const short = (value: number): string => String(Math.round(value * 10) / 10);

function meanOf({ value }: Track): number | null {
  const known = value.filter((one) => one !== null);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
}

/** What is not as usual at a moment; of the whole run nothing, as it is never all of it. */
export function spansAt({ spans, at, seconds }: ClusterDrawing, moment: Moment): PartSpan[] {
  if (moment === null) return [];
  // A moment stands for its whole bin: what is shorter is seen, too.
  const half = seconds / at.length / 2;
  const time = at[moment]!;
  return spans.filter(({ from, to }) => from <= time + half && to >= time - half);
}

/** The state of a part, worst first; null: as usual. */
export function stateOf(now: readonly PartSpan[], part: number): PartSpan['kind'] | null {
  const kinds = now.filter(({ parts }) => parts.includes(part)).map(({ kind }) => kind);
  return WORST_FIRST.find((kind) => kinds.includes(kind)) ?? kinds[0] ?? null;
}

const WORST_FIRST: readonly PartSpan['kind'][] = [
  'down',
  'split',
  'failover',
  'cut',
  'starting',
  'upgrade',
  'maintenance',
  'draining',
  'slow',
];

/** When it is, and all that is not as usual. */
export function momentWords(drawing: ClusterDrawing, moment: Moment): string {
  if (moment === null) return 'The whole run in the mean';
  const labels = [...new Set(spansAt(drawing, moment).map(({ label }) => label))];
  const what = labels.length === 0 ? 'as usual' : labels.join(', ');
  return `${duration(drawing.at[moment]!)}: ${what}`;
}

/** The moment nearest to a time in seconds. */
export function momentAt({ at }: ClusterDrawing, seconds: number): number {
  let best = 0;
  for (const [i, one] of at.entries()) if (Math.abs(one - seconds) < Math.abs(at[best]! - seconds)) best = i;
  return best;
}

/** Moments that are drawn where nothing can be played: a little after each of the first things that happen to a part. */
export function tellingMoments(drawing: ClusterDrawing, most: number): number[] {
  const struck = drawing.spans.filter(({ parts, kind }) => parts.length > 0 && kind !== 'starting');
  const moments = struck.map(({ from, to }) =>
    momentAt(drawing, from + Math.min((to - from) / 2, (2 * drawing.seconds) / drawing.at.length)),
  );
  return [...new Set(moments)].slice(0, most);
}
