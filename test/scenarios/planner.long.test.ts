/** A planner's day and nightly batch against figures of another program that simulates nothing but slots. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate.ts';
import { type Estimate, estimate } from '../../src/study/estimates/estimate.ts';
import { observe } from '../../src/study/estimates/observation.ts';
import { scenarioOf } from '../support/run.ts';

const CLUSTER = (count: number, cap: number, timeline = '') => `
regions: { eu: [a, b] }
nodes: { node: { count: ${count}, at: eu/a, taskCap: ${cap}, cores: 8 } }
database: { at: eu/a, preset: sql-ag-sync, cores: 8, replicas: { standby: { at: eu/b } } }
storage: { at: eu, preset: fsx-windows }
timeline: [ ${timeline} ]
`;

/** From 7 h to 12 h of a working day: deployments of twelve steps, system tasks each hour. */
const MORNING = (count: number, cap: number, timeline = '') => `
name: morning
duration: 5h
${CLUSTER(count, cap, timeline)}
workload:
  tasks:
    deployment:
      arrivals: { profile: [[0h, 20/h], [1h, 40/h], [2h, 60/h], [3h, 90/h], [4h, 70/h]] }
      steps:
        - db: { calls: 4, writes: 1 }
        - read: 200MB
        - repeat: { times: 12, steps: [ { db: { calls: 2, writes: 1 } }, { run: { lognormal: { median: 60s, p95: 3m } } } ] }
    health-check:
      kind: system
      arrivals: { at: [0h, 1h, 2h, 3h, 4h], count: 12 }
      steps: [ { run: 2m } ]
expect: [ tasks.deployment.queueWait.p95 < 2m within 3h..4h ]
`;
const LOST = '{ at: 150m, crash: node-1 }';
const PEAK = 'tasks.deployment.queueWait.p95 within 10800000000..14400000000';

function estimates(text: string, replications: number): (name: string) => Estimate {
  const scenario = scenarioOf(text);
  const seen = observe(
    Array.from({ length: replications }, (_, replication) =>
      simulate(scenario, { seed: scenario.seed, replication }),
    ),
  );
  return (name) => estimate(seen.get(name)!, false);
}

describe('p95 of the wait from 10 to 11 h', () => {
  // Right by a simulation of the slots alone, without nodes, looks or a database; as exact as its random numbers.
  it.each([
    [2, 8, 2200],
    [2, 10, 876],
    [3, 8, 334],
    [3, 10, 41],
  ])('%i nodes of cap %i: about %i s', (count, cap, right) => {
    const { low, high } = estimates(MORNING(count, cap), 10)(PEAK);
    expect(low).toBeLessThan(right * 1.1);
    expect(high).toBeGreaterThan(right * 0.9);
  });

  it('with one node lost four of cap 10 keep it below 2 min', () => {
    const { value } = estimates(MORNING(4, 10, LOST), 8)(PEAK);
    expect(value).toBeLessThan(120);
  });

  it.each([
    [2, 20],
    [3, 12],
    [4, 8],
    [6, 5],
  ])('with one node lost %i of cap %i do not', (count, cap) => {
    const { low } = estimates(MORNING(count, cap, LOST), 8)(PEAK);
    expect(low).toBeGreaterThan(120);
  });
});

it('the mean makespan of a nightly batch does not depend on the number of replications', () => {
  const makespan = (replications: number) =>
    estimates(
      `
name: nightly
duration: 3h
${CLUSTER(3, 10)}
workload:
  tasks:
    nightly:
      kind: runbook
      arrivals: { at: [0h], count: 300 }
      steps: [ { db: { calls: 4, writes: 1 } }, { run: { lognormal: { median: 5m, p95: 12m } } }, { write: 100kB } ]
`,
      replications,
    )('tasks.nightly.makespan.mean');
  const few = makespan(10);
  const many = makespan(60);
  expect(few.low).toBeLessThan(many.high!);
  expect(many.low).toBeLessThan(few.high!);
  expect(many.high! - many.low!).toBeLessThan(few.high! - few.low!);
});
