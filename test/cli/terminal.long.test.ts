/** What is special about terminals, pipes and Ctrl-C. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { untilAborted } from '../../src/commands/actions/output.ts';
import { Interrupted } from '../../src/commands/errors.ts';
import { writeReportFolder } from '../../src/node/report-folder.ts';
import { ENDLESS, EXACT, Place, ROOT, until } from './support.ts';

/** Loaded before the program: its output is taken for a terminal. */
const TERMINAL = '--import data:text/javascript,process.stdout.isTTY=process.stderr.isTTY=true';
const ESCAPE = '\u001b[';

describe('colours', () => {
  test('on a terminal, not with NO_COLOR, not in a pipe', async () => {
    const place = new Place({ 'exact.yaml': `${EXACT}expect: [ tasks.succeeded >= 5 ]` });
    const run = async (env: Record<string, string>) =>
      (await place.hasim(['run', 'exact.yaml', '--no-charts'], env)).stdout;
    const [terminal, noColour, pipe] = [
      await run({ NODE_OPTIONS: TERMINAL }),
      await run({ NODE_OPTIONS: TERMINAL, NO_COLOR: '1' }),
      await run({ FORCE_COLOR: '1' }),
    ];
    expect(terminal).toContain(`${ESCAPE}32mpass`);
    expect(noColour).not.toContain(ESCAPE);
    expect(pipe).toBe(noColour);
  });
});

describe('a closed pipe', () => {
  test('is no error, and the report is there', async () => {
    const place = new Place({ 'exact.yaml': EXACT });
    const command = `'${process.execPath}' '${join(ROOT, 'dist/cli.js')}' run exact.yaml --no-charts`;
    const script = `set -o pipefail; ${command} | head -1`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], { cwd: place.path });
    expect({ stdout, stderr }).toEqual({ stdout: 'exact\n', stderr: '' });
    expect(place.list('reports')).toEqual(['exact']);
  });

  test('a reader that is gone before a long list', async () => {
    const command = `'${process.execPath}' '${join(ROOT, 'dist/cli.js')}' schema`;
    const script = `set -o pipefail; ${command} | true`;
    const { stderr } = await promisify(execFile)('bash', ['-c', script]);
    expect(stderr).toBe('');
  });
});

describe('Ctrl-C', () => {
  test('ends with 130, keeps what was finished, and leaves nothing half-written; no bar off a terminal', async () => {
    const place = new Place({ 'exact.yaml': EXACT, 'endless.yaml': ENDLESS });
    const { child, ended, soFar } = place.start(['run', 'exact.yaml', 'endless.yaml', '--no-charts']);
    await until(() => soFar().includes('digest'));
    // Longer than it takes for a bar to appear.
    await new Promise((next) => setTimeout(next, 2_500));
    child.kill('SIGINT');
    const { code, signal, stdout, stderr } = await ended;
    expect({ code, signal }).toEqual({ code: 130, signal: null });
    expect(stdout).toMatch(/^exact\n/);
    // Before it began it said how long it would take.
    expect(stderr).toMatch(
      /^Note: endless: 10\sreplications of [\s\S]*\nhasim: interrupted; the same command goes on where this one stopped\n$/,
    );
    expect(place.list('reports')).toEqual(['exact']);
    expect(place.list('reports/exact')).toContain('result.json');
  });

  test('in the middle of a report leaves nothing of it', async () => {
    const place = new Place();
    const ctrlC = new AbortController();
    async function* files() {
      yield { name: 'result.json', content: '{}' };
      ctrlC.abort(new Interrupted());
      yield { name: 'latency.png', content: '' };
    }
    const folder = join(place.path, 'reports/half');
    const written = writeReportFolder(folder, untilAborted(files(), ctrlC.signal));
    await expect(written).rejects.toThrow(Interrupted);
    expect(place.list('reports')).toEqual([]);
  });

  test('takes the bar of a terminal away', async () => {
    const place = new Place({ 'endless.yaml': ENDLESS });
    const args = ['compare', 'endless.yaml', 'endless.yaml', '--jobs', '1'];
    const { child, ended, soFar } = place.start(args, { NODE_OPTIONS: TERMINAL });
    await until(() => soFar().includes('0/10 endless'));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    const afterwards = stderr.slice(stderr.lastIndexOf('endless'));
    expect(afterwards).toContain(`${ESCAPE}?25h`);
    expect(afterwards).toContain('interrupted');
    expect(place.list()).toEqual(['endless.yaml']);
  });

  test('SIGTERM too, in check, where the lines so far stay', async () => {
    const place = new Place({ 'a.yaml': EXACT, 'b.yaml': ENDLESS });
    const { child, ended, soFar } = place.start(['check', '.']);
    await until(() => soFar().includes('pass'));
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('pass  a.yaml');
    expect(place.list()).toEqual(['a.yaml', 'b.yaml']);
  });
});
