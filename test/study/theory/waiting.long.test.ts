/** Who goes first, gives up or comes again, and whom a balancer chooses: simulated, against theory. */
import { expect, test } from 'vitest';
import { simulate } from '../../../src/simulate.ts';
import { publishedModels } from '../../../src/study/published/all.ts';
import { publishedRows } from '../../../src/study/published/validate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { meanOver } from '../../../src/study/theory/chain.ts';
import { metaforChain } from '../../../src/study/theory/orbit.ts';
import { runModel } from '../../../src/study/theory/validate.ts';
import { theoryModels } from '../../../src/study/theory-models/all.ts';

const models = theoryModels();

test.each([
  'M/M/1 in three bands, at 80 %',
  'M/M/4 + D, patience 1 s, at 110 %',
  'retrial queue M/M/1/1, at 50 %',
  'retrial queue M/M/2/4, at 75 %',
  'two kinds of users in line for two',
  'round-robin of 4, at 80 %',
  'least connections of 3, at 70 %',
  'power of two of 3, at 70 %',
  'random by weights 3 and 1',
])('%s: the simulation agrees, of a few replications', async (name) => {
  const model = models.find((one) => one.name === name)!;
  const rows = await runModel({ ...model, replications: 6 }, inlineRunner, '1', 1e-4);
  const red = rows.filter(({ verdict }) => verdict === 'fail');
  expect(red.map(({ quantity, exact, low, high }) => `${quantity}: ${exact} not in ${low}..${high}`)).toEqual(
    [],
  );
});

/** Of each kind the cheapest. */
const SOME =
  /^(M\/M\/[23]\/|3 servers|servers of|3 nodes|three tiers|3 jobs|8 jobs, services 1, 2, 4|15 and|5 .* in line|machine|thinking)/;

test('what is published: an experiment of each kind, of a few replications', () => {
  const some = publishedModels().filter(({ name }) => SOME.test(name));
  expect(some.length).toBe(12);
  const rows = some.flatMap((model) => {
    const results = Array.from({ length: 6 }, (_, replication) =>
      simulate(model.scenario, { seed: `1 ${model.name}`, replication }),
    );
    return publishedRows(model, results, 0.001);
  });
  expect(rows.filter(({ verdict }) => verdict === 'fail').map(({ model }) => model)).toEqual([]);
});

test('the chain of metafor for its example is full in the long run', () => {
  const chain = metaforChain(
    { lambda: 9.5, mu: 10, timeout: 3, retries: 4 },
    { line: 100, orbit: 20, alpha: 0.25 },
  );
  expect(chain.states.length).toBe(2000);
  expect(meanOver(chain, ([line]) => line)).toBeCloseTo(96.9, 1);
  expect(meanOver(chain, ([line]) => Number(line >= 90))).toBeCloseTo(0.979, 3);
  expect(meanOver(chain, ([line]) => Number(line <= 10))).toBeLessThan(2e-10);
});
