/** What a run lost, as amounts that add up over a year: time not available, work that did not succeed, money paid. */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** By name; seconds of down time, counts, or an amount of the scenario's currency. */
export type LostAmounts = Readonly<Record<string, number>>;

/** Users only where there are requests. */
export const SERVICES = ['users', 'tasks', 'ui', 'capacity'] as const;
/** What a task can end as but success. */
const UNSUCCESSFUL = ['failed', 'cancelled', 'timedOut', 'expired', 'refused', 'lost'] as const;
const UNSERVED = ['failed', 'refused', 'timedOut'] as const;

/** `downtime.tasks` in seconds (of `capacity`: of all slots), `tasks.cancelled`, `tasks.notSucceeded`, `requests.notServed`, `cost` … */
export function lossesOf(
  { values }: RunResult,
  { duration, warmUp, tasks, requests }: Scenario,
): LostAmounts {
  const seconds = (duration - (warmUp ?? 0)) / 1e6;
  const losses: Record<string, number> = {};
  for (const service of SERVICES) {
    const share = values[`availability.${service}`];
    if (share === undefined) continue;
    const { sum, per } = share;
    losses[`downtime.${service}`] = per > 0 ? seconds * (1 - sum / per) : 0;
  }
  const count = (name: string) => values[name]!.sum;
  const put = (subject: 'tasks' | 'requests', all: string, outcomes: readonly string[]) => {
    for (const outcome of outcomes) losses[`${subject}.${outcome}`] = count(`${subject}.${outcome}`);
    losses[`${subject}.${all}`] = outcomes.reduce((sum, each) => sum + losses[`${subject}.${each}`]!, 0);
  };
  if (tasks.length > 0) put('tasks', 'notSucceeded', [...UNSUCCESSFUL, 'unfinished']);
  if (requests.length > 0) put('requests', 'notServed', UNSERVED);
  const paid = values['cost.perHour'];
  if (paid !== undefined) losses['cost'] = paid.sum;
  return losses;
}

/** Σ factor × losses. */
export function combined(parts: readonly (readonly [factor: number, losses: LostAmounts])[]): LostAmounts {
  const names = Object.keys(parts[0]![1]);
  return Object.fromEntries(
    names.map((name) => [name, parts.reduce((sum, [factor, losses]) => sum + factor * losses[name]!, 0)]),
  );
}
