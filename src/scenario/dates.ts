/** Dates of the Gregorian calendar as numbers of days since 1970-01-01, by arithmetic alone: the same on every machine. */

/** Of the week, from Monday on. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** How many days a month has; months are counted from 1. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01, counting years from March so that a leap day ends a year (Hinnant, days_from_civil). */
export function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The way back (Hinnant, civil_from_days). */
export function dateOf(days: number): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const since = days + 719_468;
  const era = Math.floor(since / 146_097);
  const dayOfEra = since - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
export function weekdayOf(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

/** `2026-03-29`. */
export function dateText(days: number): string {
  const { year, month, day } = dateOf(days);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `Sun 2026-03-29`. */
export function weekdayText(days: number): string {
  const name = WEEKDAYS[weekdayOf(days)]!;
  return `${name[0]!.toUpperCase()}${name.slice(1)} ${dateText(days)}`;
}

/** `March 2026`: so many months after that of a day. */
export function monthText(days: number, later: number): string {
  const { year, month } = dateOf(days);
  const months = month - 1 + later;
  return `${MONTHS[months % 12]} ${year + Math.floor(months / 12)}`;
}

/** Two digits. */
export function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** What a date looks like, for the grammar. */
export const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Days since 1970 of a text such as `2026-03-29`, or what is wrong with it. */
export function parseDate(text: string): number | string {
  const found = DATE.exec(text);
  const right = 'a date is written like 2026-03-29';
  if (found === null) return `'${text}' is not a date; ${turnedRound(text)}${right}`;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number];
  if (month < 1 || month > 12) return `'${text}' is not a date: there is no month ${month}; ${right}`;
  const last = daysIn(year, month);
  if (day < 1 || day > last) {
    return `'${text}' does not exist: ${MONTHS[month - 1]} ${year} has ${last} days; did you mean ${text.slice(0, 8)}${day < 1 ? '01' : last}?`;
  }
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return `'${text}' is outside of the years ${FIRST_YEAR} to ${LAST_YEAR}`;
  return daysSince1970(year, month, day);
}

/** Times are whole µs: a safe integer of them. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

/** Days first, dots or short figures. */
function turnedRound(text: string): string {
  const short = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const turned = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [year, month, day] = short?.slice(1) ?? turned?.slice(1).reverse() ?? [];
  if (year === undefined) return '';
  return `did you mean ${year}-${two(Number(month))}-${two(Number(day))}? `;
}
