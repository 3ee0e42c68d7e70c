/** The real pages of reports/gallery say what the program says today; those of chance are tried by two replications. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataOf, PAGES } from '../../scripts/gallery-pages.ts';
import { loadScenario } from '../../src/node/load-scenario.ts';
import type { Page, Row } from '../../src/page/model.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { pageOfRun } from '../page/support.ts';
import { ROOT, textOf } from './support.ts';

const kept = (name: string): Page => dataOf(textOf(`reports/gallery/${name}.html`));

test('the page of a run has the first replications as they come out today', async () => {
  const { command } = PAGES.find(({ name }) => name === 'page-run')!;
  const { scenario } = loadScenario(join(ROOT, /scenarios\S+/.exec(command)![0]));
  const dots = (page: Page) => new Map(exact(page).map((row) => [row.label, row.dots.slice(0, 2)]));
  const [now, then] = [
    dots(pageOfRun(await replicate(scenario, inlineRunner, fixed(2), { triesTies: false }))),
    dots(kept('page-run')),
  ];
  const both = [...now.keys()].filter((label) => then.has(label));
  expect(both.length).toBeGreaterThan(5);
  for (const label of both)
    expect(now.get(label), `${label}, stale: run npm run gallery`).toEqual(then.get(label));
});

/** Of a ratio the dots are pseudo-values, which hang on all replications. */
function exact({ planner }: Page): readonly Row[] {
  const charts = planner.flatMap(({ blocks }) =>
    blocks.flatMap((one) => ('charts' in one ? one.charts : [])),
  );
  const found = charts.find(({ id }) => id === 'each-replication');
  return found?.kind === 'rows' ? found.rows.filter(({ unit }) => unit !== 'share') : [];
}

test('the page of the comparison has the digest that the README prints', () => {
  expect(textOf('README.md')).toContain(`digest ${kept('page-compare').digest}`);
});

test('the index shows every page, and leads to what there is', () => {
  const index = textOf('reports/gallery/index.html');
  for (const { name } of PAGES) expect(index).toContain(`href="${name}.html"`);
  const targets = [...index.matchAll(/(?:href|src)="([^"#:]+)"/g)].map(([, target]) => target!);
  expect(targets.length).toBeGreaterThan(40);
  expect(targets.filter((target) => !existsSync(join(ROOT, 'reports/gallery', target)))).toEqual([]);
});
