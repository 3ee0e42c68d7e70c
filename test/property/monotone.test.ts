/** More of what waits are made of never makes a wait longer: `immediate` on ideal parts is G/G/c, and FIFO is monotone in c. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { draws } from '../support/draws.ts';
import { run } from '../support/run.ts';

const length = fc.constantFrom<unknown>(
  '5s',
  { exponential: '20s' },
  { lognormal: { median: '10s', p95: '100s' } },
  { pareto: { shape: 1.2, min: '1s', max: '500s' } },
);
const taskClass = fc.record({
  arrivals: fc.constantFrom<unknown>({ poisson: '600/h' }, { every: '7s' }, { at: ['0s', '60s'], count: 20 }),
  queued: fc.constantFrom(0, 5),
  steps: fc.array(fc.record({ run: length }), { minLength: 1, maxLength: 2 }),
});
/** Task caps of the nodes. */
const caps = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 });

/** The waits of all tasks in order of arrival; starts are in that order, too. */
function waits(tasks: readonly unknown[], of: readonly number[]): number[] {
  const { told, result } = run(
    JSON.stringify({
      name: 'monotone',
      duration: '10m',
      study: 'steady',
      warmUp: '0s',
      nodes: Object.fromEntries(of.map((taskCap, i) => [`n${i}`, { taskCap, cores: 8 }])),
      database: 'ideal',
      storage: 'ideal',
      dispatch: { policy: 'immediate', queueTimeout: 'none' },
      workload: { tasks: Object.fromEntries(tasks.map((task, i) => [`t${i}`, task])) },
    }),
  );
  const starts = told.filter(({ what }) => what === 'taskStarted');
  const arrived = starts.map(({ args }) => args[2] as number);
  expect(arrived).toEqual(arrived.toSorted((a, b) => a - b));
  expect(result.values['tasks.failed']!.sum).toBe(0);
  return starts.filter((_, i) => arrived[i]! < 600e6).map(({ at }, i) => at - arrived[i]!);
}

it('a slot or a node more: no task of any class waits longer', () => {
  fc.assert(
    fc.property(
      fc.array(taskClass, { minLength: 1, maxLength: 3 }),
      caps,
      fc.nat({ max: 2 }),
      fc.boolean(),
      (tasks, before, which, addsNode) => {
        const after = addsNode
          ? [...before, 1]
          : before.map((cap, i) => (i === which % before.length ? cap + 1 : cap));
        const [few, more] = [waits(tasks, before), waits(tasks, after)];
        // With fewer slots the run may end with some still waiting: those wait for ever.
        expect(more.length).toBeGreaterThanOrEqual(few.length);
        few.forEach((wait, task) => {
          expect(more[task]).toBeLessThanOrEqual(wait);
        });
      },
    ),
    { numRuns: draws(60) },
  );
});
