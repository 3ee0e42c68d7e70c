/** Work that is tried again after it failed or lost its node, beside the product's "never" (fact 23): rule W7. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { S } from './support.ts';

/** Task `a` of 60 s, queued at 0 and so on node `n`, which crashes at 10 s and cancels its orphan when it is back at 30 s. */
function crashed({ retry = '', dispatch = 'policy: immediate', tasks = '', timeline = '', more = '' }) {
  const { told, result } = run(`
name: again
duration: 10m
dispatch: { ${dispatch} }
nodes:
  n: { taskCap: 1, phase: 0s, startTime: 0s }
  m: { taskCap: 1, phase: 0s, startTime: 0s, state: ${tasks.includes('active') ? 'online' : 'down'} }
workload: { tasks: { a: { queued: 1, ${retry}${more} steps: [ { run: 60s } ] }, ${tasks} } }
timeline: [ { at: 10s, crash: n, for: 20s }, ${timeline} ]
`);
  const started = starts(told).map(({ at, task, node }) => `${at / S} task ${task} on ${'nm'[node]}`);
  const ended = ends(told).map(({ at, task, outcome }) => `${at / S} task ${task} ${outcome}`);
  return { started, ended, result };
}

/** Node m is busy until 100 s, with what came before all that is queued at 0 (rule W2). */
const BUSY = 'b: { active: { m: 1 }, steps: [ { run: 100s } ] }';

describe('work that is tried again', () => {
  it('fact 23, W7: without `retry` what lost its node is not tried again', () => {
    const { started, ended, result } = crashed({});
    expect([started, ended]).toEqual([['0 task 0 on n'], ['30 task 0 cancelled']]);
    expect(valueOf(result, 'tasks.a.retries')).toBe(0);
  });

  it('W7: what lost its node is tried again from its first step, after the pause', () => {
    const { started, ended, result } = crashed({ retry: 'retry: { atMost: 1, pause: 5s },' });
    expect([started, ended]).toEqual([['0 task 0 on n', '35 task 0 on n'], ['95 task 0 succeeded']]);
    const value = (name: string) => valueOf(result, `tasks.a.${name}`);
    expect([value('arrived'), value('orphaned'), value('retries'), value('succeeded')]).toEqual([1, 1, 1, 1]);
    expect(result.samples['tasks.a.turnaround']!.max).toBe(95 * S);
    expect(result.samples['tasks.a.duration']!.max).toBe(60 * S);
    expect(result.samples['tasks.a.queueWait']).toMatchObject({ count: 1, max: 0 });
  });

  it('W7: after so many attempts it is over', () => {
    const { ended, result } = crashed({
      retry: 'retry: { atMost: 1 },',
      timeline: '{ at: 50s, crash: n, for: 20s }',
    });
    expect(ended).toEqual(['70 task 0 cancelled']);
    expect(valueOf(result, 'tasks.a.retries')).toBe(1);
  });

  it('W7: what failed is tried again: here the row of its node was deleted', () => {
    const { started, ended } = crashed({
      retry: 'retry: { atMost: 3, pause: 1s },',
      timeline: '{ at: 20s, removeNode: n }, { at: 40s, start: m }',
    });
    expect([started, ended]).toEqual([['0 task 0 on n', '40 task 0 on m'], ['100 task 0 succeeded']]);
  });

  it('T1, W7: without a pause it is in the queue in that instant, for the look that comes then as well', () => {
    // Node n is back at 30 s: it cancels its orphan, checks in and looks, all at once over an ideal database.
    const { started, ended } = crashed({ retry: 'retry: { atMost: 1 },', dispatch: 'policy: greedy' });
    expect([started, ended]).toEqual([['0 task 0 on n', '30 task 0 on n'], ['90 task 0 succeeded']]);
  });

  it('W7: on another node it waits for that, and what comes behind it passes by', () => {
    const tasks = `${BUSY}, c: { arrivals: { at: [32s] }, steps: [ { run: 10s } ] }`;
    const any = crashed({ retry: 'retry: { atMost: 1 },', tasks });
    expect(any.started.slice(2)).toEqual(['30 task 1 on n', '90 task 2 on n']);
    const another = crashed({ retry: 'retry: { atMost: 1, on: another },', tasks });
    expect(another.started.slice(2)).toEqual(['32 task 2 on n', '100 task 1 on m']);
    const looks = crashed({ retry: 'retry: { atMost: 1, on: another },', tasks, dispatch: 'policy: greedy' });
    // Node n looks at 30 and 50 s; m at 100 s, when what ends there is not seen, and 120 s.
    expect(looks.started.slice(2)).toEqual(['50 task 2 on n', '120 task 1 on m']);
  });

  it('W7: on another node also where both have a slot free', () => {
    const tasks = 'b: { active: { m: 1 }, steps: [ { run: 20s } ] }';
    expect(crashed({ retry: 'retry: { atMost: 1 },', tasks }).started.at(-1)).toBe('30 task 1 on n');
    const another = crashed({ retry: 'retry: { atMost: 1, on: another },', tasks });
    expect(another.started.at(-1)).toBe('30 task 1 on m');
  });

  it('Q7, W7: it may wait in the queue as long again, and what gave up there is not tried again', () => {
    const { ended } = crashed({
      retry: 'retry: { atMost: 9, pause: 5s, on: another },',
      tasks: BUSY,
      dispatch: 'policy: immediate, queueTimeout: 30s',
    });
    expect(ended).toEqual(['65 task 1 timedOut', '100 task 0 succeeded']);
  });

  it('Q14, W7: its deadline counts from when it was queued first', () => {
    const { ended } = crashed({ retry: 'retry: { atMost: 9, pause: 5s },', more: 'deadline: 34s,' });
    expect(ended).toEqual(['35 task 0 expired']);
  });

  it('Q1, W7: between two attempts the next of its tag may run', () => {
    const { started } = crashed({
      retry: 'retry: { atMost: 1, pause: 5s }, exclusivePer: project,',
      more: 'arrivals: { at: [1s] },',
    });
    expect(started).toEqual(['0 task 0 on n', '30 task 1 on n', '90 task 0 on n']);
  });

  it('T4, W7: a retry changes nobody’s arrivals and demands', () => {
    const told = (retry: string) =>
      run(`
name: common
duration: 10m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 9, startTime: 0s }, m: { taskCap: 9 } }
workload:
  tasks:
    a: { needs: n, arrivals: { poisson: 600/h }, ${retry} steps: [ { run: { exponential: 30s } } ] }
    b: { needs: m, arrivals: { poisson: 600/h }, steps: [ { run: { exponential: 30s } } ] }
timeline: [ { at: 2m, crash: n, for: 20s } ]
`).told.filter(({ what, args }) => /^task(Arrived|Ended)$/.test(what) && args[0] === 1);
    const times = (all: ReturnType<typeof told>) => all.map(({ what, at }) => `${what} ${at}`);
    expect(times(told('retry: { atMost: 3 },'))).toEqual(times(told('')));
  });
});
