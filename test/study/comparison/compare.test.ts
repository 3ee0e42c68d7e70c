import { describe, expect, test } from 'vitest';
import type { RunResult, Value } from '../../../src/measure/result.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { compare, compareStudies } from '../../../src/study/comparison/compare.ts';
import { replicate, studyOf } from '../../../src/study/replications/replicate.ts';
import type { Runner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { halfWidth, mean } from '../../../src/study/statistics/mean.ts';
import { meanBounds } from '../../../src/study/statistics/skewed.ts';
import { aScenario } from '../../support/fixtures.ts';
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
