/** ISO 8601 timestamps with a zone, to µs, by calendar arithmetic alone: the same on every machine. */
import { DAY, HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)$/;

/** µs since 1970, negative before; null when the text is no timestamp with a zone. */
export function parseTimestamp(text: string): Micros | null {
  const found = ISO.exec(text);
  if (found === null) return null;
  const [year, month, day, hour, minute] = found.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const second = Number(found[6] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  // What is below 1 µs is cut off; 24:00:00 is the midnight that ends the day.
  const fraction = Number((found[7] ?? '').padEnd(6, '0').slice(0, 6));
  const isMidnight = hour === 24 && minute === 0 && second === 0 && fraction === 0;
  if ((hour > 23 && !isMidnight) || minute > 59 || second > 59) return null;
  const local =
    daysSince1970(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + fraction;
  return local - zoneOffset(found[8]!);
}

function zoneOffset(zone: string): Micros {
  if (zone === 'Z') return 0;
  const digits = zone.replace(':', '').slice(1);
  const size = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2, 4)) * MINUTE;
  return zone.startsWith('-') ? -size : size;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01, counting years from March so that a leap day ends a year (Hinnant, days_from_civil). */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
