/** What is put into every page: no larger than people can be sent by mail. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const FOLDER = new URL('../../dist/page/bundle/', import.meta.url);

it.each([
  ['engine.js', 250_000],
  ['page.js', 40_000],
])('%s is below %d bytes, compressed', (name, most) => {
  expect(gzipSync(readFileSync(new URL(name, FOLDER)), { level: 9 }).length).toBeLessThan(most);
});

it('the script of the page has no engine in it', () => {
  expect(readFileSync(new URL('page.js', FOLDER), 'utf8')).not.toMatch(/lognormal|ZodError/);
});
