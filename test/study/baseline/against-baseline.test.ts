/** A study held against its baseline, where a figure goes by two names. */
import { expect, test } from 'vitest';
import { againstBaseline } from '../../../src/study/baseline/against-baseline.ts';
import { baselineMetrics } from '../../../src/study/baseline/baseline.ts';
import { observe } from '../../../src/study/estimates/observation.ts';
import { studyOf } from '../../../src/study/replications/replicate.ts';
import { scenarioOf } from '../../support/run.ts';
import { resultsOf } from '../support.ts';

/** What a study says whose tasks fail a tenth more often than kept, where this is promised. */
function worse(expectation: string, classes: readonly string[]) {
  const tasks = classes.map((name) => `${name}: { queued: 1, steps: [{ run: 1s }] }`);
  const scenario = scenarioOf(
    `{ name: a, duration: 1h, nodes: { n: { count: 1 } }, workload: { tasks: { ${tasks} } }, expect: [${expectation}] }`,
  );
  const results = (failed: number) =>
    resultsOf(10, (i) => ({
      values: Object.fromEntries(
        ['tasks', ...classes.map((name) => `tasks.${name}`)].map((of) => [`${of}.failed`, failed + (i % 3)]),
      ),
    }));
  const baseline = { work: '', tolerance: 0.02, metrics: baselineMetrics(observe(results(100))) };
  const { judgements, regressions } = againstBaseline(studyOf(scenario, '1', results(110)), baseline, '');
  return [judgements.map(({ verdict }) => verdict), regressions.map(({ metric }) => metric)];
}

test('what an expectation tolerates of all is not held against the only class, nor the other way round', () => {
  const promises = ['tasks.failed', 'tasks.deploy.failed'].map(
    (name) => `${name} no worse than baseline by 20%`,
  );
  for (const promise of promises) expect(worse(promise, ['deploy'])).toEqual([['pass'], []]);
  // Two classes are two figures.
  expect(worse(promises[0]!, ['deploy', 'hotfix'])).toEqual([
    ['pass'],
    ['tasks.deploy.failed', 'tasks.hotfix.failed'],
  ]);
});
