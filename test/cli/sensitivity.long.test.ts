/** `hasim sweep --sensitivity`: the bottleneck named first, what cannot be asked, Ctrl-C, and the files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXACT, Place, SMALL, widest } from './support.ts';

/** One core serves the calls of two classes; slots and processors are plenty. */
const DATABASE_BOUND = `name: calls
question: What do jobs wait for?
duration: 1m
regions: { here: [a] }
nodes: { n: { count: 2, taskCap: 500, cores: 100 } }
dispatch: { every: 1s }
database: { at: here/a, cores: 1, read: { exponential: 8ms }, write: { exponential: 8ms } }
workload:
  tasks:
    one: { arrivals: { poisson: 4/s }, steps: [ { db: 10 } ] }
    two: { arrivals: { poisson: 4/s }, steps: [ { db: 10 } ] }
`;

/** By Erlang C the cap does most to the wait, since the work comes in two halves; then speed, then the load. */
const SLOT_BOUND = SMALL.replace(
  '[ { run: { exponential: 1s } } ]',
  '[ { run: { exponential: 0.5s } }, { run: { exponential: 0.5s } } ]',
);

const sensitivity = (place: Place, metric: string, ...args: string[]) =>
  place.hasim(['sweep', 'a.yaml', '--sensitivity', metric, '--replications', '5', ...args]);

test('a database-bound scenario: its service time is named first', async () => {
  const place = new Place({ 'a.yaml': DATABASE_BOUND });
  const { code, stdout, stderr } = await sensitivity(place, 'tasks.duration.mean');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^\d+\sparameters, one at a time: \d+\sdesigns × 5\sreplications$/m);
  const said = stdout.replaceAll(/\s+/g, ' ');
  expect(said).toContain('depends most on database.read: 10 % more of it make +');
  expect(said).toMatch(
    /None of the \d+ figures that no document states was found to matter by 1 % or more\./,
  );
  expect(stdout.split('\n').length).toBeLessThanOrEqual(41);
  expect(widest(stdout)).toBeLessThanOrEqual(100);
  expect(place.list('reports/calls-sensitivity')).toEqual(
    expect.arrayContaining(['report.html', 'sensitivity.csv', 'sensitivity.json', 'tornado.png']),
  );
});

test('a slot-bound scenario: the task cap is named first; JSON alone on stdout', async () => {
  const place = new Place({ 'a.yaml': SLOT_BOUND });
  const { code, stdout } = await sensitivity(place, 'tasks.queueWait.mean', '--json', '--no-charts');
  expect(code).toBe(0);
  const { schema, parameters, notChanged } = JSON.parse(stdout);
  expect(schema).toBe('hasim.sensitivity/1');
  expect(parameters[0]).toMatchObject({
    path: 'nodes.n.taskCap',
    influence: 'lowers',
    less: { written: '9' },
  });
  expect(parameters[0].perTenth + parameters[0].half).toBeLessThan(0);
  expect(notChanged).toEqual([
    { path: 'dispatch.prefetch', why: 'they are 0' },
    { path: 'workload.tasks.job.queued', why: 'they are 0' },
  ]);
  const csv = readFileSync(join(place.path, 'reports/small-sensitivity/sensitivity.csv'), 'utf8').split(
    '\r\n',
  );
  expect(csv[1]).toMatch(/^nodes\.n\.taskCap,10,lowers,-0\.\d+,/);
  expect(csv.slice(0, -1).map((line) => line.split(',').length)).toEqual(csv.slice(0, -1).map(() => 18));
});

test('what cannot be asked: an unknown metric, a grid as well, nothing at all; what says nothing is inconclusive', async () => {
  const place = new Place({ 'a.yaml': EXACT });
  const wrong = [
    [['--sensitivity', 'tasks.queueWait.maen'], 64, "did you mean 'tasks.queueWait.mean'?"],
    [['--sensitivity', 'tasks.makespan', '--vary', 'nodes.n.taskCap=1..3'], 64, 'leave --vary away'],
    [['--sensitivity', 'tasks.makespan', '--metric', 'tasks.makespan'], 64, 'leave --metric away'],
    [[], 64, 'give --vary path=values for a grid, or --sensitivity metric'],
    [['--sensitivity', 'tasks.looksRunning.p99'], 4, 'has no value'],
  ] as const;
  for (const [args, code, why] of wrong) {
    const ended = await place.hasim(['sweep', 'a.yaml', ...args]);
    expect(ended.code, ended.stderr).toBe(code);
    expect(ended.stderr).toContain(why);
  }
  expect(place.list()).toEqual(['a.yaml']);
});
