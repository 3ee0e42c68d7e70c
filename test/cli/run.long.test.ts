/** `hasim run`: the summary, the report folder, JSON alone, and the same numbers however it is run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/node/load-scenario.ts';
import { roughEvents, SHORT_EVENTS } from '../../src/node/short-work.ts';
import { ENDLESS, EXACT, Place, SMALL, widest } from './support.ts';

const FILES = { 'small.yaml': SMALL, 'exact.yaml': EXACT };

describe('hasim run', () => {
  test('prints the answer first, on at most 40 lines of 100 columns, and nothing on stderr', async () => {
    const { code, stdout, stderr } = await new Place(FILES).hasim(['run', 'small.yaml', '--no-charts']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('How long do jobs wait?');
    expect(lines[2]).toContain('The expectation is met.');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(stdout).toContain('reports/small/');
    expect(stdout).toMatch(/repeat +hasim run small\.yaml --seed 1 --replications 10/);
    expect(stdout).toMatch(/digest( [0-9a-f]{4}){4}\n$/);
  });

  test('writes result.json, summary.md, series.csv and the charts into reports/<name>', async () => {
    const place = new Place(FILES);
    await place.hasim(['run', 'small.yaml']);
    const files = place.list('reports/small');
    for (const file of [
      'result.json',
      'report.html',
      'summary.md',
      'series.csv',
      'throughput.png',
      'latency.png',
    ])
      expect(files).toContain(file);
    expect(place.list('reports')).toEqual(['small']);
    const png = readFileSync(join(place.path, 'reports/small/throughput.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const result = JSON.parse(readFileSync(join(place.path, 'reports/small/result.json'), 'utf8'));
    expect(result.schema).toBe('hasim.result/1');
  });

  test('--json: one document alone on stdout, the same as in the folder', async () => {
    const place = new Place(FILES);
    const { code, stdout } = await place.hasim(['run', 'small.yaml', '--json', '--no-charts']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'hasim.result/1',
      scenario: { name: 'small' },
      engine: { version: expect.stringMatching(/^\d+\.\d+\.\d+/), seed: '1', replications: 10 },
      digest: expect.stringMatching(/^[0-9a-f]{16}$/),
      expectations: [{ verdict: 'pass' }],
    });
    expect(document).toEqual(JSON.parse(readFileSync(join(place.path, 'reports/small/result.json'), 'utf8')));
  });

  test('the same digest twice, another with another seed', async () => {
    const place = new Place(FILES);
    const digest = async (...more: string[]) => {
      const { stdout } = await place.hasim([
        'run',
        'small.yaml',
        '--json',
        '--no-charts',
        '--no-cache',
        ...more,
      ]);
      return JSON.parse(stdout).digest;
    };
    const first = await digest('--replications', '3');
    expect(await digest('--replications', '3')).toBe(first);
    expect(await digest('--replications', '3', '--seed', 'another')).not.toBe(first);
  });

  test('the same document with 1 and 2 threads', async () => {
    // Everything happens in the first fiftieth, so that it is taken for long work and runs in threads.
    const crowd = SMALL.replace('poisson: 8/s', 'at: [0s], count: 3000').replace(
      'taskCap: 10',
      'taskCap: 1000',
    );
    const place = new Place({ 'crowd.yaml': crowd });
    const { scenario } = loadScenario(join(place.path, 'crowd.yaml'));
    expect(roughEvents(scenario, '1', 10)).toBeGreaterThan(SHORT_EVENTS);
    const run = (jobs: string) =>
      place.hasim(['run', 'crowd.yaml', '--json', '--no-charts', '--no-cache', '--jobs', jobs]);
    const [one, two] = [await run('1'), await run('2')];
    expect(JSON.parse(one.stdout).metrics['tasks.succeeded'].value).toBe(3000);
    expect(two.stdout).toBe(one.stdout);
  });

  test('however long a scenario is, whether it is short is known at once', () => {
    const place = new Place({ 'long.yaml': SMALL.replace(/duration: \S+/, 'duration: 36500d') });
    const { scenario } = loadScenario(join(place.path, 'long.yaml'));
    // A century would take hours.
    expect(roughEvents(scenario, '1', 1)).toBeGreaterThan(SHORT_EVENTS);
  });

  test('a scenario without chance takes one replication', async () => {
    const { stdout } = await new Place(FILES).hasim(['run', 'exact.yaml', '--json', '--no-charts']);
    const { engine, metrics } = JSON.parse(stdout);
    expect(engine.replications).toBe(1);
    // Two at a time, 10 s each: waits 0, 0, 10, 10, 20.
    expect(metrics['tasks.queueWait.mean']).toMatchObject({ value: 8, low: 8, high: 8 });
  });

  test('--replication k is that one of the many', async () => {
    const place = new Place(FILES);
    const events = async (...which: string[]) => {
      const { stdout } = await place.hasim(['run', 'small.yaml', '--json', '--no-charts', ...which]);
      return JSON.parse(stdout).metrics['run.events'].value as number;
    };
    const [all, first, second] = [
      await events('--replications', '2'),
      await events('--replication', '0'),
      await events('--replication', '1'),
    ];
    expect(first).not.toBe(second);
    expect(all).toBe((first + second) / 2);
  });

  test('--set changes the scenario, the last of a path wins', async () => {
    const { stdout } = await new Place(FILES).hasim([
      ...['run', 'exact.yaml', '--json', '--no-charts'],
      ...['--set', 'nodes.n.taskCap=1', '--set', 'nodes.n.taskCap=5'],
    ]);
    expect(JSON.parse(stdout).metrics['tasks.queueWait.max'].value).toBe(0);
  });

  test('--replications auto runs until the numbers are as precise as --precision says', async () => {
    const place = new Place(FILES);
    const args = ['run', 'small.yaml', '--json', '--no-charts', '--precision', '15%'];
    const { engine, metrics } = JSON.parse((await place.hasim(args)).stdout);
    const { value, high } = metrics['tasks.queueWait.mean'];
    expect(engine.replications).toBeGreaterThan(10);
    expect((high - value) / value).toBeLessThan(0.15);
  });

  test('several scenarios: one summary and one folder each; one document of all', async () => {
    const place = new Place({ ...FILES, 'small.yaml': EXACT.replace('exact', 'small') });
    const told = await place.hasim(['run', 'small.yaml', 'exact.yaml', '--no-charts', '--out', 'here']);
    expect(told.stdout).toContain('here/small/');
    expect(told.stdout).toContain('here/exact/');
    expect(place.list('here')).toEqual(['exact', 'small']);
    const { stdout } = await place.hasim(['run', 'small.yaml', 'exact.yaml', '--json', '--no-charts']);
    const { schema, results } = JSON.parse(stdout);
    expect(schema).toBe('hasim.results/1');
    expect(results.map(({ scenario }: { scenario: { name: string } }) => scenario.name)).toEqual([
      'small',
      'exact',
    ]);
  });

  test('two files of one name do not overwrite each other', async () => {
    const place = new Place({ 'a.yaml': EXACT, 'b.yaml': EXACT });
    const { stdout } = await place.hasim(['run', 'a.yaml', 'b.yaml', '--no-charts']);
    expect(place.list('reports')).toEqual(['exact', 'exact-2']);
    expect(stdout).toContain('b.yaml is shown as exact-2');
  });

  test('with a mistake in one of several scenarios none is run', async () => {
    const place = new Place({ 'endless.yaml': ENDLESS, 'bad.yaml': EXACT.replace('10s', '10') });
    const { code, stdout, stderr } = await place.hasim(['run', 'endless.yaml', 'bad.yaml']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('bad.yaml:5:');
    expect(place.has('reports')).toBe(false);
  });

  test('a folder that hasim did not make is not overwritten, and nothing is run first', async () => {
    const place = new Place({ 'endless.yaml': ENDLESS, 'mine/thesis.txt': 'years of work' });
    const { code, stderr } = await place.hasim(['run', 'endless.yaml', '--out', 'mine']);
    expect(code).toBe(64);
    expect(stderr).toContain('mine is a folder that hasim did not make');
    expect(place.list('mine')).toEqual(['thesis.txt']);
  });

  test('--assumptions lists all that the answer rests on, each with its value, standing and source', async () => {
    const place = new Place({ 'a.yaml': EXACT });
    const { code, stdout } = await place.hasim(['run', 'a.yaml', '--assumptions', '--no-charts']);
    expect(code).toBe(0);
    expect(stdout).toContain('database: ideal (none given) · storage: ideal (none given)');
    const listed = stdout.slice(stdout.indexOf('What the answer rests on'));
    expect(listed).toMatch(/workload\.tasks\.\*\.runCores +0\.02 +typical +the vendor's container sizes/);
    expect(listed).toMatch(/dispatch\.queueTimeout +24h +documented +Maintain nodes \(fact 24\)/);
    const result = JSON.parse(readFileSync(join(place.path, 'reports/exact/result.json'), 'utf8'));
    expect(result.assumptions).toContainEqual(
      expect.objectContaining({ path: 'database', value: 'ideal', standing: 'assumed' }),
    );
    expect(result.ties).toEqual({});
    expect(readFileSync(join(place.path, 'reports/exact/summary.md'), 'utf8')).toContain(
      'Maintain nodes (fact 24)',
    );
  });

  test('what cannot be judged without a baseline is said', async () => {
    const text = `${SMALL}  - tasks.turnaround.p95 no worse than baseline by 2%\n`;
    const { code, stdout } = await new Place({ 'b.yaml': text }).hasim(['run', 'b.yaml', '--no-charts']);
    expect(code).toBe(0);
    expect(stdout).toContain('not judged, for want of a baseline: 1 of 2 expectations');
  });
});
