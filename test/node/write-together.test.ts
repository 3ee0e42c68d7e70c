/** Files that are written together: all of them, or none. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeTogether } from '../../src/node/write-together.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hasim-together-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

test('all, in the place of what is there, and nothing beside them', () => {
  writeFileSync(at('a'), 'old');
  writeTogether([
    { path: at('a'), text: 'new' },
    { path: at('b'), text: 'too' },
  ]);
  expect([read('a'), read('b'), readdirSync(folder)]).toEqual(['new', 'too', ['a', 'b']]);
});

test.each(['no/c', 'full'])('none when one cannot be written: %s', (bad) => {
  writeFileSync(at('a'), 'old');
  mkdirSync(at('full'));
  writeFileSync(at('full/d'), 'mine');
  const files = ['a', 'b', bad].map((name) => ({ path: at(name), text: 'new' }));
  expect(() => writeTogether(files)).toThrow(expect.objectContaining({ path: at(bad) }));
  expect(read('a')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['a', 'full']);
  expect(read('full/d')).toBe('mine');
});
