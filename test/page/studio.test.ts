/** What the editor of the studio knows: keys, words and meanings from the schema, at the place of the cursor. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { type JsonSchema, keysAt, meaningOf, wordsAt } from '../../src/page/studio/schema-words.ts';
import { keyAt, placeAt, rangeOf } from '../../src/page/studio/text-place.ts';

const url = new URL('../../schema/scenario.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(url, 'utf8')) as JsonSchema;

/** A text with the cursor at `|`. */
function offered(marked: string): string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = placeAt(text, offset);
  if (place === null) return [];
  const { path, role, there, isAlone } = place;
  const words = role === 'value' ? wordsAt(schema, path) : [];
  const keys = role === 'key' || isAlone ? keysAt(schema, path, there) : [];
  return [...words, ...keys].map(({ name }) => name);
}

describe('what is offered while one types', () => {
  test.each([
    ['name: a\n|', 'nodes', 'name'],
    ['name: a\nnod|', 'workload', 'name'],
    ['nodes:\n  app:\n    |', 'taskCap', 'nodes'],
    ['nodes:\n  app:\n    count: 2\n    ta|\nstorage: ideal\n', 'taskCap', 'count'],
    ['nodes: { app: { count: 2, | } }', 'taskCap', 'count'],
    ['dispatch:\n  policy: |\n', 'greedy', 'policy'],
    ['timeline:\n  - at: 2h\n    |', 'crash', 'at'],
    ['timeline:\n  - { at: 2h, crash: a, | }', 'for', 'drain'],
    ['workload:\n  tasks:\n    deploy:\n      priority: |', 'top', 'priority'],
    ['workload:\n  tasks:\n    d:\n      steps:\n        - |', 'run', 'steps'],
  ])('%j offers %s and not %s', (text, wanted, unwanted) => {
    expect(offered(text)).toContain(wanted);
    expect(offered(text)).not.toContain(unwanted);
  });

  it('is nothing in a comment, and nothing that the user names', () => {
    expect(offered('name: a # no|')).toEqual([]);
    expect(offered('nodes:\n  |')).toEqual([]);
    expect(offered('dispatch: |')).toEqual([]);
  });
});

test('a key under the pointer is told with its sentence and default', () => {
  const text = 'nodes:\n  app:\n    taskCap: 3\n';
  const key = keyAt(text, text.indexOf('skCap'))!;
  expect(key.path).toEqual(['nodes', 'app', 'taskCap']);
  expect(meaningOf(schema, key.path)).toEqual({
    name: 'taskCap',
    text: expect.stringContaining('Tasks at once'),
    usual: '5',
  });
  expect(meaningOf(schema, ['nodes', 'app'])).toBeNull();
  expect(keyAt(text, text.indexOf('3'))).toBeNull();
});

test('a path is found in the text, as far as it is there', () => {
  const text = 'nodes:\n  app: { count: 12 }\n';
  const cut = (path: string[]) => {
    const range = rangeOf(text, path);
    return range === null ? null : text.slice(range.from, range.to);
  };
  expect(cut(['nodes', 'app', 'count'])).toBe('12');
  expect(cut(['nodes', 'app', 'taskCap'])).toBe('{ count: 12 }');
  expect(cut(['database'])).toBeNull();
});
