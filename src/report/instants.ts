/** Instants in words: the simulated time, and beside it what the clock on the wall says where the run has dates (rule K1). */
import { type Calendar, dayOf, instantText } from '../scenario/calendar.ts';
import { monthText } from '../scenario/dates.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { duration } from './words.ts';

const SECOND = 1e6;

/** `2:34:10`, of what is short with thousandths; `2:34:10 (Mon 2026-03-23 02:34:10)` where the run has dates. */
export function clockOf(at: number, isFine: boolean, calendar: Calendar | null): string {
  const simulated = clock(at / SECOND, isFine ? 'thousandth' : 'second');
  return calendar === null ? simulated : `${simulated} (${instantText(calendar, at)})`;
}

/** `2 h 10 m (Mon 2026-03-23 02:10)`. @param seconds of simulated time */
export function momentWords(seconds: number, calendar: Calendar | null): string {
  const words = duration(seconds);
  return calendar === null ? words : `${words} (${instantText(calendar, Math.round(seconds * SECOND))})`;
}

/** Simulated time as a clock shows it, down to what is asked for: `2:34`, `2:34:10`, `2:34:10.250`. */
export function clock(seconds: number, downTo: 'minute' | 'second' | 'thousandth'): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  const minutes = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}`;
  if (downTo === 'minute') return minutes;
  const thousandths = `${Math.floor((seconds - whole) * 1000 + 1e-6)}`.padStart(3, '0');
  return `${minutes}:${two(whole % 60)}${downTo === 'thousandth' ? `.${thousandths}` : ''}`;
}

/** ` (November 2026)`: so many months after that of the start, where the run has dates. */
export function monthWords({ calendar }: Pick<Scenario, 'calendar'>, months: number): string {
  return calendar === null ? '' : ` (${monthText(dayOf(calendar, 0), months)})`;
}
