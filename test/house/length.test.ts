/** A file of the sources tells one story: one that is longer than 300 lines says at its head why it is not two. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('a source file above 300 lines says why', () => {
  const silent = ['src', 'bench'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name))
      .filter((file) => {
        const text = readFileSync(join(root, file), 'utf8');
        const head = text.slice(0, text.indexOf('*/'));
        return text.split('\n').length > 301 && !/longer than other\s+(\* )?files/i.test(head);
      }),
  );
  expect(silent).toEqual([]);
});
