import { expect, it } from 'vitest';
import { costOf } from '../../src/measure/cost.ts';
import { run, scenarioOf, valueOf } from '../support/run.ts';

it('a design costs its nodes and cores while they exist, and the rest all the time', () => {
  const { result } = run(`
name: cost
duration: 10h
regions: { r: [a] }
loadBalancer: { probe: { type: passive } }
nodes: { n: { count: 2, cores: 4, taskCap: 1 } }
workers: { w: { count: 3 } }
database: { at: r/a }
storage: { at: r }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1h }, steps: [ { run: 1s } ] } } }
timeline:
  - { at: 5h, removeNode: n-2 }
  - { at: 8h, addNode: { name: extra, at: r/a, cores: 8 } }
cost: { currency: EUR, perHour: { node: 1, core: 0.5, database: 3, storage: 2, balancer: 0.25, worker: 0.5 }, perYear: { licence: 8760 } }
`);
  // Ten hours of one node, five of another, two of one with eight cores.
  const nodes = (10 + 5) * (1 + 4 * 0.5) + 2 * (1 + 8 * 0.5);
  const total = nodes + 10 * (3 + 2 + 0.25 + 3 * 0.5 + 1);
  expect(valueOf(result, 'cost.perHour')).toBeCloseTo(total / 10, 10);
  expect(valueOf(result, 'tasks.succeeded')).toBe(10);
  expect(valueOf(result, 'cost.perTask')).toBeCloseTo(total / 10, 10);
});

it('each replica costs what the database does, a node that is down what the file says; a year is 8760 hours', () => {
  const { result } = run(`
name: cost
duration: 10h
regions: { r: [a, b] }
nodes: { n: { count: 1, at: r/a, cores: 4, startTime: 0s }, cold: { count: 2, at: r/b, cores: 2, state: down, startTime: 0s } }
database: { at: r/a, replicas: { one: { at: r/b, mode: sync }, two: { at: r/b, mode: async } } }
workload: { tasks: { t: { arrivals: { every: 1h }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 4h, start: cold-1 }, { at: 6h, stop: cold-1, for: 1h }, { at: 9h, removeNode: cold-2 } ]
cost: { perHour: { node: 1, core: 0.5, off: 10%, database: 3 } }
`);
  // n: 10 h at 3. cold, at 2: one on for 2 h + 3 h and off for 4 h + 1 h, the other off for 9 h. Three databases at 3.
  const total = 10 * 3 + 2 * (5 + 0.1 * 5 + 0.1 * 9) + 3 * 3 * 10;
  expect(valueOf(result, 'cost.perHour')).toBeCloseTo(total / 10, 9);
  expect(valueOf(result, 'cost.perYear')).toBeCloseTo(876 * total, 6);
});

it('each balancer has its price, and each worker of a pool', () => {
  const scenario = scenarioOf(`
name: cost
duration: 1h
regions: { r: [a] }
loadBalancers: { one: { at: r }, two: { at: r }, three: { at: r } }
nodes: { n: {} }
workers: { few: { count: 2 }, many: { count: 5 } }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1s } ] } } }
cost: { perHour: { balancer: 10, worker: 1 } }
`);
  // Two hours of three balancers and seven workers.
  expect(costOf(scenario, scenario.cost!, 2, () => [0, 0])).toBe(2 * (3 * 10 + 7));
});

it('a request that has no answer when the run ends is infinite, and longer than it was', () => {
  const { result } = run(`
name: unanswered
duration: 10s
regions: { r: [a] }
network: { sameZone: 0us }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: 1 } }
database: ideal
storage: ideal
workload: { requests: { q: { arrivals: { at: [4s] }, cpu: 1h, timeout: 2h } } }
`);
  expect(result.samples['requests.q.latency']).toMatchObject({
    count: 0,
    never: 0,
    unfinished: 1,
    atLeast: 16e6,
  });
});
