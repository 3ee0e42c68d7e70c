/** The collector against a recount of everything that the model told: counts, durations, shares of time, bins. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TASK_OUTCOMES } from '../../src/cluster/observer.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import type { RunResult } from '../../src/measure/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { draws } from '../support/draws.ts';
import { randomScenario } from '../support/random-scenario.ts';
import { run, type Told } from '../support/run.ts';

const RUNS = draws(50);

interface Window {
  readonly from: number;
  readonly to: number;
  readonly suffix: string;
}

function windowsOf(scenario: Scenario): Window[] {
  const within = scenario.expect.flatMap((e) => (e.kind === 'limit' && e.within !== null ? [e.within] : []));
  return [
    { from: scenario.warmUp ?? 0, to: scenario.duration, suffix: '' },
    ...within.map(({ from, to }) => ({ from, to, suffix: ` within ${from}..${to}` })),
  ];
}

/** What happened, by the arguments of the tap's methods after the time. */
function of(told: readonly Told[], what: Told['what']): readonly { at: number; args: readonly number[] }[] {
  return told.filter((each) => each.what === what) as never;
}

function expectSample(result: RunResult, name: string, lengths: readonly number[]): void {
  const histogram = new Histogram();
  for (const length of lengths) histogram.record(length);
  expect(result.samples[name], name).toMatchObject({
    count: lengths.length,
    sum: lengths.reduce((sum, length) => sum + length, 0),
    min:
      lengths.reduce((min, length) => Math.min(min, length), Number.POSITIVE_INFINITY) %
        Number.POSITIVE_INFINITY || 0,
    max: lengths.reduce((max, length) => Math.max(max, length), 0),
    histogram: histogram.sparse(),
  });
}

/** Arguments of `taskStarted`: class, task, arrived, node, countsWait; of `taskEnded`: class, task, arrived, started, outcome, node. */
function recountTasks(scenario: Scenario, result: RunResult, told: readonly Told[], window: Window): void {
  const { from, to, suffix } = window;
  const isIn = (arrived: number): boolean => arrived >= from && arrived < to;
  scenario.tasks.forEach(({ name }, c) => {
    const value = (measure: string): number => result.values[`tasks.${name}.${measure}${suffix}`]!.sum;
    const sample = (measure: string, lengths: number[]): void =>
      expectSample(result, `tasks.${name}.${measure}${suffix}`, lengths);
    const arrived = of(told, 'taskArrived').filter(({ at, args }) => args[0] === c && isIn(at));
    const started = of(told, 'taskStarted').filter(({ args }) => args[0] === c && isIn(args[2]!) && args[4]);
    const ended = of(told, 'taskEnded').filter(({ args }) => args[0] === c && isIn(args[2]!));
    const succeeded = ended.filter(({ args }) => (args[4] as unknown) === 'succeeded');
    expect([value('arrived'), value('started')]).toEqual([arrived.length, started.length]);
    expect(TASK_OUTCOMES.map(value)).toEqual(
      TASK_OUTCOMES.map((outcome) => ended.filter(({ args }) => (args[4] as unknown) === outcome).length),
    );
    expect(value('unfinished')).toBe(arrived.length - ended.length);
    sample(
      'queueWait',
      started.map(({ at, args }) => at - args[2]!),
    );
    sample(
      'turnaround',
      succeeded.map(({ at, args }) => at - args[2]!),
    );
    sample(
      'duration',
      succeeded.map(({ at, args }) => at - args[3]!),
    );
    expect(value('throughput')).toBe(
      of(told, 'taskEnded').filter(
        ({ at, args }) => args[0] === c && at >= from && at < to && (args[4] as unknown) === 'succeeded',
      ).length,
    );
  });
}

/** Arguments of `requestEnded`: class, request, arrived, outcome, node. */
function recountRequests(scenario: Scenario, result: RunResult, told: readonly Told[], window: Window): void {
  const { from, to, suffix } = window;
  scenario.requests.forEach(({ name }, c) => {
    const ended = of(told, 'requestEnded').filter(
      ({ args }) => args[0] === c && args[2]! >= from && args[2]! < to,
    );
    const outcomes = ['served', 'failed', 'refused', 'timedOut'];
    expect(outcomes.map((outcome) => result.values[`requests.${name}.${outcome}${suffix}`]!.sum)).toEqual(
      outcomes.map((outcome) => ended.filter(({ args }) => (args[3] as unknown) === outcome).length),
    );
    const served = ended.filter(({ args }) => (args[3] as unknown) === 'served');
    expectSample(
      result,
      `requests.${name}.latency${suffix}`,
      served.map(({ at, args }) => at - args[2]!),
    );
  });
}

/** The area under a step function, changed at the times told, clipped to a window. */
function areaOf(changes: readonly { at: number; value: number }[], { from, to }: Window): number {
  let area = 0;
  changes.forEach(({ at, value }, i) => {
    const until = Math.min(changes[i + 1]?.at ?? to, to);
    area += value * Math.max(0, until - Math.max(at, from));
  });
  return area;
}

function recountParts(scenario: Scenario, result: RunResult, told: readonly Told[], window: Window): void {
  const { from, to, suffix } = window;
  const service = of(told, 'serviceChanged');
  for (const [name, which] of [
    ['tasks', 0],
    ['ui', 1],
  ] as const) {
    const changes = service.map(({ at, args }) => ({ at, value: args[which] ? 1 : 0 }));
    expect(result.values[`availability.${name}${suffix}`]!.sum, name).toBe(areaOf(changes, window));
  }
  const able = service.map(({ at, args }) => ({ at, value: args[2]! }));
  expect(result.values[`availability.capacity${suffix}`]!.sum).toBe(areaOf(able, window));
  const lengths = (what: Told['what']): number[] =>
    of(told, what)
      .filter(({ at }) => at >= from && at < to)
      .map(({ args }) => args[0]!);
  if (scenario.database !== null) {
    expectSample(result, `database.call${suffix}`, lengths('databaseCall'));
    expectSample(result, `database.pool.wait${suffix}`, lengths('poolWait'));
  }
  if (scenario.storage !== null) expectSample(result, `storage.op${suffix}`, lengths('storageOperation'));
}

/** Numbers in bins are those told in each, and sum to those of the whole. */
function recountBins(scenario: Scenario, result: RunResult, told: readonly Told[]): void {
  const { width, bins, counts, latencies } = result.series;
  expect(bins).toBe(Math.ceil(scenario.duration / width));
  const binned = (times: readonly number[]): number[] => {
    const sums = new Array<number>(bins).fill(0);
    for (const at of times) if (at < scenario.duration) sums[Math.floor(at / width)]! += 1;
    return sums;
  };
  scenario.tasks.forEach(({ name }, c) => {
    const ends = of(told, 'taskEnded').filter(({ args }) => args[0] === c);
    for (const outcome of TASK_OUTCOMES) {
      const times = ends.filter(({ args }) => (args[4] as unknown) === outcome).map(({ at }) => at);
      expect(counts[`tasks.${name}.${outcome}`]).toEqual(binned(times));
    }
    const starts = of(told, 'taskStarted').filter(({ args }) => args[0] === c && args[4]);
    const byArrival = latencies[`tasks.${name}.queueWait`]!.map(({ histogram }) =>
      histogram.reduce((sum, each, i) => sum + (i % 2 === 1 ? each : 0), 0),
    );
    expect(byArrival).toEqual(binned(starts.map(({ args }) => args[2]!)));
  });
}

it(`${RUNS} scenarios drawn at random: the result says what was told`, () => {
  fc.assert(
    fc.property(randomScenario, (text) => {
      const { scenario, result, told } = run(text);
      for (const window of windowsOf(scenario)) {
        recountTasks(scenario, result, told, window);
        recountRequests(scenario, result, told, window);
        recountParts(scenario, result, told, window);
      }
      recountBins(scenario, result, told);
    }),
    { numRuns: RUNS },
  );
});
