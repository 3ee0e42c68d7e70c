/** Exports of a SELECT: CSV between commas, semicolons or tabs, and JSON rows, with columns by name or by mapping. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTaskLists } from '../../src/node/task-lists.ts';
import { historyOf } from '../../src/study/history/history.ts';
import { type Columns, parseColumns } from '../../src/study/history/task-columns.ts';

const folder = mkdtempSync(join(tmpdir(), 'hasim-exports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function tasksOf(name: string, text: string, columns: Columns = {}) {
  writeFileSync(join(folder, name), text);
  return readTaskLists([join(folder, name)], columns);
}

function said(name: string, text: string, columns: Columns = {}): string {
  try {
    tasksOf(name, text, columns);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const QUEUED = Date.parse('2026-03-02T08:00:00Z') * 1000;
const EXPECTED = [
  {
    id: null,
    name: 'Deploy',
    state: null,
    node: null,
    queued: QUEUED,
    started: QUEUED + 5e6,
    completed: QUEUED + 65e6,
  },
];

describe('the same task', () => {
  test.each([
    [
      'commas, with the names of the product',
      'a.csv',
      'Name,QueueTime,StartTime,CompletedTime\nDeploy,2026-03-02T08:00:00Z,2026-03-02T08:00:05Z,2026-03-02T08:01:05Z\n',
    ],
    [
      'semicolons, quotes, Windows line ends and a byte order mark',
      'b.csv',
      '\uFEFF"Name";"QueueTime";"StartTime";"CompletedTime"\r\n"Deploy";"2026-03-02 08:00:00.0000000 +00:00";"2026-03-02 08:00:05.0000000 +00:00";"2026-03-02 08:01:05.0000000 +00:00"\r\n',
    ],
    [
      'tabs, other names, another zone',
      'c.tsv',
      'class\tqueued_at\tstarted_at\tfinished_at\nDeploy\t2026-03-02 09:00:00+01\t2026-03-02 09:00:05+01\t2026-03-02 09:01:05+01\n',
    ],
    [
      'milliseconds since 1970, and how long',
      'd.csv',
      `class,arrival,started,duration\nDeploy,${QUEUED / 1000},${QUEUED / 1000 + 5000},60\n`,
    ],
    [
      'rows of JSON',
      'e.json',
      JSON.stringify([
        { class: 'Deploy', arrival: QUEUED / 1e6, started: QUEUED / 1e6 + 5, ended: QUEUED / 1e6 + 65 },
      ]),
    ],
  ])('%s', (_, name, text) => {
    expect(tasksOf(name, text).tasks).toEqual(EXPECTED);
  });

  test('with a mapping of columns, in CSV and in JSON', () => {
    const columns = parseColumns('arrival=when,started=von,ended=bis,class=what') as Columns;
    const row = {
      what: 'Deploy',
      when: '2026-03-02T08:00:00Z',
      von: '2026-03-02T08:00:05Z',
      bis: '2026-03-02T08:01:05Z',
    };
    const csv = `${Object.keys(row).join(',')}\n${Object.values(row).join(',')}\n`;
    expect(tasksOf('f.csv', csv, columns).tasks).toEqual(EXPECTED);
    expect(tasksOf('f.json', JSON.stringify([row]), columns).tasks).toEqual(EXPECTED);
  });
});

test('a time without a zone is taken for UTC; NULL is nothing; without a class there is one', () => {
  const { tasks } = tasksOf('g.csv', 'arrival,started,ended\n2026-03-02 08:00:00.123,NULL,NULL\n');
  expect(tasks).toMatchObject([{ name: 'task', queued: QUEUED + 123_000, started: null, completed: null }]);
});

test('tasks with a time without a zone are counted, whichever it is, when they are kept', () => {
  const times = ['2026-03-02T08:00:00', '2026-03-02T08:00:05', '2026-03-02T08:01:05'];
  const row = (without: number) => times.map((time, i) => (i === without ? time : `${time}Z`)).join(',');
  const queued = `${times[0]},NULL,NULL`;
  const text = ['arrival,started,ended', row(0), row(1), row(2), row(3), queued].join('\n');
  expect(historyOf(tasksOf('i.csv', text))).toMatchObject({
    gaps: [
      { kind: 'stillQueued', count: 1 },
      { kind: 'withoutZone', count: 3 },
    ],
  });
});

test('a time that was never set is none, and a zone of 25 hours is no zone', () => {
  const text = [
    'arrival,started,ended',
    '2026-03-02T08:00:00Z,2026-03-02T08:00:05Z,0001-01-01T00:00:00.0000000+00:00',
    '2026-03-02T08:00:00Z,0001-01-01 00:00:00.0000000 +00:00,0001-01-01 00:00:00.0000000 +00:00',
    '2026-03-02T08:00:00+25:00,2026-03-02T08:00:05Z,2026-03-02T08:00:06Z',
    '2026-03-02T08:00:00Z,2026-03-02T08:00:05+01:60,2026-03-02T08:00:06Z',
  ].join('\n');
  expect(historyOf(tasksOf('j.csv', text))).toMatchObject({
    gaps: [
      { kind: 'unreadableTime', count: 2 },
      { kind: 'stillQueued', count: 1 },
      { kind: 'stillRunning', count: 1 },
    ],
  });
});

test('fields in quotes hold commas, quotes and line ends', () => {
  const { tasks } = tasksOf('h.csv', 'class,arrival,started,ended\n"a ""b"",\nc",0,1,2\n');
  expect(tasks).toMatchObject([{ name: 'a "b",\nc', queued: 0, started: 1e6, completed: 2e6 }]);
});

describe('what is no table', () => {
  test.each([
    [
      'a column that is lacking',
      'arrival,ended\n0,1\n',
      {},
      '1:1  does not say in which column started stands; name it with the option columns: started=…',
    ],
    [
      'what is a trace, which needs no fit',
      'arrival,duration\n0,1\n',
      {},
      '1:1  does not say in which column started stands; name it with the option columns: started=…; there are arrival, duration; arrivals and durations alone are replayed as they are, by arrivals: { trace: { file: … } } and { run: { from: trace } }',
    ],
    [
      'a column that is not there',
      'arrival,started,ended\n0,1,2\n',
      { arrival: 'Arival' },
      "1:1  has no column 'Arival'; did you mean 'arrival'?",
    ],
    [
      'a row with too many fields',
      'arrival,started,ended\n0,1,2\n0,1,2,5\n',
      {},
      '3:1  has 4 fields where the header has 3',
    ],
    ['a column twice', 'arrival,started,ended,ended\n0,1,2,3\n', {}, "1:1  has the column 'ended' twice"],
    [
      'a quote that does not end',
      'arrival,started,ended\n0,1,"2\n',
      {},
      '2:1  has a quote that does not end',
    ],
  ])('%s', (_, text, columns, expected) => {
    expect(said('wrong.csv', text, columns)).toContain(`wrong.csv:${expected}`);
  });

  test.each([
    ['arrival', "'arrival' names no column"],
    ['arival=a', "'arival' is nothing that a column says of a task; did you mean 'arrival'?"],
    ['arrival=a,arrival=b', 'arrival is given twice'],
  ])('--columns %s', (text, expected) => {
    expect(parseColumns(text)).toContain(expected);
  });
});
