/** Where there is one class of tasks or of requests, what is said of all and what is said of it is one figure: it stands once. */
import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/page/model.ts';
import { gallery } from '../../src/report/charts/all.ts';
import { compareAnswer } from '../../src/report/compare-answer.ts';
import { compareMarkdown, runMarkdown } from '../../src/report/markdown.ts';
import { PLAIN } from '../../src/report/painter.ts';
import { comparisonJson, resultJson } from '../../src/report/result-json.ts';
import { compareSummary, runSummary } from '../../src/report/summary.ts';
import { tieWarnings } from '../../src/report/tie-words.ts';
import { compareTopic } from '../../src/report/topics.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { type Study, studyOf } from '../../src/study/replications/replicate.ts';
import { pageOfComparison, pageOfRun } from '../page/support.ts';
import { resultsOf, sampleOf } from '../study/support.ts';
import { scenarioOf } from '../support/run.ts';

const CONTEXT = { folder: null, repeat: 'hasim run x.yaml', notes: [], charts: [], paint: PLAIN };

/** Of tasks and of requests: what each class and all together say, so many lost, all alike. */
function design(name: string, classes: readonly string[], lost: number): Study {
  const tasks = classes.map((each) => `${each}: { queued: 1, steps: [{ run: 1s }] }`);
  const requests = classes.map((each) => `page-${each}: { arrivals: { every: 1s } }`);
  const scenario = scenarioOf(
    `{ name: ${name}, duration: 1h, loadBalancer: {}, nodes: { n: { count: 1 } }, workload: { tasks: { ${tasks} }, requests: { ${requests} } } }`,
  );
  return studyOf(
    scenario,
    '1',
    resultsOf(10, (i) => {
      const all = [
        ...['tasks', ...classes.map((each) => `tasks.${each}`)],
        ...['requests', ...classes.map((each) => `requests.page-${each}`)],
      ];
      const n = lost + ((i * lost) % 3);
      const values = all.flatMap((subject) => [
        ...['refused', 'failed'].map((measure) => [`${subject}.${measure}`, n] as const),
        [
          `${subject}.${subject.startsWith('tasks') ? 'successRatio' : 'errorRatio'}`,
          { sum: subject.startsWith('tasks') ? 100 - n : n, per: 100 },
        ] as const,
      ]);
      const samples = all.map((subject) => [
        `${subject}.${subject.startsWith('tasks') ? 'queueWait' : 'latency'}`,
        sampleOf(Array(300).fill((20 + n) * 1e6)),
      ]);
      return { values: Object.fromEntries(values), samples: Object.fromEntries(samples) };
    }),
  );
}

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

/** Subject and measure of the lines of a table in the terminal, whose subject stands in the first of them. */
function linesOf(text: string): string[] {
  let subject = '';
  return spaced(text)
    .split('\n')
    .flatMap((line) => {
      const found = /^ {2}(\S*) +(queue wait p95|success ratio|latency p95|errors|failed|refused) {2,}/.exec(
        line,
      );
      if (found === null) return [];
      subject = found[1] || subject;
      return [`${found[1] === '' ? '' : '* '}${subject} ${found[2]}`];
    });
}

/** Labels of the rows of what changes. */
function changesOf({ planner }: Page): string[] {
  const blocks = planner.filter(({ id }) => id === 'what-changes').flatMap((one) => one.blocks);
  const charts = blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : []));
  return charts.flatMap((chart) => (chart.kind === 'rows' ? chart.rows.map(({ label }) => label) : []));
}

/** Names in the tables of every metric. */
function metricsOf({ engineer }: Page): string[] {
  const blocks = engineer.filter(({ id }) => id.startsWith('metrics')).flatMap((one) => one.blocks);
  return blocks.flatMap((block) => (block.kind === 'table' ? block.rows.map(([name]) => name!) : []));
}

/** Names in the tables of a report. */
function namesOf(markdown: string): string[] {
  return [...markdown.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);
}

describe('with one class of tasks and one of requests', () => {
  const [study, other] = [design('a', ['deploy'], 1), design('b', ['deploy'], 5)];
  const comparison = compareStudies(study, [other]);
  const ONE_EACH = [
    ...['deploy queue wait p95', 'deploy success ratio', 'deploy refused', 'deploy failed'],
    ...['page-deploy latency p95', 'page-deploy errors', 'page-deploy refused', 'page-deploy failed'],
  ];

  it('the table of a comparison has each line once, those of a class together', () => {
    const table = ONE_EACH.map((line) => (/queue|latency/.test(line) ? `* ${line}` : line));
    expect(linesOf(compareSummary(comparison, CONTEXT))).toEqual(table);
    const beside = compareStudies(study, [other, design('c', ['deploy'], 9)]);
    expect(linesOf(compareSummary(beside, CONTEXT))).toEqual(table);
  });

  it('so has that of a run', () => {
    expect(linesOf(runSummary(study, [], CONTEXT)).map((line) => line.replace('* ', ''))).toEqual(ONE_EACH);
  });

  it('so have the chart of differences and what changes on the page', () => {
    const { charts } = gallery(compareTopic(comparison), comparison);
    const scales = charts.find(({ file }) => file === 'differences')!.config.options!.scales as unknown as {
      y0: { ticks: { callback: (value: number) => string[] | string } };
    };
    const labels = Array.from({ length: ONE_EACH.length }, (_, i) => {
      const text = scales.y0.ticks.callback(i + 0.5);
      return (Array.isArray(text) ? text : text.split('\n'))[0];
    });
    expect(labels.reverse()).toEqual(ONE_EACH);
    expect(changesOf(pageOfComparison(study, other))).toEqual(ONE_EACH);
  });

  it('lists of every metric name those of all, say so, and the JSON files have both', () => {
    const said = 'of the only class what stands here of all: see ';
    const lists = [runMarkdown(study, [], CONTEXT), compareMarkdown(comparison, CONTEXT)];
    for (const list of lists) expect(list).toContain(said);
    const pages = [pageOfRun(study), pageOfComparison(study, other)];
    for (const names of [...lists.map(namesOf), ...pages.map(metricsOf)]) {
      expect(names).toContain('tasks.failed');
      expect(names).toContain('requests.latency.p95');
      expect(names.filter((name) => /deploy/.test(name))).toEqual([]);
    }
    for (const page of pages) expect(JSON.stringify(page.engineer)).toContain(said);
    const metrics = Object.keys(resultJson(study, [], '1').metrics);
    expect(metrics).toEqual([...study.estimates.keys()]);
    expect(metrics).toEqual(expect.arrayContaining(['tasks.failed', 'tasks.deploy.failed']));
    expect(JSON.stringify(comparisonJson(comparison, '1'))).toMatch(/"tasks\.deploy\.failed"/);
  });

  it('ties decide about each figure once', () => {
    const ties = [
      'tasks.deploy.failed',
      'tasks.failed',
      'requests.page-deploy.refused',
      'requests.refused',
    ].map((metric) => ({
      metric,
      usual: study.estimates.get(metric)!,
      reversed: other.estimates.get(metric)!,
    }));
    const tied = { ...study, ties };
    expect(tieWarnings(tied).join()).toMatch(/tasks\.failed is [^;]*; requests\.refused is [^;]*$/);
    expect(namesOf(runMarkdown(tied, [], CONTEXT).split('## Ties decide')[1]!).sort()).toEqual([
      'requests.refused',
      'tasks.failed',
    ]);
  });
});

it('with two classes each has its own lines, and lists have those of all as well', () => {
  const [study, other] = [design('a', ['deploy', 'hotfix'], 1), design('b', ['deploy', 'hotfix'], 5)];
  const comparison = compareStudies(study, [other]);
  const each = ['deploy', 'hotfix'];
  const lines = [
    ...each.flatMap((name) =>
      ['queue wait p95', 'success ratio', 'refused', 'failed'].map((one) => `${name} ${one}`),
    ),
    ...each.flatMap((name) =>
      ['latency p95', 'errors', 'refused', 'failed'].map((one) => `page-${name} ${one}`),
    ),
  ];
  expect(changesOf(pageOfComparison(study, other))).toEqual(lines.slice(0, 14));
  const markdown = compareMarkdown(comparison, CONTEXT);
  expect(namesOf(markdown)).toEqual(
    expect.arrayContaining(['tasks.failed', 'tasks.deploy.failed', 'tasks.hotfix.failed']),
  );
  expect(markdown).not.toContain('only class');
  expect(metricsOf(pageOfRun(study))).toEqual([...study.estimates.keys()]);
});

describe('where designs have other classes', () => {
  const DEPLOY = [
    ...['deploy queue wait p95', 'deploy success ratio', 'deploy refused', 'deploy failed'],
    ...['page-deploy latency p95', 'page-deploy errors', 'page-deploy refused', 'page-deploy failed'],
  ];

  it('what is said of all and of the one that they share is two figures: tables have that of the one, lists both', () => {
    const [two, one] = [design('a', ['deploy', 'hotfix'], 1), design('b', ['deploy'], 5)];
    for (const [before, after] of [
      [two, one],
      [one, two],
    ] as const) {
      const comparison = compareStudies(before, [after]);
      expect(linesOf(compareSummary(comparison, CONTEXT)).map((line) => line.replace('* ', ''))).toEqual(
        DEPLOY,
      );
      expect(changesOf(pageOfComparison(before, after))).toEqual(DEPLOY);
      const names = namesOf(compareMarkdown(comparison, CONTEXT));
      expect(names).toEqual(expect.arrayContaining(['tasks.failed', 'tasks.deploy.failed']));
      expect(metricsOf(pageOfComparison(before, after))).toEqual(expect.arrayContaining(names));
    }
  });

  it('and share none, what is said of all goes by the name of none of them', () => {
    const [one, other] = [design('a', ['deploy'], 1), design('b', ['hotfix'], 5)];
    const ofAll = DEPLOY.map((line) =>
      line.replace('page-deploy', 'all requests').replace('deploy', 'all tasks'),
    );
    expect(changesOf(pageOfComparison(one, other)).toSorted()).toEqual(ofAll.toSorted());
    expect(compareAnswer(compareStudies(one, [other])).join()).toContain('all tasks');
  });
});
