/** The same bits for any number of threads and any order in which they end. */
import { afterEach, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/measure/result.ts';
import type { ThreadRunner } from '../../src/node/thread-runner.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { followTasks } from '../../src/study/comparison/slower-tasks.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner, type Runner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { scenarioOf } from '../support/run.ts';

/** Threads run the built program. */
const built = new URL('../../dist/node/thread-runner.js', import.meta.url).href;
const { ThreadRunner: Threads } = (await import(built)) as { ThreadRunner: typeof ThreadRunner };

/** Some 400 000 events in ten replications and more: worth threads when asked for 40. */
const scenario = scenarioOf(`
name: queue
duration: 40m
nodes: { n: { count: 3, taskCap: 4 } }
database: { read: { exponential: 5ms } }
workload: { tasks: { job: { arrivals: { poisson: 6/s }, steps: [ { db: 2 }, { run: { exponential: 1s } } ] } } }
`);

let runners: ThreadRunner[] = [];
const threads = (jobs: number, follows?: number) => {
  const runner = new Threads(jobs, follows);
  runners.push(runner);
  return runner;
};
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.close()));
  runners = [];
});

async function resultsOf(
  runner: Runner,
  of: Scenario,
  replications: number,
  signal?: AbortSignal,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  const numbers = Array.from({ length: replications }, (_, i) => i);
  await runner.run(of, 'seed', numbers, (result) => results.push(result), signal);
  return results.sort((a, b) => a.replication - b.replication);
}

/** Hands over what another runner computes in the order of another day. */
function shuffled(runner: Runner): Runner {
  return {
    run: async (of, seed, replications, onResult, signal) => {
      const results: RunResult[] = [];
      await runner.run(of, seed, replications, (result) => results.push(result), signal);
      for (const i of results.keys()) onResult(results[(i * 7 + 3) % results.length]!);
    },
  };
}

describe('--jobs', () => {
  test.each([1, 2, 3])('%i gives what this thread gives, to the last bit', async (jobs) => {
    const here = await resultsOf(inlineRunner, scenario, 12);
    expect(await resultsOf(threads(jobs), scenario, 12)).toEqual(here);
  });

  test('shares one replication each of many scenarios, asked in one go, among all of them', async () => {
    const begun: unknown[] = [];
    const note = (thread: unknown) => begun.push(thread);
    const designs = Array.from({ length: 20 }, (_, i) => ({ ...scenario, name: `queue ${i}` }));
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    const all = (runner: Runner) =>
      Promise.all(designs.map((design) => resultsOf(runner, design, 1, signal)));
    process.on('worker', note);
    process.on('warning', warned);
    try {
      expect(await all(threads(3))).toEqual(await all(inlineRunner));
    } finally {
      process.off('worker', note);
      process.off('warning', warned);
    }
    // Each is tried first, as the system may give fewer.
    expect(begun).toHaveLength(2 * 3);
    expect(warnings).toEqual([]);
  });

  test('does short work in threads, too, when long work has just been asked', async () => {
    const happened: string[] = [];
    const note = () => happened.push('thread');
    const runner = threads(2);
    process.on('worker', note);
    try {
      const long = resultsOf(runner, scenario, 40);
      // Asked before the event loop has turned, as a study asks for its replication with ties the other way round.
      await runner.run(scenario, 'seed', [0], () => happened.push('short'), undefined, 'reversed');
      await long;
    } finally {
      process.off('worker', note);
    }
    // Done here, it would be over before there is a thread.
    expect(happened[0]).toBe('thread');
    expect(happened).toContain('short');
  });

  test('does short work here, one after another, without a thread', async () => {
    const begun: unknown[] = [];
    const note = (thread: unknown) => begun.push(thread);
    const runner = threads(2);
    const short = scenarioOf(`
name: short
duration: 10m
nodes: { n: { taskCap: 1 } }
workload: { tasks: { job: { arrivals: { every: 90s }, steps: [ { run: { exponential: 1m } } ] } } }
`);
    process.on('worker', note);
    try {
      const reversed: RunResult[] = [];
      const [usual] = await Promise.all([
        resultsOf(runner, short, 1),
        runner.run(short, 'seed', [0], (result) => reversed.push(result), undefined, 'reversed'),
      ]);
      expect(usual).toEqual(await resultsOf(inlineRunner, short, 1));
      expect(reversed).toHaveLength(1);
    } finally {
      process.off('worker', note);
    }
    expect(begun).toEqual([]);
  });

  test('whatever the order in which replications end', async () => {
    const [one, other] = await Promise.all(
      [inlineRunner, shuffled(threads(2))].map((runner) => replicate(scenario, runner, fixed(10))),
    );
    expect(other!.digest).toBe(one!.digest);
    expect(other!.results).toEqual(one!.results);
    expect(JSON.stringify([...other!.estimates])).toBe(JSON.stringify([...one!.estimates]));
  });

  test('keeps its threads from one scenario to the next, and does not take one for the other', async () => {
    const runner = threads(2);
    const other = scenarioOf(`
name: another
duration: 4h
nodes: { n: { taskCap: 1 } }
workload: { tasks: { job: { arrivals: { every: 90s }, steps: [ { run: { exponential: 1m } } ] } } }
`);
    const expected = await resultsOf(inlineRunner, other, 3);
    await resultsOf(runner, scenario, 30);
    expect(await resultsOf(runner, other, 3)).toEqual(expected);
    expect(await resultsOf(runner, scenario, 2)).toEqual(await resultsOf(inlineRunner, scenario, 2));
    await runner.close();
    expect(await resultsOf(runner, other, 3)).toEqual(expected);
  });

  test('follows the tasks of a replication as this thread does', async () => {
    const runner = threads(2);
    await resultsOf(runner, scenario, 12);
    expect(await runner.follow(scenario, 'seed', 3)).toEqual(followTasks(scenario, 'seed', 3).times);
  });

  test('follows the tasks of one replication along the way: the same results, and nothing is run again', async () => {
    const runner = threads(2, 1);
    expect(await resultsOf(runner, scenario, 40)).toEqual(await resultsOf(inlineRunner, scenario, 40));
    // Whoever has to run something heeds the signal.
    const aborted = AbortSignal.abort(new Error('nothing may run'));
    expect(await runner.follow(scenario, 'seed', 1, aborted)).toEqual(followTasks(scenario, 'seed', 1).times);
    await expect(runner.follow(scenario, 'seed', 0, aborted)).rejects.toThrow('nothing may run');
  });

  test('threads that are still starting can be ended at any instant', async () => {
    for (const ms of [0, 5, 20, 40, 80, 120]) {
      const runner = threads(2);
      const ended = resultsOf(runner, { ...scenario, duration: 100 * scenario.duration }, 40).catch(
        () => null,
      );
      await new Promise((next) => setTimeout(next, ms));
      await runner.close();
      await ended;
    }
  });

  test('work whose signal is aborted leaves other work in the same threads whole', async () => {
    const runner = threads(2);
    const abort = new AbortController();
    const aborted = runner.run(
      { ...scenario, name: 'other' },
      'other seed',
      Array.from({ length: 40 }, (_, i) => i),
      () => abort.abort(new Error('enough of this one')),
      abort.signal,
    );
    const [one, other] = await Promise.allSettled([aborted, resultsOf(runner, scenario, 6)]);
    expect(one).toMatchObject({ status: 'rejected', reason: { message: 'enough of this one' } });
    expect(other).toEqual({ status: 'fulfilled', value: await resultsOf(inlineRunner, scenario, 6) });
  });

  test('names the scenario and replication that broke', async () => {
    const broken = { ...scenario, duration: Number.NaN } as Scenario;
    await expect(resultsOf(threads(2), broken, 2)).rejects.toMatchObject({
      name: 'ReplicationFailed',
      scenario: 'queue',
      seed: 'seed',
    });
  });
});
