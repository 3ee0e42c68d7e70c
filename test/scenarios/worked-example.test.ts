/** The worked examples of the documentation: balancing (facts 13–15) and the task cap formula (facts 106, 107). */
import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../support/run.ts';
import { once, shipped, value } from './support.ts';

const started = (...set: string[]) => {
  const result = once(shipped('balance-worked-example.yaml', ...set));
  return ['a', 'b', 'c'].map((node) => value(result, `node.${node}.started`));
};
/** `--set` that lets the nodes look in this order, one second apart. */
const order = (nodes: string) => [...nodes].map((node, i) => `nodes.${node}.phase=${i + 1}s`);

describe('facts 13 and 15: who takes what of 12 pending tasks with 8, 3 and 0 active', () => {
  it.each(['abc', 'bac', 'bca'])('order %s: 0, 5 and 7', (nodes) => {
    expect(started(...order(nodes))).toEqual([0, 5, 7]);
  });

  it.each(['acb', 'cab', 'cba'])('order %s: 0, 4 and 8', (nodes) => {
    expect(started(...order(nodes))).toEqual([0, 4, 8]);
  });
});

it('fact 14: 22 / 30 instead of 23 / 30 gives the same: b takes 5 and c what is left', () => {
  expect(started('workload.tasks.deployment.queued=11')).toEqual([0, 5, 6]);
});

it('facts 11 and 13: below 70 % node b would take one less', () => {
  expect(started('workload.tasks.deployment.queued=9')).toEqual([0, 4, 5]);
});

describe('fact 106: 50 deployments of 30 minutes in two hours', () => {
  const minutes = (...set: string[]) =>
    value(once(shipped('planning/prod-window-50x30.yaml', ...set)), 'tasks.makespan') / 60;
  const waves = (m: number) => Math.floor(m / 30);

  it.each([
    [12, 5],
    [13, 4],
    [16, 4],
    [17, 3],
  ])('task cap %i: %i waves', (cap, expected) => {
    const took = minutes('nodes.node.count=1', `nodes.node.taskCap=${cap}`);
    expect(waves(took)).toBe(expected);
    // A poll before each wave.
    expect(took).toBeLessThan(30 * expected + expected / 3 + 0.1);
  });

  it('the recommended 2 × 8 just misses the window, a 17th slot makes it 90 minutes', () => {
    expect(minutes()).toBeGreaterThan(120);
    expect(minutes()).toBeLessThan(122);
    expect(waves(minutes('nodes.extra.taskCap=1'))).toBe(3);
  });
});

describe('fact 107: a window of 24 hours holds cap × window / duration deployments', () => {
  const hours = (cap: number, tasks: number) =>
    value(
      once(
        scenarioOf(`{ name: t, duration: 48h, nodes: { n: { taskCap: ${cap} } }, dispatch: { policy: immediate, queueTimeout: none },
          workload: { tasks: { deployment: { queued: ${tasks}, steps: [{ run: 30m }] } } } }`),
      ),
      'tasks.makespan',
    ) / 3600;

  it.each([
    [5, 240],
    [10, 480],
    [20, 960],
  ])('cap %i: %i', (cap, tasks) => {
    expect(hours(cap, tasks)).toBe(24);
    expect(hours(cap, tasks + 1)).toBe(24.5);
  });
});
