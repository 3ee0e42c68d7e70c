/** Where the system gives few threads, or none: the same numbers, more slowly, and a word about it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Place, SMALL } from './support.ts';

/** Loaded before the program: of threads that live at the same time this many start. */
const FEW = (most: number) => `
  import threads from 'node:worker_threads';
  import { syncBuiltinESMExports } from 'node:module';
  let alive = 0;
  threads.Worker = class extends threads.Worker {
    constructor(...what) {
      if (alive >= ${most}) throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
      super(...what);
      alive += 1;
      this.once('exit', () => { alive -= 1; });
    }
  };
  syncBuiltinESMExports();
`;
/** Too long to be begun in the asking thread, whatever the machine: with four replications two and a half million events. */
const LONG = SMALL.replace('10m', '6h');

test('as many as there are, and none does too', async () => {
  const place = new Place({ 'a.yaml': LONG, 'two.mjs': FEW(2), 'none.mjs': FEW(0) });
  const args = ['run', 'a.yaml', '--no-cache', '--no-charts', '--json', '--replications', '4', '--jobs', '4'];
  const few = (name: string) => place.hasim(args, { NODE_OPTIONS: `--import ${join(place.path, name)}` });
  const [two, none] = await Promise.all([few('two.mjs'), few('none.mjs')]);
  expect(two.stderr).toContain('hasim: the system gave 2 of 4 threads; the numbers are the same');
  expect(none.stderr).toContain('hasim: the system gave no thread; ');
  expect([two.code, two.stdout]).toEqual([4, none.stdout]);
  expect(JSON.parse(two.stdout).engine.replications).toBe(4);
});
