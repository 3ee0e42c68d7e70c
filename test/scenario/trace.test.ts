import { describe, expect, test } from 'vitest';
import { parseTimestamp } from '../../src/scenario/timestamp.ts';
import { parseTrace, selectTrace } from '../../src/scenario/trace.ts';
import { mistakesOf, parse, SMALLEST } from './support.ts';

const table = (text: string) => {
  const { table, mistakes } = parseTrace('t.csv', text);
  expect(mistakes).toEqual([]);
  return table!;
};
const mistake = (text: string) => {
  const { mistakes } = parseTrace('t.csv', text);
  return mistakes.map(({ line, column, text }) => `${line}:${column} ${text}`);
};

describe('a trace', () => {
  test('seconds are taken as they are, to the microsecond', () => {
    const { arrival, duration } = table('arrival,duration\n0.000001,2\n1234567.654321,0.5\n');
    expect([...arrival]).toEqual([1, 1_234_567_654_321]);
    expect([...duration!]).toEqual([2_000_000, 500_000]);
  });

  test('any order of rows, ties in file order; any order of columns, others are noted', () => {
    const { arrival, duration, ignored } = table('user,duration,arrival\n"a,b",1,5\nx,2,3\ny,3,5\n');
    expect([...arrival]).toEqual([3e6, 5e6, 5e6]);
    expect([...duration!]).toEqual([2e6, 1e6, 3e6]);
    expect(ignored).toEqual(['user']);
  });

  test('timestamps with zones, the earliest becomes 0', () => {
    const text = 'arrival\n2026-03-01T00:00:01Z\n2026-02-28T23:59:59.5Z\n2026-03-01T01:00:00+01:00\n';
    expect([...table(text).arrival]).toEqual([0, 500_000, 1_500_000]);
  });

  test('Windows line ends, a byte order mark and blank lines at the end are fine', () => {
    expect([...table('\uFEFFarrival\r\n1\r\n2\r\n\r\n').arrival]).toEqual([1e6, 2e6]);
  });

  test('rows of one class', () => {
    const all = table('arrival,class\n1,a\n2,b\n3,a\n');
    expect([...selectTrace(all, 'a')!.arrival]).toEqual([1e6, 3e6]);
    expect(selectTrace(all, null)!.rows).toBe(3);
    expect(selectTrace(all, 'c')).toBeNull();
  });

  test('its hash follows what is used of it', () => {
    const hash = (text: string) => selectTrace(table(text), null)!.hash;
    expect(hash('arrival\n1\n2\n')).toBe(hash('arrival,note\n2,x\n1,y\n'));
    expect(hash('arrival\n1\n2\n')).not.toBe(hash('arrival\n1\n3\n'));
    expect(hash('arrival\n1\n')).not.toBe(hash('arrival,duration\n1,0\n'));
    expect(hash('arrival\n1\n')).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ['', '1:1 is empty; a trace has a header with the column arrival'],
    ['arrival\n', '1:1 has a header but no row'],
    [
      'arival\n1\n',
      "1:1 has no column arrival; did you mean 'arrival'? a trace has the columns arrival and, if wanted, duration, class, slots and estimate",
    ],
    ['arrival,arrival\n1,1\n', '1:1 has the column arrival twice'],
    [
      'arrival\n1\nNaN\n',
      "3:1 arrival 'NaN' is neither seconds such as 12.5 nor a time such as 2026-01-31T08:00:00Z",
    ],
    ['arrival\n-1\n', "2:1 arrival '-1' is negative"],
    ['arrival,duration\n1,-2\n', "2:3 duration '-2' is negative"],
    ['arrival,duration\n1,\n', '2:3 duration is empty'],
    ['arrival,duration\n1\n', '2:1 has 1 fields where the header has at least 2'],
    ['arrival\n1\n\n2\n', '3:1 arrival is empty'],
    [
      'arrival\n1.1234567\n',
      "2:1 arrival '1.1234567' has more than 6 decimals; times are whole microseconds",
    ],
    [
      'arrival\n1e3\n',
      "2:1 arrival '1e3' is neither seconds such as 12.5 nor a time such as 2026-01-31T08:00:00Z",
    ],
    [
      'arrival\n2026-01-01T00:00:00\n',
      "2:1 arrival '2026-01-01T00:00:00' has no time zone, or is no time; write 2026-01-31T08:00:00Z",
    ],
    [
      'arrival\n2026-02-30T00:00:00Z\n',
      "2:1 arrival '2026-02-30T00:00:00Z' has no time zone, or is no time; write 2026-01-31T08:00:00Z",
    ],
    [
      'arrival\n1\n2026-01-01T00:00:00Z\n',
      "3:1 arrival '2026-01-01T00:00:00Z' is a timestamp, those before are seconds; keep to one",
    ],
    [
      'arrival\n2026-01-01T00:00:00Z\n1\n',
      "3:1 arrival '1' is in seconds, those before are timestamps; keep to one",
    ],
    ['arrival,class\n1,\n', '2:1 has an empty class'],
  ])('%j is refused', (text, what) => expect(mistake(text)).toEqual([what]));

  test('of a file that is wrong everywhere the first mistakes', () => {
    expect(mistake(`arrival\n${'x\n'.repeat(1000)}`)).toHaveLength(20);
  });

  test('a million rows in a second or so', () => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => `${i}.5,${i % 100}`).join('\n');
    expect(table(`arrival,duration\n${rows}`).arrival).toHaveLength(1_000_000);
  });
});

test('timestamps agree with the calendar of the platform', () => {
  for (const text of [
    '1970-01-01T00:00:00Z',
    '2000-02-29T12:34:56Z',
    '1999-12-31T23:59:59Z',
    '2100-03-01T00:00:00+05:30',
    '2024-12-31T00:00:00-08:00',
  ]) {
    expect(parseTimestamp(text)).toBe(Date.parse(text) * 1000);
  }
});

describe('a trace in a scenario', () => {
  const file = SMALLEST.replace('{ poisson: 8/s }', '{ trace: { file: ./log.csv, class: x } }');
  const fromTrace = file.replace('exponential: 1s', 'from: trace');

  test('is resolved, and stands in the result by file, hash and rows', () => {
    const { scenario, resolved, notes } = parse(fromTrace, [], {
      'log.csv': 'arrival,duration,class,user\n3,1,x,u\n1,2,x,u\n2,9,y,u\n',
    });
    const { arrivals, steps } = scenario.tasks[0]!;
    expect(arrivals?.kind === 'trace' && [...arrivals.trace.arrival]).toEqual([1e6, 3e6]);
    expect(steps).toEqual([{ do: 'run', length: 'trace', on: null }]);
    expect(JSON.stringify(resolved)).toMatch(
      /"trace":\{"file":"\.\/log\.csv","class":"x","hash":"[0-9a-f]{16}","rows":2\}/,
    );
    expect(notes).toEqual(['log.csv: columns not used: user']);
  });

  test('its mistakes are placed in it', () => {
    expect(mistakesOf(file, [], { 'log.csv': 'arrival,class\nx,x\n' })).toEqual([
      expect.stringMatching(/^log\.csv:2:1 : arrival 'x' is neither/),
    ]);
    expect(mistakesOf(file)).toEqual([
      expect.stringMatching(
        /^s\.yaml:7:\d+ workload\.tasks\.job\.arrivals\.trace\.file: log\.csv: there is no such file/,
      ),
    ]);
    expect(mistakesOf(file, [], { 'log.csv': 'arrival,class\n1,y\n' })).toEqual([
      expect.stringMatching(/there is no row of class 'x' in log\.csv; it has y/),
    ]);
    expect(mistakesOf(fromTrace, [], { 'log.csv': 'arrival,class\n1,x\n' })).toEqual([
      expect.stringMatching(/steps\.0\.run: takes its length from log\.csv, which has no column duration/),
    ]);
    expect(mistakesOf(SMALLEST.replace('exponential: 1s', 'from: trace'))).toEqual([
      expect.stringMatching(/do not arrive from one/),
    ]);
  });
});
