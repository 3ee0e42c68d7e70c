/** A node that does not reach the database: facts 54, 55; rules B5, D4; assumptions 13, 14, 16. */
import { describe, expect, it } from 'vitest';
import { ends, run } from '../support/run.ts';
import { answers, MIN, S, services } from './support.ts';

/** One node, one database without a standby; a task of 2 h runs. */
function lost(timeline: string) {
  const { told, result } = run(`
name: lost
duration: 1h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { a: { at: r/b, phase: 0s, startTime: 60s } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
workload: { tasks: { t: { active: { a: 1 }, steps: [ { run: 2h } ] } } }
timeline: [ ${timeline} ]
`);
  const up = services(told).map(({ at, slots }) => [at, slots] as const);
  const orphaned = told.filter(({ what }) => what === 'taskOrphaned').map(({ at }) => at);
  return { told, result, up, orphaned };
}

describe('five minutes without a database', () => {
  it('B5: after more than 5 min the node stops, and its tasks are orphans', () => {
    expect(lost('{ at: 10m, outage: database, for: 6m }').orphaned).toEqual([15 * MIN + 1]);
  });

  it('B5: with the database back before, nothing happens', () => {
    expect(lost('{ at: 10m, outage: database, for: 299s }').orphaned).toEqual([]);
  });

  it('B5: two outages of 4 min with a second between are not one of 8', () => {
    expect(
      lost('{ at: 10m, outage: database, for: 4m }, { at: 841s, outage: database, for: 4m }').orphaned,
    ).toEqual([]);
  });

  it('facts 54, 45: within 5 min after it has stopped the watchdog starts it; it cancels its orphans and works', () => {
    // Lost at 10 min, stops at 15, starts by 20, ready by 21; the cancelling write is 0.5 + 2 ms on its way.
    const { told, up } = lost('{ at: 10m, outage: database, for: 6m }');
    const [ready, slots] = up.at(-1)!;
    expect(slots).toBe(5);
    expect(ready).toBeGreaterThan(16 * MIN);
    expect(ready).toBeLessThanOrEqual(21 * MIN);
    expect(ends(told)).toMatchObject([{ at: ready + 2_500, outcome: 'cancelled' }]);
  });

  it('fact 55: a node that does not reach the database when it is ready stops at once, and so on', () => {
    // The database is back at 26:30: within a check of the watchdog and a start the node is.
    const [ready, slots] = lost('{ at: 10m, outage: database, for: 990s }').up.at(-1)!;
    expect(slots).toBe(5);
    expect(ready).toBeGreaterThan(26.5 * MIN);
    expect(ready).toBeLessThanOrEqual(32.5 * MIN);
    // Its watchdog has started it, one of whose checks comes each 5 min, and not the database that came back.
    const [first] = lost('{ at: 10m, outage: database, for: 6m }').up.at(-1)!;
    expect((ready - first) % (5 * MIN)).toBe(0);
  });

  it('B5, assumption 16: a cut between the node and the database is the same', () => {
    const { orphaned, up } = lost('{ at: 10m, cut: r/a, from: r/b, for: 6m }');
    expect(orphaned).toEqual([15 * MIN + 1]);
    expect(up.at(-1)![0]).toBeLessThanOrEqual(21 * MIN);
  });

  it('B5: a failover of less than 5 min stops nobody', () => {
    const { told } = run(`
name: short-failover
duration: 30m
regions: { r: [a, b] }
nodes: { a: { at: r/b } }
database: { at: r/a, preset: cloud-sql-ha }
workload: { tasks: { t: { active: { a: 1 }, steps: [ { run: 20m } ] } } }
timeline: [ { at: 10m, outage: database, for: 15m } ]
`);
    expect(told.filter(({ what }) => what === 'taskOrphaned')).toEqual([]);
    expect(ends(told)).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

describe('meanwhile', () => {
  it('assumption 16: a task that only works on its targets goes on, and ends when its last write succeeds', () => {
    // `run` ends at 10:01; the end write fails until 10:31, again from 10:32 to 11:02; at 11:04 it succeeds: rtt 1, 2 ms.
    const { told } = run(`
name: goes-on
duration: 1h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { a: { at: r/b } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [0s] }, steps: [ { run: 601s } ] } } }
timeline: [ { at: 10m, outage: database, for: 40s } ]
`);
    expect(ends(told)).toMatchObject([{ at: 664 * S + 3_000, outcome: 'succeeded' }]);
  });

  it('assumption 13: a balancer sees 503 and takes the node out', () => {
    const { told } = run(`
name: ping
duration: 3m
network: { sameZone: 0us }
nodes: { a: {} }
loadBalancer: { at: local, probe: { interval: 10s, timeout: 5s, fall: 2, rise: 2 } }
database: { at: local/a, read: 1ms, write: 2ms, flush: 0ms }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 1m, outage: database, for: 1m } ]
`);
    // Probes of 60 s (the entry comes first) and 70 s fail; those of 120 and 130 s succeed.
    const refused = answers(told).filter(({ outcome }) => outcome === 'refused');
    expect(refused[0]!.arrived).toBe(70 * S + 500_000);
    expect(refused.at(-1)!.arrived).toBe(129 * S + 500_000);
    expect(refused).toHaveLength(60);
  });

  it('B5: looks, check-ins and scans are skipped while the path is cut, and go on by themselves', () => {
    const { told, result } = run(`
name: skipped
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { a: { at: r/b, phase: 0s, taskCap: 5 } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
workload: { tasks: { t: { kind: system, arrivals: { at: [30s, 400s] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 90s, cut: r/a, from: r/b, for: 2m } ]
`);
    expect(ends(told).map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    expect(result.values['tasks.orphaned']!.sum).toBe(0);
  });
});
