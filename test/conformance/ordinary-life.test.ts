/** Issue of ordinary days: system tasks (W4), resubmission (D5), priorities, concurrency tags, resilient runs. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';

const ONE_SLOT = `
duration: 30m
regions: { r: [a] }
nodes: { n: { at: r/a, taskCap: 1, startTime: 0s, phase: 0s } }
dispatch: { policy: immediate }
`;

describe('system tasks (rule W4)', () => {
  it('facts 59, 61: while no node is eligible they wait, and what was missed is made up for once', () => {
    const { result, told } = run(`name: system
${ONE_SLOT}
workload: { tasks: { sweep: { kind: system, arrivals: { every: 5m }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 9m, crash: n, for: 12m } ]
`);
    // Due at 0, 5, 10, 15, 20, 25 min; one for those of 10, 15 and 20 waits until the node is back at 21 min.
    expect(valueOf(result, 'tasks.sweep.refused')).toBe(0);
    expect(valueOf(result, 'tasks.sweep.succeeded')).toBe(4);
    expect(starts(told).map(({ at }) => at / 1e6)).toEqual([0, 300, 1260, 1500]);
  });
});

describe('resubmission (rule D5, fact 51)', () => {
  it('fact 51: cancelled deployments come back as new tasks at the back of the queue, others do not', () => {
    const { result, told } = run(`name: resubmit
${ONE_SLOT}
workload:
  tasks:
    deployment: { kind: deployment, active: { n: 1 }, steps: [ { run: 10m } ] }
    other: { kind: other, queued: 1, steps: [ { run: 1m } ] }
timeline:
  - { at: 2m, crash: n, for: 1m }
  - { at: 4m, resubmit: { cancelledSince: 1h } }
`);
    expect(valueOf(result, 'tasks.deployment.cancelled')).toBe(1);
    expect(valueOf(result, 'tasks.deployment.resubmitted')).toBe(1);
    expect(valueOf(result, 'tasks.deployment.arrived')).toBe(2);
    expect(valueOf(result, 'tasks.deployment.succeeded')).toBe(1);
    // Back at 3 m: `other` runs until 4 m, then the deployment anew for its 10 m.
    expect(ends(told).at(-1)).toMatchObject({ at: 14 * 60e6, outcome: 'succeeded' });
  });
});

describe('resilient runs (fact 52, a what-if)', () => {
  it('fact 52: what the crash interrupts goes on at its step when the node is back', () => {
    const { result, told } = run(`name: resilient
${ONE_SLOT}
workload:
  tasks:
    deployment: { kind: deployment, resilient: true, active: { n: 1 }, steps: [ { run: 1m }, { run: 5m } ] }
timeline: [ { at: 2m, crash: n, for: 1m } ]
`);
    expect(valueOf(result, 'tasks.cancelled')).toBe(0);
    expect(valueOf(result, 'tasks.orphaned')).toBe(1);
    expect(ends(told)).toMatchObject([{ at: 8 * 60e6, outcome: 'succeeded' }]);
  });
});

describe('order of the queue', () => {
  it('fact 4: top before high before normal, FIFO inside each', () => {
    const { told, scenario } = run(`name: bands
${ONE_SLOT}
workload:
  tasks:
    blocker: { active: { n: 1 }, steps: [ { run: 1m } ] }
    plain: { arrivals: { at: [1s, 2s] }, steps: [ { run: 10s } ] }
    hotfix: { priority: high, arrivals: { at: [3s, 4s] }, steps: [ { run: 10s } ] }
    moved: { priority: top, arrivals: { at: [5s] }, steps: [ { run: 10s } ] }
`);
    const order = told
      .filter(({ what }) => what === 'taskStarted')
      .map(({ args }) => [scenario.tasks[args[0] as number]!.name, (args[2] as number) / 1e6]);
    expect(order).toEqual([
      ['blocker', 0],
      ['moved', 5],
      ['hotfix', 3],
      ['hotfix', 4],
      ['plain', 1],
      ['plain', 2],
    ]);
  });

  it('fact 26: one at a time of a project; the others wait and later work passes', () => {
    const { told, result } = run(`name: tags
duration: 30m
regions: { r: [a] }
nodes: { n: { at: r/a, taskCap: 3, startTime: 0s, phase: 0s } }
dispatch: { policy: immediate }
workload:
  tasks:
    same: { exclusivePer: project, queued: 3, steps: [ { run: 1m } ] }
    free: { arrivals: { at: [1s] }, steps: [ { run: 1m } ] }
`);
    expect(starts(told).map(({ at }) => at / 1e6)).toEqual([0, 1, 60, 120]);
    expect(valueOf(result, 'queue.length.max')).toBeGreaterThanOrEqual(2);
    expect(valueOf(result, 'tasks.succeeded')).toBe(4);
  });

  it('fact 26: one at a time of each project and environment, of which each pair has a tag of its own', () => {
    const { told } = run(`name: pairs
duration: 2m
nodes: { n: { taskCap: 50 } }
dispatch: { policy: immediate }
workload:
  tasks:
    t: { projects: 2, environments: 3, atMost: { tasks: 1, per: [project, environment] }, queued: 200, steps: [ { run: 1m } ] }
`);
    const minutes = starts(told).map(({ at }) => at / 60e6);
    expect(minutes.slice(0, 12)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });
});

describe('local disks', () => {
  it('failure mode 18: a file is only on the node that wrote it: with three nodes two of three reads find nothing', () => {
    const { result } = run(`name: local
duration: 10h
regions: { r: [a] }
nodes: { n: { count: 3, at: r/a, taskCap: 50, startTime: 0s, phase: even } }
storage: { at: r/a, preset: local-disk }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 10s }, steps: [ { write: 1MB }, { read: 1MB } ] } } }
`);
    const failed = valueOf(result, 'tasks.failed') / valueOf(result, 'tasks.arrived');
    // 3600 trials of chance 2/3: four standard deviations are 0.032.
    expect(Math.abs(failed - 2 / 3)).toBeLessThan(0.032);
  });

  it('S3: no file is on a node that is not there yet; what a removed one wrote is lost', () => {
    const { told } = run(`name: local-later
duration: 3h
regions: { r: [a] }
nodes: { one: { at: r/a, taskCap: 50 } }
storage: { at: r/a, preset: local-disk }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 5s }, steps: [ { read: 1MB } ] } } }
timeline:
  - { at: 1h, addNode: { name: two, at: r/a, taskCap: 0 } }
  - { at: 2h, removeNode: two }
`);
    const failedInHour = (hour: number): number =>
      ends(told).filter(({ at, outcome }) => outcome === 'failed' && Math.floor(at / 3600e6) === hour).length;
    expect(failedInHour(0)).toBe(0);
    // 720 trials of chance 1/2 each hour: four standard deviations are 54.
    for (const hour of [1, 2]) expect(Math.abs(failedInHour(hour) - 360)).toBeLessThan(54);
  });
});
