/** How long plans go on, hardly ever longer: so long a run has to go on that is to see the end of them. */
import type { Micros } from '../engine/time.ts';
import { atMost, attemptsAtMost } from './resolve-plan-times.ts';
import type { PlanSpec } from './scenario.ts';

/** With all attempts, what it waits for by itself, and the plans that take over from it. */
export function planLength(
  plans: readonly PlanSpec[],
  plan: number | null,
  behind: readonly number[] = [],
): Micros {
  if (plan === null || behind.includes(plan)) return 0;
  return plans[plan]!.steps.reduce((sum, step) => {
    const waited = step.do === 'waitFor' ? (step.waits.upTo ?? 0) : 0;
    const own = atMost(step.takes) * attemptsAtMost(step) + waited;
    return sum + own + planLength(plans, step.otherwise, [...behind, plan]);
  }, 0);
}

/** Whether it, or a plan that takes over from it, waits as long as it takes, as for the end of the fault. */
export function waitsForAll(
  plans: readonly PlanSpec[],
  plan: number,
  behind: readonly number[] = [],
): boolean {
  return plans[plan]!.steps.some((step) => {
    if (step.do === 'waitFor' && step.waits.upTo === null) return true;
    const { otherwise } = step;
    return (
      otherwise !== null && !behind.includes(otherwise) && waitsForAll(plans, otherwise, [...behind, plan])
    );
  });
}
