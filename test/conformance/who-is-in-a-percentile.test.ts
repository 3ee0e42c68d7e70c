/** Whose waits and latencies count: rule W5. A crash must never make a number look better. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';
import { H, MIN, S } from './support.ts';

describe('the run-out', () => {
  it('W5: work that arrived counts until it is over', () => {
    // Arrives at 50 min, waits for the slot until 110 min, over at 170 min.
    const { result } = run(`
name: run-out
duration: 2h
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [50m, 100m] }, steps: [ { run: 1h } ] } } }
`);
    expect(result.samples['tasks.turnaround']).toMatchObject({ count: 2, unfinished: 0, max: 70 * MIN });
    expect(valueOf(result, 'tasks.succeeded')).toBe(2);
    expect(valueOf(result, 'tasks.makespan')).toBe(120 * 60);
  });

  it('W5: at most as long again; what is not over then has an infinite turnaround, longer than it has lasted', () => {
    const { result } = run(`
name: too-long
duration: 1h
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [10m, 20m] }, steps: [ { run: 3h } ] } } }
`);
    expect(result.samples['tasks.turnaround']).toMatchObject({ count: 0, unfinished: 2, atLeast: 100 * MIN });
    expect(result.samples['tasks.queueWait']).toMatchObject({ count: 1, unfinished: 1, atLeast: 100 * MIN });
    expect(valueOf(result, 'tasks.unfinished')).toBe(2);
  });

  it('W5: a terminating study has no new arrivals in it, a steady one has, uncounted', () => {
    const arrived = (study: string) => {
      const { told, result } = run(`
name: arrivals
duration: 10m
study: ${study}
warmUp: 0s
nodes: { a: { taskCap: 5 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 4m } ] } } }
`);
      return [told.filter(({ what }) => what === 'taskArrived').length, valueOf(result, 'tasks.arrived')];
    };
    expect(arrived('terminating')).toEqual([10, 10]);
    // The last counted one ends at 13 min; the arrival of that minute may come before.
    const [all, counted] = arrived('steady');
    expect(counted).toBe(10);
    expect(all).toBeGreaterThanOrEqual(13);
  });

  it('W5: what is measured over time is of the duration only', () => {
    // Ten tasks of 10 min arrive in the last minute of an hour: nothing succeeds in it, and slots are busy for a minute.
    const { result } = run(`
name: over-time
duration: 1h
nodes: { a: { taskCap: 10 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [59m], count: 10 }, steps: [ { run: 10m } ] } } }
`);
    expect(valueOf(result, 'tasks.throughput')).toBe(0);
    expect(valueOf(result, 'tasks.succeeded')).toBe(10);
    expect(valueOf(result, 'slots.utilisation')).toBeCloseTo(1 / 60, 12);
  });
});

describe('the warm-up', () => {
  it('W5: what arrives before it is over does not count, whenever it ends', () => {
    const { result } = run(`
name: warm-up
duration: 1h
study: steady
warmUp: 30m
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [29m, 30m, 40m] }, steps: [ { run: 5m } ] } } }
`);
    expect(valueOf(result, 'tasks.arrived')).toBe(2);
    expect(result.samples['tasks.queueWait']).toMatchObject({ count: 2, sum: 4 * MIN });
    // Three successes after 30 min, over 30 min.
    expect(valueOf(result, 'tasks.throughput')).toBeCloseTo(3 / 1800, 12);
  });
});

describe('what did not succeed', () => {
  it('W5: refused, timed out and cancelled before the start: infinite waits and turnarounds', () => {
    const { result } = run(`
name: never
duration: 2h
nodes: { a: { taskCap: 1, phase: 0s, startTime: 60s } }
dispatch: { queueTimeout: 10m }
workload:
  tasks:
    t: { queued: 2, arrivals: { at: [61m] }, steps: [ { run: 30m } ] }
timeline: [ { at: 1h, crash: a, for: 5m } ]
`);
    // One succeeds, one is timed out after 10 min, one is refused.
    expect(result.samples['tasks.queueWait']).toMatchObject({ count: 1, never: 2 });
    expect(result.samples['tasks.turnaround']).toMatchObject({ count: 1, never: 2 });
    expect(result.samples['tasks.duration']).toMatchObject({ count: 1, never: 0, sum: 30 * MIN });
    expect(valueOf(result, 'tasks.successRatio')).toBeCloseTo(1 / 3, 12);
  });

  it('W5: failed and cancelled after the start: a wait, but an infinite turnaround', () => {
    const { result } = run(`
name: cancelled
duration: 1h
nodes: { a: { phase: 10s, startTime: 60s } }
workload: { tasks: { t: { queued: 2, steps: [ { run: 30m } ] } } }
timeline: [ { at: 10m, crash: a, for: 5m } ]
`);
    expect(result.samples['tasks.queueWait']).toMatchObject({ count: 2, sum: 20 * S, never: 0 });
    expect(result.samples['tasks.turnaround']).toMatchObject({ count: 0, never: 2 });
  });

  it('W5: requests likewise: failed, refused and timed out have an infinite latency', () => {
    const { result } = run(`
name: requests
duration: 3m
network: { sameZone: 0us }
nodes: { a: { startTime: 0s } }
loadBalancer: { at: local, probe: { interval: 10s, timeout: 1s }, connectTimeout: 1m }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 1ms, db: 0 } } }
timeline: [ { at: 60200ms, crash: a, for: 1m } ]
`);
    const sample = result.samples['requests.page.latency']!;
    expect(sample.count + sample.never).toBe(180);
    expect(sample.never).toBe(
      valueOf(result, 'requests.failed') +
        valueOf(result, 'requests.refused') +
        valueOf(result, 'requests.timedOut'),
    );
    // Down for a minute, and until the second good probe at 140 s: 79 or 80 requests.
    expect(sample.never).toBe(80);
    expect(valueOf(result, 'requests.errorRatio')).toBeCloseTo(80 / 180, 12);
  });

  it('W5: a crash does not make the waits look better', () => {
    const waits = (timeline: string) => {
      const { result } = run(`
name: better
duration: 4h
nodes: { n: { count: 3, taskCap: 4 } }
workload: { tasks: { t: { arrivals: { poisson: 60/h }, steps: [ { run: { exponential: 8m } } ] } } }
timeline: [ ${timeline} ]
`);
      const sample = result.samples['tasks.turnaround']!;
      return { total: sample.count + sample.never + sample.unfinished, good: sample.count };
    };
    const quiet = waits('');
    const crashed = waits('{ at: 1h, crash: n-1 }');
    expect(crashed.total).toBe(quiet.total);
    expect(crashed.good).toBeLessThan(quiet.good);
  });

  it('W5: an expectation’s window selects work by its arrival', () => {
    const { result } = run(`
name: window
duration: 3h
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [30m, 61m, 62m] }, steps: [ { run: 40m } ] } } }
expect: [ tasks.queueWait.max < 2h within 1h..2h ]
`);
    // 61 min waits until 70, 62 min until 110 min.
    expect(result.samples[`tasks.queueWait within ${H}..${2 * H}`]).toMatchObject({
      count: 2,
      min: 9 * MIN,
      max: 48 * MIN,
    });
  });
});
