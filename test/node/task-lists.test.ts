/** Saved lists of tasks: what is no list, and where. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FileError } from '../../src/node/file-error.ts';
import { readTaskLists } from '../../src/node/task-lists.ts';

const folder = mkdtempSync(join(tmpdir(), 'hasim-lists-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** What is said of a file, without its folder. */
function said(...paths: string[]): string {
  try {
    readTaskLists(paths);
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
}

const TASK = '{ "Name": "Deploy", "QueueTime": "2026-03-02T08:00:00Z" }';

describe('what is no list', () => {
  test.each([
    ['a comma too many', `{ "Items": [ ${TASK}, ] }`, '1:73  is not JSON from here on'],
    ['a key without quotes', '{\n  Items: [] }', '2:3  is not JSON from here on'],
    ['a word that is no value', '{ "Items": [\n undefined ] }', '2:2  is not JSON from here on'],
    ['a page of the login', '<html><body>Sign in</body></html>', '1:1  is not JSON from here on'],
    ['a text that ends too early', '{ "Items": [\n  { "Name": "Dep', '2:17  is not JSON from here on'],
    ['two documents in one file', `[${TASK}]\n[${TASK}]`, '2:1  is not JSON from here on'],
    ['something else', '{ "tasks": [] }', '1:1  has no list of Items; save the answer of /api/tasks'],
    [
      'a refusal',
      '{ "ErrorMessage": "You must be logged in." }',
      "1:1  has no list of Items; the product answered 'You must be logged in.'; save",
    ],
    ['nothing', ' \n', '1:1  is empty; save the answer'],
  ])('%s', (_, text, expected) => {
    expect(said(file('list.json', text))).toContain(`list.json:${expected}`);
  });

  test('bytes that are not UTF-8, with their line', () => {
    const bytes = Uint8Array.from([0x5b, 0x0a, 0x22, 0xff, 0x22, 0x5d]);
    expect(said(file('bytes.json', bytes))).toContain('bytes.json:2:1  is not UTF-8 from this line on');
  });

  test('more than 100 MB, before it is read', () => {
    const path = file('large.json', '');
    truncateSync(path, 100_000_001);
    expect(said(path)).toContain('is 100 MB large; at most 100 MB are read');
  });

  test('every file of several is told', () => {
    const [one, two] = [file('one.json', '{'), file('two.json', '7')];
    expect(said(one, file('good.json', `[${TASK}]`), two).split('\n')).toEqual([
      expect.stringContaining('one.json:1:2'),
      expect.stringContaining('two.json:1:1'),
      '2 mistakes; nothing was run',
    ]);
  });

  test('a file that is not there, with what may be meant', () => {
    file('tasks.json', '[]');
    expect(() => readTaskLists([join(folder, 'task.json')])).toThrow(FileError);
    expect(said(join(folder, 'task.json'))).toBe(
      "task.json: there is no such file; did you mean 'tasks.json'?",
    );
  });
});

test('an address is no file', () => {
  expect(said('https://octopus.example.com/api/tasks')).toMatch(
    /is an address; save its answer and name the file$/,
  );
});

describe('several pages', () => {
  test('of a folder in order of name, other files left alone', () => {
    const pages = join(folder, 'pages');
    mkdirSync(pages);
    for (const [name, task] of [
      ['b', 'Health'],
      ['a', 'Deploy'],
    ])
      writeFileSync(join(pages, `${name}.json`), `{ "Items": [{ "Name": "${task}" }], "TotalResults": 2 }`);
    writeFileSync(join(pages, 'notes.txt'), 'mine');
    const { tasks, total } = readTaskLists([pages]);
    expect(tasks.map(({ name }) => name)).toEqual(['Deploy', 'Health']);
    expect(total).toBe(2);
  });

  test('a folder without any is said', () => {
    mkdirSync(join(folder, 'nothing'));
    expect(said(join(folder, 'nothing'))).toBe('nothing: there is no *.json, *.csv or *.tsv in this folder');
  });

  test('a byte order mark is no mistake', () => {
    expect(readTaskLists([file('mark.json', `\uFEFF[${TASK}]`)]).tasks).toHaveLength(1);
  });
});
