/** `hasim check` with baselines, and what CI systems read of it. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBaseline } from '../../src/node/baseline-file.ts';
import { EXACT, Place, SMALL } from './support.ts';

const GATED = `${SMALL}  - tasks.queueWait.mean no worse than baseline by 2%\n`;
const FAILS = `${EXACT.replace('exact', 'late')}expect: [ tasks.queueWait.max < 20s ]\n`;

const text = (place: Place, file: string) => readFileSync(join(place.path, file), 'utf8');
const put = (place: Place, file: string, content: string) => writeFileSync(join(place.path, file), content);
const said = (stdout: string) => stdout.replaceAll('\u00a0', ' ');

async function withBaseline(): Promise<Place> {
  const place = new Place({ 'a.yaml': GATED });
  expect((await place.hasim(['check', 'a.yaml', '--update'])).code).toBe(0);
  return place;
}

/** What can have happened to a baseline file, and what is said of it. */
const DAMAGES: readonly [what: string, damage: (file: string) => string, why: string][] = [
  ['cut off', (file: string) => file.slice(0, 700), 'is damaged: not JSON'],
  ['NaN', (file: string) => file.replace(/"values":\[\d/, '"values":[NaN, 1'), 'is damaged: not JSON'],
  ['infinite', (file: string) => file.replace(/"values":\[\d+/, '"values":[1e999'), 'is damaged: metrics.'],
  ['another schema', (file: string) => file.replace('baseline/1', 'baseline/2'), 'is damaged: schema: '],
  [
    'another unit',
    (file: string) =>
      file.replace('"tasks.queueWait.p95": {"unit":"s"', '"tasks.queueWait.p95": {"unit":"ms"'),
    "is damaged: metrics: tasks.queueWait.p95 is in 's', not in 'ms'",
  ],
  [
    'another direction',
    (file: string) => file.replace(/("tasks.queueWait.p95": .*?)"lower"/, '$1"higher"'),
    'is damaged: metrics: tasks.queueWait.p95 is not better when it is higher',
  ],
  [
    'no metric',
    (file: string) => file.replace('"tasks.queueWait.p95"', '"tasks.queueWait.p96"'),
    "is damaged: metrics: there is no metric 'tasks.queueWait.p96'",
  ],
  [
    'a value too few',
    (file: string) => file.replace(/("tasks.queueWait.p95": .*?"values":\[)[^,]*,/, '$1'),
    'is damaged: metrics: tasks.queueWait.p95 has 29 values, others have 30',
  ],
  [
    'no pairs',
    (file: string) => file.replace(/("tasks.queueWait.mean": .*?"values":\[)\[[^\]]*\]/, '$10.2'),
    'is damaged: metrics: the values of tasks.queueWait.mean are pairs',
  ],
  ['values', (file: string) => file.replace(/"values":\[/, '"values":["x",'), 'is damaged: metrics.'],
  [
    'of older rules',
    (file: string) => file.replace('"model": 2', '"model": 1'),
    'has other rules than model 2: its figures differ without a change of yours (see Numbers in CHANGELOG.md)',
  ],
  [
    'of newer rules',
    (file: string) => file.replace('"model": 2', '"model": 99'),
    'is of model 99, of a newer hasim than this one (model 2)',
  ],
  ['empty', () => '', 'is damaged: not JSON'],
  [
    'without metrics',
    (file: string) => `${file.slice(0, file.indexOf('"metrics": {'))}"metrics": {} }`,
    'is damaged: metrics: there are none',
  ],
];

describe('baselines', () => {
  test('a first run without one says how to make one: exit 3; it may be allowed', async () => {
    const place = new Place({ 'a.yaml': GATED });
    const { code, stdout } = await place.hasim(['check', 'a.yaml']);
    expect(code).toBe(3);
    expect(said(stdout)).toContain(
      '1 expectation needs a.baseline.json, which is not there; make it with  hasim check a.yaml --update',
    );
    const allowed = await place.hasim(['check', 'a.yaml', '--allow-missing-baseline']);
    expect(allowed.code).toBe(0);
    expect(said(allowed.stdout)).toMatch(
      /^pass +a\.yaml +1 expectation · \d+ replications\n +not judged, for want of a baseline: 1 of 2 expectations\n/,
    );
    expect(place.list()).toEqual(['a.yaml']);
  });

  test('where a baseline is all that is expected and may be missing, it is not said that nothing is', async () => {
    const place = new Place({
      'a.yaml': `${EXACT}expect: [ tasks.makespan no worse than baseline by 2% ]\n`,
    });
    const { code, stdout } = await place.hasim(['check', 'a.yaml', '--allow-missing-baseline']);
    expect(code).toBe(0);
    expect(said(stdout)).toBe(
      'pass  a.yaml  1 replication\n      not judged, for want of a baseline: the expectation\n1 scenario: 1 pass\n',
    );
  });

  test('unchanged is exactly unchanged, however few replications', async () => {
    const place = await withBaseline();
    for (const more of [[], ['--replications', '7', '--jobs', '1']]) {
      const { code, stdout } = await place.hasim(['check', 'a.yaml', '--json', ...more]);
      expect(code).toBe(0);
      const [checked] = JSON.parse(stdout).scenarios;
      expect(checked.expectations[1]).toMatchObject({ verdict: 'pass', value: 0, low: 0, high: 0 });
      expect(checked.regressions).toEqual([]);
    }
    expect((await place.hasim(['check', 'a.yaml', '--update'])).stdout).toContain(
      'a.baseline.json unchanged',
    );
  });

  test('a worse design fails over the same work; --update keeps it and shows what changed', async () => {
    const place = await withBaseline();
    put(place, 'a.yaml', GATED.replace('taskCap: 10', 'taskCap: 9'));
    const failed = await place.hasim(['check', 'a.yaml', '--no-charts']);
    expect(failed.code).toBe(1);
    expect(said(failed.stdout)).toMatch(
      /fail +tasks\.queueWait\.mean no worse than baseline by 2%: worse by/,
    );
    expect(said(failed.stdout)).toMatch(/worse +tasks\.\S+: \+/);
    expect(said(failed.stdout)).toMatch(/worse +queue\.length\.mean: \+/);
    // What is worse is told once, not again for the only class.
    expect(failed.stdout).not.toContain('worse         tasks.job.queueWait.p');
    expect(failed.stdout).toContain('repeat  hasim check a.yaml');
    const updated = await place.hasim(['check', 'a.yaml', '--update']);
    expect(updated.code).toBe(0);
    expect(said(updated.stdout)).toMatch(/written; what changed:\n +tasks\.\S+: \S+ s → /);
    expect(updated.stdout).not.toContain('tasks.job.');
    expect((await place.hasim(['check', 'a.yaml'])).code).toBe(0);
  });

  test('a metric of which no expectation speaks fails too when it is worse beyond the tolerance', async () => {
    const place = new Place({ 'a.yaml': SMALL });
    await place.hasim(['check', 'a.yaml', '--update']);
    put(place, 'a.yaml', SMALL.replace('taskCap: 10', 'taskCap: 9'));
    const { code, stdout } = await place.hasim(['check', 'a.yaml', '--no-charts']);
    expect(code).toBe(1);
    expect(said(stdout)).toContain('tasks.queueWait.mean: +');
  });

  test('another work is compared without pairing, and it says so', async () => {
    const place = await withBaseline();
    const { stdout } = await place.hasim(['check', 'a.yaml', '--json', '--no-charts', '--seed', '2']);
    const [checked] = JSON.parse(stdout).scenarios;
    expect(checked.expectations[1].method).toBe('welch');
    expect(checked.remarks.join()).toContain('without pairing');
  });

  test('a baseline that is no good is exit 3, and says how to make it anew', async () => {
    const place = await withBaseline();
    put(place, 'a.baseline.json', text(place, 'a.baseline.json').slice(0, 700));
    const { code, stdout } = await place.hasim(['check', 'a.yaml', '--allow-missing-baseline']);
    expect(code).toBe(3);
    expect(stdout).toContain('a.baseline.json is damaged: not JSON');
    expect(stdout).toContain('hasim check a.yaml --update');
    expect((await place.hasim(['check', 'a.yaml', '--update'])).code).toBe(0);
  });

  test('one of older rules is exit 3; made anew it keeps its tolerance and says what the rules changed', async () => {
    const place = new Place({ 'a.yaml': EXACT });
    await place.hasim(['check', 'a.yaml', '--update']);
    const older = text(place, 'a.baseline.json')
      .replace('"model": 2', '"model": 1')
      .replace('"tolerance": "2%"', '"tolerance": "7%"')
      .replace(/("tasks.makespan(?:\.\w+)?": .*?"values":\[)[^\]]*/g, '$1123');
    put(place, 'a.baseline.json', older);
    const { code, stdout } = await place.hasim(['check', 'a.yaml', '--allow-missing-baseline']);
    expect(code).toBe(3);
    expect(said(stdout)).toContain('without a change of yours');
    const anew = await place.hasim(['check', 'a.yaml', '--update']);
    expect(anew.code).toBe(0);
    expect(said(anew.stdout)).toMatch(/written; what changed:\n +tasks\.makespan: 2 m 03 s → 30\.0 s/);
    // Its mean and its largest over replications are kept as well, and say the same.
    expect(anew.stdout).not.toContain('tasks.makespan.');
    expect(text(place, 'a.baseline.json')).toContain('"tolerance": "7%"');
  });

  test('whatever is wrong with a baseline is said', async () => {
    const place = await withBaseline();
    const whole = text(place, 'a.baseline.json');
    const path = join(place.path, 'a.baseline.json');
    expect(readBaseline(path).kind).toBe('baseline');
    for (const [what, damage, why] of DAMAGES) {
      put(place, 'a.baseline.json', damage(whole));
      expect(readBaseline(path), what).toMatchObject({ kind: 'unfit', why: expect.stringContaining(why) });
    }
  });

  test('what has changed is compared over all that the baseline has; too few replications decide nothing', async () => {
    const place = await withBaseline();
    const change = (cap: string) => put(place, 'a.yaml', GATED.replace('taskCap: 10', cap));
    const check = async (...more: string[]) => {
      const { code, stdout } = await place.hasim(['check', 'a.yaml', '--json', '--no-charts', ...more]);
      return { code, checked: JSON.parse(stdout).scenarios[0] };
    };
    change('taskCap: 11');
    expect((await check()).checked.replications).toBe(30);
    change('taskCap: 9');
    const few = await check('--replications', '3');
    expect(few.code).toBe(4);
    expect(few.checked.regressions[0].verdict).toBe('inconclusive');
    expect(few.checked.repeat).toBe('hasim check a.yaml --replications 3');
    const { code, stderr } = await place.hasim(['check', 'a.yaml', '--update', '--replications', '4']);
    expect(code).toBe(64);
    expect(stderr).toContain('a baseline of 4 replications could decide nothing; take at least 5');
  });

  test('lost lines and renamed parts are exit 3 with their names; what is new is said', async () => {
    const place = new Place({ 'a.yaml': EXACT });
    await place.hasim(['check', 'a.yaml', '--update']);
    const whole = text(place, 'a.baseline.json');
    const check = async (scenario: string, baseline = whole) => {
      put(place, 'a.yaml', scenario);
      put(place, 'a.baseline.json', baseline);
      const { code, stdout } = await place.hasim(['check', 'a.yaml', '--no-charts']);
      return [code, said(stdout)];
    };
    const without = (names: RegExp) =>
      whole
        .split('\n')
        .filter((line) => !names.test(line))
        .join('\n')
        .replace(/,\n {2}\}/, '\n  }');
    const lines = await check(EXACT, without(/"tasks\.queueWait\.(mean|max)"/));
    expect(lines).toEqual([
      3,
      expect.stringMatching(/same metrics.*: tasks\.queueWait\.mean, tasks\.queueWait\.max;/),
    ]);
    // Also in a design that has changed, and where an expectation asks for it.
    const asks = `${EXACT.replace('taskCap: 2', 'taskCap: 3')}expect: [ tasks.queueWait.mean no worse than baseline by 2% ]\n`;
    expect(await check(asks, without(/"tasks\.queueWait\.mean"/))).toEqual([
      3,
      expect.stringContaining('compared with nothing: tasks.queueWait.mean;'),
    ]);
    expect(await check(EXACT.replace('job:', 'deploy:'))).toEqual([
      3,
      expect.stringContaining('tasks.job.failed'),
    ]);
    expect(await check(EXACT.replace('n: {', 'app: {'))).toEqual([
      3,
      expect.stringContaining('node.n.failed'),
    ]);
    expect(await check(EXACT.replace('n: {', 'm: { taskCap: 1 }, n: {'))).toEqual([
      0,
      expect.stringContaining('not in the baseline, so compared with nothing: node.m.failed'),
    ]);
  });

  test('a baseline whose scenario was renamed is exit 3, not a gate that silently is none', async () => {
    const place = await withBaseline();
    renameSync(join(place.path, 'a.yaml'), join(place.path, 'b.yaml'));
    const { code, stdout } = await place.hasim(['check', '.']);
    expect([code, said(stdout)]).toEqual([3, expect.stringContaining('stray baseline  a.baseline.json')]);
    expect(said(stdout)).toContain('rename it with its scenario, or delete it');
    expect(said(stdout)).toContain('1 scenario: ');
    const allowed = await place.hasim(['check', '.', '--allow-missing-baseline']);
    expect([allowed.code, allowed.stdout]).toEqual([0, expect.not.stringContaining('stray')]);
  });

  test('two scenarios whose baselines would be one file are a mistake', async () => {
    const place = new Place({ 'a.yaml': EXACT, 'a.yml': EXACT });
    const { code, stdout } = await place.hasim(['check', '.', '--update']);
    expect([code, said(stdout)]).toEqual([
      2,
      expect.stringContaining('baseline would be that of a.yml, too'),
    ]);
    expect(existsSync(join(place.path, 'a.baseline.json'))).toBe(false);
  });

  test('--update with --set would keep what no file says', async () => {
    const { code, stderr } = await new Place({ 'a.yaml': SMALL }).hasim([
      'check',
      'a.yaml',
      '--update',
      '--seed',
      '2',
    ]);
    expect(code).toBe(64);
    expect(stderr).toContain('--update keeps the numbers of the file as it stands');
  });
});

describe('what CI reads', () => {
  test('JUnit XML: a suite a scenario, a case an expectation; summary and annotations on GitHub', async () => {
    const place = new Place({ 'in/late.yaml': FAILS, 'in/bad.yaml': 'duration: 1m\nname: <&"\u0001\n' });
    const summary = join(place.path, 'summary.md');
    const { code, stderr, stdout } = await place.hasim(
      ['check', 'in', '--json', '--junit', 'out/junit.xml'],
      { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: dirname(place.path) },
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout).scenarios[1].expectations[0]).toMatchObject({
      at: { file: 'in/late.yaml', line: 6 },
      chart: 'reports/late/latency.png',
    });
    expect(place.list('reports/late')).toContain('latency.png');
    const xml = text(place, 'out/junit.xml');
    expect(xml).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="hasim" tests="2" failures="1" errors="1"/,
    );
    expect(xml).toContain('<testsuite name="in/late.yaml" tests="1" failures="1" errors="0" skipped="0"');
    expect(xml).toMatch(
      /<testcase name="tasks.queueWait.max &lt; 20s" classname="in\/late.yaml" time="\d+\.\d{3}">/,
    );
    // What GitLab shows of a failure: what came, where one sees it, how to see it again.
    expect(xml).toMatch(
      /<failure type="fail" message="[^"]*">.*\nchart {3}reports\/late\/latency\.png\nreport {2}.*\nrepeat {2}hasim run in\/late\.yaml/,
    );
    expect(text(place, 'summary.md')).toContain('| ❌ fail | `in/late.yaml` | 0 of 1 | 1 |');
    expect(text(place, 'summary.md')).toContain('Seen on `reports/late/latency.png`');
    const file = `${basename(place.path)}/in`;
    expect(stderr).toContain(
      `::error file=${file}/late.yaml,line=6,col=11,title=fail::tasks.queueWait.max < 20s: 20`,
    );
    expect(stderr).toMatch(new RegExp(`::error file=${file}/bad\\.yaml,line=\\d+,col=\\d+,title=invalid::`));
  });
});
