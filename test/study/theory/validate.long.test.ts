/** The table of `hasim validate`: what it holds, and that it goes red. */
import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../../src/report/painter.ts';
import { theoryMarkdown, theoryTable } from '../../../src/report/theory-table.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { arrivalsNeeded } from '../../../src/study/statistics/run-length.ts';
import { confidenceOf, rowOf, type TheoryRow, validate } from '../../../src/study/theory/validate.ts';
import { theoryModels } from '../../../src/study/theory-models/all.ts';
import type { Claim, TheoryModel } from '../../../src/study/theory-models/model.ts';
import { tInterval } from '../../support/interval.ts';
import { scenarioOf } from '../../support/run.ts';
import { normals, resultsOf, sampleOf } from '../support.ts';

/** The table with plain spaces. */
const tableOf = (rows: readonly TheoryRow[], repeat = '') =>
  theoryTable(rows, { repeat, paint: PLAIN }).replaceAll('\u00a0', ' ');

const models = theoryModels();
const named = (...names: string[]) => models.filter(({ name }) => names.includes(name));

describe('the table', () => {
  test('has at least 24 numbers of at least 10 models, each of its own', () => {
    const claims = models.flatMap(({ name, claims }) => claims.map(({ quantity }) => `${name}: ${quantity}`));
    expect(claims.length).toBeGreaterThanOrEqual(24);
    expect(models.length).toBeGreaterThanOrEqual(10);
    expect(new Set(claims).size).toBe(claims.length);
    expect(models.flatMap(({ claims }) => claims).every(({ exact }) => Number.isFinite(exact))).toBe(true);
  });

  test.each([1, 2, 10, 50].flatMap((c) => [0.5, 0.8, 0.95].map((rho) => [c, rho] as const)))(
    'M/M/%i at %f: waits and tails, at the length that the guard recommends',
    (servers, rho) => {
      const model = named(`M/M/${servers} at ${100 * rho} %`)[0]!;
      const quantities = model.claims.map(({ quantity }) => quantity);
      expect(quantities).toEqual(expect.arrayContaining(['p95 wait', 'p99 wait']));
      // 50 servers at half load: 1 of 100 000 waits.
      if (!(servers === 50 && rho === 0.5))
        expect(quantities).toEqual(expect.arrayContaining(['mean wait', 'P(wait)']));
      const { duration, warmUp } = model.scenario;
      const arrivals = (model.replications * rho * servers * (duration - warmUp!)) / 1e6;
      expect(arrivals).toBeGreaterThanOrEqual(arrivalsNeeded(rho));
    },
  );

  test('is red for one seed in a thousand, however many rows there are', () => {
    expect((1 - confidenceOf(87)) * 87).toBeCloseTo(0.001, 12);
    expect((1 - confidenceOf(1)) * 1).toBeCloseTo(0.001, 12);
  });
});

describe('models that take no time', () => {
  const quick = named(
    'looks of 4 nodes, phases even',
    'looks of 4 nodes, phases together',
    'request, database 0.9 ms away',
    'task, database 87 ms away',
    'machine repair, M/M/2//6',
  );

  test('agree with theory, whatever the seed, and say how they are repeated', async () => {
    expect(quick.length).toBe(5);
    const progress: number[] = [];
    const rows = await validate(quick, inlineRunner, {
      seed: 'any',
      onProgress: ({ done, asked }) => progress.push(done / asked),
    });
    expect(rows.map(({ verdict }) => verdict)).toEqual(rows.map(() => 'pass'));
    expect(progress.at(-1)).toBe(1);
    expect(rows).toEqual(await validate(quick, inlineRunner, { seed: 'any' }));
    expect(rows).not.toEqual(await validate(quick, inlineRunner, { seed: 'another' }));
    const table = tableOf(rows, 'hasim validate --seed any');
    expect(table).toMatch(
      /^6 numbers of 5 models that theory knows exactly: every one lies in its interval\.$/m,
    );
    expect(table).toMatch(/^ {2}repeat {2}hasim validate --seed any$/m);
    expect(table).toMatch(/ {2}task, database 87 ms away +base \+ calls × RTT +4\.652 s +4\.652 s +pass$/m);
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(theoryMarkdown(rows).split('\n').length).toBe(2 + 6);
  });

  /** Twists a model, and leaves what theory says of it as it was. */
  const twisted = (
    model: TheoryModel,
    change: (scenario: TheoryModel['scenario']) => object,
  ): TheoryModel => ({
    ...model,
    scenario: { ...model.scenario, ...change(model.scenario) },
  });

  test.each<[string, string, (scenario: TheoryModel['scenario']) => object]>([
    [
      'a look 2 s late',
      'looks of 4 nodes, phases even',
      ({ dispatch }) => ({ dispatch: { ...dispatch, every: 22e6 } }),
    ],
    [
      'one microsecond a call',
      'task, database 87 ms away',
      ({ database }) => ({
        database: { ...database!, read: { kind: 'constant', value: 1_235 } },
      }),
    ],
    [
      'a repairer who is 7 % slower',
      'machine repair, M/M/2//6',
      ({ nodes }) => ({
        nodes: nodes.map((node) => ({ ...node, speed: 0.93 })),
      }),
    ],
  ])('%s turns the table red', async (_, name, change) => {
    const rows = await validate([twisted(named(name)[0]!, change)], inlineRunner, { seed: '1' });
    expect(rows.some(({ verdict }) => verdict === 'fail')).toBe(true);
    expect(tableOf(rows)).toMatch(/: (1 of them is|2 of them are) red\./);
  });
});

describe('a row', () => {
  const scenario = scenarioOf(
    '{ name: any, duration: 1h, nodes: { n: {} }, workload: { tasks: { t: { arrivals: { poisson: 1/s }, steps: [ { run: 1s } ] } } } }',
  );
  const claim = (exact: number, measured: Claim['measured'] = 'tasks.throughput'): Claim => ({
    quantity: 'any',
    unit: '1/s',
    exact,
    measured,
  });
  const normal = normals(7);
  const values = Array.from({ length: 20 }, () => 100 + normal());
  const results = resultsOf(20, (i) => ({ values: { 'tasks.throughput': values[i]! } }));

  test('has the t interval at its own level, on the scale of the logarithm', () => {
    const alpha = 1e-5;
    const { mean, high } = tInterval(values, 1 - alpha);
    const row = rowOf({ name: 'm', scenario }, claim(100), results, alpha);
    expect(row.estimate).toBeCloseTo(mean, 10);
    expect(Math.log(row.high / mean)).toBeCloseTo((high - mean) / mean, 8);
    expect(Math.log(row.low / mean)).toBeCloseTo((mean - high) / mean, 8);
    const verdictFor = (exact: number) =>
      rowOf({ name: 'm', scenario }, claim(exact), results, alpha).verdict;
    expect([0.9999, 1.0001].map((factor) => verdictFor(row.low * factor))).toEqual(['fail', 'pass']);
    expect([0.9999, 1.0001].map((factor) => verdictFor(row.high * factor))).toEqual(['pass', 'fail']);
  });

  test('without a value is red, never green', () => {
    expect(rowOf({ name: 'm', scenario }, claim(1, 'tasks.queueWait.p95'), results, 0.01).verdict).toBe(
      'fail',
    );
    const none = rowOf(
      { name: 'm', scenario },
      claim(1, () => ({ sum: 0, per: 0 })),
      results,
      0.01,
    );
    expect(none.verdict).toBe('fail');
    expect(tableOf([none])).toContain('nothing');
    const one = rowOf({ name: 'm', scenario }, claim(100), results.slice(0, 1), 0.01);
    expect(one.verdict).toBe('fail');
  });

  test('of nothing but zeros holds 0 and nothing else', () => {
    const zeros = resultsOf(10, () => ({ samples: { 'tasks.queueWait': sampleOf(Array(1000).fill(0)) } }));
    const verdicts = [0, 1e-6].map(
      (exact) => rowOf({ name: 'm', scenario }, claim(exact, 'tasks.queueWait.p95'), zeros, 0.01).verdict,
    );
    expect(verdicts).toEqual(['pass', 'fail']);
  });
});
