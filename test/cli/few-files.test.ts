/** What a command loads of its own: files that the build has put its modules into, and not the modules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Place, ROOT, SMALL } from './support.ts';

const HOME = pathToFileURL(`${ROOT}/`).href;

/** Of each thread of a command: the scripts that it loads, those of packages among them. */
async function loaded(...args: string[]): Promise<string[][]> {
  const place = new Place({ 'small.yaml': SMALL });
  const { code } = await place.hasim(args, { NODE_V8_COVERAGE: join(place.path, 'loaded') });
  expect(code).toBe(0);
  return place.list('loaded').map((name) => {
    const { result } = JSON.parse(readFileSync(join(place.path, 'loaded', name), 'utf8'));
    const urls = result.map(({ url }: { url: string }) => url);
    return urls.filter((url: string) => url.startsWith(HOME)).map((url: string) => url.slice(HOME.length));
  });
}

test.each([
  [12, ['--help']],
  [80, ['run', 'small.yaml', '--no-charts', '--jobs', '1']],
])(
  'in a thread fewer than %i files of the program, none twice, and no module beside them: %j',
  async (most, args) => {
    const all = await loaded(...args);
    expect(all.flat()).toContain('dist/program/main.js');
    for (const scripts of all) {
      const files = scripts.filter((file) => !file.startsWith('node_modules/'));
      expect(files.filter((file) => !/^dist\/(cli\.js$|program\/)/.test(file))).toEqual([]);
      expect(new Set(files).size).toBe(files.length);
      expect(files.length).toBeLessThan(most);
    }
  },
);

test('the help needs no package', async () => {
  expect((await loaded('--help')).flat().filter((file) => file.startsWith('node_modules/'))).toEqual([]);
});

test('what an earlier build has left is gone', () => {
  const folder = join(ROOT, 'dist/program');
  const reached = new Set<string>();
  const reach = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, next] of text.matchAll(/(?:from|import) ?\(?"\.\/([^"]+)"/g)) reach(next!);
  };
  for (const entry of ['main.js', 'worker.js']) reach(entry);
  expect(readdirSync(folder).sort()).toEqual([...reached].sort());
});
