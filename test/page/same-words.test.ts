/** Terminal, Markdown and page say the same words, and the fields of the JSON files are those that the docs list. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareMarkdown, runMarkdown } from '../../src/report/markdown.ts';
import { PLAIN } from '../../src/report/painter.ts';
import { comparisonJson, resultJson } from '../../src/report/result-json.ts';
import { compareSummary, runSummary } from '../../src/report/summary.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { aScenario, aStudy } from '../support/fixtures.ts';
import { htmlOf, judgementsOf, pageOfComparison, pageOfRun, textOf } from './support.ts';

const limit = (text: string, metric: string, operator: '<' | '>', value: number) =>
  ({ kind: 'limit', text, level: 'error', metric, operator, value, within: null }) as const;
const met = limit('tasks.queueWait.p95 < 10m', 'tasks.queueWait.p95', '<', 600);
const missed = limit('tasks.queueWait.mean < 1ms', 'tasks.queueWait.mean', '<', 0.001);
const CONTEXT = {
  folder: null,
  repeat: 'hasim run x.yaml',
  notes: [],
  charts: [],
  paint: { ...PLAIN, columns: 10_000 },
};

/** Words alone: what a table or a line break lies between makes no difference. */
const words = (text: string): string =>
  text
    .replaceAll(/[\u00a0\s]+/g, ' ')
    .replaceAll(/[`*|\\]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll(/ +/g, ' ');

describe.each([
  ['nothing promised', []],
  ['a promise kept', [met]],
  ['a promise broken', [met, missed]],
])('of a run with %s', (_, promises) => {
  const study = aStudy(6, { scenario: aScenario({ expect: promises }) });
  const judgements = judgementsOf(study);
  const page = pageOfRun(study);
  const terminal = words(runSummary(study, judgements, CONTEXT));
  const markdown = words(runMarkdown(study, judgements, CONTEXT));

  it('answer, question, verdicts, warnings and digest of the page stand in the terminal and in summary.md', () => {
    for (const text of [page.title, ...page.answer, page.digest]) {
      expect(terminal).toContain(words(text));
      expect(markdown).toContain(words(text));
    }
    for (const { text, measured, verdict } of page.limits) {
      for (const one of [text, measured, verdict]) {
        expect(terminal).toContain(words(one));
        expect(markdown).toContain(words(one));
      }
    }
    for (const warning of study.warnings) expect(words(textOf(htmlOf(page)))).toContain(words(warning));
  });
});

it('of a comparison the same', () => {
  const study = aStudy(6, { scenario: aScenario({ expect: [met] }) });
  const comparison = compareStudies(study, [aStudy(6, { scenario: aScenario({ name: 'b' }), slower: 1.4 })]);
  const page = pageOfComparison(study, comparison.candidates[0]!.study);
  const terminal = words(compareSummary(comparison, CONTEXT));
  const markdown = words(compareMarkdown(comparison, CONTEXT));
  for (const text of [...page.answer, page.digest]) {
    expect(terminal).toContain(words(text));
    expect(markdown).toContain(words(text));
  }
});

describe('the fields of result.json and comparison.json', () => {
  const docs = readFileSync(new URL('../../docs/results.md', import.meta.url), 'utf8');
  const study = aStudy(6, { scenario: aScenario({ expect: [met] }) });
  const other = aStudy(6, { scenario: aScenario({ name: 'b' }), slower: 1.4 });

  const listedIn = (name: string): string[] => {
    const [section] = docs.slice(docs.indexOf(`## \`${name}\``)).split('\n## ');
    return [...section!.matchAll(/^\| `([^`]+)`/gm)].map(([, path]) => path!);
  };

  it.each([
    ['result.json', resultJson(study, judgementsOf(study), '1')],
    ['comparison.json', comparisonJson(compareStudies(study, [other]), '1')],
  ])('of %s are all in docs/results.md', (name, json) => {
    const own = listedIn(name);
    const ofDesign = name === 'result.json' ? [] : listedIn('result.json').map((path) => `designs[].${path}`);
    const listed = new Set([...own, ...ofDesign]);
    // Nothing is listed twice.
    expect(own).toHaveLength(new Set(own).size);
    const found = new Set(pathsOf(JSON.parse(JSON.stringify(json)), ''));
    expect([...found].filter((path) => !listed.has(path))).toEqual([]);
  });
});

/** Maps whose keys are the user's or the catalogue's. */
const NAMED = /(^|\.)(metrics|averages|rates|latencies|effects|ties)$/;
const FREE = /(^|\.)(resolved|resources)$/;

function pathsOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || FREE.test(at)) return at === '' ? [] : [at];
  if (Array.isArray(value))
    return value.length === 0 ? [at] : value.flatMap((one) => pathsOf(one, `${at}[]`));
  return Object.entries(value).flatMap(([key, each]) => {
    const path = NAMED.test(at) ? `${at}.<name>` : at === '' ? key : `${at}.${key}`;
    return pathsOf(each, path);
  });
}
