/** What happened, time by time, as text and CSV. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Happening } from '../../study/explain/happened.ts';
import { csvOf } from '../csv.ts';
import { duration } from '../words.ts';
import { clockOf, type Line } from './story.ts';

const MOST_LINES = 60;

/** At most 60 lines; how many more there are. */
export function timelineLines(happenings: readonly Happening[]): {
  readonly lines: readonly Line[];
  readonly left: number;
} {
  const lines = happenings
    .slice(0, MOST_LINES)
    .map((one): Line => ({ when: clockOf(one.at, false), text: wordsOf(one) }));
  return { lines, left: Math.max(0, happenings.length - MOST_LINES) };
}

/** `promote, until 2:49:00 (5 m 00 s)`. */
export function wordsOf({ at, until, text, length }: Happening): string {
  const said = text.replace('{}', duration((length ?? 0) / 1e6));
  if (until === undefined) return said;
  return until === null
    ? `${said}, to the end`
    : `${said}, until ${clockOf(until, false)} (${duration((until - at) / 1e6)})`;
}

/** RFC 4180; times in seconds. */
export function timelineCsv(happenings: readonly Happening[]): string {
  const rows = happenings.map((one) => [
    `${one.at / 1e6}`,
    one.until == null ? '' : `${one.until / 1e6}`,
    one.kind,
    one.text.replace('{}', `${(one.length ?? 0) / 1e6} s`),
  ]);
  return csvOf([['at', 'until', 'kind', 'what'], ...rows]);
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
