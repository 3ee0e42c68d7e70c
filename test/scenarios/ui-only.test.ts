/** Nodes with task cap 0 (fact 7): they run no tasks, serve users, and a release does not slow them down. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/measure/result.ts';
import { meanSeconds, once, shipped, value } from './support.ts';

let mixed: RunResult;
let split: RunResult;
beforeAll(() => {
  mixed = once(shipped('planning/mixed-nodes.yaml'));
  split = once(shipped('planning/ui-only-nodes.yaml'));
});

const sum = (result: RunResult, measure: string, ...nodes: string[]) =>
  nodes.reduce((total, node) => total + value(result, `node.${node}.${measure}`), 0);
/** Both scenarios have an expectation on this window, three minutes from the release. */
const duringRelease = (result: RunResult) =>
  meanSeconds(result, 'requests.dashboard.latency within 3600000000..3780000000');
const dayLoad = (result: RunResult) =>
  meanSeconds(result, 'requests.dashboard.latency within 600000000..3000000000');

describe('task cap 0', () => {
  it('starts no task: the task nodes do all of the work', () => {
    expect(sum(split, 'started', 'ui-1', 'ui-2')).toBe(0);
    expect(sum(split, 'started', 'task-1', 'task-2', 'task-3')).toBe(value(split, 'tasks.arrived'));
    expect(value(split, 'tasks.succeeded')).toBe(value(split, 'tasks.arrived'));
  });

  it('serves users: all of them, as the balancer serves no other node', () => {
    expect(sum(split, 'served', 'ui-1', 'ui-2')).toBe(value(split, 'requests.served'));
    expect(sum(split, 'served', 'task-1', 'task-2', 'task-3')).toBe(0);
  });

  it('does the same work as five mixed nodes', () => {
    for (const name of ['tasks.arrived', 'requests.arrived'])
      expect(value(split, name)).toBe(value(mixed, name));
  });
});

describe('a release of 60 deployments at once', () => {
  it('is noticed by users of mixed nodes, not by those of UI nodes', () => {
    expect(duringRelease(mixed)).toBeGreaterThan(1.05 * dayLoad(mixed));
    expect(duringRelease(split)).toBeLessThan(1.02 * dayLoad(split));
  });

  it('takes longer on three task nodes than on five mixed ones with as many slots', () => {
    const turnaround = (result: RunResult) => meanSeconds(result, 'tasks.release.turnaround');
    expect(turnaround(split)).toBeGreaterThan(1.1 * turnaround(mixed));
  });
});
