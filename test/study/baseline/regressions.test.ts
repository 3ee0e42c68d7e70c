/** What became worse than in a baseline: among how many metrics, beyond which tolerance, with what confidence. */
import { describe, expect, test } from 'vitest';
import { baselineMetrics } from '../../../src/study/baseline/baseline.ts';
import { regressionsOf } from '../../../src/study/baseline/regressions.ts';
import { observe } from '../../../src/study/estimates/observation.ts';
import { mean } from '../../../src/study/statistics/mean.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';
import { normals, resultsOf } from '../support.ts';

const normal = normals(12);
const noise = Array.from({ length: 10 }, () => normal());

/** So many replications of these metrics; of each its value with what both have in common, and what is its own. */
const measured = (metrics: Readonly<Record<string, (i: number) => number>>, count = 10) =>
  observe(
    resultsOf(count, (i) => ({
      values: Object.fromEntries(Object.entries(metrics).map(([name, of]) => [name, of(i)])),
    })),
  );

function worse(
  now: Readonly<Record<string, (i: number) => number>>,
  then: Readonly<Record<string, (i: number) => number>>,
  { tolerance = 0, count = 10, sameWork = true } = {},
) {
  const kept = baselineMetrics(measured(then));
  return regressionsOf(measured(now, count), kept, { tolerance, sameWork, exact: false });
}

describe('what became worse', () => {
  test('is so beyond the tolerance, a share of what it was, with confidence', () => {
    const by = (step: number, options = {}) =>
      worse(
        { 'tasks.failed': (i) => 100 + step + noise[i]! / 10 },
        { 'tasks.failed': () => 100 },
        { tolerance: 0.02, ...options },
      ).map(({ verdict }) => verdict);
    expect([by(1.5), by(2), by(3)]).toEqual([[], [], ['fail']]);
    expect(by(3, { count: 5 })).toEqual(['fail']);
    expect(by(3, { count: 4 })).toEqual(['inconclusive']);
  });

  test('of a hundred metrics must be sure enough for all of them together', () => {
    const error = (mean(noise) - meanBounds(noise)![0]) / 2.262157;
    // t = 2.6 over ten replications: p = 0.029.
    const slower = (i: number) => 100 + noise[i]! - mean(noise) + 2.6 * error;
    const others = Array.from({ length: 20 }, (_, k) => [`tasks.c${k}.failed`, () => 5 + k] as const);
    const told = (more: typeof others) =>
      worse(
        { 'tasks.failed': slower, ...Object.fromEntries(more) },
        { 'tasks.failed': () => 100, ...Object.fromEntries(more) },
      ).map(({ metric }) => metric);
    expect(told([])).toEqual(['tasks.failed']);
    expect(told(others)).toEqual([]);
  });

  test('comes with the largest share first, and says by how much and to which side it moved', () => {
    const found = worse(
      {
        'tasks.failed': () => 110,
        'tasks.succeeded': () => 600,
        'tasks.cancelled': () => 5,
        'tasks.refused': () => 3,
      },
      {
        'tasks.failed': () => 100,
        'tasks.succeeded': () => 1000,
        'tasks.cancelled': () => 4,
        'tasks.refused': () => 9,
      },
    );
    expect(found.map(({ metric, was, difference }) => [metric, was, difference])).toEqual([
      ['tasks.succeeded', 1000, -400],
      ['tasks.cancelled', 4, 1],
      ['tasks.failed', 100, 10],
    ]);
  });

  test('of the only class is said of all, once', () => {
    const both = (value: number, other = value) => ({
      'tasks.failed': () => value,
      'tasks.deploy.failed': () => other,
    });
    expect(worse(both(110), both(100)).map(({ metric }) => metric)).toEqual(['tasks.failed']);
    expect(worse(both(120, 60), both(100, 50)).map(({ metric }) => metric)).toEqual([
      'tasks.deploy.failed',
      'tasks.failed',
    ]);
  });

  test('of what each replication has one of is said once, not again of its mean and its largest', () => {
    const waits = (value: number) => ({
      'tasks.queueWait.max': (i: number) => value + i,
      'tasks.makespan': () => value,
    });
    expect(worse(waits(110), waits(100)).map(({ metric }) => metric)).toEqual([
      'tasks.makespan',
      'tasks.queueWait.max',
    ]);
  });

  test('is beyond every limit now and was not, also where the work is other work', () => {
    const rto = (missed: number) =>
      observe(
        resultsOf(10, (i) => ({
          values: {
            'recovery.crash.tasks.rto':
              i < missed ? { sum: 0, per: 0, reason: 'not up again' } : { sum: 60, per: 1 },
          },
        })),
      );
    const told = (now: number, then: number, sameWork: boolean) =>
      regressionsOf(rto(now), baselineMetrics(rto(then)), { tolerance: 0.5, sameWork, exact: false }).map(
        ({ metric, difference }) => [metric, difference],
      );
    for (const sameWork of [true, false]) {
      const names = told(1, 0, sameWork);
      expect(names).toContainEqual(['recovery.crash.tasks.rto', null]);
      expect(told(0, 1, sameWork)).toEqual([]);
    }
    // By Welch none of them is any replication's own.
    expect(told(3, 1, false)).toEqual([]);
    expect(told(3, 1, true)).not.toEqual([]);
  });
});
