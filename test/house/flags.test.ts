/** The library is used without a command line: what it says names options, and the border of `commands` makes flags of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { asTyped, typedMistake } from '../../src/commands/as-typed.ts';
import { FileError } from '../../src/node/file-error.ts';
import { FolderNotOurs } from '../../src/node/report-folder.ts';
import { parse, SMALLEST } from '../scenario/support.ts';

const src = resolve(import.meta.dirname, '../../src');
/** Rooms that know no command line; of `node`, all but the queue of its workers, which are started by hand. */
const ROOMS = ['engine', 'scenario', 'cluster', 'measure', 'study', 'report', 'node'];

const filesIn = (room: string) =>
  readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: join(room, name), text: readFileSync(join(src, room, name), 'utf8') }));

const library = ROOMS.flatMap(filesIn).filter(({ name }) => !name.startsWith(join('node', 'farm')));

test('nothing below the commands names a flag', () => {
  const named = library.flatMap(({ name, text }) =>
    [...text.matchAll(/(?<![\w-])--[a-z][\w-]*/g)].map(([flag]) => `${name}: ${flag}`),
  );
  expect(named).toEqual([]);
});

test('each option that a text names is a flag of the command line', () => {
  const options = library.flatMap(({ text }) =>
    [...text.matchAll(/\bthe option (\w+)/g)].map(([said]) => said),
  );
  expect(options.length).toBeGreaterThan(3);
  const commands = filesIn('commands')
    .map(({ text }) => text)
    .join('\n');
  for (const said of options)
    expect(commands).toContain(`.option('${asTyped(new Error(said)).replace('--', '')}'`);
});

test('errors as they are typed', () => {
  const said = (text: string) => asTyped(new FileError('a.yaml', text));
  expect(said('allow that with the option allowOutside')).toBe('a.yaml: allow that with --allow-outside');
  expect(said('name it with the option columns: started=…; or')).toBe(
    'a.yaml: name it with --columns started=…; or',
  );
  expect(asTyped(new FolderNotOurs('out', 'a file'))).toMatch(/; choose another folder with --out$/);
  const place = { file: 'set a=1', line: 0, column: 0, path: 'a', text: 'no' };
  expect(typedMistake(place)).toEqual({ ...place, file: '--set a=1' });
  const lines = { ...place, file: 'set up.yaml', line: 3 };
  expect(typedMistake(lines)).toEqual(lines);
});

test('a mistake in what is set, and a metric that nobody knows: in the library, and as they are typed', () => {
  let error = new Error('read without a mistake');
  try {
    parse(SMALLEST, ['seed=[1', 'expect=["qwertz.uiop < 1"]']);
  } catch (thrown) {
    error = thrown as Error;
  }
  expect(error.message).toMatch(/^set seed=\[1 .*\nset expect=.*; the catalogue of metrics lists them\n/);
  expect(asTyped(error)).toMatch(/^--set seed=\[1 .*\n--set expect=.*; hasim schema --metrics lists them\n/);
});
