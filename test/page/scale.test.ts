/** Large results: what is listed is cut and says so, and the page stays small enough to be opened and sent. */
import { describe, expect, it } from 'vitest';
import { aScenario, aStudy } from '../support/fixtures.ts';
import { htmlOf, pageOfComparison, pageOfRun, textOf } from './support.ts';

const base = aScenario();
const large = aScenario({
  nodes: Array.from({ length: 500 }, (_, i) => ({ ...base.nodes[0]!, name: `node-${i}` })),
  tasks: Array.from({ length: 200 }, (_, i) => ({ ...base.tasks[0]!, name: `class-${i}` })),
});
const MOST_BYTES = 5_000_000;

describe('a page of much', () => {
  it('of 500 nodes and 200 classes is below 5 MB, and says how many more there are', () => {
    const html = htmlOf(pageOfRun(aStudy(3, { scenario: large })));
    expect(html.length).toBeLessThan(MOST_BYTES);
    expect(textOf(html)).toContain('and 488 more nodes in series.csv');
  });

  it('of eight designs is below 5 MB', () => {
    const [first, ...others] = Array.from({ length: 8 }, (_, i) =>
      aStudy(6, { scenario: aScenario({ name: `design-${i}` }), slower: 1 + i / 10 }),
    );
    const page = pageOfComparison(first!, ...others);
    expect(htmlOf(page).length).toBeLessThan(MOST_BYTES);
    const [changes, ...more] = page.planner.filter(({ title }) => title === 'What changes');
    const [block] = changes!.blocks;
    expect(block?.kind === 'charts' && block.charts.map(({ title }) => title)).toEqual(
      Array.from({ length: 7 }, (_, i) => `What changes: design-${i + 1} against design-0`),
    );
    expect(more).toEqual([]);
  });
});
