/** In how many replications an expectation is met: what a percentile of all days hides. */
import { expect, it } from 'vitest';
import { judged } from '../../../src/report/figures.ts';
import type { LimitExpectation } from '../../../src/scenario/expectation.ts';
import { simulate } from '../../../src/simulate.ts';
import { estimates } from '../../../src/study/estimates/estimate.ts';
import { judge } from '../../../src/study/estimates/gate.ts';
import { withMet } from '../../../src/study/estimates/met.ts';
import { Folding } from '../../../src/study/replications/folding.ts';
import { scenarioOf } from '../../support/run.ts';

const scenario = scenarioOf(`
name: days
duration: 1h
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: 30/h }, steps: [ { run: { exponential: 90s } } ] } } }
expect:
  - tasks.queueWait.p95 < 6m
  - tasks.queueWait.mean < 90s
  - tasks.succeeded > 29
  - tasks.makespan.p95 < 1h
  - tasks.queueWait.max < 10m
  - tasks.queueWait.p50 < 1m within 10m..50m
`);
const results = Array.from({ length: 120 }, (_, replication) =>
  simulate(scenario, { seed: '1', replication }),
);
const all = estimates(scenario, results);
const judgement = (i: number, kept = results) => {
  const limit = scenario.expect[i] as LimitExpectation;
  return withMet(judge(limit, all), limit, kept, false);
};

/** The same by hand: each replication as a study of its own. */
function metAlone(i: number): number {
  const limit = scenario.expect[i] as LimitExpectation;
  return results.filter((result) => judgeAlone(limit, result)).length;
}

function judgeAlone(
  { metric, within, value, operator }: LimitExpectation,
  result: (typeof results)[number],
): boolean {
  const name = metric.replace('makespan.p95', 'makespan');
  const window = within === null ? '' : ` within ${within.from}..${within.to}`;
  const own = result.values[`${name}${window}`];
  const [, stem, statistic] = /^(.*)\.(\w+)$/.exec(name)!;
  const sample = result.samples[`${stem}${window}`];
  const times: number[] = [];
  sample?.histogram.forEach((_, k, pairs) => {
    if (k % 2 === 0) times.push(...new Array<number>(pairs[k + 1]!).fill(pairs[k]!));
  });
  if (own !== undefined) return operator === '<' ? own.sum / own.per < value : own.sum / own.per > value;
  if (statistic === 'mean') return sample!.sum / sample!.count / 1e6 < value;
  if (statistic === 'max') return sample!.max / 1e6 < value;
  // To the bucket of the limit: a day or two may lie in it.
  const rank = Math.ceil((statistic === 'p95' ? 0.95 : 0.5) * times.length);
  return times.sort((a, b) => a - b)[rank - 1]! < bucketOf(value * 1e6);
}

import { bucketOf } from '../../../src/measure/histogram.ts';

it.each([0, 1, 2, 3, 4, 5])('expectation %i: as many as meet it alone', (i) => {
  const { metIn } = judgement(i);
  expect(metIn!.of).toBe(120);
  expect(Math.abs(metIn!.met - metAlone(i))).toBeLessThanOrEqual(2);
  expect(metIn!.met).toBeGreaterThan(0);
  expect(metIn!.met).toBeLessThan(120);
  expect(metIn!.low).toBeLessThan(metIn!.met / 120);
  expect(metIn!.high).toBeGreaterThan(metIn!.met / 120);
});

it('results that are kept in little memory say the same', () => {
  const folding = new Folding();
  const kept = results.map((result) => folding.keep(result));
  for (const i of scenario.expect.keys()) expect(judgement(i, kept).metIn).toEqual(judgement(i).metIn);
});

it('is said beside the figure', () => {
  const { metIn } = judgement(0);
  const text = judged(judgement(0)).replaceAll('\u00a0', ' ');
  expect(text).toContain(`, met in ${metIn!.met} of 120 (`);
});

it('says nothing where nothing is drawn at random', () => {
  const limit = scenario.expect[0] as LimitExpectation;
  expect(withMet(judge(limit, all), limit, results, true).metIn).toBeUndefined();
});
