import { describe, expect, test } from 'vitest';
import type { ComparisonOperator, LimitExpectation } from '../../../src/scenario/expectation.ts';
import { baselineMetrics } from '../../../src/study/baseline/baseline.ts';
import { regressionsOf } from '../../../src/study/baseline/regressions.ts';
import { estimates } from '../../../src/study/estimates/estimate.ts';
import { judge, judgeAgainstBaseline } from '../../../src/study/estimates/gate.ts';
import { withMet } from '../../../src/study/estimates/met.ts';
import { observe } from '../../../src/study/estimates/observation.ts';
import { aScenario } from '../../support/fixtures.ts';
import { resultsOf, sampleOf } from '../support.ts';

const SECOND = 1_000_000;
const scenario = aScenario();

function limit(metric: string, operator: ComparisonOperator, value: number): LimitExpectation {
  return { kind: 'limit', text: '', level: 'error', metric, operator, value, within: null };
}

/** 10 replications of mean 100 and an interval of 97.83 to 102.17. */
const counted = estimates(
  scenario,
  resultsOf(10, (i) => ({ values: { 'tasks.failed': 95.5 + i } })),
);
const verdict = (operator: ComparisonOperator, value: number) =>
  judge(limit('tasks.failed', operator, value), counted).verdict;

describe('limits', () => {
  test('pass inside the interval, fail outside, inconclusive between', () => {
    expect([verdict('<', 103), verdict('<', 100), verdict('<', 97)]).toEqual([
      'pass',
      'inconclusive',
      'fail',
    ]);
    expect([verdict('>', 97), verdict('>', 100), verdict('>', 103)]).toEqual([
      'pass',
      'inconclusive',
      'fail',
    ]);
  });

  test('strict and not are told apart at the very limit', () => {
    const zero = estimates(
      scenario,
      resultsOf(10, () => ({ values: { 'tasks.failed': 0 } })),
    );
    const at = (operator: ComparisonOperator) => judge(limit('tasks.failed', operator, 0), zero).verdict;
    expect([at('<='), at('<'), at('>='), at('>')]).toEqual(['pass', 'fail', 'pass', 'fail']);
  });

  test('an interval whose upper end is beyond every limit is held against it by its lower one', () => {
    // 8 % of each day never end; the p90 of all, the 10 s of the longest day, lies among the long ones, and surely above 2 s.
    const days = (n: number) =>
      estimates(
        scenario,
        resultsOf(n, (i) => ({
          samples: {
            'requests.latency': sampleOf(new Array<number>(92).fill((i + 1) * 1e6), { never: 8 }),
          },
        })),
      );
    const at = (operator: ComparisonOperator, value: number, n = 10) =>
      judge(limit('requests.latency.p90', operator, value), days(n)).verdict;
    expect([at('<', 2), at('>', 2)]).toEqual(['fail', 'pass']);
    // The end that decides is kept, and what only the value is known of has none.
    const kept = (value: number) => judge(limit('requests.latency.p90', '<', value), days(10)).atLeast;
    expect(kept(2)).toBeGreaterThan(2);
    expect(kept(2)).toBeLessThan(10);
    expect(kept(10.5)).toBeUndefined();
    expect([at('<', 10.5), at('>', 10.5), at('<', 3600), at('>', 3600)]).toEqual(
      new Array(4).fill('inconclusive'),
    );
    expect([at('<', 0.1, 4), at('>', 0.1, 4)]).toEqual(['inconclusive', 'inconclusive']);
  });

  test('a metric that is missing or has no samples is invalid, never a pass', () => {
    expect(judge(limit('tasks.lost', '<', 1), counted).verdict).toBe('invalid');
    const empty = estimates(
      scenario,
      resultsOf(10, () => ({ samples: { 'requests.latency': sampleOf([]) } })),
    );
    expect(judge(limit('requests.latency.p99', '<', 2), empty)).toMatchObject({
      verdict: 'invalid',
      reason: 'no samples',
    });
  });

  test('no verdict below 5 replications, none from one', () => {
    const runs = (count: number) =>
      estimates(
        scenario,
        resultsOf(count, () => ({ values: { 'tasks.failed': 0 } })),
      );
    expect(judge(limit('tasks.failed', '<', 5), runs(4)).verdict).toBe('inconclusive');
    expect(judge(limit('tasks.failed', '<', 5), runs(1)).verdict).toBe('inconclusive');
    expect(judge(limit('tasks.failed', '<', 5), runs(5)).verdict).toBe('pass');
  });

  test('a scenario without chance is judged on one', () => {
    const calm = aScenario({ nodes: scenario.nodes.map((node) => ({ ...node, phase: 0 })) });
    const one = estimates(
      calm,
      resultsOf(1, () => ({ values: { 'tasks.failed': 3 } })),
    );
    expect(judge(limit('tasks.failed', '<', 5), one).verdict).toBe('pass');
    expect(judge(limit('tasks.failed', '<', 3), one).verdict).toBe('fail');
  });

  test('rule W5: a quantile among the unsuccessful fails every upper limit', () => {
    const results = resultsOf(10, () => ({
      samples: { 'tasks.queueWait': sampleOf(new Array<number>(90).fill(SECOND), { never: 10 }) },
    }));
    const all = estimates(scenario, results);
    expect(judge(limit('tasks.queueWait.p95', '<', 1e9), all)).toMatchObject({
      verdict: 'fail',
      value: null,
    });
    expect(judge(limit('tasks.queueWait.max', '<=', 1e9), all).verdict).toBe('fail');
    expect(judge(limit('tasks.queueWait.p50', '<', 5), all).verdict).toBe('pass');
  });

  test('rule F4: a recovery that did not come fails every limit', () => {
    const value = (i: number) => (i === 0 ? { sum: 0, per: 0, reason: 'not up again' } : { sum: 60, per: 1 });
    const all = estimates(
      scenario,
      resultsOf(10, (i) => ({ values: { 'recovery.crash.tasks.rto': value(i) } })),
    );
    for (const metric of ['recovery.crash.tasks.rto', 'recovery.crash.tasks.rto.max']) {
      for (const operator of ['<', '<=', '>', '>='] as const) {
        expect(judge(limit(metric, operator, 100), all).verdict).toBe('fail');
      }
    }
  });

  test('rule F4: an outage without an end meets no limit in any replication, either', () => {
    const name = 'outage.tasks.longest';
    const results = resultsOf(10, (i) => ({
      values: { [name]: i < 4 ? { sum: 0, per: 0, reason: 'not over' } : { sum: 600, per: 1 } },
    }));
    const metIn = (operator: ComparisonOperator, value: number) => {
      const one = limit(name, operator, value);
      return withMet(judge(one, estimates(scenario, results)), one, results, false).metIn?.met;
    };
    expect([metIn('<', 1e9), metIn('>', 1)]).toEqual([6, 6]);
  });

  test('rule W5: a replication in which nothing succeeded meets no upper limit; one in which nothing arrived is not counted', () => {
    const sample = (i: number) =>
      i === 9 ? sampleOf([]) : i < 4 ? sampleOf([], { never: 5 }) : sampleOf([SECOND, SECOND]);
    const results = resultsOf(10, (i) => ({ samples: { 'tasks.turnaround': sample(i) } }));
    const metIn = (statistic: string, operator: ComparisonOperator) => {
      const one = limit(`tasks.turnaround.${statistic}`, operator, 0.5);
      const { met, of } = withMet(judge(one, estimates(scenario, results)), one, results, false).metIn!;
      return [met, of];
    };
    for (const statistic of ['mean', 'p50', 'max']) {
      expect(metIn(statistic, '<')).toEqual([0, 9]);
      expect(metIn(statistic, '>')).toEqual([9, 9]);
      const upTo = limit(`tasks.turnaround.${statistic}`, '<=', 1);
      expect(withMet(judge(upTo, estimates(scenario, results)), upTo, results, false).metIn!.met).toBe(5);
    }
  });

  test('too few samples for a quantile: more replications may bring them', () => {
    const results = resultsOf(10, () => ({ samples: { 'tasks.queueWait': sampleOf([SECOND]) } }));
    expect(judge(limit('tasks.queueWait.p95', '<', 60), estimates(scenario, results))).toMatchObject({
      verdict: 'inconclusive',
      reason: '10 samples; this quantile needs 200',
    });
  });

  test('a maximum is judged by its mean; the largest seen is held against the limit as it is', () => {
    const all = estimates(
      scenario,
      resultsOf(10, (i) => ({ values: { 'queue.length.max': i } })),
    );
    // 0 … 9: 4.5 ± 2.2 in the mean.
    expect(judge(limit('queue.length.max', '<', 9), all).verdict).toBe('pass');
    expect(judge(limit('queue.length.max', '<', 5), all).verdict).toBe('inconclusive');
    expect(judge(limit('queue.length.max.max', '<=', 9), all).verdict).toBe('pass');
    expect(judge(limit('queue.length.max.max', '<', 9), all).verdict).toBe('fail');
  });

  test('the window of an expectation is looked up by its name', () => {
    const results = resultsOf(10, () => ({
      values: { 'tasks.failed within 0..60000000': 1, 'tasks.failed': 900 },
    }));
    const within = { ...limit('tasks.failed', '<', 5), within: { from: 0, to: 60_000_000 } };
    expect(judge(within, estimates(scenario, results)).verdict).toBe('pass');
  });
});

describe('against a baseline', () => {
  const expectation = (metric: string, by: number) =>
    ({ kind: 'baseline', text: '', level: 'error', metric, by }) as const;
  const noise = [3, -4, 1, 0, 5, -2, -3, 2, -1, -1];
  const waits = (seconds: (i: number) => number | null, count = 10) =>
    observe(
      resultsOf(count, (i) => {
        const value = seconds(i);
        const sample =
          value === null ? sampleOf([], { never: 50 }) : sampleOf(new Array<number>(50).fill(value * SECOND));
        return { values: { 'tasks.arrived': 50 }, samples: { 'tasks.turnaround': sample } };
      }),
    );
  const metric = 'tasks.turnaround.p90';
  const judged = (
    now: ReturnType<typeof waits>,
    then: ReturnType<typeof waits>,
    by = 0.02,
    sameWork = true,
  ) =>
    judgeAgainstBaseline(
      expectation(metric, by),
      now,
      JSON.parse(JSON.stringify(baselineMetrics(then))),
      sameWork,
      false,
    );

  test('an unchanged model differs by exactly 0 and passes, also with one replication or none that succeeded', () => {
    const same = (i: number) => 100 + noise[i]!;
    expect(judged(waits(same), waits(same), 0)).toMatchObject({ verdict: 'pass', value: 0, low: 0, high: 0 });
    expect(judged(waits(same, 1), waits(same, 1), 0)).toMatchObject({ verdict: 'pass', value: 0 });
    expect(
      judged(
        waits(() => null),
        waits(() => null),
        0,
      ).verdict,
    ).toBe('pass');
  });

  test('paired, what both share does not hide a change; by Welch it does', () => {
    const then = waits((i) => 100 + 5 * noise[i]!);
    const now = waits((i) => 103 + 5 * noise[i]! + (i % 2) / 10);
    expect(judged(now, then, 0.02)).toMatchObject({ verdict: 'fail', method: 'paired' });
    expect(judged(now, then, 0.05)).toMatchObject({ verdict: 'pass' });
    expect(judged(now, then, 0.02, false)).toMatchObject({ verdict: 'inconclusive', method: 'welch' });
  });

  test('better on average is not enough while the interval reaches beyond the tolerance', () => {
    const then = waits((i) => 100 + noise[i]!);
    const now = waits((i) => 99.5 + noise[(i + 3) % 10]!);
    expect(judged(now, then, 0.01)).toMatchObject({ verdict: 'inconclusive' });
  });

  test('where it is worse it passes by the end away from 0, which few bad days put far off', () => {
    // By hand (Hall, of skewness 3.16 · 1.8): 1.7 worse, from 0.1 to 4.7. The arm towards 0 alone would end at 3.28.
    const more = [0.8, 0.9, 1, 1.1, 1.2, 0.9, 1, 1.1, 1, 8];
    const then = waits((i) => 100 + 5 * noise[i]!);
    const now = waits((i) => 100 + 5 * noise[i]! + more[i]!);
    expect(judged(now, then, 0.04)).toMatchObject({ verdict: 'inconclusive' });
    expect(judged(now, then, 0.5)).toMatchObject({ verdict: 'pass' });
    // Better by as much, it is the other way round: nothing is asked of how much better it may be.
    expect(judged(then, now, 0)).toMatchObject({ verdict: 'pass' });
  });

  test('of fewer than 5 replications to compare there is no verdict, however clear it looks', () => {
    const apart = (count: number) =>
      judged(
        waits((i) => 200 + noise[i]!, count),
        waits((i) => 100 + noise[i]!, 10),
      );
    expect(apart(4)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'fewer than 5 replications to compare',
    });
    expect(apart(5).verdict).toBe('fail');
  });

  test('replications that are beyond every limit then and now are none to compare', () => {
    const missing = (of: number, seconds: number) => waits((i) => (i < of ? null : seconds + noise[i]!));
    expect(judged(missing(6, 200), missing(6, 100))).toMatchObject({
      verdict: 'inconclusive',
      reason: 'fewer than 5 replications to compare',
    });
    expect(judged(missing(5, 200), missing(5, 100)).verdict).toBe('fail');
  });

  test('an improvement passes, and the direction is the metric’s', () => {
    expect(
      judged(
        waits((i) => 80 + noise[i]!),
        waits((i) => 100 + noise[i]!),
      ).verdict,
    ).toBe('pass');
    const done = (value: number) => observe(resultsOf(10, () => ({ values: { 'tasks.succeeded': value } })));
    const kept = baselineMetrics(done(100));
    const against = (value: number) =>
      judgeAgainstBaseline(expectation('tasks.succeeded', 0.02), done(value), kept, true, false).verdict;
    expect([against(97), against(99), against(120)]).toEqual(['fail', 'pass', 'pass']);
  });

  test('what no longer succeeds fails however fast the rest became', () => {
    const now = waits((i) => (i === 4 ? null : 1));
    expect(
      judged(
        now,
        waits(() => 100),
      ).verdict,
    ).toBe('fail');
    expect(
      judged(
        waits(() => 100),
        now,
      ).verdict,
    ).toBe('pass');
  });

  test('of other work that is beyond every limit in some replications, as before, the others do not speak for it', () => {
    const missed = (of: number) => waits((i) => (i < of ? null : 100 + noise[i]!));
    expect(judged(missed(9), missed(1), 0.5, false)).toMatchObject({
      verdict: 'inconclusive',
      value: null,
      reason: 'beyond every limit in other replications than the baseline',
    });
    expect(judged(missed(10), missed(10), 0.5, false)).toMatchObject({ verdict: 'pass', value: 0 });
    expect(judged(missed(1), missed(0), 0.5, false)).toMatchObject({ verdict: 'fail' });
  });

  test('a replication without a sample says nothing: neither worse nor better', () => {
    const orphans = (has: (i: number) => boolean, never = 0) =>
      observe(
        resultsOf(10, (i) => ({
          samples: {
            'tasks.looksRunning': has(i) ? sampleOf([(60 + noise[i]!) * SECOND]) : sampleOf([], { never }),
          },
        })),
      );
    const against = (now: ReturnType<typeof orphans>, then: ReturnType<typeof orphans>) => {
      const asked = expectation('tasks.looksRunning.max', 0);
      const kept = JSON.parse(JSON.stringify(baselineMetrics(then)));
      const paired = judgeAgainstBaseline(asked, now, kept, true, false);
      const options = { tolerance: 0, sameWork: true, exact: false };
      return [paired.verdict, paired.value, regressionsOf(now, kept, options).length];
    };
    const all = orphans(() => true);
    const some = orphans((i) => i % 2 === 0);
    expect(against(some, all)).toEqual(['pass', 0, 0]);
    expect(against(all, some)).toEqual(['pass', 0, 0]);
    expect(
      against(
        orphans((i) => i % 2 === 1),
        some,
      ),
    ).toEqual(['inconclusive', null, 0]);
    // Beyond every limit is something else.
    expect(
      against(
        orphans((i) => i % 2 === 0, 1),
        all,
      )[0],
    ).toBe('fail');
  });

  test('a metric that the baseline does not have is invalid', () => {
    const now = waits(() => 100);
    expect(judgeAgainstBaseline(expectation(metric, 0), now, {}, true, false).verdict).toBe('invalid');
    expect(judgeAgainstBaseline(expectation('tasks.sojourn', 0), now, {}, true, false).verdict).toBe(
      'invalid',
    );
  });

  test('keeps one value a replication, ratios as pairs, and only what has a better direction', () => {
    const kept = baselineMetrics(waits((i) => 100 + i, 3));
    expect(kept).not.toHaveProperty(['tasks.arrived']);
    expect(kept['tasks.turnaround.mean']).toEqual({
      unit: 's',
      better: 'lower',
      values: [
        [5000, 50],
        [5050, 50],
        [5100, 50],
      ],
    });
    expect(kept['tasks.turnaround.max']!.values).toEqual([100, 101, 102]);
    const some = observe(
      resultsOf(3, (i) => ({
        samples: { 'tasks.turnaround': sampleOf(i === 0 ? [] : [3 * SECOND], { never: i < 2 ? 1 : 0 }) },
      })),
    );
    expect(baselineMetrics(some)['tasks.turnaround.mean']!.values).toEqual(['never', [3, 1], [3, 1]]);
  });
});
