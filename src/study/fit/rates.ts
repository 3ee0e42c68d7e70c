/** Rates by the hour: which hours differ, which days are quiet, and stretches in which nothing came. */
import { ln } from '../../engine/elementary.ts';
import type { Known } from './arrivals.ts';

const HOUR = 3_600;
const HOURS = 24;
const WEEK_HOURS = 7 * HOURS;
/** Rates by hour need two days, quiet days a week, an hour of the week two; but for what is missing at their ends. */
const LEAST_SPAN = { day: 46 * HOUR, week: 166 * HOUR, weeks: 334 * HOUR } as const;
/** A day of the week is quiet when less than this share of the busiest day comes on it. */
const QUIET = 0.4;
/** Idle are at least so many hours in which the rates promise so many arrivals, and the logarithm of all of them more. */
const LEAST_IDLE_HOURS = 4;
const CHANCE_OF_IDLE = 7;
const MOST_ROUNDS = 5;

/** Which hours of the week share a rate; hours by number from the start. */
interface Pattern {
  readonly period: number;
  readonly groupOf: (hour: number) => number;
}

/** How much of an hour from the start is known. */
export function secondsOf(hour: number, { from, to }: Known): number {
  return Math.max(0, Math.min(to, (hour + 1) * HOUR) - Math.max(from, hour * HOUR));
}

/**
 * The rates, a second, of the hours from the start until they begin again: one, 24 or 168 of them. Among one rate, rates
 * by hour, quiet days and hours of the week, the one with the least BIC (Schwarz 1978): a rate more must explain more
 * than half the logarithm of the number of hours.
 */
export function ratesByHour(
  times: readonly number[],
  known: Known,
  idle: ReadonlySet<number> = new Set(),
): number[] {
  const hours = Math.ceil(known.to / HOUR);
  const counts = new Float64Array(hours);
  for (const time of times) counts[Math.min(hours - 1, Math.floor(time / HOUR))]! += 1;
  const seconds = Float64Array.from(counts, (_, hour) => (idle.has(hour) ? 0 : secondsOf(hour, known)));
  const fits = patterns(counts, seconds, known).map((pattern) => fitted(pattern, counts, seconds));
  return fits.reduce((a, b) => (b.bic < a.bic ? b : a)).rates;
}

function patterns(counts: Float64Array, seconds: Float64Array, known: Known): Pattern[] {
  const span = seconds.reduce((a, b) => a + b, 0);
  const dayOf = (hour: number) => Math.floor((hour + (known.clock ?? 0)) / HOURS) % 7;
  const all: Pattern[] = [{ period: 1, groupOf: () => 0 }];
  if (span >= LEAST_SPAN.day) all.push({ period: HOURS, groupOf: (hour) => hour % HOURS });
  if (span < LEAST_SPAN.week) return all;
  const sums = Array.from({ length: 7 }, () => ({ count: 0, seconds: 0 }));
  for (const [hour, count] of counts.entries()) {
    sums[dayOf(hour)]!.count += count;
    sums[dayOf(hour)]!.seconds += seconds[hour]!;
  }
  const rates = sums.map(({ count, seconds: of }) => (of === 0 ? 0 : count / of));
  const busiest = rates.reduce((a, b) => Math.max(a, b));
  const isQuiet = (hour: number) => rates[dayOf(hour)]! < QUIET * busiest;
  all.push(
    { period: WEEK_HOURS, groupOf: (hour) => (isQuiet(hour) ? 1 : 0) },
    { period: WEEK_HOURS, groupOf: (hour) => (isQuiet(hour) ? HOURS : hour % HOURS) },
    { period: WEEK_HOURS, groupOf: (hour) => (hour % HOURS) + (isQuiet(hour) ? HOURS : 0) },
  );
  if (span >= LEAST_SPAN.weeks) all.push({ period: WEEK_HOURS, groupOf: (hour) => hour % WEEK_HOURS });
  return all;
}

/** The most likely rates of a pattern, counts being Poisson, and what they cost. */
function fitted({ period, groupOf }: Pattern, counts: Float64Array, seconds: Float64Array) {
  const groups = new Map<number, { count: number; seconds: number }>();
  for (const [hour, count] of counts.entries()) {
    const group = groups.get(groupOf(hour)) ?? { count: 0, seconds: 0 };
    group.count += count;
    group.seconds += seconds[hour]!;
    groups.set(groupOf(hour), group);
  }
  let likelihood = 0;
  for (const { count, seconds: of } of groups.values()) if (count > 0) likelihood += count * ln(count / of);
  const rateOf = (hour: number) => {
    const group = groups.get(groupOf(hour));
    return group === undefined || group.seconds === 0 ? 0 : group.count / group.seconds;
  };
  return {
    rates: Array.from({ length: period }, (_, hour) => rateOf(hour)),
    bic: groups.size * ln(counts.length) - 2 * likelihood,
  };
}

/** Rates, and the hours of stretches in which nothing came although those promise much; those hours are in no rate. */
export function withIdle(
  times: readonly number[],
  known: Known,
  ratesOf: typeof ratesByHour,
): { rates: number[]; idle: number[] } {
  let idle = new Set<number>();
  let rates = ratesOf(times, known);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const more = idleHours(times, known, rates);
    if (more.size === idle.size) break;
    idle = more;
    rates = ratesOf(times, known, idle);
  }
  return { rates, idle: [...idle].sort((a, b) => a - b) };
}

function idleHours(times: readonly number[], known: Known, rates: readonly number[]): Set<number> {
  const idle = new Set<number>();
  const borders = [known.from, ...times, known.to];
  for (const [i, end] of borders.slice(1).entries()) {
    const [first, last] = [Math.ceil(borders[i]! / HOUR), Math.floor(end / HOUR)];
    if (last - first < LEAST_IDLE_HOURS) continue;
    let promised = 0;
    for (let hour = first; hour < last; hour += 1) promised += rates[hour % rates.length]! * HOUR;
    if (promised < CHANCE_OF_IDLE + ln(times.length)) continue;
    for (let hour = first; hour < last; hour += 1) idle.add(hour);
  }
  return idle;
}
