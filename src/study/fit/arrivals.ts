/** Which arrivals a scenario can have that are like the recorded ones, and how far those are from a Poisson process. */
import pow from '@stdlib/math-base-special-pow';
import { normalCdf } from '../statistics/normal.ts';
import { FAMILIES } from './families.ts';
import { type Goodness, goodness } from './goodness.ts';

export interface ArrivalFit {
  readonly n: number;
  readonly model: ArrivalModel;
  /** How the counts of equal times vary around the rate; null: too few, or no Poisson process. */
  readonly dispersion: Dispersion | null;
  /** Gaps, in units of the mean gap that the rate gives at their time, against an exponential; null as above. */
  readonly gaps: Goodness | null;
}

/** Times in seconds, rates a second. */
export type ArrivalModel =
  | { readonly kind: 'every'; readonly every: number; readonly offset: number }
  | Rates;

/** A Poisson process: of one rate, or of 24 for the hours from the start, which begin again every day. */
interface Rates {
  readonly kind: 'poisson';
  readonly rates: readonly number[];
}

/** Variance by mean of the counts: 1 of a Poisson process, more of bunches, less of a grid. */
export interface Dispersion {
  readonly index: number;
  /** Two-sided, that it is 1. */
  readonly p: number;
}

const HOUR = 3_600;
const HOURS = 24;
/** Fewer arrivals tell nothing but their rate. */
const LEAST_ARRIVALS = 30;
/** Rates by hour need two days, but for what is missing at their ends, and so many arrivals in each of the 24. */
const LEAST_SPAN = 46 * HOUR;
const LEAST_AN_HOUR = 5;
/** The rates of the hours differ when chance alone gives such differences so rarely. */
const DIFFER_BELOW = 0.01;
/** Arrivals are on a grid when so many gaps are within this share of their median. */
const ON_GRID = { share: 0.9, within: 0.05 } as const;

/** What is known of, in seconds from the start; the start is the beginning of an hour. */
export interface Known {
  readonly from: number;
  readonly to: number;
}

/**
 * A grid where the gaps are alike; otherwise a Poisson process, with a rate for each hour of the day where there are
 * enough arrivals and their rates differ. Two tests say how Poisson it is; neither changes the choice.
 *
 * @param times seconds from the start, rising, at least one, all of them in what is known
 * @param purpose names the key of the test's draws
 */
export function fitArrivals(times: readonly number[], known: Known, purpose: string): ArrivalFit {
  const n = times.length;
  const one: Rates = { kind: 'poisson', rates: [n / Math.max(HOUR, known.to - known.from)] };
  if (n < LEAST_ARRIVALS) return { n, model: one, dispersion: null, gaps: null };
  const grid = gridOf(times);
  if (grid !== null) return { n, model: grid, dispersion: null, gaps: null };
  const model = ratesByHour(times, known) ?? one;
  return {
    n,
    model,
    dispersion: dispersionOf(times, known, model),
    gaps: gapsOf(times, model, purpose),
  };
}

function gridOf(times: readonly number[]): ArrivalModel | null {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const every = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
  const alike = gaps.filter((gap) => Math.abs(gap - every) <= ON_GRID.within * every).length;
  if (every <= 0 || alike < ON_GRID.share * gaps.length) return null;
  return { kind: 'every', every, offset: times[0]! };
}

/** null when there are too few arrivals, or one rate explains them. */
function ratesByHour(times: readonly number[], known: Known): Rates | null {
  const span = known.to - known.from;
  if (span < LEAST_SPAN || times.length < LEAST_AN_HOUR * HOURS) return null;
  const counts = counted(times, HOURS, (time) => Math.floor(time / HOUR) % HOURS);
  const seen = Array.from({ length: HOURS }, () => 0);
  for (let hour = 0; hour * HOUR < known.to; hour += 1) seen[hour % HOURS]! += secondsOf(hour, known);
  const chi = counts.reduce((sum, count, hour) => {
    const expected = (times.length * seen[hour]!) / span;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  if (chiSquareTail(chi, HOURS - 1) >= DIFFER_BELOW) return null;
  return { kind: 'poisson', rates: counts.map((count, hour) => count / seen[hour]!) };
}

/** How much of an hour from the start is known. */
function secondsOf(hour: number, { from, to }: Known): number {
  return Math.max(0, Math.min(to, (hour + 1) * HOUR) - Math.max(from, hour * HOUR));
}

/**
 * Σ (count − expected)² / expected over its degrees of freedom. Of a Poisson count of mean m each term has mean 1 and
 * variance 2 + 1/m, which gives the p-value by the normal approximation. Rates by hour are counted by the hour, one
 * rate in as many equal times as give two arrivals each, at most as many as hours.
 */
function dispersionOf(times: readonly number[], known: Known, { rates }: Rates): Dispersion | null {
  const span = known.to - known.from;
  const byHour = rates.length > 1;
  const bins = byHour
    ? Math.ceil(known.to / HOUR)
    : Math.min(Math.ceil(span / HOUR), Math.floor(times.length / 2));
  const binOf = (time: number) => (byHour ? time / HOUR : ((time - known.from) / span) * bins);
  const counts = counted(times, bins, (time) => Math.min(bins - 1, Math.floor(binOf(time))));
  let [sum, variance, used] = [0, 0, 0];
  for (const [i, count] of counts.entries()) {
    const expected = byHour ? rates[i % HOURS]! * secondsOf(i, known) : times.length / bins;
    if (expected === 0) continue;
    sum += (count - expected) ** 2 / expected;
    variance += 2 + 1 / expected;
    used += 1;
  }
  const freedom = used - rates.length;
  if (freedom < 10) return null;
  const index = sum / freedom;
  const deviation = Math.sqrt(variance / (used * freedom));
  return { index, p: 2 * normalCdf(-Math.abs((index - 1) / deviation)) };
}

/** With time told by the arrivals expected until then, the gaps of a Poisson process are exponential. */
function gapsOf(times: readonly number[], { rates }: Rates, purpose: string): Goodness | null {
  const until = [0];
  for (const [hour, rate] of rates.entries()) until.push(until[hour]! + rate * HOUR);
  const clock = times.map((time) => {
    const hour = Math.floor(time / HOUR);
    const [turns, of] = [Math.floor(hour / rates.length), hour % rates.length];
    return turns * until[rates.length]! + until[of]! + rates[of]! * (time - hour * HOUR);
  });
  const gaps = Float64Array.from(clock.slice(1), (time, i) => time - clock[i]!).sort();
  if (gaps[gaps.length - 1] === 0) return null;
  const values = Array.from(gaps);
  return goodness(FAMILIES.exponential(values)!, values, `arrivals/${purpose}`);
}

function counted(times: readonly number[], bins: number, binOf: (time: number) => number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const time of times) counts[binOf(time)]! += 1;
  return counts;
}

/** P(χ² > x), by the cube root of Wilson and Hilferty (1931): good to 0.001 from 10 degrees of freedom on. */
function chiSquareTail(x: number, freedom: number): number {
  const part = 2 / (9 * freedom);
  return normalCdf((1 - part - pow(x / freedom, 1 / 3)) / Math.sqrt(part));
}
