/** `start` of the file to the calendar of the run (rules K1, K2). */
import { DAY, HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';
import { type Calendar, type ClockOffset, offsetText } from './calendar.ts';
import { dateText, parseDate, two } from './dates.ts';
import type { Report } from './report.ts';
import { micros } from './resolve-values.ts';
import type { StartInput } from './schema-calendar.ts';
import { nearest } from './suggest.ts';
import type { Path } from './tree.ts';
import { formatDuration } from './units.ts';
import { type OffsetAt, parseOffset, zoneNamed, zoneNames } from './zones.ts';

const PATH: Path = ['start'];
const RIGHT = 'a start is written like 2026-03-23T00:00 Europe/Zurich';
const START =
  /^([\d./-]+?)(?:[Tt ](\d\d):(\d\d)(?::(\d\d))?)?([Zz]\b|[+-]\d\d:\d\d)?(?:\s*\[?([\p{L}_][\p{L}\w+/-]*)\]?)?$/u;

/** A run goes on after its duration until what has arrived is over, at most as long again (rule W5). */
export const AS_LONG_AGAIN = 2;

/** null without a start, or after a mistake. */
export function resolveCalendar(
  input: StartInput | undefined,
  { duration }: { readonly duration: string },
  report: Report,
): Calendar | null {
  if (input === undefined) return null;
  if (typeof input !== 'string') return resolvedBefore(input, duration, report);
  const wrong = (text: string): null => {
    report.value(PATH, text);
    return null;
  };
  const found = START.exec(input.trim());
  if (found === null) return wrong(`'${input}' is not a start; ${RIGHT}`);
  const [, date, hour = '00', minute = '00', second = '00', offset, zone] = found;
  const day = parseDate(date!);
  if (typeof day === 'string') return wrong(day);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return wrong(`${hour}:${minute}:${second} is no time of the day; it ends at 23:59:59`);
  const local = day * DAY + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND;
  if (zone === undefined) {
    if (offset === undefined)
      return wrong(`has no zone; write ${stamp(local)} Europe/Zurich, or ${stamp(local)}Z for UTC`);
    const ahead = parseOffset(offset);
    if (ahead === null) return wrong(`${offset} is no offset from UTC; ${RIGHT}`);
    return { start: local - ahead, zone: /z/i.test(offset) ? 'UTC' : offset, offsets: [{ from: 0, ahead }] };
  }
  const offsetAt = zoneNamed(zone);
  if (offsetAt === null) return wrong(`there is no time zone '${zone}'; ${meantZone(zone)}`);
  const starts = startsAt(offsetAt, local);
  if (offset !== undefined) {
    const start = local - (parseOffset(offset) ?? Number.NaN);
    if (!starts.includes(start))
      return wrong(`${offset} is not what ${zone} has then; write ${stamp(local)} ${zone}`);
    return { start, zone, offsets: offsetsOf(offsetAt, start, micros(duration)) };
  }
  const [start, other] = starts;
  if (start === undefined) {
    const { before, after } = gapAt(offsetAt, local);
    return wrong(
      `${stamp(local)} does not exist in ${zone}: the clock goes from ${stamp(before).slice(11)} to ${stamp(after).slice(11)}; write ${stamp(after)} ${zone}`,
    );
  }
  if (other !== undefined) {
    const [one, two] = [start, other].map((utc) => stamp(local) + offsetText(local - utc));
    return wrong(`${stamp(local)} comes twice in ${zone}; write ${one} ${zone} or ${two} ${zone}`);
  }
  return { start, zone, offsets: offsetsOf(offsetAt, start, micros(duration)) };
}

/** The file with what the machine's zones said in place of their name: the same dates on every machine (rule T5). */
export function withOffsets<T extends { readonly start?: StartInput | undefined; readonly duration: string }>(
  file: T,
  calendar: Calendar | null,
): T {
  if (calendar === null || typeof file.start !== 'string' || /^(UTC$|[+-])/.test(calendar.zone)) return file;
  const { start, zone, offsets } = calendar;
  return {
    ...file,
    start: {
      at: stamp(start + offsets[0]!.ahead),
      zone,
      until: file.duration,
      offsets: offsets.map(({ from, ahead }) => [formatDuration(from), offsetText(ahead)]),
    },
  };
}

/** A start as `withOffsets` writes it: nothing is asked of this machine. */
function resolvedBefore(
  { at, zone, until, offsets }: Exclude<StartInput, string>,
  duration: string,
  report: Report,
): Calendar | null {
  const again = `write start: ${at} ${zone} to have it worked out`;
  const found = START.exec(at);
  const day = parseDate(found?.[1] ?? at);
  const list = offsets.map(([from, text]) => ({ from: micros(from), ahead: parseOffset(text) }));
  if (typeof day === 'string') {
    report.value([...PATH, 'at'], day);
    return null;
  }
  const back = list.findIndex(({ from }, i) => (i === 0 ? from !== 0 : from <= list[i - 1]!.from));
  const odd = list.findIndex(({ ahead }) => ahead === null);
  if (odd >= 0) report.value([...PATH, 'offsets', odd, 1], `is no offset such as +01:00; ${again}`);
  if (back >= 0)
    report.value([...PATH, 'offsets', back], `is not later than the one before, from 0s on; ${again}`);
  if (micros(until) < micros(duration))
    report.value([...PATH, 'until'], `the calendar ends at ${until}, and the run at ${duration}; ${again}`);
  if (odd >= 0 || back >= 0) return null;
  const [, , hour = '0', minute = '0', second = '0'] = found ?? [];
  const local = day * DAY + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND;
  return { start: local - list[0]!.ahead!, zone, offsets: list as ClockOffset[] };
}

/** UTC of what the clock says: none where it is put forward, two where it is put back. */
function startsAt(offsetAt: OffsetAt, local: Micros): Micros[] {
  const near = new Set([offsetAt(local - DAY), offsetAt(local + DAY)]);
  return [...near].map((ahead) => local - ahead).filter((utc) => local - offsetAt(utc) === utc);
}

/** What the clock says at the switch that leaves a time out, before and after. */
function gapAt(offsetAt: OffsetAt, local: Micros): { readonly before: Micros; readonly after: Micros } {
  const first = local - DAY;
  const [, { from, ahead }] = offsetsOf(offsetAt, first, DAY) as [ClockOffset, ClockOffset];
  return { before: first + from + offsetAt(first), after: first + from + ahead };
}

/** The switches of the clock, to the second: one looks each day, and halves a day in which the offset has changed. */
function offsetsOf(offsetAt: OffsetAt, start: Micros, duration: Micros): ClockOffset[] {
  const offsets = [{ from: 0, ahead: offsetAt(start) }];
  const end = AS_LONG_AGAIN * duration;
  for (let day = 0; day < end; day += DAY) {
    const last = offsets[offsets.length - 1]!.ahead;
    const ahead = offsetAt(start + day + DAY);
    if (ahead === last) continue;
    let [before, from] = [day, day + DAY];
    while (from - before > SECOND) {
      const middle = before + Math.floor((from - before) / (2 * SECOND)) * SECOND;
      if (offsetAt(start + middle) === last) before = middle;
      else from = middle;
    }
    offsets.push({ from, ahead });
  }
  return offsets;
}

/** `2026-03-29T02:30`, with seconds where there are some. */
function stamp(local: Micros): string {
  const day = Math.floor(local / DAY);
  const second = Math.floor((local - day * DAY) / SECOND);
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
  return `${dateText(day)}T${clock}${second % 60 === 0 ? '' : `:${two(second % 60)}`}`;
}

/** A city is known without its continent. */
function meantZone(zone: string): string {
  const names = zoneNames();
  const plain = zone.normalize('NFD').replace(/\p{M}/gu, '');
  const cityOf = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const city = nearest(cityOf(plain), names.map(cityOf));
  const near = nearest(plain, names) ?? names.find((name) => cityOf(name) === city);
  const hint = near === undefined ? '' : `did you mean '${near}'? `;
  return `${hint}zones are named like Europe/Zurich or UTC, or by an offset: 2026-03-23T00:00+01:00`;
}
