/** Axes and grids of a sweep. */
import { describe, expect, test } from 'vitest';
import { cellsOf, gridOf, missingKey, parseVary } from '../../../src/study/sweep/vary.ts';

function valuesOf(text: string): string[] {
  const read = parseVary(text);
  if (!read.ok) throw new Error(read.why);
  return Array.from({ length: read.axis.count }, (_, i) => read.axis.valueAt(i));
}

describe('the forms of values', () => {
  test.each([
    ['p=a,b, c', ['a', 'b', 'c']],
    ['p=3..6', ['3', '4', '5', '6']],
    ['p=5..20+5', ['5', '10', '15', '20']],
    ['p=5..19+5', ['5', '10', '15']],
    ['p=0.1..0.3+0.1', ['0.1', '0.2', '0.3']],
    ['p=10ms..30ms+10ms', ['10ms', '20ms', '30ms']],
    ['p=0..1/5', ['0', '0.25', '0.5', '0.75', '1']],
    ['p=60/h..120/h/3', ['60/h', '90/h', '120/h']],
    ['p=log:1..100/3', ['1', '10', '100']],
    ['p=80%..100%+20%', ['80%', '100%']],
    ['p=7..7', ['7']],
    ['p=1ms,{ lognormal: { median: 1ms, p95: 3ms } }', ['1ms', '{ lognormal: { median: 1ms, p95: 3ms } }']],
    ['p=../a.csv,../b.csv', ['../a.csv', '../b.csv']],
  ])('%s', (text, values) => expect(valuesOf(text)).toEqual(values));

  test.each([
    ['p=9..3', 'runs backwards; write 3..9'],
    ['p=1s..5m', 'same unit'],
    ['p=1ms..3ms+1s', 'unit of the ends'],
    ['p=1..3+0', 'above 0'],
    ['p=1..3/1', 'at least 2'],
    ['p=5s..5s/3', "'5s' is there 3 times"],
    ['p=log:0..3/4', 'begins above 0'],
    ['p=log:1..3', 'how many points'],
    ['p=0.5..3', 'whole numbers'],
    ['p=a,,b', 'empty'],
    ['p=5,6,5', "'5' is there twice"],
    ['p=', 'empty'],
    ['=1,2', 'not path=values'],
    ['p=x..y', 'no range'],
  ])('%s is a mistake', (text, why) => {
    const read = parseVary(text);
    expect(read.ok ? '' : read.why).toContain(why);
  });
});

test('a grid: the last axis changes fastest; a huge one is counted without being made', () => {
  const axes = ['a=1,2', 'b=x,y,z'].map((text) => {
    const read = parseVary(text);
    if (!read.ok) throw new Error(read.why);
    return read.axis;
  });
  expect([...gridOf(axes)].map((cell) => cell.join(''))).toEqual(['1x', '1y', '1z', '2x', '2y', '2z']);
  const huge = parseVary('a=1..999999999');
  expect(huge.ok && cellsOf([huge.axis, huge.axis])).toBe(999999998000000001);
});

test('a path leaves the scenario at the first key that is not there; the last may be new', () => {
  const resolved = { nodes: { east: { taskCap: 5 } }, list: [{ x: 1 }], database: 'ideal' };
  expect(missingKey(resolved, 'nodes.east.count')).toBeNull();
  expect(missingKey(resolved, 'list.0.x')).toBeNull();
  expect(missingKey(resolved, 'nodes.west.taskCap')).toEqual({ key: 'west', known: ['east'] });
  expect(missingKey(resolved, 'database.cores')).toEqual({ key: 'database', known: [] });
});
