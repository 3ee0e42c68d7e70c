/** Names of metrics: ` within <from>..<to>` (µs) behind a name selects a window. */
import { describeMetric, type MetricDescription } from '../../scenario/catalogue.ts';
import type { Expectation, Window } from '../../scenario/expectation.ts';

const WITHIN = ' within ';

/** `tasks.queueWait within 0..60` and `p95` give `tasks.queueWait.p95 within 0..60`. */
export function withStatistic(name: string, statistic: string): string {
  const at = name.indexOf(WITHIN);
  return at < 0 ? `${name}.${statistic}` : `${name.slice(0, at)}.${statistic}${name.slice(at)}`;
}

/** The name without its window. */
export function withoutWindow(name: string): string {
  const at = name.indexOf(WITHIN);
  return at < 0 ? name : name.slice(0, at);
}

/** `tasks.deployment.queueWait` as `tasks.queueWait`: the same of all classes together. */
export function ofAllClasses(name: string): string {
  return name.replace(/^(tasks|requests)\.[^.]+/, '$1');
}

/** The name under which an expectation's metric is found among the estimates. */
export function nameOf(expectation: Expectation): string {
  const window: Window | null = expectation.kind === 'limit' ? expectation.within : null;
  return window === null ? expectation.metric : `${expectation.metric}${WITHIN}${window.from}..${window.to}`;
}

/** What the catalogue says of a metric, whatever its window. Throws for a name that it does not know. */
export function descriptionOf(name: string): MetricDescription {
  const description = describeMetric(withoutWindow(name));
  if (description === null) throw new RangeError(`${name} is not in the catalogue of metrics`);
  return description;
}
