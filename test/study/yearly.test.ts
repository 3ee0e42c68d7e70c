/** What a year is made of, by hand: ends of its figures, what a run lost, plans, and which failures are too rare for a run. */
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/engine/time.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { isAsBefore, planLength } from '../../src/study/yearly/answers.ts';
import { lossesOf } from '../../src/study/yearly/losses.ts';
import { judgeYear, yearEstimates } from '../../src/study/yearly/promised.ts';
import { rareFailureWarnings } from '../../src/study/yearly/rare.ts';
import type { Yearly, YearlyFigure } from '../../src/study/yearly/yearly.ts';
import { scenarioOf } from '../support/run.ts';
import { resultOf } from './support.ts';

const YEAR = 8760 * 3600;

function yearOf(
  losses: Readonly<Record<string, YearlyFigure>>,
  leftOut = 0,
  scenario = {} as Scenario,
): Yearly {
  return {
    ...{ scenario, seed: '1', replications: 10, parts: [], leftOutPairs: [], notAsBefore: [] },
    ...{ leftOut, losses: new Map(Object.entries(losses)) },
  };
}

describe('a year', () => {
  const losses = {
    'downtime.tasks': { value: 36_000, half: 600 },
    'tasks.notSucceeded': { value: 20, half: 3 },
    cost: { value: 900, half: null },
  };

  test('what is left out counts against the design: time down may be so much more, and nothing else', () => {
    const all = yearEstimates(yearOf(losses, 0.001));
    const most = 36_600 + 0.001 * YEAR;
    expect(all.get('year.downtime.tasks')).toMatchObject({ value: 36_000, low: 35_400, high: most });
    expect(all.get('year.tasks.notSucceeded')).toMatchObject({ low: 17, high: 23, unit: 'count' });
    expect(all.get('year.cost')).toMatchObject({ low: null, high: null, unit: 'currency' });
    const share = all.get('year.availability.tasks')!;
    expect(share.value).toBeCloseTo(1 - 36_000 / YEAR, 12);
    expect(share.low).toBeCloseTo(1 - most / YEAR, 12);
    expect(share.high).toBeCloseTo(1 - 35_400 / YEAR, 12);
  });

  test('nothing is lost less than not at all, however wide an interval is', () => {
    const all = yearEstimates(
      yearOf({ 'downtime.tasks': { value: 60, half: 90 }, 'tasks.lost': { value: 2, half: 3 } }),
    );
    expect(all.get('year.downtime.tasks')).toMatchObject({ value: 60, low: 0, high: 150 });
    expect(all.get('year.tasks.lost')).toMatchObject({ value: 2, low: 0, high: 5 });
    expect(all.get('year.availability.tasks')).toMatchObject({ low: 1 - 150 / YEAR, high: 1 });
  });

  test('a promise is kept with its whole interval, and with what is left out', () => {
    const promise = (value: number) => ({
      ...{ kind: 'limit', level: 'error', text: '', metric: 'year.downtime.tasks' },
      ...{ operator: '<', value, within: null },
    });
    const scenario = { promises: [37_000, 36_500, 35_000].map(promise) } as unknown as Scenario;
    const verdicts = (leftOut: number) =>
      judgeYear(yearOf(losses, leftOut, scenario)).map(({ verdict }) => verdict);
    expect(verdicts(0)).toEqual(['pass', 'inconclusive', 'fail']);
    expect(verdicts(0.001)).toEqual(['inconclusive', 'inconclusive', 'fail']);
  });
});

test('a run loses time of what is measured, all that did not succeed, and what was not answered', () => {
  const scenario = { duration: 1100e6, warmUp: 100e6, tasks: [{}], requests: [{}] } as unknown as Scenario;
  const tasks = { failed: 1, cancelled: 2, timedOut: 3, expired: 4, refused: 5, lost: 6, unfinished: 7 };
  const requests = { failed: 10, refused: 20, timedOut: 40 };
  const named = (of: string, counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${of}.${name}`, count]));
  const values = { ...named('tasks', tasks), ...named('requests', requests) };
  const result = resultOf(0, { ...values, 'availability.tasks': { sum: 990, per: 1000 } });
  const lost = lossesOf(result, scenario);
  expect(lost['downtime.tasks']).toBeCloseTo(10, 9);
  expect(lost).toMatchObject({ 'tasks.notSucceeded': 28, 'requests.notServed': 70, 'tasks.lost': 6 });
  expect(lost).not.toHaveProperty('cost');
});

test('a plan takes as long as all its attempts, what it waits for, and the plan that takes over from it', () => {
  const { plans } = scenarioOf(`
name: plans
duration: 4h
regions: { r: [a, b] }
nodes: { n: { at: r/a } }
database: { at: r/a, replicas: { dr: { at: r/b, mode: async } } }
workload: { tasks: {} }
plans:
  first:
    - { do: decide, takes: 10m }
    - { do: promote, what: dr, takes: 5m, fails: 50%, tries: 3, otherwise: second }
  second: [ { do: waitFor, what: database, every: 1m, upTo: 20m }, { do: start, nodes: n, takes: 4m } ]
timeline: [ { at: 1h, outage: database, plan: first } ]
`);
  const minutes = (name: string) =>
    planLength(
      plans,
      plans.findIndex((plan) => plan.name === name),
    ) / MINUTE;
  expect(minutes('second')).toBeCloseTo(20 + 4, 6);
  expect(minutes('first')).toBeCloseTo(10 + 3 * 5 + 24, 6);
  expect(planLength(plans, null)).toBe(0);
});

test('all is as before with as many slots, and with services and queue back', () => {
  const ending = (slots: number, normal?: object) => {
    const result = resultOf(0, normal === undefined ? {} : { 'recovery.normal': normal as never });
    return { ...result, series: { ...result.series, averages: { 'slots.able': [9, slots] } } };
  };
  const usual = ending(5);
  const back = { sum: 60, per: 1 };
  expect(isAsBefore(ending(5, back), usual)).toBe(true);
  expect(isAsBefore(ending(5), usual)).toBe(true);
  expect(isAsBefore(ending(4, back), usual)).toBe(false);
  expect(isAsBefore(ending(5, { sum: 0, per: 0, reason: 'not back' }), usual)).toBe(false);
});

test('failures that come less than thirty times in a run are said to be rare', () => {
  // A hundred hours from one fault to the next; ten replications.
  const warnings = (hours: number) =>
    rareFailureWarnings(
      scenarioOf(`{ name: rare, duration: ${hours}h, nodes: { n: { startTime: 0s } }, workload: { tasks: {} },
        failures: { machine: { what: n, every: { exponential: 99h }, for: 1h } } }`),
      10,
    );
  expect(warnings(290)).toEqual([
    expect.stringContaining('failures expected in 10 replications: machine 29×'),
  ]);
  expect(warnings(310)).toEqual([]);
});
