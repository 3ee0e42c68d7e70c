import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/measure/result.ts';
import { simulate } from '../../../src/simulate.ts';
import { replicate } from '../../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { aScenario } from '../../support/fixtures.ts';

const MINUTE = 60_000_000;
const base = aScenario();
/** A quarter of an hour with a task a minute of exponential length. */
const scenario = aScenario({
  duration: 15 * MINUTE,
  requests: [],
  tasks: [
    {
      ...base.tasks[0]!,
      arrivals: { kind: 'profile', from: [0], rate: [1 / 60], period: null },
      steps: [{ do: 'run', length: { kind: 'exponential', mean: MINUTE }, on: null }],
    },
  ],
});

describe('the inline runner', () => {
  test('hands over what simulate gives, replication by replication', async () => {
    const results: RunResult[] = [];
    await inlineRunner.run(scenario, '5', [0, 3], (result) => results.push(result));
    expect(results).toEqual([0, 3].map((replication) => simulate(scenario, { seed: '5', replication })));
    expect(results[0]!.digest).not.toBe(results[1]!.digest);
  });

  test('lets the event loop turn between two replications', async () => {
    const order: string[] = [];
    setTimeout(() => order.push('timer'), 0);
    await inlineRunner.run(scenario, '5', [0, 1, 2], ({ replication }) => order.push(`${replication}`));
    expect(order.indexOf('timer')).toBeGreaterThan(order.indexOf('0'));
    expect(order.indexOf('timer')).toBeLessThan(order.indexOf('2'));
  });

  test('stops with the reason of the signal, having handed over nothing after it', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const running = inlineRunner.run(
      scenario,
      '5',
      [0, 1, 2],
      ({ replication }) => seen.push(replication),
      abort.signal,
    );
    setTimeout(() => abort.abort(new Error('Ctrl-C')), 0);
    await expect(running).rejects.toThrow('Ctrl-C');
    expect(seen.length).toBeLessThan(3);
  });

  test('a study of a real scenario: every metric is in the catalogue, twice the same to the last bit', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => replicate(scenario, inlineRunner, fixed(5))));
    expect(a!.digest).toBe(b!.digest);
    expect(a!.estimates).toEqual(b!.estimates);
    expect(a!.estimates.get('tasks.arrived')!.value).toBeGreaterThan(0);
  });
});
