/** How nodes take tasks, as the model runs it. */
import type { Report } from './report.ts';
import { micros } from './resolve-values.ts';
import { DISPATCHING, type DispatchSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';

export function resolveDispatch(file: ScenarioFile, report: Report): DispatchSpec {
  const { dispatch } = file;
  checkLooks(dispatch, report);
  if (dispatch.order !== 'lifo' && micros(dispatch.lifoAfter) > 0)
    report.value(
      ['dispatch', 'lifoAfter'],
      `says when who came last is next, and the order is ${dispatch.order}; write order: lifo`,
    );
  const classes = Object.values(file.workload.tasks);
  if (dispatch.share === 'projects' && classes.every(({ priority }) => priority === 'normal'))
    report.value(
      ['dispatch', 'share'],
      'is among projects whose prioritised tasks wait, and no class has a priority; write priority: high in one',
    );
  return {
    policy: dispatch.policy,
    preset: dispatch.preset ?? null,
    order: dispatch.order,
    lifoAfter: micros(dispatch.lifoAfter),
    backfill: dispatch.backfill,
    share: dispatch.share,
    every: micros(dispatch.every),
    idleUpTo: dispatch.idleUpTo === 'none' ? null : micros(dispatch.idleUpTo),
    lookWhenFree: dispatch.lookWhenFree,
    push: dispatch.push,
    perLook: dispatch.perLook === 'all' ? null : dispatch.perLook,
    prefetch: dispatch.prefetch,
    lock: dispatch.lock,
    countAll: dispatch.countAll,
    queueTimeout: dispatch.queueTimeout === 'none' ? null : micros(dispatch.queueTimeout),
    lockTimeout: micros(dispatch.lockTimeout),
    lockWait: micros(dispatch.lockWait),
    checkIn: micros(dispatch.checkIn),
    believedOnline: micros(dispatch.believedOnline),
    orphanScan: micros(dispatch.orphanScan),
    orphanAfter: micros(dispatch.orphanAfter),
  };
}

/** What says how nodes look, and the value with which it says nothing. */
const OF_LOOKS = [
  ['idleUpTo', 'none'],
  ['lookWhenFree', false],
  ['push', false],
  ['perLook', 'all'],
  ['prefetch', 0],
  ['lock', true],
] as const;

function checkLooks(dispatch: ScenarioFile['dispatch'], report: Report): void {
  const { policy, every, idleUpTo } = dispatch;
  if (!DISPATCHING[policy].looks)
    for (const [key, usual] of OF_LOOKS)
      if (dispatch[key] !== usual)
        report.value(
          ['dispatch', key],
          `is about looks, and with the policy ${policy} nobody looks; write policy: greedy`,
        );
  if (idleUpTo !== 'none' && micros(idleUpTo) < micros(every))
    report.value(
      ['dispatch', 'idleUpTo'],
      `${idleUpTo} is shorter than every, ${every}; looks only get rarer`,
    );
}
