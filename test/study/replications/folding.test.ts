/** Later replications are folded together: less memory, and not one figure that differs. */
import { beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../../src/measure/result.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { Folding, sampleIn, valueIn, wholeResults } from '../../../src/study/replications/folding.ts';
import { replicate, type Study, studyOf } from '../../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import {
  KEPT_WHOLE,
  mergeSamples,
  QUANTILES,
  rankedQuantile,
  SAMPLE_NUMBERS,
} from '../../../src/study/statistics/quantile.ts';
import { scenarioOf } from '../../support/run.ts';

const QUEUE: Scenario = scenarioOf(`{
  name: fold, duration: 5m, nodes: { n: { taskCap: 4, phase: 3s } }, database: ideal, storage: ideal,
  dispatch: { policy: immediate },
  workload: { tasks: { t: { arrivals: { poisson: 3/s }, steps: [ { run: { exponential: 1s } } ] } } },
  timeline: [ { at: 2m, crash: n, for: 1m } ] }`);
const MANY = KEPT_WHOLE + 20;

let all: RunResult[];
let folded: Study;

beforeAll(async () => {
  all = [];
  const numbers = Array.from({ length: MANY }, (_, i) => i);
  await inlineRunner.run(QUEUE, '1', numbers, (result) => all.push(result));
  folded = await replicate(QUEUE, inlineRunner, fixed(MANY));
});

test('estimates and digest are those of whole results, to the last bit', () => {
  const whole = studyOf(QUEUE, '1', all);
  expect(folded.estimates).toEqual(whole.estimates);
  expect(folded.digest).toBe(whole.digest);
  expect(folded.estimates.get('tasks.queueWait.p95')!.n).toBe(MANY);
  expect(wholeResults(folded.results)).toEqual(whole.results.slice(0, KEPT_WHOLE));
});

test('what is kept of a later replication does not grow with what happened in it', () => {
  const { results: kept } = folded;
  const numbersIn = (value: unknown): number => {
    let numbers = 0;
    JSON.stringify(value, (key, each: unknown) => {
      if (key === 'fold') return undefined;
      numbers += typeof each === 'number' ? 1 : 0;
      return each;
    });
    return numbers;
  };
  const [first, last] = [kept[0]!, kept[MANY - 1]!];
  expect(numbersIn(first.samples)).toBeGreaterThan(3000);
  expect(numbersIn(last.samples)).toBe((7 + SAMPLE_NUMBERS) * Object.keys(last.samples).length);
  expect(numbersIn(last.series)).toBe(2);
});

test('of a later replication every value and every count can still be asked, one or all', () => {
  const whole = all[MANY - 1]!;
  const last = folded.results[MANY - 1]!;
  expect(last.values).toEqual(whole.values);
  expect(Object.keys(last.values)).toEqual(Object.keys(whole.values));
  expect(Object.keys(last.samples)).toEqual(Object.keys(whole.samples));
  for (const [name, sample] of Object.entries(whole.samples)) {
    expect(last.samples[name]).toMatchObject({ ...sample, histogram: [] });
    for (const p of Object.values(QUANTILES))
      expect(rankedQuantile(sampleIn(last, name)!, p)).toEqual(rankedQuantile(sample, p));
  }
  expect(valueIn(last, 'no.such')).toBeUndefined();
  expect(sampleIn(last, 'no.such')).toBeUndefined();
});

test('some of those that were folded together cannot be told from the others', () => {
  const folding = new Folding();
  const kept = all.map((result) => folding.keep(result));
  const waits = kept.map(({ samples }) => samples['tasks.queueWait']!);
  expect(mergeSamples(waits).count).toBeGreaterThan(0);
  expect(() => mergeSamples(waits.slice(0, KEPT_WHOLE + 5))).toThrow('5 of 20 samples');
});
