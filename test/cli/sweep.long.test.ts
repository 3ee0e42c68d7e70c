/** `hasim sweep`: a grid as table, CSV, JSON and charts; what cannot be a grid is said before anything is run. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Place, SMALL, until, widest } from './support.ts';

const sweep = (place: Place, ...args: string[]) =>
  place.hasim(['sweep', 'a.yaml', '--replications', '5', ...args]);

test('a grid of two axes: JSON alone on stdout, CSV, heat maps; the saturated cell has no wait', async () => {
  const place = new Place({ 'a.yaml': SMALL });
  const { code, stdout } = await sweep(
    place,
    ...['--vary', 'nodes.n.taskCap=6,12', '--vary', 'workload.scale=50%,100%', '--json'],
  );
  expect(code).toBe(0);
  const { schema, cells } = JSON.parse(stdout);
  expect(schema).toBe('hasim.sweep/1');
  expect(cells.map((cell: { saturated: string | null }) => cell.saturated)).toEqual([
    null,
    'slots',
    null,
    null,
  ]);
  expect(cells[1].metrics['tasks.queueWait.mean']).toBeNull();
  expect(cells[3].metrics['tasks.queueWait.mean'].value).toBeGreaterThan(0);
  expect(place.list('reports/small-sweep')).toEqual(
    expect.arrayContaining(['report.html', 'sweep-1.png', 'sweep.csv', 'sweep.json']),
  );
  const csv = readFileSync(join(place.path, 'reports/small-sweep/sweep.csv'), 'utf8').split('\r\n');
  expect(csv[0]).toMatch(/^nodes\.n\.taskCap,workload\.scale,tasks\.queueWait\.mean,/);
  expect(csv[2]).toMatch(/^6,100%,,,,.*,slots,,$/);
});

test('a path that is not there, a range backwards, a grid of a million cells', async () => {
  const place = new Place({ 'a.yaml': SMALL });
  const wrong = [
    [['--vary', 'nodes.x.taskCap=1..3'], 64, "a.yaml has no 'x' there"],
    [['--vary', 'nodes.n.taskCap=9..3'], 64, 'the range runs backwards'],
    [['--vary', 'nodes.n.taskCap=1,2', '--vary', 'nodes.n.taskCap=3,4'], 64, 'is given twice'],
    [['--vary', 'nodes.n.taskCap=1,2', '--set', 'nodes.n.taskCap=3'], 64, 'with --set and with --vary'],
    [['--vary', 'seed=1,2'], 64, 'changes no design'],
    [
      ['--vary', 'nodes.n.taskCap=9,10', '--metric', 'tasks.queueWait.p59'],
      64,
      'of its statistics there are mean, p50',
    ],
    [
      ['--vary', 'nodes.n.taskCap=9,2000', '--vary', 'workload.scale=50%,100%'],
      ...([
        2,
        '2000 is above 1000; a task cap is a whole number from 0 (UI only) to 1000; in the design nodes.n.taskCap=2000 · workload.scale=50% and 1 other design',
      ] as const),
    ],
    [['--vary', 'nodes.n.taskcap=1'], 2, "did you mean 'taskCap'?"],
    [['--vary', 'nodes.n.taskCap=1..1000', '--vary', 'workload.scale=1%..9%/1000'], 64, '1 000 000 cells'],
  ] as const;
  for (const [args, code, why] of wrong) {
    const ended = await sweep(place, ...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr.replaceAll('\u00a0', ' ')).toContain(why);
  }
  expect(place.list()).toEqual(['a.yaml']);
});

const STEADY = SMALL.replace('duration: 10m', 'duration: 2m\nstudy: steady').replace(/expect:.*/s, '');

test('a steady design that is too short says so by itself; one that is saturated is that; the others go on', async () => {
  const place = new Place({ 'a.yaml': STEADY });
  const args = ['--vary', 'nodes.n.taskCap=7,9,11', '--replications', '10', '--no-charts'];
  const { code, ...said } = await place.hasim(['sweep', 'a.yaml', ...args]);
  const stdout = said.stdout.replaceAll('\u00a0', ' ');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ +7 +saturated +100 % *$/m);
  expect(stdout).toMatch(/^ +9 +too short +too short$/m);
  expect(stdout).toMatch(/^ +11 +1\.0\d+ s ± /m);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'Too short: in 1 of 3 designs 2m is too short to tell where the start ends and steady begins; try 1h38m',
  );
  expect(stdout.split('\n').length).toBeLessThanOrEqual(41);
  expect(widest(stdout)).toBeLessThanOrEqual(100);
  const cells = JSON.parse(readFileSync(join(place.path, 'reports/small-sweep/sweep.json'), 'utf8')).cells;
  expect(cells.map((cell: { tooShort: string | null }) => cell.tooShort !== null)).toEqual([
    false,
    true,
    false,
  ]);

  const alone = await place.hasim(['sweep', 'a.yaml', '--vary', 'nodes.n.taskCap=9', '--no-charts']);
  expect(alone.code, 'nothing to be said at all').toBe(2);
});

test('after Ctrl-C it goes on where it stopped, and nobody can tell from the output', async () => {
  const place = new Place({ 'a.yaml': SMALL.replace('10m', '30m') });
  const args = [
    'sweep',
    'a.yaml',
    '--vary',
    'nodes.n.taskCap=9..12',
    '--json',
    '--no-charts',
    '--replications',
    '5',
  ];
  const cache = { HASIM_CACHE: join(place.path, 'cache') };
  const entries = () => place.list('cache').filter((name) => name.endsWith('.replication'));
  const { child, ended } = place.start(args, cache);
  await until(() => entries().length >= 7);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(place.has('reports')).toBe(false);
  const before = new Map(entries().map((name) => [name, statSync(join(place.path, 'cache', name)).ino]));
  const resumed = await place.hasim(args, cache);
  expect(resumed.code).toBe(0);
  expect(entries().length).toBe(20);
  const kept = [...before].filter(([name, ino]) => statSync(join(place.path, 'cache', name)).ino === ino);
  expect(kept.length, 'none of them was computed again').toBe(before.size);
  expect(resumed.stdout).toBe((await place.hasim([...args, '--no-cache'])).stdout);
});
