/** By which causes the same work takes longer in another design: a sentence and a table a class, for terminal and files. */
import { CAUSES } from '../../measure/causes.ts';
import type { Candidate, Comparison } from '../../study/comparison/compare.ts';
import { type CauseDifferences, GROUPS, type GroupDifference } from '../../study/explain/differences.ts';
import type { MeanOf } from '../../study/explain/mean-of.ts';
import { INDENT, wrapped } from '../frame.ts';
import type { Painter } from '../painter.ts';
import { type Align, columns } from '../table.ts';
import { count, difference, duration, list } from '../words.ts';
import { CAUSE_WORDS } from './cause-words.ts';
import { nameOf } from './sentences.ts';
import { isSystem } from './summary.ts';

/** Less than this of all that differs is not worth a line. */
const LEAST = 0.02;
const MOST_CAUSES = 9;
const MOST_NAMED = 3;
/** Pairs from which on the slowest are spoken of instead of all. */
const LEAST_COUNT = 3;

/** Classes of one candidate that have a table in the terminal; all are in `summary.md`. */
const MOST_CLASSES = 2;

/** Blocks of lines for a terminal, a candidate after the other. */
export function differenceLines({ baseline, candidates }: Comparison, paint: Painter): string[] {
  return candidates.flatMap((candidate) =>
    usersFirst(candidate)
      .slice(0, MOST_CLASSES)
      .flatMap((one) => [
        ...wrapped(differenceSentence(baseline.study.scenario.name, candidate, one), paint.columns),
        ...columns(
          differenceRows(one).map((row) => row.map((text) => ({ text }))),
          ['left', ...GROUPS.map((): Align => 'right')],
          paint.columns,
          INDENT,
          1,
        ),
      ]),
  );
}

/** Classes of users first, in the order of the scenario. */
export function usersFirst({ study, causes = [] }: Candidate): CauseDifferences[] {
  const rank = (one: CauseDifferences) => (isSystem(study.scenario, one) ? 1 : 0);
  return [...causes].sort((a, b) => rank(a) - rank(b));
}

/** `Of the slowest 5 % …, each takes 3 m 20 s longer than the same with A: way to the database +2 m 50 s …`. */
export function differenceSentence(baseline: string, { study }: Candidate, one: CauseDifferences): string {
  const group = one.groups['slowest 5 %'].count >= LEAST_COUNT ? 'slowest 5 %' : 'all';
  const { by, after, causes } = one.groups[group];
  const who = `Of ${group === 'all' ? 'all' : `the ${group} of`} ${nameOf(one)} with ${study.scenario.name} (${duration(after)} in the mean)`;
  const named = shownCauses(one)
    .filter((cause) => Math.abs(causes[cause]!.value) >= LEAST * sizeOf(one.groups[group]))
    .sort((a, b) => Math.abs(causes[b]!.value) - Math.abs(causes[a]!.value))
    .slice(0, MOST_NAMED);
  if (by.value === 0 && named.length === 0) return `${who} each takes as long as with ${baseline}.`;
  const parts = list(named.map((cause) => `${CAUSE_WORDS[CAUSES[cause]!][0]} ${changeOf(causes[cause]!)}`));
  if (by.half !== null && by.half >= Math.abs(by.value))
    return `${who} each takes as long as the same with ${baseline} but for what may be chance, ${changeOf(by)}: ${parts}.`;
  const way = by.value < 0 ? 'less' : 'longer';
  return `${who} each takes ${duration(Math.abs(by.value), by.half)} ${way} than the same with ${baseline}: ${parts}.`;
}

/** A heading, then causes down and groups across, with what they add up to. */
export function differenceRows(one: CauseDifferences): string[][] {
  const groups = GROUPS.map((group) => one.groups[group]);
  const row = (name: string, value: (group: GroupDifference) => string) => [
    name,
    ...groups.map((group) => (group.count === 0 ? '–' : value(group))),
  ];
  const shown = shownCauses(one);
  const rest = groups.map(({ by, causes }) => by.value - shown.reduce((sum, i) => sum + causes[i]!.value, 0));
  return [
    [nameOf(one), ...GROUPS],
    row('how many', (group) => count(group.count)),
    row('before', (group) => duration(group.before)),
    row('now', (group) => duration(group.after)),
    row('difference (95 %)', ({ by }) => changeOf(by)),
    ...shown.map((cause) => row(CAUSE_WORDS[CAUSES[cause]!][0], ({ causes }) => changeOf(causes[cause]!))),
    ...(rest.some((each) => Math.abs(each) > 1e-9)
      ? [['all else', ...rest.map((each) => difference(Math.abs(each) > 1e-9 ? each : 0, null, 's'))]]
      : []),
  ];
}

function changeOf({ value, half }: MeanOf): string {
  return difference(value, half, 's');
}

/** Everything that differs, whichever way. */
function sizeOf({ causes }: GroupDifference): number {
  return causes.reduce((sum, { value }) => sum + Math.abs(value), 0);
}

/** Those with most of what differs in any group, the most first. */
function shownCauses({ groups }: CauseDifferences): number[] {
  const shareOf = (cause: number): number =>
    Math.max(
      ...GROUPS.map((group) => groups[group]).map((group) =>
        sizeOf(group) === 0 ? 0 : Math.abs(group.causes[cause]!.value) / sizeOf(group),
      ),
    );
  return [...CAUSES.keys()]
    .filter((cause) => shareOf(cause) >= LEAST)
    .sort((a, b) => shareOf(b) - shareOf(a))
    .slice(0, MOST_CAUSES);
}
