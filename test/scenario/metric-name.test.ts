import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/scenario/catalogue.ts';
import {
  lastStatistic,
  nameOfFigure,
  parseMetricName,
  withStatistic,
} from '../../src/scenario/metric-name.ts';
import { scenarioOf } from '../support/run.ts';

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

test('what is said of the only class is a figure of all; of two classes, and of a node, it is one of its own', () => {
  const scenario = (tasks: string) =>
    scenarioOf(
      `{ name: s, duration: 1h, loadBalancer: {}, nodes: { n: { count: 1 } }, workload: { tasks: { ${tasks} }, requests: { page: { arrivals: { every: 1s } } } } }`,
    );
  const one = scenario('deploy: { queued: 1, steps: [{ run: 1s }] }');
  const two = scenario(
    'deploy: { queued: 1, steps: [{ run: 1s }] }, other: { queued: 1, steps: [{ run: 1s }] }',
  );
  const names = [
    ['tasks.deploy.queueWait.p95 within 0..60000000', 'tasks.queueWait.p95 within 0..60000000'],
    ['tasks.deploy.refused', 'tasks.refused'],
    ['requests.page.latency.max.mean', 'requests.latency.max.mean'],
    ['requests.page.outage', 'requests.outage'],
  ] as const;
  for (const [own, ofAll] of names) {
    expect(nameOfFigure(own, one)).toBe(ofAll);
    expect(nameOfFigure(ofAll, one)).toBe(ofAll);
    expect(nameOfFigure(own, two)).toBe(own.startsWith('tasks') ? own : ofAll);
  }
  for (const name of ['node.n.failed', 'queue.length.mean', 'no.metric'])
    expect(nameOfFigure(name, one)).toBe(name);
});
