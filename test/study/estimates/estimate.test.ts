import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/measure/result.ts';
import { estimates } from '../../../src/study/estimates/estimate.ts';
import { sayDuration, sayShare, writeDuration } from '../../../src/study/estimates/reason.ts';
import { isDeterministic } from '../../../src/study/replications/deterministic.ts';
import { tQuantile } from '../../../src/study/statistics/student-t.ts';
import { aScenario } from '../../support/fixtures.ts';
import { resultsOf, sampleOf } from '../support.ts';

const SECOND = 1_000_000;
const scenario = aScenario();
const half = (s: number, n: number) => (tQuantile(0.975, n - 1) * s) / Math.sqrt(n);

describe('estimates by kind', () => {
  test('a count: the mean of the replications ± t·s/√R', () => {
    const all = estimates(
      scenario,
      resultsOf(5, (i) => ({ values: { 'tasks.arrived': 100 + i } })),
    );
    const found = all.get('tasks.arrived')!;
    expect(found).toMatchObject({ value: 102, unit: 'count', kind: 'count', n: 5 });
    expect(found.high! - 102).toBeCloseTo(half(Math.sqrt(2.5), 5), 12);
    expect(102 - found.low!).toBeCloseTo(found.high! - 102, 12);
  });

  test('a ratio: sums over sums', () => {
    const pairs = [
      [1, 10],
      [90, 100],
      [45, 50],
    ] as const;
    const values = (i: number) => ({ 'tasks.successRatio': { sum: pairs[i]![0], per: pairs[i]![1] } });
    expect(
      estimates(
        scenario,
        resultsOf(3, (i) => ({ values: values(i) })),
      ).get('tasks.successRatio'),
    ).toMatchObject({
      value: 136 / 160,
      unit: 'share',
    });
  });

  test('a maximum is one value a replication: the mean, and the largest seen, without an interval', () => {
    const all = estimates(
      scenario,
      resultsOf(6, (i) => ({ values: { 'queue.length.max': (i * 7) % 5 } })),
    );
    // 0, 2, 4, 1, 3, 0
    expect(all.get('queue.length.max')).toMatchObject({ value: 10 / 6, kind: 'once', n: 6 });
    expect(all.get('queue.length.max')!.high).toBeGreaterThan(10 / 6);
    expect(all.get('queue.length.max.mean')).toEqual(all.get('queue.length.max'));
    expect(all.get('queue.length.max.p95')).toMatchObject({
      value: null,
      reason: '6 replications; this quantile needs 200',
    });
    expect(all.get('queue.length.max.max')).toEqual({
      value: 4,
      unit: 'count',
      kind: 'extreme',
      low: null,
      high: null,
      n: 6,
    });
  });

  test('the makespan does not grow with the number of replications, the worst of them does', () => {
    const times = (n: number) =>
      estimates(
        scenario,
        resultsOf(n, (i) => ({ values: { 'tasks.makespan': { sum: 600 + ((i * 37) % 100), per: 1 } } })),
      );
    // 37 and 100 have no common factor: over 100 replications every remainder once, 49.5 in the mean.
    const [few, many] = [times(10), times(100)];
    expect(many.get('tasks.makespan')!.value).toBeCloseTo(649.5, 9);
    const { low, high } = few.get('tasks.makespan')!;
    expect(low!).toBeLessThan(649.5);
    expect(high!).toBeGreaterThan(649.5);
    expect(few.get('tasks.makespan.max')!.value).toBeLessThan(many.get('tasks.makespan.max')!.value!);
  });

  test('a makespan that was not reached in one replication is beyond every limit', () => {
    const value = (i: number) =>
      i === 2 ? { sum: 0, per: 0, reason: '3 tasks were not over' } : { sum: 9, per: 1 };
    const all = estimates(
      scenario,
      resultsOf(6, (i) => ({ values: { 'tasks.makespan': value(i) } })),
    );
    const reason = '3 tasks were not over in 1 of 6 replications';
    expect(all.get('tasks.makespan')).toMatchObject({ value: null, infinite: true, reason });
  });

  test('what replications miss for unlike numbers of tasks is said from the fewest to the most', () => {
    const said = (whys: readonly string[]) =>
      estimates(
        scenario,
        resultsOf(whys.length + 1, (i) => ({
          values: { 'tasks.makespan': i === 0 ? 9 : { sum: 0, per: 0, reason: whys[i - 1]! } },
        })),
      ).get('tasks.makespan')!.reason;
    const [one, some, many] = ['1 task was refused', '8 tasks were refused', '12 tasks were refused'];
    expect(said([some, many, one])).toBe('1 to 12 tasks were refused in 3 of 4 replications');
    expect(said([one, one])).toBe('1 task was refused in 2 of 3 replications');
    expect(said([some, '2 tasks never started', many, '2 tasks never started'])).toBe(
      '8 to 12 tasks were refused or 2 tasks never started in 4 of 5 replications',
    );
    expect(said(['not up again', 'not up again'])).toBe('not up again in 2 of 3 replications');
  });

  test('samples: mean, p50, p90, p95, p99 and max in seconds, with the window behind the statistic', () => {
    const name = 'tasks.queueWait within 0..3600000000';
    const sample = () => sampleOf(Array.from({ length: 500 }, (_, i) => (i + 1) * SECOND));
    const all = estimates(
      scenario,
      resultsOf(5, () => ({ samples: { [name]: sample() } })),
    );
    const value = (statistic: string) => all.get(`tasks.queueWait.${statistic} within 0..3600000000`)!.value!;
    expect(value('mean')).toBe(250.5);
    expect(value('max')).toBe(500);
    for (const [statistic, exact] of [
      ['p50', 250],
      ['p90', 450],
      ['p95', 475],
      ['p99', 495],
    ] as const) {
      expect(Math.abs(value(statistic) - exact)).toBeLessThan(exact / 128);
    }
  });

  test('a quantile: that of all merged; where one replication holds all that is long, its interval is as wide as theirs are apart', () => {
    const sample = (i: number) => sampleOf(new Array<number>(300).fill((i + 1) * SECOND));
    const found = estimates(
      scenario,
      resultsOf(5, (i) => ({ samples: { 'tasks.queueWait': sample(i) } })),
    ).get('tasks.queueWait.p90')!;
    // 1 500 waits of 1, 2, 3, 4 and 5 s: the 1 350th is 5 s, not the mean 3 s of the five quantiles.
    expect(Math.abs(found.value! - 5)).toBeLessThan(5 / 128);
    expect(found.high! - found.value!).toBeCloseTo(half(Math.sqrt(2.5), 5), 1);
  });

  test('no interval is narrower than the bucket that a quantile was read from', () => {
    const waits = [...new Array<number>(400).fill(100.3 * SECOND), 0, 1e9];
    const results = resultsOf(5, () => ({ samples: { 'tasks.queueWait': sampleOf(waits) } }));
    const { value, low, high } = estimates(scenario, results).get('tasks.queueWait.p50')!;
    expect(value).not.toBe(100.3);
    expect(low).toBeLessThanOrEqual(100.3);
    expect(high).toBeGreaterThanOrEqual(100.3);
    expect(high! - low!).toBeLessThan(100.3 / 64);
  });

  test('where nothing is drawn at random every percentile is said: 20 waits of 1 to 20 s', () => {
    const results = resultsOf(1, () => ({
      samples: { 'tasks.queueWait': sampleOf(Array.from({ length: 20 }, (_, i) => (i + 1) * SECOND)) },
    }));
    const of = (wanted: typeof scenario, p: string) =>
      estimates(wanted, results).get(`tasks.queueWait.${p}`)!;
    expect(of(scenario, 'p95').reason).toBe('20 samples; this quantile needs 200');
    const exact = {
      ...scenario,
      tasks: [],
      requests: [],
      network: { ...scenario.network, jitter: 0 },
      failures: [],
    };
    expect(
      isDeterministic({
        ...exact,
        database: null,
        storage: null,
        dispatch: { ...scenario.dispatch, policy: 'immediate' },
      }),
    ).toBe(true);
    // Rank 19 of 20 is 19 s.
    const found = of(
      { ...exact, database: null, storage: null, dispatch: { ...scenario.dispatch, policy: 'immediate' } },
      'p95',
    );
    expect(Math.abs(found.value! - 19)).toBeLessThan(19 / 128);
    expect(found).toMatchObject({ exact: true });
    expect(found).not.toHaveProperty('marked');
    // Exact but for the bucket that it was read from, which its interval is.
    expect(found.low!).toBeLessThanOrEqual(19);
    expect(found.high!).toBeGreaterThanOrEqual(19);
    expect(found.value).not.toBe(19);
  });

  test('one replication has a value and no interval', () => {
    expect(
      estimates(
        scenario,
        resultsOf(1, () => ({ values: { 'tasks.arrived': 7 } })),
      ).get('tasks.arrived'),
    ).toMatchObject({ value: 7, low: null, high: null, n: 1 });
  });

  test('run.events is there without being asked for', () => {
    expect(
      estimates(
        scenario,
        resultsOf(3, () => ({})),
      ).get('run.events'),
    ).toMatchObject({ value: 1000, low: 1000 });
  });

  test('a metric that the catalogue does not know is an error, not a guess', () => {
    expect(() =>
      estimates(
        scenario,
        resultsOf(2, () => ({ values: { 'tasks.sojourn': 1 } })),
      ),
    ).toThrow(RangeError);
  });
});

describe('what is missing says why', () => {
  const waits = (sample: Sample) =>
    estimates(
      scenario,
      resultsOf(5, () => ({ samples: { 'tasks.queueWait': sample, 'tasks.turnaround': sample } })),
    );

  test('no samples is null, never 0', () => {
    const all = waits(sampleOf([]));
    for (const statistic of ['mean', 'p50', 'p99', 'max']) {
      expect(all.get(`tasks.queueWait.${statistic}`)).toMatchObject({
        value: null,
        n: 0,
        reason: 'no samples',
      });
    }
    const counted = estimates(
      scenario,
      resultsOf(3, () => ({ values: { 'requests.errorRatio': { sum: 0, per: 0 } } })),
    );
    expect(counted.get('requests.errorRatio')).toMatchObject({ value: null, reason: 'no samples' });
  });

  test('too few: how many there are and how many it needs', () => {
    const found = waits(sampleOf(new Array<number>(30).fill(SECOND))).get('tasks.queueWait.p95');
    expect(found).toMatchObject({ value: null, reason: '150 samples; this quantile needs 200' });
    expect(found).not.toHaveProperty('infinite');
  });

  test('a quantile with fewer than 100 samples beyond it is marked, a maximum never', () => {
    const all = waits(sampleOf(new Array<number>(200).fill(SECOND)));
    expect(all.get('tasks.queueWait.p95')).toMatchObject({ value: 1, marked: true });
    expect(all.get('tasks.queueWait.p50')).not.toHaveProperty('marked');
    expect(all.get('tasks.queueWait.max')).not.toHaveProperty('marked');
  });

  test('rule W5: longer than 2 h 14 m', () => {
    const sample = sampleOf(new Array<number>(90).fill(SECOND), { unfinished: 10, atLeast: 8_040 * SECOND });
    expect(waits(sample).get('tasks.queueWait.p95')).toMatchObject({
      value: null,
      infinite: true,
      reason: '> 2 h 14 m',
    });
  });

  test('rule W5: 7.3 % did not succeed, or did not start', () => {
    const all = waits(sampleOf(new Array<number>(927).fill(SECOND), { never: 73 }));
    expect(all.get('tasks.turnaround.p95')).toMatchObject({
      infinite: true,
      reason: 'never: 7.3 % did not succeed',
    });
    expect(all.get('tasks.queueWait.p95')).toMatchObject({
      infinite: true,
      reason: 'never: 7.3 % did not start',
    });
    expect(all.get('tasks.queueWait.max')).toMatchObject({ value: null, infinite: true });
  });

  test('rule W5: a mean leaves them out and says how many', () => {
    const found = waits(sampleOf([SECOND, 3 * SECOND], { never: 1, unfinished: 2 })).get(
      'tasks.queueWait.mean',
    );
    expect(found).toMatchObject({ value: 2, leftOut: 15 });
    expect(waits(sampleOf([], { never: 4 })).get('tasks.queueWait.mean')).toMatchObject({
      value: null,
      infinite: true,
      reason: 'never: all of 20 did not start',
    });
  });

  test('a quantile that is finite in all but not in each has no interval', () => {
    const sample = (i: number) => sampleOf(new Array<number>(400).fill(SECOND), { never: i === 0 ? 80 : 0 });
    const results = resultsOf(5, (i) => ({ samples: { 'tasks.queueWait': sample(i) } }));
    expect(estimates(scenario, results).get('tasks.queueWait.p90')).toMatchObject({
      value: 1,
      low: null,
      high: null,
      reason: 'no interval: beyond every limit in 1 of 5 replications',
    });
  });
});

test('a quantile that each replication has, and whose upper end lies among those without one, has no interval', () => {
  // 8 % of each day never end; the p90 of all days lies among the long ones, and how many of these there are varies.
  const results = resultsOf(10, (i) => ({
    samples: {
      'tasks.queueWait': sampleOf(new Array<number>(92).fill((i + 1) * SECOND), { never: 8 }),
    },
  }));
  expect(estimates(scenario, results).get('tasks.queueWait.p90')).toMatchObject({
    low: null,
    high: null,
    reason: 'no interval: its upper end is beyond every limit',
  });
  expect(estimates(scenario, results).get('tasks.queueWait.p90')!.value).toBeGreaterThan(8);
});

test('where all but one or two of many replications have the same value it says so; of three it does not', () => {
  const reason = (others: number, n = 10) =>
    estimates(
      scenario,
      resultsOf(n, (i) => ({ values: { 'tasks.failed': i < others ? 5 + i : 1 } })),
    ).get('tasks.failed')!.reason;
  expect([1, 2, 3].map((others) => reason(others))).toEqual([
    'the same in all but 1 of 10 replications',
    'the same in all but 2 of 10 replications',
    undefined,
  ]);
  expect([reason(0), reason(1, 5)]).toEqual([undefined, undefined]);
});

describe('what cannot be', () => {
  test('no interval reaches below nothing, and no share above all', () => {
    const results = resultsOf(10, (i) => ({
      values: {
        'queue.length.mean': { sum: i === 0 ? 5 : 0.1, per: 1 },
        'tasks.successRatio': { sum: i === 0 ? 40 : 100, per: 100 },
      },
    }));
    const all = estimates(scenario, results);
    expect(all.get('queue.length.mean')!.low).toBe(0);
    expect(all.get('tasks.successRatio')!.high).toBe(1);
    expect(all.get('tasks.successRatio')).toMatchObject({
      reason: 'the same in all but 1 of 10 replications',
    });
  });
});

describe('recoveries, once a replication', () => {
  const name = 'recovery.first-crash.tasks.rto';
  const rto = (count: number, seconds: (i: number) => number | null) =>
    estimates(
      scenario,
      resultsOf(count, (i) => {
        const value = seconds(i);
        return {
          values: {
            [name]: value === null ? { sum: 0, per: 0, reason: 'not up again' } : { sum: value, per: 1 },
          },
        };
      }),
    );

  test('mean and worst; a 95 % quantile takes 200 replications', () => {
    const few = rto(10, (i) => 60 + i);
    expect(few.get(name)).toMatchObject({ value: 64.5, unit: 's', n: 10 });
    expect(few.get(`${name}.max`)).toMatchObject({ value: 69, low: null, kind: 'extreme' });
    expect(few.get(`${name}.p95`)).toMatchObject({
      value: null,
      reason: '10 replications; this quantile needs 200',
    });
    expect(rto(199, (i) => i + 1).get(`${name}.p95`)!.reason).toBe(
      '199 replications; this quantile needs 200',
    );
    const many = rto(200, (i) => i + 1).get(`${name}.p95`)!;
    expect(many).toMatchObject({ value: 190, low: 183, high: 197 });
  });

  test('one that did not come makes mean and worst infinite', () => {
    const all = rto(10, (i) => (i < 2 ? null : 60));
    const beyond = { value: null, infinite: true, reason: 'not up again in 2 of 10 replications' };
    for (const statistic of ['', '.mean', '.p95', '.max'])
      expect(all.get(`${name}${statistic}`)).toMatchObject(beyond);
    // Of many, the 95 % quantile lies among those that came until one in twenty did not.
    expect(rto(200, (i) => (i < 9 ? null : i)).get(`${name}.p95`)!.value).toBe(198);
    expect(rto(200, (i) => (i < 11 ? null : i)).get(`${name}.p95`)).toMatchObject({ infinite: true });
  });

  test('a fault that did not happen has no recovery', () => {
    const results = resultsOf(5, () => ({ values: { [name]: { sum: 0, per: 0 } } }));
    expect(estimates(scenario, results).get(name)).toMatchObject({ value: null, n: 0, reason: 'no samples' });
  });
});

describe('a scenario without chance', () => {
  const fixed = aScenario({
    nodes: scenario.nodes.map((node) => ({ ...node, phase: 0 })),
    tasks: [],
    requests: [],
    failures: [],
  });

  test('is exact with one replication', () => {
    const found = estimates(
      fixed,
      resultsOf(1, () => ({ values: { 'tasks.arrived': 7 } })),
    ).get('tasks.arrived');
    expect(found).toMatchObject({ value: 7, low: 7, high: 7, exact: true });
    // All replications would be this one, so it is their 95 % quantile, too.
    const results = resultsOf(1, () => ({ values: { 'tasks.makespan': 60 } }));
    expect(estimates(fixed, results).get('tasks.makespan.p95')).toMatchObject({ value: 60, high: 60 });
  });
});

describe('words', () => {
  test('durations as people say them', () => {
    const said = [
      0, 15, 12_000, 1_500_000, 60_000_000, 161_040_000, 3_599_900_000, 8_040_000_000, 90_000_000_000,
    ];
    expect(said.map((micros) => sayDuration(micros))).toEqual([
      '0 µs',
      '15 µs',
      '12 ms',
      '1.5 s',
      '1 m',
      '2 m 41 s',
      '1 h',
      '2 h 14 m',
      '1 d 01 h',
    ]);
  });

  test('a duration for a file has no gaps and no leading zeros', () => {
    expect([90_000_000_000, 3_720_000_000, 400_000].map(writeDuration)).toEqual(['1d1h', '1h2m', '400ms']);
  });

  test('what took longer is never said to have taken longer than it did', () => {
    expect(sayDuration(8_099_000_000)).toBe('2 h 15 m');
    expect(sayDuration(8_099_000_000, Math.floor)).toBe('2 h 14 m');
    expect(sayDuration(59_999_999, Math.floor)).toBe('59.9 s');
  });

  test('shares never round to all or nothing', () => {
    expect([0, 0.00041, 0.073, 0.5, 0.9997, 0.99999, 1].map(sayShare)).toEqual([
      '0 %',
      '0.041 %',
      '7.3 %',
      '50 %',
      '99.97 %',
      '99.999 %',
      '100 %',
    ]);
  });
});
