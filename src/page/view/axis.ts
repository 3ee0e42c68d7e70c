/** The axes of a chart of lines, by the same rules as those of the PNG charts. */
import { type Axis, durationAxis, shareAxis, timeAxis, valueAxis } from '../../report/charts/axes.ts';
import { duration, withEnds } from '../../report/words.ts';
import type { Line, LinesChart } from '../model.ts';

const MOST_X = 5;
const MOST_Y = 4;

/** From where to where a chart is looked at, in units of its x axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** All of it. */
export function wholeOf({ x }: LinesChart): Range {
  return { from: 0, to: x.kind === 'time' ? x.seconds : x.max };
}

/** Ticks and labels along the bottom. */
export function xTicks({ x }: LinesChart, range: Range): { readonly at: number; readonly label: string }[] {
  if (x.kind === 'places') return x.ticks.filter(({ at }) => at >= range.from && at <= range.to);
  const { ticks, label } = timeAxis(range.to, MOST_X, range.from);
  return ticks.map((at) => ({ at, label: label(at) }));
}

/** From 0 to the largest value or end of an interval among these lines. */
export function yAxis({ y }: LinesChart, lines: readonly Line[]): Axis {
  let most = 0;
  for (const { value, half } of lines)
    value.forEach((one, i) => {
      most = Math.max(most, (one ?? 0) + (half?.[i] ?? 0));
    });
  if (y.unit === 's') return durationAxis(y.title, most, MOST_Y);
  if (y.unit === 'share')
    return most > 0.5 ? shareAxis(y.title, MOST_Y) : valueAxis(`${y.title} (%)`, most, MOST_Y, 100);
  if (y.unit === '1/s') {
    const perHour = most < 0.5;
    return valueAxis(`${y.title} per ${perHour ? 'hour' : 'second'}`, most, MOST_Y, perHour ? 3_600 : 1);
  }
  return valueAxis(y.title, most, MOST_Y);
}

/** Where on the x axis, in words. */
export function placeWords({ x }: LinesChart, at: number): string {
  if (x.kind === 'time') return duration(at);
  const nearest = x.places.reduce((a, b) => (Math.abs(b.at - at) < Math.abs(a.at - at) ? b : a));
  return nearest.label;
}

/** A value of a line with its interval, in words. */
export function valueWords({ y }: LinesChart, line: Line, i: number): string {
  const one = line.value[i] ?? null;
  if (one === null) return 'no value';
  const [down, up] = armsOf(line, i);
  return withEnds(one, down === null ? null : one - down, up === null ? null : one + up, y.unit);
}

/** How far the 95 % interval of a point reaches down and up; null: it has none. */
export function armsOf({ half, below }: Line, i: number): readonly [down: number | null, up: number | null] {
  const up = half?.[i] ?? null;
  return [below === undefined ? up : (below[i] ?? null), up];
}

/** The point of a line that is nearest to a place. */
export function nearest({ at }: Line, place: number): number {
  let best = 0;
  at.forEach((one, i) => {
    if (Math.abs(one - place) < Math.abs(at[best]! - place)) best = i;
  });
  return best;
}
