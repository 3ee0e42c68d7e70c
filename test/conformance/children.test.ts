/** Tasks that start others and wait for them: fact 28; rule W8. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { S } from './support.ts';

/** Parents run 10 s, start a child of 30 s and go on for 10 s; nodes look at 0, 20 … s where they do. */
function family({ parents = 1, cap = 2, step = '', dispatch = 'policy: immediate', more = '' }) {
  const { told, result } = run(`
name: family
duration: 10m
dispatch: { ${dispatch} }
nodes: { n: { taskCap: ${cap}, phase: 0s, startTime: 0s } }
workload:
  tasks:
    parent: { queued: ${parents}, steps: [ { run: 10s }, { start: child${step} }, { run: 10s } ] }
    child: { steps: [ { run: 30s } ] }
${more}`);
  const started = starts(told).map(({ at, task }) => `${at / S} ${task}`);
  const ended = ends(told).map(({ at, task, outcome }) => `${at / S} ${task} ${outcome}`);
  return { started, ended, result };
}

describe('children', () => {
  it('W8: a task waits for what it has started, holding its slot', () => {
    const { started, ended, result } = family({});
    expect([started, ended]).toEqual([
      ['0 0', '10 1'],
      ['40 1 succeeded', '50 0 succeeded'],
    ]);
    expect(valueOf(result, 'tasks.child.arrived')).toBe(1);
    // Two slots from 10 to 40 s, one before and after: 80 slot seconds of 1200.
    expect(valueOf(result, 'slots.utilisation')).toBeCloseTo(80 / 1200, 12);
  });

  it('W2, W8: children that a task has which runs at 0 are behind what is queued then', () => {
    const { told } = run(`
name: initial
duration: 10m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 1 } }
workload:
  tasks:
    parent: { active: { n: 1 }, steps: [ { start: child, exempt: true } ] }
    child: { steps: [ { run: 30s } ] }
    other: { queued: 1, steps: [ { run: 10s } ] }
`);
    const ended = ends(told).map(({ at, task }) => [at / S, task]);
    // 0 is the parent, 1 what is queued, 2 the child.
    expect(ended).toEqual([
      [10, 1],
      [40, 2],
      [40, 0],
    ]);
  });

  it('W8: it goes on when the last is over', () => {
    // One slot beside its own: three children of 30 s, one after another.
    const { ended } = family({ step: ', count: 3' });
    expect(ended.at(-1)).toBe('110 0 succeeded');
  });

  it('Q2, W8: its children are in the queue like others', () => {
    const { started, ended } = family({ dispatch: 'policy: greedy' });
    expect([started, ended]).toEqual([
      ['0 0', '20 1'],
      ['50 1 succeeded', '60 0 succeeded'],
    ]);
  });

  it('fact 28, W8: parents that fill every slot wait for ever, and that is counted', () => {
    const { ended, result } = family({ parents: 2 });
    expect(ended).toEqual([]);
    expect(valueOf(result, 'tasks.parent.deadlocked')).toBe(2);
    expect(valueOf(result, 'tasks.child.unfinished')).toBe(2);
    const free = family({ parents: 2, cap: 3 });
    expect(valueOf(free.result, 'tasks.parent.deadlocked')).toBe(0);
    expect(valueOf(free.result, 'tasks.succeeded')).toBe(4);
  });

  it('fact 28, W8: exempt parents cannot: they are above the cap when they go on', () => {
    const { started, ended, result } = family({ parents: 2, step: ', exempt: true' });
    // Both have given up their slots at 10 s, both go on at 40 s.
    expect(started).toEqual(['0 0', '0 1', '10 2', '10 3']);
    expect(ended.slice(2)).toEqual(['50 0 succeeded', '50 1 succeeded']);
    expect(valueOf(result, 'tasks.deadlocked')).toBe(0);
    // A third takes the slot of one that waits, and there are three when that one goes on.
    const third = family({ parents: 3, step: ', exempt: true' });
    expect(valueOf(third.result, 'tasks.succeeded')).toBe(6);
  });

  it('D4, W8: children of a task that lost its node go on, and nobody waits for them', () => {
    const { ended } = family({ more: 'timeline: [ { at: 20s, crash: n, for: 5s } ]\n' });
    expect(ended).toEqual(['25 0 cancelled', '25 1 cancelled']);
  });

  it('W7, W8: a child that is tried again is waited for', () => {
    const { result } = run(`
name: again
duration: 10m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 1 }, m: { taskCap: 1, startTime: 0s } }
workload:
  tasks:
    parent: { needs: n, queued: 1, steps: [ { start: child }, { run: 10s } ] }
    child: { needs: m, retry: { atMost: 1 }, steps: [ { run: 30s } ] }
timeline: [ { at: 20s, crash: m, for: 5s } ]
`);
    expect(result.samples['tasks.parent.turnaround']!.max).toBe(65 * S);
  });

  it('T4, W8: children change nobody’s arrivals and demands', () => {
    const told = (steps: string) =>
      run(`
name: common
duration: 10m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 50 } }
workload:
  tasks:
    a: { arrivals: { poisson: 300/h }, steps: [ { run: { exponential: 30s } }${steps} ] }
    b: { arrivals: { poisson: 300/h }, steps: [ { run: { exponential: 30s } } ] }
    c: { queued: 1, steps: [ { run: { exponential: 30s } } ] }
`)
        .told.filter(({ what, args }) => /^task(Arrived|Ended)$/.test(what) && args[0] === 1)
        .map(({ what, at }) => `${what} ${at}`);
    expect(told(', { start: c, count: 2 }')).toEqual(told(''));
  });
});

/** Tasks by the name of their class and node, and when they start. */
function startsOf(text: string): string[] {
  const { told, scenario } = run(`name: families\nduration: 2m\n${text}`);
  return told
    .filter(({ what }) => what === 'taskStarted')
    .map(({ at, args }) => {
      const [taskClass, , , node] = args as number[];
      return `${at / S} ${scenario.tasks[taskClass!]!.name} ${scenario.nodes[node!]!.name}`;
    });
}

it('Q5, W8: slots that are given up for children are in no sum of fair share', () => {
  // At 20 s a has 3 of 4 slots in use and b none: 3 / 4 is above (3 + 1) / 8, and a leaves the task to b, which looks at 25 s.
  const started = startsOf(`
nodes:
  a: { taskCap: 4, phase: 0s, offers: [main] }
  b: { taskCap: 4, phase: 5s, offers: [main] }
  c: { taskCap: 4, phase: 6s, offers: [aux] }
workload:
  tasks:
    busy: { needs: main, active: { a: 3 }, steps: [ { run: 10m } ] }
    parent: { needs: main, active: { b: 4 }, steps: [ { start: child, exempt: true } ] }
    child: { needs: aux, steps: [ { run: 10m } ] }
    task: { needs: main, arrivals: { at: [15s] }, steps: [ { run: 1s } ] }
`);
  expect(started.at(-1)).toBe('25 task b');
});

it('Q11, W8: a slot that a task has given up for its children is kept for the next of its class', () => {
  const started = startsOf(`
dispatch: { policy: immediate }
nodes:
  a: { taskCap: 2, offers: [main], reserve: { parent: 1 } }
  b: { taskCap: 2, offers: [aux] }
workload:
  tasks:
    parent: { needs: main, arrivals: { at: [0s, 6s] }, steps: [ { start: child, exempt: true } ] }
    child: { needs: aux, steps: [ { run: 90s } ] }
    task: { needs: main, arrivals: { at: [5s], count: 2 }, steps: [ { run: 1h } ] }
`);
  expect(started).toEqual(['0 parent a', '0 child b', '5 task a', '6 parent a', '6 child b']);
});
