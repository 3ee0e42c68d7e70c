/** How many replications a precision takes, in words. */
import { describe, expect, test } from 'vitest';
import { precisionForecast, precisionOutcome } from '../../src/report/precision-words.ts';
import { normals, resultsOf } from '../study/support.ts';
import { aScenario } from '../support/fixtures.ts';

const limit = (metric: string, operator: '<' | '>', value: number) =>
  ({ kind: 'limit', text: '', level: 'error', metric, operator, value, within: null }) as const;

const scenario = aScenario({ expect: [limit('tasks.arrived', '<', 1000)] });
/** Around 100, with this standard deviation. */
function varying(spread: number, count: number) {
  const normal = normals(3);
  return resultsOf(count, () => ({ values: { 'tasks.arrived': 100 + spread * normal() } }));
}
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('precision', () => {
  test('beforehand: how many replications, how many more, how long', () => {
    const text = plain(precisionForecast(scenario, 0.05, varying(15, 10), 2));
    expect(text).toMatch(
      /^single-region: ± 5 % takes about \d+ replications: \d+ more, about (\d+ m )?\d+ s$/,
    );
    expect(plain(precisionForecast(scenario, 0.05, varying(15, 10), null))).toMatch(/: \d+ more$/);
  });

  test('beforehand: more than are run at most', () => {
    expect(plain(precisionForecast(scenario, 0.001, varying(15, 10), 60))).toBe(
      'single-region: ± 0.1 % may take more than the 200 replications that are run at most: 190 more, about 3 h 10 m',
    );
  });

  test('afterwards: how many it took', () => {
    expect(plain(precisionOutcome(scenario, 0.05, varying(0.1, 10)))).toBe(
      'single-region: ± 5 % took 5 replications, and 5 more to be sure',
    );
    expect(plain(precisionOutcome(scenario, 0.05, varying(0, 1)))).toMatch(
      /was not reached in 1 replication/,
    );
  });

  test('afterwards: what was not reached', () => {
    expect(plain(precisionOutcome(scenario, 0.001, varying(15, 20)))).toMatch(
      /^single-region: ± 0\.1 % was not reached in 20 replications: tasks\.\S+ is \d+(\.\d+)?.* ± \d+/,
    );
  });

  test('afterwards: a metric near zero is named with its width, not with a share of nothing', () => {
    const zero = { ...scenario, expect: [limit('tasks.failed', '<', 5)] };
    const now = varying(15, 20).map((result) => ({
      ...result,
      values: { ...result.values, 'tasks.failed': { sum: 0, per: 1 } },
    }));
    expect(plain(precisionOutcome(zero, 0.01, now))).toMatch(/took 5 replications/);
    const rare = now.map((result, i) => ({
      ...result,
      values: { ...result.values, 'tasks.failed': { sum: i === 3 ? 1 : 0, per: 1 } },
    }));
    expect(plain(precisionOutcome(zero, 0.01, rare))).toMatch(
      /was not reached .*: tasks\.failed is 0\.05 \(0\.00 to 0\.3\)$/,
    );
  });

  test('afterwards: what cannot be judged was not reached', () => {
    const largest = { ...scenario, expect: [limit('tasks.queueWait.max', '<', 5)] };
    expect(plain(precisionOutcome(largest, 0.05, varying(0.1, 10)))).toBe(
      'single-region: ± 5 % means nothing here: tasks.queueWait.max has no samples, or is beyond every limit or a largest of all',
    );
  });
});
