/** What a program that calls the library gets wrong is said at once: it never ends in other figures, or never ends. */
import { expect, test } from 'vitest';
import {
  compare,
  decided,
  fixed,
  inlineRunner,
  parseScenario,
  precise,
  type Runner,
  replicate,
  replicateOnly,
  sensitivity,
  simulate,
  sizeRequest,
  yearly,
} from '../../src/index.ts';

const TEXT = `
name: queue
duration: 10m
nodes: { n: { taskCap: 4 } }
workload: { tasks: { job: { arrivals: { poisson: 60/h }, steps: [{ run: 5m }] } } }
`;
const { scenario } = parseScenario(TEXT);

test('an option that is there without a value counts as not given', () => {
  const { seed, replication, digest } = simulate(scenario);
  const empty = { seed: undefined, replication: undefined, tap: undefined } as object;
  expect(simulate(scenario, empty)).toMatchObject({ seed, replication, digest });
});

test('a replication is 0, 1, 2 …', async () => {
  for (const replication of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '0' as never]) {
    const why = `there is no replication ${replication}: they are 0, 1, 2 …`;
    expect(() => simulate(scenario, { replication })).toThrow(new RangeError(why));
    await expect(replicateOnly(scenario, inlineRunner, replication)).rejects.toThrow(new RangeError(why));
  }
});

test('a number of replications is a whole one: with half of one too many a study never ended', async () => {
  for (const replications of [0, -3, 2.5, Number.NaN, undefined as never]) {
    const why = new RangeError(`${replications} is no number of replications: it is a whole number from 1`);
    expect(() => fixed(replications)).toThrow(why);
    await expect(compare(scenario, [scenario], inlineRunner, { replications })).rejects.toThrow(why);
    await expect(yearly(scenario, inlineRunner, { replications })).rejects.toThrow(why);
  }
  await expect(sensitivity(TEXT, 'slots.utilisation', inlineRunner, { replications: 2.5 })).rejects.toThrow(
    '2.5 is no number of replications',
  );
});

test('a rule of your own asks for whole numbers, and for one replication at least', async () => {
  const halves = replicate(scenario, inlineRunner, (results) => (results.length < 2 ? 1 : 0.5));
  await expect(halves).rejects.toThrow(
    new RangeError('0.5 is no number of replications: it is a whole number from 1'),
  );
  const wrong = Number.NaN;
  const lost = replicate(scenario, inlineRunner, (results) => (results.length < 2 ? 1 : wrong));
  await expect(lost).rejects.toThrow('NaN is no number of replications');
  await expect(replicate(scenario, inlineRunner, () => 0)).rejects.toThrow('0 is no number of replications');
  expect(() => decided(scenario, 2.5)).toThrow('2.5 is no number of replications');
  expect((await replicate(scenario, inlineRunner, (results) => 2 - 3 * results.length)).results).toHaveLength(
    2,
  );
});

test('a precision is above 0', () => {
  for (const share of [0, -0.05, Number.NaN])
    expect(() => precise(scenario, share)).toThrow(`${share} is no precision: it is a share such as 0.05`);
});

test('a difference that matters is a share, not below 0', async () => {
  for (const delta of [-0.1, Number.NaN, '5%' as never]) {
    const why = new RangeError(`${delta} is no delta: it is a share such as 0.05`);
    const compared = compare(scenario, [scenario], inlineRunner, { replications: 2, delta });
    await expect(compared).rejects.toThrow(why);
  }
});

test('what a sizing survives is a node or a zone', () => {
  const goals = ['tasks.queueWait.p95 < 5m'];
  expect(() => sizeRequest(TEXT, { goals, survive: 'region' as never })).toThrow(
    "the option survive  is node or zone; it is 'region'",
  );
});

test('a runner of your own that forgets results, or gives some twice, is no study that goes on for ever', async () => {
  const forgetful: Runner = {
    run: (of, seed, numbers, ...rest) => inlineRunner.run(of, seed, numbers.slice(1), ...rest),
  };
  await expect(replicate(scenario, forgetful, fixed(3))).rejects.toThrow(
    'the runner gave 2 of 3 replications',
  );
  const repeating: Runner = {
    run: (of, seed, numbers, ...rest) => inlineRunner.run(of, seed, [...numbers, ...numbers], ...rest),
  };
  await expect(replicate(scenario, repeating, fixed(3))).rejects.toThrow(
    'the runner gave 6 of 3 replications',
  );
});
