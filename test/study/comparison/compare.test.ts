import { describe, expect, test } from 'vitest';
import type { RunResult, Value } from '../../../src/measure/result.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { compare, compareStudies } from '../../../src/study/comparison/compare.ts';
import { observe } from '../../../src/study/estimates/observation.ts';
import { replicate, studyOf } from '../../../src/study/replications/replicate.ts';
import type { Runner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { halfWidth, mean } from '../../../src/study/statistics/mean.ts';
import { pairedDifference } from '../../../src/study/statistics/paired.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';
import { aScenario } from '../../support/fixtures.ts';
import { scenarioOf } from '../../support/run.ts';
import { normals, resultOf, resultsOf, sampleOf } from '../support.ts';

const SECOND = 1_000_000;
const scenario = aScenario();
const study = (results: readonly RunResult[], of: Scenario = scenario) => studyOf(of, '1', results);
const counts = (count: number, value: (i: number) => number, name = 'tasks.failed') =>
  study(resultsOf(count, (i) => ({ values: { [name]: value(i) } })));
const effect = (
  baseline: ReturnType<typeof study>,
  candidate: ReturnType<typeof study>,
  metric: string,
  delta = 0,
) => compareStudies(baseline, [candidate], delta).candidates[0]!.effects.get(metric)!;

/** Noise that both designs share (the same work), and a little of their own. */
const shared = normals(1);
const noise = Array.from({ length: 10 }, () => 10 * shared());
const own = (seed: number) => {
  const normal = normals(seed);
  return Array.from({ length: 10 }, () => 0.3 * normal());
};

describe('effects', () => {
  test('a design compared with itself differs by exactly 0 in every metric', () => {
    const values = (i: number): Record<string, Value | number> => ({
      'tasks.failed': noise[i]!,
      'tasks.successRatio': { sum: 90 + i, per: 100 + i },
      'recovery.crash.tasks.rto':
        i === 3 ? { sum: 0, per: 0, reason: 'not up again' } : { sum: 60 + i, per: 1 },
    });
    const samples = (i: number) => ({
      'tasks.queueWait': sampleOf(
        [1, 2, 3 + i].map((x) => x * SECOND),
        { never: i % 2 },
      ),
    });
    const make = () => study(resultsOf(10, (i) => ({ values: values(i), samples: samples(i) })));
    const found = compareStudies(make(), [make()]).candidates[0]!;
    expect(found.effects.size).toBe(16);
    for (const one of found.effects.values()) {
      expect(one.verdict, one.metric).toBe('no difference');
      expect(one.difference ?? 0).toBe(0);
      expect(one.half ?? 0).toBe(0);
    }
    expect([...found.answer.better, ...found.answer.worse, ...found.answer.unclear]).toEqual([]);
  });

  test('are paired by replication: noise that both share does not hide them', () => {
    const [a, b] = [own(2), own(3)];
    const found = effect(
      counts(10, (i) => 100 + noise[i]! + a[i]!),
      counts(10, (i) => 102 + noise[i]! + b[i]!),
      'tasks.failed',
    );
    const differences = a.map((value, i) => 2 + b[i]! - value);
    expect(found.difference).toBeCloseTo(differences.reduce((sum, d) => sum + d, 0) / 10, 9);
    expect(found.half).toBeCloseTo(halfWidth(differences)!, 9);
    expect(found).toMatchObject({ verdict: 'worse', method: 'paired' });
    expect(found.relative).toBeCloseTo(found.difference! / found.baseline!, 12);
    expect(found.varianceReduction).toBeGreaterThan(100);
  });

  test('within the interval there is no difference, within δ they are equivalent', () => {
    const baseline = counts(10, (i) => 100 + noise[i]!);
    const [a, b] = [own(4), own(5)];
    const near = counts(10, (i) => 100 + noise[i]! + a[i]! - b[i]!);
    expect(effect(baseline, near, 'tasks.failed').verdict).toBe('no difference');
    expect(effect(baseline, near, 'tasks.failed', 0.02).verdict).toBe('equivalent');
    const off = counts(10, (i) => 101 + noise[i]! + a[i]! / 10);
    expect(effect(baseline, off, 'tasks.failed').verdict).toBe('worse');
    expect(effect(baseline, off, 'tasks.failed', 0.02).verdict).toBe('equivalent');
    expect(effect(baseline, off, 'tasks.failed', 0.005).verdict).toBe('worse');
    // The whole interval is to lie within, not the difference alone.
    const { difference, half } = effect(baseline, near, 'tasks.failed');
    const share = (of: number) => of / mean(noise.map((value) => 100 + value));
    const around = (delta: number) => effect(baseline, near, 'tasks.failed', share(delta)).verdict;
    expect(around(1.001 * (Math.abs(difference!) + half!))).toBe('equivalent');
    expect(around(0.999 * (Math.abs(difference!) + half!))).toBe('no difference');
    // Of the baseline's value: 50 more than 100 are half of it, and a third of 150.
    const [hundred, more] = [100, 150].map((value) => counts(10, (i) => value + noise[i]! / 1000));
    expect(effect(hundred!, more!, 'tasks.failed', 0.45).verdict).toBe('worse');
    expect(effect(more!, hundred!, 'tasks.failed', 0.45).verdict).toBe('equivalent');
  });

  test('are equivalent by the end away from 0, which few bad days put far off', () => {
    const more = [0.8, 0.9, 1, 1.1, 1.2, 0.9, 1, 1.1, 1, 8];
    const baseline = counts(10, (i) => 100 + noise[i]!);
    const candidate = counts(10, (i) => 100 + noise[i]! + more[i]!);
    const { difference, half } = effect(baseline, candidate, 'tasks.failed');
    expect(difference! + half!).toBeLessThan(4);
    expect(effect(baseline, candidate, 'tasks.failed', 0.04).verdict).not.toBe('equivalent');
    expect(effect(baseline, candidate, 'tasks.failed', 0.5).verdict).toBe('equivalent');
  });

  test('of the largest of all are equivalent by the mean of the largest of each, of which the difference is', () => {
    // One replication is ten times as long as the others: 12 more are a tenth of the longest, and 60 % of the mean.
    const longest = (more: number) =>
      study(resultsOf(10, (i) => ({ values: { 'tasks.makespan': (i === 0 ? 110 : 10) + more + i / 1000 } })));
    const of = (delta: number) => effect(longest(0), longest(12), 'tasks.makespan.max', delta);
    expect(of(0.5).baseline).toBeCloseTo(20.0045, 9);
    expect(of(0.5)).toMatchObject({ verdict: 'worse' });
    expect(of(0.61)).toMatchObject({ verdict: 'equivalent' });
  });

  test('of one and the same thing are equivalent when that is asked', () => {
    const same = counts(10, (i) => 100 + noise[i]!);
    expect(effect(same, same, 'tasks.failed', 0.02)).toMatchObject({ verdict: 'equivalent', difference: 0 });
  });

  test('of the largest of all: of the means of the largest of each, which the difference is of', () => {
    const found = effect(
      counts(10, (i) => 100 + 10 * i, 'queue.length.max'),
      counts(10, (i) => 109 + 8 * i, 'queue.length.max'),
      'queue.length.max',
    );
    expect([found.baseline, found.candidate, found.difference]).toEqual([145, 145, 0]);
    expect(found.verdict).toBe('no difference');
  });

  test('of a quantile over replications that neither design can say: no verdict, unless each replication is the same', () => {
    const times = (factor: number) => counts(10, (i) => factor * (100 + 10 * i), 'queue.length.max');
    const p95 = (factor: number) => effect(times(1), times(factor), 'queue.length.max.p95');
    const why = '10 replications; this quantile needs 200';
    expect(p95(2)).toMatchObject({ difference: null, verdict: 'inconclusive', reason: why });
    expect(p95(1)).toMatchObject({ difference: null, verdict: 'no difference' });
    const many = (factor: number) => counts(200, (i) => factor * (100 + i), 'queue.length.max');
    expect(effect(many(1), many(2), 'queue.length.max.p95')).toMatchObject({
      difference: 289,
      half: null,
      verdict: 'inconclusive',
      reason: 'a quantile over replications, whose differences have no spread',
    });
  });

  test('of what is beyond every limit in both: no verdict, unless it is for the same reason', () => {
    const refused = (of: number) =>
      study(
        resultsOf(10, () => ({
          samples: {
            'tasks.queueWait': sampleOf(
              Array.from({ length: 100 }, () => SECOND),
              { never: of },
            ),
          },
        })),
      );
    const p95 = (was: number, is: number) => effect(refused(was), refused(is), 'tasks.queueWait.p95');
    expect(p95(900, 100)).toMatchObject({ verdict: 'inconclusive', reason: 'never: 50 % did not start' });
    expect(p95(100, 100)).toMatchObject({ verdict: 'no difference', difference: null });
  });

  test('say which direction is better by the catalogue', () => {
    const at = (metric: string, value: number) =>
      effect(
        counts(10, () => 100, metric),
        counts(10, () => value, metric),
        metric,
      ).verdict;
    expect([at('tasks.failed', 99), at('tasks.failed', 101)]).toEqual(['better', 'worse']);
    expect([at('tasks.succeeded', 99), at('tasks.succeeded', 101)]).toEqual(['worse', 'better']);
    expect(at('tasks.arrived', 101)).toBe('different');
  });

  test('no verdict below 5 replications, however clear', () => {
    const found = effect(
      counts(4, () => 100),
      counts(4, () => 900),
      'tasks.failed',
    );
    expect(found).toMatchObject({
      verdict: 'inconclusive',
      reason: 'fewer than 5 replications',
      difference: 800,
    });
  });

  test('of a ratio: of sums over sums, not of mean ratios', () => {
    const ratio = (sum: number) =>
      study(
        resultsOf(10, (i) => ({
          values: { 'requests.errorRatio': { sum: i === 0 ? sum : 1, per: i === 0 ? 1000 : 10 } },
        })),
      );
    const found = effect(ratio(10), ratio(120), 'requests.errorRatio');
    expect(found.baseline).toBeCloseTo(19 / 1090, 12);
    expect(found.difference).toBeCloseTo(110 / 1090, 12);
  });

  test('of a quantile: the difference of the two columns', () => {
    const waits = (seconds: number) =>
      study(
        resultsOf(10, (i) => ({
          samples: {
            'tasks.queueWait': sampleOf(Array.from({ length: 100 }, (_, k) => (seconds + i + k) * SECOND)),
          },
        })),
      );
    const found = effect(waits(10), waits(40), 'tasks.queueWait.p95');
    expect(found.difference).toBe(found.candidate! - found.baseline!);
    expect(found.verdict).toBe('worse');
  });

  test('an interval is never narrower than the buckets that two quantiles were read from', () => {
    const waits = (seconds: number) =>
      study(
        resultsOf(10, () => ({
          samples: { 'tasks.queueWait': sampleOf([...new Array<number>(50).fill(seconds * SECOND), 0, 1e9]) },
        })),
      );
    // 100.6 and 100.7 s: neighbouring buckets, off by at most half a bucket each.
    const found = effect(waits(100.6), waits(100.7), 'tasks.queueWait.p50');
    // Every replication agrees, and yet the difference of 0.1 s is known only as one bucket more or less.
    expect(found.difference).toBeGreaterThan(1);
    expect(Math.abs(found.difference! - 0.1)).toBeLessThanOrEqual(found.half!);
    expect(effect(waits(100), waits(103), 'tasks.queueWait.p50').verdict).toBe('worse');
  });

  test('beyond every limit is worse than any number, and without a number to print', () => {
    const waits = (never: number) =>
      study(
        resultsOf(10, () => ({
          samples: { 'tasks.turnaround': sampleOf(new Array<number>(90).fill(SECOND), { never }) },
        })),
      );
    expect(effect(waits(0), waits(10), 'tasks.turnaround.p95')).toMatchObject({
      verdict: 'worse',
      candidate: null,
      difference: null,
      reason: 'never: 10 % did not succeed',
    });
    expect(effect(waits(10), waits(0), 'tasks.turnaround.p95').verdict).toBe('better');
  });

  test('beyond every limit in fewer than 5 replications is no verdict, either', () => {
    const waits = (count: number, never: number) =>
      study(
        resultsOf(count, () => ({
          samples: { 'tasks.turnaround': sampleOf(new Array<number>(90).fill(SECOND), { never }) },
        })),
      );
    const verdict = (count: number) =>
      effect(waits(count, 0), waits(count, 10), 'tasks.turnaround.p95').verdict;
    expect([verdict(4), verdict(5)]).toEqual(['inconclusive', 'worse']);
  });

  test('beyond every limit in some replications, though not in all together, has no interval', () => {
    const waits = (never: (i: number) => number) =>
      study(
        resultsOf(10, (i) => ({
          samples: {
            'tasks.queueWait': sampleOf(new Array<number>(200).fill((2 + i) * SECOND), { never: never(i) }),
          },
        })),
      );
    const found = effect(
      waits(() => 0),
      waits((i) => (i === 0 ? 60 : 0)),
      'tasks.queueWait.p90',
    );
    expect(found).toMatchObject({
      verdict: 'inconclusive',
      half: null,
      reason: 'beyond every limit in some replications',
    });
    expect(found.difference).not.toBeNull();
  });

  test('of a quantile: its interval is made of how many lie above it in each, not of their own quantiles', () => {
    const waits = (seconds: number) =>
      study(
        resultsOf(10, (i) => ({
          samples: {
            'tasks.queueWait': sampleOf(
              Array.from({ length: 100 }, (_, k) => seconds * (1 + ((i * 7) % 10)) * (k + 1) * SECOND),
            ),
          },
        })),
      );
    const [before, now] = [waits(1), waits(1.1)];
    const [was, is] = [before, now].map(
      ({ results }) => observe(results).get('tasks.queueWait.p90')!.pseudo!,
    );
    const found = effect(before, now, 'tasks.queueWait.p90');
    expect(found.half).toBeCloseTo(pairedDifference(is!, was!, found.difference!).half, 9);
    const own = [before, now].map(({ results }) => observe(results).get('tasks.queueWait.p90')!.each);
    expect(found.half! / pairedDifference(own[1]!, own[0]!).half).not.toBeCloseTo(1, 1);
  });

  test('what two histograms cannot tell apart is no difference, with chance or without', () => {
    // All 100.3 s is known exactly; among shorter and longer ones 100.3 s is known to its bucket.
    const sharp = sampleOf(new Array<number>(60).fill(100.3 * SECOND));
    const blurred = sampleOf([...new Array<number>(58).fill(100.3 * SECOND), 0, 1e9]);
    const calm = aScenario({ nodes: scenario.nodes.map((node) => ({ ...node, phase: 0 })), requests: [] });
    for (const [count, of] of [
      [10, scenario],
      [1, calm],
    ] as const) {
      const waits = (sample: typeof sharp) =>
        study(
          resultsOf(count, () => ({ samples: { 'tasks.queueWait': sample } })),
          of,
        );
      const found = effect(waits(sharp), waits(blurred), 'tasks.queueWait.p50');
      expect(found.difference).not.toBe(0);
      expect(found).toMatchObject({ verdict: 'no difference', p: 1 });
      expect(found.half).toBeGreaterThanOrEqual(Math.abs(found.difference!));
    }
  });

  test('what is in neighbouring buckets is no difference, beyond them it is', () => {
    // Buckets of 1.048576 s: these are in number 95, 96 and 97, in every replication.
    const [one, next, third] = [100.3, 101.3, 102.4].map((length) =>
      study(
        resultsOf(10, () => ({
          samples: {
            'tasks.queueWait': sampleOf([...new Array<number>(58).fill(length * SECOND), 0, 1e9]),
          },
        })),
        scenario,
      ),
    );
    const beside = effect(one!, next!, 'tasks.queueWait.p50');
    expect(beside.difference).toBeCloseTo(1.048576, 9);
    expect(beside).toMatchObject({ verdict: 'no difference', p: 1 });
    expect(beside.half).toBeGreaterThanOrEqual(beside.difference!);
    expect(effect(one!, third!, 'tasks.queueWait.p50')).toMatchObject({ verdict: 'worse' });
  });

  test('several candidates are held to Holm', () => {
    // p about 0.03 alone: significant beside nothing, not beside three that show nothing.
    const baseline = counts(10, (i) => 100 + noise[i]!);
    const spread = own(12);
    const centre = spread.reduce((sum, value) => sum + value, 0) / 10;
    const shift = (t: number) => {
      // Towards 0, where skewness may reach further than t does.
      const s = (mean(spread) - meanBounds(spread)![0]) / 2.262157;
      return counts(10, (i) => 100 + noise[i]! + spread[i]! - centre + t * s);
    };
    const alone = compareStudies(baseline, [shift(2.6)]).candidates[0]!.effects.get('tasks.failed')!;
    expect(alone.p).toBeCloseTo(0.0287, 3);
    expect(alone.verdict).toBe('worse');
    const among = compareStudies(baseline, [shift(2.6), shift(0.1), shift(0.2)]).candidates;
    expect(among[0]!.effects.get('tasks.failed')).toMatchObject({ verdict: 'no difference' });
    expect(among[0]!.effects.get('tasks.failed')!.p).toBeCloseTo(3 * 0.0287, 2);
  });

  test('studies of other replications or another seed are refused', () => {
    expect(() =>
      compareStudies(
        counts(5, () => 1),
        [counts(6, () => 1)],
      ),
    ).toThrow(RangeError);
    expect(() =>
      compareStudies(
        counts(5, () => 1),
        [{ ...counts(5, () => 1), seed: '2' }],
      ),
    ).toThrow(RangeError);
  });
});

describe('rule W5: better only if not fewer succeeded', () => {
  const design = (seconds: number, failed: number) =>
    study(
      resultsOf(10, (i) => ({
        values: { 'tasks.successRatio': { sum: 100 - failed, per: 100 } },
        samples: { 'tasks.queueWait': sampleOf(new Array<number>(100).fill((seconds + i / 100) * SECOND)) },
      })),
    );

  test('a shorter wait with more lost is a trade-off that names its other half', () => {
    const { effects, answer } = compareStudies(design(20, 0), [design(8, 3)]).candidates[0]!;
    expect(effects.get('tasks.queueWait.p95')).toMatchObject({
      verdict: 'trade-off',
      against: 'tasks.successRatio',
    });
    expect(effects.get('tasks.successRatio')!.verdict).toBe('worse');
    expect(answer.tradeOffs.map(({ metric }) => metric)).toEqual(['tasks.queueWait.p95']);
    expect(answer.better).toEqual([]);
  });

  test('a longer wait with fewer lost is one, too', () => {
    const { effects } = compareStudies(design(8, 3), [design(20, 0)]).candidates[0]!;
    expect(effects.get('tasks.queueWait.p95')).toMatchObject({
      verdict: 'trade-off',
      against: 'tasks.successRatio',
    });
    expect(effects.get('tasks.successRatio')!.verdict).toBe('better');
  });

  test('requests are held against their errors, a class against its own, a window against what arrived in it', () => {
    const all = (seconds: number, bad: number) =>
      study(
        resultsOf(10, (i) => {
          const times = sampleOf(new Array<number>(100).fill((seconds + i / 100) * SECOND));
          const good = { sum: 100 - bad, per: 100 };
          const same = { sum: 90, per: 100 };
          return {
            values: {
              'requests.errorRatio': { sum: bad, per: 100 },
              'tasks.successRatio': same,
              'tasks.deploy.successRatio': good,
              'tasks.hotfix.successRatio': same,
              'tasks.successRatio within 0..60000000': good,
            },
            samples: {
              'requests.latency': times,
              'tasks.queueWait': times,
              'tasks.deploy.turnaround': times,
              'tasks.hotfix.turnaround': times,
              'tasks.queueWait within 0..60000000': times,
              'tasks.hotfix.turnaround within 0..60000000': times,
            },
          };
        }),
      );
    const { effects } = compareStudies(all(20, 0), [all(8, 3)]).candidates[0]!;
    const told = (metric: string) => [effects.get(metric)!.verdict, effects.get(metric)!.against];
    expect(told('requests.latency.p95')).toEqual(['trade-off', 'requests.errorRatio']);
    expect(told('tasks.queueWait.p95')).toEqual(['better', undefined]);
    expect(told('tasks.deploy.turnaround.mean')).toEqual(['trade-off', 'tasks.deploy.successRatio']);
    expect(told('tasks.hotfix.turnaround.mean')).toEqual(['better', undefined]);
    expect(told('tasks.queueWait.p95 within 0..60000000')).toEqual([
      'trade-off',
      'tasks.successRatio within 0..60000000',
    ]);
    // Where the share is not known of the window, that of the whole run stands in.
    expect(told('tasks.hotfix.turnaround.p95 within 0..60000000')).toEqual(['better', undefined]);
  });

  test('with as many it is better', () => {
    const { answer } = compareStudies(design(20, 3), [design(8, 3)]).candidates[0]!;
    expect(answer.better.map(({ metric }) => metric)).toEqual(['tasks.queueWait.p95']);
    expect(answer.same.map(({ metric }) => metric)).toEqual(['tasks.successRatio']);
  });
});

describe('the answer', () => {
  test('puts the largest effect first', () => {
    const design = (wait: number, turnaround: number) =>
      study(
        resultsOf(10, () => ({
          samples: {
            'tasks.queueWait': sampleOf(new Array<number>(100).fill(wait * SECOND)),
            'tasks.turnaround': sampleOf(new Array<number>(100).fill(turnaround * SECOND)),
          },
        })),
      );
    const { answer } = compareStudies(design(10, 100), [design(11, 150)]).candidates[0]!;
    expect(answer.worse.map(({ metric }) => metric)).toEqual(['tasks.turnaround.p95', 'tasks.queueWait.p95']);
  });

  test('puts what became infinite before any other', () => {
    const design = (wait: number, never: number) =>
      study(
        resultsOf(10, () => ({
          samples: {
            'tasks.queueWait': sampleOf(new Array<number>(100).fill(wait * SECOND)),
            'tasks.turnaround': sampleOf(new Array<number>(90).fill(100 * SECOND), { never }),
          },
        })),
      );
    const { answer } = compareStudies(design(1, 0), [design(50, 10)]).candidates[0]!;
    expect(answer.worse.map(({ metric }) => metric)).toEqual(['tasks.turnaround.p95', 'tasks.queueWait.p95']);
  });

  test('is about each class where there are several, and about users, services and money', () => {
    const names = [
      ...['tasks', 'tasks.a', 'tasks.b'].map((of) => `${of}.successRatio`),
      ...['requests', 'requests.c'].map((of) => `${of}.errorRatio`),
      ...['availability.users', 'availability.tasks', 'availability.ui', 'cost.perHour'],
    ];
    const [task] = scenario.tasks;
    const [request] = scenario.requests;
    const asked = (...classes: string[]) => {
      const tasks = classes.map((name) => ({ ...task!, name }));
      const of = aScenario({ tasks, requests: [{ ...request!, name: 'c' }] });
      const results = resultsOf(10, () => ({
        values: Object.fromEntries(names.map((name) => [name, { sum: 90, per: 100 }])),
      }));
      const { answer } = compareStudies(study(results, of), [study(results, of)]).candidates[0]!;
      return answer.same.map(({ metric }) => metric);
    };
    const all = ['requests.errorRatio', ...names.slice(5)];
    expect(asked('a')).toEqual(['tasks.successRatio', ...all]);
    expect(asked('a', 'b')).toEqual([...names.slice(0, 3), ...all]);
  });

  test('claims what holds at 95 % for all headlines together, however single rows look', () => {
    const spread = own(12).map((value) => value / 1000);
    const error = (mean(spread) - meanBounds(spread)![0]) / 2.262157;
    // A row of its own with t = 2.6 has p = 0.029.
    const moved = (i: number, t: number) => 0.9 + spread[i]! - mean(spread) + t * error;
    const design = (by: Readonly<Record<string, number>>, off: boolean) =>
      study(
        resultsOf(10, (i) => ({
          values: Object.fromEntries(Object.entries(by).map(([name, t]) => [name, off ? moved(i, t) : 0.9])),
        })),
      );
    const claimed = (by: Readonly<Record<string, number>>) => {
      const { effects, answer } = compareStudies(design(by, false), [design(by, true)]).candidates[0]!;
      return [
        effects.get('availability.ui')!.verdict,
        answer.better.map(({ metric }) => metric),
        answer.same.map(({ metric }) => metric).sort(),
      ];
    };
    expect(claimed({ 'availability.ui': 2.6 })).toEqual(['better', ['availability.ui'], []]);
    const others = { 'availability.users': 0.1, 'availability.tasks': -0.2 };
    expect(claimed({ ...others, 'availability.ui': 2.6 })).toEqual([
      'better',
      [],
      ['availability.tasks', 'availability.ui', 'availability.users'],
    ]);
    expect(claimed({ ...others, 'availability.ui': 9 })[1]).toEqual(['availability.ui']);
  });

  test('falls back to the mean where a tail cannot be said', () => {
    const few = (seconds: number) =>
      study(resultsOf(10, () => ({ samples: { 'tasks.queueWait': sampleOf([seconds * SECOND]) } })));
    const { answer } = compareStudies(few(3), [few(4)]).candidates[0]!;
    expect(answer.worse.map(({ metric }) => metric)).toEqual(['tasks.queueWait.mean']);
  });
});

describe('compare', () => {
  const runner = (log: string[] = []): Runner => ({
    async run(of, seed, replications, onResult) {
      for (const replication of replications) {
        log.push(`${of.name} ${seed} ${replication} ${of.warmUp}`);
        onResult(resultOf(replication, { 'cost.perHour': 2.5 }));
      }
    },
  });

  test('runs every design over the same seed and replications, whatever their files say', async () => {
    const log: string[] = [];
    const a = aScenario({ name: 'a', seed: '7' });
    const b = aScenario({ name: 'b', seed: '8' });
    const found = await compare(a, [b], runner(log), { replications: 2 });
    expect(log).toEqual(['a 7 0 0', 'a 7 1 0', 'b 7 0 0', 'b 7 1 0']);
    expect(found).toMatchObject({ replications: 2, seed: '7' });
  });

  test('cuts steady designs alike, by the longest warm-up', async () => {
    const log: string[] = [];
    const a = aScenario({ name: 'a', study: 'steady', warmUp: 60 });
    const b = aScenario({ name: 'b', study: 'steady', warmUp: 90 });
    await compare(a, [b], runner(log), { replications: 1 });
    await compare(b, [a], runner(log), { replications: 1 });
    expect(log).toEqual(['a 1 0 90', 'b 1 0 90', 'b 1 0 90', 'a 1 0 90']);
    // The start of a day is part of the question.
    log.length = 0;
    await compare(a, [aScenario({ name: 'day' })], runner(log), { replications: 1 });
    expect(log).toEqual(['a 1 0 60', 'day 1 0 0']);
  });

  test('runs no steady design that is over before the start that is cut from all', async () => {
    const log: string[] = [];
    const long = aScenario({ name: 'long', study: 'steady', duration: 400e6, warmUp: 60e6 });
    const short = aScenario({ name: 'short', study: 'steady', duration: 60e6, warmUp: 1e6 });
    await expect(compare(long, [short], runner(log), { replications: 1 })).rejects.toThrow(
      'duration: 1m is over before the start that is cut from all, 1m as another design needs; try 2m',
    );
    expect(log).toEqual([]);
    const day = aScenario({ name: 'day', duration: 60e6 });
    await compare(long, [day], runner(log), { replications: 1 });
    expect(log).toEqual(['long 1 0 60000000', 'day 1 0 0']);
  });

  test('puts resources side by side, without nodes that are added later', async () => {
    const added = { at: 0, name: 'add', action: { do: 'addNode', node: 3 }, for: null, plan: null } as const;
    const perHour = { node: 1, core: 0, worker: 0, off: 1, database: 0, storage: 0, balancer: 0 };
    const priced = aScenario({
      timeline: [added],
      cost: { currency: 'USD', perHour, perYear: { licence: 0 } },
    });
    const found = await compare(scenario, [priced], runner(), { replications: 5 });
    expect(found.baseline.resources).toMatchObject({ nodes: 4, slots: 40, cores: 16, cost: null });
    expect(found.candidates[0]!.resources).toMatchObject({
      nodes: 3,
      slots: 30,
      cost: { perHour: 2.5, currency: 'USD' },
    });
  });

  test('runs designs without chance once either way of ties, and is exact', async () => {
    const log: string[] = [];
    const calm = aScenario({ nodes: scenario.nodes.map((node) => ({ ...node, phase: 0 })) });
    const slower: Runner = {
      async run(of, _seed, replications, onResult) {
        for (const replication of replications)
          onResult(resultOf(replication, { 'tasks.failed': of.name === 'b' ? 2 : 1 }));
      },
    };
    await compare(calm, [calm], runner(log), { replications: 10 });
    expect(log).toHaveLength(4);
    const found = await compare({ ...calm, name: 'a' }, [{ ...calm, name: 'b' }], slower, {
      replications: 10,
    });
    expect(found.candidates[0]!.effects.get('tasks.failed')).toMatchObject({
      difference: 1,
      half: 0,
      verdict: 'worse',
    });
  });

  test('says so where other things fail in one design than in the other: they have other luck', async () => {
    const failing = (name: string, groups: string) =>
      scenarioOf(`{ name: ${name}, duration: 1h, nodes: { ${groups} }, workload: { tasks: {} },
        failures: { machine: { what: nodes, every: { exponential: 99h }, for: 1h } } }`);
    const small = failing('small', 'n: { count: 2 }');
    const notes = async (candidate: Scenario) =>
      (await compare(small, [candidate], runner(), { replications: 1 })).candidates[0]!.notes;
    expect(await notes(failing('larger', 'n: { count: 4 }'))).toEqual([]);
    expect(await notes(failing('largest', 'n: { count: 5 }'))).toEqual([
      'largest and small see different failures: of 5 names that can fail 2 are in both',
    ]);
  });

  test('tells how far it is, design by design', async () => {
    const seen: string[] = [];
    await compare(scenario, [scenario], runner(), {
      replications: 2,
      onProgress: ({ design, designs, done, asked }) => seen.push(`${design}/${designs} ${done}/${asked}`),
    });
    expect(seen).toEqual(['0/2 1/2', '0/2 2/2', '1/2 1/2', '1/2 2/2']);
    expect((await replicate(scenario, runner(), fixed(1))).results).toHaveLength(1);
  });
});
