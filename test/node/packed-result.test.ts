import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/measure/result.ts';
import { packResult, unpackResult } from '../../src/node/packed-result.ts';
import { simulate } from '../../src/simulate.ts';
import { scenarioOf } from '../support/run.ts';

const SCENARIO = scenarioOf(`name: packed
duration: 10m
loadBalancer: { at: local }
nodes: { n: { taskCap: 2 } }
workload:
  tasks: { job: { arrivals: { poisson: 2/m }, steps: [ { run: { exponential: 20s } } ] } }
  requests: { page: { from: local, arrivals: { poisson: 1/s }, cpu: 5ms } }
timeline: [ { at: 3m, crash: n, for: 1m } ]
`);

describe('a result that is packed', () => {
  it('comes back as it was, and is itself left alone', () => {
    const result = simulate(SCENARIO, { seed: '1', replication: 0 });
    const before = structuredClone(result);
    expect(unpackResult(packResult(result))).toEqual(result);
    expect(result).toEqual(before);
  });

  it('keeps what JSON has not: NaN, infinities and the sign of zero, wherever they stand', () => {
    const odd = {
      values: { a: Number.NaN, b: [1, -0, Number.POSITIVE_INFINITY, 0] },
      c: Number.NEGATIVE_INFINITY,
    };
    const back = unpackResult(packResult(odd as unknown as RunResult)) as unknown as typeof odd;
    expect(back).toEqual(odd);
    expect(Object.is(back.values.b[1], -0)).toBe(true);
    expect(Object.is(back.values.b[3], 0)).toBe(true);
  });

  it('keeps histograms, whose buckets go as steps', () => {
    const sample = { histogram: [3, 1, 7, 2, 2_047, 5] };
    expect(unpackResult(packResult(sample as unknown as RunResult))).toEqual(sample);
  });
});
