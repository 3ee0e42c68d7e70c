/** The verbs that simulate nothing, and the help. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXACT, Place, ROOT, widest } from './support.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Place().hasim(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('help', () => {
  test('--help lists every verb, --version is that of the package, both in English anywhere', async () => {
    const help = await printed('--help');
    for (const verb of ['run', 'compare', 'sweep', 'check', 'init', 'schema', 'presets', 'completion'])
      expect(help).toMatch(new RegExp(`^ {2}hasim ${verb}\\b.{10,}`, 'm'));
    expect(await printed('-h')).toBe(help);
    expect(widest(help)).toBeLessThanOrEqual(100);
    expect(await printed('--version')).toBe(`${version}\n`);
  });

  test.each(['run', 'compare', 'check', 'init', 'schema', 'presets'])('hasim %s --help', async (verb) => {
    const help = await printed(verb, '--help');
    // The tester speaks German.
    expect(help).toContain('Show help');
    expect(help).toContain(`hasim ${verb}`);
    expect(widest(help)).toBeLessThanOrEqual(100);
  });
});

describe('hasim init', () => {
  test('writes a scenario that passes its own expectations', async () => {
    const place = new Place();
    const { code, stdout } = await place.hasim(['init', 'my first.yaml']);
    expect(code).toBe(0);
    expect(stdout).toContain("hasim run 'my first.yaml'");
    const checked = await place.hasim(['check', 'my first.yaml', '--json']);
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.stdout).scenarios[0].expectations.length).toBeGreaterThan(2);
    expect(readFileSync(join(place.path, 'my first.yaml'), 'utf8')).toContain('\nname: my-first\n');
  });

  test('never overwrites without --force', async () => {
    const place = new Place({ 'scenario.yaml': 'mine' });
    const { code, stderr } = await place.hasim(['init']);
    expect(code).toBe(64);
    expect(stderr).toContain('scenario.yaml is there already; overwrite it with --force');
    expect(readFileSync(join(place.path, 'scenario.yaml'), 'utf8')).toBe('mine');
    expect((await place.hasim(['init', '--force'])).code).toBe(0);
    expect(readFileSync(join(place.path, 'scenario.yaml'), 'utf8')).toContain('name: scenario');
  });

  test.each([
    ['a folder', 'deep', 64],
    ['another kind of file', 'notes.txt', 64],
    ['a folder that is not there', 'nowhere/a.yaml', 66],
  ])('refuses %s', async (_, file, expected) => {
    const { code, stdout } = await new Place({ 'deep/x': '' }).hasim(['init', file]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  });

  test('every name of a file gives the name of a scenario', async () => {
    const place = new Place();
    await place.hasim(['init', '2024 – größer!.yaml']);
    const [file] = place.list();
    expect((await place.hasim(['run', file!, '--replications', '1', '--no-charts'])).code).toBe(4);
  });
});

describe('hasim schema', () => {
  test('is the JSON Schema of scenario files', async () => {
    const schema = JSON.parse(await printed('schema'));
    expect(schema.$schema).toContain('draft-07');
    expect(Object.keys(schema.properties)).toContain('workload');
  });

  test('--metrics lists all metrics with unit and meaning; as JSON too', async () => {
    const text = await printed('schema', '--metrics');
    expect(text).toMatch(/^tasks\.<class>\.queueWait\.p95 +s +quantile +lower is better\n {4}From arrival/m);
    expect(widest(text)).toBeLessThanOrEqual(100);
    const { metrics } = JSON.parse(await printed('schema', '--metrics', '--json'));
    expect(metrics).toContainEqual(expect.objectContaining({ pattern: 'availability.ui', unit: 'share' }));
  });
});

describe('hasim presets', () => {
  test('lists all by what they fill', async () => {
    const text = await printed('presets');
    expect(text).toMatch(/^loadBalancer\n {2}aws-alb +AWS Application Load Balancer/m);
    expect(widest(text)).toBeLessThanOrEqual(100);
  });

  test('of one, every figure with standing and source', async () => {
    const text = await printed('presets', 'aws-alb');
    expect(text).toMatch(/probe\.interval +30s +documented/);
    expect(text).toContain('source: ');
    expect(widest(text)).toBeLessThanOrEqual(100);
  });

  test('of a part, as JSON', async () => {
    const { schema, presets } = JSON.parse(await printed('presets', 'storage', '--json'));
    expect(schema).toBe('hasim.presets/1');
    for (const { part, figures } of presets) {
      expect(part).toBe('storage');
      for (const { source } of figures) expect(source).not.toBe('');
    }
  });
});

describe('hasim completion', () => {
  test('prints a script that asks hasim', async () => {
    const { code, stdout } = await new Place().hasim(['completion'], { SHELL: '/bin/bash' });
    expect(code).toBe(0);
    expect(stdout).toContain('complete -o bashdefault -o default -F _hasim_yargs_completions hasim');
    expect(stdout).toContain('hasim --get-yargs-completions');
  });

  test('verbs and flags are offered', async () => {
    const { stdout: verbs } = await new Place().hasim(['--get-yargs-completions', 'hasim', ''], {
      SHELL: '',
    });
    expect(verbs.split('\n')).toEqual(expect.arrayContaining(['run', 'compare', 'check']));
    const flags = await printed('--get-yargs-completions', 'hasim', 'compare', '--de');
    expect(flags).toContain('--delta');
  });
});

describe('the library', () => {
  test('hasim and hasim/node say the same as the command line', async () => {
    const place = new Place({ 'exact.yaml': EXACT });
    const { stdout } = await place.hasim(['run', 'exact.yaml', '--json', '--no-charts']);
    const script = join(place.path, 'use.mjs');
    writeFileSync(script, 'export {};');
    const { simulate } = await import(join(ROOT, 'dist/index.js'));
    const { loadScenario, studyOf } = await import(join(ROOT, 'dist/node/index.js'));
    const { scenario } = loadScenario(join(place.path, 'exact.yaml'));
    const result = simulate(scenario, { seed: '1', replication: 0 });
    expect(studyOf(scenario, '1', [result]).digest).toBe(JSON.parse(stdout).digest);
  });
});
