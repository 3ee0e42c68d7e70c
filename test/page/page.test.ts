/** A report as one file that is whole without scripts and without styles, and says what the terminal says. */
import { describe, expect, it } from 'vitest';
import type { RowsChart } from '../../src/page/model.ts';
import { rowsTable } from '../../src/page/view/chart-table.ts';
import { compareAnswer } from '../../src/report/compare-answer.ts';
import { figure } from '../../src/report/figures.ts';
import { together } from '../../src/report/line-breaks.ts';
import { runAnswer } from '../../src/report/run-facts.ts';
import { isSaidOfAll } from '../../src/scenario/metric-name.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { studyOf } from '../../src/study/replications/replicate.ts';
import { resultsOf, sampleOf } from '../study/support.ts';
import { aScenario, aStudy } from '../support/fixtures.ts';
import { htmlOf, judgementsOf, pageOfComparison, pageOfRun, tagsOf, textOf } from './support.ts';

const limit = (text: string, metric: string, operator: '<' | '>', value: number) =>
  ({ kind: 'limit', text, level: 'error', metric, operator, value, within: null }) as const;
const EXPECT = [
  limit('tasks.queueWait.p95 < 10m', 'tasks.queueWait.p95', '<', 600),
  limit('tasks.queueWait.mean < 1ms', 'tasks.queueWait.mean', '<', 0.001),
];
const study = aStudy(6, { scenario: aScenario({ expect: EXPECT }) });
const slower = aStudy(6, { scenario: aScenario({ name: 'b', expect: EXPECT }), slower: 1.4 });
const page = pageOfRun(study);
const html = htmlOf(page);
const text = textOf(html);

describe('a report page', () => {
  it('says without a script what the terminal says: the answer, every limit with its verdict, every metric', () => {
    const judgements = judgementsOf(study);
    expect(text).toContain(together(runAnswer(study, judgements)));
    for (const { expectation } of judgements) expect(text).toContain(expectation.text);
    for (const [name, estimate] of study.estimates) {
      if (!isSaidOfAll(name, study.scenario, study.estimates)) expect(text).toContain(name);
      expect(text).toContain(together(figure(estimate)));
    }
    expect(text).toContain(page.repeat);
    expect(text).toContain(page.digest);
  });

  it('begins each limit with its verdict, which no width cuts off', () => {
    const rows = html.slice(html.indexOf('What was promised')).match(/<tbody>.*?<\/tbody>/s)![0];
    for (const row of rows.split('<tr>').slice(1)) expect(row).toMatch(/^<td class="\w+">[✓✗?] /);
  });

  it('has every limit, however many there are, and no file that does not have them', () => {
    const many = Array.from({ length: 50 }, (_, i) =>
      limit(`tasks.queueWait.mean < ${i}h`, 'tasks.queueWait.mean', '<', i * 3600),
    );
    const scenario = aScenario({ expect: many });
    const compared = pageOfComparison(aStudy(6, { scenario }), aStudy(6, { scenario }));
    const said = textOf(htmlOf(compared));
    expect(said.match(/tasks\.queueWait\.mean < \d+h/g)!.length).toBeGreaterThanOrEqual(100);
    expect(said).toContain('60 more limits');
    expect(said).not.toContain('result.json');
  });

  it('has a limit with what was measured, its interval, the margin of the end that decides, and the verdict', () => {
    const [met, missed] = page.limits;
    expect(met).toMatchObject({ text: 'tasks.queueWait.p95 < 10m', verdict: 'pass', tone: 'good' });
    expect(missed).toMatchObject({ verdict: 'fail', tone: 'bad' });
    for (const { measured, interval, margin } of page.limits) {
      expect(measured).toMatch(/\d/);
      expect(interval).toMatch(/ to |exact/);
      expect(margin).toMatch(/\d/);
    }
  });

  it('says why an inconclusive limit cannot be decided, which is not always that an interval reaches over it', () => {
    const wait = study.estimates.get('tasks.queueWait.mean')!.value!;
    const at = limit('tasks.queueWait.mean < it', 'tasks.queueWait.mean', '<', wait);
    const scenario = aScenario({ expect: [at] });
    const said = (replications: number) =>
      textOf(htmlOf(pageOfRun(aStudy(replications, { scenario })))).match(/inconclusive: [^.]*\./g);
    expect(said(6)).toEqual(['inconclusive: the interval reaches over the limit, so it cannot be said.']);
    expect(said(4)).toEqual(['inconclusive: fewer than 5 replications.']);
    expect(said(1)).toEqual(['inconclusive: a single value has no interval.']);
  });

  it('says of a figure without an interval why it has none', () => {
    const waits = (i: number) => ({
      'tasks.deployment.queueWait': sampleOf(
        Array.from({ length: 96 }, (_, k) => 1e6 * (k + 1)),
        { never: i === 0 ? 40 : 0 },
      ),
    });
    const many = studyOf(
      aScenario(),
      '1',
      resultsOf(10, (i) => ({ samples: waits(i) })),
    );
    const [figure] = pageOfRun(many).figures;
    expect(figure).toMatchObject({
      name: 'deployment queue wait p95',
      note: 'no interval: beyond every limit in 1 of 10 replications',
    });
  });

  it('says of no change that there is none, not that it is 0 % lower', () => {
    const { figures } = pageOfComparison(study, aStudy(6, { scenario: aScenario({ name: 'b' }) }));
    expect(figures.map(({ value, note }) => [value, note])).toContainEqual(['0', 'no difference']);
    for (const { note } of figures) expect(note).not.toMatch(/^0\s%/);
  });

  it('has the same ends of an interval in words and in the figures behind a chart', () => {
    const values = [200, 210, 220, 230, 240, 250, 260, 270, 280, 291.6];
    const makespans = studyOf(
      aScenario({ expect: [limit('tasks.makespan < 1s', 'tasks.makespan', '<', 1)] }),
      '1',
      resultsOf(10, (i) => ({ values: { 'tasks.makespan': values[i]! } })),
    );
    const { proof, limits } = pageOfRun(makespans);
    const { rows } = rowsTable(proof as RowsChart);
    expect(rows[0]![3]).toBe(limits[0]!.interval);
    const { low, high } = makespans.estimates.get('tasks.makespan')!;
    expect((proof as RowsChart).rows[0]!.ends95).toEqual([low, high]);
  });

  it('proves by the limit that is missed, with the replications as dots and both intervals', () => {
    const { proof } = page;
    if (proof?.kind !== 'rows') throw new Error('no rows');
    const [row] = proof.rows;
    expect(row!.mark).toBe(0.001);
    expect(row!.dots).toHaveLength(6);
    const [[low, high], [inLow, inHigh]] = [row!.ends95!, row!.ends50!];
    expect(low).toBeLessThan(inLow);
    expect(inHigh).toBeLessThan(high);
  });

  it('has at most five figures, and they stand before the planner’s part', () => {
    expect(page.figures.length).toBeGreaterThan(2);
    expect(page.figures.length).toBeLessThanOrEqual(5);
    const order = [`<dt>${page.figures[0]!.name}`, '<h2>For the planner', '<h2>For the engineer'];
    const places = order.map((part) => html.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('needs no style of its own: a policy that blocks styles takes no line from a chart', () => {
    for (const tag of tagsOf(html)) expect(tag).not.toMatch(/\sstyle=|\son[a-z]+=/i);
    const lines = tagsOf(html).filter((tag) => tag.startsWith('<path') && tag.includes('class="tone'));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/stroke="(#[0-9A-F]{6}|currentColor)"/);
  });

  it('names nothing outside of itself, and forbids itself to ask for anything', () => {
    for (const tag of tagsOf(html)) {
      for (const [, value] of tag.matchAll(/\s(?:src|href|xlink:href|action|data)="([^"]*)"/g))
        expect(value).toMatch(/^(#|data:,$)/);
    }
    expect(html).not.toMatch(/url\(|@import/);
    expect(html).toContain("default-src 'none'");
  });

  it('has a table behind every chart, open for those who cannot open it', () => {
    const charts = html.match(/<figure /g)!.length;
    expect(html.match(/<details open[^>]*class="behind"/g)).toHaveLength(charts);
    expect(text).toMatch(/50 % interval/);
  });

  it('has nothing to press where nothing would happen', () => {
    for (const tag of tagsOf(html)) expect(tag).not.toMatch(/^<(button|input|select)/);
  });

  it('of a comparison draws the paired difference of each replication, and proves what the answer says first', () => {
    const compared = pageOfComparison(study, slower);
    expect(compared.answer).toEqual(expect.arrayContaining(compareAnswer(compareStudies(study, [slower]))));
    if (compared.proof?.kind !== 'rows') throw new Error('no rows');
    const [row] = compared.proof.rows;
    expect(row!.mark).toBe(0);
    expect(row!.dots).toHaveLength(6);
    expect(compared.limits.map((one) => one.text)).toContain('b: tasks.queueWait.p95 < 10m');
    expect(compared.figures[0]!.name).toBe(row!.label);
  });
});

describe('hostile names', () => {
  const NAME = '</script><img src=x onerror=alert(1)>"\'&<b>';
  const hostile = aStudy(6, {
    scenario: aScenario({
      name: NAME,
      question: NAME,
      expect: [limit(NAME, 'tasks.queueWait.p95', '<', 600)],
    }),
  });
  const { scenario } = hostile;
  const renamed = {
    ...hostile,
    scenario: {
      ...scenario,
      assumed: [{ path: NAME, value: NAME, text: NAME, source: NAME, standing: 'assumed' }],
    },
  } as const;
  const evil = htmlOf(pageOfRun(renamed, { repeat: NAME, notes: [NAME] }));

  it('are text everywhere: in the page, in its title, in its data', () => {
    expect(tagsOf(evil).filter((tag) => /^<(img|b)\b/.test(tag))).toEqual([]);
    expect(evil.match(/<\/script>/g)).toHaveLength(2);
    expect(textOf(evil)).toContain(NAME);
    const [, json] = /<script type="application\/json" id="page-data">([\s\S]*?)<\/script>/.exec(evil)!;
    expect(JSON.parse(json!)).toMatchObject({ title: NAME, repeat: NAME });
  });
});
