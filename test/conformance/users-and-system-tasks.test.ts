/** What happens to work that arrives while the service is down, and what the system does by itself: facts 59–61, 66; rule W4. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { answers, arrivals, calls, H, MIN, MS, S } from './support.ts';

/** One node, down from 10 to 20 min (and 1 min to start). */
function down(taskClass: string) {
  return run(`
name: down
duration: 1h
nodes: { a: { phase: 0s, startTime: 60s } }
workload: { tasks: { t: { ${taskClass}, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, crash: a, for: 10m } ]
`);
}

describe("users' tasks", () => {
  it('W4: those that arrive while the user interface is not up are refused', () => {
    const { told, result } = down('arrivals: { every: 5m }');
    // 0, 5, 10 (the crash comes first), 15, 20 … min.
    expect(
      ends(told)
        .filter(({ outcome }) => outcome === 'refused')
        .map(({ at }) => at / MIN),
    ).toEqual([10, 15, 20]);
    expect(valueOf(result, 'tasks.refused')).toBe(3);
    expect(result.samples['tasks.queueWait']!.never).toBe(3);
  });

  it('W4: with whenDown: hold they wait outside the queue until it is up', () => {
    const { told, result } = down('whenDown: hold, arrivals: { every: 5m }');
    expect(valueOf(result, 'tasks.refused')).toBe(0);
    const waited = starts(told)
      .filter(({ at }) => at >= 10 * MIN && at < 25 * MIN)
      .map(({ at }) => at / MIN);
    expect(waited).toEqual([21, 21, 21]);
    expect(result.series.averages['queue.length']!.slice(10, 20).every((length) => length === 0)).toBe(true);
  });

  it('W4, Q7: the queue time-out counts from when they join the queue', () => {
    const { result } = run(`
name: held
duration: 1h
nodes: { a: { phase: 0s, startTime: 60s } }
dispatch: { queueTimeout: 10m }
workload: { tasks: { t: { whenDown: hold, arrivals: { at: [10m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, crash: a, for: 20m } ]
`);
    expect(valueOf(result, 'tasks.succeeded')).toBe(1);
  });

  it('W4, Q1: what was held joins the queue at the back', () => {
    // The user's task of 2 min is held until 5 min, as the balancer is lost; the system task of 3 min is queued then. The
    // one slot is free at 10 min.
    const { told } = run(`
name: held-joins-last
duration: 30m
network: { sameZone: 0us }
nodes: { a: { taskCap: 1, phase: 0s } }
loadBalancer: { at: local, preset: haproxy-http }
workload:
  tasks:
    busy: { active: { a: 1 }, steps: [ { run: 10m } ] }
    user: { whenDown: hold, arrivals: { at: [2m] }, steps: [ { run: 1m } ] }
    system: { kind: system, arrivals: { at: [3m] }, steps: [ { run: 1m } ] }
timeline: [ { at: 1m, outage: loadBalancer, for: 4m } ]
`);
    const arrived = told
      .filter(({ what }) => what === 'taskStarted')
      .map(({ args }) => (args[2] as number) / MIN);
    expect(arrived).toEqual([0, 3, 2]);
  });

  it('W4, F4: the interface is the balancer’s, too: out of rotation, refused', () => {
    const { told } = run(`
name: balancer
duration: 10m
network: { sameZone: 0us }
nodes: { a: { startTime: 0s } }
loadBalancer: { at: local, preset: aws-alb }
workload:
  tasks: { t: { arrivals: { every: 10s, offset: 5s }, steps: [ { run: 1s } ] } }
timeline: [ { at: 1m, outage: loadBalancer, for: 1m } ]
`);
    const refused = ends(told).filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ at }) => at / S)).toEqual([65, 75, 85, 95, 105, 115]);
    expect(answers(told)).toEqual([]);
  });
});

describe('system tasks', () => {
  it('fact 59: are queued on their grid by one write of the first node with a cap', () => {
    // ui has cap 0; a is 1 ms from the database: the write of 4 h leaves then and is committed 0.5 + 2 ms later.
    const { told } = run(`
name: retention
duration: 9h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { ui: { at: r/a, taskCap: 0, phase: 7s }, a: { at: r/b, phase: 11s } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
dispatch: { queueTimeout: none }
workload: { tasks: { retention: { kind: system, arrivals: { every: 4h }, steps: [ { run: 1m } ] } } }
`);
    expect(arrivals(told)).toEqual([0, 4 * H, 8 * H]);
    for (const due of [0, 4 * H, 8 * H]) {
      expect(calls(told)).toContainEqual({ left: due, answered: due + 3 * MS });
    }
  });

  it('W4: a job that is due again before it is queued is queued once', () => {
    // Its write takes 90 s: what is due at 0 is in the queue at 90 s, what is due at 2 min at 3 min 30 s.
    const { result } = run(`
name: slow-write
duration: 4m
network: { sameZone: 0s }
nodes: { a: {} }
database: { read: 0s, write: 90s, flush: 0s, commandTimeout: 100s }
workload: { tasks: { job: { kind: system, arrivals: { every: 60s }, steps: [ { run: 1s } ] } } }
`);
    expect(valueOf(result, 'tasks.arrived')).toBe(2);
  });

  it('W4: as many as are due at one time are as many jobs, each of which is made up for once', () => {
    // Those of 5, 10, and 15 min find no node; ten are queued when it is back, at 17 min, and ten at 20 min.
    const batch = (timeline: string) =>
      valueOf(
        run(`
name: batch
duration: 21m
nodes: { a: {} }
workload: { tasks: { job: { kind: system, arrivals: { at: [5m, 10m, 15m, 20m], count: 10 }, steps: [ { run: 1s } ] } } }
timeline: [ ${timeline} ]
`).result,
        'tasks.arrived',
      );
    expect(batch('')).toBe(40);
    expect(batch('{ at: 1m, stop: a }, { at: 17m, start: a }')).toBe(20);
  });

  it('W4: while there is no eligible node they wait, and what was missed is made up for once', () => {
    const { told, result } = down('kind: system, arrivals: { every: 5m }');
    expect(valueOf(result, 'tasks.refused')).toBe(0);
    expect(valueOf(result, 'tasks.succeeded')).toBe(10);
    expect(
      starts(told)
        .filter(({ at }) => at >= 10 * MIN && at < 25 * MIN)
        .map(({ at }) => at / MIN),
    ).toEqual([21]);
  });

  it('fact 61: a node with cap 0 alone queues nothing', () => {
    const { told, result } = run(`
name: ui-only
duration: 10m
nodes: { ui: { taskCap: 0 } }
workload: { tasks: { t: { kind: system, arrivals: { at: [1m] }, steps: [ { run: 1s } ] } } }
`);
    expect(valueOf(result, 'queue.length.max')).toBe(0);
    expect(starts(told)).toEqual([]);
    expect(ends(told)).toEqual([]);
  });
});

it('W3: users who are answered in no time and do not think ask again a microsecond later, so that time goes on', () => {
  const { told } = run(`
name: restless
duration: 1ms
network: { sameZone: 0us }
nodes: { a: {} }
database: ideal
storage: ideal
loadBalancer: { at: local }
workload: { requests: { u: { users: { count: 1, think: 0s }, from: local, cpu: 0s } } }
`);
  expect(told.filter(({ what }) => what === 'requestEnded')).toHaveLength(1000);
});
