/**
 * Numbers as people say them, and never with more digits than are known: the half-width of an interval decides
 * where a number ends, without one it is three significant digits. Portable: no Intl, no locale, so that a report
 * is the same on every machine.
 *
 * Longer than other files: how many digits stand is decided in one place for each unit, with and without an interval.
 */
import {
  decimalsOf,
  downTo,
  exponentOf,
  powerOfTen,
  type Rounding,
  resolution,
  roundTo,
  upTo,
} from './rounding.ts';

/** A true minus sign, as wide as the plus. */
const MINUS = '−';
/** Groups digits and stands before units: never breaks over a line. */
const SPACE = '\u00a0';
/** What stands where there is no number. */
export const NOTHING = '–';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Digits in groups of three: 4 823; with decimals where asked. */
export function grouped(value: number, decimals = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const groups = whole!.length > 3 ? whole!.replace(/\B(?=(\d{3})+$)/g, SPACE) : whole!;
  const text = fraction === undefined ? groups : `${groups}.${fraction}`;
  return value < 0 && Number(text.replaceAll(SPACE, '')) !== 0 ? MINUS + text : text;
}

/** A whole count: 4 823. */
export function count(value: number): string {
  return grouped(Math.round(value));
}

/** A number without unit, such as a mean queue length: 482.1. */
export function number(value: number, halfWidth: number | null = null, round: Rounding = roundTo): string {
  if (halfWidth === null && Number.isInteger(value)) return grouped(value);
  const place = halfWidth === null ? Math.min(1, resolution(value, null)) : resolution(value, halfWidth);
  return grouped(round(value, place), decimalsOf(place));
}

/**
 * A share 0..1 in percent. What is not all is never written 100 %, and what is not nothing never 0 %: near the ends
 * as many digits as it takes.
 */
export function percent(share: number, halfWidth: number | null = null, round: Rounding = roundTo): string {
  return `${percentDigits(share, halfWidth, round)}${SPACE}%`;
}

/** A share in two digits, 99.67 % where they would make all of it: 18 %, 0.58 %. */
export function roughShare(part: number): string {
  const rounded = Number(part.toPrecision(2));
  return percent(rounded === 1 ? part : rounded);
}

function percentDigits(share: number, halfWidth: number | null, round: Rounding): string {
  if (share === 0) return '0';
  if (share === 1) return '100';
  const value = share * 100;
  if (halfWidth !== null && halfWidth > 0) {
    const place = resolution(value, halfWidth * 100);
    const rounded = round(value, place);
    if (rounded !== 0 && rounded !== 100) return grouped(rounded, decimalsOf(place));
  }
  const toTheEnd = value > 0 && value < 100 ? Math.min(value, 100 - value) : Math.abs(value);
  const place = Math.min(powerOfTen(toTheEnd) / 10, 1);
  const text = grouped(round(value, place), decimalsOf(place));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Events a second, an hour or a day, whichever a planner would say: 5/s, 60.3/h. */
export function rate(perSecond: number, halfWidth: number | null = null, round: Rounding = roundTo): string {
  const [factor, unit] = rateUnit(perSecond);
  return `${number(perSecond * factor, halfWidth === null ? null : halfWidth * factor, round)}/${unit}`;
}

function rateUnit(perSecond: number): readonly [factor: number, unit: string] {
  const size = Math.abs(perSecond);
  if (size === 0 || size >= 0.5) return [1, 's'];
  return size >= 0.5 / HOUR ? [HOUR, 'h'] : [DAY, 'd'];
}

/**
 * Seconds as people say them: 12 ms, 0.29 s, 14.8 s, 2 m 41 s, 1 h 02 m, 3 d 04 h. Its digits are those that the
 * interval lets stand, its second unit has two digits in every row; sentences of the study have `sayDuration`, cells of a
 * matrix `shortTime`, instants `clock`.
 * @param halfWidth of its interval, in seconds; null: three significant digits
 */
export function duration(
  seconds: number,
  halfWidth: number | null = null,
  round: Rounding = roundTo,
): string {
  // To the nearest is the same on both sides of 0.
  const mirrored: Rounding = round === roundTo ? roundTo : (value, place) => -round(-value, place);
  if (seconds < 0) return minus(duration(-seconds, halfWidth, mirrored));
  const rounded = round(seconds, resolution(seconds, halfWidth));
  if (rounded >= MINUTE) return compound(Math.max(seconds, MINUTE), halfWidth, round);
  const [factor, unit] = smallUnit(Math.max(rounded, halfWidth ?? 0));
  return `${scaled(seconds, factor, halfWidth, round)}${SPACE}${unit}`;
}

/** Zero has no sign. */
function minus(text: string): string {
  return /[1-9]/.test(text) ? MINUS + text : text;
}

/** Below 0.1 s people say milliseconds, below 0.1 ms microseconds. */
function smallUnit(seconds: number): readonly [factor: number, unit: string] {
  if (seconds >= 0.1 || seconds === 0) return [1, 's'];
  return seconds >= 1e-4 ? [1e3, 'ms'] : [1e6, 'µs'];
}

function scaled(value: number, factor: number, halfWidth: number | null, round: Rounding): string {
  if (value === 0 && (halfWidth === null || halfWidth === 0)) return '0';
  const place = resolution(value * factor, halfWidth === null ? null : halfWidth * factor);
  return grouped(round(value * factor, place), decimalsOf(place));
}

const COMPOUND = [
  { first: DAY, second: HOUR, names: ['d', 'h'] },
  { first: HOUR, second: MINUTE, names: ['h', 'm'] },
  { first: MINUTE, second: 1, names: ['m', 's'] },
] as const;

/** Two units, the second in two digits; seconds behind hours (1 h 02 m 33 s) only where the interval is that narrow. */
function compound(seconds: number, halfWidth: number | null, round: Rounding): string {
  const narrow = halfWidth !== null && halfWidth > 0 && halfWidth < MINUTE;
  const form = formOf(seconds);
  const place = narrow ? Math.min(1, resolution(seconds, halfWidth)) : form.second;
  const rounded = round(seconds, place);
  const { first, second, names } = formOf(rounded);
  const seconds60 = twoDigits(rounded % MINUTE, narrow ? decimalsOf(place) : 0);
  const lead = `${Math.floor(rounded / first)}${SPACE}${names[0]}${SPACE}`;
  if (first === MINUTE) return `${lead}${seconds60}${SPACE}s`;
  const text = `${lead}${twoDigits(Math.floor((rounded % first) / second), 0)}${SPACE}${names[1]}`;
  return narrow && first === HOUR ? `${text}${SPACE}${seconds60}${SPACE}s` : text;
}

function formOf(seconds: number): (typeof COMPOUND)[number] {
  return COMPOUND.find(({ first }) => seconds >= first) ?? COMPOUND[2];
}

function twoDigits(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return value < 10 ? `0${text}` : text;
}

/** What a number counts, in the base units of the metric catalogue. */
export type Unit = string;

/** A number in its base unit, as people say it; `upTo` or `downTo` where it is said to be at most or at least that. */
export function amount(
  value: number,
  unit: Unit,
  halfWidth: number | null = null,
  round: Rounding = roundTo,
): string {
  switch (unit) {
    case 's':
      return duration(value, halfWidth, round);
    case '1/s':
      return rate(value, halfWidth, round);
    case 'share':
      return percent(value, halfWidth, round);
    default:
      return number(value, halfWidth, round);
  }
}

/**
 * A number with the half-width of its 95 % interval: 1.00 s ± 0.02, 2 m 41 s ± 9 s; exact where the width is 0.
 * @param finest what decides the digits of both
 */
export function withInterval(
  value: number,
  halfWidth: number | null,
  unit: Unit,
  finest = halfWidth,
): string {
  if (halfWidth === null || finest === null || halfWidth === 0) return amount(value, unit);
  return `${amount(value, unit, finest)} ± ${halfWidthOf(value, halfWidth, unit, finest)}`;
}

/** An arm longer than the other by so much is worth saying. */
const LOPSIDED = 1.5;

/**
 * A number with its 95 % interval: 2 m 41 s ± 9 s, and by its ends where it reaches much further to one side,
 * as of few skewed values or at the end of what is possible: 2 m 41 s (1 m 58 s to 6 m 20 s).
 */
export function withEnds(value: number, low: number | null, high: number | null, unit: Unit): string {
  if (low === null || high === null) return amount(value, unit);
  const ends = lopsidedEnds(value, low, high, unit);
  if (ends === null) return withInterval(value, Math.max(value - low, high - value), unit);
  return `${amount(value, unit, Math.min(value - low, high - value) || null)} (${ends})`;
}

/**
 * The ends of an interval, each rounded outwards with the digits that its own arm lets stand, and never to nothing; null
 * where the arms are about as long, or no digit that is known tells the ends apart.
 */
function lopsidedEnds(value: number, low: number, high: number, unit: Unit): string | null {
  const [below, above] = [value - low, high - value];
  const longer = Math.max(below, above);
  const nearer = Math.min(below, above);
  if (longer <= LOPSIDED * nearer) return null;
  const [from, to] = [endOfInterval(low, below, unit, downTo), endOfInterval(high, above, unit, upTo)];
  return from === to ? null : `${from} to ${to}`;
}

/** An end of an interval with the digits that its arm lets stand, but never so few that it becomes nothing. */
export function endOfInterval(end: number, arm: number, unit: Unit, round: Rounding = roundTo): string {
  return amount(end, unit, Math.min(arm, Math.abs(end) || arm) || null, round);
}

/** The ends of the interval of a number, with the digits that they have beside it. */
export function intervalOf(value: number, low: number, high: number, unit: Unit): string {
  return lopsidedEnds(value, low, high, unit) ?? fromTo(low, high, unit);
}

/**
 * From one number to another, rounded outwards, each with as many digits as tell the two apart: 89.24 % to 89.36 %. Where
 * no digit that is known does, one number.
 * @param signed of a difference
 */
export function fromTo(low: number, high: number, unit: Unit, signed = false): string {
  const half = (high - low) / 2;
  const say = (end: number, round?: Rounding) => {
    const text = amount(end, unit, half, round);
    return signed ? asDifference(end, text) : text;
  };
  const [one, other] = [say(low), say(high)];
  return one === other ? one : `${say(low, downTo)} to ${say(high, upTo)}`;
}

/** An end of the interval of a difference, as `difference` says it: with its sign, of shares in points. */
export function asDifference(value: number, text: string): string {
  return `${value > 0 && /[1-9]/.test(text) ? '+' : ''}${text.replace('%', 'points')}`;
}

/** The half-width in the unit of its number, which it does not repeat; a duration above a minute has its own. */
function halfWidthOf(value: number, halfWidth: number, unit: Unit, finest: number): string {
  if (unit === 's') {
    // Of the number as it is shown: 0.0996 s is 0.10 s and no 99.6 ms, 59.98 s is 1 m 00 s.
    const shown = roundTo(Math.abs(value), resolution(Math.abs(value), finest));
    const size = Math.max(shown, halfWidth);
    if (size >= HOUR && finest >= MINUTE && halfWidth < HOUR)
      return `${Math.ceil(halfWidth / MINUTE)}${SPACE}m`;
    // To its second unit: a first digit of so many seconds is none that is said, and could be a fifth of it.
    if (halfWidth >= HOUR) return duration(upTo(halfWidth, formOf(halfWidth).second));
    if (size < MINUTE) return shownHalf(value, halfWidth, smallUnit(size)[0], finest);
    const least = Math.max(halfWidth, Math.min(1, resolution(value, finest)));
    const own = finest < halfWidth ? finest : least;
    return duration(upTo(least, resolution(least, own)), own);
  }
  if (unit === '1/s') return shownHalf(value, halfWidth, rateUnit(value)[0], finest);
  if (unit === 'share') return shownHalf(value, halfWidth, 100, finest);
  return shownHalf(value, halfWidth, 1, finest);
}

/** To the place of its number, and outwards: an interval is never said to be narrower than it is. */
function shownHalf(value: number, halfWidth: number, factor: number, finest: number): string {
  const place = resolution(value * factor, finest * factor);
  return grouped(upTo(halfWidth * factor, place), decimalsOf(place));
}

/**
 * What decides the digits of a difference: its half-width. Where an interval that does not hold 0 would seem to when it
 * is rounded, how far its near end is from 0, if that many digits can be said: `+52 s ± 45` is no `+50 s ± 50`.
 */
function tellingFromNone(value: number, halfWidth: number): number {
  const size = Math.abs(value);
  const seems = (known: number) => {
    const place = resolution(size, known);
    return upTo(halfWidth, place) >= Math.min(size, roundTo(size, place));
  };
  const apart = size - halfWidth;
  return apart > 0 && seems(halfWidth) && !seems(apart) ? apart : halfWidth;
}

/**
 * A difference with its sign and interval: +0.71 s ± 0.02; 0 where nothing at all changed. Of shares in points, so
 * that it is not taken for a relative change.
 * @param beside the number from which it differs: a rate is said by the same hour or second
 */
export function difference(value: number, halfWidth: number | null, unit: Unit, beside = 0): string {
  if (value === 0 && (halfWidth === null || halfWidth === 0)) return '0';
  const text = differenceText(value, halfWidth === 0 ? null : halfWidth, unit, beside);
  return value > 0 && /[1-9]/.test(text.split('±')[0]!) ? `+${text}` : text;
}

function differenceText(value: number, halfWidth: number | null, unit: Unit, beside: number): string {
  const parts =
    unit === 'share'
      ? ([100, `${SPACE}points`] as const)
      : unit === '1/s'
        ? perTime(Math.max(Math.abs(beside), Math.abs(value)))
        : null;
  const [factor, name] = parts ?? [1, ''];
  const finest = halfWidth === null ? null : tellingFromNone(value * factor, halfWidth * factor) / factor;
  if (parts === null) return withInterval(value, halfWidth, unit, finest);
  const text = `${number(value * factor, finest === null ? null : finest * factor)}${name}`;
  return halfWidth === null || finest === null
    ? text
    : `${text} ± ${shownHalf(value, halfWidth, factor, finest)}`;
}

/**
 * The size of a difference with its interval: `2.0 points ± 0.2`, and by its ends where that reaches much further to one side:
 * `11 s (5 s to 40 s)`.
 */
export function sizeOfDifference(value: number, low: number | null, high: number | null, unit: Unit): string {
  const said = (half: number | null) => difference(value, half, unit).replace(/^\+/, '');
  if (low === null || high === null) return said(null);
  const [below, above] = [value - low, high - value];
  const [factor, counted] = unit === 'share' ? [100, 'count'] : [1, unit];
  const ends = lopsidedEnds(value * factor, low * factor, high * factor, counted);
  if (ends === null) return said(Math.max(below, above));
  return `${said(Math.min(below, above)).split(' ± ')[0]} (${ends})`;
}

function perTime(perSecond: number): readonly [factor: number, name: string] {
  const [factor, unit] = rateUnit(perSecond);
  return [factor, `/${unit}`];
}

/** A factor between two numbers: 3.4×. */
export function times(factor: number): string {
  return `${grouped(roundTo(factor, powerOfTen(factor) / 10), Math.max(0, 1 - exponentOf(factor)))}×`;
}

/** Names in a sentence: a, b and c. */
export function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `1 node`, `4 nodes`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${SPACE}${n === 1 ? one : many}`;
}
