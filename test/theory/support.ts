/** Replications of a scenario, through the same cluster model as every other, against a number that theory gives. */
import { expect } from 'vitest';
import { Histogram } from '../../src/measure/histogram.ts';
import type { RunResult } from '../../src/measure/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { tInterval } from '../support/interval.ts';
import { scenarioOf } from '../support/run.ts';

/** The textbook's cluster: dispatched at once, ideal parts, and enough cores that the CPU slows nothing. */
export function textbook(
  nodes: string,
  workload: string,
  time = 'duration: 10000s, warmUp: 1000s',
): Scenario {
  return scenarioOf(`{
    name: theory, study: steady, ${time},
    regions: { r: [a] }, network: { sameZone: 0s },
    nodes: { ${nodes} }, database: ideal, storage: ideal,
    dispatch: { policy: immediate, queueTimeout: none }, workload: { ${workload} } }`);
}

export function replicate(scenario: Scenario, replications: number): RunResult[] {
  return Array.from({ length: replications }, (_, replication) =>
    simulate(scenario, { seed: 'theory', replication }),
  );
}

/** Mean of a sample, in seconds; nothing may have been left out. */
export function meanOf(result: RunResult, name: string): number {
  const { count, sum, never, unfinished } = result.samples[name]!;
  expect([never, unfinished]).toEqual([0, 0]);
  return sum / count / 1e6;
}

/** Share of a sample that is longer than so many seconds; histograms are off by at most 1 %. */
export function shareAbove(result: RunResult, name: string, seconds: number): number {
  const { histogram, count } = result.samples[name]!;
  const bound = new Histogram();
  bound.record(Math.round(seconds * 1e6));
  const bucket = bound.sparse()[0]!;
  let above = 0;
  for (let i = 0; i < histogram.length; i += 2) if (histogram[i]! > bucket) above += histogram[i + 1]!;
  return above / count;
}

export function valueIn(result: RunResult, name: string): number {
  const { sum, per } = result.values[name]!;
  return sum / per;
}

/**
 * The t interval at 99.9 % over the replications holds what theory says.
 * @param within the largest half-width of it, as a share: a test that would not notice less is none.
 */
export function expectTheory(values: readonly number[], theory: number, within: number): void {
  const { mean, low, high } = tInterval(values, 0.999);
  const text = `${mean} in [${low}, ${high}], theory ${theory}`;
  expect((high - low) / 2 / theory, text).toBeLessThan(within);
  expect(theory, text).toBeGreaterThanOrEqual(low);
  expect(theory, text).toBeLessThanOrEqual(high);
}
