/** What browsers load: the library as a bundler makes it, and what is put into every page. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';

const FOLDER = new URL('../../dist/page/bundle/', import.meta.url);

it.each([
  ['engine.js', 153_000],
  ['page.js', 20_000],
])('%s is below %d bytes, compressed', (name, most) => {
  expect(compressed(readFileSync(new URL(name, FOLDER)))).toBeLessThan(most);
});

function compressed(program: string | Buffer): number {
  return gzipSync(program, { level: 9 }).length;
}

it('all of the library is at most 150 kB, compressed', async () => {
  const input = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  expect(output).toHaveLength(1);
  expect(compressed(output[0].code)).toBeLessThan(150_000);
});

it('the script of the page has no engine in it', () => {
  expect(readFileSync(new URL('page.js', FOLDER), 'utf8')).not.toMatch(/lognormal|ZodError/);
});
