/** The clock on the wall while a run goes on (rule K1): a date for each simulated time, without a clock or a zone's name. */
import { DAY, HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';
import { dateText, two, weekdayText } from './dates.ts';

export interface Calendar {
  /** UTC at the simulated time 0, in µs since 1970. */
  readonly start: Micros;
  /** As people name it: `Europe/Zurich`, `UTC`, `+01:00`. */
  readonly zone: string;
  /** How far the clock is ahead of UTC from a simulated time on; the first at 0. Switches of daylight saving, that is. */
  readonly offsets: readonly ClockOffset[];
}

export interface ClockOffset {
  readonly from: Micros;
  readonly ahead: Micros;
}

/** What the clock on the wall says at a simulated time, in µs since 1970. */
export function localTime({ start, offsets }: Calendar, at: Micros): Micros {
  let ahead = 0;
  for (const offset of offsets) if (offset.from <= at || offset === offsets[0]) ahead = offset.ahead;
  return start + at + ahead;
}

/** The simulated times at which the clock says this: none in an hour that is left out, two in one that comes twice. */
export function timesOf({ start, offsets }: Calendar, local: Micros): Micros[] {
  return offsets.flatMap(({ from, ahead }, i) => {
    const at = local - ahead - start;
    const first = i === 0 ? Number.NEGATIVE_INFINITY : from;
    return at >= first && at < (offsets[i + 1]?.from ?? Number.POSITIVE_INFINITY) ? [at] : [];
  });
}

/** The day of a simulated time, in days since 1970. */
export function dayOf(calendar: Calendar, at: Micros): number {
  return Math.floor(localTime(calendar, at) / DAY);
}

/** `Sun 2026-03-29 03:00`, with seconds where there are some, and with the offset in an hour that comes twice. */
export function instantText(calendar: Calendar, at: Micros): string {
  const local = localTime(calendar, at);
  const day = Math.floor(local / DAY);
  const second = Math.floor((local - day * DAY) / SECOND);
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
  const seconds = second % 60 === 0 ? '' : `:${two(second % 60)}`;
  const twice = timesOf(calendar, local).length > 1 ? offsetText(local - calendar.start - at) : '';
  return `${weekdayText(day)} ${clock}${seconds}${twice}`;
}

/** `2026-03-29T03:00:00.000+02:00`, as programs read it. */
export function isoText(calendar: Calendar, at: Micros): string {
  const local = localTime(calendar, at);
  const day = Math.floor(local / DAY);
  const millis = Math.floor((local - day * DAY) / 1000);
  const clock = [
    Math.floor(millis / 3_600_000),
    Math.floor(millis / 60_000) % 60,
    Math.floor(millis / 1000) % 60,
  ];
  const thousandths = String(millis % 1000).padStart(3, '0');
  return `${dateText(day)}T${clock.map(two).join(':')}.${thousandths}${offsetText(local - calendar.start - at)}`;
}

/** `+01:00` */
export function offsetText(ahead: Micros): string {
  const size = Math.abs(ahead);
  const seconds = Math.round((size % MINUTE) / SECOND);
  const clock = `${two(Math.floor(size / HOUR))}:${two(Math.floor(size / MINUTE) % 60)}`;
  return `${ahead < 0 ? '-' : '+'}${clock}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}
