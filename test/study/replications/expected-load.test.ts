/** How busy stations will be, told before the run: held against what the run then measures. */
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/distributions.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { simulate } from '../../../src/simulate.ts';
import { expectedLoad, meanRate } from '../../../src/study/replications/expected-load.ts';
import { expectedRunLengthWarnings } from '../../../src/study/replications/run-length-guard.ts';
import { meanLength } from '../../../src/study/theory/mean-length.ts';
import { scenarioOf, valueOf } from '../../support/run.ts';

const METRICS: Record<string, string> = {
  slots: 'slots.utilisation',
  'the database': 'database.utilisation',
  storage: 'storage.utilisation',
};

const STEADY = `
name: steady
study: steady
warmUp: 30m
duration: 20h
regions: { r: [a, b] }
network: { sameZone: 0.5ms, crossZone: 20ms }
loadBalancer: { at: r }
nodes: { n: { at: r/a, count: 4, taskCap: 10, phase: even } }
database: { at: r/b, cores: 2, read: 8ms, write: { exponential: 20ms }, flush: 5ms }
storage: { at: r, bandwidth: 100MB/s }
dispatch: { policy: greedy }
workload:
  tasks:
    deployment:
      arrivals: { profile: [ [0s, 20/h], [2h, 100/h] ], period: 4h }
      steps:
        - db: { calls: 100, writes: 30 }
        - read: 300MB
        - repeat: { times: 5, steps: [ { run: { lognormal: { median: 60s, p95: 200s } } }, { db: 40 }, { write: 1MB } ] }
    runbook:
      arrivals: { bursts: { on: 120/h, off: 10/h, onFor: { exponential: 20m }, offFor: 40m } }
      steps: [ { run: { erlang: { k: 3, mean: 5m } } }, { cpu: { uniform: [0s, 10s] } } ]
  requests:
    dashboard: { arrivals: { poisson: 1/s }, from: r, db: 15 }
`;

describe('the expected load', () => {
  test('is what the run measures, where little waits', () => {
    const scenario = scenarioOf(STEADY);
    const result = simulate(scenario, { seed: '1', replication: 0 });
    const loads = expectedLoad(scenario);
    expect(loads.map(({ name }) => name)).toEqual(['slots', 'the database', 'storage']);
    for (const { name, utilisation } of loads) {
      const measured = valueOf(result, METRICS[name]!);
      expect(
        utilisation / measured,
        `${name}: ${utilisation} expected, ${measured} measured`,
      ).toBeGreaterThan(0.9);
      expect(utilisation / measured, `${name}: ${utilisation} expected, ${measured} measured`).toBeLessThan(
        1.1,
      );
    }
    const seconds = 19.5 * 3600;
    const [tasks, calls, operations] = loads.map(({ rate }) => rate * seconds);
    const counted = [
      result.values['tasks.arrived']!.sum,
      result.samples['database.call']!.count,
      result.samples['storage.op']!.count,
    ];
    for (const [i, expected] of [tasks, calls, operations].entries()) {
      expect(Math.abs(expected! / counted[i]! - 1)).toBeLessThan(0.15);
    }
  });

  test('leaves out users in a closed loop and what is ideal', () => {
    const closed = scenarioOf(`
name: closed
duration: 1h
loadBalancer: {}
nodes: { n: {} }
workload: { requests: { u: { users: { count: 1000, think: 1s }, db: 10 } } }
`);
    expect(expectedLoad(closed)).toEqual([]);
  });

  test('knows the mean rate of all arrivals', () => {
    const hour = 3600e6;
    expect(meanRate(null, hour)).toBe(0);
    expect(meanRate({ kind: 'every', every: 2e6, offset: 0 }, hour)).toBe(0.5);
    expect(meanRate({ kind: 'at', times: [0, 5], count: 3 }, hour)).toBe(6 / 3600);
    expect(meanRate({ kind: 'profile', from: [0, hour / 4], rate: [1, 3], period: null }, hour)).toBe(2.5);
    expect(meanRate({ kind: 'profile', from: [0, 2 * hour], rate: [1, 3], period: null }, hour)).toBe(1);
    const second = { kind: 'constant', value: 1e6 } as const;
    const onFor = { kind: 'exponential', mean: 3e6 } as const;
    expect(meanRate({ kind: 'bursts', on: 4, off: 0, onFor, offFor: second }, hour)).toBe(3);
  });
});

test.each<[string, Distribution, number]>([
  ['constant', { kind: 'constant', value: 7 }, 7],
  ['uniform', { kind: 'uniform', min: 2, max: 8 }, 5],
  ['exponential', { kind: 'exponential', mean: 3 }, 3],
  ['lognormal', { kind: 'lognormal', mu: 1, sigma: 0.8 }, Math.exp(1.32)],
  ['erlang', { kind: 'erlang', k: 4, mean: 3 }, 3],
  ['weibull of shape 1', { kind: 'weibull', shape: 1, scale: 5 }, 5],
  ['weibull of shape 2', { kind: 'weibull', shape: 2, scale: 5 }, (5 * Math.sqrt(Math.PI)) / 2],
  ['pareto', { kind: 'pareto', shape: 2, min: 1, max: 10 }, 2 * (1 / (1 + 1 / 10))],
  ['pareto of shape 1', { kind: 'pareto', shape: 1, min: 1, max: Math.E }, 1 / (1 - 1 / Math.E)],
  ['triangular', { kind: 'triangular', min: 0, mode: 1, max: 5 }, 2],
  ['empirical', { kind: 'empirical', values: [1, 11], weights: [3, 1] }, 3.5],
])('the mean of %s', (_, distribution, mean) => {
  expect(meanLength(distribution)).toBeCloseTo(mean, 10);
});

describe('the run-length guard, before the run', () => {
  /** M/M/1. */
  const queue = (rate: number, hours: number, study = 'steady'): Scenario =>
    scenarioOf(`
name: queue
study: ${study}
duration: ${hours}h
nodes: { n: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: ${rate}/h }, steps: [ { run: { exponential: 1s } } ] } } }
`);

  test('is silent where the run is long enough, and of a terminating study', () => {
    // 18 k arrivals at 50 %.
    expect(expectedRunLengthWarnings(queue(1800, 2), 10)).toEqual([]);
    expect(expectedRunLengthWarnings(queue(3500, 1, 'terminating'), 1)).toEqual([]);
  });

  test('names the length to use', () => {
    const [warning] = expectedRunLengthWarnings(queue(3240, 2), 10);
    expect(warning).toBe(
      'slots would be about 90 % busy: 5 % needs about 584 k arrivals, these are 64.8 k; use duration 18h2m with 10 replications',
    );
    expect(expectedRunLengthWarnings(queue(3240, 19), 10)).toEqual([]);
  });

  test('knows that slow nodes do less: at 70 % busy nominally, none at 60 % speed can keep up', () => {
    const nominal = queue(2520, 2);
    const slow = { ...nominal, nodes: nominal.nodes.map((node) => ({ ...node, speed: 0.6 })) };
    expect(expectedRunLengthWarnings(nominal, 1)[0]).toContain('about 70 % busy');
    expect(expectedRunLengthWarnings(slow, 1)).toEqual([
      'slots would be about 116.7 % busy: there is no steady state to measure',
    ]);
    expect(expectedLoad(slow)[0]!.utilisation).toBeCloseTo(0.7 / 0.6, 12);
  });

  test('says that there is no steady state', () => {
    const none = queue(3240, 2);
    const idle = { ...none, nodes: none.nodes.map((node) => ({ ...node, taskCap: 0 })) };
    expect(expectedRunLengthWarnings(idle, 10)).toEqual([
      expect.stringContaining('busy all the time: there is work'),
    ]);
    expect(expectedRunLengthWarnings(queue(4320, 2), 10)).toEqual([
      'slots would be about 120 % busy: there is no steady state to measure',
    ]);
  });
});
