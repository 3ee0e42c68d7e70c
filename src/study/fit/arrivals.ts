/** Which arrivals a scenario can have that are like the recorded ones, and how far those are from a Poisson process. */
import { normalCdf } from '../statistics/normal.ts';
import { type Batch, withoutBatches } from './batches.ts';
import { FAMILIES } from './families.ts';
import { type Goodness, goodness } from './goodness.ts';
import { ratesByHour, secondsOf, withIdle } from './rates.ts';

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

/** A Poisson process whose rate may change by the hour, with batches on top, and stretches without any arrival. */
export interface Rates {
  readonly kind: 'poisson';
  /** Of all hours, of the 24 or of the 168 from the start, which begin again every day or week. */
  readonly rates: readonly number[];
  readonly batches: readonly Batch[];
  /** Hours from the start, by number, in which nothing came although the rates say so; rising. */
  readonly idle: readonly number[];
}

/** Variance by mean of the counts: 1 of a Poisson process, more of bunches, less of a grid. */
export interface Dispersion {
  readonly index: number;
  /** Two-sided, that it is 1. */
  readonly p: number;
}

const HOUR = 3_600;
/** Fewer arrivals tell nothing but their rate. */
const LEAST_ARRIVALS = 30;
/** So many gaps that are alike are a grid. */
const LEAST_ON_GRID = 6;
/** Arrivals are on a grid when so many gaps are within this share of their median. */
const ON_GRID = { share: 0.9, within: 0.05 } as const;

/** What is known of, in seconds from the start; the start is the beginning of an hour. */
export interface Known {
  readonly from: number;
  readonly to: number;
  /** The hour of the day in which the start is; default: 0. */
  readonly clock?: number;
}

/**
 * A grid where the gaps are alike and it gives as many as were counted; otherwise a Poisson process, with what hours,
 * days, idle stretches and batches explain of its counts. Two tests say how Poisson the rest is; neither changes the choice.
 *
 * @param times seconds from the start, rising, at least one, all of them in what is known
 * @param purpose names the key of the test's draws
 */
export function fitArrivals(times: readonly number[], known: Known, purpose: string): ArrivalFit {
  const n = times.length;
  const grid = gridOf(times, known);
  if (grid !== null) return { n, model: grid, dispersion: null, gaps: null };
  const { batches, rest } = withoutBatches(times, known);
  const flat: Rates = {
    kind: 'poisson',
    rates: [rest.length / Math.max(HOUR, known.to - known.from)],
    batches,
    idle: [],
  };
  if (rest.length < LEAST_ARRIVALS) return { n, model: flat, dispersion: null, gaps: null };
  const { rates, idle } = withIdle(rest, known, ratesByHour);
  const model: Rates = { kind: 'poisson', rates, batches, idle };
  return {
    n,
    model,
    dispersion: dispersionOf(rest, known, model),
    gaps: idle.length > 0 ? null : gapsOf(rest, model, purpose),
  };
}

/** null as well when the grid, from its first to the end of the record, would have another number of arrivals. */
function gridOf(times: readonly number[], { to }: Known): ArrivalModel | null {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  if (gaps.length < LEAST_ON_GRID) return null;
  const middle = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
  const alike = gaps.filter((gap) => Math.abs(gap - middle) <= ON_GRID.within * middle);
  if (middle <= 0 || alike.length < ON_GRID.share * gaps.length) return null;
  // What one arrival is late, the next gap is shorter: their mean is that of the grid, from which the median would drift away.
  const every = alike.reduce((sum, gap) => sum + gap, 0) / alike.length;
  const expected = Math.floor((to - times[0]!) / every) + 1;
  if (Math.abs(expected - times.length) > Math.max(1, (1 - ON_GRID.share) * times.length)) return null;
  return { kind: 'every', every, offset: times[0]! };
}

/**
 * Σ (count − expected)² / expected over its degrees of freedom. Of a Poisson count of mean m each term has mean 1 and
 * variance 2 + 1/m, which gives the p-value by the normal approximation. Rates by hour are counted by the hour, one
 * rate in as many equal times as give two arrivals each, at most as many as hours.
 */
function dispersionOf(times: readonly number[], known: Known, { rates, idle }: Rates): Dispersion | null {
  const span = known.to - known.from;
  const byHour = rates.length > 1 || idle.length > 0;
  const quiet = new Set(idle);
  const bins = byHour
    ? Math.ceil(known.to / HOUR)
    : Math.min(Math.ceil(span / HOUR), Math.floor(times.length / 2));
  const binOf = (time: number) => (byHour ? time / HOUR : ((time - known.from) / span) * bins);
  const counts = counted(times, bins, (time) => Math.min(bins - 1, Math.floor(binOf(time))));
  let [sum, variance, used] = [0, 0, 0];
  for (const [i, count] of counts.entries()) {
    const expected = byHour
      ? quiet.has(i)
        ? 0
        : rates[i % rates.length]! * secondsOf(i, known)
      : times.length / bins;
    if (expected === 0) continue;
    sum += (count - expected) ** 2 / expected;
    variance += 2 + 1 / expected;
    used += 1;
  }
  const freedom = used - new Set(rates).size;
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
