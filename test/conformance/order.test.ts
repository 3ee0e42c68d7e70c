/** Who is next in the queue, besides first in, first out, and who not at all any more: rules Q13, Q14, Q15; fact 143. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskHeap } from '../../src/cluster/task-heap.ts';
import { ends, run, type Told, valueOf } from '../support/run.ts';
import { S } from './support.ts';

/** Work of 19 s; nodes look at 0, 20 … s. Classes of the tasks in the order in which they start. */
function order(dispatch: string, tasks: string, taskCap = 1): string {
  const { told, scenario } = run(`
name: order
duration: 6m
dispatch: { ${dispatch} }
nodes: { n: { taskCap: ${taskCap}, phase: 0s } }
workload: { tasks: { ${tasks} } }
`);
  const started = told.filter(({ what }: Told) => what === 'taskStarted');
  return started.map(({ args }) => scenario.tasks[args[0] as number]!.name).join('');
}

const STEPS = 'steps: [ { run: 19s } ]';

describe.each(['greedy', 'immediate'])('order under %s', (policy) => {
  it(`Q13: of two classes that wait so many are taken as their weights say: ${policy}`, () => {
    const tasks = `a: { weight: 3, queued: 9, ${STEPS} }, b: { queued: 9, ${STEPS} }`;
    // Three of a for each of b; of equals who came first.
    expect(order(`policy: ${policy}`, tasks).slice(0, 9)).toBe('abaaabaaa');
  });

  it(`Q13: bands of priority go before weights: ${policy}`, () => {
    const tasks = `a: { weight: 9, queued: 3, ${STEPS} }, b: { priority: high, queued: 2, ${STEPS} }`;
    expect(order(`policy: ${policy}`, tasks).slice(0, 5)).toBe('bbaaa');
  });

  it(`Q13: the class with the shortest estimate is next: ${policy}`, () => {
    const tasks = `a: { estimate: 5m, queued: 2, ${STEPS} }, b: { estimate: 1m, queued: 2, ${STEPS} }, c: { estimate: 2m, queued: 1, ${STEPS} }`;
    expect(order(`policy: ${policy}, order: shortest`, tasks)).toBe('bbcaa');
  });

  it(`Q13: who came last is next, inside its band: ${policy}`, () => {
    const tasks = ['a', 'b', 'c', 'd'].map((name, i) => {
      const band = name === 'b' ? ', priority: high' : '';
      return `${name}: { arrivals: { at: [${i + 1}s] }${band}, ${STEPS} }`;
    });
    // The first that comes is taken at once where nodes do not look.
    const expected = policy === 'immediate' ? 'abdc' : 'bdca';
    expect(order(`policy: ${policy}, order: lifo`, tasks.join(', '))).toBe(expected);
  });

  it(`Q13: last in, first out comes with overload, and goes when nothing is pending: ${policy}`, () => {
    const at = { a: 1, b: 2, c: 3, d: 4, e: 45, f: 205, g: 206, h: 207, i: 208 };
    const tasks = Object.entries(at).map(([name, t]) => `${name}: { arrivals: { at: [${t}s] }, ${STEPS} }`);
    // One is taken every 19 or 20 s; after 30 s with somebody pending who came last is next.
    const expected = policy === 'immediate' ? 'abdecfgih' : 'adecbfihg';
    expect(order(`policy: ${policy}, order: lifo, lifoAfter: 30s`, tasks.join(', '))).toBe(expected);
  });

  it(`Q13: that the next of a tag can be taken as the first has timed out is no break: ${policy}`, () => {
    // Something is pending from 1 s on: b of 1 s until 16 s, that of 5 s until 20 s. When the slot is free who came last is next; the other times out.
    const tasks = `a: { active: { n: 1 }, steps: [ { run: 22s } ] }, b: { atMost: 1, arrivals: { at: [1s, 5s] }, ${STEPS} },
      c: { arrivals: { at: [17s] }, ${STEPS} }, d: { arrivals: { at: [18s] }, ${STEPS} }`;
    const overload = 'order: lifo, lifoAfter: 20s, queueTimeout: 15s, every: 23s';
    expect(order(`policy: ${policy}, ${overload}`, tasks)).toBe('ad');
  });

  it(`Q15: who has less than its share of the slots goes first: ${policy}`, () => {
    const tasks = `a: { priority: high, queued: 6, ${STEPS} }, b: { priority: high, queued: 4, ${STEPS} }, c: { queued: 2, ${STEPS} }`;
    expect(order(`policy: ${policy}`, tasks, 4)).toBe('aaaaaabbbbcc');
    // Two of each at a time; the rest of a when b has none, and then what is not prioritised.
    expect(order(`policy: ${policy}, share: projects`, tasks, 4)).toBe('aabbaabbaacc');
    // Those that only some nodes may take wait in a line of their own.
    const needy = tasks.replace('b: {', 'b: { needs: n,');
    expect(order(`policy: ${policy}, share: projects`, needy, 4)).toBe('aabbaabbaacc');
  });

  it(`Q15: moved to the top is before others of its share only: ${policy}`, () => {
    const tasks = `a: { priority: high, queued: 3, ${STEPS} }, t: { priority: top, queued: 3, ${STEPS} }`;
    expect(order(`policy: ${policy}`, tasks, 4)).toBe('tttaaa');
    expect(order(`policy: ${policy}, share: projects`, tasks, 4)).toBe('ttaata');
  });
});

it('Q4: of those in the queue that a node may take the first by its order is next, whoever came and went', () => {
  const deeds = fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.nat(9)), { maxLength: 60 });
  fc.assert(
    fc.property(deeds, (all) => {
      const heap = new TaskHeap<{ order: number; place: number; kind: number }>();
      const there: { order: number; place: number; kind: number }[] = [];
      for (const [at, [comes, which, kind]] of all.entries()) {
        if (comes || there.length === 0) {
          // No two have one place in the order.
          const task = { order: 100 * (which % 1000) + at, place: 0, kind };
          heap.add(task);
          there.push(task);
        } else heap.remove(there.splice(which % there.length, 1)[0]!);
        const inOrder = there.toSorted((a, b) => a.order - b.order);
        expect(heap.head).toBe(inOrder[0]);
        for (const accepted of [0, 5])
          expect(heap.firstThat((task) => task.kind === accepted)).toBe(
            inOrder.find((task) => task.kind === accepted),
          );
      }
    }),
  );
});

it('fact 143: the next slot goes to the project that runs nothing, though its task was queued later', () => {
  // The page's own example: a cap of 4, of A five tasks, of which four run, then one of B.
  const tasks = `a: { priority: high, arrivals: { at: [0s], count: 5 }, ${STEPS} }, b: { priority: high, arrivals: { at: [10s] }, ${STEPS} }`;
  expect(order('policy: immediate', tasks, 4)).toBe('aaaaab');
  expect(order('policy: immediate, share: projects', tasks, 4)).toBe('aaaaba');
});

it('Q15: projects of one class share as well, each task in the project of its key', () => {
  const started = (share: string) => {
    const { told } = run(`
name: share
duration: 6m
dispatch: { policy: immediate, share: ${share} }
nodes: { n: { taskCap: 6 } }
workload: { tasks: { a: { priority: high, projects: 2, queued: 40, exclusivePer: project, ${STEPS} } } }
`);
    return told.filter(({ what }: Told) => what === 'taskStarted').map(({ args }) => args[1]);
  };
  // One of each at a time whatever is shared: what waits for its tag is no task that could be taken.
  expect(started('projects')).toEqual(started('none'));
});

describe('deadlines', () => {
  /** Three tasks of 30 s that are queued at 0 and expire after 40 s, one slot. */
  const told = (dispatch: string, more = '') => {
    const { told: all, result } = run(`
name: deadlines
duration: 6m
dispatch: { ${dispatch} }
nodes: { n: { taskCap: 1, phase: 0s } }
workload: { tasks: { a: { queued: 3, deadline: 40s, ${more} steps: [ { run: 30s } ] } } }
`);
    return { ended: ends(all).map(({ at, outcome }) => `${at / S} ${outcome}`), result };
  };

  it('Q14: what would be taken after its deadline is dropped then', () => {
    const { ended, result } = told('policy: immediate');
    expect(ended).toEqual(['30 succeeded', '60 succeeded', '60 expired']);
    expect(valueOf(result, 'tasks.a.expired')).toBe(1);
    expect(result.samples['tasks.a.queueWait']).toMatchObject({ count: 2, never: 1 });
  });

  it('Q14: at its deadline it is still taken, and nobody drops it before a node would take it', () => {
    // Looks at 0, 40 and 80 s take or drop; the time-out of the queue comes by itself, at 45 s.
    expect(told('policy: greedy').ended).toEqual(['30 succeeded', '70 succeeded', '80 expired']);
    expect(told('policy: greedy, queueTimeout: 45s').ended).toEqual([
      '30 succeeded',
      '45 timedOut',
      '70 succeeded',
    ]);
  });

  it('Q14: what was taken ahead expires where it waits for a slot', () => {
    expect(told('policy: greedy, prefetch: 1').ended).toEqual(['30 succeeded', '60 succeeded', '60 expired']);
  });

  it('Q14: the next of the tag of what was dropped is next', () => {
    expect(told('policy: greedy', 'atMost: 1,').ended).toEqual([
      '30 succeeded',
      '70 succeeded',
      '80 expired',
    ]);
  });
});

it('Q13: who comes later makes up for nothing', () => {
  const tasks = `a: { weight: 1, queued: 12, ${STEPS} }, b: { weight: 1, arrivals: { at: [90s], count: 3 }, ${STEPS} }`;
  // Five of a have begun by 90 s; from then on one of each in turn.
  expect(order('policy: immediate', tasks).slice(0, 11)).toBe('aaaaabababa');
});

it('Q13: what is taken from another band is no turn that a class has missed', () => {
  const tasks = `h: { priority: high, weight: 1, queued: 4, ${STEPS} }, a: { weight: 1, queued: 6, ${STEPS} }, b: { weight: 1, arrivals: { at: [90s], count: 3 }, ${STEPS} }`;
  // The first of a begins at 76 s; b begins where a was then, and both go on in turn.
  expect(order('policy: immediate', tasks)).toBe('hhhhabababaaa');
});

it('Q13: ten of weight 10 for each of weight 1, to the task: of equal passes who came first is next', () => {
  const tasks = `b: { queued: 3, ${STEPS} }, a: { weight: 10, queued: 20, ${STEPS} }`;
  expect(order('policy: immediate', tasks)).toBe(`b${'a'.repeat(10)}b${'a'.repeat(10)}b`);
});
