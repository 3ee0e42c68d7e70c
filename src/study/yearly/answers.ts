/** Whether all is as before when a fault of a year, and the plan that answers it, are over. */
import type { RunResult } from '../../measure/result.ts';

/**
 * Whether a run with faults ends as the one without: with as many slots, the services that they took away back, and
 * the queue where it was.
 */
export function isAsBefore(struck: RunResult, usual: RunResult): boolean {
  const able = ({ series }: RunResult) => series.averages['slots.able']!.at(-1)!;
  const normal = struck.values['recovery.normal'];
  return able(struck) >= able(usual) - 1e-9 && (normal === undefined || normal.per > 0);
}
