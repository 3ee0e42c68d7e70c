/** What browsers load: the library as a bundler makes it, and what is put into every page. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { ROOT } from '../cli/support.ts';

const FOLDER = new URL('../../dist/page/bundle/', import.meta.url);

it.each([
  ['engine.js', 208_000],
  ['page.js', 20_500],
])('%s is below %d bytes, compressed', (name, most) => {
  expect(compressed(readFileSync(new URL(name, FOLDER)))).toBeLessThan(most);
});

function compressed(program: string | Buffer): number {
  return gzipSync(program, { level: 9 }).length;
}

it.each([
  // Bytes as servers send them: in gzip, in Brotli.
  ['what runs a scenario', 'export { simulate, parseScenario }', 176_000, 152_000],
  // It was 200 000 and 170 000; sweeps, sensitivity and sizing with its queueing theory came to it.
  ['all of the library', 'export *', 213_000, 184_000],
  ['a part that needs no parser', 'export { CATALOGUE, describeMetric }', 5_000, 5_000],
])('%s (%s) is below %d bytes in gzip, and below %d in Brotli', async (_, what, mostGzip, mostBrotli) => {
  const entry = `${what} from '${ROOT}/dist/index.js';`;
  const bundle = await rolldown({
    input: 'entry',
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : null),
        load: (id) => (id === 'entry' ? entry : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  expect(output).toHaveLength(1);
  const { code } = output[0];
  expect(compressed(code)).toBeLessThan(mostGzip);
  expect(brotliCompressSync(code).length).toBeLessThan(mostBrotli);
});

it('the script of the page has no engine in it', () => {
  expect(readFileSync(new URL('page.js', FOLDER), 'utf8')).not.toMatch(/lognormal|ZodError/);
});
