/** Ctrl-C while a large file is read: nothing of the program runs then, and it ends all the same. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Place, ROOT } from './support.ts';

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

/** What `sweep` and `size` do for each of their designs: they read again while handlers wait. */
const AT_WORK = `
  import { inOneGo, interruptSignal } from '${ROOT}/dist/commands/interrupt.js';
  const busy = (ms) => { for (const end = Date.now() + ms; Date.now() < end; ); };
  const signal = interruptSignal();
  await new Promise(setImmediate);
  const go = process.argv[1];
  inOneGo(() => {
    if (go === 'within') console.log('ready');
    busy(go === 'within' ? 10_000 : 1);
  });
  console.log('ready');
  signal.addEventListener('abort', () => process.exit(130));
  setTimeout(() => {}, 10_000);
`;

test.each([
  ['within', null, 'SIGTERM'],
  ['between', 130, null],
])('a signal %s two files that are read after work began', async (when, code, signal) => {
  const child = spawn('node', ['--input-type=module', '-e', AT_WORK, when]);
  await once(child.stdout, 'data');
  const asked = Date.now();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([code, signal]);
  expect(Date.now() - asked).toBeLessThan(2000);
});
