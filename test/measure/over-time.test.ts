/** Rule W5: what is measured over time, bin by bin and between the borders of windows, by hand. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';

/** One slot, dispatched at once, ideal parts; bins of 2 s. */
const ONE_SLOT = `
duration: 100s
regions: { r: [a] }
nodes: { n: { at: r/a, taskCap: 1, startTime: 0s } }
database: ideal
storage: ideal
dispatch: { policy: immediate, queueTimeout: none }
`;

describe('the longest queue', () => {
  // Four arrive at 11 s and work 4 s each: 3 wait until 15, 2 until 19, 1 until 23.
  const { result } = run(`${ONE_SLOT}
name: queue
workload: { tasks: { t: { arrivals: { at: [11s], count: 4 }, steps: [ { run: 4s } ] } } }
expect: [ queue.length.max < 9 within 15500ms..18500ms, queue.length.max < 9 within 40s..50s ]
`);

  it('W5: of a bin is of this bin alone, also where the border of a window lies in it', () => {
    const longest = result.series.maxima['queue.length']!;
    expect(result.series.width).toBe(2e6);
    // 10–12, 12–14; 14–16 with the end of the first at 15 and a border at 15.5; 16–18; 18–20; 20–22; 22–24; after it.
    expect(longest.slice(6, 13)).toEqual([3, 3, 2, 2, 1, 1, 0]);
    expect(longest.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(Math.max(...longest.slice(13))).toBe(0);
  });

  it('W5: of a window is of this window alone', () => {
    expect(valueOf(result, 'queue.length.max within 15500000..18500000')).toBe(2);
    expect(valueOf(result, 'queue.length.max within 40000000..50000000')).toBe(0);
    expect(valueOf(result, 'queue.length.max')).toBe(3);
  });
});

it('W5: the last bin is as long as the run, not longer', () => {
  const { result } = run(
    `${ONE_SLOT}
name: last-bin
workload: { tasks: { t: { queued: 1, steps: [ { run: 1h } ] } } }
`.replace('duration: 100s', 'duration: 61s'),
  );
  expect(result.series).toMatchObject({ width: 2e6, bins: 31 });
  expect(result.series.averages['slots.busy']).toEqual(new Array(31).fill(1));
  expect(result.series.averages['availability.tasks']).toEqual(new Array(31).fill(1));
});

describe('what has no time', () => {
  it('W5: stands in the bin of its arrival: gave up, is still queued, or has no answer at the end', () => {
    const { result } = run(
      `${ONE_SLOT}
name: infinite
loadBalancer: { at: r }
workload:
  tasks: { t: { arrivals: { at: [0s, 10s, 98s] }, steps: [ { run: 197s } ] } }
  requests: { ui: { arrivals: { at: [50s] }, cpu: 500s, timeout: 1h } }
`.replace('queueTimeout: none', 'queueTimeout: 150s'),
    );
    // 0 s runs to 197 s; 10 s gives up at 160 s; 98 s starts at 197 s and is not over; the answer is not there at 200 s.
    const infinite = (name: string) =>
      result.series.latencies[name]!.flatMap(({ infinite }, bin) => (infinite > 0 ? [[bin, infinite]] : []));
    expect(infinite('tasks.t.queueWait')).toEqual([[5, 1]]);
    expect(infinite('requests.ui.latency')).toEqual([[25, 1]]);
    const later = run(`${ONE_SLOT}
name: queued
workload: { tasks: { t: { arrivals: { at: [0s, 10s] }, steps: [ { run: 300s } ] } } }
`).result.series.latencies['tasks.t.queueWait']!;
    expect(later.flatMap(({ infinite }, bin) => (infinite > 0 ? [[bin, infinite]] : []))).toEqual([[5, 1]]);
  });
});

describe('counts', () => {
  it('W5: what is cancelled with its node has not failed on it', () => {
    const { result } = run(`${ONE_SLOT}
name: cancelled
workload: { tasks: { t: { arrivals: { at: [0s] }, steps: [ { run: 1h } ] } } }
timeline: [ { at: 10s, crash: n, for: 1s } ]
`);
    expect(valueOf(result, 'tasks.cancelled')).toBe(1);
    expect(valueOf(result, 'node.n.failed')).toBe(0);
  });

  it('W5: all tasks together take from the first arrival of any class to the last end of any', () => {
    const { result } = run(`${ONE_SLOT}
name: classes
workload:
  tasks:
    a: { arrivals: { at: [5s, 40s] }, steps: [ { run: 20s } ] }
    b: { arrivals: { at: [30s] }, steps: [ { run: 1s } ] }
    c: { arrivals: { at: [10s] }, steps: [ { run: 1s } ] }
`);
    // c waits for a, until 26 s; b is over at 31 s, and a again at 60 s.
    const makespan = (of: string) => valueOf(result, `${of}.makespan`);
    expect(['tasks', 'tasks.a', 'tasks.b', 'tasks.c'].map(makespan)).toEqual([55, 55, 1, 16]);
  });

  it('W5: what is submitted again counts when that is done', () => {
    const { result } = run(`${ONE_SLOT}
name: again
warmUp: 30s
workload: { tasks: { t: { kind: deployment, active: { n: 1 }, steps: [ { run: 10m } ] } } }
timeline: [ { at: 10s, crash: n, for: 1s }, { at: 20s, resubmit: { cancelledSince: 1h } } ]
expect: [ tasks.resubmitted < 9 within 15s..25s ]
`);
    expect(valueOf(result, 'tasks.resubmitted')).toBe(0);
    expect(valueOf(result, 'tasks.resubmitted within 15000000..25000000')).toBe(1);
  });

  it('F2: faults count that begin in the measured time, and their time down that lies in it', () => {
    // Up 40 s, down 10 s, again and again: from 40 to 50 s and from 90 to 100 s.
    const { result } = run(`${ONE_SLOT}
name: faults
study: steady
warmUp: 45s
workload: { tasks: {} }
failures: { machine: { what: n, every: 40s, for: 10s } }
`);
    expect(valueOf(result, 'failures.machine.count')).toBe(1);
    expect(valueOf(result, 'failures.machine.downtime')).toBe(15);
  });
});
