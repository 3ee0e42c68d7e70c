/** A day on which the cluster drowns, M/M/6 with more work than slots: who is in a percentile (rule W5). */
import { expect, test } from 'vitest';
import { tapFor } from '../../src/measure/both-taps.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { judge } from '../../src/study/estimates/gate.ts';
import { studyOf } from '../../src/study/replications/replicate.ts';
import { scenarioOf } from '../support/run.ts';

const HOUR = 3_600_000_000;
const DAYS = 5;

/** Half-hour jobs on six slots: 12 an hour are all that they can do. */
const day = (perHour: number): Scenario =>
  scenarioOf(`{
    name: drown, duration: 24h, nodes: { n: { taskCap: 6, cores: 6 } }, database: ideal, storage: ideal,
    dispatch: { policy: immediate, queueTimeout: none },
    workload: { tasks: { t: { arrivals: { poisson: ${perHour}/h }, steps: [ { run: { exponential: 30m } } ] } } },
    expect: [ tasks.queueWait.p95 < 100h ] }`);

/** Days of a scenario, and the waits of all that arrived, as they were told one by one. */
function days(scenario: Scenario) {
  const waits: { readonly wait: number; readonly started: number }[] = [];
  let arrived = 0;
  const tap = tapFor({
    taskArrived: () => {
      arrived += 1;
    },
    taskStarted: (at, _class, _task, since) => waits.push({ wait: at - since, started: at }),
  });
  const results = Array.from({ length: DAYS }, (_, replication) =>
    simulate(scenario, { seed: 'drown', replication, tap }),
  );
  return { study: studyOf(scenario, 'drown', results), waits, arrived };
}

const p95 = (waits: readonly number[]): number =>
  [...waits].sort((a, b) => a - b)[Math.ceil(0.95 * waits.length) - 1]! / 1e6;

test('p95 is that of all who arrived, run out to the end, not of those who got through by midnight', () => {
  const { study, waits, arrived } = days(day(14));
  expect(waits.length).toBe(arrived);
  const all = p95(waits.map(({ wait }) => wait));
  const byMidnight = p95(waits.filter(({ started }) => started < 24 * HOUR).map(({ wait }) => wait));
  expect(all).toBeGreaterThan(1.05 * byMidnight);
  const estimate = study.estimates.get('tasks.queueWait.p95')!;
  expect(Math.abs(estimate.value! / all - 1)).toBeLessThan(1 / 128);
  expect(study.estimates.get('tasks.unfinished')!.value).toBe(0);
});

test('with a run-out that is too short it is null with its reason, and fails its limit', () => {
  const scenario = day(60);
  const { study, waits, arrived } = days(scenario);
  expect(waits.length).toBeLessThan(0.95 * arrived);
  const estimate = study.estimates.get('tasks.queueWait.p95')!;
  expect(estimate).toMatchObject({ value: null, low: null, high: null, infinite: true });
  expect(estimate.reason).toMatch(/^> 1 d \d+ h$/);
  const [limit] = scenario.expect;
  expect(judge(limit as Parameters<typeof judge>[0], study.estimates).verdict).toBe('fail');
  // The mean is of those who started, and says how many did not.
  expect(study.estimates.get('tasks.queueWait.mean')!.leftOut).toBe(arrived - waits.length);
  // What never started has not succeeded: a cluster that does less does not look as good.
  const { value, low, high } = study.estimates.get('tasks.successRatio')!;
  const share = study.estimates.get('tasks.succeeded')!.value! / study.estimates.get('tasks.arrived')!.value!;
  expect(value).toBeCloseTo(share, 12);
  expect([low! < 0.5, high! < 0.5]).toEqual([true, true]);
});
