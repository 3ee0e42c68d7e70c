/** The exit codes of the table, one by one, with what is said on stderr. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../../src/commands/errors.ts';
import { EXIT, gravest } from '../../src/commands/exit-codes.ts';
import { failureOf } from '../../src/commands/failure.ts';
import { EXACT, Place, ROOT, SMALL } from './support.ts';

const FILES = { 'exact.yaml': EXACT, 'small.yaml': SMALL, 'deep/x.yaml': EXACT };

async function fails(args: readonly string[], files: Record<string, string> = FILES) {
  const { code, stdout, stderr } = await new Place(files).hasim(args);
  expect(stdout).toBe('');
  return { code, said: stderr };
}

describe('the gravest of several', () => {
  test('a full disk, which names no file, is no internal error', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      ...{ errno: -28, code: 'ENOSPC', syscall: 'write' },
    });
    expect(failureOf(full, [])).toEqual({
      code: 66,
      text: 'a file: cannot be written: the disk is full (ENOSPC)',
    });
    const path = { path: 'reports/x' };
    expect(failureOf(Object.assign(full, path), []).text).toBe(
      'reports/x: cannot be written: the disk is full (ENOSPC)',
    );
  });

  test('a missing working folder and too many open files are said in words', () => {
    const error = (code: string, syscall: string) =>
      Object.assign(new Error(code), {
        errno: -1,
        code,
        syscall,
        path: syscall === 'open' ? 'x.yaml' : undefined,
      });
    expect(failureOf(error('ENOENT', 'uv_cwd'), []).text).toContain(
      'the folder that you are in is not there',
    );
    expect(failureOf(error('EMFILE', 'open'), []).text).toContain(
      'x.yaml: cannot be opened: too many files are open',
    );
  });

  test('Ctrl-C says that the same command goes on, unless nothing was kept', () => {
    expect(failureOf(new Interrupted(), ['run', 'a.yaml']).text).toContain('; the same command goes on');
    expect(failureOf(new Interrupted(), ['run', '--no-cache', 'a.yaml']).text).toBe('hasim: interrupted');
  });

  test('the first in 130, 70, 69, 66, 64, 2, 1, 3, 4', () => {
    const order = [130, 70, 69, 66, 64, 2, 1, 3, 4, 0] as const;
    for (const [i, code] of order.entries()) expect(gravest([...order.slice(i)].reverse())).toBe(code);
    expect(new Set(Object.values(EXIT))).toEqual(new Set(order));
  });

  test('of none, 0', () => {
    expect(gravest([])).toBe(0);
  });
});

describe('0, 1, 4: what was expected', () => {
  const run = async (expectation: string, ...more: string[]) => {
    const text = SMALL.replace('tasks.queueWait.mean < 1s', expectation);
    const place = new Place({ 's.yaml': text });
    return (await place.hasim(['run', 's.yaml', '--no-charts', ...more])).code;
  };

  test('0: met, or only a warning', async () => {
    expect(await run('tasks.queueWait.mean < 1s')).toBe(0);
    expect(await run('{ that: tasks.queueWait.mean < 1ms, level: warn }')).toBe(0);
  });

  test('1: failed, and a metric without samples is not met', async () => {
    expect(await run('tasks.queueWait.mean < 1ms')).toBe(1);
    expect(await run('tasks.looksRunning.mean < 1h')).toBe(1);
  });

  test('4: too few replications to tell', async () => {
    expect(await run('tasks.queueWait.mean < 1s', '--replications', '3')).toBe(4);
  });
});

describe('2: an invalid scenario', () => {
  test('all its mistakes on stderr with their places, and nothing is written', async () => {
    const place = new Place({
      'mine.yaml': EXACT.replace('taskCap: 2', 'taskCap: -1, tascKap: 2').replace('2m', '2'),
    });
    const { code, stdout, stderr } = await place.hasim(['run', 'mine.yaml']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^mine\.yaml:2:11 +duration: 2 has no unit/);
    expect(lines[1]).toMatch(/^mine\.yaml:3:24 +nodes\.n\.taskCap: −1 is below 0/);
    expect(lines[2]).toMatch(/^mine\.yaml:3:28 +nodes\.n\.tascKap: unknown key; did you mean 'taskCap'\?/);
    expect(lines[3]).toBe('3 mistakes; nothing was run');
    expect(place.list()).toEqual(['mine.yaml']);
  });

  test('a mistake in --set', async () => {
    const { code, said } = await fails(['run', 'exact.yaml', '--set', 'nodes.n.taskCap=many']);
    expect(code).toBe(2);
    expect(said).toContain('--set nodes.n.taskCap=many');
  });
});

describe('3: a missing baseline', () => {
  test('in check', async () => {
    const text = `${EXACT}expect: [ tasks.turnaround.mean no worse than baseline by 2% ]\n`;
    const place = new Place({ 'b.yaml': text });
    const { code, stdout } = await place.hasim(['check', 'b.yaml', '--no-charts']);
    expect(code).toBe(3);
    expect(stdout).toContain('no baseline  b.yaml');
  });
});

describe('64: usage', () => {
  test.each([
    [
      'an unknown verb',
      ['rnu', 'exact.yaml'],
      "there is no verb 'rnu'; did you mean 'run'? see hasim --help",
    ],
    ['a verb like no other', ['frobnicate'], "there is no verb 'frobnicate'; see hasim --help"],
    [
      'an unknown flag',
      ['run', 'exact.yaml', '--replicaton', '5'],
      "there is no flag --replicaton; did you mean '--replication'? see hasim run --help",
    ],
    [
      'a flag with =',
      ['run', 'exact.yaml', '--jbos=5'],
      "there is no flag --jbos; did you mean '--jobs'? see hasim run --help",
    ],
    [
      'a flag of another verb',
      ['run', 'exact.yaml', '--delta', '2%'],
      'there is no flag --delta; see hasim run --help',
    ],
    ['no scenario', ['run'], 'a file is missing; see hasim run --help'],
    ['no candidate', ['compare', 'exact.yaml'], 'a file is missing; see hasim compare --help'],
    [
      'a flag without its value',
      ['run', 'exact.yaml', '--seed'],
      '--seed needs a value; see hasim run --help',
    ],
    [
      'a flag twice',
      ['run', 'exact.yaml', '--seed', '1', '--seed', '2'],
      '--seed is given 2 times; see hasim run --help',
    ],
    [
      'not a number',
      ['run', 'exact.yaml', '--replications', 'ten'],
      "--replications is a whole number from 1 to 10000, or auto; it is 'ten'; see hasim run --help",
    ],
    [
      'no thread',
      ['run', 'exact.yaml', '--jobs', '0'],
      "--jobs is a whole number from 1 to 1024; it is '0'; see hasim run --help",
    ],
    [
      'a bare number as share',
      ['run', 'exact.yaml', '--precision', '5'],
      '--precision: 5 has no unit; a share is written like 99.9%; see hasim run --help',
    ],
    [
      'a number of replications and a precision',
      ['run', 'exact.yaml', '--replications', '5', '--precision', '5%'],
      '--precision goes with --replications auto, not with a number of them',
    ],
    [
      'one replication and many',
      ['run', 'exact.yaml', '--replication', '5', '--replications', '5'],
      '--replication runs exactly one; leave --replications and --precision away',
    ],
    [
      'a point of no return of so few draws that all may end alike by luck',
      ['explain', 'exact.yaml', '--no-return', '--promise', 'tasks.makespan < 1h', '--replications', '9'],
      '--replications 9: --no-return wants at least 10; of fewer draws all may end alike by luck',
    ],
    [
      'a point of no return of as many draws as it takes',
      ['explain', 'exact.yaml', '--no-return', '--promise', 'tasks.makespan < 1h', '--precision', '5%'],
      '--no-return wants --replications as a number: so often the rest is drawn',
    ],
    [
      'a verb in capitals',
      ['RUN', 'exact.yaml'],
      "there is no verb 'RUN'; did you mean 'run'? see hasim --help",
    ],
    [
      'the beginning of a flag',
      ['run', 'exact.yaml', '--rep', '5'],
      "there is no flag --rep; did you mean '--replications'? see hasim run --help",
    ],
    [
      'a flag with one dash, which yargs takes apart',
      ['run', 'exact.yaml', '-seed', '5'],
      "there is no flag -seed; did you mean '--seed'? see hasim run --help",
    ],
    [
      'a flag that yargs names twice',
      ['run', 'exact.yaml', '--no-json'],
      'there is no flag --no-json; see hasim run --help',
    ],
    [
      'standard input in place of a file, which yargs would drop',
      ['check', 'exact.yaml', '-'],
      "'-' stands for no file here; one of that name is ./-",
    ],
    [
      'a plan without what followed it',
      ['drill', 'exact.yaml', '--plan', 'x'],
      '--plan goes with --recorded: without it disasters are tried, of which none is a plan',
    ],
    ['one argument too many', ['schema', 'x'], "'x' is one argument too many; see hasim schema --help"],
    [
      'an unknown preset',
      ['presets', 'aws-abl'],
      "there is no preset 'aws-abl'; did you mean 'aws-alb'? hasim presets lists them",
    ],
  ])('%s', async (_, args, sentence) => {
    expect(await fails(args)).toEqual({ code: 64, said: `hasim: ${sentence}\n` });
  });

  test('after -- everything is a file, also one whose name begins with a dash', async () => {
    const place = new Place({ '-a.yaml': EXACT, 'b.yaml': EXACT });
    const { code, stdout } = await place.hasim(['check', '--no-charts', '--', '-a.yaml', 'b.yaml']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^pass {2}\.\/-a\.yaml/)]);
  });

  test('nothing at all: the help, on stderr', async () => {
    const { code, said } = await fails([]);
    expect(code).toBe(64);
    expect(said).toContain('hasim run <scenarios..>');
  });
});

describe('66: a file that cannot be read', () => {
  test('not there, with a suggestion', async () => {
    expect(await fails(['run', 'exakt.yaml'])).toEqual({
      code: 66,
      said: "exakt.yaml: there is no such file; did you mean 'exact.yaml'?\n",
    });
  });

  test('a name that is empty, as of a variable that is not set', async () => {
    expect(await fails(['run', ''])).toEqual({ code: 66, said: "'': there is no such file\n" });
  });

  test.each([
    ['--seal', 'run', 'ZIP archive'],
    ['--junit', 'check', 'XML'],
  ])('not %s over a file of another kind, and nothing is run', async (flag, verb, kind) => {
    const place = new Place(FILES);
    const { code, stdout, stderr } = await place.hasim([
      verb,
      'exact.yaml',
      '--no-charts',
      flag,
      'exact.yaml',
    ]);
    expect([code, stdout, stderr]).toEqual([
      66,
      '',
      `exact.yaml: is there already and no ${kind}: nothing was written; name another file\n`,
    ]);
    expect(readFileSync(join(place.path, 'exact.yaml'), 'utf8')).toBe(EXACT);
    // What is empty, as mktemp makes it, and what is of an earlier run is written over.
    writeFileSync(join(place.path, 'made'), '');
    for (const _ of ['first', 'again'])
      expect((await place.hasim([verb, 'exact.yaml', '--no-charts', flag, 'made'])).code).toBe(0);
    expect(readFileSync(join(place.path, 'made'), 'latin1').slice(0, 2)).toMatch(/^(PK|<\?)$/);
  });

  test('a folder', async () => {
    expect(await fails(['compare', 'exact.yaml', 'deep'])).toEqual({
      code: 66,
      said: 'deep: is a folder; name a file in it\n',
    });
  });

  test('a report that cannot be written', async () => {
    const { code, said } = await fails(['run', 'exact.yaml', '--no-charts', '--out', 'small.yaml/below']);
    expect(code).not.toBe(70);
    expect(said).toContain('small.yaml');
  });

  test('a program of which a part is missing', async () => {
    const { path } = new Place();
    cpSync(join(ROOT, 'dist/cli.js'), join(path, 'cli.mjs'));
    const { code, stdout, stderr } = await new Place(FILES, join(path, 'cli.mjs')).hasim(['--help']);
    expect({ code, stdout }).toEqual({ code: 66, stdout: '' });
    expect(stderr).toMatch(/^hasim: cannot be loaded: .*main\.js/);
  });

  test('not in the place of the folder that one is in', async () => {
    const place = new Place(FILES);
    const args = ['run', join(place.path, 'exact.yaml'), '--no-charts', '--out'];
    await place.hasim([...args, 'report']);
    const cwd = join(place.path, 'report');
    const again = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args, '.'], {
      ...{ cwd, encoding: 'utf8' },
    });
    expect([again.status, again.stderr]).toEqual([
      64,
      expect.stringContaining('. is the folder that you are in: nothing was written'),
    ]);
  });

  test('of several files all are told', async () => {
    const { code, said } = await fails(['run', 'a.yaml', 'b.yaml']);
    expect(code).toBe(66);
    expect(said.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('70: a broken promise of the simulator', () => {
  /** A copy of the built program that says something else at one place, in its threads too. */
  function saying(text: string, instead: string): string {
    const { path } = new Place();
    for (const what of ['package.json', 'dist/cli.js', 'dist/program'])
      cpSync(join(ROOT, what), join(path, what), { recursive: true });
    // What the build is told by, and packages.
    for (const what of ['engine', 'scenario', 'cluster', 'measure', 'simulate.js'])
      symlinkSync(join(ROOT, 'dist', what), join(path, 'dist', what));
    symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
    const files = readdirSync(join(path, 'dist/program')).map((name) => join(path, 'dist/program', name));
    const [file, ...others] = files.filter((each) => readFileSync(each, 'utf8').includes(text));
    expect([typeof file, others]).toEqual(['string', []]);
    writeFileSync(file!, readFileSync(file!, 'utf8').replace(text, instead));
    return join(path, 'dist/cli.js');
  }
  /** The sums no longer add up. */
  const broken = () =>
    saying(
      'this.#conservation.checkTaskByTask();',
      "throw new InternalError('started = running + ended', { events: 5, now: 7 });",
    );

  test('names the invariant, the event, and the command that repeats that replication', async () => {
    const place = new Place(FILES, broken());
    const args = ['run', 'small.yaml', '--seed', "it's", '--set', 'workload.scale=50%'];
    const { code, stdout, stderr } = await place.hasim(args);
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toContain('started = running + ended (event 5, at 7 µs)');
    // Where: by the names that people gave.
    expect(stderr).toMatch(/\n {4}at Cluster\.check .*\n {4}at simulate /);
    // With threads, whichever broke first.
    expect(stderr).toMatch(
      /\nrepeat {2}hasim run small\.yaml --seed 'it'\\''s' --replication \d --set workload\.scale=50%\n$/,
    );
    expect(place.has('reports')).toBe(false);
  });

  test('a real fault breaks a law, and no figure is printed', async () => {
    const lie = saying('leave(enteredAt) {', 'leave(enteredAt) { enteredAt -= 1;');
    const place = new Place(FILES, lie);
    const { code, stdout, stderr } = await place.hasim(['run', 'small.yaml', '--seed', '7']);
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toContain("Little's law: ");
    expect(stderr).toMatch(/\nrepeat {2}hasim run small\.yaml --seed 7 --replication \d\n$/);
  });

  test('in check the others are still checked', async () => {
    const place = new Place({ 'exact.yaml': EXACT, 'bad.yaml': 'duration: []' }, broken());
    const { code, stdout } = await place.hasim(['check', '.']);
    expect(code).toBe(70);
    expect(stdout).toContain('invalid  bad.yaml');
    expect(stdout).toContain('internal error  exact.yaml');
  });
});
