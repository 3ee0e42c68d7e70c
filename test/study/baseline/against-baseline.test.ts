/** A study held against its baseline, where a figure goes by two names. */
import { expect, test } from 'vitest';
import { againstBaseline, decidedAgainst, workHash } from '../../../src/study/baseline/against-baseline.ts';
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

const SCENARIO = scenarioOf(`{ name: a, duration: 1h, nodes: { n: { count: 1 } },
  workload: { tasks: { t: { queued: 1, steps: [{ run: 1s }] } } },
  expect: [ tasks.failed no worse than baseline by 2%, tasks.cancelled < 5 ] }`);
/** So many replications, whose failed tasks swing around a number by so many. */
const swinging = (count: number, around: number, by = 1) =>
  resultsOf(count, (i) => ({
    values: { 'tasks.failed': around + (i % 2 === 0 ? by : -by), 'tasks.cancelled': 1 },
  }));
const kept = (count: number, around: number, by = 1) => ({
  ...{ work: 'work', tolerance: 0.02 },
  metrics: baselineMetrics(observe(swinging(count, around, by))),
});

test('the same work is compared replication by replication, other work by Welch', () => {
  const methods = ['work', 'other'].map((work) => {
    const { judgements, sameWork } = againstBaseline(
      studyOf(SCENARIO, '1', swinging(10, 100)),
      kept(10, 100),
      work,
    );
    return [judgements[0]!.method, sameWork];
  });
  expect(methods).toEqual([
    ['paired', true],
    ['welch', false],
  ]);
});

test('the work is workload, seed and duration, and not what it is done with', () => {
  const resolved = { workload: { tasks: { t: 1 } }, nodes: { n: 1 } };
  const work = workHash(resolved, '1', SCENARIO);
  expect(workHash({ ...resolved, nodes: { n: 2 } }, '1', SCENARIO)).toBe(work);
  const others = [
    workHash({ ...resolved, workload: { tasks: { t: 2 } } }, '1', SCENARIO),
    workHash(resolved, '2', SCENARIO),
    workHash(resolved, '1', { ...SCENARIO, duration: 2 * SCENARIO.duration }),
  ];
  expect(new Set([work, ...others]).size).toBe(4);
});

test('what the scenario has no more, what is new, and what has nothing to measure now are told apart', () => {
  const metric = { unit: 's', better: 'lower', values: [1, 1] } as const;
  const baseline = {
    ...{ work: 'work', tolerance: 0.02 },
    metrics: { 'tasks.failed': metric, 'tasks.gone.failed': metric, 'tasks.failed within 0..9': metric },
  };
  const values = (failed: number) => ({
    'tasks.failed': { sum: failed, per: failed },
    'tasks.cancelled': 1,
  });
  const study = studyOf(
    SCENARIO,
    '1',
    resultsOf(2, () => ({ values: values(0) })),
  );
  const { gone, added, silent } = againstBaseline(study, baseline, 'work');
  // A window is measured for as long as an expectation has it.
  expect([gone, silent]).toEqual([['tasks.gone.failed'], ['tasks.failed']]);
  expect(added).toContain('tasks.cancelled');
});

test('unchanged is so after ten replications, what changed is held against all of the baseline, other work up to 200', () => {
  const more = (results: ReturnType<typeof swinging>, baseline: ReturnType<typeof kept>, work: string) =>
    decidedAgainst(SCENARIO, baseline, work)(results);
  expect(more(swinging(4, 100), kept(30, 100), 'work')).toBe(6);
  expect(more(swinging(10, 100), kept(30, 100), 'work')).toBe(0);
  expect(more(swinging(10, 110), kept(30, 100), 'work')).toBe(20);
  expect(more(swinging(30, 110), kept(30, 100), 'work')).toBe(0);
  // Whether 1 of 100 ± 30 is worse no 30 pairs can tell, and there are no more.
  const unclear = resultsOf(30, (i) => ({
    values: { 'tasks.failed': 101 + (i % 3 === 0 ? 60 : -30), 'tasks.cancelled': 1 },
  }));
  expect(more(unclear, kept(30, 100, 30), 'work')).toBe(0);
  expect(more(unclear, kept(30, 100, 30), 'other')).toBe(10);
  expect(more(swinging(200, 101, 30), kept(30, 100, 30), 'other')).toBe(0);
});
