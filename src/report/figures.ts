/** Estimates, effects and judgements as the figures that people read. */
import type { Effect } from '../study/comparison/effect.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import { halfOf } from '../study/statistics/mean.ts';
import { amount, count, difference, NOTHING, percent, times, withEnds } from './words.ts';

/**
 * `14.8 s ± 0.4`; why there is none; quantiles that few samples stand behind are marked `~`; of a mean how many are not
 * in it, as they have no end (rule W5).
 */
export function figure(estimate: Estimate): string {
  const { value, unit, marked, reason } = estimate;
  if (value === null) return reason ?? NOTHING;
  return `${marked ? '~' : ''}${withEnds(value, estimate.low, estimate.high, unit)}${without(estimate)}`;
}

function without({ leftOut }: { readonly leftOut?: number }): string {
  return leftOut === undefined ? '' : ` (${count(leftOut)} left out)`;
}

/** The same without its interval, but with no more digits than that allows. */
export function shortFigure(estimate: Estimate): string {
  const { value, unit, marked, reason } = estimate;
  if (value === null) return reason ?? NOTHING;
  return `${marked ? '~' : ''}${amount(value, unit, nearArm(value, estimate))}`;
}

/** The shorter arm of an interval: a long one to the other side takes no digit of what is known on this. */
function nearArm(value: number, { low, high }: { low: number | null; high: number | null }): number | null {
  if (low === null || high === null) return null;
  return Math.min(value - low, high - value) || halfOf({ low, high });
}

/** `+0.71 s ± 0.02`; empty where one side has no value. */
export function change({ difference: value, half, unit, reason, baseline }: Effect): string {
  return value === null ? (reason ?? NOTHING) : difference(value, half, unit, baseline ?? 0);
}

/**
 * The same beside both figures, or why there is none. The largest of all replications stands there as it is; what
 * differs, with an interval, is the mean of the largest of each.
 */
export function changeBeside(effect: Effect, baseline: Estimate | undefined): string {
  if (effect.difference === null) return effect.reason ?? NOTHING;
  const isOfMeans = baseline?.kind === 'extreme' && effect.half && effect.baseline !== baseline.value;
  return `${change(effect)}${isOfMeans ? ' in the mean' : ''}`;
}

/** How large a change is, beside its baseline: `3.4× as long`, `19 % longer`, `31 % lower`; nothing where there is none. */
export function proportion({ relative, unit, difference: value }: Effect): string {
  if (!relative || value === null) return '';
  const [more, less] = unit === 's' ? ['longer', 'shorter'] : ['higher', 'lower'];
  if (relative >= 1) return `${times(1 + relative)} as ${unit === 's' ? 'long' : 'high'}`;
  return `${percent(roundedShare(Math.abs(relative)))} ${relative > 0 ? more : less}`;
}

/** To two digits: nobody plans by the third of a relative change. */
function roundedShare(share: number): number {
  return Number(share.toPrecision(2));
}

/** What was promised and what came: `tasks.queueWait.p95 < 30s: 14.8 s ± 0.4`. */
export function judged(judgement: Judgement): string {
  const { expectation, value, low, high, unit, reason } = judgement;
  const found =
    value === null
      ? (reason ?? NOTHING)
      : `${withEnds(value, low, high, unit ?? 'count')}${without(judgement)}`;
  const why = value !== null && reason !== undefined ? ` (${reason})` : '';
  return `${expectation.text}: ${found}${why}${metWords(judgement)}`;
}

/** `, met in 81 of 100 (72 % to 88 %)`: how many replications meet a limit, each taken by itself; or nothing. */
export function metWords({ metIn }: Pick<Judgement, 'metIn'>): string {
  if (metIn === undefined) return '';
  const { met, of, low, high } = metIn;
  // Rounded outwards, as every interval.
  const ends = [Math.floor(100 * low), Math.ceil(100 * high)].map((end) => percent(end / 100));
  return `, met in ${met} of ${of} (${ends.join(' to ')})`;
}
