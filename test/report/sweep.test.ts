/** A grid as it is shown: marks of knees and saturation, rows and columns, charts of one, two and three axes. */
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../src/report/charts/picture.ts';
import { sweepCharts } from '../../src/report/charts/sweep.ts';
import { sweepMarkdown } from '../../src/report/grid-markdown.ts';
import { sweepSummary } from '../../src/report/sweep.ts';
import { sweepCsv } from '../../src/report/sweep-files.ts';
import type { Expectation } from '../../src/scenario/expectation.ts';
import type { Estimate } from '../../src/study/estimates/estimate.ts';
import type { Sweep, SweepCell } from '../../src/study/sweep/sweep.ts';
import { aScenario } from '../support/fixtures.ts';

const WAIT = 'tasks.queueWait.mean';

function cell(values: readonly string[], value: number): SweepCell {
  const estimate = {
    value,
    unit: 's',
    kind: 'mean',
    low: 0.95 * value,
    high: 1.05 * value,
    n: 10,
  } as Estimate;
  return { values, estimates: [estimate], saturated: null, tooShort: null, replications: 10, digest: 'd' };
}

/** Waits of 24/x seconds for each cap; the cap of 1 is saturated. */
function sweep(...others: readonly (readonly [path: string, values: readonly string[]])[]): Sweep {
  const axes = [...others, ['nodes.n.taskCap', ['1', '2', '3', '4', '6', '8']] as const];
  const grid = axes.reduce<string[][]>(
    (cells, [, values]) => cells.flatMap((cell) => values.map((value) => [...cell, value])),
    [[]],
  );
  const cells = grid.map((values) => {
    const cap = Number(values.at(-1));
    const one = cell(values, 24 / cap);
    return cap === 1 ? ({ ...one, saturated: 'slots' } as const) : one;
  });
  const scenario = aScenario();
  return { scenario, seed: '1', paths: axes.map(([path]) => path), metrics: [WAIT], cells };
}

const ZONES = ['workload.scale', ['50%', '100%']] as const;
const POLICIES = ['dispatch.policy', ['greedy', 'fair-share']] as const;

function summary(of: Sweep, columns = 100): string {
  return sweepSummary(of, { folder: 'reports/x/', repeat: 'hasim sweep x', drawn: 1, columns }).replaceAll(
    '\u00a0',
    ' ',
  );
}

describe('on the terminal', () => {
  test.each([60, 80])('no line is longer than a terminal of %i columns', (columns) => {
    for (const of of [sweep(), sweep(ZONES), sweep(ZONES, POLICIES)])
      for (const line of summary(of, columns).split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('how long each replication is is said once, where all are as long', () => {
    const lengths = ['duration', ['1h', '2h']] as const;
    expect(summary(sweep())).toMatch(/6 designs, 10 replications of \S+ \S+ each, the same/);
    expect(summary(sweep(lengths))).toContain('12 designs, 10 replications, the same');
  });

  test('why there are no charts is said', () => {
    const without = (of: Sweep) =>
      sweepSummary(of, { folder: 'x', repeat: 'y', drawn: 0, columns: 100 }).replaceAll('\u00a0', ' ');
    const seven = ['workload.scale', ['1', '2', '3', '4', '5', '6', '7']] as const;
    const nothing = sweep();
    expect(without(nothing)).toContain('no charts, as no metric has a value other than 0 in any design');
    expect(without(sweep(seven, POLICIES))).toContain('room for 6 values of the first of three axes');
    const many = Array.from({ length: 70 }, (_, i) => `${i + 1}`);
    expect(without(sweep(['workload.scale', many]))).toContain('room for 400 designs at most');
    expect(sweepCharts(sweep(seven, POLICIES))).toEqual([]);
    expect(sweepCharts(sweep(['workload.scale', many]))).toEqual([]);
  });

  test('a window is said with its times', () => {
    const of = { ...sweep(), metrics: [`${WAIT} within 32400000000..36000000000`] };
    expect(summary(of)).toContain('queue wait mean within 9h..10h');
  });

  test('the knee is marked and named, a saturated design has no number, what is least and most is said first', () => {
    const text = summary(sweep());
    expect(text).toContain('least with nodes.n.taskCap 8 (3.00 s ± 0.15) and most with');
    expect(text).toContain('Its knee is at nodes.n.taskCap 4.');
    expect(text).toMatch(/^ +1 +saturated$/m);
    expect(text).toMatch(/^ +4 +6\.0 s ± 0\.3 ◆$/m);
    expect(text.match(/◆$/gm)).toHaveLength(1);
  });

  test('a large grid of two axes becomes rows and columns; nothing is longer than 40 lines', () => {
    const scales = ['workload.scale', ['50%', '60%', '70%', '80%', '90%', '100%']] as const;
    const text = summary(sweep(scales));
    expect(text).toContain('workload.scale down, nodes.n.taskCap across; full: saturated');
    expect(text).toMatch(/^ +50% +full +12\.0 s +8\.0 s +6\.0 s◆ +4\.0 s +3\.00 s$/m);
    const large = { ...sweep(), cells: Array.from({ length: 500 }, (_, i) => cell([`${i}`], 1 + i)) };
    expect(summary(large).split('\n').length).toBeLessThanOrEqual(40);
    expect(summary(large)).toContain('… 478 more designs in sweep.csv');
    const repeat = `hasim sweep ${'--vary a.very.long.path=1..9 '.repeat(16)}`;
    expect(
      sweepSummary(large, { folder: 'x', repeat, drawn: 1, columns: 100 }).split('\n').length,
    ).toBeLessThanOrEqual(40);
  });

  test('of what a long command leaves no room for, every design is counted once: shown or left out', () => {
    const cells = Array.from({ length: 30 }, (_, i) => cell([`${i}`], 1 + i));
    const repeat = `hasim sweep ${'--vary a.very.long.path=1..9 '.repeat(16)}`;
    const text = sweepSummary({ ...sweep(), cells }, { folder: 'x', repeat, drawn: 1, columns: 100 });
    const shown = text.match(/^ +\d+ {2,}.* ± /gm)!.length;
    expect(shown).toBeLessThan(22);
    expect(text).toContain(`… ${30 - shown}\u00a0more designs in sweep.csv`);
  });

  test('where no design has a value the answer says so, with a reason that is the same in all', () => {
    const none = (reason: string) => ({
      ...cell(['1'], 2),
      estimates: [{ value: null, unit: 's', low: null, high: null, n: 0, reason } as Estimate],
    });
    const cells = ['1', '2'].map((value) => ({ ...none('never: all of 68 did not start'), values: [value] }));
    const of = { ...sweep(), cells };
    const text = summary(of);
    expect(text).toContain(
      'All tasks queue wait mean has a value in no design: never: all of 68 did not start.',
    );
    expect(text).toContain('The same in all: all tasks queue wait mean never: all of 68 did not start');
    expect(sweepMarkdown(of, { charts: [], notes: [], repeat: 'x' })).toContain(
      '| 1 | never: all of 68 did not start |',
    );
    const unlike = [none('never: all of 68 did not start'), { ...none('no samples'), values: ['2'] }];
    expect(summary({ ...sweep(), cells: unlike })).toContain('has a value in no design.');
  });

  test('what is the same in all designs takes no column', () => {
    const cells = ['1', '2'].map((value) => cell([value], 2));
    expect(summary({ ...sweep(), cells })).toContain(
      'The same in all: all tasks queue wait mean 2.00 s ± 0.10',
    );
  });
});

test('CSV: no number where it means nothing, and why; the knee in its own column', () => {
  const lines = sweepCsv(sweep()).trimEnd().split('\r\n');
  expect(lines[0]).toBe(`nodes.n.taskCap,${WAIT},${WAIT} low,${WAIT} high,saturated,too short,knee of`);
  expect(lines[1]).toBe('1,,,,slots,,');
  expect(lines[4]).toBe(`4,6,5.699999999999999,6.300000000000001,,,${WAIT}`);
});

function boxes({ config }: Chart) {
  const { annotations } = config.options!.plugins!.annotation!;
  return (
    annotations as {
      label?: { content: string };
      xScaleID?: string;
      borderColor?: string;
      xMin?: number;
      xMax?: number;
    }[]
  ).filter(({ label }) => label !== undefined);
}

describe('charts', () => {
  test('of one axis: a line to scale, the saturated part grey, the knee upright', () => {
    const [chart] = sweepCharts(sweep());
    const [line] = chart!.config.data.datasets;
    expect(line!.data.map(({ x }) => x)).toEqual([1, 2, 3, 4, 6, 8]);
    expect(Number.isNaN(line!.data[0]!.y)).toBe(true);
    expect(boxes(chart!)).toMatchObject([{ label: { content: 'saturated' }, xMin: 0.5, xMax: 1.5 }]);
    expect(chart!.config.data.datasets.at(-1)!.data.map(({ x }) => x)).toEqual([4, 4]);
  });

  test('of what is 0 in every design: none', () => {
    const zero = ['1', '2'].map((value) => cell([value], 0));
    expect(sweepCharts({ ...sweep(), cells: zero })).toEqual([]);
  });

  test('of an axis of names: no line joins them', () => {
    const cells = ['greedy', 'fair-share'].map((value, i) => cell([value], i + 1));
    const [chart] = sweepCharts({ ...sweep(), paths: ['dispatch.policy'], cells });
    expect(chart!.config.data.datasets[0]!.borderWidth).toBe(0);
  });

  test('of two axes: a box for each design, the first value on top, framed at the knees', () => {
    const [chart] = sweepCharts(sweep(ZONES));
    const all = boxes(chart!);
    expect(all.map(({ label }) => label!.content.replaceAll('\u00a0', ' '))).toEqual([
      ...['saturated', '12.0 s', '8.00 s', '6.00 s', '4.00 s', '3.00 s'],
      ...['saturated', '12.0 s', '8.00 s', '6.00 s', '4.00 s', '3.00 s'],
    ]);
    expect(all.filter(({ borderColor }) => borderColor !== '#FFFFFF')).toHaveLength(2);
  });

  test('of three axes: a heat map for each value of the first; of four: none', () => {
    const [chart] = sweepCharts(sweep(POLICIES, ZONES));
    expect(new Set(boxes(chart!).map(({ xScaleID }) => xScaleID))).toEqual(new Set(['x0', 'x1']));
    expect(sweepCharts(sweep(POLICIES, ZONES, ['database.cores', ['2', '4']]))).toEqual([]);
  });
});

test('summary.md has the answer, the charts, every design, and how to repeat it', () => {
  const of = { ...sweep(ZONES), metrics: [`${WAIT} within 0..36000000000`] };
  const charts = sweepCharts(of).slice(0, 1);
  const text = sweepMarkdown(of, { charts, notes: [], repeat: 'hasim sweep x' });
  expect(text).toMatch(/^# .+\n\n/);
  expect(text).toContain(`](${charts[0]!.file}.png)`);
  expect(text).toContain(
    '| `workload.scale` | `nodes.n.taskCap` | `tasks.queueWait.mean within 0s..10h` | remark |',
  );
  expect(text.match(/^\| (50|100)% \|/gm)).toHaveLength(12);
  expect(text).toContain('saturated: slots');
  expect(text).toContain('```\nhasim sweep x\n```');
});

describe('in which month it breaks', () => {
  /** Waits of 10, 11, 12 … s, 5 % either way, over months. */
  const months = (limit: number, saturated: number | null = null) => {
    const cells = ['0', '1', '2', '3', '4'].map((month) => {
      const one = cell([month], 10 + Number(month));
      return Number(month) === saturated ? ({ ...one, saturated: 'slots' } as const) : one;
    });
    const limits: Expectation[] = [
      {
        kind: 'limit',
        text: `${WAIT} < ${limit}s`,
        level: 'error',
        metric: WAIT,
        operator: '<',
        value: limit,
        within: null,
      },
    ];
    const scenario = { ...aScenario(), expect: limits };
    return summary({ scenario, seed: '1', paths: ['workload.growthMonths'], metrics: [WAIT], cells });
  };

  test('the first in which it surely does, and the last in which it surely does not', () => {
    // 11 ± 0.55 is below 12, 12 ± 0.6 is on both sides, 13 ± 0.65 is above.
    expect(months(12)).toContain(`${WAIT} < 12s breaks in month 3 at the latest, and holds up to month 1.`);
  });

  test('none of those that were tried', () => {
    expect(months(20)).toContain('holds up to month 4, and breaks in none that was tried.');
  });

  test('what does not keep up has broken', () => {
    expect(months(20, 2)).toContain('breaks in month 2 at the latest, and holds up to month 1.');
  });
});
