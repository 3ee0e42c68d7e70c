/** Nothing that a file says is dropped without a word. */
import { describe, expect, test } from 'vitest';
import { parseTimestamp } from '../../src/scenario/timestamp.ts';
import { mistakesOf, parse, SMALLEST } from './support.ts';

const arrivals = (text: string) => SMALLEST.replace('{ poisson: 8/s }', text);
const TRACED = arrivals('{ trace: { file: t.csv } }').replace(
  '{ run: { exponential: 1s } }',
  '{ run: { from: trace } }',
);
const traced = (csv: string) => mistakesOf(TRACED, [], { 't.csv': csv });

describe('arrivals after the end of the run', () => {
  test.each([
    [
      '{ at: [0s, 1h, 2h], count: 2 }',
      'tasks.job: 4 of 6 arrivals are not before the end of the run (1h) and left out',
    ],
    [
      '{ every: 1m, offset: 2h }',
      'tasks.job: all arrivals, the first at 2h, are not before the end of the run (1h) and left out',
    ],
  ])('%s', (text, note) => expect(parse(arrivals(text)).notes).toEqual([note]));

  test('rows of a trace are counted', () => {
    const { notes } = parse(TRACED, [], { 't.csv': 'arrival,duration\n0,1\n3599,1\n3600,1\n' });
    expect(notes).toEqual(['tasks.job: 1 of 3 arrivals is not before the end of the run (1h) and left out']);
  });

  test('and nothing is said where all come in time', () => {
    expect(parse(arrivals('{ at: [0s, 59m] }')).notes).toEqual([]);
  });
});

describe('a trace', () => {
  test('in seconds since 1970 begins with its first row, and says so', () => {
    const { notes, scenario } = parse(TRACED, [], {
      't.csv': 'arrival,duration\n1700000010,1\n1700000000,2\n',
    });
    const { arrivals: own } = scenario.tasks[0]!;
    expect(own?.kind === 'trace' && [...own.trace.arrival]).toEqual([0, 10_000_000]);
    expect(notes).toEqual(['t.csv: arrivals are read as seconds since 1970; the first is at 0s']);
  });

  test.each([
    [
      'too many fields',
      'arrival,duration\n0,1\n1,0,35\n',
      /^t.csv:3:1 : has 3 fields where the header has 2; a decimal comma/,
    ],
    ['semicolons', 'arrival;duration\n0;1\n', /separated by semicolons/],
    ['tabs', 'arrival\tduration\n0\t1\n', /separated by tabs/],
    [
      'a time that was never set',
      'arrival,duration\n0001-01-01T00:00:00Z,1\n2026-01-01T00:00:00Z,1\n',
      /^t.csv:2:1 : .*before 1970/,
    ],
    ['milliseconds', 'arrival,duration\n1700000000000,1\n', /milliseconds since 1970/],
  ])('%s: one mistake, with its row', (_, csv, says) => {
    const found = traced(csv);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  test('timestamps have up to nine decimals, and a day ends at 24:00:00', () => {
    expect(parseTimestamp('2026-01-31T08:00:00.1234567Z')).toBe(
      parseTimestamp('2026-01-31T08:00:00.123456Z'),
    );
    expect(parseTimestamp('2026-01-31T08:00:00.123456789Z')).toBe(
      parseTimestamp('2026-01-31T08:00:00.123456Z'),
    );
    expect(parseTimestamp('2026-01-31T24:00:00Z')).toBe(parseTimestamp('2026-02-01T00:00:00Z'));
    expect(parseTimestamp('2026-01-31T24:00:01Z')).toBeNull();
    // RFC 3339, section 5.6: T and Z may be written small.
    expect(parseTimestamp('2026-01-31t08:00:00z')).toBe(parseTimestamp('2026-01-31T08:00:00Z'));
  });
});

describe('a key with an empty value', () => {
  test('that nobody knows is a mistake', () => {
    expect(mistakesOf(`${SMALLEST}foo:\n`)).toEqual([expect.stringMatching(/^s.yaml:8:1 foo: unknown key/)]);
    expect(mistakesOf(SMALLEST.replace('taskCap: 10', 'taskCap: 10, bar:'))).toEqual([
      expect.stringMatching(/nodes.n.bar: unknown key/),
    ]);
  });

  test('that is known stands for nothing, as before', () => {
    expect(mistakesOf(`${SMALLEST}timeline:\ncost:\ndatabase:\n`)).toEqual([]);
  });
});

describe('a decimal comma', () => {
  test('in braces', () => {
    expect(mistakesOf(`${SMALLEST}cost: { perHour: { node: 0,35 } }\n`)).toEqual([
      expect.stringMatching(/'0,35' has a decimal comma; write node: 0.35/),
    ]);
    expect(mistakesOf(SMALLEST.replace('taskCap: 10', 'taskCap: 10, cores: 3,5'))).toEqual([
      expect.stringMatching(/'3,5' has a decimal comma; write cores: 3.5/),
    ]);
  });

  test('in a line of its own, and with a unit', () => {
    expect(
      mistakesOf(
        SMALLEST.replace('{ taskCap: 10 }', '\n    taskCap: 10\n    cores: 3,5')
          .replace('nodes: { n:', 'nodes:\n  n:')
          .replace('cores: 3,5 }', 'cores: 3,5'),
      ),
    ).toEqual([expect.stringMatching(/a decimal comma\? write 3.5/)]);
    expect(mistakesOf(SMALLEST.replace('duration: 1h', 'duration: 1,5h'))).toEqual([
      expect.stringMatching(/has a decimal comma; write 1.5h/),
    ]);
  });
});
