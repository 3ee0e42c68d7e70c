/** The documentation's sizing figures as parameters: facts 98–107. */
import { describe, expect, it } from 'vitest';
import { run, scenarioOf, valueOf } from '../support/run.ts';
import { S } from './support.ts';

const MINUTES = 60;

describe('sizing', () => {
  it('fact 101: caps from 0 to beyond the sensible 160 are parameters', () => {
    for (const cap of [0, 5, 10, 20, 40, 80, 160, 1000]) {
      const { nodes } = scenarioOf(`
name: caps
duration: 1m
nodes: { a: { taskCap: ${cap} } }
workload: { tasks: { t: { queued: 1, runCores: 0.2, steps: [ { run: 1s } ] } } }
`);
      expect(nodes[0]!.taskCap).toBe(cap);
    }
  });

  it.each([
    ['2 × 40', 2, 40, 0.5],
    ['4 × 20', 4, 20, 0.75],
  ])('fact 102: of 80 slots as %s one node out leaves %i …', (_, count, cap, left) => {
    const { result } = run(`
name: one-out
duration: 1h
nodes: { n: { count: ${count}, taskCap: ${cap} } }
workload: { tasks: { t: { arrivals: { at: [59m] }, runCores: 0.2, steps: [ { run: 1s } ] } } }
timeline: [ { at: 0s, crash: n-1 } ]
`);
    expect(valueOf(result, 'availability.capacity')).toBe(left);
  });

  it.each([
    [10, 2],
    [20, 4],
    [40, 8],
    [80, 16],
    [160, 32],
  ])('fact 103: %i tasks of 0.2 core each fit on %i cores, twice as many take longer', (cap, cores) => {
    const end = (tasks: number) => {
      const { result } = run(`
name: node-size
duration: 1h
nodes: { n: { taskCap: 1000, cores: ${cores} } }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: ${tasks}, runCores: 0.2, steps: [ { run: 10m } ] } } }
`);
      return valueOf(result, 'tasks.makespan') / MINUTES;
    };
    expect(end(cap)).toBe(10);
    // Full at 5 a core; the documented sizes keep a part free.
    expect(end(5 * cores)).toBe(10);
    expect(end(10 * cores)).toBe(20);
  });

  it('fact 105: the size of the database is a parameter: half the servers, twice the utilisation', () => {
    const utilisation = (cores: number) => {
      const { result } = run(`
name: database-size
duration: 1h
nodes: { n: { taskCap: 80, at: local/a } }
database: { at: local/a, cores: ${cores}, read: 10ms, write: 10ms }
dispatch: { policy: immediate, checkIn: 2h, believedOnline: 3h, orphanScan: 2h }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { db: 99 } ] } } }
`);
      return valueOf(result, 'database.utilisation');
    };
    // 60 tasks of 100 calls of 10 ms.
    expect(utilisation(2)).toBeCloseTo(60 / (2 * 3600), 12);
    expect(utilisation(4)).toBeCloseTo(60 / (4 * 3600), 12);
  });

  it.each([
    [13, 120],
    [16, 120],
    [17, 90],
    [25, 60],
    [50, 30],
  ])('fact 106: 50 deployments of 30 min with %i slots run in waves: %i min', (slots, minutes) => {
    // The formula says 50 × 30 / 120 = 12.5, so 13: with fixed durations ⌈50/13⌉ = 4 waves, a lower bound and no more.
    const { result } = run(`
name: window
duration: 3h
nodes: { n: { taskCap: ${slots}, cores: 32 } }
dispatch: { policy: immediate }
workload: { tasks: { deployment: { kind: deployment, queued: 50, runCores: 0.2, steps: [ { run: 30m } ] } } }
`);
    expect(valueOf(result, 'tasks.makespan') / MINUTES).toBe(minutes);
  });

  it('facts 1, 106: with looks each wave may begin up to 20 s late', () => {
    const { result } = run(`
name: window
duration: 3h
nodes: { a: { taskCap: 7, phase: 0s }, b: { taskCap: 6, phase: 10s } }
workload: { tasks: { deployment: { kind: deployment, queued: 50, runCores: 0.2, steps: [ { run: 29m30s } ] } } }
`);
    const makespan = valueOf(result, 'tasks.makespan');
    expect(makespan).toBeGreaterThan(4 * 29.5 * MINUTES);
    expect(makespan).toBeLessThanOrEqual(4 * (29.5 * MINUTES + 20));
  });

  it('fact 107: a day of 30-minute deployments on 5 slots is 240, on 10 slots 480', () => {
    const done = (slots: number) => {
      const { told } = run(`
name: day
duration: 1d
nodes: { n: { taskCap: ${slots}, cores: 8 } }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { t: { queued: 700, runCores: 0.2, steps: [ { run: 30m } ] } } }
`);
      return told.filter(({ what, at }) => what === 'taskEnded' && at <= 86_400 * S).length;
    };
    expect(done(5)).toBe(240);
    expect(done(10)).toBe(480);
  });
});
