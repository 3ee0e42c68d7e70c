/**
 * What queueing theory expects of a design before it is run: where to begin to simulate, never a verdict. Slots as
 * M/M/c with the expected load, the wait for the next look, waves of tasks that are all there from the start.
 */

import type { Micros } from '../../engine/time.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import { parseMetricName } from '../../scenario/metric-name.ts';
import { DISPATCHING, type Scenario } from '../../scenario/scenario.ts';
import { holds } from '../estimates/gate.ts';
import { expectedLoad, meanTaskTimes } from '../replications/expected-load.ts';
import { keepsArriving } from '../replications/saturation.ts';
import { mmc, mmcWaitQuantile } from '../theory/markov.ts';
import { lookWait } from '../theory/networks.ts';
import { isUpperLimit } from './goals.ts';

/** `unknown`: theory says nothing about this goal, or only that the design keeps up. */
export type Guess = 'meets' | 'fails' | 'unknown';

/** What is expected of all goals together. */
export function guess(scenario: Scenario, goals: readonly LimitExpectation[]): Guess {
  const guesses = goals.map((goal) => guessOf(scenario, goal));
  if (guesses.includes('fails')) return 'fails';
  return guesses.includes('meets') ? 'meets' : 'unknown';
}

function guessOf(scenario: Scenario, goal: LimitExpectation): Guess {
  const isTime = /\.(queueWait|turnaround|latency|makespan|wait)(\.(mean|p\d+|max))?$/.test(goal.metric);
  if (isTime && isUpperLimit(goal) && overloaded(scenario) !== null) return 'fails';
  const value = expected(scenario, goal.metric);
  if (value === null) return 'unknown';
  return holds(goal, value) ? 'meets' : 'fails';
}

/** `slots`, `database` or `storage`, where more arrives than it can do; null where nothing is too full. */
export function overloaded(scenario: Scenario): string | null {
  if (!keepsArriving(scenario)) return null;
  const full = expectedLoad(scenario).find(({ utilisation }) => utilisation >= 1);
  return full?.name.replace(/^the /, '') ?? null;
}

/** The expected value of a metric in base units; null where there is no theory for it. */
function expected(scenario: Scenario, metric: string): number | null {
  const { family, measure, statistic } = parseMetricName(metric)!;
  if (family !== 'tasks') return null;
  if (!keepsArriving(scenario)) return measure === 'makespan' ? waves(scenario) : null;
  if (measure === 'queueWait') return expectedWait(scenario, statistic!);
  if (measure !== 'turnaround' || statistic !== 'mean') return null;
  const wait = expectedWait(scenario, 'mean');
  return wait === null ? null : wait + meanOf(meanTaskTimes(scenario)) / 1e6;
}

/** Seconds; null without tasks that arrive, or for the largest of all. */
function expectedWait(scenario: Scenario, statistic: string): number | null {
  const load = expectedLoad(scenario).find(({ name }) => name === 'slots');
  if (load === undefined || load.utilisation >= 1) return null;
  const slots = slotsOf(scenario);
  const mu = load.rate / (load.utilisation * slots);
  const look = untilLook(scenario) / 1e6;
  if (statistic === 'mean') return mmc(load.rate, mu, slots).wait + look;
  const percentile = /^p(\d+)$/.exec(statistic)?.[1];
  return percentile === undefined
    ? null
    : mmcWaitQuantile(load.rate, mu, slots, Number(percentile) / 100) + look;
}

/** Tasks that are all there from the start go in waves of as many as there are slots (fact 106 counts only work). */
function waves(scenario: Scenario): number {
  const tasks = scenario.tasks.reduce((sum, task) => sum + countOf(task), 0);
  const each = meanOf(meanTaskTimes(scenario).filter(({ share }) => share > 0)) + untilLook(scenario);
  return (Math.ceil(tasks / slotsOf(scenario)) * each) / 1e6;
}

function countOf({ arrivals, queued }: Scenario['tasks'][number]): number {
  return queued + (arrivals?.kind === 'at' ? arrivals.times.length * arrivals.count : 0);
}

function meanOf(times: readonly { readonly share: number; readonly mean: Micros }[]): Micros {
  const total = times.reduce((sum, { share }) => sum + share, 0);
  return total === 0 ? 0 : times.reduce((sum, { share, mean }) => sum + share * mean, 0) / total;
}

/** Mean wait for the next look (fact 20). */
export function untilLook({ dispatch, nodes }: Scenario): Micros {
  if (!DISPATCHING[dispatch.policy].looks) return 0;
  const looking = nodes.filter(({ state, taskCap }) => state === 'online' && taskCap > 0);
  return lookWait(looking.length, dispatch.every, 'random');
}

function slotsOf({ nodes }: Scenario): number {
  return nodes.reduce((sum, { state, taskCap }) => sum + (state === 'online' ? taskCap : 0), 0);
}
