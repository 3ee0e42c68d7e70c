/** A hunt: planted counterexamples are found and shrunk to the smallest there is; nothing found says how rare it must be. */
import { describe, expect, test } from 'vitest';
import type { LimitExpectation } from '../../src/scenario/expectation.ts';
import { type Hunt, hunt } from '../../src/study/hunt/hunt.ts';
import { shrink } from '../../src/study/hunt/shrink.ts';
import { type Fault, normal, spaceOf } from '../../src/study/hunt/space.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { scenarioOf } from '../support/run.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => `${i}`);
const MINUTE = 60_000_000;

/** Nodes that start at once, each in a zone of its own; one task a day. */
function nodes(n: number) {
  const zones = Array.from({ length: n }, (_, i) => `z${i}`);
  const parts = zones.map((zone, i) => `n${i}: { at: r/${zone}, startTime: 0s, phase: 0s }`);
  return scenarioOf(`
name: nodes
duration: 1h
regions: { r: [${zones}] }
nodes: { ${parts.join(', ')} }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1d }, steps: [ { run: 1s } ] } } }
`);
}

const promise = (operator: '<' | '<=', seconds: number): LimitExpectation => ({
  ...{ kind: 'limit', level: 'error', metric: 'outage.tasks.longest', within: null },
  text: `outage.tasks.longest ${operator} ${seconds}s`,
  operator,
  value: seconds,
});

function hunted(
  n: number,
  limit: LimitExpectation,
  seed: string,
  mostFaults: number,
  budget = 1000,
): Promise<Hunt> {
  const scenario = nodes(n);
  const space = spaceOf(scenario, ['nodes'], mostFaults, 30 * MINUTE);
  const options = { seed, budget, replications: 1, share: 0.5, plan: null };
  return hunt(scenario, limit, space, inlineRunner, options);
}

const shown = ({ find }: Hunt) =>
  find?.entries.map(({ at, for: length, action }) => [at / MINUTE, length! / 1e6, JSON.stringify(action)]);

describe('a planted counterexample: two nodes lost within each other', () => {
  test.each(SEEDS)('seed %s: exactly two nodes, at once, for the shortest time', async (seed) => {
    const found = await hunted(2, promise('<=', 0), seed, 3);
    expect(shown(found)).toEqual([
      [60, 30, '{"do":"crash","nodes":[0]}'],
      [60, 30, '{"do":"crash","nodes":[1]}'],
    ]);
    expect(found.find).toMatchObject({ share: 1, value: 30, margins: [null, null] });
  });

  test.each(SEEDS.slice(0, 4))(
    'seed %s: three nodes, which no pair shows and only drawing finds',
    async (seed) => {
      const found = await hunted(3, promise('<', 120), seed, 4);
      // Three minutes is the shortest length of the space that is longer than two.
      expect(shown(found)).toEqual([
        [60, 180, '{"do":"crash","nodes":[0]}'],
        [60, 180, '{"do":"crash","nodes":[1]}'],
        [60, 180, '{"do":"crash","nodes":[2]}'],
      ]);
      // Lost for a second less than two minutes, any of them keeps the promise.
      expect(found.find!.margins).toEqual([119_000_000, 119_000_000, 119_000_000]);
    },
  );
});

describe('nothing found', () => {
  test('says how rare it must be, what was hit, and that small outages were tried one and all', async () => {
    const found = await hunted(3, promise('<=', 0), '1', 2, 100);
    expect(found).toMatchObject({ find: null, singles: true, pairs: true });
    expect(found.tried).toBeGreaterThan(6);
    expect(found.tried).toBeLessThanOrEqual(100);
    // All singles and pairs, then 94 drawn ones; (1 − p)^94 = 5 %.
    expect(found.drawn).toBe(94);
    expect((1 - found.atMost) ** 94).toBeCloseTo(0.05, 12);
    expect(found.hit.get('nodes')).toBe(found.tried);
  });

  test('a budget too small for all pairs claims none', async () => {
    const found = await hunted(3, promise('<=', 0), '1', 2, 4);
    expect(found).toMatchObject({ find: null, singles: false, pairs: false });
  });
});

test('the same seed finds the same, whatever was found before', async () => {
  const [one, two] = [await hunted(3, promise('<', 60), '7', 4), await hunted(3, promise('<', 60), '7', 4)];
  expect(shown(one)).toEqual(shown(two));
  expect(one.tried).toBe(two.tried);
});

describe('shrinking', () => {
  test('fewer faults, weaker parts, shorter, sooner: down to where no step is left', async () => {
    const found: Fault[] = [
      { quarry: 4, after: 9, length: 5 },
      { quarry: 2, after: 3, length: 6 },
      { quarry: 5, after: 20, length: 1 },
    ];
    // Broken by any fault of part 2 or stronger that lasts at least length 3.
    const breaks = async (faults: readonly Fault[]) =>
      faults.some(({ quarry, length }) => quarry >= 2 && length >= 3);
    expect(await shrink(found, breaks)).toEqual([{ quarry: 2, after: 0, length: 3 }]);
  });

  test('what needs the time between two faults keeps it', async () => {
    const breaks = async (faults: readonly Fault[]) => {
      const [first, second] = normal(faults);
      return second !== undefined && second.after - first!.after >= 2;
    };
    const found = [
      { quarry: 3, after: 4, length: 2 },
      { quarry: 1, after: 11, length: 2 },
    ];
    expect(await shrink(found, breaks)).toEqual([
      { quarry: 0, after: 0, length: 0 },
      { quarry: 0, after: 2, length: 0 },
    ]);
  });
});
