/** What a remedy does to a metric: paired with the design as it is, in the order of how much it helps. */
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { simulate } from '../../../src/simulate.ts';
import { type Help, helpsOf, mayHelpMore } from '../../../src/study/explain/helps.ts';
import { studyOf } from '../../../src/study/replications/replicate.ts';
import { scenarioOf } from '../../support/run.ts';

/** One slot for half an hour: a task a minute, each for so long. */
const line = (run: string, dispatch = '') =>
  scenarioOf(`
name: line
duration: 30m
nodes: { n: { taskCap: 1 } }
dispatch: { policy: immediate${dispatch} }
workload: { tasks: { job: { arrivals: { poisson: 60/h }, steps: [ { run: ${run} } ] } } }
`);

function helped(
  base: Scenario,
  metric: string,
  remedies: Readonly<Record<string, Scenario>>,
  replications = 8,
): { readonly change: string; readonly verdict: string; readonly difference: number | null }[] {
  const resultsOf = (scenario: Scenario) =>
    Array.from({ length: replications }, (_, replication) => simulate(scenario, { seed: '1', replication }));
  const tried = Object.entries(remedies).map(([change, scenario]) => ({
    remedy: { part: 'p', kind: 'faster', change, scenario } as const,
    results: resultsOf(scenario),
  }));
  return helpsOf(studyOf(base, '1', resultsOf(base)), tried, metric).map(({ change, verdict, effect }) => ({
    ...{ change, verdict },
    difference: effect.difference,
  }));
}

describe('what helps a metric', () => {
  const base = line('{ exponential: 40s }');

  test('the largest gain first, then what changes nothing, then the harm', () => {
    const found = helped(base, 'tasks.turnaround.mean', {
      'a little': line('{ exponential: 36s }'),
      harm: line('{ exponential: 50s }'),
      'as it is': line('{ exponential: 40s }'),
      much: line('{ exponential: 10s }'),
    });
    expect(found.map(({ change, verdict }) => `${change}: ${verdict}`)).toEqual([
      'much: helps',
      'a little: helps',
      'as it is: nothing',
      'harm: harms',
    ]);
    expect(found[0]!.difference).toBeLessThan(found[1]!.difference!);
    expect(found[2]!.difference).toBe(0);
  });

  test('of a metric that should be higher, more of it helps', () => {
    const found = helped(base, 'tasks.throughput', { slower: line('{ exponential: 4m }') });
    expect(found.map(({ verdict }) => verdict)).toEqual(['harms']);
  });

  test('shorter waits of fewer tasks that get through are no help', () => {
    const leaves = (after: string) => line('{ exponential: 55s }', `, queueTimeout: ${after}`);
    const found = helped(leaves('1h'), 'tasks.queueWait.mean', { hasty: leaves('10s') });
    expect(found.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });

  test('of four replications nothing can be said, whichever direction is better', () => {
    const remedies = { much: line('{ exponential: 10s }') };
    for (const metric of ['tasks.turnaround.mean', 'slots.utilisation'])
      expect(helped(base, metric, remedies, 4), metric).toMatchObject([{ verdict: 'unknown' }]);
  });

  test('of a metric without a direction, less of it is taken for better', () => {
    const found = helped(base, 'slots.utilisation', {
      more: line('{ exponential: 55s }'),
      less: line('{ exponential: 10s }'),
    });
    expect(found.map(({ change, verdict }) => `${change}: ${verdict}`)).toEqual([
      'less: helps',
      'more: harms',
    ]);
  });

  test('waits of a queue that is full say nothing, unless the remedy empties it', () => {
    const found = helped(line('{ exponential: 150s }'), 'tasks.turnaround.mean', {
      'still full': line('{ exponential: 100s }'),
      enough: line('{ exponential: 10s }'),
    });
    expect(found.map(({ change, verdict }) => `${change}: ${verdict}`)).toEqual([
      'enough: helps',
      'still full: unknown',
    ]);
  });
});

test('what may help more than anything that surely does is a larger gain that chance may have made', () => {
  const help = (verdict: Help['verdict'], difference: number | null, better: 'lower' | 'higher' = 'lower') =>
    ({ part: 'p', kind: 'free', change: `${difference}`, verdict, effect: { difference, better } }) as Help;
  const more = (...helps: Help[]) => mayHelpMore(helps).map(({ change }) => change);
  const sure = help('helps', -25);
  expect(more(sure, help('nothing', -99), help('nothing', -26), help('nothing', -24))).toEqual([
    '-99',
    '-26',
  ]);
  expect(more(sure, help('nothing', 99), help('unknown', -99), help('harms', 99))).toEqual([]);
  expect(
    more(help('helps', 25, 'higher'), help('nothing', 99, 'higher'), help('nothing', -99, 'higher')),
  ).toEqual(['99']);
  expect(more(help('nothing', -99))).toEqual([]);
  // Nothing is more than from never to some time.
  expect(more(help('helps', null), help('nothing', -99))).toEqual([]);
});
