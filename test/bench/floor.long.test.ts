/**
 * The floors of the bench are of use only while they simulate what hasim simulates: means over replications agree
 * within what chance allows.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../../bench/floor/answers.ts';
import { clusterPromises } from '../../bench/floor/cluster-promises.ts';
import { mmcPromises } from '../../bench/floor/mmc-promises.ts';
import { answersOf, load, run } from '../../bench/product.ts';
import { WORKLOADS, type WorkloadName } from '../../bench/workloads.ts';
import { mean, variance } from '../../src/study/statistics/mean.ts';
import { tQuantile } from '../../src/study/statistics/student-t.ts';

const REPLICATIONS = 10;

type Measure = 'turnaround' | 'duration' | 'queueWait' | 'throughput' | 'slots' | 'database' | 'storage';

const COMPARED: readonly { workload: WorkloadName; seconds: number; measures: readonly Measure[] }[] = [
  {
    workload: 'bench-mmc',
    seconds: 12_500,
    measures: ['turnaround', 'duration', 'queueWait', 'throughput', 'slots'],
  },
  {
    workload: 'bench-cluster',
    // Long enough to tell slots of all nodes from those of nodes that are online.
    seconds: 417,
    measures: ['turnaround', 'duration', 'queueWait', 'throughput', 'slots', 'database', 'storage'],
  },
];

const LOOPS = COMPARED.flatMap((it) => (['floor', 'promises'] as const).map((loop) => ({ ...it, loop })));

describe.each(LOOPS)('the $loop of $workload', ({ workload, loop, seconds, measures }) => {
  const { scenario: file, ...loops } = WORKLOADS[workload];
  // The promises' own draws: with those of hasim they would agree for another reason.
  const floor =
    loop === 'floor'
      ? loops.floor
      : (seed: number, duration: number) => loops.promises('another', seed, duration);
  const seeds = Array.from({ length: REPLICATIONS }, (_, i) => i);
  let ofFloor: Answers[];
  let ofHasim: Answers[];

  beforeAll(() => {
    const scenario = load(file, seconds * 1e6);
    ofFloor = seeds.map((seed) => floor(seed, scenario.duration));
    ofHasim = seeds.map((replication) => answersOf(run(scenario, replication)));
  });

  it.each(measures)('gives the same %s as hasim', (measure) => {
    expectSameMean(numbers(ofFloor, measure), numbers(ofHasim, measure));
  });

  it('loses as many tasks in crashes as hasim', () => {
    const share = (answers: readonly Answers[]) => answers.map((it) => it.cancelled / it.arrived);
    expectSameMean(share(ofFloor), share(ofHasim));
  });

  it('accounts for every task', () => {
    for (const it of ofFloor) expect(it.refused + it.succeeded + it.cancelled).toBe(it.arrived);
  });
});

describe('the floor of bench-mmc', () => {
  it('waits as long as Erlang C says', () => {
    const waits = Array.from(
      { length: REPLICATIONS },
      (_, i) => WORKLOADS['bench-mmc'].floor(i, 1.25e11).queueWait,
    );
    // M/M/10 at ρ = 0.8: P(wait) = 0.4092, mean wait 0.4092 / (10 − 8) s.
    const half = tQuantile(0.9995, REPLICATIONS - 1) * Math.sqrt(variance(waits) / REPLICATIONS);
    expect(Math.abs(mean(waits) - 0.2046)).toBeLessThan(half);
  });
});

describe('the floor of bench-mmc that keeps the promises', () => {
  it('has what hasim has, to the microsecond', () => {
    const scenario = load(WORKLOADS['bench-mmc'].scenario, 1.25e10);
    for (const replication of [0, 1, 2]) {
      const { events: _own, digest, ...floor } = mmcPromises(scenario.seed, replication, scenario.duration);
      const { events: _its, ...hasim } = answersOf(run(scenario, replication));
      expect(floor).toEqual(hasim);
      expect(digest).toMatch(/^[0-9a-f]{16}$/);
    }
  });
});

describe('the floor of bench-cluster that keeps the promises', () => {
  it('has what hasim has where no node crashes', () => {
    const scenario = { ...load(WORKLOADS['bench-cluster'].scenario, 6e7), failures: [] };
    for (const replication of [0, 1, 2]) {
      const { seed, duration } = scenario;
      const { events: _own, digest, ...floor } = clusterPromises(seed, replication, duration, false);
      const { events: _its, ...hasim } = answersOf(run(scenario, replication));
      expect([floor.arrived, floor.succeeded]).toEqual([hasim.arrived, hasim.succeeded]);
      // Of two that end in one microsecond, here the first is whose end was set first; in hasim a CPU sets the end of its
      // next job when it has done one. Few are served in another order for that.
      for (const measure of ['queueWait', 'duration', 'turnaround', 'slots', 'database', 'storage'] as const)
        expect(Math.abs(floor[measure]! / hasim[measure]! - 1), measure).toBeLessThan(0.005);
      expect(digest).toMatch(/^[0-9a-f]{16}$/);
    }
  });
});

function numbers(answers: readonly Answers[], measure: Measure): number[] {
  return answers.map((it) => it[measure] ?? Number.NaN);
}

/** Welch's test at a level that one suite in a thousand exceeds by chance in any of its comparisons. */
function expectSameMean(a: readonly number[], b: readonly number[]): void {
  const comparisons = LOOPS.reduce((sum, { measures }) => sum + measures.length + 1, 0);
  const ofA = variance(a) / a.length;
  const ofB = variance(b) / b.length;
  const df = (ofA + ofB) ** 2 / (ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1)) || 1;
  const tolerance = tQuantile(1 - 0.0005 / comparisons, df) * Math.sqrt(ofA + ofB);
  expect(Math.abs(mean(a) - mean(b))).toBeLessThanOrEqual(tolerance);
}
