/** ISO 8601 timestamps with a zone, to µs, by calendar arithmetic alone: the same on every machine. */
import { DAY, HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';
import { daysIn, daysSince1970 } from './dates.ts';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)$/;

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
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.replace(':', '').slice(1);
  const size = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2, 4)) * MINUTE;
  return zone.startsWith('-') ? -size : size;
}
