/** Whether one replication breaks a promise. */
import type { RunResult } from '../../measure/result.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { estimates } from './estimate.ts';
import { holds } from './gate.ts';
import { nameOf } from './metric-name.ts';

/** The value that breaks the promise, null where it did not end; undefined: it keeps it, or says nothing. */
export function missedBy(
  promise: LimitExpectation,
  scenario: Scenario,
  result: RunResult,
): number | null | undefined {
  const estimate = estimates(scenario, [result]).get(nameOf(promise));
  if (estimate === undefined) return undefined;
  if (estimate.infinite) return holds(promise, Number.POSITIVE_INFINITY) ? undefined : null;
  if (estimate.value === null) return undefined;
  return holds(promise, estimate.value) ? undefined : estimate.value;
}
