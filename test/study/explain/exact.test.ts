/** Where nothing is drawn at random an interval is no matter of chance, and it is said of what it is. */
import { expect, it } from 'vitest';
import { explainSummary } from '../../../src/report/explain/summary.ts';
import { PLAIN } from '../../../src/report/painter.ts';
import { attribute } from '../../../src/study/explain/attributed.ts';
import { explanationOf } from '../../../src/study/explain/explain.ts';
import { scenarioOf } from '../../support/run.ts';

const BASE = `
name: all-at-once
duration: 3h
dispatch: { policy: immediate }
database: ideal
storage: ideal
nodes: { n: { taskCap: 4 } }
workload: { tasks: { job: { queued: 40, steps: [{ run: 10m }] } } }
`;

function summaryOf(metric: string, set: readonly string[] = []): string {
  const scenario = scenarioOf(BASE, set);
  const parts = [0, 1, 2, 3, 4].slice(0, set.length === 0 ? 1 : 5).map((r) => attribute(scenario, '1', r));
  const explanation = explanationOf(scenario, '1', parts);
  const subject = explanation.classes[0]!;
  const context = { folder: null, repeat: 'hasim explain x', notes: [], paint: PLAIN };
  return explainSummary({ explanation, metric, subject, helps: null, idle: [] }, context);
}

it('the ± of a percentile is the width of what it is counted in, and there is none of a mean', () => {
  const said = '± is how finely a percentile is told';
  expect(summaryOf('tasks.queueWait.p90')).toMatch(/queue wait p90 .* ± /);
  expect(summaryOf('tasks.queueWait.p90')).toContain(said);
  expect(summaryOf('tasks.queueWait.mean')).not.toContain(said);
  // Drawn lengths: what the interval is of is chance.
  expect(
    summaryOf('tasks.queueWait.p50', ['workload.tasks.job.steps=[{ run: { exponential: 10m } }]']),
  ).not.toContain(said);
});

it('the shares of the table are no coarser than those of the sentences', () => {
  // Few and long tasks over a few slots: what they wait for differs much from one replication to the next.
  const text = summaryOf('tasks.turnaround.mean', [
    'workload.tasks.job.queued=8',
    'workload.tasks.job.steps=[{ run: { exponential: 10m } }]',
  ]).replaceAll('\u00a0', ' ');
  expect(text).toMatch(/work on targets +48 % ± 74 +90 % ± 41/);
});
