/** Rule F8: plans as people carry them out, and faults whose time and length are drawn. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate.ts';
import { isDeterministic } from '../../src/study/replications/deterministic.ts';
import { scenarioOf, valueOf } from '../support/run.ts';

const design = (lost: string, plans: string, name = 'people') =>
  scenarioOf(`
name: ${name}
duration: 13h
regions: { east: [a], west: [a] }
network: { sameZone: 0us, crossZone: 0us, between: { east: { west: 0us } } }
nodes:
  hot: { at: east/a, taskCap: 5, startTime: 0s, phase: 0s, endurance: 2d }
  cold: { at: west/a, taskCap: 0, startTime: 0s, state: down, phase: 0s, endurance: 2d }
database: { at: east/a, read: 1ms, write: 1ms, flush: 0ms, replicas: { dr: { at: west/a, mode: async, lag: 2m } } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 10s } ] } } }
timeline: [ ${lost} ]
plans: { ${plans} }
`);

const LOST = '{ at: 20m, outage: east, name: lost, plan: go }';
const REST = '{ do: start, nodes: cold, takes: 0s }, { do: setTaskCap, nodes: cold, to: 5 }';

function minutes(scenario: ReturnType<typeof design>, replications = 1): number[] {
  return Array.from({ length: replications }, (_, replication) => {
    const result = simulate(scenario, { seed: '1', replication });
    return valueOf(result, 'recovery.lost.tasks.rto') / 60;
  });
}

function notes(scenario: ReturnType<typeof design>): string[] {
  const { spans } = simulate(scenario, { seed: '1', replication: 0 });
  return spans.filter(({ kind }) => kind === 'noted').map(({ label }) => label);
}

describe('rule F8: how long a step takes', () => {
  const uniform = `go: [ { do: promote, what: dr, takes: { uniform: [10m, 30m] } }, ${REST} ]`;

  it('is drawn in each replication, from its distribution', () => {
    const each = minutes(design(LOST, uniform), 60);
    expect(Math.min(...each)).toBeGreaterThan(10);
    expect(Math.max(...each)).toBeLessThan(30);
    // Mean 20, standard deviation of the mean 20 / √12 / √60 = 0.75: 3.3 of them.
    expect(Math.abs(each.reduce((sum, one) => sum + one, 0) / 60 - 20)).toBeLessThan(2.5);
    expect(new Set(each).size).toBe(60);
  });

  it('is the same luck in another design with this plan, and no longer exact', () => {
    const more = design(LOST.replace('20m', '50m'), uniform, 'other');
    expect(minutes(more, 5)).toEqual(minutes(design(LOST, uniform), 5));
    expect(isDeterministic(more)).toBe(false);
    expect(minutes(design(LOST, uniform.replace('{ uniform: [10m, 30m] }', '10m')), 3)).toEqual([10, 10, 10]);
  });

  it('goes by the hour in which it begins, and days begin anew', () => {
    const byHour = `go: [ { do: promote, what: dr, takes: { byHour: [[0h, 45m], [7h, 15m]], period: 10h } }, ${REST} ]`;
    expect(minutes(design(LOST, byHour))).toEqual([45]);
    expect(minutes(design(LOST.replace('20m', '8h'), byHour))).toEqual([15]);
    expect(minutes(design(LOST.replace('20m', '11h'), byHour))).toEqual([45]);
  });
});

describe('rule F8: a step that fails', () => {
  const half = `go: [ { do: promote, what: dr, takes: 10m, fails: 50% }, ${REST} ]`;

  it('is made again until it succeeds: attempts are geometric', () => {
    const attempts = minutes(design(LOST, half), 50).map((time) => time / 10);
    for (const n of attempts) expect(Number.isInteger(n)).toBe(true);
    // Half of 50 succeed at once, a quarter at the second attempt: within 3.3 standard deviations.
    const first = attempts.filter((n) => n === 1).length;
    const second = attempts.filter((n) => n === 2).length;
    expect(Math.abs(first - 25)).toBeLessThanOrEqual(12);
    expect(Math.abs(second - 12.5)).toBeLessThanOrEqual(10.5);
  });

  it('brings nothing about when it fails, and after its tries the other plan begins', () => {
    const branch = `
      go: [ { do: promote, what: dr, takes: 10m, fails: 100%, tries: 2, otherwise: slow }, ${REST} ],
      slow: [ { do: promote, what: dr, takes: 1h }, ${REST} ]`;
    const scenario = design(LOST, branch);
    expect(minutes(scenario, 2)).toEqual([2 * 10 + 60, 2 * 10 + 60]);
    expect(notes(scenario)).toEqual(['go was given up: promote failed 2 times; slow was begun']);
  });

  it('starts no node in an attempt that fails', () => {
    const starts = `go: [ { do: promote, what: dr, takes: 5m }, { do: setTaskCap, nodes: cold, to: 5 }, { do: start, nodes: cold, takes: 10m, fails: 100%, tries: 1 } ]`;
    const result = simulate(design(LOST, starts), { seed: '1', replication: 0 });
    expect(valueOf(result, 'node.cold.started')).toBe(0);
    const succeeds = simulate(design(LOST, starts.replace(', fails: 100%, tries: 1', '')), {
      seed: '1',
      replication: 0,
    });
    expect(valueOf(succeeds, 'node.cold.started')).toBeGreaterThan(0);
  });
});

describe('rule F8: somebody waits', () => {
  const plan = (upTo: string) => `
    go: [ { do: waitFor, what: fault, every: 7m${upTo} }, { do: promote, what: dr, takes: 5m }, ${REST} ],
    other: [ { do: promote, what: dr, takes: 1m }, ${REST} ]`;
  const FOR = LOST.replace(' }', ', for: 30m }');

  it('until the fault is over, at the look after it', () => {
    // Over after 30 min, seen at 35; the next step begins then.
    const scenario = design(FOR, plan(''));
    const result = simulate(scenario, { seed: '1', replication: 0 });
    expect(result.spans.find(({ label }) => label === 'wait for fault')).toMatchObject({
      from: 20 * 60e6,
      to: 55 * 60e6,
    });
  });

  it('and goes on after so long, or does otherwise', () => {
    expect(minutes(design(LOST, plan(', upTo: 10m')))).toEqual([15]);
    const otherwise = design(LOST, plan(', upTo: 10m, otherwise: other'));
    expect(minutes(otherwise)).toEqual([11]);
    expect(notes(otherwise)).toEqual(['go was given up: it waited for fault in vain; other was begun']);
  });
});

describe('rule F8: a decision about what is over', () => {
  const decide = (more: string) =>
    `go: [ { do: decide, takes: 30m${more} }, { do: promote, what: dr, takes: 5m }, ${REST} ]`;
  const SHORT = LOST.replace(' }', ', for: 10m }');

  it('abandons the plan: nothing is promoted, nothing lost', () => {
    const scenario = design(SHORT, decide(''));
    const result = simulate(scenario, { seed: '1', replication: 0 });
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(0);
    expect(notes(scenario)).toEqual(['go was abandoned: the fault was over before the decision']);
  });

  it('unless the plan says that it goes on', () => {
    const scenario = design(SHORT, decide(', unlessOver: false'));
    const result = simulate(scenario, { seed: '1', replication: 0 });
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(120);
    expect(notes(scenario)).not.toContain('go was abandoned: the fault was over before the decision');
  });
});

describe('rule F8: faults whose time and length are drawn', () => {
  const drawn = design(
    '{ at: { uniform: [1h, 2h] }, outage: east, for: { uniform: [10m, 20m] }, name: lost }',
    'go: [ { do: wait, takes: 1h } ]',
  );

  it('strike and last as each replication draws', () => {
    const each = minutes(drawn, 30);
    expect(Math.min(...each)).toBeGreaterThan(10);
    expect(Math.max(...each)).toBeLessThan(20);
    expect(new Set(each).size).toBe(30);
    const begins = Array.from({ length: 30 }, (_, replication) => {
      const { spans } = simulate(drawn, { seed: '1', replication });
      return spans.find(({ kind }) => kind === 'down')!.from / 3600e6;
    });
    expect(Math.min(...begins)).toBeGreaterThan(1);
    expect(Math.max(...begins)).toBeLessThan(2);
    expect(isDeterministic(drawn)).toBe(false);
  });

  it('are the same in every design', () => {
    const other = { ...drawn, name: 'other', requests: [] };
    expect(minutes(other, 3)).toEqual(minutes(drawn, 3));
  });
});

describe('rule F8: a plan that is given up', () => {
  it.each([
    ['an attempt', '{ do: verify, takes: 12m, fails: 100%, tries: 3, otherwise: q }', 14],
    ['a look', '{ do: waitFor, what: fault, every: 4m, upTo: 15m, otherwise: q }', 14],
  ])('is so once, and what goes on alongside ends with %s', (_, alongside, minutes) => {
    const { spans } = simulate(
      scenarioOf(`
name: once
duration: 2h
nodes: { a: {}, b: {} }
plans:
  p: [ { do: verify, takes: 10m, fails: 100%, tries: 1, otherwise: q }, ${alongside.replace('{', '{ alongside: previous,')} ]
  q: [ { do: wait, takes: 5m } ]
workload: { tasks: {} }
timeline: [ { at: 2m, outage: a, plan: p } ]
`),
      { seed: '1', replication: 0 },
    );
    expect(spans.filter(({ kind }) => kind === 'noted').map(({ label }) => label)).toEqual([
      'p was given up: verify failed once; q was begun',
    ]);
    const ofPlans = spans
      .filter(({ kind }) => kind === 'plan')
      .map(({ from, to }) => [from / 60e6, to! / 60e6]);
    expect(ofPlans).toEqual([
      [2, 12],
      [2, minutes],
      [12, 17],
    ]);
  });
});

describe('rule F3: failures by chance', () => {
  it('are answered by the plan that they name, each anew, until they are over', () => {
    // Lost at 1 h for 30 min, up at 1 h 31 m, lost again at 2 h 31 m: each time somebody waits and starts a node.
    const { spans } = simulate(
      scenarioOf(`
name: chance
duration: 3h10m
nodes: { a: { taskCap: 5, startTime: 1m, phase: 0s } }
database: ideal
storage: ideal
dispatch: { policy: immediate }
workload: { tasks: {} }
failures: { machine: { what: a, every: 1h, for: 30m, plan: go } }
plans: { go: [ { do: decide, takes: 10m }, { do: waitFor, what: fault, every: 1m }, { do: verify, takes: 5m } ] }
`),
      { seed: '1', replication: 0 },
    );
    const minutesOf = (label: string) =>
      spans.filter((span) => span.label === label).map(({ from, to }) => [from / 60e6, to! / 60e6]);
    expect(minutesOf('decide')).toEqual([
      [60, 70],
      [151, 161],
    ]);
    expect(minutesOf('wait for fault')).toEqual([
      [70, 90],
      [161, 181],
    ]);
    expect(minutesOf('verify')).toEqual([
      [90, 95],
      [181, 186],
    ]);
  });

  it('is not over when another one, which no plan answers, is repaired', () => {
    const { spans } = simulate(
      scenarioOf(`
name: another
duration: 1h
nodes: { a: { startTime: 0s }, b: { startTime: 0s } }
workload: { tasks: {} }
timeline: [ { at: 20m, outage: a, for: 30m, plan: go } ]
failures: { machine: { what: b, every: 5m, for: 1m } }
plans: { go: [ { do: decide, takes: 10m }, { do: waitFor, what: fault, every: 1m } ] }
`),
      { seed: '1', replication: 0 },
    );
    expect(spans.filter(({ kind }) => kind === 'noted')).toEqual([]);
    expect(spans.find(({ label }) => label === 'wait for fault')?.to).toBe(50 * 60e6);
  });
});
