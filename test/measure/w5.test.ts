/** Rule W5: who is in a percentile. What arrives in [warm-up, duration) counts until it is over. */
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/measure/result.ts';
import { run, valueOf } from '../support/run.ts';

/** One node of one slot, dispatched at once, ideal parts. */
const ONE_SLOT = `
duration: 100s
regions: { r: [a] }
nodes: { n: { at: r/a, taskCap: 1 } }
database: ideal
storage: ideal
dispatch: { policy: immediate, queueTimeout: none }
`;

/** The parts of a sample that a sentence is made of, in seconds. */
function told({ count, sum, min, max, never, unfinished, atLeast }: Sample) {
  return { count, sum: sum / 1e6, min: min / 1e6, max: max / 1e6, never, unfinished, atLeast: atLeast / 1e6 };
}

describe('W5', () => {
  it('the run goes on until what arrived is over; areas are of the duration', () => {
    const { result } = run(`${ONE_SLOT}
name: run-out
workload: { tasks: { t: { arrivals: { at: [0s, 10s, 95s, 99s] }, steps: [ { run: 30s } ] } } }
`);
    expect(told(result.samples['tasks.t.queueWait']!)).toEqual({
      count: 4,
      sum: 20 + 26,
      min: 0,
      max: 26,
      never: 0,
      unfinished: 0,
      atLeast: 0,
    });
    expect(told(result.samples['tasks.t.turnaround']!)).toMatchObject({ count: 4, sum: 30 + 50 + 30 + 56 });
    expect(valueOf(result, 'tasks.succeeded')).toBe(4);
    expect(valueOf(result, 'tasks.throughput')).toBe(2 / 100);
    expect(valueOf(result, 'slots.utilisation')).toBe(65 / 100);
    expect(valueOf(result, 'node.n.started')).toBe(3);
    expect(valueOf(result, 'queue.length.mean')).toBe((20 + 1) / 100);
    expect(valueOf(result, 'queue.length.max')).toBe(1);
    expect(valueOf(result, 'tasks.makespan')).toBe(155);
    expect(valueOf(result, 'tasks.successRatio')).toBe(1);
  });

  it('at most as long again: what is still not over is infinite, and known to be longer than it was', () => {
    const { result } = run(`${ONE_SLOT}
name: unfinished
workload: { tasks: { t: { arrivals: { at: [0s, 10s, 20s] }, steps: [ { run: 150s } ] } } }
`);
    expect(valueOf(result, 'tasks.unfinished')).toBe(2);
    expect(told(result.samples['tasks.queueWait']!)).toMatchObject({
      count: 2,
      sum: 140,
      never: 0,
      unfinished: 1,
      atLeast: 180,
    });
    expect(told(result.samples['tasks.turnaround']!)).toMatchObject({
      count: 1,
      sum: 150,
      unfinished: 2,
      atLeast: 180,
    });
    expect(result.values['tasks.makespan']).toMatchObject({ per: 0, reason: '2 tasks were not over' });
    // What was not over in so long has not succeeded.
    expect(valueOf(result, 'tasks.successRatio')).toBe(1 / 3);
  });

  it('what ended without starting never has a wait, what did not succeed never a turnaround', () => {
    const { result } = run(
      `${ONE_SLOT}
name: timed-out
workload: { tasks: { t: { arrivals: { at: [0s, 10s, 20s, 99s] }, steps: [ { run: 60s } ] } } }
`.replace('queueTimeout: none', 'queueTimeout: 30s'),
    );
    // 0–60; 10 and 20 give up at 40 and 50; 99–159.
    expect(valueOf(result, 'tasks.timedOut')).toBe(2);
    expect(told(result.samples['tasks.queueWait']!)).toMatchObject({
      count: 2,
      sum: 0,
      never: 2,
      unfinished: 0,
    });
    expect(told(result.samples['tasks.turnaround']!)).toMatchObject({ count: 2, sum: 120, never: 2 });
    expect(told(result.samples['tasks.duration']!)).toMatchObject({ count: 2, sum: 120, never: 0 });
    expect(valueOf(result, 'tasks.successRatio')).toBe(0.5);
    expect(valueOf(result, 'queue.length.mean')).toBe(0.6);
    expect(valueOf(result, 'queue.length.max')).toBe(2);
  });

  it('a steady study cuts its warm-up, and work that does not count keeps coming in the run-out', () => {
    const { result, told: events } = run(`${ONE_SLOT}
name: steady
study: steady
warmUp: 20s
workload: { tasks: { t: { arrivals: { every: 10s }, steps: [ { run: 15s } ] } } }
`);
    // Task k arrives at 10k and starts at 15k; those that count are k = 2..9.
    const counted = [2, 3, 4, 5, 6, 7, 8, 9];
    expect(valueOf(result, 'tasks.arrived')).toBe(counted.length);
    expect(told(result.samples['tasks.queueWait']!)).toMatchObject({
      count: counted.length,
      sum: counted.reduce((sum, k) => sum + 5 * k, 0),
      min: 10,
      max: 45,
    });
    // The last one ends at 150: until then others arrived, which count for nothing.
    expect(events.filter(({ what, at }) => what === 'taskArrived' && at > 100e6)).toHaveLength(4);
    expect(events.at(-1)!.at).toBe(150e6);
    // Ends at 30, 45, 60, 75, 90 are of [20, 100).
    expect(valueOf(result, 'tasks.throughput')).toBe(5 / 80);
    expect(valueOf(result, 'slots.utilisation')).toBe(1);
  });

  it('a terminating study has no arrivals in its run-out', () => {
    const { told: events } = run(`${ONE_SLOT}
name: terminating
workload: { tasks: { t: { arrivals: { every: 10s }, steps: [ { run: 15s } ] } } }
`);
    expect(events.filter(({ what }) => what === 'taskArrived').map(({ at }) => at)).toEqual(
      Array.from({ length: 10 }, (_, k) => k * 10e6),
    );
  });

  it('an expectation with a window selects work by arrival and clips areas', () => {
    const { result } = run(`${ONE_SLOT}
name: window
workload: { tasks: { t: { arrivals: { at: [0s, 20s, 49s, 50s] }, steps: [ { run: 15s } ] } } }
expect: [ tasks.queueWait.mean < 1m within 20s..50s, slots.utilisation < 100% within 20s..50s ]
`);
    const within = ' within 20000000..50000000';
    expect(valueOf(result, `tasks.arrived${within}`)).toBe(2);
    expect(told(result.samples[`tasks.turnaround${within}`]!)).toMatchObject({ count: 2, sum: 30 });
    expect(valueOf(result, `tasks.makespan${within}`)).toBe(44);
    expect(valueOf(result, `slots.utilisation${within}`)).toBe(16 / 30);
    expect(valueOf(result, `tasks.throughput${within}`)).toBe(1 / 30);
    expect(valueOf(result, 'tasks.arrived')).toBe(4);
    expect(told(result.samples['tasks.queueWait']!)).toMatchObject({ count: 4, sum: 14 });
    expect(told(result.samples[`tasks.queueWait${within}`]!)).toMatchObject({ count: 2, sum: 0 });
  });

  it('work of a window before the warm-up counts until it is over, too', () => {
    const { result } = run(
      `${ONE_SLOT}
name: early-window
warmUp: 60s
workload: { tasks: { t: { arrivals: { at: [5s] }, steps: [ { run: 120s } ] } } }
expect: [ tasks.turnaround.max < 3m within 0s..20s ]
`,
    );
    const within = ' within 0..20000000';
    expect(valueOf(result, 'tasks.arrived')).toBe(0);
    expect(valueOf(result, `tasks.unfinished${within}`)).toBe(0);
    expect(told(result.samples[`tasks.turnaround${within}`]!)).toMatchObject({ count: 1, sum: 120 });
  });

  it('an outage that begins in the run-out is not of the run, one that began before is to its end', () => {
    // Task and run end at 80 min; the balancer is away from 65 min, or from 55 to 70 min.
    const longest = (every: string, lasts: string, study = '') =>
      run(`
name: late
duration: 1h
nodes: { a: {} }
loadBalancer: {}
dispatch: { policy: immediate }
${study}
workload:
  tasks: { t: { arrivals: { ${study === '' ? 'at: [50m]' : 'every: 50m'} }, steps: [ { run: 30m } ] } }
  requests: { r: { arrivals: { every: 1s }, timeout: 5s } }
failures: { f: { what: loadBalancer, every: ${every}, for: ${lasts} } }
`).result;
    for (const study of ['', 'study: steady\nwarmUp: 0s']) {
      const late = longest('65m', '1h', study);
      expect(valueOf(late, 'availability.ui')).toBe(1);
      expect(valueOf(late, 'outage.ui.longest')).toBe(0);
      expect(valueOf(late, 'outage.users.longest')).toBe(0);
      const early = longest('55m', '15m', study);
      expect(valueOf(early, 'availability.ui')).toBe(55 / 60);
      expect(valueOf(early, 'outage.ui.longest')).toBe(15 * 60);
    }
  });

  it('what is active at the start has arrived but neither started nor waited', () => {
    const { result } = run(`${ONE_SLOT}
name: active
workload: { tasks: { t: { active: { n: 1 }, queued: 1, steps: [ { run: 30s } ] } } }
`);
    expect(valueOf(result, 'tasks.arrived')).toBe(2);
    expect(valueOf(result, 'tasks.started')).toBe(1);
    expect(valueOf(result, 'tasks.succeeded')).toBe(2);
    expect(told(result.samples['tasks.queueWait']!)).toMatchObject({ count: 1, sum: 30 });
    expect(valueOf(result, 'node.n.slots.utilisation')).toBe(0.6);
  });

  it('what a promotion makes pending again has waited once, whatever becomes of it (rule B7)', () => {
    const { result } = run(`
name: twice
duration: 20m
regions: { r: [a], s: [a] }
network: { between: { r: { s: 20ms } } }
nodes: { n: { at: r/a, taskCap: 2 } }
database: { at: r/a, replicas: { copy: { at: s/a, mode: async, lag: 30s } } }
storage: ideal
dispatch: { policy: immediate, queueTimeout: 60s }
workload: { tasks: { t: { arrivals: { every: 10s }, steps: [ { run: 40s } ] } } }
timeline: [ { at: 5m, outage: r, plan: p } ]
plans: { p: [ { do: promote, what: copy, takes: 40s } ] }
`);
    expect(valueOf(result, 'tasks.duplicated')).toBeGreaterThan(0);
    const { count, never, unfinished } = result.samples['tasks.queueWait']!;
    expect(count).toBe(valueOf(result, 'tasks.started'));
    expect(count + never + unfinished).toBe(valueOf(result, 'tasks.arrived'));
  });
});
