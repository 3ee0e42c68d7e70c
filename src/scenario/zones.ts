/**
 * What the machine knows of time zones: the only file of this folder that asks it. It is asked while a scenario is
 * resolved, and what it says becomes a part of the resolved scenario (rule K2); a run never asks.
 */
import { HOUR, MINUTE, type Micros, SECOND } from '../engine/time.ts';

/** Offset from UTC at a time since 1970, both in µs; of a zone that `isZone`. */
export type OffsetAt = (utc: Micros) => Micros;

/** What zone it is to UTC, as a function; null when there is no zone of that name. */
export function zoneNamed(zone: string): OffsetAt | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
  return (utc) => parseOffset(/GMT(\S*)$/.exec(format.format(utc / 1000))?.[1] ?? '') ?? 0;
}

/** Names of zones, for suggestions. */
export function zoneNames(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

/** `Z` or `z`, `+01:00` or `-03:30:30` in µs, nothing as 0; null when the text is no offset. */
export function parseOffset(text: string): Micros | null {
  if (/^z?$/i.test(text)) return 0;
  const found = /^([+-])(\d\d):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (found === null || Number(found[2]) > 18) return null;
  const size = Number(found[2]) * HOUR + Number(found[3]) * MINUTE + Number(found[4] ?? 0) * SECOND;
  return found[1] === '-' ? -size : size;
}
