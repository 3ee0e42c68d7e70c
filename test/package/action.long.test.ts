/** The GitHub action: its own commit, words as a shell reads them, and the folder that it is told. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXACT, Place, ROOT } from '../cli/support.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
const text = readFileSync(`${ROOT}/action.yml`, 'utf8');
const steps: Step[] = parse(text).runs.steps;

test('nothing is fetched by a name that others could take', () => {
  for (const { uses } of steps) expect(uses ?? 'actions/').toMatch(/^actions\//);
  for (const { run } of steps) expect(run ?? '').not.toMatch(/npx|npm (install|i|exec) |hasim@/);
  // An expression inside of a script would be code.
  for (const { run } of steps) expect(run ?? '').not.toContain('${{');
});

test.each([
  ["my files\nother's.yaml", "--set 'nodes.n={ taskCap: 3 }' --no-charts", 0, 3],
  ["'my files' \"other's.yaml\"", '--no-charts', 0, 3],
  ['-dash.yaml', '', 0, 1],
  ["'open", '', 1, 0],
  ['$(touch hacked)', '', 66, 0],
])('paths %j, arguments %j', (paths, args, code, passed) => {
  const files = {
    'my files/a.yaml': EXACT,
    'my files/b.yaml': EXACT,
    "other's.yaml": EXACT,
    '-dash.yaml': EXACT,
  };
  const place = new Place(files);
  const { run } = steps.find(({ name }) => name === 'hasim check')!;
  const { status, stdout } = spawnSync('bash', ['-c', run!], {
    cwd: place.path,
    encoding: 'utf8',
    env: { ...process.env, HASIM: ROOT, HASIM_CACHE: join(place.path, 'c'), PATHS: paths, ARGUMENTS: args },
  });
  expect([status, stdout.match(/^pass/gm)?.length ?? 0]).toEqual([code, passed]);
  expect(place.has('reports/hasim.xml')).toBe(code !== 1);
  expect(place.has('hacked')).toBe(false);
});
