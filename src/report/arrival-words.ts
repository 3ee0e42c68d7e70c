/** Fitted arrivals in words. */
import type { ArrivalFit } from '../study/fit/arrivals.ts';
import type { Batch } from '../study/fit/batches.ts';
import { count, duration, plural, rate } from './words.ts';

const HOUR = 3_600;

/** One cell: the rates, and whether there are batches beside them. */
export function arrivalWords({ model }: ArrivalFit): string {
  if (model.kind === 'every') return `every ${duration(model.every)}`;
  const { rates, batches } = model;
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  if (high === 0) return 'batches alone';
  const more = batches.length > 0 ? ' + batches' : '';
  if (rates.length === 1) return `${rate(low)}${more}`;
  const by = rates.length > 24 ? 'weekday' : 'hour';
  return `${(low * HOUR).toFixed(1)}–${(high * HOUR).toFixed(1)}/h by ${by}${more}`;
}

/** The batches and idle stretches that were found, class by class. */
export function patternWords({ model }: ArrivalFit): string[] {
  if (model.kind === 'every') return [];
  const { batches, idle } = model;
  const sizes = batches.map(({ count: size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map((size) => count(Math.round(size)));
  const kinds = plural(batches.length, 'batch', 'batches');
  return [
    ...(batches.length === 0
      ? []
      : [`${kinds} of ${least === most ? least : `${least} to ${most}`}${often(batches)}`]),
    ...(idle.length === 0 ? [] : [`${count(idle.length)} idle hours, as recorded`]),
  ];
}

function often(batches: readonly Batch[]): string {
  const periods = new Set(batches.map(({ period }) => period));
  if (periods.size > 1) return ', some once';
  return periods.has(null) ? ', when recorded' : periods.has(24 * HOUR) ? ' every day' : ' every week';
}
