/** What a new baseline changes, the largest change first. */
import { expect, test } from 'vitest';
import { type BaselineMetric, baselineChanges } from '../../../src/study/baseline/baseline.ts';

const metric = (...values: BaselineMetric['values']): BaselineMetric => ({
  ...{ unit: 's', better: 'lower' },
  values,
});

test('the largest first; what is 0 as before, though of another number, last', () => {
  const changes = baselineChanges(
    { a: metric([0, 100], [0, 90]), b: metric(10, 10), c: metric(10, 12), d: metric(4, 4), e: metric(0, 0) },
    { a: metric([0, 101], [0, 91]), b: metric(11, 11), c: metric(30, 36), d: metric(4, 4), e: metric(1, 1) },
  );
  expect(changes.map(({ metric: name, was, now }) => [name, was, now])).toEqual([
    ['e', 0, 1],
    ['c', 11, 33],
    ['b', 10, 11],
    ['a', 0, 0],
  ]);
});
