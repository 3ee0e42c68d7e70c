/** `hasim init --from`: files whole or not at all, recorded waits beside replayed ones, and nothing else of the list. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Place, ROOT, until, widest } from './support.ts';

/** Loaded before the program: its output is taken for a terminal, so that it shows a bar. */
const TERMINAL = '--import data:text/javascript,process.stdout.isTTY=process.stderr.isTTY=true';
const EXAMPLE = readFileSync(join(ROOT, 'scenarios/recorded/tasks.json'), 'utf8');

/** The example's first tasks: a few hours of them. */
function fewItems(): Record<string, unknown>[] {
  return JSON.parse(EXAMPLE).Items.slice(-60);
}
const FEW = JSON.stringify(fewItems());

/** .NET's own word for a time that was never set. */
const OLD = FEW.replace(/"QueueTime":"[^"]+"/, '"QueueTime":"1901-01-01T00:00:00+00:00"');

/** With everything in them that must not get out, and with gaps. */
function secretiveWithGaps(): string {
  const some = fewItems().map((item) => ({
    ...item,
    Description: 'Deploy SECRET release 1.2.3 to Production',
    ProjectId: 'Projects-SECRET',
    Arguments: { DeploymentId: 'SECRET' },
    Links: { Self: '/api/SECRET' },
    ServerNode: 'OctopusServerNodes-SECRET',
    ErrorMessage: 'SECRET',
  })) as Record<string, unknown>[];
  some[1]!['QueueTime'] = null;
  some[2]!['StartTime'] = null;
  some[3]!['State'] = 'SECRET';
  return JSON.stringify({ Items: [...some, some[5], { Id: 'x' }], TotalResults: 90 });
}

describe('hasim init --from', () => {
  test('writes a replay, its trace and fitted classes, and says how the waits agree', async () => {
    const place = new Place({ 'tasks.json': EXAMPLE });
    const { code, stdout, stderr } = await place.hasim(['init', '--from', 'tasks.json', 'load.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(place.list()).toEqual(['load-fitted.yaml', 'load.csv', 'load.yaml', 'tasks.json']);
    expect(stdout).toMatch(/^The replay waits as long as recorded:[\s\S]*in the mean,[\s\S]*recorded\.\n/);
    expect(stdout).toMatch(/^ {2}Deploy +\d+ .* agrees$/m);
    expect(stdout).toMatch(/lognormal.* 0\.\d{3} /);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
    expect(place.list('reports')).toEqual([]);

    const [repeat] = /hasim (run .*)$/m.exec(stdout)!.slice(1);
    const again = await place.hasim([...repeat!.split(' '), '--no-charts']);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^ {2}pass +tasks\.queueWait\.mean >= /m);
    expect(again.stdout).not.toMatch(/^ {2}fail|warning/m);
    const fitted = await place.hasim([
      'run',
      'load-fitted.yaml',
      '--replication',
      '0',
      '--no-charts',
      '--json',
    ]);
    expect(JSON.parse(fitted.stdout).scenario.name).toBe('load-fitted');
  });

  test('with --force over what is there; gaps counted in words; nothing but names of tasks gets out', async () => {
    const place = new Place({ 'tasks.json': secretiveWithGaps(), 'scenario.csv': 'mine' });
    const { code, stdout } = await place.hasim(['init', '--from', 'tasks.json', '--force']);
    expect(code).toBe(0);
    const written = ['scenario-fitted.yaml', 'scenario.csv', 'scenario.yaml'];
    expect(place.list()).toEqual([...written, 'tasks.json']);
    const texts = written.map((name) => readFileSync(join(place.path, name), 'utf8'));
    expect(texts[1]).toMatch(/^arrival,duration,class\n/);
    for (const text of [...texts, stdout]) expect(text).not.toMatch(/SECRET|ServerTasks|1\.2\.3|Production/);
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      'left out: 29 more are in the product: a page that is not here looks like a quiet',
    );
    expect(words).toContain('1 without a Name · 1 in the list twice');
    expect(words).toContain('1 without a QueueTime · 1 ended in the queue');
    expect(words).toContain('kept: 1 in a state that is not known');
  });
});

describe('nothing is written', () => {
  const files = {
    'tasks.json': FEW,
    'cut.json': '{ "Items": [',
    'none.json': '{ "Items": [] }',
    'old.json': OLD,
  };

  test.each([
    ['a list that is no JSON', ['--from', 'cut.json'], 2, 'cut.json:1:13  is not JSON'],
    ['an empty list', ['--from', 'none.json'], 2, 'none.json:1:1  has no task that was queued and started'],
    ['a time that is wrong', ['--from', 'old.json'], 2, 'goes from 1901-01-01T00:00:00Z to 2026-03-'],
    ['no such list', ['--from', 'task.json'], 66, "did you mean 'tasks.json'?"],
    [
      'pages that a shell has spread',
      ['--from', 'tasks.json', 'none.json'],
      64,
      'give each list its own --from',
    ],
    ['no list named', ['--from'], 64, '--from needs a value'],
    ['another kind of file', ['--from', 'tasks.json', 'a.txt'], 64, 'ends in .yaml'],
    [
      'a folder that is not there',
      ['--from', 'tasks.json', 'no/a.yaml'],
      66,
      'no: cannot be written (ENOENT)',
    ],
  ])('%s', async (_, args, code, message) => {
    const place = new Place(files);
    const ended = await place.hasim(['init', ...args]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stdout).toBe('');
    expect(place.list()).toEqual(Object.keys(files).sort());
  });

  test('where one of the three files is there, unless --force', async () => {
    const place = new Place({ ...files, 'a.csv': 'mine' });
    const { code, stderr } = await place.hasim(['init', '--from', 'tasks.json', 'a.yaml']);
    expect(code).toBe(64);
    expect(stderr).toContain('a.csv is there already; overwrite it with --force');
    expect(readFileSync(join(place.path, 'a.csv'), 'utf8')).toBe('mine');
    expect(place.has('a.yaml')).toBe(false);
  });
});

test('Ctrl-C during the replay: exit code 130, and nothing is written', async () => {
  const [first, ...others] = fewItems();
  // Nine years of looks: the replay takes minutes.
  const late = [JSON.parse(JSON.stringify(first).replaceAll('2026-', '2035-')), ...others];
  const place = new Place({ 'tasks.json': JSON.stringify(late) });
  const { child, ended, soFar } = place.start(['init', '--from', 'tasks.json'], { NODE_OPTIONS: TERMINAL });
  await until(() => soFar().includes('░'));
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain('hasim: interrupted');
  expect(place.list()).toEqual(['tasks.json']);
});
