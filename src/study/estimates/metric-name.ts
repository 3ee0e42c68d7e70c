/** Names of metrics: ` within <from>..<to>` (µs) behind a name selects a window. */
import { describeMetric, type MetricDescription } from '../../scenario/catalogue.ts';
import type { Expectation, Window } from '../../scenario/expectation.ts';
import { windowSuffix, withoutWindow } from '../../scenario/metric-name.ts';

/** The name under which an expectation's metric is found among the estimates. */
export function nameOf(expectation: Expectation): string {
  const window: Window | null = expectation.kind === 'limit' ? expectation.within : null;
  return window === null ? expectation.metric : expectation.metric + windowSuffix(window);
}

/** What the catalogue says of a metric, whatever its window. Throws for a name that it does not know. */
export function descriptionOf(name: string): MetricDescription {
  const description = describeMetric(withoutWindow(name));
  if (description === null) throw new RangeError(`${name} is not in the catalogue of metrics`);
  return description;
}
