/** In which month what is promised breaks, from verdicts known beforehand; and what a sweep shows when nothing is asked. */
import { describe, expect, test } from 'vitest';
import { parseGoals } from '../../../src/study/size/goals.ts';
import { readAxes } from '../../../src/study/sweep/axes.ts';
import { breaksOf, MONTHS } from '../../../src/study/sweep/breaks.ts';
import { shownMetrics, sweepCell } from '../../../src/study/sweep/run-sweep.ts';
import { kneesAlong, kneesOf, type Sweep, type SweepCell } from '../../../src/study/sweep/sweep.ts';
import { aScenario } from '../../support/fixtures.ts';

const WAIT = 'tasks.queueWait.p95';
const base = aScenario();
const read = parseGoals([`${WAIT} < 100s`], base);
const scenario = { ...base, expect: read.ok ? read.goals : [] };

/** A month by the ends of its interval; `full`: it does not keep up, whatever its figures say. */
type Month = readonly [low: number, high: number] | 'full';

function cellOf(value: string, month: Month): SweepCell {
  const [low, high] = month === 'full' ? [1, 2] : month;
  const estimate = { value: (low + high) / 2, unit: 's', kind: 'quantile', low, high, n: 10 } as const;
  const saturated = month === 'full' ? 'slots' : null;
  return { values: [value], estimates: [estimate], saturated, tooShort: null, replications: 10, digest: '' };
}

function broken(months: Readonly<Record<string, Month>>, path = MONTHS): (string | null)[] {
  const cells = Object.entries(months).map(([value, month]) => cellOf(value.slice(1), month));
  const sweep: Sweep = { scenario, seed: '1', paths: [path], metrics: [WAIT], cells };
  return breaksOf(sweep).flatMap(({ holds, breaks }) => [holds, breaks]);
}

describe('a promise of work that grows', () => {
  test('holds up to the last month before the first that is in doubt, and breaks in the first that surely misses it', () => {
    expect(broken({ m0: [1, 9], m6: [50, 90], m12: [80, 120], m18: [110, 140] })).toEqual(['6', '18']);
    expect(broken({ m0: [1, 9], m6: [50, 90] })).toEqual(['6', null]);
    expect(broken({ m0: [80, 120], m6: [110, 120] })).toEqual([null, '6']);
    expect(broken({ m0: [110, 120] })).toEqual([null, '0']);
  });

  test('is looked at month by month, in whatever order they were written', () => {
    expect(broken({ m12: [110, 120], m0: [1, 9], m6: [50, 90] })).toEqual(['6', '12']);
  });

  test('breaks where the design does not keep up, whatever the figures say', () => {
    expect(broken({ m0: [1, 9], m6: 'full', m12: 'full' })).toEqual(['0', '6']);
  });

  test('is of no other axis', () => {
    expect(broken({ m0: [1, 9], m6: [110, 120] }, 'nodes.n.count')).toEqual([]);
  });
});

test('a knee is looked for in each line of the grid, along the last axis that has any', () => {
  const grid = (of: (a: number, b: number) => number): Sweep => {
    const cells = [1, 2, 3, 4, 5].flatMap((a) =>
      [1, 2, 3, 4, 5].map((b) => ({ ...cellOf('', [of(a, b), of(a, b)]), values: [`${a}`, `${b}`] })),
    );
    return { scenario, seed: '1', paths: ['p.a', 'p.b'], metrics: [WAIT], cells };
  };
  const placesOf = (sweep: Sweep) => [...kneesOf(sweep, 0)].map((i) => sweep.cells[i]!.values.join());
  // 1/b bends at 2 in each of the five lines; along a all is straight.
  expect(placesOf(grid((a, b) => a + 100 / b))).toEqual(['1,2', '2,2', '3,2', '4,2', '5,2']);
  expect(placesOf(grid((a, b) => 100 / a + b))).toEqual(['2,1', '2,2', '2,3', '2,4', '2,5']);
  const both = grid((a, b) => 100 / a + 100 / b);
  expect(placesOf(both)[0]).toBe('1,2');
  expect(kneesAlong(both, 0, 0).map((i) => both.cells[i]!.values.join())[0]).toBe('2,1');
});

test('unless asked a sweep shows what is promised, and behind the first of it how busy the slots are', () => {
  const known = new Set([WAIT, 'slots.utilisation', 'tasks.turnaround.mean', 'requests.latency.mean']);
  expect(shownMetrics([], scenario, known)).toEqual([WAIT, 'slots.utilisation']);
  expect(shownMetrics([WAIT, WAIT], scenario, known)).toEqual([WAIT]);
  const silent = { ...scenario, expect: [] };
  expect(shownMetrics([], silent, known)).toEqual([
    'tasks.turnaround.mean',
    'slots.utilisation',
    'requests.latency.mean',
  ]);
  expect(shownMetrics([], silent, new Set())).toEqual(['slots.utilisation']);
});

test('of a design that is too short there is nothing but why', () => {
  expect(sweepCell(['1h'], { study: null, tooShort: 'too short' }, [WAIT])).toEqual({
    ...{
      values: ['1h'],
      estimates: [null],
      saturated: null,
      tooShort: 'too short',
      replications: 0,
      digest: '',
    },
  });
});

test.each([
  [['nodes.n.count=1,2', 'nodes.n.count=3,4'], 'nodes.n.count is given twice'],
  [['seed=1,2'], 'seed changes no design; vary a number, duration, preset or policy'],
  [['nodes.n.count'], 'nodes.n.count: is not path=values'],
  [['nodes.m.count=1,2'], "nodes.m.count: x has no 'm' there"],
])('no grid: %s', (texts, why) => {
  const found = readAxes(texts, { seed: '1', nodes: { n: { count: 1 } } }, 'x');
  expect(found.ok ? '' : found.why).toContain(why);
});
