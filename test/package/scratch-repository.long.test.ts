/**
 * What users do, with the packed package in a folder of their own. It is installed from the registry, so only where
 * `npm ci` has just been: in CI.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'hasim-package-'));

function run(command: string, args: readonly string[], cwd = place): SpawnSyncReturns<string> {
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', HASIM_CACHE: join(place, 'cache') };
  return spawnSync(command, args, { cwd, env, encoding: 'utf8' });
}

function hasim(...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = run('npx', ['--no-install', 'hasim', ...args]);
  return { code: status, said: (stdout + stderr).replaceAll('\u00a0', ' ') };
}

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(join(place, file), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(place, file), after);
}

describe.runIf(process.env['CI'])('in somebody else’s repository', () => {
  beforeAll(() => {
    const tarball = join(place, 'hasim.tgz');
    expect(run('node', ['scripts/pack.mjs', tarball], ROOT)).toMatchObject({ status: 0 });
    writeFileSync(join(place, 'package.json'), '{ "private": true, "type": "module" }\n');
    const installed = run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball]);
    expect(installed.status, installed.stderr).toBe(0);
  });

  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test('a check of the starter passes; a database 20 % slower fails it and says why; a damaged baseline is 3', () => {
    expect(hasim('init', 'capacity.yaml').code).toBe(0);
    expect(hasim('check', 'capacity.yaml')).toMatchObject({ code: 0 });
    expect(hasim('check', 'capacity.yaml', '--update')).toMatchObject({ code: 0 });
    const starter = readFileSync(join(place, 'capacity.yaml'), 'utf8');
    const slower = { '0.5ms': '0.6ms', '2ms': '2.4ms', '1.5ms': '1.8ms', '5ms': '6ms' };
    edit('capacity.yaml', (text) =>
      text.replace(
        /(median|p95): ([\d.]+ms)/g,
        (_, what, time: keyof typeof slower) => `${what}: ${slower[time]}`,
      ),
    );
    const failed = hasim('check', 'capacity.yaml');
    expect(failed.code).toBe(1);
    // By its limit, and against the baseline.
    expect(failed.said).toMatch(/fail +database\.call\.mean < 1\.4ms: 1\.5\d* ms/);
    expect(failed.said).toMatch(/worse +database\.call\.mean: \+0\.1\d* ms .* \(\+12 %\)/);
    for (const [, chart] of failed.said.matchAll(/chart +(\S+)/g))
      expect(existsSync(join(place, chart!))).toBe(true);
    expect(failed.said).toContain('chart   reports/capacity/utilisation.png');
    writeFileSync(join(place, 'capacity.yaml'), starter);
    edit('capacity.baseline.json', (text) => text.slice(0, -100));
    const damaged = hasim('check', 'capacity.yaml');
    expect(damaged.code).toBe(3);
    expect(damaged.said).toContain('capacity.baseline.json is damaged: not JSON');
    expect(damaged.said).toContain('hasim check capacity.yaml --update');
  });

  test('charts, and the library with its threads', () => {
    writeFileSync(
      join(place, 'tiny.yaml'),
      'name: tiny\nduration: 10m\nnodes: { n: { taskCap: 2 } }\nworkload: { tasks: { t: { arrivals: { poisson: 2/m }, steps: [ { run: 30s } ] } } }\n',
    );
    expect(hasim('run', 'tiny.yaml')).toMatchObject({ code: 0 });
    expect(existsSync(join(place, 'reports/tiny/queue.png'))).toBe(true);
    writeFileSync(
      join(place, 'library.js'),
      `import { simulate } from 'hasim';
import { loadScenario, ThreadRunner, replicate, fixed } from 'hasim/node';
const { scenario } = loadScenario('tiny.yaml');
const runner = new ThreadRunner(1);
const study = await replicate(scenario, runner, fixed(2));
await runner.close();
console.log(study.results[1].digest === simulate(scenario, { seed: scenario.seed, replication: 1 }).digest);
`,
    );
    expect(run('node', ['library.js'])).toMatchObject({ status: 0, stdout: 'true\n' });
  });
});
