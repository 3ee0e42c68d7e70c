/** What `run` and `compare` print: the answer first, never more than 40 lines of 100 columns. */
import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../src/report/painter.ts';
import { resultJson } from '../../src/report/result-json.ts';
import { compareSummary, runSummary, type SummaryContext } from '../../src/report/summary.ts';
import { columns, paragraph, width } from '../../src/report/table.ts';
import type { LimitExpectation } from '../../src/scenario/expectation.ts';
import type { FilledFigure, TaskClassSpec } from '../../src/scenario/scenario.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import type { Estimate } from '../../src/study/estimates/estimate.ts';
import { type Judgement, judge } from '../../src/study/estimates/gate.ts';
import { type Study, studyOf } from '../../src/study/replications/replicate.ts';
import { resultsOf, sampleOf } from '../study/support.ts';
import { aScenario, aStudy, SPANS } from '../support/fixtures.ts';

const CONTEXT: SummaryContext = {
  folder: 'reports/single-region/',
  repeat: 'hasim run scenarios/single-region.yaml --seed 1 --replications 10',
  notes: [],
  paint: PLAIN,
};

const study = aStudy(10);

function limit(metric: string, value: number, level: 'error' | 'warn' = 'error'): Judgement {
  const text = `${metric} < ${value}`;
  return judge({ kind: 'limit', text, level, metric, operator: '<', value, within: null }, study.estimates);
}

function spaced(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

function shape(text: string): { lines: number; widest: number } {
  const lines = text.split('\n');
  return { lines: lines.length, widest: Math.max(...lines.map(width)) };
}

describe('the summary of a run', () => {
  it('begins with the question and whether what was promised is met', () => {
    const met = spaced(runSummary(study, [limit('tasks.deployment.queueWait.p95', 30)], CONTEXT));
    expect(met.split('\n')[0]).toBe(study.scenario.question);
    expect(met).toContain('The expectation is met. Deployment queue wait p95');
    expect(met).toMatch(/pass +tasks.deployment.queueWait.p95 < 30: 14\.\d s ± 0\.\d/);
    expect(met).toContain('Busiest: the task slots');
    const several = (n: number) =>
      spaced(runSummary(study, Array(n).fill(limit('tasks.deployment.queueWait.p95', 30)), CONTEXT));
    expect(several(2)).toContain('Both expectations are met. ');
    expect(several(3)).toContain('All 3 expectations are met. ');
  });

  it('says that nothing arrived where nothing did', () => {
    const empty = studyOf(
      aScenario(),
      '1',
      resultsOf(10, () => ({ values: { 'tasks.arrived': 0, 'requests.arrived': 0 } })),
    );
    expect(runSummary(empty, [], CONTEXT).split('\n')[2]).toBe('  Nothing arrived.');
    expect(runSummary(study, [], CONTEXT)).not.toContain('Nothing arrived');
  });

  it('says first which promise is broken, with the limit and what came', () => {
    const missed = spaced(runSummary(study, [limit('requests.dashboard.latency.p95', 0.1)], CONTEXT));
    expect(missed).toContain('The expectation is not met: requests.dashboard.latency.p95 < 0.1: 0.35');
    const none = (n: number) =>
      spaced(runSummary(study, Array(n).fill(limit('requests.dashboard.latency.p95', 0.1)), CONTEXT));
    expect(none(2)).toContain('Neither expectation is met: requests.');
    expect(none(3)).toContain('None of the 3 expectations is met: requests.');
  });

  it('folds away what matters least: the first measure of each class stays, what did not happen goes', () => {
    const many = Array.from({ length: 12 }, () => limit('tasks.deployment.queueWait.p95', 30));
    const notes = Array.from({ length: 9 }, (_, i) => `note ${i}`);
    const folded = spaced(runSummary(study, many, { ...CONTEXT, notes }));
    expect(folded).toMatch(/more lines in summary\.md/);
    expect(folded).toMatch(/deployment +queue wait p95/);
    expect(folded).toMatch(/dashboard +latency p95/);
    expect(folded).not.toMatch(/errors +0 %/);
  });

  it('calls a broken warning a warning', () => {
    const warned = runSummary(study, [limit('requests.dashboard.latency.p95', 0.1, 'warn')], CONTEXT);
    expect(warned).toMatch(/All that is required is met, with a warning/);
    expect(warned).toMatch(/^ {2}warning /m);
  });

  it('never calls a promise met that cannot be judged', () => {
    const text = runSummary(study, [limit('tasks.nothing.queueWait.p95', 1)], CONTEXT);
    expect(text).toContain('cannot be judged');
    expect(text).not.toContain('is met');
  });

  it('says how many did not succeed', () => {
    const lossy = aStudy(10, { lostShare: 0.3 });
    expect(spaced(runSummary(lossy, [], CONTEXT))).toMatch(
      /\d(\.\d+)? % of the tasks did not succeed and \d(\.\d+)? % of the requests/,
    );
  });

  it('says what was not over in the end, and nothing where all was', () => {
    const open: Estimate = { value: 5.2, unit: 'count', kind: 'count', low: 4.6, high: 5.8, n: 10 };
    const drowned = (value: number): Study => {
      const unfinished = { ...open, value };
      const names = ['tasks.unfinished', 'tasks.deployment.unfinished'];
      return {
        ...study,
        estimates: new Map([...study.estimates, ...names.map((name) => [name, unfinished] as const)]),
      };
    };
    const text = spaced(runSummary(drowned(5.2), [], CONTEXT));
    expect(text).toContain('5.2 tasks were not over when the run ended');
    expect(text).toMatch(/ unfinished +5\.2 ± 0\.6/);
    expect(runSummary(drowned(0), [], CONTEXT)).not.toMatch(/unfinished|not over/);
  });

  it('says beside a mean how many are not in it (rule W5)', () => {
    const mean: Estimate = {
      ...{ value: 3240, unit: 's', kind: 'mean', low: 3120, high: 3360, n: 10 },
      leftOut: 5858,
    };
    const some = { ...study, estimates: new Map([...study.estimates, ['tasks.queueWait.mean', mean]]) };
    const judgement = judge(
      {
        ...{ kind: 'limit', text: 'tasks.queueWait.mean < 3h', level: 'error', within: null },
        ...{ metric: 'tasks.queueWait.mean', operator: '<', value: 10_800 },
      } as LimitExpectation,
      some.estimates,
    );
    expect(spaced(runSummary(some, [judgement], CONTEXT))).toMatch(
      /pass +tasks\.queueWait\.mean < 3h: 54 m \d+ s ± 2 m \d+ s \(5 858 left out\)/,
    );
    expect(resultJson(some, [judgement], '1').metrics['tasks.queueWait.mean']).toMatchObject({
      leftOut: 5858,
    });
  });

  it('gives the reason instead of a value', () => {
    const text = spaced(runSummary(aStudy(10, { lostShare: 0.9 }), [], CONTEXT));
    expect(text).toMatch(/turnaround p95 +never: \d/);
  });

  it('ends with what is assumed, where to look on, how to repeat it and the digest', () => {
    const text = spaced(runSummary(study, [], CONTEXT));
    expect(text).toContain('10 replications of 8 h');
    expect(text).toContain('Assumed, not documented: database calls per deployment (300)');
    expect(text).toContain('charts and tables  reports/single-region/');
    expect(text).toContain(CONTEXT.repeat);
    expect(text).toMatch(/digest [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}$/);
  });

  it('stays within 40 lines of 100 columns whatever the scenario holds', () => {
    const base = aScenario();
    const long = 'a-name-that-is-as-long-as-names-may-be-in-a-scenario-file-of-somebody';
    const tasks = Array.from(
      { length: 12 },
      (_, i): TaskClassSpec => ({ ...base.tasks[0]!, name: `${long}-${i}` }),
    );
    const assumed = Array.from(
      { length: 30 },
      (_, i): FilledFigure => ({ ...base.assumed[0]!, text: `${long} ${i}` }),
    );
    const scenario = aScenario({ tasks, assumed, name: long, question: `${long} `.repeat(8).trim() });
    const flows = tasks.map(({ name }) => ({
      subject: `tasks.${name}`,
      perHour: 30,
      measures: { queueWait: 6, duration: 900 },
    }));
    const crowded = aStudy(6, { scenario, flows });
    const judgements = Array.from({ length: 30 }, (_, i) => limit('tasks.deployment.queueWait.p95', i + 1));
    const context = {
      ...CONTEXT,
      notes: Array.from({ length: 20 }, (_, i) => `${long} ${i}`),
      repeat: `hasim run ${long}`,
    };
    const { lines, widest } = shape(runSummary(crowded, judgements, context));
    expect(lines).toBeLessThanOrEqual(40);
    expect(widest).toBeLessThanOrEqual(100);
    const other = aStudy(6, { scenario: { ...scenario, name: `${long}-2` }, flows, slower: 1.3 });
    const compared = shape(compareSummary(compareStudies(crowded, [other]), context));
    expect(compared.lines).toBeLessThanOrEqual(40);
    expect(compared.widest).toBeLessThanOrEqual(100);
  });
});

describe('the summary of a comparison', () => {
  const other = aScenario({ name: 'cross-region-hot-hot' });

  it('says in one sentence which design is worse at what and by how much', () => {
    const slower = aStudy(10, { scenario: other, slower: 1.6 });
    const text = spaced(compareSummary(compareStudies(study, [slower]), CONTEXT)).replaceAll(/\n +/g, ' ');
    expect(text).toMatch(
      /cross-region-hot-hot is worse than single-region: .*dashboard latency p95 \d+ % longer \(\+0\.\d+ s ± /,
    );
    expect(text).toContain('paired (the same 6 938 tasks in both): pairing saved');
    expect(text).toContain('resources: 4 nodes, 40 slots, 16 cores · the same');
  });

  it('never leaves out that fewer succeed, however much longer it takes', () => {
    const design = (seconds: number, failed: number, of = study.scenario): Study => {
      const make = (i: number) => ({
        values: { 'tasks.deployment.successRatio': { sum: 100 - failed, per: 100 } },
        samples: { 'tasks.deployment.turnaround': sampleOf(Array(300).fill((seconds + i / 100) * 1e6)) },
      });
      return studyOf(of, '1', resultsOf(10, make));
    };
    const text = spaced(compareSummary(compareStudies(design(20, 0), [design(60, 5, other)]), CONTEXT));
    expect(text.replaceAll(/\n +/g, ' ')).toContain(
      'worse than single-region: deployment turnaround p95 3.0× as long (+40.00 s ± 0.09) and deployment success ratio −5.00 points',
    );
  });

  it('says every warning whole, where two end alike', () => {
    const warned = (designs: Study, name: string): Study => ({
      ...designs,
      warnings: [`${name} ${'is rather long and goes on '.repeat(4)}with the same end`],
    });
    const compared = compareStudies(warned(study, 'a'), [warned(aStudy(10, { scenario: other }), 'b')]);
    const text = compareSummary(compared, CONTEXT);
    expect(text.match(/with the same\s+end/g)).toHaveLength(2);
  });

  it('says which of them has no value, and why', () => {
    const never = (share: number, of = study.scenario): Study =>
      studyOf(
        of,
        '1',
        resultsOf(10, () => ({
          samples: {
            'tasks.deployment.queueWait': sampleOf(Array(300).fill(1e6), { never: 300 * share }),
          },
        })),
      );
    const said = (a: Study, b: Study) =>
      spaced(compareSummary(compareStudies(a, [b]), CONTEXT)).replaceAll(/\n +/g, ' ');
    expect(said(never(0), never(0.25, other))).toContain(
      'cross-region-hot-hot is worse than single-region: deployment queue wait p95 (never: 20 % did not start)',
    );
    expect(said(never(0.25), never(0, other))).toContain(
      'cross-region-hot-hot is better than single-region: deployment queue wait p95 (instead of never: 20 % did not start)',
    );
  });

  it('cuts a reason in a cell sooner than the words before the figures', () => {
    const design = (never: number, name: string): Study => {
      const names = ['deployment.queueWait', 'deployment.turnaround'];
      const sample = () => sampleOf(Array(300).fill(1e6), { never });
      const samples = Object.fromEntries(names.map((each) => [`tasks.${each}`, sample()]));
      return studyOf(
        aScenario({ name }),
        '1',
        resultsOf(10, () => ({ samples })),
      );
    };
    const compared = compareStudies(design(0, 'one-of-a-long-name'), [design(75, 'another-of-a-long-name')]);
    const text = spaced(compareSummary(compared, { ...CONTEXT, paint: { ...PLAIN, columns: 82 } }));
    expect(text).toMatch(/^ {2}deployment +queue wait p95 +1\.00 s +never: 20 %… /m);
    expect(text).toMatch(/^ +turnaround p95 +1\.00 s +never: 20 %… /m);
    const lost = compareStudies(design(0, 'one-of-a-long-name'), [
      design(30_000_000, 'another-of-a-long-name'),
    ]);
    const all = spaced(compareSummary(lost, { ...CONTEXT, paint: { ...PLAIN, columns: 82 } }));
    expect(all).toMatch(/^ +turnaround p95 +1\.00 s +never: 99.999 %… /m);
    expect(text).toMatch(/^ +one-of-\S+ +another-\S+ +difference .*verdict$/m);
  });

  it('says better when it is', () => {
    const faster = aStudy(10, { scenario: other, slower: 0.5 });
    expect(compareSummary(compareStudies(study, [faster]), CONTEXT)).toMatch(
      /cross-region-hot-hot is better than/,
    );
  });

  it('calls equal things no difference, not eleven digits', () => {
    const text = spaced(compareSummary(compareStudies(study, [aStudy(10, { scenario: other })]), CONTEXT));
    expect(text).toMatch(
      /No difference between cross-region-hot-hot and single-region in deployment queue wait p95/,
    );
    for (const line of text.split('\n').filter((one) => / p95 {2,}/.test(one))) {
      expect(line).toMatch(/ 0 {2}no difference$/);
    }
  });

  it('says first of what nothing can be said, the largest difference before all, and then what is equal', () => {
    const slower = aStudy(3, { scenario: other, slower: 1.6 });
    const text = spaced(compareSummary(compareStudies(aStudy(3), [slower]), CONTEXT)).replaceAll(
      /\n +/g,
      ' ',
    );
    expect(text).toMatch(
      /Nothing can be said about deployment turnaround p95.*: fewer than 5 replications\. No difference between/,
    );
  });

  it('says both halves when the survivors are faster and fewer (rule W5)', () => {
    const fewer = aStudy(10, { scenario: other, slower: 0.5, lostShare: 0.1 });
    const text = spaced(compareSummary(compareStudies(study, [fewer]), CONTEXT)).replaceAll(/\n +/g, ' ');
    expect(text).toMatch(/shorter \(−[^)]*\), but [\d.]+ points more did not succeed/);
    expect(text).toContain('trade-off');
  });

  it('puts several candidates beside each other within 100 columns', () => {
    const more = ['b', 'c', 'd', 'e', 'f'].map((name, i) =>
      aStudy(5, {
        scenario: aScenario({ name: `design-with-a-long-name-${name}` }),
        slower: 1 + i / 5,
        spans: SPANS,
      }),
    );
    const text = compareSummary(compareStudies(aStudy(5), more), CONTEXT);
    const { lines, widest } = shape(text);
    expect(lines).toBeLessThanOrEqual(40);
    expect(widest).toBeLessThanOrEqual(100);
    expect(spaced(text)).toContain('1 more design is in summary.md');
    // Cut at their ends all four would read alike.
    for (const name of ['b', 'c', 'd', 'e']) expect(text).toContain(`design…ame-${name}`);
  });

  it.each([100, 80, 60])(
    'cuts no word before the figures of several candidates at %d columns: designs give way',
    (wide) => {
      const losing = ['b', 'c', 'd'].map((name) =>
        aStudy(5, { scenario: aScenario({ name: `design-${name}` }), slower: 0.5, lostShare: 0.1 }),
      );
      const paint = { ...PLAIN, columns: wide };
      const text = spaced(compareSummary(compareStudies(aStudy(5), losing), { ...CONTEXT, paint }));
      expect(shape(text).widest).toBeLessThanOrEqual(wide);
      for (const line of [
        /^ {2}deployment +queue wait p95 /m,
        /^ {2}dashboard +latency p95 /m,
        /^ {2}availability +tasks /m,
      ])
        expect(text).toMatch(line);
      const [, designs] = /^( {10,}\S.*)$/m.exec(text)!;
      const shown = designs!.trim().split(/ {2,}/).length;
      expect(text.includes('more design')).toBe(shown < 4);
      expect(/(\d) more designs? (?:is|are) in summary/.exec(text)?.[1] ?? '0').toBe(String(4 - shown));
    },
  );

  it('names what differs taken alone and not among all figures at once, instead of leaving it out of its sentence', () => {
    const alone = compareStudies(aStudy(6), [aStudy(6, { scenario: other })]);
    const [candidate] = alone.candidates;
    const effect = {
      ...candidate!.effects.get('tasks.deployment.queueWait.p95')!,
      verdict: 'better' as const,
    };
    const perhaps = { ...effect, difference: -5, half: 4, relative: -0.3 };
    const answer = {
      ...candidate!.answer,
      same: [perhaps, ...candidate!.answer.same.filter(({ metric }) => metric !== effect.metric)],
    };
    const text = spaced(
      compareSummary({ ...alone, candidates: [{ ...candidate!, answer }] }, CONTEXT),
    ).replaceAll(/\n +/g, ' ');
    expect(text).toContain(
      'may differ from single-region, or by chance among so many figures: deployment queue wait p95',
    );
    expect(text).toMatch(/No difference between \S+ and single-region in [^.]*\./);
  });
});

describe('tables', () => {
  it('are aligned without counting what paint adds', () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    const rows = [
      [{ text: 'a', paint: red }, { text: '1' }],
      [{ text: 'bcd' }, { text: '22' }],
    ];
    expect(columns(rows, ['left', 'right'], 80, 1)).toEqual([` ${red('a')}     1`, ' bcd  22']);
  });

  it('wrap words and cut what is longer than a line', () => {
    expect(paragraph('one two three', 10, 2)).toEqual(['  one two', '  three']);
    expect(paragraph('abcdefghijkl', 8, 2)).toEqual(['  abcde…']);
  });
});
