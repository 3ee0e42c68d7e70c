/** Where the canvas has no binary for the machine, or was not installed: a warning, and the verdict stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXACT, Place } from './support.ts';

/** Where the canvas looks for its binary first: it is missed as when `npm install --omit=optional` left it out. */
const WITHOUT = { NAPI_RS_NATIVE_LIBRARY_PATH: '/nowhere' };
const LATE = `${EXACT}expect: [ tasks.queueWait.max < 1s ]\n`;

function place() {
  const made = new Place({ 'late.yaml': LATE });
  return { made, hasim: (...args: string[]) => made.hasim(args, WITHOUT) };
}

const WHY = 'charts are not drawn, the figures stand: Cannot find native binding.';

test('run and check fail with 1 by what was expected, not with 70, and write the rest of the report', async () => {
  for (const verb of ['run', 'check']) {
    const { made, hasim } = place();
    const { code, stdout, stderr } = await hasim(verb, 'late.yaml');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain(WHY);
    expect(stdout + stderr).not.toMatch(/npm has a bug|chart {3}/);
    expect(made.list('reports/exact')).not.toContainEqual(expect.stringMatching(/png/));
    expect(readFileSync(join(made.path, 'reports/exact/summary.md'), 'utf8')).not.toContain('.png');
  }
});

test.each([
  ['compare', 'late.yaml', 'late.yaml'],
  ['sweep', 'late.yaml', '--vary', 'nodes.n.taskCap=1,2'],
  ['size', 'late.yaml', '--goal', 'tasks.queueWait.max < 40s', '--vary', 'nodes.n.taskCap=1..3'],
])('%s does its work', async (...args) => {
  const { code, stdout, stderr } = await place().hasim(...args);
  expect([code, stdout + stderr]).toEqual([0, expect.stringMatching(/not drawn, the figures stand/)]);
});

test('nothing of it is loaded where nothing is drawn', async () => {
  const { code, stderr } = await place().hasim('run', 'late.yaml', '--no-charts');
  expect([code, stderr]).toEqual([1, '']);
});
