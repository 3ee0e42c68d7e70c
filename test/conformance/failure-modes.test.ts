/** What people meet, each shown by a test of its own: failure modes 1, 3, 5, 8, 13, 15, 26. */
import { expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { answers, MIN, S, startedBy } from './support.ts';

it('failure mode 1: tasks look running for an hour after their machine died', () => {
  const { told } = run(`
name: died
duration: 2h
nodes: { a: { taskCap: 5 }, b: { taskCap: 5 } }
workload: { tasks: { t: { active: { b: 3 }, steps: [ { run: 30m } ] } } }
timeline: [ { at: 10m, crash: b } ]
`);
  expect(ends(told).map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  for (const { at } of ends(told)) {
    expect(at).toBeGreaterThanOrEqual(69 * MIN);
    expect(at).toBeLessThanOrEqual(75 * MIN);
  }
});

it('failure mode 3: a task whose start was lost with the database runs twice', () => {
  const { told, result } = run(`
name: twice
duration: 2h
regions: { east: [a], west: [a] }
network: { sameZone: 0us, between: { east: { west: 0us } } }
nodes: { n: { at: west/a, taskCap: 2, phase: 0s } }
database:
  at: east/a
  read: 0us
  write: 0us
  flush: 0us
  replicas: { dr: { at: west/a, mode: async, lag: 1m } }
dispatch: { policy: immediate }
plans: { recover: [ { do: promote, what: dr, takes: 1m } ] }
workload:
  tasks:
    busy: { active: { n: 2 }, steps: [ { run: 9m30s } ] }
    t: { arrivals: { at: [1m] }, steps: [ { run: 30m } ] }
timeline: [ { at: 10m, outage: database, plan: recover } ]
`);
  expect(valueOf(result, 'tasks.t.duplicated')).toBe(1);
  const again = starts(told).filter(({ at }) => at > 0);
  expect(again).toHaveLength(2);
  expect(again[0]!.at).toBe(570 * S);
  expect(again[1]!.at).toBeGreaterThanOrEqual(11 * MIN);
});

it('failure mode 5: greedy nodes: one is swamped, the other idle', () => {
  const taken = (policy: string) =>
    startedBy(
      run(`
name: swamped
duration: 20s
nodes: { a: { taskCap: 10, phase: 1s }, b: { taskCap: 10, phase: 2s } }
dispatch: { policy: ${policy} }
workload: { tasks: { t: { queued: 10, steps: [ { run: 10m } ] } } }
`).told,
      2,
      20 * S,
    );
  expect(taken('greedy')).toEqual([10, 0]);
  expect(taken('fair-share')).toEqual([6, 4]);
});

it('failure mode 8: an urgent task starves behind long deployments, unless it has priority', () => {
  const startOf = (priority: string) =>
    run(`
name: starves
duration: 5h
nodes: { n: { taskCap: 2, phase: 0s } }
dispatch: { policy: immediate }
workload:
  tasks:
    deployment: { kind: deployment, queued: 10, steps: [ { run: 30m } ] }
    urgent: { kind: runbook, priority: ${priority}, arrivals: { at: [1m] }, steps: [ { run: 1s } ] }
`).told.find(({ what, args }) => what === 'taskStarted' && args[0] === 1)!.at;
  // Behind ten on two slots: after the fifth round. With priority at the first slot that is free.
  expect(startOf('normal')).toBe(150 * MIN);
  expect(startOf('high')).toBe(30 * MIN);
});

it('failure mode 13: forty deployments at once fail with time-outs of a small database, five do not', () => {
  const failed = (count: number) =>
    valueOf(
      run(`
name: burst
duration: 2h
nodes: { n: { taskCap: 50, phase: 0s } }
database: { at: local/a, cores: 1, read: 2s, write: 2s }
dispatch: { policy: immediate }
workload: { tasks: { t: { kind: deployment, queued: ${count}, steps: [ { db: 10 } ] } } }
`).result,
      'tasks.failed',
    );
  expect(failed(5)).toBe(0);
  expect(failed(40)).toBeGreaterThan(0);
});

it('failure mode 15: work that was done on its targets is marked failed when its last write finds no database', () => {
  const outcome = (length: string) =>
    ends(
      run(`
name: last-write
duration: 1h
nodes: { n: { taskCap: 1, phase: 0s } }
database: { at: local/a, read: 1ms, write: 1ms, commandTimeout: 5s }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1m } ] } } }
timeline: [ { at: 55s, outage: database, for: ${length} } ]
`).told,
    );
  // Six attempts of 5 s and pauses of 30 s together.
  expect(outcome('80s')).toMatchObject([{ at: 120 * S, outcome: 'failed' }]);
  expect(outcome('10s')).toMatchObject([{ outcome: 'succeeded' }]);
});

it('failure mode 26: a check of the port sends users to a drained node, a check of the page does not', () => {
  const nodes = (preset: string) => {
    const { told } = run(`
name: drained
duration: 5m
network: { sameZone: 0us }
nodes: { a: {}, b: {} }
loadBalancer: { at: local, preset: ${preset} }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 1m, drain: a } ]
`);
    const late = answers(told).filter(({ arrived }) => arrived > 2 * MIN);
    return [...new Set(late.map(({ node }) => node))].sort();
  };
  expect(nodes('haproxy-tcp')).toEqual([0, 1]);
  expect(nodes('haproxy-http')).toEqual([1]);
});

it('failure mode 20: slow files exhaust the connections while the database is idle, where a transaction waits for them', () => {
  // 2 log views a second; each keeps its connection for the 127 s of its file, so that 254 would be in use.
  const figures = (transaction: boolean) => {
    const { result } = run(`
name: log-views
duration: 10m
nodes: { n: {} }
database: { at: local/a, pool: { size: 100 } }
storage: { at: local/a, latency: 127s, concurrency: 1000 }
loadBalancer: { at: local }
workload:
  requests:
    log:
      arrivals: { every: 500ms }
      from: local
      cpu: 0s
      db: { calls: 1, transaction: ${transaction} }
      read: 1MB
      timeout: 10m
`);
    return {
      errors: valueOf(result, 'requests.log.errorRatio'),
      database: valueOf(result, 'database.utilisation'),
    };
  };
  const held = figures(true);
  expect(held.database).toBeLessThan(0.01);
  expect(held.errors).toBeGreaterThan(0.3);
  expect(figures(false).errors).toBe(0);
});
