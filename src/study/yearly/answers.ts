/** Plans that answer the faults of a year: how long they go on, and whether all is as before when they are over. */
import type { Micros } from '../../engine/time.ts';
import type { RunResult } from '../../measure/result.ts';
import { atMost } from '../../scenario/resolve-plan-times.ts';
import type { PlanSpec } from '../../scenario/scenario.ts';

/** Hardly ever does a plan take longer, with what it waits for itself and the plans that take over from it. */
export function planLength(
  plans: readonly PlanSpec[],
  plan: number | null,
  behind: readonly number[] = [],
): Micros {
  if (plan === null || behind.includes(plan)) return 0;
  return plans[plan]!.steps.reduce((sum, step) => {
    const waited = step.do === 'waitFor' ? (step.waits.upTo ?? 0) : 0;
    const own = atMost(step.takes) * (step.tries ?? 1) + waited;
    return sum + own + planLength(plans, step.otherwise, [...behind, plan]);
  }, 0);
}

/**
 * Whether a run with faults ends as the one without: with as many slots, the services that they took away back, and
 * the queue where it was.
 */
export function isAsBefore(struck: RunResult, usual: RunResult): boolean {
  const able = ({ series }: RunResult) => series.averages['slots.able']!.at(-1)!;
  const normal = struck.values['recovery.normal'];
  return able(struck) >= able(usual) - 1e-9 && (normal === undefined || normal.per > 0);
}
