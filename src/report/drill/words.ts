/** The words of a drill: what stands in a cell, and the answer above the matrix. */
import type { Drill, DrillCell } from '../../study/drill/drill.ts';
import type { Figure } from '../../study/drill/measures.ts';
import { cellAt, type Place, rtoOf, rtoOfUsers, worstOf } from '../../study/drill/worst.ts';
import { upTo } from '../rounding.ts';
import { amount, count, duration, list, NOTHING, plural, withEnds } from '../words.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/**
 * As short as it is still understood, for a cell that holds three figures: 45s, 58m, 8h01m, 3d04h; `never` where it did
 * not end. Elsewhere it is `duration`.
 */
export function shortTime(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return 'never';
  if (seconds === 0) return '0';
  if (seconds < 1) return '<1s';
  const place = seconds < MINUTE - 0.5 ? 1 : MINUTE;
  const rounded = Math.round(seconds / place) * place;
  if (rounded < MINUTE) return `${rounded}s`;
  const two = (value: number) => String(value).padStart(2, '0');
  if (rounded < HOUR) return `${rounded / MINUTE}m`;
  if (rounded < DAY) return `${Math.floor(rounded / HOUR)}h${two((rounded % HOUR) / MINUTE)}m`;
  return `${Math.floor(rounded / DAY)}d${two(Math.floor((rounded % DAY) / HOUR))}h`;
}

const MARKS = { kept: '✓', broken: '✗', unsure: '?' } as const;

/** 41, 1.9k, 19k: requests that failed, in at most four characters. */
function shortCount(value: number): string {
  if (isLessThanOne(value)) return '<1';
  if (value < 999.5) return `${Math.round(value)}`;
  const [factor, letter] = value < 999_500 ? [1e3, 'k'] : [1e6, 'M'];
  const scaled = value / factor;
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)}${letter}`;
}

/** A mean that is not nothing, though no whole number says so. */
function isLessThanOne(value: number): boolean {
  return value > 0 && value < 0.5;
}

/** `58m/1m`: RTO, and RPO where something was lost. */
export function recoveryText(cell: DrillCell): string {
  if (cell.figures === null) return NOTHING;
  const lost = cell.figures.rpoSeconds.value ?? 0;
  return `${shortTime(rtoOf(cell))}${lost > 0 ? `/${shortTime(lost)}` : ''}`;
}

/** ` ✗`; empty where nothing is promised. */
export function mark({ verdict }: DrillCell): string {
  return verdict === null ? '' : ` ${MARKS[verdict]}`;
}

/** `58m/1m 1.9k ✗`: RTO, RPO, requests that failed, and the verdict. */
export function cellText(cell: DrillCell): string {
  const failed = cell.figures?.requestsFailed.value ?? null;
  return `${recoveryText(cell)}${failed === null ? '' : ` ${shortCount(failed)}`}${mark(cell)}`;
}

/** A figure with its interval, or in how many replications it did not end. */
export function figureText({ unit, value, low, high, never, n, p50, most }: Figure): string {
  if (never > 0) return never === n ? 'never' : `never in ${never} of ${n}`;
  if (value === null) return NOTHING;
  const varies = p50 !== null && most !== null && low !== high;
  return varies
    ? `${withEnds(value, low, high, unit)}, at most ${amount(most, unit, null, upTo)}`
    : withEnds(value, low, high, unit);
}

/** The same without its interval. */
export function figureShort({ unit, value, never, n }: Figure): string {
  if (never > 0) return never === n ? 'never' : `never ${never}/${n}`;
  if (value === null) return NOTHING;
  if (unit === 's') return shortTime(value);
  return isLessThanOne(value) ? '<1' : count(value);
}

/** What keeps its promises, and the worst cell of all. */
export function drillAnswer(drill: Drill): string[] {
  const { designs } = drill;
  const promised = designs.filter(({ cells }) => cells.some(({ verdict }) => verdict !== null));
  const kept = promised.map(({ name, cells }, i) => {
    const judged = cells.filter(({ verdict }) => verdict !== null);
    const all = judged.filter(({ verdict }) => verdict === 'kept').length;
    const unsure = judged.filter(({ verdict }) => verdict === 'unsure').length;
    const open = unsure === 0 ? '' : ` (${unsure} cannot be said)`;
    return `${name}${i === 0 ? ' keeps its promises' : ''} in ${all} of ${judged.length}${i === 0 ? ' disasters' : ''}${open}`;
  });
  const worst = worstOf(drill);
  return [
    ...(kept.length === 0 ? [] : [`${list(kept)}.`]),
    ...(worst === null
      ? ['No disaster can strike any of these designs.']
      : [`The worst cell: ${worstSentence(drill, worst)}`]),
  ];
}

function worstSentence(drill: Drill, place: Place): string {
  const { figures } = cellAt(drill, place);
  const { rtoTasks, rpoSeconds, tasksLost, requestsFailed } = figures!;
  const away = (whose: string, what: string, figure: Figure) =>
    figure.never > 0
      ? [`${whose} never back in ${figure.never} of ${plural(figure.n, 'replication')}`]
      : (figure.value ?? 0) > 0
        ? [`${what} for ${duration(figure.value!)}`]
        : [];
  const lost = rpoSeconds.value ?? 0;
  const parts = [
    ...away('tasks are', 'no task runs', rtoTasks),
    ...away('users are', 'users are cut off', rtoOfUsers(figures!)),
    ...(lost > 0 ? [`the last ${duration(lost)} of commits are gone`] : []),
    ...gone(tasksLost, 'task does not succeed', 'tasks do not succeed'),
    ...gone(requestsFailed, 'request fails', 'requests fail'),
  ];
  const { name } = drill.designs[place.design]!;
  const disaster = drill.disasters[place.disaster]!.name;
  return `${name} in ${disaster}: ${parts.length === 0 ? 'nothing is lost' : list(parts)}.`;
}

/** `240 tasks do not succeed`; a mean of less than ten with a digit more, as less than one is not nothing. */
function gone({ value }: Figure, one: string, many: string): string[] {
  if (value === null || value <= 0) return [];
  const few = Number(value.toPrecision(2));
  return [`${few < 10 ? few : count(value)} ${few === 1 ? one : many}`];
}

/** `S-single-zone has no second region, so that partition is not drilled`. */
export function lacksWords({ disasters, designs }: Drill): string[] {
  return designs.flatMap(({ name, cells }) => {
    const byLack = new Map<string, string[]>();
    cells.forEach(({ lacks }, i) => {
      if (lacks.length === 0) return;
      const why = list(lacks);
      byLack.set(why, [...(byLack.get(why) ?? []), disasters[i]!.name]);
    });
    return [...byLack].map(
      ([why, names]) =>
        `${name} has ${why}, so that ${list(names)} ${names.length === 1 ? 'is' : 'are'} not drilled`,
    );
  });
}

/** Notes of cells that say the same are said once. */
export function cellNotes({ disasters, designs }: Drill): string[] {
  return designs.flatMap(({ name, cells }) => {
    const byNote = new Map<string, string[]>();
    cells.forEach(({ notes }, i) => {
      for (const note of notes) byNote.set(note, [...(byNote.get(note) ?? []), disasters[i]!.name]);
    });
    return [...byNote].map(([note, names]) => `${name} in ${list(names)}: ${note}`);
  });
}
