/** What a year is made of, by hand: ends of its figures, what a run lost, plans, and which failures are too rare for a run. */
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/engine/time.ts';
import { planLength } from '../../src/scenario/plan-length.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { inlineRunner, type Runner } from '../../src/study/replications/runner.ts';
import { mean } from '../../src/study/statistics/mean.ts';
import { isAsBefore } from '../../src/study/yearly/answers.ts';
import { componentsOf } from '../../src/study/yearly/components.ts';
import { lossesOf } from '../../src/study/yearly/losses.ts';
import { judgeYear, yearEstimates } from '../../src/study/yearly/promised.ts';
import { rareFailureWarnings } from '../../src/study/yearly/rare.ts';
import { drawFaults, pairs, type Stratum, singles } from '../../src/study/yearly/strata.ts';
import { type Yearly, type YearlyFigure, yearly } from '../../src/study/yearly/yearly.ts';
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

describe('rule F2: machines of a group that scales fail while they exist', () => {
  const scaled = (group: string, every = '200h') =>
    scenarioOf(`
name: scaled
duration: 10h
regions: { home: [a] }
nodes:
  k: { at: home/a, startTime: 2m }
  n: { at: home/a, startTime: 2m, ${group} }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { every: 1h }, steps: [ { run: 1m } ] } } }
failures: { machine: { what: nodes, every: { exponential: ${every} }, for: 1h } }
`);
  const aNode = 8760 / (200 + 1 + 2 / 60);
  const share = (1 + 2 / 60) / (200 + 1 + 2 / 60);
  const part = ({ parts }: Yearly, name: string) => parts.find((each) => each.name === name);

  test('of twenty that there may be two are there: three nodes fail, no others', async () => {
    let runs = 0;
    const counting: Runner = {
      run(scenario, seed, replications, ...rest) {
        runs += replications.length;
        return inlineRunner.run(scenario, seed, replications, ...rest);
      },
    };
    const year = await yearly(
      scaled('autoscale: { min: 2, max: 20, watch: queue, target: 1000 }'),
      counting,
      { replications: 2 },
    );
    // Two that look who is there, two without faults; three targets with and without, and two of them, with two runs each.
    expect(runs).toBe(2 + 2 + 3 * 4 + 8);
    expect(part(year, 'machine')!.perYear).toBeCloseTo(3 * aNode, 6);
    expect(part(year, 'two of machine')!.perYear).toBeCloseTo(3 * 2 * aNode * share, 6);
    expect(year.leftOut).toBeCloseTo(4 * share ** 3, 12);
    expect(year.losses.get('downtime.capacity')!.value / YEAR).toBeCloseTo(share, 12);
  });

  const halfOfTheDay = scaled(
    'autoscale: { min: 0, max: 1, schedule: [[0h, 0], [5h, 1]], period: 10h, boot: 1us }',
  );

  test('one that is there half of the day has half of the faults', async () => {
    const runs = new Map<string, number>();
    const counting: Runner = {
      run(scenario, seed, replications, ...rest) {
        runs.set(seed, (runs.get(seed) ?? 0) + replications.length);
        return inlineRunner.run(scenario, seed, replications, ...rest);
      },
    };
    const year = await yearly(halfOfTheDay, counting, { replications: 12, seed: 'x' });
    expect(part(year, 'machine')!.perYear! / aNode).toBeCloseTo(1.5, 6);
    // Of the twelve replications of these faults it has a third, each with and without.
    expect(runs.get('x/yearly/machine/0')).toBe(8 * 2);
    expect(runs.get('x/yearly/machine/1')).toBe(4 * 2);
  });

  test('machines that come later count when it is asked whether failures are rare', async () => {
    const many = scaled('autoscale: { min: 0, max: 6, schedule: [[0h, 0], [1h, 6]], period: 10h }', '5h');
    await expect(yearly(many, inlineRunner, { replications: 2 })).rejects.toThrow(/not rare/);
  });

  test('what strikes while nothing is there holds nobody who comes later', () => {
    const node = halfOfTheDay.nodes.findIndex(({ state }) => state === 'absent');
    const struckAt = (hour: number) => {
      const at = hour * 60 * MINUTE;
      const action = { do: 'outage', target: { kind: 'node', node }, byChance: true } as const;
      const fault = { at, name: 'fault', action, for: 120 * MINUTE, plan: null };
      return simulate({ ...halfOfTheDay, failures: [], timeline: [fault] }, { seed: '1', replication: 0 })
        .values;
    };
    const usual = simulate({ ...halfOfTheDay, failures: [] }, { seed: '1', replication: 0 }).values;
    const capacity = 'availability.capacity';
    expect(struckAt(4)[capacity]).toEqual(usual[capacity]);
    expect(struckAt(6)[capacity]!.sum).toBeLessThan(usual[capacity]!.sum);
  });
});

describe('what is simulated of a year', () => {
  /** Two nodes and a store; times in hours. */
  const failing = (failures: string, more = '') =>
    scenarioOf(`
name: failing
duration: 4h
regions: { r: [a, b], s: [a] }
network: { between: { r: { s: 0us } } }
nodes: { n: { count: 2, at: r/a, startTime: 0s, phase: 0s }, off: { at: s/a, startTime: 30m, state: down } }
database: ideal
storage: { at: r, latency: 0s }
dispatch: { policy: immediate }
workload: { tasks: {} }
failures: { ${failures} }
${more}
`);
  const hours = (micros: number) => micros / (60 * MINUTE);
  const strataOf = (scenario: Scenario) => {
    const components = componentsOf(scenario);
    return { one: singles(scenario, components), two: pairs(scenario, components) };
  };

  test('goes on for the repair, the start, the plan that answers it, and an hour; of two faults for both', () => {
    const scenario = failing(
      'machine: { what: n, every: { exponential: 999h }, for: 2h, plan: p }, far: { what: s, every: { exponential: 999h }, for: 3h }',
      'plans: { p: [ { do: wait, takes: 5h } ] }',
    );
    const { one, two } = strataOf(scenario);
    const lasts = (stratum: Stratum) => hours(drawFaults(scenario, stratum, 'seed', 0).duration);
    expect(one.map(lasts)).toEqual([4 + 2 + 5 + 1, 4 + 2 + 5 + 1, 4 + 3 + 0.5 + 1]);
    expect(two.map(({ name }) => name)).toEqual(['two of machine', 'machine and far']);
    expect(two.map(lasts)).toEqual([4 + 7 + 7 + 1, 4 + 7 + 3.5 + 1]);
  });

  test('two faults at once take times of their own, and either may come first', () => {
    const scenario = failing('machine: { what: n, every: { exponential: 999h }, for: { exponential: 1h } }');
    const drawn = Array.from({ length: 2000 }, (_, r) =>
      drawFaults(scenario, strataOf(scenario).two[0]!, 'seed', r),
    );
    const times = drawn.map(({ faults: [one, other] }) => [hours(one!.for!), hours(other!.for!)] as const);
    // The mean of the product of two that are independent is the product of their means; of equal ones it is twice that.
    const product = mean(times.map(([a, b]) => a * b));
    expect(Math.abs(product - 1)).toBeLessThan(3.3 * Math.sqrt(3 / 2000));
    // Of a pair with as long repairs the first strikes first in half of the cases.
    const first = mean(drawn.map(({ faults: [one, other] }) => (one!.at < other!.at ? 1 : 0)));
    expect(Math.abs(first - 0.5)).toBeLessThan(3.3 * Math.sqrt(0.25 / 2000));
  });

  test('the second of a pair strikes at any moment of the first alike, so that they overlap for a·b / (a + b)', () => {
    const scenario = failing(
      'machine: { what: n-1, every: { exponential: 999h }, for: 1h }, disk: { what: storage, every: { exponential: 999h }, for: 3h }',
    );
    const { two } = strataOf(scenario);
    const overlaps = Array.from({ length: 2000 }, (_, r) => {
      const [one, other] = drawFaults(scenario, two[0]!, 'seed', r).faults.map((fault) => ({
        from: hours(fault.at),
        to: hours(fault.at + fault.for!),
      }));
      return Math.min(one!.to, other!.to) - Math.max(one!.from, other!.from);
    });
    expect(Math.min(...overlaps)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(mean(overlaps) - 3 / 4)).toBeLessThan(3.3 * Math.sqrt(0.1 / 2000));
  });

  test('pairs that can cost no more than 10 s a year are left out, and counted with 2·q·q', async () => {
    const rare = (every: string) =>
      failing(
        `machine: { what: n-1, every: { exponential: ${every} }, for: 1h }, disk: { what: storage, every: { exponential: ${every} }, for: 1h }`,
      );
    // 2 / 2601² of a year are 9.3 s, 2 / 2401² are 10.9 s.
    const left = await yearly(rare('2600h'), inlineRunner, { replications: 2 });
    expect(left.leftOutPairs).toEqual(['machine and disk']);
    expect(left.leftOut).toBeCloseTo(2 / 2601 ** 2, 12);
    expect(left.parts.map(({ name }) => name)).toEqual(['without faults', 'machine', 'disk']);
    const taken = await yearly(rare('2400h'), inlineRunner, { replications: 2 });
    expect(taken.leftOutPairs).toEqual([]);
    expect(taken.leftOut).toBe(0);
    expect(taken.parts.map(({ name }) => name)).toContain('machine and disk');
  });

  test('targets of an entry share its replications, two of each at least; strata share no random numbers', async () => {
    const scenario = failing(
      'machine: { what: n, every: { exponential: 999h }, for: 1h }, far: { what: s, every: { exponential: 999h }, for: 1h }',
    );
    /** How many faults the runs of each seed have. */
    const asked = async (replications: number) => {
      const bySeed = new Map<string, string>();
      const listening: Runner = {
        run(each, seed, ...rest) {
          bySeed.set(seed, `${bySeed.get(seed) ?? ''}${each.timeline.length}`);
          return inlineRunner.run(each, seed, ...rest);
        },
      };
      await yearly(scenario, listening, { replications, seed: 'x' });
      return [...bySeed.values()];
    };
    // Nothing; each of two nodes, with and without; the region; both nodes; a node and the region.
    expect(await asked(2)).toEqual(['00', '1010', '1010', '1010', '21102110', '21102110']);
    const [, one, other, region] = await asked(5);
    expect([one, other, region]).toEqual(['101010', '101010', '1010101010']);
  });

  test('time without faults is weighed by what is measured of it', async () => {
    const scenario = {
      ...failing('machine: { what: n, every: { exponential: 3h }, for: 1h }'),
      warmUp: 60 * MINUTE,
    };
    const { parts } = await yearly(scenario, inlineRunner, { replications: 2 });
    // One of three nodes is off all the time.
    expect(parts[0]!.losses.get('downtime.capacity')!.value).toBeCloseTo(YEAR / 3, 3);
  });

  test('a fault costs what it takes beyond what would be missing without it', async () => {
    const scenario = failing('machine: { what: n, every: { exponential: 9998h }, for: 2h }');
    const { parts, losses } = await yearly(scenario, inlineRunner, { replications: 2 });
    // Each of two nodes takes a third of the slots for 2 h, 8760 / 10 000 times a year.
    const added = (2 * 7200 * 0.876) / 3;
    expect(parts[1]!.losses.get('downtime.capacity')!.value).toBeCloseTo(added, 3);
    expect(losses.get('downtime.capacity')!.value).toBeCloseTo(YEAR / 3 + added, 3);
  });

  test('a region is up again when its slowest node has started', () => {
    const [region] = componentsOf(
      failing('far: { what: regions, every: { exponential: 999h }, for: 30m }'),
    ).slice(1);
    expect(hours(region!.start)).toBe(0.5);
    expect(hours(1 / region!.rate)).toBeCloseTo(1000, 6);
    expect(region!.down).toBeCloseTo(1 / 1000, 12);
  });
});
