import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/scenario/catalogue.ts';
import { lastStatistic, parseMetricName, withStatistic } from '../../src/scenario/metric-name.ts';

/** Every metric, its subject called like a measure: only its place says what a word is. */
const NAMES = CATALOGUE.map(({ pattern }) => pattern.replace(/<\w+>/, 'queueWait'));

test('every metric of the catalogue is found again in its parts', () => {
  for (const name of NAMES) {
    const { family, subject, measure, statistic } = parseMetricName(name)!;
    expect([family, subject, measure, statistic].filter((part) => part).join('.')).toBe(name);
  }
});

test('the last statistic comes off as it was put on, whatever the window', () => {
  for (const name of NAMES) {
    const window = ' within 0..60000000';
    const last = lastStatistic(name + window);
    if (last === null) expect(parseMetricName(name)!.statistic).toBeNull();
    else expect(withStatistic(last.of, last.statistic)).toBe(name + window);
  }
  expect(lastStatistic('tasks.makespan.p95')).toEqual({ of: 'tasks.makespan', statistic: 'p95' });
  expect(lastStatistic('tasks.queueWait.max.p95')).toEqual({ of: 'tasks.queueWait.max', statistic: 'p95' });
  expect(lastStatistic('tasks.makespan')).toBeNull();
  expect(lastStatistic('tasks.mekaspan.p95')).toBeNull();
});
