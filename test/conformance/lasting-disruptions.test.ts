/** A disruption without end lasts (rule F1), and what it holds up and whom it keeps out later is of it (rules F4, F5). */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';

describe('a disruption without end', () => {
  it('F4: a slow node has the queue that it cannot work off', () => {
    // A task each 10 s, of 5 s of CPU, which take 20 s from 101 s on: that of 100 s until 117 s, then 49 more, the last from 1077 s.
    const { result } = run(`
name: slow
duration: 10m
nodes: { n: { taskCap: 1, cores: 1 } }
database: ideal
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 10s }, steps: [ { cpu: 5s } ] } } }
timeline: [ { at: 101s, slow: n, to: 25%, name: slow } ]
`);
    expect(result.values['recovery.slow.backlog']).toEqual({ sum: 976, per: 1 });
  });

  const lost = (how: string, more: string) => {
    // Two tasks of a minute at 5 min, for which there is one slot since 1 min.
    const { result } = run(`
name: crashed
duration: 10m
nodes: { a: { taskCap: 1 }, b: { taskCap: 1, startTime: 0s } }
database: ideal
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [5m], count: 2 }, steps: [ { run: 1m } ] } } }
timeline: [ { at: 1m, ${how}: b, name: lost }, ${more} ]
`);
    return result.values['recovery.lost.backlog'];
  };

  it('F4: a crashed node is followed until its queue is worked off, whatever began before that', () => {
    expect(lost('crash', '{ at: 2m, stop: b, for: 1s }')).toEqual({ sum: 5 * 60, per: 1 });
  });

  it('F1, F4: but no longer than until it is started', () => {
    expect(lost('crash', '{ at: 2m, start: b }, { at: 3m, stop: b }')).toEqual({ sum: 0, per: 1 });
  });

  it('F1, F4: a drain without `for` lasts until its nodes are undrained', () => {
    expect(lost('drain', '{ at: 2m, stop: b, for: 1s }')).toEqual({ sum: 5 * 60, per: 1 });
    expect(lost('drain', '{ at: 2m, undrain: b }, { at: 3m, stop: b }')).toEqual({ sum: 0, per: 1 });
  });

  it('F4: what a drain takes away in steps is also of it when something else has begun meanwhile', () => {
    // Probes at 2, 4 and 6 min are answered 418; the third takes the only node out of rotation.
    const { result } = run(`
name: probes
duration: 20m
regions: { r: [a] }
nodes: { n: { at: r/a, cores: 1 } }
loadBalancer: { at: r/a, probe: { type: http, interval: 2m, timeout: 1s, fall: 3, rise: 1 } }
database: ideal
network: { sameZone: 0s }
workload: { requests: { page: { arrivals: { every: 1m, offset: 30s }, from: r/a, cpu: 1ms } } }
timeline: [ { at: 1m, drain: n, name: drain }, { at: 3m, delay: r, by: 1ms, for: 1s }, { at: 9m, undrain: n } ]
`);
    // Out from 6 min on; a probe of 10 min puts it back.
    expect(result.values['recovery.drain.ui.rto']).toEqual({ sum: 9 * 60, per: 1 });
  });

  it('F5: a slow node keeps out whom it does not serve later', () => {
    // Requests of 2 s of CPU, which would take 40 s, give up after 30 s.
    const { result } = run(`
name: users
duration: 10m
nodes: { n: { cores: 1 } }
loadBalancer: { at: local }
database: ideal
workload: { requests: { page: { arrivals: { at: [10s, 5m, 6m, 7m] }, from: local, cpu: 2s } } }
timeline: [ { at: 1m, slow: n, to: 5%, name: slow } ]
`);
    expect(result.values['recovery.slow.users.rto']).toMatchObject({
      per: 0,
      reason: 'users were not served again',
    });
  });
});
