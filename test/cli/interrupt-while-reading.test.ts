/** Ctrl-C while a large file is read: nothing of the program runs then, and it ends all the same. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Place, ROOT } from './support.ts';

/** A few seconds of reading. */
const ROWS = 2_000_000;
const TRACE = `arrival\n${Array.from({ length: ROWS }, (_, i) => `${i / 100}\n`).join('')}`;
const SCENARIO = `name: large
duration: 10h
nodes: { n: { taskCap: 20 } }
workload: { tasks: { job: { kind: other, arrivals: { trace: { file: t.csv } }, steps: [ { run: 5s } ] } } }
`;

test('run and check end at once, and leave nothing', async () => {
  const place = new Place({ 's.yaml': SCENARIO, 't.csv': TRACE });
  const begun = performance.now();
  // Mistakes are told when all is read.
  expect(await place.hasim(['run', 's.yaml', '--set', 'nodes.n.taskCap=-1'])).toMatchObject({ code: 2 });
  const reading = performance.now() - begun;
  for (const verb of ['run', 'check']) {
    const { child, ended, soFar } = place.start([verb, 's.yaml']);
    // Loaded, and at the file; in the worst case still loading or already at work, which must end as well.
    await new Promise((next) => setTimeout(next, reading / 2));
    expect(soFar()).toBe('');
    const asked = performance.now();
    child.kill('SIGINT');
    const { code, signal } = await ended;
    // A shell calls both 130.
    expect(code === 130 || signal === 'SIGINT').toBe(true);
    expect(performance.now() - asked).toBeLessThan(reading / 4);
    expect(place.list()).toEqual(['s.yaml', 't.csv']);
  }
});

/** What `sweep` and `size` do for each of their designs: they read again while handlers wait. */
const AT_WORK = `
  import { inOneGo, interruptSignal } from '${ROOT}/dist/commands/interrupt.js';
  const signal = interruptSignal();
  await new Promise(setImmediate);
  const go = process.argv[1];
  inOneGo(() => {
    if (go === 'within') {
      console.log('ready');
      for (;;);
    }
  });
  console.log('ready');
  signal.addEventListener('abort', () => process.exit(130));
  setInterval(() => {}, 1_000);
`;

test.each([
  ['within', null, 'SIGTERM'],
  ['between', 130, null],
])('a signal %s two files that are read after work began', async (when, code, signal) => {
  const child = spawn('node', ['--input-type=module', '-e', AT_WORK, when]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([code, signal]);
});
