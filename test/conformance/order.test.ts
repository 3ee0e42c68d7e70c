/** Who is next in the queue, besides first in, first out: rule Q13. */
import { describe, expect, it } from 'vitest';
import { run, type Told } from '../support/run.ts';

/** One slot, work of 20 s; nodes look at 0, 20 … s. Classes of the tasks in the order in which they start. */
function order(dispatch: string, tasks: string): string {
  const { told, scenario } = run(`
name: order
duration: 6m
dispatch: { ${dispatch} }
nodes: { n: { taskCap: 1, phase: 0s } }
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
});

it('Q13: who comes later makes up for nothing', () => {
  const tasks = `a: { weight: 1, queued: 12, ${STEPS} }, b: { weight: 1, arrivals: { at: [90s], count: 3 }, ${STEPS} }`;
  // Five of a have begun by 90 s; from then on one of each in turn.
  expect(order('policy: immediate', tasks).slice(0, 11)).toBe('aaaaabababa');
});
