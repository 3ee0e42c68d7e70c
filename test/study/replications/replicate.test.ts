import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/measure/result.ts';
import { ScenarioError } from '../../../src/scenario/errors.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { type Estimate, estimates } from '../../../src/study/estimates/estimate.ts';
import { isDeterministic } from '../../../src/study/replications/deterministic.ts';
import {
  findWarmUp,
  type Progress,
  replicate,
  replicateOnly,
} from '../../../src/study/replications/replicate.ts';
import type { Runner } from '../../../src/study/replications/runner.ts';
import {
  decided,
  fixed,
  leastPrecise,
  precise,
  predicted,
  settled,
  sufficient,
} from '../../../src/study/replications/stop-rule.ts';
import { aScenario } from '../../support/fixtures.ts';
import { normals, resultOf, resultsOf, sampleOf, uniforms } from '../support.ts';

const HOUR = 3_600_000_000;

/** Hands results over in any order, as worker threads do. */
function shuffling(
  make: (scenario: Scenario, replication: number) => RunResult,
  seed = 1,
): Runner & { ran: number[] } {
  const ran: number[] = [];
  return {
    ran,
    async run(scenario, _seed, replications, onResult, signal) {
      const uniform = uniforms(seed);
      signal?.throwIfAborted();
      const order = replications
        .map((replication) => ({ replication, at: uniform() }))
        .sort((a, b) => a.at - b.at);
      for (const { replication } of order) {
        ran.push(replication);
        onResult(make(scenario, replication));
        await Promise.resolve();
        signal?.throwIfAborted();
      }
    },
  };
}

/** A turnaround that varies by this share from replication to replication. */
const varying = (spread: number) => (_: Scenario, replication: number) => {
  const factor = 1 + spread * normals(replication)();
  return resultOf(
    replication,
    {},
    { 'tasks.turnaround': sampleOf(new Array<number>(50).fill(Math.round(1e8 * factor))) },
  );
};

const limit = (metric: string, operator: '<' | '>', value: number) =>
  ({ kind: 'limit', text: '', level: 'error', metric, operator, value, within: null }) as const;

describe('replicate', () => {
  test('runs 0, 1, 2 … and keeps them in that order whatever the order in which they end', async () => {
    const studies = await Promise.all(
      [1, 2, 3].map((seed) => replicate(aScenario(), shuffling(varying(0.1), seed), fixed(7))),
    );
    for (const study of studies) {
      expect(study.results.map((result) => result.replication)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(study.digest).toBe(studies[0]!.digest);
      expect(study.estimates).toEqual(studies[0]!.estimates);
    }
  });

  test('the digest of a study tells replications and their order apart', async () => {
    const digest = async (count: number) =>
      (await replicate(aScenario(), shuffling(varying(0.1)), fixed(count))).digest;
    expect(await digest(2)).not.toBe(await digest(3));
    expect(await digest(2)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('exactly one replication, by its number', async () => {
    const runner = shuffling(varying(0.1));
    const study = await replicateOnly(aScenario(), runner, 4);
    expect(study.results.map((result) => result.replication)).toEqual([4]);
    expect(runner.ran).toEqual([4]);
  });

  test('tells how far it is', async () => {
    const seen: Progress[] = [];
    await replicate(aScenario(), shuffling(varying(0.1)), fixed(3), {
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen).toEqual([1, 2, 3].map((done) => ({ phase: 'run', done, asked: 3 })));
  });

  test('stops when it is aborted', async () => {
    const abort = new AbortController();
    const runner = shuffling(varying(0.1));
    const running = replicate(aScenario(), runner, fixed(100), {
      signal: abort.signal,
      onProgress: ({ done }) => done === 3 && abort.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    expect(runner.ran).toHaveLength(3);
  });
});

describe('stop rules', () => {
  test('--precision: noisy replications take more than quiet ones, and the look-ahead is kept', async () => {
    const scenario = aScenario();
    const quiet = await replicate(scenario, shuffling(varying(0.01)), precise(scenario, 0.05));
    const noisy = await replicate(scenario, shuffling(varying(0.2)), precise(scenario, 0.05));
    expect(quiet.results).toHaveLength(10);
    expect(noisy.results.length).toBeGreaterThan(40);
    expect(noisy.results.length).toBeLessThan(200);
    const enough = sufficient(scenario, 0.05, noisy.results)!;
    expect(noisy.results.length - enough).toBeGreaterThanOrEqual(5);
    expect(predicted(scenario, 0.05, noisy.results.slice(0, 10))).toBeGreaterThan(20);
    const { value, low, high } = noisy.estimates.get('tasks.turnaround.mean')!;
    expect((high! - low!) / 2 / value!).toBeLessThan(0.05);
  });

  test('--precision stops at 200', async () => {
    const scenario = aScenario();
    const study = await replicate(scenario, shuffling(varying(0.3)), precise(scenario, 0.001));
    expect(study.results).toHaveLength(200);
    expect(sufficient(scenario, 0.001, study.results)).toBeNull();
  });

  test('a gate goes on while the interval holds the limit, to at most 200', async () => {
    const clear = aScenario({ expect: [limit('tasks.turnaround.mean', '<', 150)] });
    expect((await replicate(clear, shuffling(varying(0.2)), decided(clear))).results).toHaveLength(10);
    const close = aScenario({ expect: [limit('tasks.turnaround.mean', '<', 104)] });
    const study = await replicate(close, shuffling(varying(0.2)), decided(close));
    expect(study.results.length).toBeGreaterThan(10);
  });

  /** One value a replication to each side of a metric's own, in turn, and this far away. */
  const swinging = (count: number, metrics: Readonly<Record<string, readonly [value: number, by: number]>>) =>
    resultsOf(count, (i) => ({
      values: Object.fromEntries(
        Object.entries(metrics).map(([name, [value, by]]) => [name, value + (i % 2 === 0 ? by : -by)]),
      ),
    }));
  const expecting = (...metrics: string[]) =>
    aScenario({ expect: metrics.map((metric) => limit(metric, '<', 100)) });

  test('by precision: from 10 on, 5 more at a time, to at most 200', () => {
    const rule = precise(expecting('tasks.failed'), 0.001);
    const more = (count: number) => rule(swinging(count, { 'tasks.failed': [100, 30] }));
    expect([0, 7, 10, 15, 198, 200].map(more)).toEqual([10, 3, 5, 5, 2, 0]);
  });

  test('by precision: of every metric that is promised, and it is the one furthest from it that is named', () => {
    const scenario = expecting('tasks.failed', 'tasks.cancelled');
    const rule = precise(scenario, 0.05);
    const [quiet, noisy] = [
      [100, 0.1],
      [100, 30],
    ] as const;
    for (const [failed, cancelled, named] of [
      [quiet, noisy, 'tasks.cancelled'],
      [noisy, quiet, 'tasks.failed'],
    ] as const) {
      const results = swinging(20, { 'tasks.failed': failed, 'tasks.cancelled': cancelled });
      expect(rule(results)).toBe(5);
      expect(sufficient(scenario, 0.05, results)).toBeNull();
      expect(leastPrecise(scenario, 0.05, results)!.name).toBe(named);
    }
    expect(rule(swinging(20, { 'tasks.failed': quiet, 'tasks.cancelled': quiet }))).toBe(0);
    expect(predicted(scenario, 0.001, swinging(10, { 'tasks.failed': noisy }))).toBe(200);
    expect(
      leastPrecise(
        scenario,
        0.05,
        resultsOf(10, () => ({})),
      ),
    ).toBeNull();
  });

  test('by precision: of the interval that is printed, of a percentile that of all together', () => {
    const scenario = expecting('tasks.queueWait.p90', 'tasks.queueWait.mean');
    // Of twenty days one is bad.
    const days = resultsOf(20, (i) => ({
      samples: {
        'tasks.queueWait': sampleOf(Array.from({ length: 100 }, (_, k) => (k + 1) * (i === 7 ? 1.5e6 : 1e6))),
      },
    }));
    const all = estimates(scenario, days);
    const widest = leastPrecise(scenario, 0.1, days)!;
    expect(widest.estimate).toEqual(all.get(widest.name));
    const reachOf = ({ value, low, high }: Estimate) => Math.max(value! - low!, high! - value!) / value!;
    const reach = reachOf(widest.estimate);
    const shareFor = (half: number) => half / (1 - half);
    expect(precise(scenario, shareFor(0.95 * reach))(days)).toBe(5);
    expect(sufficient(scenario, shareFor(0.95 * reach), days)).toBeNull();
    // What was known of a percentile five replications ago was √(20/15) as wide.
    const p90 = expecting('tasks.queueWait.p90');
    const own = reachOf(all.get('tasks.queueWait.p90')!);
    const more = (factor: number) => precise(p90, shareFor(factor * own))(days);
    expect([0.95, 1.05, 1.14, 1.17].map(more)).toEqual([5, 5, 5, 0]);
  });

  test('by precision: a percentile of which too few were seen is none, and says so', () => {
    const scenario = expecting('tasks.queueWait.p95');
    const few = (count: number) =>
      resultsOf(count, () => ({ samples: { 'tasks.queueWait': sampleOf([1e6, 1e6, 1e6]) } }));
    expect(precise(scenario, 0.05)(few(20))).toBe(5);
    expect(leastPrecise(scenario, 0.05, few(20))!.estimate.reason).toBe(
      '60 samples; this quantile needs 200',
    );
    expect(precise(scenario, 0.05)(few(75))).toBe(0);
  });

  test('by precision: how many it took is what the metric took that took longest', () => {
    // ± 9 of 100 of 1 % takes so many that 5 % of it are reached; ± 0.1 is precise at once.
    const values = { slow: [100, 9], quick: [100, 0.1] } as const;
    const took = (failed: keyof typeof values, cancelled: keyof typeof values) =>
      sufficient(
        expecting('tasks.failed', 'tasks.cancelled'),
        0.05,
        swinging(60, { 'tasks.failed': values[failed], 'tasks.cancelled': values[cancelled] }),
      )!;
    expect(took('quick', 'quick')).toBe(5);
    expect(took('slow', 'quick')).toBeGreaterThan(10);
    expect(took('quick', 'slow')).toBe(took('slow', 'quick'));
  });

  test.each([
    ['10 ms', 'tasks.makespan', 0.01],
    ['1 %', 'requests.errorRatio', 0.01],
    ['1', 'tasks.failed', 1],
    ['one an hour', 'tasks.throughput', 1 / 3600],
    ['0.01 of money', 'cost.perTask', 0.01],
  ])('by precision: near zero the half-width of %s is enough', (_, metric, size) => {
    // Thirty values that swing by d have the half-width t(29)·√(30/29)·d/√30.
    const swing = (half: number) => (half * Math.sqrt(29)) / 2.04523;
    const reached = (share: number) => {
      const by = swing((share * size * 0.05) / 1.05);
      return sufficient(expecting(metric), 0.05, swinging(30, { [metric]: [0.4 * size, by] })) !== null;
    };
    expect([reached(0.8), reached(1.2)]).toEqual([true, false]);
  });

  test('a gate asks for 10 more at a time, to at most 200, until all is decided; goals together until one is missed', () => {
    const scenario = aScenario({
      expect: [limit('tasks.failed', '<', 100), limit('tasks.cancelled', '<', 100)],
    });
    const open = [100, 30] as const;
    const asked = (count: number, cancelled: readonly [number, number]) => {
      const results = swinging(count, { 'tasks.failed': open, 'tasks.cancelled': cancelled });
      return [decided(scenario)(results), settled(scenario)(results)];
    };
    expect([4, 10, 20, 194, 200].map((count) => asked(count, open)[0])).toEqual([6, 10, 10, 6, 0]);
    expect(asked(10, [50, 1])).toEqual([10, 10]);
    expect(asked(10, [150, 1])).toEqual([10, 0]);
    expect(asked(10, open)).toEqual([10, 10]);
  });
});

describe('a scenario without chance', () => {
  const phases = aScenario().nodes.map((node) => ({ ...node, phase: 3_000_000 }));

  test('is known by its parts', () => {
    const served = aScenario({ nodes: phases });
    expect(isDeterministic(served)).toBe(true);
    const cpu = { kind: 'exponential', mean: 8_000 } as const;
    expect(isDeterministic({ ...served, requests: [{ ...served.requests[0]!, cpu }] })).toBe(false);
    expect(isDeterministic({ ...served, nodes: aScenario().nodes })).toBe(false);
    expect(isDeterministic({ ...served, network: { ...served.network, jitter: 0.1 } })).toBe(false);
    const poisson = { kind: 'profile', from: [0], rate: [1], period: null } as const;
    expect(isDeterministic({ ...served, tasks: [{ ...served.tasks[0]!, arrivals: poisson }] })).toBe(false);
    const run = { do: 'run', length: { kind: 'exponential', mean: 1e6 }, on: null } as const;
    const steps = [{ do: 'repeat', times: 2, steps: [run] }] as const;
    expect(isDeterministic({ ...served, tasks: [{ ...served.tasks[0]!, steps }] })).toBe(false);
  });

  test('phases drawn at random do not matter where nothing looks, fails or is believed', () => {
    const dispatch = { ...aScenario().dispatch, policy: 'immediate' } as const;
    expect(isDeterministic(aScenario({ dispatch, requests: [] }))).toBe(true);
    const crash = {
      at: 0,
      name: 'crash',
      action: { do: 'crash', nodes: [0] },
      for: null,
      plan: null,
    } as const;
    expect(isDeterministic(aScenario({ dispatch, requests: [], timeline: [crash] }))).toBe(false);
  });

  test('takes one replication by --precision', async () => {
    const scenario = aScenario({ nodes: phases, requests: [] });
    expect((await replicate(scenario, shuffling(varying(0)), precise(scenario, 0.05))).results).toHaveLength(
      1,
    );
  });
});

describe('the warm-up of a steady study', () => {
  const steady = aScenario({ study: 'steady', warmUp: null, duration: 8 * HOUR });
  /** A queue that fills from empty with a time constant of so many bins of 2 minutes. */
  const filling = (bins: number) => (scenario: Scenario, replication: number) => {
    const normal = normals(replication);
    const length = Array.from({ length: 240 }, (_, i) => 20 * (1 - Math.exp(-i / bins)) + normal());
    const result = resultOf(replication, { 'tasks.arrived': scenario.warmUp ?? -1 });
    return {
      ...result,
      series: { ...result.series, width: HOUR / 30, bins: 240, averages: { 'queue.length': length } },
    };
  };

  test('is cut where the pilots say, and the scenario is run with it', async () => {
    const measured: (number | null)[] = [];
    const pilots = shuffling((scenario, replication) => {
      measured.push(scenario.warmUp);
      return filling(8)(scenario, replication);
    });
    const study = await replicate(steady, pilots, fixed(5));
    expect(measured.slice(0, 10)).toEqual(new Array(10).fill(0));
    expect(study.scenario.warmUp).toBeGreaterThanOrEqual(20 * (HOUR / 30));
    expect(study.scenario.warmUp).toBeLessThanOrEqual(80 * (HOUR / 30));
    expect(study.estimates.get('tasks.arrived')!.value).toBe(study.scenario.warmUp);
  });

  test('is 0 of a terminating one and its own where given, without a pilot', async () => {
    const runner = shuffling(filling(8));
    expect(await findWarmUp(aScenario({ warmUp: null }), runner)).toBe(0);
    expect(await findWarmUp({ ...steady, warmUp: HOUR }, runner)).toBe(HOUR);
    expect(runner.ran).toEqual([]);
  });

  test('that does not end within the run is an error with the length to try', async () => {
    const running = replicate(steady, shuffling(filling(1000)), fixed(5));
    await expect(running).rejects.toThrow(ScenarioError);
    await expect(running).rejects.toThrow('try 16h');
  });

  test('a run too short for its utilisation is warned of, with the length to use', async () => {
    const busy = (_: Scenario, replication: number) =>
      resultOf(replication, { 'tasks.arrived': 1000, 'slots.utilisation': { sum: 9, per: 10 } });
    const study = await replicate({ ...steady, warmUp: 0 }, shuffling(busy), fixed(10));
    expect(study.warnings).toEqual([
      'slots 90 % busy: 5 % needs about 584 k arrivals, these are 10 k; use duration 19d12h with 10 replications',
    ]);
    // A warm-up comes before all that: 4 h and 58.4 times the 4 h that are measured.
    const cut = await replicate({ ...steady, warmUp: 4 * HOUR }, shuffling(busy), fixed(10));
    expect(cut.warnings[0]).toContain('use duration 9d22h with 10 replications');
    const terminating = await replicate(aScenario(), shuffling(busy), fixed(10));
    expect(terminating.warnings).toEqual([]);
  });
});
