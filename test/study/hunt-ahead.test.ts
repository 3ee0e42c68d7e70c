/** What a hunt is going to try is known beforehand, so that many machines can be at it: the same outages, in their order. */
import { expect, test } from 'vitest';
import { hunt } from '../../src/study/hunt/hunt.ts';
import { spaceOf } from '../../src/study/hunt/space.ts';
import { inlineRunner, type Runner } from '../../src/study/replications/runner.ts';
import { scenarioOf } from '../support/run.ts';

const scenario = scenarioOf(`
name: nodes
duration: 1h
regions: { r: [a, b, c] }
nodes: { a: { at: r/a }, b: { at: r/b }, c: { at: r/c } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1d }, steps: [ { run: 1s } ] } } }
`);
const promise = {
  ...({ kind: 'limit', level: 'error', metric: 'outage.tasks.longest', within: null } as const),
  ...({ text: 'outage.tasks.longest < 1d', operator: '<', value: 86_400 } as const),
};

test('every outage that is tried was told of, drawn ones too, and in that order', async () => {
  const [told, asked]: string[][] = [[], []];
  const runner: Runner = {
    run: (one, ...rest) => {
      asked!.push(JSON.stringify(one.timeline));
      return inlineRunner.run(one, ...rest);
    },
    plan: async (orders) => {
      for (const { scenario: one } of orders) told!.push(JSON.stringify(one.timeline));
    },
  };
  const space = spaceOf(scenario, ['nodes'], 3, 1_800_000_000);
  const options = { seed: '3', budget: 40, replications: 1, share: 0.5, plan: null };
  const found = await hunt(scenario, promise, space, runner, options);
  expect(found.find).toBeNull();
  expect(asked!.length).toBeGreaterThan(20);
  // The same outage is asked about once.
  expect([...new Set(told)]).toEqual(asked);
});
