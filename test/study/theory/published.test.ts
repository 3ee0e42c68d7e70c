/** `hasim validate --external`: what makes a row red, the proof of what is said to be wrong, and the table. */
import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../../src/report/painter.ts';
import { publishedAnswer, publishedMarkdown, publishedTable } from '../../../src/report/published-table.ts';
import { publishedModels } from '../../../src/study/published/all.ts';
import { isOutcome, type PublishedModel, printed } from '../../../src/study/published/model.ts';
import {
  type PublishedRow,
  publishedRows,
  validatePublished,
} from '../../../src/study/published/validate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { sameChance } from '../../../src/study/statistics/counts.ts';
import { byChain, byConvolution } from '../../../src/study/theory/closed.ts';
import { scenarioOf } from '../../support/run.ts';
import { normals, resultsOf } from '../support.ts';

const models = publishedModels();
const numbers = models.flatMap(({ name, claims }) =>
  claims.flatMap((claim) => (isOutcome(claim) ? [] : [{ name, ...claim }])),
);

describe('what is published', () => {
  test('is the exact number to its last digit, or it is said why not', () => {
    expect(numbers.length).toBeGreaterThan(60);
    for (const { name, quantity, exact, published, off } of numbers) {
      const isRight = Math.abs(exact - published.value) <= published.digit * (1 + 1e-9);
      expect(isRight, `${name}: ${quantity} ${exact} ${published.value}`).toBe(off === undefined);
    }
  });

  test('of each experiment once, with its source', () => {
    expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
    expect(models.every(({ source }) => source.length > 5)).toBe(true);
  });

  test('two rows of lqns test13s are wrong: convolution and Markov chain agree on all nine, and with the other seven', () => {
    const rows = [2, 4, 8].flatMap((b) => [2, 1, 4].map((a) => [a, b] as const));
    const wrong = rows.filter(([a, b]) => {
      const stations = [
        { demand: 1, servers: 1 },
        { demand: a, servers: 2 },
        { demand: b, servers: 4 },
      ];
      const [one, other] = [byConvolution(8, stations), byChain(8, stations)];
      for (const [k, number] of one.numbers.entries()) expect(other.numbers[k]).toBeCloseTo(number, 9);
      expect(other.throughput).toBeCloseTo(one.throughput, 9);
      const claims = numbers.filter(({ name }) => name === `8 jobs, services 1, ${a}, ${b} at 1, 2, 4`);
      expect(claims.length).toBe(3);
      return claims.some(({ published, exact }) => Math.abs(published.value - exact) > published.digit);
    });
    expect(wrong).toEqual([
      [2, 2],
      [2, 4],
    ]);
  });

  test('and the simulation is at the exact ones, far from those', async () => {
    const model = models.find(({ name }) => name === '8 jobs, services 1, 2, 2 at 1, 2, 4')!;
    const rows = await validatePublished([{ ...model, replications: 6 }], inlineRunner, { seed: 'any' });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass']);
    const first = rows[0]!;
    if (first.kind !== 'number') throw new Error('a number');
    expect(first.exact).toBeCloseTo(2.9009, 4);
    expect(first.published).toBeGreaterThan(first.high);
    const table = publishedTable(rows, { repeat: 'x', paint: PLAIN });
    expect(table).toMatch(/number at station 1 +4\.122 +2\.901 +.* off$/m);
    expect(table).toMatch(/^ {4}Published is another number\. Not the exact solution/m);
  });
});

describe('a row', () => {
  const scenario = scenarioOf(
    '{ name: any, duration: 1h, nodes: { n: {} }, workload: { tasks: { t: { arrivals: { poisson: 1/s }, steps: [ { run: 1s } ] } } } }',
  );
  const normal = normals(3);
  const results = resultsOf(20, (i) => ({
    values: { 'tasks.throughput': 100 + normal(), 'tasks.failed': i < 5 ? 1 : 0 },
  }));
  const model = (claim: Partial<PublishedModel['claims'][number]>): PublishedModel => ({
    name: 'any',
    source: 'a book',
    scenario,
    replications: 20,
    claims: [claim as PublishedModel['claims'][number]],
  });
  const number = (exact: number, text: string, off?: string) =>
    publishedRows(
      model({
        quantity: 'q',
        unit: '1/s',
        exact,
        measured: 'tasks.throughput',
        published: printed(text),
        ...(off && { off }),
      }),
      results,
      0.001,
    )[0]!.verdict;

  test('is red when the simulation is elsewhere, when the printed number is another, and when one is called wrong that is right', () => {
    expect(number(100, '100.0')).toBe('pass');
    expect(number(104, '104.0')).toBe('fail');
    expect(number(100, '100.2')).toBe('fail');
    expect(number(100, '100.2', 'a misprint')).toBe('pass');
    expect(number(100, '100.0', 'a misprint')).toBe('fail');
  });

  test('is printed as far as the source goes, some round and others cut', () => {
    expect(printed('9.545', 60)).toEqual({ value: 572.7, digit: 0.06 });
    expect(number(100, '100')).toBe('pass');
    expect(number(100.04, '100.0')).toBe('pass');
  });

  const outcome = (published: readonly [number, number] | 'usually' | 'seldom') =>
    publishedRows(
      model({ quantity: 'fails', happens: ({ values }) => values['tasks.failed']!.sum === 1, published }),
      results,
      0.001,
    )[0]!;

  test('of an outcome is red when it is too often or too seldom for one chance', () => {
    expect(outcome([10, 40])).toMatchObject({ happened: 5, replications: 20, verdict: 'pass' });
    expect(outcome([39, 40]).verdict).toBe('fail');
    expect(outcome('seldom').verdict).toBe('pass');
    expect(outcome('usually').verdict).toBe('fail');
    const table = publishedTable([outcome([10, 40])], { repeat: 'x', paint: PLAIN });
    expect(table).toMatch(/fails +10 of 40 +– +5 of 20 +pass$/m);
  });
});

test("Fisher's exact test: the lady tasting tea, and splits that are as even as can be", () => {
  expect(sameChance(4, 4, 0, 4)).toBeCloseTo(2 / 70, 10);
  expect(sameChance(3, 4, 1, 4)).toBeCloseTo(34 / 70, 10);
  expect(sameChance(1, 2, 2, 4)).toBeCloseTo(1, 10);
  expect(sameChance(0, 9, 0, 4)).toBeCloseTo(1, 10);
});

test('the table is no wider than a terminal of 80 columns, and the page has a line for each number', () => {
  const rows = models.flatMap(({ name, source, claims, replications }) =>
    claims.map((claim): PublishedRow => {
      const { quantity } = claim;
      const told = { model: name, source, quantity, replications, verdict: 'fail' } as const;
      if (isOutcome(claim)) {
        const { published, note = null } = claim;
        return { kind: 'outcome', ...told, published, note, happened: 1 };
      }
      const { exact, unit, published, off = null } = claim;
      const simulated = { estimate: exact, low: exact * 0.988, high: exact * 1.012 };
      const printed = { published: published.value, digit: published.digit, isRight: off === null, off };
      return { kind: 'number', ...told, unit, exact, ...simulated, ...printed };
    }),
  );
  const table = publishedTable(rows, {
    repeat: 'hasim validate --external',
    paint: { ...PLAIN, columns: 80 },
  });
  expect(Math.max(...table.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  expect(publishedAnswer(rows)).toMatch(/are red\./);
  expect(
    publishedMarkdown(rows)
      .split('\n')
      .filter((line) => line.startsWith('|')).length,
  ).toBe(2 + rows.length);
});
