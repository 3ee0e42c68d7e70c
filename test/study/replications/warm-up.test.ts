/** How much of a steady run is cut, of several promised metrics and of waits of which there are none at times. */
import { expect, test } from 'vitest';
import { bucketOf } from '../../../src/measure/histogram.ts';
import type { RunResult, Series } from '../../../src/measure/result.ts';
import { warmUpOf } from '../../../src/study/replications/warm-up.ts';
import { aScenario } from '../../support/fixtures.ts';
import { scenarioOf } from '../../support/run.ts';
import { resultOf } from '../support.ts';

const HOUR = 3_600_000_000;
const BIN = HOUR / 30;
const BINS = 240;

const limit = (metric: string) =>
  ({ kind: 'limit', text: '', level: 'error', metric, operator: '<', value: 1, within: null }) as const;
const steady = (...metrics: string[]) =>
  aScenario({ study: 'steady', warmUp: 0, duration: 8 * HOUR, expect: metrics.map(limit) });
const pilot = (series: Partial<Series>): RunResult[] => {
  const result = resultOf(0);
  return [{ ...result, series: { ...result.series, width: BIN, bins: BINS, ...series } }];
};
const bins = <T>(of: (bin: number) => T) => Array.from({ length: BINS }, (_, bin) => of(bin));

test('of all promised metrics the longest start is cut, in whatever order they stand', () => {
  const pilots = pilot({
    averages: {
      'queue.length': bins((bin) => (bin < 50 ? bin / 50 : 1)),
      'availability.tasks': bins((bin) => (bin < 20 ? 0 : 1)),
    },
  });
  const cut = (...metrics: string[]) => warmUpOf(steady(...metrics), pilots) / BIN;
  expect(cut('availability.tasks')).toBe(20);
  const longest = cut('queue.length.mean');
  expect(longest).toBeGreaterThan(40);
  expect(cut('queue.length.mean', 'availability.tasks')).toBe(longest);
  expect(cut('availability.tasks', 'queue.length.mean')).toBe(longest);
});

test('of a metric of which there is no series over time it is the queue that tells, whatever else is promised', () => {
  const pilots = pilot({
    averages: {
      'queue.length': bins((bin) => (bin < 50 ? bin / 50 : 1)),
      'availability.tasks': bins(() => 1),
    },
  });
  const cut = (...metrics: string[]) => warmUpOf(steady(...metrics), pilots) / BIN;
  expect(cut('availability.tasks')).toBe(0);
  expect(cut('tasks.turnaround.mean')).toBe(cut('queue.length.mean'));
  expect(cut('availability.tasks', 'tasks.turnaround.mean')).toBe(cut('queue.length.mean'));
  expect(cut('tasks.turnaround.mean', 'availability.tasks')).toBe(cut('queue.length.mean'));
});

test('the wait of all classes is that of each of them, all together', () => {
  // 5 s, at first 1 s; of one class few arrive, and wait as short for longer.
  const waits = (some: number, start: number) =>
    bins((bin) => ({ histogram: [bucketOf(bin < start ? 1e6 : 5e6), some], infinite: 0 }));
  const one = { 'tasks.deployment.queueWait': waits(30, 40) };
  const both = { ...one, 'tasks.runbook.queueWait': waits(1, 60) };
  const scenario = steady('tasks.queueWait.p95');
  expect(scenario.tasks.map(({ name }) => name)).toEqual(['deployment', 'runbook', 'retention']);
  const cut = (latencies: Series['latencies']) =>
    warmUpOf(scenario, pilot({ averages: { 'queue.length': bins(() => 0) }, latencies })) / BIN;
  expect([cut(one), cut(both)]).toEqual([40, 60]);
});

test('times in which nothing arrives are none of short waits: they are as the time before', () => {
  // All wait 5 s; nobody arrives in the first minutes, nor now and then in the first hours.
  const isEmpty = (bin: number) => bin < 8 || (bin < 60 && bin % 7 === 0);
  const waits = bins((bin) => ({ histogram: isEmpty(bin) ? [] : [bucketOf(5e6), 3], infinite: 0 }));
  const pilots = pilot({ latencies: { 'tasks.queueWait': waits } });
  expect(warmUpOf(steady('tasks.queueWait.mean'), pilots)).toBe(0);
});

test('what is too short to tell says how long its utilisation needs, where that is more than twice as long', () => {
  // 0.09 tasks a second of 10 s on one slot: 584 k arrivals (Whitt 1989) in ten replications are 7 days and 12.2 hours.
  const scenario = scenarioOf(`
name: busy
study: steady
warmUp: 0s
duration: 8h
nodes: { n: { taskCap: 1 } }
database: ideal
storage: ideal
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: 324/h }, steps: [ { run: { exponential: 10s } } ] } } }
`);
  const grows = pilot({ averages: { 'queue.length': bins((bin) => bin) } });
  expect(() => warmUpOf(scenario, grows)).toThrow('8h is too short to tell');
  expect(() => warmUpOf(scenario, grows)).toThrow('try 7d13h');
});
