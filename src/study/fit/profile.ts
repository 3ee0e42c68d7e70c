/** Fitted rates, batches and idle stretches as one profile: times, and the rate from then on. */
import type { ArrivalModel, Rates } from './arrivals.ts';

const HOUR = 3_600;
const DAY = 86_400;
const WEEK = 7 * DAY;

/** Seconds, and rates a second. */
export interface Profile {
  readonly steps: readonly (readonly [from: number, rate: number])[];
  /** After which it begins again. */
  readonly period: number;
}

/**
 * What comes once (an idle stretch, a batch) makes the profile as long as the record, after which it begins again.
 *
 * @param hours of the record
 */
export function profileOf({ rates, batches, idle }: Rates, hours: number): Profile {
  const isOnce = idle.length > 0 || batches.some(({ period }) => period === null);
  const isWeekly = rates.length > 24 || batches.some(({ period }) => period === WEEK);
  const period = isOnce ? hours * HOUR : isWeekly ? WEEK : DAY;
  const quiet = new Set(idle);
  const changes = new Map<number, number>();
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (let hour = 0, before = 0; hour * HOUR < period; hour += 1) {
    const rate = quiet.has(hour) ? 0 : rates[hour % rates.length]!;
    if (rate !== before || hour === 0) change(hour * HOUR, rate - before);
    before = rate;
  }
  for (const batch of batches) {
    const rate = batch.count / batch.length;
    for (let at = batch.start; at < period; at += batch.period ?? period) {
      change(at, rate);
      if (at + batch.length < period) change(at + batch.length, -rate);
      else if (!isOnce) {
        change(0, rate);
        change(at + batch.length - period, -rate);
      }
    }
  }
  let level = 0;
  const steps = [...changes]
    .sort(([a], [b]) => a - b)
    .map(([at, by]): [number, number] => {
      level += by;
      return [at, level < 1e-12 ? 0 : level];
    });
  return { steps, period };
}

/** How many arrivals a model gives in the mean until a time, in seconds: rate × duration. */
export function expectedCount(model: ArrivalModel, until: number, hours: number): number {
  if (model.kind === 'every') return Math.max(0, Math.floor((until - model.offset) / model.every) + 1);
  const { steps, period } = profileOf(model, hours);
  let sum = 0;
  for (let turn = 0; turn * period < until; turn += 1) {
    for (const [i, [from, rate]] of steps.entries()) {
      const end = Math.min(until, turn * period + (steps[i + 1]?.[0] ?? period));
      sum += rate * Math.max(0, end - turn * period - from);
    }
  }
  return sum;
}
