/** Ctrl-C while a large file is read: nothing of the program runs then, and it ends all the same. */
import { expect, test } from 'vitest';
import { Place } from './support.ts';

/** About five seconds of reading. */
const ROWS = 2_000_000;
const TRACE = `arrival\n${Array.from({ length: ROWS }, (_, i) => `${i / 100}\n`).join('')}`;
const SCENARIO = `name: large
duration: 10h
nodes: { n: { taskCap: 20 } }
workload: { tasks: { job: { kind: other, arrivals: { trace: { file: t.csv } }, steps: [ { run: 5s } ] } } }
`;

test.each([['run'], ['check']])('%s ends within a second, and leaves nothing', async (verb) => {
  const place = new Place({ 's.yaml': SCENARIO, 't.csv': TRACE });
  const { child, ended, soFar } = place.start([verb, 's.yaml']);
  // Loaded, and at the file; in the worst case still loading or already at work, which must end as well.
  await new Promise((next) => setTimeout(next, 2000));
  expect(soFar()).toBe('');
  const asked = Date.now();
  child.kill('SIGINT');
  const { code, signal } = await ended;
  // A shell calls both 130.
  expect(code === 130 || signal === 'SIGINT').toBe(true);
  expect(Date.now() - asked).toBeLessThan(2000);
  expect(place.list()).toEqual(['s.yaml', 't.csv']);
});
