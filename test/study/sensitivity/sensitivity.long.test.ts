/** Dependences with a known answer: derivatives of Erlang's formulas, exact arithmetic, and what breaks. */
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { observe } from '../../../src/study/estimates/observation.ts';
import { replicate } from '../../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { meansNothing, saturatedPart } from '../../../src/study/replications/saturation.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { type Change, changesOf, parametersOf } from '../../../src/study/sensitivity/parameters.ts';
import {
  dependences,
  type MeasuredDesign,
  type MeasuredParameter,
} from '../../../src/study/sensitivity/sensitivity.ts';
import { tQuantile } from '../../../src/study/statistics/student-t.ts';
import { mmc } from '../../../src/study/theory/markov.ts';
import { resultOf } from '../support.ts';

const METRIC = 'tasks.queueWait.mean';
const REPLICATIONS = 10;

function parsed(text: string, set: readonly string[] = []) {
  return parseScenario({ path: 'x.yaml', text }, { set, read: () => ({ error: 'no files' }) });
}

async function measured(text: string, set: readonly string[], replications: number): Promise<MeasuredDesign> {
  const study = await replicate(parsed(text, set).scenario, inlineRunner, fixed(replications));
  const full = saturatedPart(study);
  const saturated = meansNothing(METRIC, full) ? full : null;
  return { observation: observe(study.results).get(METRIC)!, saturated, tooShort: null };
}

/** How the mean wait depends on these parameters; the last way of each change, which is the whole number. */
async function found(text: string, paths: readonly string[], replications = REPLICATIONS) {
  const all = parametersOf(parsed(text).resolved as object, [], METRIC);
  const base = await measured(text, [], replications);
  const side = async (change: Change) => ({
    change,
    measured: await measured(text, change.set, replications),
  });
  const trials = [];
  for (const path of paths) {
    const parameter = all.find((one) => one.path === path)!;
    const [less, more] = [-0.1, 0.1].map(
      (by) =>
        changesOf(parameter, by)
          .filter(({ written }) => written !== '100%')
          .at(-1)!,
    );
    trials.push({ parameter, less: await side(less!), more: await side(more!) });
  }
  return dependences(base.observation!, trials, replications === 1);
}

/** M/M/10 at 80 %, its start cut. */
const MMC = `name: mmc
duration: 15m
study: steady
warmUp: 5m
nodes: { n: { taskCap: 10 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { poisson: 8/s }, steps: [ { run: { exponential: 1s } } ] } } }
`;
const [RATE, MEAN, CAP] = [
  'workload.tasks.job.arrivals.poisson',
  'workload.tasks.job.steps.0.run',
  'nodes.n.taskCap',
];

test('M/M/10 (Erlang C): what 10 % more of rate, service time and cap do to the wait, and which does most', async () => {
  const wait = (rate: number, mean: number, cap: number) => mmc(rate, 1 / mean, cap).wait;
  // The power of the parameter that leads from its wait at 0.9 to that at 1.1.
  const tenth = (less: number, more: number) =>
    wait(8, 1, 10) * ((more / less) ** (Math.log(1.1) / Math.log(1.1 / 0.9)) - 1);
  const expected = new Map([
    [CAP, tenth(wait(8, 1, 9), wait(8, 1, 11))],
    [MEAN, tenth(wait(8, 0.9, 10), wait(8, 1.1, 10))],
    [RATE, tenth(wait(7.2, 1, 10), wait(8.8, 1, 10))],
  ]);
  const all = await found(MMC, [RATE, MEAN, CAP, 'dispatch.orphanAfter']);
  expect(all.map(({ parameter, influence }) => [parameter.path, influence])).toEqual([
    [CAP, 'lowers'],
    [MEAN, 'raises'],
    [RATE, 'raises'],
    ['dispatch.orphanAfter', 'no effect found'],
  ]);
  // Red for one seed in a thousand, all three together.
  const wider = tQuantile(1 - 0.001 / 3 / 2, REPLICATIONS - 1) / tQuantile(0.975, REPLICATIONS - 1);
  for (const { parameter, perTenth, half } of all.slice(0, 3)) {
    expect(Math.abs(perTenth! - expected.get(parameter.path)!), parameter.path).toBeLessThan(half! * wider);
  }
  // What changes nothing differs by exactly nothing.
  expect(all[3]).toMatchObject({ perTenth: 0, half: 0, p: 1 });
});

test('without chance: exact, from one replication, with no width', async () => {
  // Five jobs of 10 s through one slot wait 0, 10 … 40 s.
  const text = `name: exact
duration: 10m
nodes: { n: { taskCap: 1, phase: 0s } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { at: [0s], count: 5 }, steps: [ { run: 10s } ] } } }
`;
  const [only] = await found(text, [MEAN], 1);
  expect(only!.influence).toBe('raises');
  expect(only!.perTenth).toBeCloseTo(2, 9);
  expect(only!.relative).toBeCloseTo(0.1, 9);
  expect(only!.less).toMatchObject({ by: -0.1, difference: -2, half: 0, value: 18 });
});

test('a steep fall leads to less, never to less than nothing', () => {
  const one = (value: number) => observe([resultOf(0, { 'tasks.failed': value })]).get('tasks.failed')!;
  const side = (by: number, value: number) => ({
    change: { by, written: '', set: [] } as unknown as Change,
    measured: { observation: one(value), saturated: null, tooShort: null },
  });
  // A line through 1 000 and 10 makes −495 of 283.
  const trial = {
    parameter: { path: 'nodes' } as MeasuredParameter['parameter'],
    less: side(-0.1, 1000),
    more: side(0.1, 10),
  };
  const [only] = dependences(one(283), [trial], true);
  expect(only!.perTenth!).toBeGreaterThan(-283);
  expect(only!.perTenth!).toBeLessThan(-200);
});

describe('what breaks', () => {
  test('within 10 % comes first and has no number; a coarser step that breaks says little of 10 %', async () => {
    // At 95 %: with 10 % more work no slot is ever free; a cap of 3 for 4 is a quarter.
    const text = MMC.replace('taskCap: 10', 'taskCap: 4').replace('8/s', '3.8/s').replace('15m', '25m');
    const all = await found(text, [CAP, MEAN], 5);
    expect(all.map(({ parameter, influence }) => [parameter.path, influence])).toEqual([
      [MEAN, 'breaks'],
      [CAP, 'lowers'],
    ]);
    expect(all[0]!.more).toMatchObject({
      breaks: true,
      value: null,
      difference: null,
      reason: 'saturated (slots)',
    });
    expect(all[1]!.less).toMatchObject({ by: -0.25, breaks: true });
  });

  test('fewer than 5 replications claim nothing', async () => {
    const short = MMC.replace('15m', '8m');
    const [one] = await found(short, [MEAN], 3);
    expect(one!.influence).toBe('inconclusive');
  });
});
