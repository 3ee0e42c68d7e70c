/** What a hunt takes for broken, among replications whose values are known, and the outages that it looks through. */
import { describe, expect, test } from 'vitest';
import type { LimitExpectation } from '../../src/scenario/expectation.ts';
import { hunt } from '../../src/study/hunt/hunt.ts';
import { entriesOf, spaceOf, struckBy } from '../../src/study/hunt/space.ts';
import type { Runner } from '../../src/study/replications/runner.ts';
import { scenarioOf } from '../support/run.ts';
import { resultOf } from './support.ts';

const MINUTE = 60_000_000;
const scenario = scenarioOf(`
name: x
duration: 1h
regions: { r: [a, b], s: [a], users: [u] }
network: { between: { r: { s: 80ms, users: 80ms }, s: { users: 80ms } } }
loadBalancer: { at: r/b }
nodes: { n: { at: r/a, count: 2 }, cold: { at: s/a, state: down } }
database: { at: r/a, replicas: { copy: { at: s/a, mode: async } } }
workload:
  tasks: { t: { arrivals: { poisson: 1/h }, steps: [ { run: 1s } ] } }
  requests: { page: { from: users/u, arrivals: { poisson: 1/h } } }
`);
const promise: LimitExpectation = {
  ...{ kind: 'limit', level: 'error', metric: 'outage.tasks.longest', within: null },
  ...{ text: 'outage.tasks.longest <= 10s', operator: '<=', value: 10 },
};

describe('an outage', () => {
  /** Two of ten replications miss the promise: the second and the third. */
  const runner: Runner = {
    async run(_of, _seed, replications, onResult) {
      // In any order, as threads have it.
      for (const r of [...replications].reverse())
        onResult(resultOf(r, { 'outage.tasks.longest': [5, 20, 30][r] ?? 5 }));
    },
  };
  const hunted = (share: number) =>
    hunt(scenario, promise, spaceOf(scenario, ['nodes'], 1, 30 * MINUTE), runner, {
      ...{ seed: '1', budget: 6, replications: 10, share, plan: null },
    });

  test('breaks a promise that so many replications miss, and has the value of the first of them', async () => {
    const { find, tried, drawn } = await hunted(0.2);
    expect(find).toMatchObject({ share: 0.2, value: 20, margins: [null] });
    // The first in the list of single faults.
    expect([tried, drawn]).toEqual([1, 0]);
  });

  test('breaks none that fewer miss', async () => {
    const { find, drawn, atMost } = await hunted(0.21);
    expect(find).toBeNull();
    // Two single faults, then four that are drawn.
    expect(drawn).toBe(4);
    expect((1 - atMost) ** 4).toBeCloseTo(0.05, 12);
  });
});

test('what can be lost: nodes that are on, and places where something of the cluster stands', () => {
  const names = (...kinds: Parameters<typeof spaceOf>[1]) =>
    spaceOf(scenario, kinds, 1, MINUTE).quarries.map(({ name }) => name);
  expect(names('nodes')).toEqual(['n-1', 'n-2']);
  expect(names('zones')).toEqual(['r/a', 's/a', 'r/b']);
  expect(names('regions')).toEqual(['r', 's']);
  expect(names('database', 'replicas', 'storage')).toEqual(['copy', 'database']);
});

test('faults begin an hour into the run, are looked on for three hours after the last, and only a lost region has the plan', () => {
  const space = spaceOf(scenario, ['nodes', 'zones', 'regions'], 3, 30 * MINUTE);
  const first = (of: string) => space.quarries.findIndex(({ kind }) => kind === of);
  const entries = entriesOf(space, [
    { quarry: first('nodes'), after: 0, length: 1 },
    { quarry: first('zones'), after: 5, length: 1 },
    { quarry: first('regions'), after: 10, length: 3 },
  ]);
  const struck = struckBy({ ...scenario, warmUp: 5 }, space, entries, 7);
  // A minute from 1:00 and from 1:05 on, ten from 1:10 on.
  expect(struck.timeline.map(({ at, for: length, plan }) => [at / MINUTE, length! / MINUTE, plan])).toEqual([
    [60, 1, null],
    [65, 1, null],
    [70, 10, 7],
  ]);
  expect(struck).toMatchObject({
    duration: (80 + 180) * MINUTE,
    warmUp: 0,
    study: 'terminating',
    failures: [],
  });
});
