/** What a drill says of means that are no whole numbers, and of one design. */
import { expect, test } from 'vitest';
import { drillPage } from '../../src/page/drill-page.ts';
import { drillMarkdown } from '../../src/report/drill/files.ts';
import { cellText, drillAnswer, figureShort, figureText, shortTime } from '../../src/report/drill/words.ts';
import type { Drill, DrillCell } from '../../src/study/drill/drill.ts';
import { type Figure, overReplications } from '../../src/study/drill/measures.ts';
import { aScenario } from '../support/fixtures.ts';

function figure(unit: string, value: number | null): Figure {
  return {
    unit,
    value,
    low: value,
    high: value,
    p50: value,
    p95: value,
    most: value,
    never: 0,
    n: 10,
  } as Figure;
}

function drillOf(lost: number, failed: number): Drill {
  const figures = {
    ...Object.fromEntries(
      ['rtoTasks', 'rtoUsers', 'rtoUi', 'rpoSeconds', 'longestOutage', 'backToNormal'].map((name) => [
        name,
        figure('s', 0),
      ]),
    ),
    rpoTasks: figure('count', 0),
    tasksLost: figure('count', lost),
    requestsFailed: figure('count', failed),
  } as unknown as NonNullable<DrillCell['figures']>;
  const cell = { figures, lacks: [], notes: [], verdict: null, judgements: [], faults: {}, replications: 10 };
  const resources = { nodes: 1, slots: 1, workers: 0, cores: 1, databaseCores: 0, regions: 1, cost: null };
  return {
    seed: '1',
    digest: 'd',
    disasters: [{ name: 'crash', about: 'A crash' }],
    designs: [{ name: 'one', resources, ordinary: [], cells: [cell] }],
  } as unknown as Drill;
}

const answer = (lost: number, failed: number) =>
  drillAnswer(drillOf(lost, failed)).join(' ').replaceAll('\u00a0', ' ');

test('a mean of less than one is not nothing, and one is one', () => {
  expect(answer(0.4, 0.2)).toContain('one in crash: 0.4 tasks do not succeed and 0.2 requests fail.');
  expect(answer(1, 1)).toContain('1 task does not succeed and 1 request fails.');
  expect(answer(1.44, 2_900.3)).toContain('1.4 tasks do not succeed and 2 900 requests fail.');
  const [cell] = drillOf(0.4, 0.2).designs[0]!.cells as [DrillCell];
  expect(cellText(cell)).toBe('0 <1');
  expect(figureShort(cell.figures!.tasksLost)).toBe('<1');
  expect(figureShort(figure('count', 1.4))).toBe('1');
});

test('one design is one', () => {
  const text = drillMarkdown(drillOf(0, 0), { charts: [], notes: [], repeat: 'hasim drill x' });
  expect(text.replaceAll('\u00a0', ' ')).toMatch(/^# 1 design through 1 disaster$/m);
});

test('equal values have that value as their mean, and no interval beside it', () => {
  const same = overReplications(Array<number>(8).fill(53.333_833), 's', false);
  expect(same.value).toBe(53.333_833);
  expect(figureText(same).replaceAll('\u00a0', ' ')).toBe('53.3 s');
});

test('at most is not less than the largest', () => {
  const longest = { ...figure('s', 3_612), low: 3_600, high: 3_624, most: 3_620 };
  expect(figureText(longest).replaceAll('\u00a0', ' ')).toBe('1 h 00 m 12 s ± 12 s, at most 1 h 01 m');
});

test.each([
  [0, '0'],
  [0.4, '<1s'],
  [59.4, '59s'],
  [59.7, '1m'],
  [3_599, '1h00m'],
  [86_399, '1d00h'],
  [Number.POSITIVE_INFINITY, 'never'],
])('%d s is %s in a cell: there are no 60 s and no 60 m', (seconds, said) => {
  expect(shortTime(seconds)).toBe(said);
});

test('what does not come back is said as a sentence', () => {
  const never = { ...figure('s', null), never: 2, n: 8 };
  const drill = drillOf(0, 0);
  const [cell] = drill.designs[0]!.cells as [DrillCell];
  Object.assign(cell.figures!, { rtoTasks: never, rtoUsers: never });
  expect(drillAnswer(drill).join(' ').replaceAll('\u00a0', ' ')).toContain(
    'one in crash: tasks are never back in 2 of 8 replications and users are never back in 2 of 8 replications.',
  );
});

test('a page explains what stands in the cells of its matrix and nothing that stands in none', () => {
  const drill = drillOf(0, 0);
  const scenario = aScenario();
  const paged = (cell: Partial<DrillCell>, lost = 0) => {
    const [design] = drill.designs;
    const [first] = design!.cells;
    const figures = first!.figures && { ...first!.figures, rpoSeconds: figure('s', lost) };
    const cells = [{ ...first!, figures, ...cell }];
    const of = { ...drill, designs: [{ ...design!, scenario, cells }] };
    return drillPage(of, { repeat: '', version: '0', notes: [] }).proof!.sentence;
  };
  expect(paged({})).toBe('In a cell: RTO, then requests that failed.');
  expect(paged({ verdict: 'kept' }, 60)).toBe(
    'In a cell: RTO / RPO where something is lost, then requests that failed, then whether its promises are kept (✓), broken (✗) or open (?).',
  );
  expect(paged({ figures: null, lacks: ['no second region'] })).toBe(
    'In a cell: RTO. – is not drilled: the design lacks what the disaster strikes.',
  );
});
