/** `summary.md`, `series.csv` and the result files, as other programs read them. */
import { describe, expect, it } from 'vitest';
import { gallery } from '../../src/report/charts/all.ts';
import { seriesCsv } from '../../src/report/csv.ts';
import { compareMarkdown, runMarkdown } from '../../src/report/markdown.ts';
import { comparisonJson, resultJson } from '../../src/report/result-json.ts';
import { runTopic } from '../../src/report/topics.ts';
import { isSaidOfAll } from '../../src/scenario/metric-name.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { studyOf } from '../../src/study/replications/replicate.ts';
import { resultsOf } from '../study/support.ts';
import { aScenario, aStudy } from '../support/fixtures.ts';

const study = aStudy(6, { lostShare: 0.9 });
const other = aStudy(6, { scenario: aScenario({ name: 'b' }), slower: 1.4 });

describe('the result file', () => {
  const result = resultJson(study, [], '0.1.0');

  it('follows the schema hasim.result/1 and survives JSON', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({
      schema: 'hasim.result/1',
      scenario: { name: 'single-region', hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
      engine: { version: '0.1.0', seed: '1', replications: 6 },
      digest: study.digest,
    });
  });

  it('has every metric in base units, with its interval or the reason why there is none', () => {
    expect(Object.keys(result.metrics)).toEqual([...study.estimates.keys()]);
    const wait = result.metrics['tasks.deployment.queueWait.mean']!;
    expect(wait.unit).toBe('s');
    expect(wait.low!).toBeLessThan(wait.value!);
    expect(wait.high!).toBeGreaterThan(wait.value!);
    expect(result.metrics['tasks.deployment.turnaround.p99']).toMatchObject({
      value: null,
      reason: expect.stringContaining('never'),
    });
  });

  it('names a trace by file, hash and row count, without its rows', () => {
    const trace = {
      file: 'jobs.csv',
      hash: 'abc',
      rows: 2,
      arrival: new Float64Array([1, 2]),
      duration: null,
      estimate: null,
      slots: null,
    };
    const task = { ...study.scenario.tasks[0]!, arrivals: { kind: 'trace' as const, trace } };
    const scenario = aScenario({ tasks: [task, ...study.scenario.tasks.slice(1)] });
    const { resolved } = resultJson({ ...study, scenario }, [], '0').scenario as {
      resolved: { tasks: { arrivals: unknown }[] };
    };
    expect(resolved.tasks[0]!.arrivals).toEqual({
      kind: 'trace',
      trace: { file: 'jobs.csv', hash: 'abc', rows: 2 },
    });
  });

  it('of a comparison has the designs, the baseline first, and the effects of each candidate', () => {
    const compared = comparisonJson(compareStudies(study, [other]), '0.1.0');
    expect(JSON.parse(JSON.stringify(compared))).toEqual(compared);
    expect(compared.schema).toBe('hasim.comparison/1');
    expect(compared.designs.map(({ scenario }) => scenario.name)).toEqual(['single-region', 'b']);
    expect(compared.designs[0]!.effects).toBeUndefined();
    expect(compared.designs[1]!.effects!['tasks.deployment.queueWait.mean']).toMatchObject({
      verdict: 'trade-off',
      unit: 's',
    });
  });
});

describe('series.csv', () => {
  const [header, ...rows] = seriesCsv(runTopic(study).designs).trimEnd().split('\r\n');
  const columns = header!.split(',');

  it('has a row for each bin of each replication, and as many cells as its header', () => {
    expect(rows).toHaveLength(6 * 96);
    for (const row of rows) expect(row.split(',')).toHaveLength(columns.length);
    expect(rows[0]!.split(',').slice(0, 4)).toEqual(['single-region', '0', '0', '300']);
  });

  it('says inf where a percentile falls among those that did not succeed', () => {
    const p95 = columns.indexOf('requests.dashboard.latency.p95');
    const values = rows.map((row) => row.split(',')[p95]);
    expect(values).toContain('inf');
    expect(values.some((value) => Number(value) > 0)).toBe(true);
  });

  it('quotes names with commas and quotes', () => {
    const { scenario, runs } = runTopic(study).designs[0]!;
    const csv = seriesCsv([{ name: 'a, "b"', scenario, runs: runs.slice(0, 1) }]);
    expect(csv.split('\r\n')[1]!.startsWith('"a, ""b""",0,')).toBe(true);
  });
});

describe('summary.md', () => {
  it('says of the largest of all replications that what differs is the mean of the largest of each', () => {
    const waits = (factor: number) =>
      studyOf(
        aScenario(),
        '1',
        resultsOf(10, (i) => ({ values: { 'queue.length.max': factor * (10 + i) } })),
      );
    const text = compareMarkdown(compareStudies(waits(1), [waits(2)]), {
      charts: [],
      notes: [],
      repeat: 'x',
    });
    const row = (name: string) =>
      text
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\` |`))!
        .replaceAll('\u00a0', ' ');
    expect(row('queue.length.max.mean')).toMatch(/\| 15 \| 29 \| .+15 ± 3 \| worse/);
    expect(row('queue.length.max.max')).toMatch(/\| 19 \| 38 \| .+15 ± 3 in the mean \| worse/);
  });

  const { charts, notes } = gallery(runTopic(study));

  it('has the question, the charts, every metric and how to repeat it', () => {
    const text = runMarkdown(study, [], { charts, notes, repeat: 'hasim run x.yaml' });
    expect(text.startsWith(`# ${study.scenario.question}\n`)).toBe(true);
    for (const { file } of charts) expect(text).toContain(`](${file}.png)`);
    for (const name of study.estimates.keys())
      if (!isSaidOfAll(name, study.scenario, study.estimates)) expect(text).toContain(`\`${name}\``);
    expect(text).toContain('```\nhasim run x.yaml\n```');
  });

  it('leaves out what is 0 in all replications, says how many, and writes windows as times', () => {
    const one = study.estimates.get('tasks.deployment.queueWait.mean')!;
    const zero = { ...one, value: 0, low: 0, high: 0 };
    const estimates = new Map([
      ['tasks.lost', zero],
      ['tasks.failed', { ...zero, high: 0.3 }],
      ['tasks.queueWait.mean within 3600000000..5400000000', one],
    ]);
    const made = runMarkdown({ ...study, estimates }, [], { charts: [], notes: [], repeat: '' });
    const text = made.replaceAll('\u00a0', ' ');
    expect(text).not.toContain('tasks.lost');
    expect(text).toContain('| `tasks.failed` |');
    expect(text).toContain('1 more metric is 0 in all replications: see result.json.');
    expect(text).toContain('| `tasks.queueWait.mean within 1h..1h30m` |');
  });

  it('cannot be broken by a name with a bar or an angle bracket', () => {
    const scenario = aScenario({ question: 'a | b <script>' });
    const text = runMarkdown({ ...study, scenario }, [], { charts: [], notes: [], repeat: 'x' });
    expect(text).toContain('# a \\| b &lt;script>');
  });

  it('of a comparison has a table a candidate', () => {
    const text = compareMarkdown(compareStudies(study, [other]), { charts: [], notes: [], repeat: 'x' });
    expect(text).toContain('## b against single-region');
    expect(text).toContain('| metric | single-region | b | difference (95 %) | verdict |');
  });
});
