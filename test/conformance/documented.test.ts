/** Facts that need a test of their own: 9, 10, 83, 87, 90. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';
import { S, startedBy } from './support.ts';

describe('ratios', () => {
  /** Which of two nodes takes how many; a looks at 1 s, b at 2 s. */
  function taken(caps: readonly [number, number], active: readonly [number, number], pending: number) {
    const { told } = run(`
name: ratios
duration: 20s
nodes: { a: { taskCap: ${caps[0]}, phase: 1s }, b: { taskCap: ${caps[1]}, phase: 2s } }
workload:
  tasks:
    busy: { active: { a: ${active[0]}, b: ${active[1]} }, steps: [ { run: 10m } ] }
    work: { queued: ${pending}, steps: [ { run: 10m } ] }
`);
    return startedBy(told, 2, 20 * S);
  }

  it('fact 9: a node’s workload ratio is its active tasks over its cap: two of four are more than two of eight', () => {
    // (4 + 1) / 12 = 0.42: a with 0.5 refuses, b with 0.25 takes.
    expect(taken([4, 8], [2, 2], 1)).toEqual([0, 1]);
    expect(taken([8, 4], [2, 2], 1)).toEqual([1, 0]);
  });

  it('fact 10: the prospective ratio is active and pending tasks together over the capacity', () => {
    // a has 6 of 10. (6 + 5) / 20 is below 0.6, (6 + 6) / 20 is not.
    expect(taken([10, 10], [6, 0], 5)).toEqual([0, 5]);
    expect(taken([10, 10], [6, 0], 6)).toEqual([1, 5]);
  });
});

it('fact 83: two zones of a region bear the loss of one; a single zone is out until it is back', () => {
  const lost = (place: string, database: string) => {
    const { result } = run(`
name: zone-loss
duration: 4h
regions: { r: [a, b] }
nodes: { here: { at: r/a, startTime: 60s }, there: { at: ${place}, startTime: 60s } }
database: { at: r/a, preset: ${database} }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { t: { arrivals: { every: 10s, offset: 5s }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 1h, outage: r/a, for: 2h, name: lost } ]
`);
    return {
      minutes: valueOf(result, 'recovery.lost.tasks.rto') / 60,
      rpo: valueOf(result, 'recovery.lost.rpo.seconds'),
    };
  };
  const two = lost('r/b', 'sql-ag-sync');
  expect(two.minutes).toBeLessThanOrEqual(1);
  expect(two.rpo).toBe(0);
  expect(lost('r/a', 'sql-single').minutes).toBeGreaterThanOrEqual(120);
});

it('fact 87: a node within its cores fails no deployment, an overcommitted one does', () => {
  const failed = (tasks: number) => {
    const { result } = run(`
name: overcommitted
duration: 1h
nodes: { n: { taskCap: 50, cores: 4 } }
overload: { failures: true }
dispatch: { policy: immediate }
workload: { tasks: { t: { kind: deployment, queued: ${tasks}, steps: [ { cpu: 1m } ] } } }
`);
    return valueOf(result, 'tasks.failed');
  };
  expect(failed(4)).toBe(0);
  expect(failed(12)).toBe(12);
});

it('fact 90, failure mode 14: a short fault of the database is retried, a long one stops the service', () => {
  const during = (length: string) => {
    const { told, result } = run(`
name: database-away
duration: 3h
nodes: { n: { taskCap: 5, phase: 0s } }
database: { at: local/a, read: 10ms, write: 10ms }
dispatch: { policy: immediate }
workload:
  tasks:
    t: { queued: 4, steps: [ { repeat: { times: 600, steps: [ { run: 1s }, { db: 1 } ] } } ] }
    script: { active: { n: 1 }, steps: [ { run: 2h } ] }
timeline: [ { at: 3m, outage: database, for: ${length} } ]
`);
    const orphaned = told.filter(({ what }) => what === 'taskOrphaned').length;
    return { orphaned, succeeded: valueOf(result, 'tasks.succeeded') };
  };
  expect(during('5s')).toEqual({ orphaned: 0, succeeded: 5 });
  const long = during('20m');
  expect(long.orphaned).toBeGreaterThanOrEqual(1);
  expect(long.succeeded).toBe(0);
});
