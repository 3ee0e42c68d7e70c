/** Task caps that go to or from 0: facts 7, 61, 133; rule D1. */
import { describe, expect, it } from 'vitest';
import { run, starts, valueOf } from '../support/run.ts';
import { MIN, S } from './support.ts';

const caps = (timeline: string, zeroCap = 'restart', taskCap = 0) =>
  run(`
name: caps
duration: 20m
nodes: { n: { taskCap: ${taskCap}, phase: 3s, startTime: 60s, zeroCap: ${zeroCap} } }
database: ideal
storage: ideal
workload:
  tasks:
    t: { kind: other, queued: 1, steps: [ { run: 1s } ] }
    job: { kind: system, arrivals: { at: [6m] }, steps: [ { run: 1s } ] }
timeline: [ ${timeline} ]
`);

describe('facts 61, 133: a cap to or from 0 needs a restart', () => {
  it('fact 133: from 0 it acts with the next start of the node', () => {
    const { told } = caps('{ at: 2m, setTaskCap: n, to: 5 }, { at: 5m, restart: n, takes: 0s }');
    // Restarted at 5 min, ready and looking at 6 min.
    expect(starts(told)[0]!.at).toBe(6 * MIN);
    expect(told.filter(({ args }) => args[0] === 'noted').map(({ at, args }) => [at, args[1]])).toEqual([
      [2 * MIN, 'n works with its new task cap only after a restart (fact 133)'],
    ]);
  });

  it('fact 133: without a restart it never does', () => {
    const { result } = caps('{ at: 2m, setTaskCap: n, to: 5 }, { at: 3m, setTaskCap: n, to: 7 }');
    expect(valueOf(result, 'tasks.started')).toBe(0);
  });

  it('fact 133: set while the node is down, it acts when that starts', () => {
    const { told } = caps('{ at: 1m, stop: n, for: 3m }, { at: 2m, setTaskCap: n, to: 5 }');
    expect(starts(told)[0]!.at).toBe(5 * MIN);
  });

  it('fact 133: set back to 0 before the restart, nothing waits for that', () => {
    const { result } = caps(
      '{ at: 2m, setTaskCap: n, to: 5 }, { at: 3m, setTaskCap: n, to: 0 }, { at: 5m, restart: n, takes: 0s }',
    );
    expect(valueOf(result, 'tasks.started')).toBe(0);
  });

  it('facts 61, 133: to 0 it takes no task more, and queues system tasks until it is restarted', () => {
    const queued = (timeline: string, zeroCap: string) =>
      caps(timeline, zeroCap, 5).told.filter(({ what, args }) => what === 'taskStarted' && args[0] === 1)
        .length;
    const one = caps('{ at: 1s, setTaskCap: n, to: 0 }', 'restart', 5);
    expect(valueOf(one.result, 'tasks.started')).toBe(0);
    // Queued at 6 min by the node of cap 0, and run from 7 min on, when it has a cap again.
    expect(one.result.values['queue.length.max']!.sum).toBe(2);
    expect(caps('{ at: 1s, setTaskCap: n, to: 0 }', 'live', 5).result.values['queue.length.max']!.sum).toBe(
      1,
    );
    expect(queued('{ at: 1s, setTaskCap: n, to: 0 }, { at: 7m, setTaskCap: n, to: 5 }', 'restart')).toBe(1);
  });

  it('D1: live, as by default, a cap acts at once', () => {
    const { told } = caps('{ at: 2m, setTaskCap: n, to: 5 }', 'live');
    expect(starts(told)[0]!.at).toBe(2 * MIN + 3 * S);
  });
});
