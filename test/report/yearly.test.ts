/** What `hasim yearly` says of losses that are less than one, come exactly, or are too many for a line. */
import { expect, test } from 'vitest';
import { PLAIN } from '../../src/report/painter.ts';
import { yearlyJson, yearlySummary } from '../../src/report/yearly.ts';
import { yearsSummary } from '../../src/report/years.ts';
import { YEAR_SECONDS, type Yearly, type YearlyFigure } from '../../src/study/yearly/yearly.ts';
import { aScenario } from '../support/fixtures.ts';

const SERVICES = ['downtime.tasks', 'downtime.ui', 'downtime.capacity'];

function yearOf(some: Readonly<Record<string, readonly [value: number, half: number]>>, rate = 0.2): Yearly {
  const figures = Object.entries(some).map(([name, [value, half]]) => [name, { value, half }] as const);
  const none = SERVICES.map((name) => [name, { value: 0, half: 0 }] as const);
  const losses = new Map<string, YearlyFigure>([...none, ...figures]);
  return {
    scenario: { ...aScenario(), failures: [{ name: 'crash' }] as never },
    seed: '1',
    replications: 30,
    losses,
    parts: [
      { name: 'without faults', perYear: null, losses },
      { name: 'crash', perYear: rate, losses },
      { name: 'two of crash', perYear: rate / 10, losses },
    ],
    leftOut: 0,
    leftOutPairs: [],
    notAsBefore: [],
  };
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const summary = (year: Yearly, columns = 100) =>
  plain(yearlySummary(year, { repeat: 'hasim yearly x', notes: [], paint: { ...PLAIN, columns } }));

test('less than one task a year is no whole number of tasks, also where every fault costs the same', () => {
  const text = summary(yearOf({ 'tasks.notSucceeded': [0.6, 0], 'tasks.cancelled': [0.6, 0] }));
  expect(text).toContain('and 0.600 tasks do not succeed');
  expect(text).toMatch(/^ +cancelled +0\.600$/m);
  expect(summary(yearOf({ 'tasks.notSucceeded': [728.48, 0] }))).toContain('and 728 tasks do not succeed');
});

test('nothing is lost less than not at all, but a fault may take away from what others cost', () => {
  const json = yearlyJson(yearOf({ 'downtime.tasks': [60, 90], 'tasks.failed': [2, 3] }), '1') as {
    losses: Record<string, { low: number; high: number }>;
    parts: { losses: Record<string, { low: number }> }[];
    availability: Record<string, { high: number }>;
  };
  expect(json.losses['downtime.tasks']).toMatchObject({ low: 0, high: 150 });
  expect(json.losses['tasks.failed']).toMatchObject({ low: 0, high: 5 });
  expect(json.availability['tasks']!.high).toBe(1);
  const lows = json.parts.map(({ losses }) => losses['tasks.failed']!.low);
  expect(lows).toEqual([0, -1, -1]);
});

test('what is left out of the year is in the ends of down time, availability and nines, as in verdicts', () => {
  const leftOut = 3600 / YEAR_SECONDS;
  const year = { ...yearOf({ 'downtime.ui': [900, 300], 'tasks.failed': [2, 1] }), leftOut };
  const { losses, availability } = yearlyJson(year, '1') as {
    losses: Record<string, { low: number; high: number }>;
    availability: Record<string, { low: number; high: number; nines: Record<string, number | null> }>;
  };
  const nines = (seconds: number) => -Math.log10(seconds / YEAR_SECONDS);
  expect(losses['downtime.ui']).toMatchObject({ low: 600, high: 4800 });
  expect(losses['tasks.failed']).toMatchObject({ low: 1, high: 3 });
  expect(availability['ui']!.low).toBeCloseTo(1 - 4800 / YEAR_SECONDS, 12);
  expect(availability['ui']!.high).toBeCloseTo(1 - 600 / YEAR_SECONDS, 12);
  expect(availability['ui']!.nines['value']).toBeCloseTo(nines(900), 9);
  expect(availability['ui']!.nines['low']).toBeCloseTo(nines(4800), 9);
  expect(availability['ui']!.nines['high']).toBeCloseTo(nines(600), 9);
  // Nothing was seen to be missing: what is left out alone bounds it.
  expect(availability['tasks']!.nines).toEqual({ value: null, low: nines(3600), high: null });
});

test('what is not there all of the time is not said to be 100 %, however wide the interval is', () => {
  expect(summary(yearOf({ 'downtime.tasks': [10, 2000] }))).toMatch(
    /no task can run .*available 99\.999968 %/,
  );
  expect(summary(yearOf({ 'downtime.tasks': [20_000, 2000] }))).toMatch(
    /no task can run .*available 99\.937 %/,
  );
});

test('what cancels but for rounding is nothing, and has no line of its own', () => {
  const text = summary(
    yearOf({
      'tasks.notSucceeded': [1e-14, 2e-14],
      'tasks.timedOut': [-3e-15, 1e-15],
      'downtime.ui': [3e-13, 0],
    }),
  );
  expect(text).toContain('and 0 tasks do not succeed');
  expect(text).not.toContain('timed out');
  const away = { ...yearOf({ 'downtime.tasks': [3e-13, 1e-12] }), leftOut: 1e-6 };
  // 31.536 s of a year, and 99.9999 %: what is the most and the least is rounded so.
  expect(summary(away)).toContain('tasks can run all the time but for at most 31.6 s that is left out');
  expect(summary(away)).toMatch(/no task can run +0 +available at least 99\.9999 %/);
  expect(summary({ ...away, leftOut: 1.19e-6 })).toMatch(/available at least 99\.99988 %/);
});

test('thousands of faults are grouped as all numbers are', () => {
  const text = summary(yearOf({}, 1_702));
  expect(text).toContain('In a year with 1 700 faults');
  expect(text).toMatch(/^ +crash +1 700 /m);
});

test('figures of causes are whole: where there is no room for intervals they stand without', () => {
  const losses = {
    'downtime.users': [120_000, 70_000],
    'downtime.tasks': [36_000, 39_000],
    'downtime.ui': [37_000, 39_000],
    'tasks.notSucceeded': [5_000, 3_000],
    'requests.notServed': [13_000, 6_000],
  } as const;
  expect(summary(yearOf(losses), 140)).toMatch(/two of crash .*13 000 ± 6 000$/m);
  const text = summary(yearOf(losses), 80);
  expect(text).toMatch(/^ +two of crash +0\.02 +1 d 09 h +10 h 00 m +10 h 17 m +5 000 +13 000$/m);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('Intervals of each cause are in the JSON document.');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('a long command goes on in the next line, also under several designs', () => {
  const repeat = `hasim yearly ${'a/scenario/of/somebody.yaml '.repeat(6)}--seed 1`;
  const text = yearsSummary([yearOf({}), yearOf({})], {
    repeat,
    notes: [],
    paint: { ...PLAIN, columns: 80 },
  });
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});
