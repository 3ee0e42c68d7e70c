/** A year with rare failures, against numbers that theory knows and against runs that wait for the faults. */
import { expect, test } from 'vitest';
import { HOUR } from '../../src/engine/time.ts';
import { PLAIN } from '../../src/report/painter.ts';
import { yearsJson, yearsSummary } from '../../src/report/years.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import type { LimitExpectation } from '../../src/scenario/expectation.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { mean, variance } from '../../src/study/statistics/mean.ts';
import { stratifiedSum } from '../../src/study/statistics/stratified.ts';
import { componentsOf, leftOutByThrees } from '../../src/study/yearly/components.ts';
import { judgeYear, yearEstimates } from '../../src/study/yearly/promised.ts';
import { drawFaults, pairs, singles } from '../../src/study/yearly/strata.ts';
import { type Yearly, yearly } from '../../src/study/yearly/yearly.ts';
import { tInterval } from '../support/interval.ts';
import { scenarioOf } from '../support/run.ts';

const YEAR_SECONDS = 8760 * 3600;

function cluster(nodes: number, failures: string, workload = 'tasks: {}', time = 'duration: 4h'): Scenario {
  return scenarioOf(`{
    name: year, ${time}, regions: { r: [a] },
    nodes: { n: { count: ${nodes}, taskCap: 100, startTime: 0s, phase: 0s } }, database: ideal,
    storage: { latency: 0s }, dispatch: { policy: immediate, checkIn: 1000d, orphanScan: 1000d, queueTimeout: none },
    workload: { ${workload} }, failures: { ${failures} } }`);
}

function run(scenario: Scenario, replications: number): Promise<Yearly> {
  return yearly(scenario, inlineRunner, { replications, seed: 'year' });
}

/** The interval, made wider than 95 % by this factor, holds the exact value and says something. */
function expectHolds(study: Yearly, loss: string, exact: number, within: number): void {
  const { value, half } = study.losses.get(loss)!;
  const left = study.leftOut * YEAR_SECONDS;
  const text = `${loss}: ${value} ± ${half}, exactly ${exact}, left out at most ${left}`;
  // 3.3 standard errors and more: red for about one seed in a thousand.
  expect(Math.abs(value - exact), text).toBeLessThanOrEqual(1.75 * half! + left + 1e-6 * exact);
  expect(half! / exact, text).toBeLessThan(within);
}

const MACHINE = 'machine: { what: nodes, every: { exponential: 99h }, for: 1h }';
const DISK = 'disk: { what: storage, every: { exponential: 998h }, for: { uniform: [1h, 3h] } }';

test('one of two nodes and the store up: k of n from MTBF and MTTR', async () => {
  const study = await run(cluster(2, `${MACHINE}, ${DISK}`), 60);
  const [node, store] = [0.01, 0.002];
  const down = 1 - (1 - node * node) * (1 - store);
  expectHolds(study, 'downtime.tasks', down * YEAR_SECONDS, 0.25);
  expectHolds(study, 'downtime.capacity', (1 - (1 - node) * (1 - store)) * YEAR_SECONDS, 0.25);
});

test('two faults of one part at once cost what one does', async () => {
  const twice =
    'power: { what: n-1, every: { exponential: 9h }, for: 1h }, disk: { what: n-1, every: { exponential: 9h }, for: 1h }';
  const study = await run(cluster(1, twice), 60);
  expectHolds(study, 'downtime.tasks', (1 - 0.9 * 0.9) * YEAR_SECONDS, 0.25);
});

test('one of three: only three at once bring it down, and the bound on what is left out says so', async () => {
  const study = await run(cluster(3, MACHINE), 5);
  expect(study.losses.get('downtime.tasks')).toEqual({ value: 0, half: 0 });
  expect(study.leftOut).toBeCloseTo(4 * 0.01 ** 3, 12);
  expect(study.leftOut).toBeGreaterThan(0.01 ** 3);
});

test('a crash takes what runs on the node: cancelled in a year = faults × tasks running there', async () => {
  const study = await run(
    cluster(
      3,
      'machine: { what: nodes, every: { exponential: 990h }, for: 10h }',
      'tasks: { t: { arrivals: { poisson: 60/h }, steps: [ { run: 30m } ] } }',
      'study: steady, warmUp: 1h, duration: 4h',
    ),
    16,
  );
  // 30 run at any time (M/G/∞), on whatever nodes are up: each loses its share 1/990 times an hour.
  expectHolds(study, 'tasks.cancelled', (30 / 990) * 8760, 0.25);
  expect(study.losses.get('tasks.notSucceeded')!.value).toBeCloseTo(
    study.losses.get('tasks.cancelled')!.value,
    6,
  );
});

test('the same as waiting for the faults, where they are not so rare', async () => {
  const workload = 'tasks: { t: { arrivals: { poisson: 20/h }, steps: [ { run: { exponential: 20m } } ] } }';
  const failures = `${MACHINE}, ${DISK}`;
  const study = await run(cluster(3, failures, workload, 'study: steady, warmUp: 1h, duration: 3h'), 60);
  const waiting = cluster(3, failures, workload, 'study: steady, warmUp: 10h, duration: 1000h');
  const perYear = Array.from({ length: 16 }, (_, replication) => {
    const { values } = simulate(waiting, { seed: 'brute', replication });
    return {
      cancelled: (values['tasks.cancelled']!.sum / 990) * 8760,
      down: (1 - values['availability.capacity']!.sum / values['availability.capacity']!.per) * YEAR_SECONDS,
    };
  });
  for (const [loss, values] of [
    ['tasks.cancelled', perYear.map(({ cancelled }) => cancelled)],
    ['downtime.capacity', perYear.map(({ down }) => down)],
  ] as const) {
    const brute = tInterval(values, 0.999);
    const { value, half } = study.losses.get(loss)!;
    const apart = Math.hypot((brute.high - brute.low) / 2, 1.75 * half!);
    const text = `${loss}: ${value} ± ${half}, by waiting ${brute.low}..${brute.high}`;
    expect(Math.abs(value - brute.mean), text).toBeLessThan(apart);
    expect(apart / brute.mean, text).toBeLessThan(0.5);
  }
});

test('a node begins to be up when it has started, a zone when its slowest has (rule F2)', () => {
  const scenario = scenarioOf(`{
    name: starts, duration: 1h, regions: { r: [a, b] }, database: ideal, storage: ideal,
    nodes: { quick: { at: r/a, startTime: 60s }, slow: { at: r/a, startTime: 6m }, far: { at: r/b, startTime: 1h } },
    workload: { tasks: {} },
    failures: { zone: { what: r/a, every: { exponential: 90h }, for: { uniform: [0s, 108m] } } } }`);
  const [zone] = componentsOf(scenario);
  expect(zone!.start).toBe(HOUR / 10);
  expect(1 / zone!.rate).toBeCloseTo(91 * HOUR, -1);
  expect(zone!.down).toBeCloseTo(1 / 91, 12);
});

test('what is left out is at most 2^(k−1) for each k at once', () => {
  const [a, b, c, d] = [0.01, 0.02, 0.03, 0.04].map((down) => ({
    entry: 0,
    target: { kind: 'database' } as const,
    start: 0,
    rate: 1,
    there: 1,
    down,
  }));
  const threes = a!.down * b!.down * c!.down;
  expect(leftOutByThrees([a!, b!])).toBe(0);
  expect(leftOutByThrees([a!, b!, c!])).toBeCloseTo(4 * threes, 15);
  const e3 = 0.01 * 0.02 * 0.03 + 0.01 * 0.02 * 0.04 + 0.01 * 0.03 * 0.04 + 0.02 * 0.03 * 0.04;
  expect(leftOutByThrees([a!, b!, c!, d!])).toBeCloseTo(4 * e3 + 8 * threes * 0.04, 15);
});

test('faults strike all targets at all times alike; two of them overlap, and as often as chance has it', () => {
  const scenario = cluster(3, `${MACHINE}, ${DISK}`, 'tasks: {}', 'study: steady, warmUp: 4h, duration: 24h');
  const components = componentsOf(scenario);
  const targets = singles(scenario, components);
  expect(targets.map(({ name }) => name)).toEqual(['machine', 'machine', 'machine', 'disk']);
  expect(new Set(targets.map(({ key }) => key)).size).toBe(4);
  const machine = targets[0];
  const single = Array.from({ length: 3000 }, (_, r) => drawFaults(scenario, machine!, 'draws', r));
  const times = single.map(({ faults }) => faults[0]!.at / HOUR);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(4);
  expect(Math.max(...times)).toBeLessThan(24);
  expect(Math.abs(mean(times) - 14)).toBeLessThan(3.3 * Math.sqrt(400 / 12 / 3000));
  expect(mean(single.map(({ weight }) => weight))).toBeCloseTo(machine!.rate, 20);
  for (const stratum of pairs(scenario, components)) {
    const drawn = Array.from({ length: 3000 }, (_, r) => drawFaults(scenario, stratum, 'draws', r));
    for (const { faults, duration } of drawn) {
      const [one, other] = [...faults].sort((a, b) => a.at - b.at);
      expect(other!.at).toBeLessThanOrEqual(one!.at + one!.for!);
      expect(duration).toBeGreaterThan(other!.at + other!.for!);
      expect(one!.action).not.toEqual(other!.action);
    }
    const weights = drawn.map(({ weight }) => weight);
    const error = Math.sqrt(variance(weights) / weights.length);
    expect(Math.abs(mean(weights) - stratum.rate), stratum.name).toBeLessThan(
      3.3 * error + 1e-9 * stratum.rate,
    );
  }
});

test('variances of strata add up, with the degrees of freedom of Satterthwaite', () => {
  const strata = [
    [1, 2, 3, 4],
    [10, 10, 13],
  ];
  const errors = [5 / 3 / 4, 3 / 3];
  const df = (errors[0]! + errors[1]!) ** 2 / (errors[0]! ** 2 / 3 + errors[1]! ** 2 / 2);
  // t(df) between the tabulated t(3, 0.975) = 3.182 and t(4, 0.975) = 2.776.
  expect(df).toBeGreaterThan(3);
  expect(df).toBeLessThan(4);
  const { value, half } = stratifiedSum(strata);
  expect(value).toBe(13.5);
  const t = half! / Math.sqrt(errors[0]! + errors[1]!);
  expect(t).toBeLessThan(3.182);
  expect(t).toBeGreaterThan(2.776);
  expect(
    stratifiedSum([
      [1, 1],
      [2, 2],
    ]),
  ).toEqual({ value: 3, half: 0 });
  expect(stratifiedSum([[1, 2], [2]]).half).toBeNull();
});

test('which of unequal targets is struck adds no noise: 1, 2 and 7 slots missing for an hour, once in 100 h each', async () => {
  const scenario = scenarioOf(`{
    name: unequal, duration: 4h, regions: { r: [a] }, database: ideal, storage: ideal,
    nodes: { a: { taskCap: 1, startTime: 0s, phase: 0s }, b: { taskCap: 2, startTime: 0s, phase: 0s }, c: { taskCap: 7, startTime: 0s, phase: 0s } },
    dispatch: { policy: immediate, checkIn: 1000d, orphanScan: 1000d }, workload: { tasks: {} },
    failures: { machine: { what: nodes, every: { exponential: 9999h }, for: 1h } } }`);
  const { losses, parts } = await run(scenario, 6);
  // Each fault takes taskCap / 10 of an hour, 8760 / 10 000 times a year: 3600 s × 0.876 × (0.1 + 0.2 + 0.7).
  expect(losses.get('downtime.capacity')!.value).toBeCloseTo(3600 * 0.876, 3);
  expect(losses.get('downtime.capacity')!.half).toBeLessThan(1e-3);
  expect(parts.map(({ name }) => name)).toContain('machine');
  expect(parts[1]!.perYear).toBeCloseTo(3 * 0.876, 9);
});

const PLANNED = scenarioOf(`{
  name: planned, duration: 4h, regions: { r: [a, b] }, nodes: { n: { at: r/a } },
  database: { at: r/a, replicas: { dr: { at: r/b, mode: async } } },
  workload: { tasks: {} }, plans: { p: [ { do: promote, what: dr } ] },
  failures: { db: { what: database, every: { exponential: 9999h }, for: 1h } } }`);

test.each([
  ['plans, which nobody would carry out', PLANNED, /plans.*look worthless/],
  ['nothing fails', cluster(2, ''), /nothing fails/],
  ['failures that are not rare', cluster(5, MACHINE.replace('99h', '9h')), /not rare/],
])('%s: says what is wrong', async (_, scenario, text) => {
  await expect(run(scenario, 5)).rejects.toThrow(text);
  await expect(run(scenario, 5)).rejects.toBeInstanceOf(ScenarioError);
});

/** Region east is lost every thousand hours for ten; west has a copy and a node that is off. */
function twoRegions(
  failure: string,
  plan = '[ { do: decide, takes: 1h }, { do: promote, what: dr, takes: 0s }, { do: start, nodes: cold, takes: 0s } ]',
) {
  return scenarioOf(`
name: hot-cold
duration: 4h
regions: { east: [a], west: [a] }
network: { between: { east: { west: 0us } } }
nodes:
  hot: { at: east/a, taskCap: 5, startTime: 0s }
  cold: { at: west/a, taskCap: 5, startTime: 0s, state: down }
database: { at: east/a, read: 0us, write: 0us, flush: 0us, replicas: { dr: { at: west/a, mode: async, lag: 0s } } }
storage: ideal
dispatch: { policy: immediate }
workload: { tasks: {} }
plans: { move: ${plan} }
failures: { region: { what: east, every: { exponential: 990h }, for: 10h${failure} } }
`);
}

test('a plan that answers a failure is carried out: a second region is worth nine of ten hours', async () => {
  const answered = await run(twoRegions(', plan: move'), 5);
  // 8760 h / 1000 h faults a year; an hour each until somebody has decided, ten where nobody does.
  const faults = 8760 / 1000;
  expect(answered.losses.get('downtime.tasks')!.value / 3600).toBeCloseTo(faults, 6);
  expect(answered.notAsBefore).toEqual([]);
  const alone = await run({ ...twoRegions(''), plans: [] }, 5);
  expect(alone.losses.get('downtime.tasks')!.value / 3600).toBeCloseTo(10 * faults, 6);
});

test('money, nines and what is promised of a year, of designs beside each other', async () => {
  const priced = (decide: string) => {
    const text = `[ { do: decide, takes: ${decide} }, { do: promote, what: dr, takes: 0s }, { do: start, nodes: cold, takes: 0s } ]`;
    const scenario = twoRegions(', plan: move', text);
    const limit = (metric: string, value: number): LimitExpectation => ({
      ...{ kind: 'limit', level: 'error', text: `${metric} < ${value}`, operator: '<', within: null },
      ...{ metric, value },
    });
    const perHour = { node: 1, core: 0, worker: 0, off: 0, database: 2, storage: 0, balancer: 0 };
    const cost = { currency: 'EUR', perHour, perYear: { licence: 100 } };
    const promises = [limit('year.downtime.tasks', 10 * 3600), limit('year.tasks.notSucceeded', 1)];
    return { ...scenario, name: `in ${decide}`, cost: decide === '1h' ? cost : null, promises };
  };
  const years = [await run(priced('1h'), 5), await run(priced('4h'), 5)];
  // 8.76 hours without tasks in a year: 1 − 8.76/8760 is three nines exactly; four times as long are 2.4.
  const text = yearsSummary(years, { repeat: 'again', notes: [], paint: PLAIN }).replaceAll('\u00a0', ' ');
  expect(text).toMatch(/no task can run +8 h 46 m +1 d 11 h/);
  expect(text).toMatch(/nines +(3\.0|2\.9) +2\.3/);
  // Two nodes of which one is off, but for faults; the database and its copy; the licence.
  expect(years[0]!.losses.get('cost')!.value / (8760 * (1 + 4) + 100)).toBeCloseTo(1, 1);
  expect(text).toMatch(/money for running it .* EUR +–/);
  expect(text).toContain('in 1h: pass: year.downtime.tasks < 36000');
  expect(text).toContain('in 4h: fail: year.downtime.tasks < 36000');
  expect(judgeYear(years[1]!).map(({ verdict }) => verdict)).toEqual(['fail', 'invalid']);
  const share = yearEstimates(years[0]!).get('year.availability.tasks')!;
  expect(share.value).toBeCloseTo(0.999, 9);
  expect(yearsJson(years, '1')).toMatchObject({
    schema: 'hasim.years/1',
    designs: [{ availability: { tasks: { nines: { value: expect.closeTo(3, 6) } } } }, {}],
  });
});

test('what is not as before when a plan is over is said', async () => {
  const { notAsBefore } = await run(
    twoRegions(', plan: move', '[ { do: decide, takes: 1h }, { do: promote, what: dr, takes: 0s } ]'),
    2,
  );
  expect(notAsBefore).toEqual(['region']);
});

test('plans that answer none of the failures are refused', async () => {
  await expect(run(twoRegions(''), 2)).rejects.toThrow(/the option set: failures\.region\.plan=move/);
});
