/** What happened, time by time, as text and CSV. */
import { type Calendar, isoText } from '../../scenario/calendar.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Happening } from '../../study/explain/happened.ts';
import { csvOf } from '../csv.ts';
import { clockOf } from '../instants.ts';
import { duration } from '../words.ts';
import type { Line } from './story.ts';

const MOST_LINES = 60;

/** At most 60 lines; how many more there are. */
export function timelineLines(
  happenings: readonly Happening[],
  calendar: Calendar | null,
): {
  readonly lines: readonly Line[];
  readonly left: number;
} {
  const lines = happenings
    .slice(0, MOST_LINES)
    .map((one): Line => ({ when: clockOf(one.at, false, calendar), text: wordsOf(one, calendar) }));
  return { lines, left: Math.max(0, happenings.length - MOST_LINES) };
}

/** `promote, until 2:49:00 (5 m 00 s)`. */
export function wordsOf({ at, until, text, length }: Happening, calendar: Calendar | null): string {
  const said = text.replace('{}', duration((length ?? 0) / 1e6));
  if (until === undefined) return said;
  return until === null
    ? `${said}, to the end`
    : `${said}, until ${clockOf(until, false, calendar)} (${duration((until - at) / 1e6)})`;
}

/** RFC 4180; times in seconds, and as dates where the run has some. */
export function timelineCsv(happenings: readonly Happening[], calendar: Calendar | null): string {
  const rows = happenings.map((one) => [
    `${one.at / 1e6}`,
    one.until == null ? '' : `${one.until / 1e6}`,
    one.kind,
    one.text.replace('{}', `${(one.length ?? 0) / 1e6} s`),
    ...(calendar === null ? [] : [isoText(calendar, one.at)]),
  ]);
  return csvOf([['at', 'until', 'kind', 'what', ...(calendar === null ? [] : ['date'])], ...rows]);
}

/** What concerns a node: what names it or its place, and what happened to tasks there. */
export function ofNode(
  { nodes, places, groups }: Scenario,
  node: number,
  happenings: readonly Happening[],
): Happening[] {
  const { name, place, group } = nodes[node]!;
  const { region, zone } = places[place]!;
  const about = [name, groups[group]!.name, region, `${region}/${zone}`, 'database', 'storage'];
  const names = (text: string) =>
    about.some((each) => new RegExp(`(^|[^\\w-])${each}($|[^\\w/-])`).test(text));
  return happenings.filter(
    (one) => one.node === node || (one.node === undefined && one.kind === 'span' && names(one.text)),
  );
}
