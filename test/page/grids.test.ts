/** The pages of grids: a line over one parameter, a table of two, what is saturated without a number. */
import { describe, expect, it } from 'vitest';
import type { LinesChart } from '../../src/page/model.ts';
import { sensitivityPage } from '../../src/page/sensitivity-page.ts';
import { sweepPage } from '../../src/page/sweep-page.ts';
import { yAxis } from '../../src/page/view/axis.ts';
import { linesTable } from '../../src/page/view/chart-table.ts';
import { together } from '../../src/report/line-breaks.ts';
import type { Estimate } from '../../src/study/estimates/estimate.ts';
import type { Sweep, SweepCell } from '../../src/study/sweep/sweep.ts';
import { aScenario } from '../support/fixtures.ts';
import { CONTEXT, htmlOf, textOf } from './support.ts';

const CAP = 'nodes.n.taskCap';
const METRIC = 'tasks.queueWait.mean';

function estimateOf(value: number): Estimate {
  return { value, unit: 's', kind: 'mean', low: 0.9 * value, high: 1.1 * value, n: 10 };
}

/** Waits of 24/cap seconds; a cap of 1 is saturated. */
function sweepOver(paths: readonly string[], grid: readonly (readonly string[])[]): Sweep {
  const cells = grid.map((values): SweepCell => {
    const cap = Number(values.at(-1));
    return {
      values,
      estimates: [estimateOf(24 / cap)],
      saturated: cap === 1 ? 'slots' : null,
      tooShort: null,
      replications: 10,
      digest: values.join(),
    };
  });
  return { scenario: aScenario(), seed: '1', paths, metrics: [METRIC], cells };
}

const axisOf = (chart: LinesChart) => yAxis(chart, chart.lines);

describe('the page of a sweep', () => {
  it('draws one parameter as a line with both intervals, and a gap where a design is saturated', () => {
    const page = sweepPage(
      sweepOver(
        [CAP],
        ['1', '2', '3', '4'].map((cap) => [cap]),
      ),
      CONTEXT,
    );
    if (page.proof?.kind !== 'lines') throw new Error('no line');
    expect(page.proof.lines[0]!.value).toEqual([null, 12, 8, 6]);
    expect(page.proof.lines[0]!.half![1]).toBeCloseTo(1.2);
    expect(page.proof.fifty).toBeLessThan(0.4);
    const text = textOf(htmlOf(page));
    expect(text).toContain('saturated: slots');
    for (const sentence of page.answer) expect(text).toContain(together(sentence));
  });

  it('draws an interval that reaches further up than down as it is, and says it by its ends', () => {
    const skewed: Estimate = { ...estimateOf(17), low: 15, high: 338 };
    const sweep = sweepOver([CAP], [['4'], ['5']]);
    const cells = sweep.cells.map((cell) => ({ ...cell, estimates: [skewed] }));
    const page = sweepPage({ ...sweep, cells }, CONTEXT);
    if (page.proof?.kind !== 'lines') throw new Error('no line');
    const [line] = page.proof.lines;
    expect([line!.below![0], line!.half![0]]).toEqual([2, 321]);
    const words = linesTable(page.proof).rows.map(([, text]) => text!.replaceAll('\u00a0', ' '));
    expect(words[0]).toBe('17 s (15 s to 5 m 38 s)');
    // The light band ends where the PNG's bar ends: at 338 of the 400 or so seconds of the axis.
    const [edges] = [...htmlOf(page).matchAll(/class="band" d="M([^"]+)Z"/g)].map(([, d]) =>
      d!.split('L').map((point) => Number(point.split(' ')[1])),
    );
    const height = (seconds: number) =>
      190 - (190 * seconds * axisOf(page.proof as LinesChart).factor) / axisOf(page.proof as LinesChart).max;
    expect(Math.min(...edges!)).toBeCloseTo(height(338), 0);
    expect(Math.max(...edges!)).toBeCloseTo(height(15), 0);
  });

  it('draws two parameters as a table with the share of the largest, a thousand designs in lists that say what is left', () => {
    const side = Array.from({ length: 32 }, (_, i) => `${i + 2}`);
    const grid = side.flatMap((a) => side.map((b) => [a, b]));
    const page = sweepPage(sweepOver(['dispatch.every', CAP], grid), CONTEXT);
    if (page.proof?.kind !== 'matrix') throw new Error('no table');
    expect(page.proof.cells).toHaveLength(32);
    expect(page.proof.sentence.replaceAll('\u00a0', ' ')).toBe('1 024 designs.');
    expect(page.proof.cells[0]![0]).toEqual({ text: expect.stringContaining('12'), share: 1 });
    const html = htmlOf(page);
    expect(textOf(html)).toContain('and 724 more in sweep.csv');
    expect(html.length).toBeLessThan(1_500_000);
  });
});

describe('the page of a sensitivity', () => {
  it('has all parameters on one axis, the largest effect first, with their intervals', () => {
    const of = (path: string, perTenth: number) => ({
      parameter: { path, parts: [], written: '10', assumed: null },
      ...{ less: null, more: null, perTenth, half: 0.1, relative: perTenth / 20, p: 0.001 },
      influence: 'raises' as const,
    });
    const found = {
      ...{ scenario: aScenario(), seed: '1', metric: METRIC, estimate: estimateOf(20), left: [] },
      ...{
        dependences: [of('nodes.n.taskCap', 2), of('database.read', 1)],
        replications: 10,
        digest: 'abcd',
      },
    };
    const page = sensitivityPage(found, { repeat: 'hasim sweep x', version: '0' });
    if (page.proof?.kind !== 'rows') throw new Error('no rows');
    expect(page.proof).toMatchObject({
      axis: 'shared',
      rows: [{ label: CAP, value: 2, ends95: [1.9, 2.1] }, {}],
    });
    expect(textOf(htmlOf(page))).toContain('database.read');
  });
});
