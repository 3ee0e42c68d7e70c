/** Weeks of arrivals, holidays and exceptions to rates that change at exact times (rule K3). */
import { DAY, type Micros } from '../engine/time.ts';
import { byClock, clockPieces } from './by-clock.ts';
import { type Calendar, dayOf } from './calendar.ts';
import { dateOf, dateText, parseDate, WEEKDAYS, type Weekday, weekdayOf, weekdayText } from './dates.ts';
import type { Report } from './report.ts';
import { AS_LONG_AGAIN } from './resolve-calendar.ts';
import { micros } from './resolve-values.ts';
import type { Arrivals } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { DayInput, WeekInput } from './schema-calendar.ts';
import type { Path } from './tree.ts';
import { parseShare, valueOf } from './units.ts';

/** The days of a run. */
export interface Dates {
  /** null where the file has no start, or none that can be read. */
  readonly calendar: Calendar | null;
  readonly isGiven: boolean;
  readonly duration: Micros;
  /** Days since 1970. */
  readonly holidays: ReadonlySet<number>;
}

interface Day {
  readonly from: readonly Micros[];
  readonly rate: readonly number[];
}

const HOLIDAYS: Path = ['workload', 'holidays'];
export const START_HINT = 'write at the top for example start: 2026-03-23T00:00 Europe/Zurich';
/** Of one class: more would take minutes to read. */
const MOST_CHANGES = 1_000_000;
const TOO_OFTEN = 'changes the rate more than a million times in the duration';

/** The holidays of the file; each is a day of the run, and given once. */
export function resolveHolidays(
  { workload: { holidays: given, tasks, requests } }: ScenarioFile,
  { calendar, isGiven, duration }: Omit<Dates, 'holidays'>,
  report: Report,
): Set<number> {
  const days = new Set<number>();
  const classes = [...Object.values(tasks), ...Object.values(requests)];
  const isLacking = report.isLacking(['workload', 'tasks'], ['workload', 'requests']);
  if (
    given !== undefined &&
    !isLacking &&
    !classes.some(({ arrivals }) => arrivals !== undefined && 'week' in arrivals)
  )
    report.key(HOLIDAYS, 'are of no use: no class has arrivals by the week; write arrivals: { week: … }');
  if (given !== undefined && !isGiven) report.key(HOLIDAYS, `are dates, and the run has none; ${START_HINT}`);
  if (given === undefined || calendar === null) return days;
  for (const [i, text] of given.entries()) {
    const day = valueOfDate(text);
    if (days.has(day)) report.value([...HOLIDAYS, i], `${text} is in it already; give each once`);
    days.add(day);
    checkInRun(day, [...HOLIDAYS, i], 'value', calendar, duration, report);
  }
  const lastYear = dateOf(dayOf(calendar, duration - 1)).year;
  const known = Math.max(...[...days].map((day) => dateOf(day).year));
  if (known < lastYear)
    report.notes.push(`workload.holidays: they end in ${known}, and the run goes on into ${lastYear}`);
  return days;
}

/** null after a mistake. @param rate of a text, per second and stretched */
export function resolveWeek(
  input: WeekInput,
  path: Path,
  dates: Dates,
  rate: (text: string) => number,
  report: Report,
): Extract<Arrivals, { kind: 'profile' }> | null {
  const { calendar, isGiven, duration, holidays } = dates;
  if (!isGiven) report.key([...path, 'week'], `needs to know which day it is; ${START_HINT}`);
  const dayIn = (day: DayInput, at: Path): Day => resolveDay(day, at, rate, report);
  const { week } = input;
  const given = new Map(
    Object.entries(week).flatMap(([name, day]) =>
      day === undefined ? [] : [[name, dayIn(day, [...path, 'week', name])] as const],
    ),
  );
  const ofWeekday = (weekday: number): Day | undefined =>
    given.get(WEEKDAYS[weekday]!) ?? given.get(weekday < 5 ? 'workdays' : 'weekend') ?? given.get('everyDay');
  const lacking = WEEKDAYS.filter((_, i) => ofWeekday(i) === undefined);
  if (lacking.length > 0) {
    if (report.isLacking([...path, 'week'])) return null;
    report.key(
      [...path, 'week'],
      `does not say what ${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} like; write ${lacking[0]}: 0/h, or everyDay for days that nothing else is said of`,
    );
    return null;
  }
  const like = (name: Weekday | 'holiday'): Day =>
    name === 'holiday' ? (given.get('holiday') ?? ofWeekday(6)!) : ofWeekday(WEEKDAYS.indexOf(name))!;
  const usual = (day: number): Day => (holidays.has(day) ? like('holiday') : ofWeekday(weekdayOf(day))!);
  const exceptions = new Map<number, Day>();
  let isLikeHoliday = false;
  for (const [text, value] of Object.entries(input.exceptions ?? {})) {
    const at = [...path, 'exceptions', text];
    const day = parseDate(text);
    if (typeof day === 'string') {
      report.key(at, day);
      continue;
    }
    if (calendar !== null) checkInRun(day, at, 'key', calendar, duration, report);
    if (value === 'holiday') isLikeHoliday = true;
    if (typeof value === 'string' && value.endsWith('%'))
      exceptions.set(day, timesDay(usual(day), valueOf(parseShare(value))));
    else if (isName(value)) exceptions.set(day, like(value));
    else exceptions.set(day, dayIn(value, at));
  }
  if (given.has('holiday') && holidays.size === 0 && !isLikeHoliday && !report.isDropped('holidays'))
    report.key(
      [...path, 'week', 'holiday'],
      'is never used, as there are no holidays; write workload.holidays: [2026-04-03]',
    );
  if (calendar === null) return null;
  const most = Math.max(...[...given.values(), ...exceptions.values()].map(({ from }) => from.length));
  if ((duration / DAY) * most > MOST_CHANGES) {
    report.key([...path, 'week'], `${TOO_OFTEN}; change it less often`);
    return null;
  }
  return ratesOf(calendar, duration, (day) => exceptions.get(day) ?? usual(day));
}

/** The rate at each instant: what its day has for the time on the clock. */
function ratesOf(
  calendar: Calendar,
  duration: Micros,
  dayAt: (day: number) => Day,
): Extract<Arrivals, { kind: 'profile' }> {
  const first = dayOf(calendar, 0);
  const pieces = clockPieces(calendar, AS_LONG_AGAIN * duration, DAY, (turn) => dayAt(first + turn).from);
  return profileOf(pieces.map(({ from, turn, piece }) => [from, dayAt(first + turn).rate[piece]!]));
}

/** Pieces of one rate, one behind the other, are one. */
function profileOf(pieces: readonly (readonly [Micros, number])[]): Extract<Arrivals, { kind: 'profile' }> {
  const changes = pieces.filter(([, rate], i) => i === 0 || rate !== pieces[i - 1]![1]);
  return {
    kind: 'profile',
    from: changes.map(([from]) => from),
    rate: changes.map(([, rate]) => rate),
    period: null,
  };
}

/** A profile that begins again after whole days goes by the clock, where there is one. */
export function profileByClock(
  profile: Extract<Arrivals, { kind: 'profile' }>,
  path: Path,
  { calendar, duration }: Dates,
  report: Report,
): Extract<Arrivals, { kind: 'profile' }> {
  const { from, rate, period } = profile;
  if (calendar !== null && period !== null && (duration / period) * from.length > MOST_CHANGES)
    report.key([...path, 'profile'], `${TOO_OFTEN}; change it less often`);
  const pieces = byClock(profile, calendar, AS_LONG_AGAIN * duration);
  return pieces === null ? profile : profileOf(pieces.map((one) => [one.from, rate[one.piece]!]));
}

function resolveDay(input: DayInput, path: Path, rate: (text: string) => number, report: Report): Day {
  if (typeof input === 'string') return { from: [0], rate: [rate(input)] };
  const from = input.map(([time]) => micros(time));
  if (from[0] !== 0)
    report.value([...path, 0], 'does not begin at 0h; say what the rate is from midnight on');
  for (const [i, time] of from.entries()) {
    if (i > 0 && time <= from[i - 1]!)
      report.value([...path, i], 'is not later than the one before; times of a day rise');
    if (time >= DAY) report.value([...path, i], 'is after the end of the day; times of a day are below 24h');
  }
  return { from, rate: input.map(([, each]) => rate(each)) };
}

function timesDay({ from, rate }: Day, factor: number): Day {
  return { from, rate: rate.map((each) => each * factor) };
}

function isName(value: unknown): value is Weekday | 'holiday' {
  return value === 'holiday' || WEEKDAYS.some((name) => name === value);
}

function valueOfDate(text: string): number {
  const day = parseDate(text);
  return typeof day === 'number' ? day : Number.NaN;
}

/** A mistake where the run is of the same file; a shorter run of it, by a setting or for a disaster, only does without the day. */
function checkInRun(
  day: number,
  path: Path,
  aim: 'value' | 'key',
  calendar: Calendar,
  duration: Micros,
  report: Report,
): void {
  const [first, last] = [dayOf(calendar, 0), dayOf(calendar, duration - 1)];
  if (day >= first && day <= last) return;
  const change = day < first ? 'start earlier' : 'make the duration longer';
  const wrong = `${weekdayText(day)} is not in the run, which goes from ${weekdayText(first)} to ${dateText(last)}`;
  const isOwn = report.isOfOneLayer(path, ['duration'], ['start']);
  if (isOwn) report[aim](path, `${wrong}; leave it out, or ${change}`);
  else report.notes.push(`${path.join('.')}: ${wrong}`);
}
