/** `hasim size`: the answer with its proof, as text, files and exit code; what cannot be sized is said before it runs. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXACT, Place, SMALL, until, widest } from './support.ts';

const PRICED = `${EXACT}cost: { currency: EUR, perHour: { node: 1, core: 0.5 } }\n`;

const size = (place: Place, ...args: string[]) => place.hasim(['size', 'a.yaml', ...args]);

test('says the answer first, then the failing neighbour, what was not run, and how to repeat it', async () => {
  const place = new Place({ 'a.yaml': EXACT });
  const { code, stdout } = await size(
    place,
    '--goal',
    'tasks.makespan <= 20s',
    '--vary',
    'nodes.n.taskCap=1..9',
  );
  expect(code).toBe(0);
  const text = stdout.replaceAll('\u00a0', ' ');
  expect(text).toContain('nodes.n.taskCap=3 is the smallest that meets every goal: 1 node, 3 slots');
  expect(text).toMatch(/3 +tasks\.makespan <= 20s +20\.0 s +20\.0 s +pass\n/);
  expect(text).toMatch(/2 +tasks\.makespan <= 20s +30\.0 s +30\.0 s +fail by 10\.0 s\n/);
  expect(text).toContain('more of nodes.n.taskCap is never worse');
  expect(text).toMatch(/of 9 configurations run to find it/);
  expect(text.split('\n').length).toBeLessThanOrEqual(40);
  expect(widest(text)).toBeLessThanOrEqual(100);
  expect(place.list('reports/exact-size')).toEqual(
    expect.arrayContaining(['frontier.png', 'report.html', 'size.csv', 'size.json']),
  );
  const repeat = /repeat +(hasim [\s\S]*?)\n +digest ([0-9a-f ]+)/.exec(text)!;
  const words = [...repeat[1]!.replaceAll(/ \\\n +/g, ' ').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, a, b]) => a ?? b!,
  );
  const again = await place.hasim(words.slice(1));
  expect(again.stdout).toBe(stdout);
});

test('JSON alone on stdout; without --vary the task cap of the largest group; no answer is exit 1', async () => {
  const place = new Place({ 'a.yaml': PRICED });
  const { code, stdout } = await size(
    place,
    '--goal',
    'tasks.makespan < 10s',
    '--cost',
    '--json',
    '--no-charts',
  );
  expect(code).toBe(1);
  const sizing = JSON.parse(stdout);
  expect(sizing).toMatchObject({
    schema: 'hasim.size/1',
    objective: 'cheapest',
    answer: null,
    vary: [{ path: 'nodes.n.taskCap', moreIsBetter: true }],
    bound: { at: { 'nodes.n.taskCap': '20' }, kind: 'alone', seconds: 10 },
  });
  expect(sizing.vary[0].values).toHaveLength(20);
  expect(sizing.trials[0].resources.cost).toEqual({ perHour: 3, currency: 'EUR' });
  const csv = readFileSync(join(place.path, 'reports/exact-size/size.csv'), 'utf8').split('\r\n');
  expect(csv[0]).toContain('nodes.n.taskCap,nodes,slots,cores,');
});

test('what some replications cannot decide is exit 4, and names the candidates', async () => {
  const place = new Place({ 'a.yaml': SMALL });
  const { code, stdout } = await size(
    place,
    ...['--goal', 'tasks.queueWait.p95 < 900ms', '--vary', 'nodes.n.taskCap=10,12', '--replications', '5'],
    '--no-charts',
  );
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Whether nodes.n.taskCap=10 does too is not decided; more replications could tell.',
  );
  expect(code).toBe(4);
});

test('what is lost is named where a goal comes closest to its limit', async () => {
  const place = new Place({ 'a.yaml': EXACT.replace('{ taskCap: 2 }', '{ count: 1, taskCap: 3 }') });
  const { code, stdout } = await size(
    place,
    ...[
      '--goal',
      'tasks.makespan <= 20s',
      '--vary',
      'nodes.n.count=1..4',
      '--survive',
      'node',
      '--no-charts',
    ],
  );
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'nodes.n.count=2 is the smallest that meets every goal, whichever one node is lost',
  );
  expect(stdout).toMatch(/1 +tasks\.makespan <= 20s +node n-1 +no task succeeded +fail/);
});

describe('what cannot be sized', () => {
  const vary = ['--vary', 'nodes.n.taskCap=1..3'];
  const goal = ['--goal', 'tasks.makespan < 1m'];
  test.each([
    [[...vary], 64, "--goal is missing: what is to be met? For example --goal 'tasks.queueWait.p95 < 5m'"],
    [['--goal', 'tasks.makspan < 1m'], 64, "did you mean 'tasks.makespan'?"],
    [[...goal, '--goal', 'tasks.makespan > 2m'], 64, 'contradict each other'],
    [['--goal', 'tasks.successRatio > 100%'], 64, 'nothing can meet it'],
    [[...goal, '--vary', 'nodes.n.taskCap=9..3'], 64, 'the range runs backwards'],
    [[...goal, '--vary', 'nodes.m.taskCap=1..3'], 64, "a.yaml has no 'm' there"],
    [[...goal, '--vary', 'nodes.n.taskcap=1..3'], 2, "did you mean 'taskCap'?"],
    [
      [...goal, '--vary', 'nodes.n.taskCap=1..1000', '--vary', 'workload.scale=1%..9%/1000'],
      64,
      '1 000 000 cells',
    ],
    [[...goal, ...vary, '--cost'], 64, '--cost: a.yaml has no prices'],
    [[...goal, ...vary, '--survive', 'region'], 64, '--survive is node or zone'],
  ] as const)('%j', async (args, code, why) => {
    const place = new Place({ 'a.yaml': EXACT });
    const ended = await size(place, ...args);
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr.replaceAll('\u00a0', ' ')).toContain(why);
    expect(place.list()).toEqual(['a.yaml']);
  });

  test('Ctrl-C ends it with 130; what was finished is kept, and nothing is half written', async () => {
    const place = new Place({ 'a.yaml': SMALL.replace('10m', '1d') });
    const { child, ended } = place.start(['size', 'a.yaml', '--goal', 'tasks.queueWait.p95 < 1s', ...vary]);
    const cache = `../${basename(place.path)}-cache`;
    await until(() => place.list(cache).length > 0);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(place.list()).toEqual(['a.yaml']);
  });
});
