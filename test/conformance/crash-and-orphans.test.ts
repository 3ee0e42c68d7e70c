/** A node crashes and its tasks look running: facts 23, 45, 46; rules D4, D5, Q8. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { calls, H, MIN, MS, S } from './support.ts';

/** Node a dies with two tasks; b survives. When they were cancelled, after the crash, in µs. */
function looksRunning(crash: string, phase = '0s'): number[] {
  const { told } = run(`
name: crash
duration: 3h
nodes: { a: { phase: ${phase} }, b: { phase: 1s } }
workload: { tasks: { t: { active: { a: 2 }, steps: [ { run: 3h } ] } } }
timeline: [ { at: ${crash}, crash: a } ]
`);
  return told
    .filter(({ what }) => what === 'orphanCancelled')
    .map(({ at, args }) => at - (args[2] as number));
}

describe('a crash without return', () => {
  it('fact 46, Q8: the orphans are cancelled by the first scan more than 60 min after last seen', () => {
    // Check-ins at 60 s, 120 s …; crash at 150 s. 120 s + 1 h = 62 min; scans every 5 min: 65 min.
    expect(looksRunning('150s')).toEqual([65 * MIN - 150 * S, 65 * MIN - 150 * S]);
  });

  it('Q8: unseen for exactly 60 min is not more than 60 min', () => {
    // Last seen at 300 s: at 65 min that is exactly an hour ago; the next scan is at 70 min.
    expect(looksRunning('301s')[0]).toBe(70 * MIN - 301 * S);
  });

  it('fact 46, assumption 5: 59 to 65 min after the crash, whenever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 61_000_000, max: 50 * MIN }),
        fc.integer({ min: 0, max: 20 * S - 1 }),
        (crash, phase) => {
          const [first, second] = looksRunning(`${crash}us`, `${phase}us`);
          expect(first).toBeGreaterThanOrEqual(59 * MIN);
          expect(first).toBeLessThanOrEqual(65 * MIN);
          expect(second).toBe(first);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('Q8: the first node in file order that reaches the database makes the scan: one write', () => {
    // b is 10 ms away and c near: the scan of 5 min is b's.
    const { told } = run(`
name: who-scans
duration: 301s
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 10ms }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
nodes: { a: { at: r/a, phase: 7s }, b: { at: r/b, phase: 9s }, c: { at: r/a, phase: 11s } }
workload: { tasks: { t: { arrivals: { at: [300500ms] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10s, crash: a } ]
`);
    expect(calls(told).filter(({ left }) => left === 300 * S)).toEqual([
      { left: 300 * S, answered: 300 * S + 12 * MS },
    ]);
  });

  it('fact 46: with nobody left to look they stay', () => {
    const { result } = run(`
name: alone
duration: 3h
nodes: { a: { phase: 0s } }
workload: { tasks: { t: { active: { a: 2 }, steps: [ { run: 10h } ] } } }
timeline: [ { at: 150s, crash: a } ]
`);
    expect(valueOf(result, 'tasks.unfinished')).toBe(2);
    expect(result.samples['tasks.looksRunning']!.unfinished).toBe(2);
  });

  it('fact 46: orphanAfter and orphanScan are parameters', () => {
    const { told } = run(`
name: parameters
duration: 3h
nodes: { a: { phase: 0s }, b: {} }
dispatch: { orphanAfter: 10m, orphanScan: 1m }
workload: { tasks: { t: { active: { a: 1 }, steps: [ { run: 3h } ] } } }
timeline: [ { at: 150s, crash: a } ]
`);
    // Last seen at 2 min; at 12 min that is exactly 10 min ago: 13 min.
    expect(ends(told)).toMatchObject([{ at: 13 * MIN, outcome: 'cancelled' }]);
  });

  it('D4: an orphan holds no slot, and its work has stopped for good', () => {
    const { result } = run(`
name: no-slot
duration: 1h
nodes: { a: { phase: 0s, taskCap: 10 }, b: { taskCap: 10 } }
workload: { tasks: { t: { active: { a: 5 }, steps: [ { run: 2h } ] } } }
timeline: [ { at: 15m, crash: a } ]
`);
    // 5 slots for a quarter of the hour, of those online: 10 for that quarter, 10 for all of it.
    expect(valueOf(result, 'slots.utilisation')).toBeCloseTo((5 * 0.25) / (10 * 0.25 + 10), 12);
    expect(valueOf(result, 'tasks.succeeded')).toBe(0);
  });

  it('facts 23, D5: what was cancelled is not tried again', () => {
    const { told, result } = run(`
name: no-retry
duration: 3h
nodes: { a: { phase: 0s }, b: { phase: 1s } }
workload: { tasks: { t: { queued: 8, steps: [ { run: 1h } ] } } }
timeline: [ { at: 10m, crash: a } ]
`);
    // a takes 5 and b 3 (its cap and the rest); five orphans, cancelled, three successes, eight starts.
    expect(starts(told)).toHaveLength(8);
    expect(valueOf(result, 'tasks.orphaned')).toBe(5);
    expect(valueOf(result, 'tasks.cancelled')).toBe(5);
    expect(valueOf(result, 'tasks.succeeded')).toBe(3);
    expect(valueOf(result, 'tasks.arrived')).toBe(8);
  });
});

describe('a crash with return', () => {
  it('fact 45: the node cancels its own orphans when it is back, long before the hour', () => {
    const { told } = run(`
name: back
duration: 1h
nodes: { a: { phase: 0s, startTime: 60s }, b: {} }
workload: { tasks: { t: { active: { a: 2 }, steps: [ { run: 1h } ] } } }
timeline: [ { at: 10m, crash: a, for: 4m } ]
`);
    expect(ends(told).map(({ at, outcome }) => [at, outcome])).toEqual([
      [15 * MIN, 'cancelled'],
      [15 * MIN, 'cancelled'],
    ]);
  });

  it('D4: when ready: cancels orphans, checks in, looks; from then every 60 s and every 20 s', () => {
    // rtt 10 ms, write 2 ms, read 1 ms. Ready at 101 s: orphans 101.000–101.012, check-in –101.024, look from there.
    const { told } = run(`
name: when-ready
duration: 250s
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 10ms }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
nodes: { a: { at: r/b, phase: 1s, startTime: 1s } }
workload: { tasks: { t: { arrivals: { at: [249s] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 90s, crash: a, for: 10s } ]
`);
    const after = calls(told).filter(({ left }) => left > 90 * S && left < 240 * S);
    const lefts = (length: number) =>
      after.filter(({ left, answered }) => answered - left === length).map(({ left }) => left);
    const [ready, look] = [101 * S, 101 * S + 24 * MS];
    expect(lefts(12 * MS)).toEqual([
      ready,
      ready + 12 * MS,
      ready + 12 * MS + 60 * S,
      ready + 12 * MS + 120 * S,
    ]);
    expect(lefts(11 * MS)).toEqual([0, 20, 40, 60, 80, 100, 120].map((s) => look + s * S));
  });

  it('D4, B4: the write that cancels orphans is repeated after 1, 2, 4, 8, 15 and 15 s until it succeeds', () => {
    // The database refuses from 100.5 s for 60 s (a planned failover); the node is ready at 101 s. Attempts at 101, 102,
    // 104, 108, 116, 131, 146 and 161 s; rtt 0, write 2 ms.
    const { told } = run(`
name: repeated
duration: 5m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
database:
  at: r/a
  read: 1ms
  write: 2ms
  flush: 0ms
  replicas: { standby: { at: r/b, mode: sync, promote: 60s } }
nodes: { a: { at: r/a, phase: 1s, startTime: 1s } }
workload: { tasks: { t: { active: { a: 1 }, steps: [ { run: 1h } ] } } }
timeline: [ { at: 90s, crash: a, for: 10s }, { at: 101500ms, failover: standby } ]
`);
    // The first attempt, of 101 s, goes through: this is the case without trouble.
    expect(ends(told)).toMatchObject([{ at: 101 * S + 2 * MS, outcome: 'cancelled' }]);
    const { told: later } = run(`
name: repeated
duration: 5m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
database:
  at: r/a
  read: 1ms
  write: 2ms
  flush: 0ms
  replicas: { standby: { at: r/b, mode: sync, promote: 60s } }
nodes: { a: { at: r/a, phase: 1s, startTime: 1s } }
workload: { tasks: { t: { active: { a: 1 }, steps: [ { run: 1h } ] } } }
timeline: [ { at: 90s, crash: a, for: 10s }, { at: 101001ms, failover: standby } ]
`);
    // In service at 101.001 s it is interrupted: again at 102.001, 104.001, 108.001, 116.001, 131.001, 146.001; the
    // database is back at 161.001 s, and the attempt of that instant comes after it.
    expect(ends(later)).toMatchObject([{ at: 161 * S + 3 * MS, outcome: 'cancelled' }]);
    expect(
      calls(later)
        .filter(({ left, answered }) => left === answered && left < 161 * S)
        .map(({ left }) => left)
        .filter((left) => (left - 101_001_000) % S === 0),
    ).toEqual([102, 104, 108, 116, 131, 146].map((s) => s * S + 1 * MS));
  });

  it('assumption 7: back before the hour, after the hour: cancelled once', () => {
    const { result } = run(`
name: late
duration: 4h
nodes: { a: { phase: 0s }, b: {} }
workload: { tasks: { t: { active: { a: 3 }, steps: [ { run: 5h } ] } } }
timeline: [ { at: 150s, crash: a, for: 2h } ]
`);
    expect(valueOf(result, 'tasks.cancelled')).toBe(3);
    expect(result.samples['tasks.looksRunning']!.max).toBe(65 * MIN - 150 * S);
    expect(valueOf(result, 'tasks.arrived')).toBe(3);
    expect(result.samples['tasks.looksRunning']!.max).toBeLessThan(2 * H);
  });
});
