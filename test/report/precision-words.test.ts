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
      /^single-region: ± 0\.1 % was not reached in 20 replications: tasks\.arrived ± \d+(\.\d)? %$/,
    );
  });
});
