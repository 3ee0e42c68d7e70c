/** Five fields that say when something recurs, as cron has them: minute, hour, day of the month, month, weekday. */
import { DAY, HOUR, MINUTE, type Micros } from '../engine/time.ts';
import { type Calendar, dayOf, timesOf } from './calendar.ts';
import { dateOf, daysIn, weekdayOf } from './dates.ts';
import { didYouMean } from './suggest.ts';

export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** A day of the month or a weekday: one of them is enough where both are given. */
  readonly eitherDay: boolean;
  /** Minute or hour begin with a star: it goes by the clock, whatever is done to the clock. */
  readonly isOften: boolean;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day of the month', least: 1, most: 31, names: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { name: 'weekday', least: 0, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
];

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const RIGHT = "five fields are minute, hour, day of the month, month and weekday, as in '0 2 * * SUN'";

/** The fields of a text, or what is wrong with it. */
export function parseCron(text: string): Cron | string {
  const written = NICKNAMES[text.trim().toLowerCase()] ?? text.trim();
  if (written.startsWith('@'))
    return `'${text}' is not known; ${didYouMean(text, Object.keys(NICKNAMES))}${RIGHT}`;
  const fields = written.split(/\s+/);
  if (fields.length !== FIELDS.length) {
    const more = fields.length === 6 ? `; without seconds and years it is '${withoutSeconds(fields)}'` : '';
    return `'${text}' has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}${more}; ${RIGHT}`;
  }
  const sets = fields.map((field, i) => parseField(field, FIELDS[i]!));
  const wrong = sets.find((set) => typeof set === 'string');
  if (wrong !== undefined) return wrong;
  const [minutes, hours, daysOfMonth, months, days] = sets as Set<number>[];
  const weekdays = new Set([...days!].map((day) => day % 7));
  const isStar = (i: number) => fields[i]!.startsWith('*');
  const cron: Cron = {
    minutes: minutes!,
    hours: hours!,
    daysOfMonth: daysOfMonth!,
    months: months!,
    weekdays,
    eitherDay: !isStar(2) && !isStar(4),
    isOften: isStar(0) || isStar(1),
  };
  // In a leap year each month is as long as it can be.
  const exists = [...cron.months].some((month) =>
    [...cron.daysOfMonth].some((day) => day <= daysIn(2000, month)),
  );
  if (!exists && !cron.eitherDay) return `'${text}' never comes: none of its months has such a day`;
  return cron;
}

function withoutSeconds(fields: readonly string[]): string {
  return fields.slice(1).join(' ').replaceAll('?', '*');
}

function parseField(text: string, field: Field): Set<number> | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const found = /^(\*|[A-Za-z\d]+)(?:-([A-Za-z\d]+))?(?:\/(\d+))?$/.exec(part);
    if (found === null)
      return `'${part}' is not ${withArticle(field.name)}; ${hintOf(part)}${rangeOf(field)}`;
    const [, first, last, every] = found as unknown as [string, string, string?, string?];
    const from = first === '*' ? field.least : valueIn(first, field);
    const single = every === undefined ? from : field.most;
    const to = first === '*' ? field.most : last === undefined ? single : valueIn(last, field);
    if (typeof from === 'string') return from;
    if (typeof to === 'string') return to;
    if (first === '*' && last !== undefined)
      return `'${part}' is not ${withArticle(field.name)}; ${rangeOf(field)}`;
    if (from > to) return `'${part}' goes backwards; write ${twoRanges(first, last!, field)}`;
    const step = Number(every ?? 1);
    if (step === 0) return `'${part}' has steps of nothing; write ${part.replace(/\/0+$/, '')}`;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function valueIn(text: string, { name, least, most, names }: Field): number | string {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + least;
  const right = rangeOf({ name, least, most, names });
  if (!/^\d+$/.test(text))
    return `'${text}' is not ${withArticle(name)}; ${hintOf(text)}${didYouMean(text, names)}${right}`;
  const value = Number(text);
  return value >= least && value <= most ? value : `${text} is not ${withArticle(name)}; ${right}`;
}

function rangeOf({ name, least, most, names }: Field): string {
  const or = names.length === 0 ? '' : `, or ${names[0]} to ${names[names.length - 1]}`;
  return `${withArticle(name)} is ${least} to ${most}${or}`;
}

function withArticle(name: string): string {
  return name === 'hour' ? 'an hour' : `a ${name}`;
}

/** From Friday to Monday is to Saturday, and from Sunday on. */
function twoRanges(first: string, last: string, { least, most, names }: Field): string {
  if (/\D/.test(first)) return `${first}-${names[names.length - 1]},${names[0]}-${last}`;
  return `${first}-${names.length === 0 ? most : least + names.length - 1},${least}-${last}`;
}

/** What other schedulers have. */
function hintOf(part: string): string {
  if (part === '?') return 'write * for any; ';
  return /^(L|\d*W|LW|\w+[#L]\d*)$/i.test(part) ? 'L, W and # are of other schedulers; ' : '';
}

/** Whether it comes on a day, in days since 1970. */
export function isDue({ daysOfMonth, months, weekdays, eitherDay }: Cron, day: number): boolean {
  const date = dateOf(day);
  if (!months.has(date.month)) return false;
  const [ofMonth, ofWeek] = [daysOfMonth.has(date.day), weekdays.has((weekdayOf(day) + 1) % 7)];
  return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}

/**
 * The simulated times in [0, until] at which it comes, rising. As cron of Vixie does it: what comes at given times and is
 * left out by the clock comes at once when the clock has been put forward, and only the first time where the clock is put
 * back; what comes every minute or every hour goes by the clock.
 *
 * @param most stops when there are more
 */
export function occurrences(cron: Cron, calendar: Calendar, until: Micros, most: number): Micros[] {
  const times: Micros[] = [];
  const add = (at: Micros) => {
    if (at >= 0 && at <= until && times[times.length - 1] !== at) times.push(at);
  };
  const clock = [...cron.hours]
    .sort((a, b) => a - b)
    .flatMap((hour) =>
      [...cron.minutes].sort((a, b) => a - b).map((minute) => hour * HOUR + minute * MINUTE),
    );
  const last = dayOf(calendar, until);
  for (let day = dayOf(calendar, 0); day <= last && times.length <= most; day += 1) {
    if (!isDue(cron, day)) continue;
    const ofDay = clock.flatMap((time) => {
      const local = day * DAY + time;
      const at = timesOf(calendar, local);
      if (cron.isOften) return at;
      return at.length === 0 ? switchAfter(calendar, local) : at.slice(0, 1);
    });
    for (const at of ofDay.sort((a, b) => a - b)) add(at);
  }
  return times;
}

/** The switch that leaves out a time of the clock. */
function switchAfter({ start, offsets }: Calendar, local: Micros): Micros[] {
  const next = offsets.find(({ from, ahead }) => start + from + ahead > local);
  return next === undefined ? [] : [next.from];
}
