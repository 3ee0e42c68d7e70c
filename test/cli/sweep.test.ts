/** `hasim sweep`: a grid as table, CSV, JSON and charts; what cannot be a grid is said before anything is run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Place, SMALL } from './support.ts';

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
    expect.arrayContaining(['sweep-1.png', 'sweep.csv', 'sweep.json']),
  );
  const csv = readFileSync(join(place.path, 'reports/small-sweep/sweep.csv'), 'utf8').split('\r\n');
  expect(csv[0]).toMatch(/^nodes\.n\.taskCap,workload\.scale,tasks\.queueWait\.mean,/);
  expect(csv[2]).toMatch(/^6,100%,,,,.*,slots$/);
});

test('a path that is not there, a range backwards, a grid of a million cells', async () => {
  const place = new Place({ 'a.yaml': SMALL });
  const wrong = [
    [['--vary', 'nodes.x.taskCap=1..3'], 64, "a.yaml has no 'x' there"],
    [['--vary', 'nodes.n.taskCap=9..3'], 64, 'the range runs backwards'],
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
