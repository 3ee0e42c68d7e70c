/** `--shard i/n` and `hasim merge`: parts of a study, put together to the last bit; what does not fit is refused. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { main as Main } from '../../src/commands/main.ts';
import { ROOT } from './support.ts';

/** The built one: threads run what is built. */
const { main } = (await import(join(ROOT, 'dist/commands/main.js'))) as { main: typeof Main };

const TERMINATING = `name: short
duration: 1m
nodes: { n: { taskCap: 5 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { poisson: 2/s }, steps: [ { run: { exponential: 2s } } ] } } }
expect: [ tasks.queueWait.mean < 10s ]
`;
const STEADY = TERMINATING.replace('short', 'steady')
  .replace('duration: 1m', 'duration: 10m\nstudy: steady')
  .replace('2/s', '1/s');
const FAILING = `name: year
duration: 30m
regions: { r: [a, b] }
nodes: { a: { at: r/a }, b: { at: r/b } }
dispatch: { policy: immediate }
failures: { machine: { what: nodes, every: { exponential: 90d }, for: 5m } }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 10s } ] } } }
promises: [ recovery.tasks.rto < 5m ]
`;
const DISASTER = `disasters:
  crash: { about: A node is lost, happens: [ { crash: a node that runs tasks, for: 10m } ] }
`;

let place: string;
const at = (...path: string[]) => join(place, ...path);
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'hasim-shard-'));
  const files = { short: TERMINATING, steady: STEADY, year: FAILING, d: DISASTER };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(`${name}.yaml`), text);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));
beforeEach(() => rmSync(at('parts'), { recursive: true, force: true }));

/** In this process: the machine starts no program a dozen times for it. */
async function hasim(...words: string[]) {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += text;
      return true;
    });
  try {
    return { code: await main(words), ...said };
  } finally {
    vi.restoreAllMocks();
  }
}

const USUAL = ['--no-cache', '--jobs', '1'];

async function parted(words: string[], of: number) {
  for (let part = 1; part <= of; part += 1) {
    const made = await hasim(...words, ...USUAL, '--shard', `${part}/${of}`, '--out', at('parts'));
    expect({ code: made.code, stdout: made.stdout }).toEqual({ code: 0, stdout: '' });
    expect(made.stderr).toMatch(new RegExp(`^part ${part} of ${of}: \\d+ of \\d+ replications in `, 'm'));
  }
}

describe('a study in parts is the study, rule T5', () => {
  test.each([
    ['run', ['run', at0('short'), at0('steady'), '--replications', '2'], 2],
    ['compare', ['compare', at0('short'), at0('year'), '--replications', '2', '--seed', '7'], 2],
    ['sweep', ['sweep', at0('steady'), '--vary', 'nodes.n.taskCap=4..5', '--replications', '2'], 2],
    ['drill', ['drill', at0('year'), '--disasters', at0('d'), '--replications', '2'], 2],
  ])('%s', async (_, template, of) => {
    const words = template.map((word) => word.replace('PLACE', place));
    const whole = await hasim(...words, ...USUAL, '--json', '--no-charts', '--out', at('whole'));
    await parted(words, of);
    const merged = await hasim('merge', at('parts'), '--json', '--no-charts', '--out', at('merged'));
    expect({ code: merged.code, stdout: merged.stdout }).toEqual({ code: whole.code, stdout: whole.stdout });
    expect(merged.stderr).not.toContain('computed here');
    expect(contentOf('merged')).toEqual(contentOf('whole'));
  });

  test('yearly, which has no report', async () => {
    const words = ['yearly', at('year.yaml'), '--replications', '5'];
    const whole = await hasim(...words, ...USUAL, '--json');
    await parted(words, 2);
    const merged = await hasim('merge', at('parts'), '--json');
    expect({ code: merged.code, stdout: merged.stdout }).toEqual({ code: 0, stdout: whole.stdout });
  });

  test('check, whose parts are whole scenarios with a verdict of their own', async () => {
    const words = ['check', at('short.yaml'), at('steady.yaml'), '--replications', '5'];
    const whole = await hasim(...words, ...USUAL);
    for (const part of ['1/2', '2/2']) {
      const made = await hasim(...words, ...USUAL, '--shard', part, '--out', at('parts'));
      expect(made.code).toBe(0);
      expect(made.stdout).toMatch(/^pass /);
      expect(made.stdout).toMatch(/1\sscenario: 1\spass\n$/);
    }
    const merged = await hasim('merge', at('parts'));
    expect(merged).toEqual(whole);
  });
});

function at0(name: string): string {
  return `PLACE/${name}.yaml`;
}

function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.filter((name) => /\.\w+$/.test(name)).map((name) => [name, readFileSync(at(folder, name), 'utf8')]),
  );
}

describe('what does not make a whole is refused, with what is wrong', () => {
  const words = () => ['run', at('short.yaml'), '--replications', '3', '--set', 'duration=10s'];
  const parts = () => readdirSync(at('parts')).map((name) => at('parts', name));
  const merge = () => hasim('merge', at('parts'), '--no-charts', '--out', at('refused'));
  beforeEach(() => parted(words(), 3));

  test('a missing part, and the command that makes it', async () => {
    rmSync(parts()[1]!);
    const { code, stderr } = await merge();
    expect(code).toBe(66);
    expect(stderr).toContain('a part is missing beside it: 2/3; make it with  hasim run ');
    expect(stderr).toContain(' --set duration=10s --shard 2/3');
  });

  test('the same part twice', async () => {
    copyFileSync(parts()[0]!, at('parts', 'copy.part'));
    const { code, stderr } = await merge();
    expect({ code, stderr }).toEqual({
      code: 64,
      stderr: expect.stringMatching(/part 1\/3 of .* is there twice: /),
    });
  });

  test('a part of other work, and of other files', async () => {
    await hasim(...words(), '--seed', '2', ...USUAL, '--shard', '1/3', '--out', at('parts'));
    const { code, stderr } = await merge();
    expect({ code, stderr }).toEqual({
      code: 64,
      stderr: expect.stringContaining('parts of different work'),
    });
    expect(stderr).toContain('--seed 2');
  });

  test('a scenario that is another by now', async () => {
    writeFileSync(at('short.yaml'), TERMINATING.replace('2/s', '3/s'));
    const { code, stderr } = await merge();
    writeFileSync(at('short.yaml'), TERMINATING);
    expect({ code, stderr }).toEqual({
      code: 66,
      stderr: expect.stringContaining('nothing in these parts is of short as it stands here'),
    });
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, -20), 'is no part of a study, or is damaged|is cut off'],
    ['without its last line', (text: string) => text.replace(/[^\n]*\n$/, ''), 'is cut off'],
    ['with a changed figure', (text: string) => text.replace(/"key":"../, '"key":"zz'), 'is damaged'],
    ['something else', () => 'name: short\n', 'is no part of a study'],
    ['of another build', (text: string) => rebuilt(text), 'made by another build of hasim'],
  ])('a part that is %s', async (_, damage, why) => {
    const [, second] = parts();
    writeFileSync(second!, damage(readFileSync(second!, 'utf8')));
    const { code, stderr } = await merge();
    expect([64, 66]).toContain(code);
    expect(stderr).toMatch(new RegExp(why));
    expect(stderr).toContain(second);
  });

  test('an empty file, an empty folder, nothing', async () => {
    truncateSync(parts()[0]!);
    expect(await merge()).toMatchObject({ code: 66, stderr: expect.stringContaining('is cut off') });
    rmSync(at('parts'), { recursive: true });
    expect(await merge()).toMatchObject({ code: 66, stderr: expect.stringContaining('is not there') });
  });
});

/** The same part as another build would have written it. */
function rebuilt(text: string): string {
  const lines = text
    .replace(/"build":"../, '"build":"zz')
    .split('\n')
    .slice(0, -2);

  const sha256 = createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
  return `${lines.join('\n')}\n${JSON.stringify({ replications: lines.length - 1, sha256 })}\n`;
}

describe('what cannot be parted beforehand is refused, with the reason', () => {
  test.each([
    [['size', 'x.yaml', '--shard', '1/2'], 'chosen by what came of those before'],
    [['hunt', 'x.yaml', '--shard', '1/2'], 'a hunt ends with the first outage'],
    [['run', 'x.yaml', '--precision', '5%', '--shard', '1/2'], 'give --replications with a number'],
    [['run', 'x.yaml', '--replication', '3', '--shard', '1/2'], '--replication runs exactly one'],
    [['run', 'x.yaml', '--shard', '3/2'], '--shard is one part of at most 1000, such as 2/5'],
    [['run', 'x.yaml', '--shard', '0/2'], "it is '0/2'"],
    [['yearly', 'x.yaml', '--out', 'y'], '--out goes with --shard'],
  ])('%j', async (words, why) => {
    expect(await hasim(...words)).toMatchObject({ code: 64, stderr: expect.stringContaining(why) });
  });
});
