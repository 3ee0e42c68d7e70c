/** `hasim check`: a line for what passes, a paragraph for what does not, the gravest exit code of all. */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXACT, Place, SMALL } from './support.ts';

const EXPECT = (...texts: string[]) => `${EXACT}expect: [ ${texts.join(', ')} ]\n`;
const PASSES = EXPECT('tasks.queueWait.max <= 20s');
const FAILS = EXPECT('tasks.queueWait.max < 20s', 'tasks.succeeded >= 5').replace('exact', 'late');
const WARNS = EXPECT('{ that: tasks.queueWait.max < 5s, level: warn }').replace('exact', 'careful');
const WITH_BASELINE = EXPECT('tasks.turnaround.mean no worse than baseline by 2%');
const INVALID = EXACT.replace('taskCap: 2', 'taskCap: -2');

/** With three replications nothing that is left to chance is decided. */
const UNDECIDED = EXPECT('tasks.duration.mean < 1m').replace('run: 10s', 'run: { exponential: 10s }');

async function codeOf(texts: Readonly<Record<string, string>>, ...more: string[]): Promise<number | null> {
  const files = Object.entries(texts).map(([name, text]) => [`${name}.yaml`, text] as const);
  const place = new Place(Object.fromEntries(files));
  return (await place.hasim(['check', '.', ...more, '--no-charts', '--replications', '3'])).code;
}

describe('hasim check', () => {
  test('one line for each that passes, its warnings whole below it, and no report', async () => {
    const place = new Place({ 'a.yaml': PASSES, 'deep/b.yml': WARNS, 'deep/.hidden.yaml': INVALID });
    const { code, stdout, stderr } = await place.hasim(['check', '.']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replaceAll('\u00a0', ' ').split('\n')).toEqual([
      'pass  a.yaml  1 expectation · 1 replication',
      'pass  deep/b.yml  1 expectation · 1 replication',
      '      warning       tasks.queueWait.max < 5s: 20.0 s',
      '2 scenarios: 2 pass',
      '',
    ]);
    expect(place.has('reports')).toBe(false);
  });

  test('a paragraph for one that fails: the limit, what came, the report, the command', async () => {
    const place = new Place({ 'late.yaml': FAILS });
    const { code, stdout } = await place.hasim(['check', 'late.yaml']);
    expect(code).toBe(1);
    expect(stdout.replaceAll('\u00a0', ' ').split('\n')).toEqual([
      'fail  late.yaml',
      '      fail          tasks.queueWait.max < 20s: 20.0 s',
      '      chart   reports/late/latency.png',
      '      report  reports/late/',
      '      repeat  hasim run late.yaml --seed 1 --replications 1',
      '1 scenario: 1 fail',
      '',
    ]);
    expect(place.list('reports/late')).toContain('latency.png');
  });

  test('the gravest exit code of all wins: 66, 2, 1, 3, 4', async () => {
    expect(await codeOf({ PASSES, WITH_BASELINE, FAILS, INVALID, UNDECIDED }, 'missing.yaml')).toBe(66);
    expect(await codeOf({ PASSES, WITH_BASELINE, FAILS, INVALID, UNDECIDED })).toBe(2);
    expect(await codeOf({ PASSES, WITH_BASELINE, FAILS, UNDECIDED })).toBe(1);
    expect(await codeOf({ PASSES, WITH_BASELINE, UNDECIDED })).toBe(3);
    expect(await codeOf({ PASSES, UNDECIDED })).toBe(4);
  });

  test('an invalid scenario has its mistakes in its paragraph, and the others are checked', async () => {
    const place = new Place({ 'a.yaml': INVALID, 'b.yaml': PASSES });
    const { stdout } = await place.hasim(['check', 'a.yaml', 'b.yaml']);
    expect(stdout).toMatch(/^invalid {2}a\.yaml\n {6}a\.yaml:3:\d+ {2}nodes\.n\.taskCap: /);
    expect(stdout).toContain('pass  b.yaml');
    expect(stdout.replaceAll('\u00a0', ' ')).toContain('2 scenarios: 1 invalid, 1 pass');
  });

  test('an inconclusive verdict takes more replications before it is believed', async () => {
    // The mean wait is 0.2 s: ten replications of ten minutes do not tell on which side of 0.21 s.
    const close = SMALL.replace('< 1s', '< 0.23s');
    const { stdout } = await new Place({ 'a.yaml': close }).hasim([
      'check',
      'a.yaml',
      '--json',
      '--no-charts',
    ]);
    const [checked] = JSON.parse(stdout).scenarios;
    expect(checked.replications).toBeGreaterThan(10);
    expect(checked.expectations[0].verdict).not.toBe('fail');
  });

  test('--json: one document alone on stdout', async () => {
    const place = new Place({ 'a.yaml': PASSES, 'late.yaml': FAILS });
    const { code, stdout } = await place.hasim(['check', '.', '--json', '--no-charts']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hasim.check/1',
      exitCode: 1,
      scenarios: [
        { file: 'a.yaml', verdict: 'pass', expectations: [{ verdict: 'pass', value: 20 }] },
        { file: 'late.yaml', verdict: 'fail', expectations: [{ verdict: 'fail' }, { verdict: 'pass' }] },
      ],
    });
  });

  test('a folder without scenarios is a mistake, not a pass, and hides nothing of the others', async () => {
    const place = new Place({ 'empty/readme.md': '', 'a.yaml': PASSES });
    const { code, stdout } = await place.hasim(['check', 'empty', 'a.yaml']);
    expect(code).toBe(66);
    expect(stdout).toContain(
      'unreadable  empty\n      empty: there is no scenario (*.yaml) in this folder\n      repeat  hasim check empty\npass  a.yaml',
    );
  });

  test('one bad path is one unreadable row, in the JUnit file too', async () => {
    const place = new Place({ 'sub/a.yaml': PASSES, 'sub/deep/b.yaml': PASSES });
    symlinkSync('loop', join(place.path, 'loop'));
    symlinkSync('ring.yaml', join(place.path, 'sub/ring.yaml'));
    symlinkSync('nowhere', join(place.path, 'sub/lost.yaml'));
    const long = `${'x'.repeat(300)}.yaml`;
    const { code, stdout } = await place.hasim(['check', 'loop', long, 'sub', '--junit', 'x.xml']);
    expect(code).toBe(66);
    const said = stdout.replaceAll('\u00a0', ' ');
    expect(said).toContain('unreadable  loop\n      loop: is a symbolic link in a circle\n');
    expect(said).toContain(': has a name that is too long\n');
    expect(said).toContain('sub/ring.yaml: is a symbolic link in a circle\n');
    expect(said).toContain('sub/lost.yaml: there is no such file');
    expect(said).toContain('6 scenarios: 4 unreadable, 2 pass');
    expect(readFileSync(join(place.path, 'x.xml'), 'utf8').match(/<testsuite /g)).toHaveLength(6);
  });

  test('YAML of others is left alone in a folder, and said; named itself it is a scenario', async () => {
    const foreign = {
      'compose.yaml': 'services: { web: { image: x } }\n',
      'k8s/pods.yml': 'apiVersion: v1\nkind: List\nitems:\n  - spec: { duration: 1 }\n---\nkind: Pod\n',
      'kind.yaml': 'kind: Cluster\nname: x\nnodes:\n  - role: worker\n',
      'empty.yaml': '',
    };
    const own = {
      'a.yaml': PASSES,
      'child.yaml': 'extends: a.yaml\nname: child\n',
      'flow.yaml': '{ name: flow, duration: 1m }\n',
      'torn.yaml': PASSES.replace('{ n:', '{ n'),
      'typo.yaml': PASSES.replace('workload', 'wrokload'),
    };
    const place = new Place({ ...own, ...foreign });
    const { stdout, stderr } = await place.hasim(['check', '.']);
    expect(stdout.match(/^\w+ {2}\S+/gm)).toEqual([
      'pass  a.yaml',
      'pass  child.yaml',
      'invalid  flow.yaml',
      'invalid  torn.yaml',
      'invalid  typo.yaml',
    ]);
    expect(stderr).toContain(
      'neither workload, duration nor extends: compose.yaml, empty.yaml, k8s/pods.yml, kind.yaml\n',
    );
    expect((await place.hasim(['check', 'compose.yaml'])).code).toBe(2);
  });

  test('a file named twice is checked once', async () => {
    const place = new Place({ 'a.yaml': PASSES });
    const args = ['check', 'a.yaml', './a.yaml', '.', join(place.path, 'a.yaml')];
    const { code, stdout } = await place.hasim(args);
    expect([code, stdout.match(/^pass/gm)]).toEqual([0, ['pass']]);
    const { stdout: ran } = await place.hasim(['run', 'a.yaml', './a.yaml', '--no-charts']);
    expect(ran).toContain('./a.yaml is shown as exact-2, since the file is named twice');
  });

  test('a report that cannot be written hides no verdict', async () => {
    const place = new Place({ 'late.yaml': FAILS, 'reports/late/mine.txt': 'mine' });
    const { code, stdout } = await place.hasim(['check', 'late.yaml']);
    expect(code).toBe(1);
    expect(stdout.replaceAll('\u00a0', ' ')).toContain('fail          tasks.queueWait.max < 20s: 20.0 s');
    expect(stdout).toContain('reports/late is a folder that hasim did not make');
    expect(place.list('reports/late')).toEqual(['mine.txt']);
  });

  test('nothing expected and no baseline: passes, and says how there would be something to check', async () => {
    const { code, stdout } = await new Place({ 'a.yaml': EXACT }).hasim(['check', 'a.yaml']);
    expect(code).toBe(0);
    expect(stdout).toContain('give it an expect, or keep its figures with  hasim check a.yaml --update');
  });
});

test('--promises: each cell of the disasters, a year with its failures, and finds beside the file', async () => {
  const design = `name: one
duration: 1h
regions: { r: [a] }
nodes: { a: { at: r/a, startTime: 0s, phase: 0s } }
database: ideal
storage: ideal
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1m, offset: 30s }, steps: [ { run: 10s } ] } } }
failures: { machine: { what: nodes, every: { exponential: 8759h }, for: 1h } }
promises: [ recovery.tasks.rto < 5m, year.downtime.tasks < 2h, year.availability.ui > 99.9% ]
`;
  const disasters = `disasters:
  short: { about: A node is lost, happens: [ { crash: a node that runs tasks, for: 1m } ] }
  long: { about: A node is lost, happens: [ { crash: a node that runs tasks, for: 10m } ] }
`;
  const find =
    'extends: ./one.yaml\nname: find\nfailures: null\npromises: null\nexpect: [ tasks.queueWait.max < 0s ]\n';
  const place = new Place({ 'one.yaml': design, 'one.find-1.yaml': find, 'd.yaml': disasters });
  const { code, stdout } = await place.hasim([
    'check',
    'one.yaml',
    '--promises',
    '--disasters',
    'd.yaml',
    '--no-charts',
  ]);
  expect(code).toBe(1);
  const text = stdout.replaceAll('\u00a0', ' ');
  expect(text).toMatch(/fail +long: recovery\.tasks\.rto < 5m: 10 m 00 s/);
  expect(text).not.toMatch(/fail +(short|year)/);
  expect(text).toContain('repeat  hasim check one.yaml --promises --disasters d.yaml');
  expect(text).toMatch(/fail +one\.find-1\.yaml/);
  expect((await place.hasim(['check', 'one.yaml', '--no-charts'])).code).toBe(0);
});
