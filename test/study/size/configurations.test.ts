/** The order in which configurations are preferred, and what an hour of them costs, before any is tried. */
import { describe, expect, test } from 'vitest';
import { ScenarioError } from '../../../src/scenario/errors.ts';
import type { Runner } from '../../../src/study/replications/runner.ts';
import { surveyConfigurations } from '../../../src/study/size/configurations.ts';
import { measuredPrice } from '../../../src/study/size/price.ts';
import { sizeRequest } from '../../../src/study/size/request.ts';
import { valuesAt } from '../../../src/study/sweep/vary.ts';
import { scenarioOf } from '../../support/run.ts';
import { resultOf } from '../support.ts';

const BASE = `
name: x
duration: 10m
dispatch: { policy: immediate }
database: { cores: 1 }
nodes: { n: { taskCap: 4, cores: 8 } }
workload: { tasks: { job: { queued: 5, steps: [ { run: 1m } ] } } }
`;
const GOALS = ['tasks.queueWait.p95 < 5m'];

async function orderOf(vary: readonly string[], more = '', cheapest = false): Promise<string[]> {
  const survey = await surveyConfigurations(sizeRequest(BASE + more, { goals: GOALS, vary, cheapest }));
  return Array.from(survey.order, (cell) => valuesAt(survey.axes, cell).join(' '));
}

describe('of configurations with as many slots', () => {
  test('those with fewer cores come first, then fewer nodes, then fewer cores of the database, then as they were written', async () => {
    const [two, one] = ['{ count: 2, taskCap: 2, cores: 4 }', '{ count: 1, taskCap: 4, cores: 8 }'];
    expect(await orderOf([`nodes.n=${two},${one}`, 'database.cores=2,1'])).toEqual([
      `${one} 1`,
      `${one} 2`,
      `${two} 1`,
      `${two} 2`,
    ]);
    const small = '{ count: 2, taskCap: 2, cores: 3 }';
    expect(await orderOf([`nodes.n=${one},${small}`])).toEqual([small, one]);
    expect(await orderOf(['database.read=2ms,1ms'])).toEqual(['2ms', '1ms']);
  });

  test('the cheaper come first where that is asked, of equal prices the smaller', async () => {
    const prices = 'cost: { currency: USD, perHour: { database: 5, core: 1 } }\n';
    const vary = ['nodes.n.cores=7,9', 'database.replicas=null,{ b: { at: local/a, mode: async } }'];
    expect(await orderOf(vary, prices, true)).toEqual([
      '7 null',
      '9 null',
      '7 { b: { at: local/a, mode: async } }',
      '9 { b: { at: local/a, mode: async } }',
    ]);
    // 0.90 both, which is 0.9000000000000001 for three nodes.
    const tenths = 'cost: { currency: USD, perHour: { node: 0.2, core: 0.05 } }\n';
    const [two, three] = ['{ count: 2, taskCap: 3, cores: 5 }', '{ count: 3, taskCap: 2, cores: 2 }'];
    expect(await orderOf([`nodes.n=${two},${three}`], tenths, true)).toEqual([three, two]);
    const free = 'cost: { currency: USD, perHour: { node: 0 } }\n';
    expect(await orderOf(['nodes.n.cores=7,9'], free, true)).toEqual(['7', '9']);
  });
});

describe('E1: what an hour costs', () => {
  const priced = (autoscale: string) =>
    scenarioOf(`${BASE}cost: { currency: USD, perHour: { node: 2 } }\n`, [`nodes.n.autoscale=${autoscale}`]);
  const scaled = priced('{ min: 1, max: 3, watch: busy, target: 50% }');
  const paid: Runner = {
    async run(_of, _seed, replications, onResult) {
      for (const r of replications) onResult(resultOf(r, { 'cost.perHour': { sum: 3 + r, per: 1 } }));
    },
  };

  test('is the mean of three replications where a scaler decides how many nodes there are', async () => {
    expect(await measuredPrice(scaled, paid, {})).toBe(4);
  });

  test('is that of the design where nothing scales, where there are no prices, and where it is too full to tell', async () => {
    expect(await measuredPrice(priced('null'), paid, {})).toBeNull();
    expect(await measuredPrice({ ...scaled, cost: null }, paid, {})).toBeNull();
    const full = new ScenarioError([{ file: 'x', line: 0, column: 0, path: 'duration', text: 'too short' }]);
    expect(await measuredPrice(scaled, { run: () => Promise.reject(full) }, {})).toBeNull();
    const broken = { run: () => Promise.reject(new Error('broken')) };
    await expect(measuredPrice(scaled, broken, {})).rejects.toThrow('broken');
  });
});
