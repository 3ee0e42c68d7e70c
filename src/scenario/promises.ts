/** Which promises are about a disaster, and which about a year with its failures. */
import type { LimitExpectation } from './expectation.ts';
import type { Scenario } from './scenario.ts';

type Promises = Pick<Scenario, 'promises'>;

/** Judged in each disaster of a drill, and hunted. */
export function disasterPromises({ promises }: Promises): LimitExpectation[] {
  return promises.filter(({ metric }) => !isOfYear(metric));
}

/** Judged by `yearly`. */
export function yearPromises({ promises }: Promises): LimitExpectation[] {
  return promises.filter(({ metric }) => isOfYear(metric));
}

function isOfYear(metric: string): boolean {
  return metric.startsWith('year.');
}
