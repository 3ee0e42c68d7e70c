/** Charts as values: what is drawn of which numbers, and what is left out. */
import { describe, expect, it } from 'vitest';
import { gallery } from '../../src/report/charts/all.ts';
import { durationAxis, ratioAxis, timeAxis, valueAxis } from '../../src/report/charts/axes.ts';
import { averages, latencies, maxima, rates } from '../../src/report/charts/over-replications.ts';
import { colour, INK, textOn, tint } from '../../src/report/charts/palette.ts';
import type { Chart } from '../../src/report/charts/picture.ts';
import { chartShowing } from '../../src/report/charts/showing.ts';
import { placeLabels, shadesOf, sharedShades } from '../../src/report/charts/spans.ts';
import { shortNumber, textWidth, wrap } from '../../src/report/charts/text-width.ts';
import { compareTopic, runTopic } from '../../src/report/topics.ts';
import { simulate } from '../../src/simulate-text.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { studyOf } from '../../src/study/replications/replicate.ts';
import { aRun, aScenario, aStudy, runs, SPANS } from '../support/fixtures.ts';
import { scenarioOf } from '../support/run.ts';

const HOURS_8 = 28_800;

function named(charts: readonly Chart[], file: string): Chart {
  const chart = charts.find((one) => one.file === file);
  if (chart === undefined) throw new Error(`no chart ${file} among ${charts.map((one) => one.file)}`);
  return chart;
}

function comparison() {
  const other = aScenario({ name: 'cross-region-hot-hot' });
  return compareStudies(aStudy(10), [
    aStudy(10, { scenario: other, slower: 1.6, spans: SPANS, lostShare: 0.3 }),
  ]);
}

describe('text on a colour', () => {
  it('is white on the darkest blue alone, and ink on every other colour and on all its tints in charts', () => {
    expect(textOn(colour(0))).toBe('#FFFFFF');
    for (const i of [1, 2, 3, 4, 5]) expect(textOn(colour(i))).toBe(INK);
    for (const strength of [0, 0.25, 0.51, 0.75]) expect(textOn(tint(colour(0), strength))).toBe(INK);
  });
});

describe('the chart that shows a metric', () => {
  const { charts } = gallery(runTopic(aStudy(10, { spans: SPANS })));
  it.each([
    ['tasks.queueWait.p95', 'latency'],
    ['tasks.deployment.turnaround.mean within 0..60000000', 'latency'],
    ['tasks.deployment.succeeded', 'throughput'],
    ['tasks.successRatio', 'throughput'],
    ['queue.length.max', 'queue'],
    ['node.east-1.started', 'queue'],
    ['node.east-1.cpu.utilisation', 'utilisation'],
    ['database.call.mean', 'utilisation'],
    ['availability.ui', 'outage'],
    ['cost.perHour', null],
  ])('%s: %s', (metric, file) => {
    expect(chartShowing(metric, charts)).toBe(file);
  });
});

describe('axes', () => {
  it('of a part of the time go by the clock', () => {
    const { ticks, label, title } = timeAxis(3 * 3_600, 5, 2.2 * 3_600);
    expect(ticks.map(label)).toEqual(['2:15', '2:30', '2:45', '3:00']);
    expect(title).toBe('simulated time (hours:minutes)');
  });

  it.each([
    [28_800, 7, ['0 h', '2 h', '4 h', '6 h', '8 h']],
    [10_800, 7, ['0 h', '1 h', '2 h', '3 h']],
    [600, 7, ['0 min', '2 min', '4 min', '6 min', '8 min', '10 min']],
    [45, 7, ['0 s', '10 s', '20 s', '30 s', '40 s']],
    [7 * 86_400, 7, ['0 d', '2 d', '4 d', '6 d']],
  ])('%d s of simulated time with at most %d ticks: %s', (seconds, most, labels) => {
    const { ticks, label } = timeAxis(seconds, most);
    expect(ticks.map(label)).toEqual(labels);
  });

  it('write a computed value with the digits that one reads', () => {
    const texts = ['146.977286557%', '12345.6789', '0.125', '50%', 'fair-share', '0.00031622776'];
    expect(texts.map(shortNumber)).toEqual(['147%', '12346', '0.125', '50%', 'fair-share', '0.0003162']);
  });

  it('begin at 0, end on a round value and have at most as many ticks as asked for', () => {
    for (const largest of [0, 0.003, 0.7, 1, 1.01, 9.99, 40, 41, 12_345, 999_999]) {
      for (const most of [3, 4, 6, 7]) {
        const { ticks, max } = valueAxis('x', largest, most);
        expect(ticks[0]).toBe(0);
        expect(max).toBeGreaterThanOrEqual(largest * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(most);
      }
    }
  });

  it('name the unit of durations in the title', () => {
    expect(durationAxis('wait', 0.29, 5)).toMatchObject({ title: 'wait (ms)', factor: 1_000 });
    expect(durationAxis('wait', 30, 5)).toMatchObject({ title: 'wait (s)', factor: 1 });
    expect(durationAxis('wait', 1_500, 5)).toMatchObject({ title: 'wait (min)' });
  });

  it('of ratios are logarithmic around 1×', () => {
    const { ticks, label } = ratioAxis('x', 0.9, 44, 7);
    expect(ticks.map(label)).toEqual(['0.5×', '1×', '2×', '5×', '10×', '20×', '50×']);
  });
});

describe('series over replications', () => {
  it('are means with t intervals, null below five replications', () => {
    const base = aRun();
    const three = [1, 2, 3, 4, 5].map((value) => ({
      ...base,
      series: { ...base.series, width: 14_400e6, bins: 2, averages: { 'queue.length': [value, 7] } },
    }));
    const [first, second] = averages(three, 'queue.length', HOURS_8);
    expect(first).toMatchObject({ at: 7_200, value: 3 });
    // t(4, 0.975) = 2.776, s = √2.5
    expect(first!.half).toBeCloseTo((2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 3);
    expect(second).toMatchObject({ value: 7, half: 0 });
    expect(averages(three.slice(0, 4), 'queue.length', HOURS_8)[0]!.half).toBeNull();
  });

  it('say that more nodes than can be told apart are taken together', () => {
    const of = (count: number) => {
      const scenario = scenarioOf(
        `{ name: t, duration: 8h, nodes: { east: { count: ${count} } }, workload: { tasks: { t: { queued: 9, steps: [{ run: 1h }] } } } }`,
      );
      const study = studyOf(scenario, '1', [simulate(scenario, { seed: '1', replication: 0 })]);
      return named(gallery(runTopic(study)).charts, 'queue');
    };
    expect(of(6).about).toContain('busy slots by node:');
    expect(of(7).about).toContain('busy slots by group of nodes:');
  });

  it('do not average a peak away: 300 tasks that come at once are a queue of 300', () => {
    const run = simulate(`
name: burst
duration: 8h
nodes: { n: { count: 4, taskCap: 2, phase: 7s } }
workload: { tasks: { t: { arrivals: { at: [2h], count: 300 }, steps: [ { run: 20s } ] } } }
`);
    const most = (bins: readonly { value: number | null }[]) =>
      Math.max(...bins.map(({ value }) => value ?? 0));
    expect(most(maxima([run], 'queue.length', HOURS_8))).toBe(300);
    expect(most(averages([run], 'queue.length', HOURS_8))).toBeLessThan(250);
    expect(run.series.maxima['queue.length']).toHaveLength(run.series.bins);
    expect(run.values['queue.length.max']).toEqual({ sum: 300, per: 1 });
    // Of ten minutes each: nothing before, and then what the one before left.
    const [before, at, left, later] = run.series.maxima['queue.length']!.slice(11);
    expect([before, at]).toEqual([0, 300]);
    expect([left! < 300 && left! > later!, run.series.maxima['queue.length']!.at(-1)]).toEqual([true, 0]);
  });

  it('count a shorter last bin by its own width', () => {
    const base = aRun();
    const short = { ...base, series: { ...base.series, width: 60e6, bins: 2, counts: { served: [60, 30] } } };
    expect(rates([short], ['served'], 90).map(({ value }) => value)).toEqual([1, 1]);
  });

  it('show a gap, not a number, where nothing arrived', () => {
    const base = aRun();
    const bins = [
      { histogram: [], infinite: 0 },
      ...base.series.latencies['requests.dashboard.latency']!.slice(1),
    ];
    const run = { ...base, series: { ...base.series, latencies: { one: bins } } };
    const drawn = latencies(Array(3).fill(run), ['one'], HOURS_8);
    expect(drawn.some(({ p50 }) => p50 !== null)).toBe(true);
    const none = latencies(
      [{ ...run, series: { ...run.series, latencies: { one: [bins[0]!] }, bins: 1 } }],
      ['one'],
      300,
    );
    expect(none).toEqual([]);
  });

  it('have no percentile where its rank falls among those that did not succeed (rule W5)', () => {
    const lost = latencies(runs(10, { lostShare: 0.3 }), ['requests.dashboard.latency'], HOURS_8);
    const during = lost.filter(({ at }) => at > 3.1 * 3_600 && at < 3.9 * 3_600);
    expect(during.length).toBeGreaterThan(3);
    for (const bin of during) {
      expect(bin.never).toBe(true);
      expect(bin.p95).toBeNull();
      expect(bin.p50).not.toBeNull();
    }
  });
});

describe('spans', () => {
  it('are shaded where all replications have them, and counted where they are scattered', () => {
    const scenario = aScenario();
    const scattered = runs(3, { spans: SPANS }).map((run, i) => ({
      ...run,
      spans: [
        ...run.spans,
        { kind: 'down' as const, label: 'east-1 down', from: i * 7_200e6, to: i * 7_200e6 + 60e6 },
      ],
    }));
    const { shades, scattered: left } = shadesOf({ name: 'x', scenario, runs: scattered });
    expect(shades.map(({ label }) => label)).toEqual(SPANS.map(({ label }) => label));
    expect(left).toBe(1);
    expect(shades.at(-1)!.to).toBe(HOURS_8);
  });

  it('have labels that never overlap, within the axis', () => {
    const scenario = aScenario();
    const { shades } = shadesOf({ name: 'x', scenario, runs: runs(1, { spans: SPANS }) });
    for (const width of [300, 500, 1_100]) {
      const labels = placeLabels(shades, HOURS_8, width);
      const boxes = labels.map(({ text, at, row }) => {
        const half = textWidth(text, 11) / 2;
        return { row, left: (at / HOURS_8) * width - half, right: (at / HOURS_8) * width + half };
      });
      for (const [i, a] of boxes.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(-1e-6);
        expect(a.right).toBeLessThanOrEqual(width + 1e-6);
        for (const b of boxes.slice(i + 1)) {
          if (a.row === b.row) expect(a.right <= b.left || b.right <= a.left).toBe(true);
        }
      }
    }
  });

  it('of things that begin and end together share a label', () => {
    const scenario = aScenario();
    const spans = ['west-1', 'west-2', 'east-1'].map((node) => ({
      kind: 'draining' as const,
      label: `draining ${node}`,
      from: 3_600e6,
      to: 7_200e6,
    }));
    const { shades } = shadesOf({ name: 'x', scenario, runs: runs(1, { spans }) });
    expect(placeLabels(shades, HOURS_8, 1_100).map(({ text }) => text)).toEqual([
      'draining west-1 and 2 more',
    ]);
  });

  it('of two things that begin and end together name both, and what finds no room is counted', () => {
    const crash = (node: string, from: number, to: number) => ({
      ...{ kind: 'down' as const, label: `${node} crashed` },
      ...{ from: from * 1e6, to: to * 1e6 },
    });
    const labels = (spans: ReturnType<typeof crash>[], width: number) => {
      const { shades } = shadesOf({ name: 'x', scenario: aScenario(), runs: runs(1, { spans }) });
      return placeLabels(shades, HOURS_8, width).map(({ text }) => text);
    };
    const pair = [crash('west-1', 3_600, 5_400), crash('west-2', 3_600, 5_400)];
    expect(labels(pair, 1_100)).toEqual(['west-1 and west-2 crashed']);
    const one = crash('west-1', 3_600, 5_400);
    const later = [1, 2, 3, 4].map((i) => crash(`west-${i}`, 3_600 + 60 * i, 5_400 + 60 * i));
    expect(labels([one, ...later.slice(1, 2)], 500)).toEqual(['west-1 crashed', 'west-2 crashed']);
    expect(labels(later, 500).slice(0, 2)).toEqual(['west-1 crashed', 'west-2 crashed']);
    expect(labels(later, 500)[2]).toBe('west-3 crashed and 1 more');
  });

  it('of several designs are named by design only where they differ', () => {
    const scenario = aScenario();
    const own = { kind: 'down' as const, label: 'us-west-2 lost', from: 3_600e6, to: 7_200e6 };
    const designs = [
      { name: 'a', scenario, runs: runs(1, { spans: SPANS }) },
      { name: 'b', scenario, runs: runs(1, { spans: [own, ...SPANS] }) },
    ];
    const labels = sharedShades(designs).map(({ label }) => label);
    expect(labels).toEqual(['b: us-west-2 lost', ...SPANS.map(({ label }) => label)]);
  });
});

it('designs that run longer than the others say so at the foot', () => {
  const longer = aScenario({ name: 'longer', duration: 2 * aScenario().duration });
  const { foot } = compareTopic(compareStudies(aStudy(10), [aStudy(10, { scenario: longer })]));
  expect(foot.replaceAll('\u00a0', ' ')).toContain('10 replications of 8 h, longer of 16 h');
});

describe('the charts of a run', () => {
  const study = aStudy(10, { spans: SPANS, lostShare: 0.3 });
  const { charts, notes } = gallery(runTopic(study));

  it('are those of the report, with the question as title and scenario, replications and seed at the foot', () => {
    expect(charts.map(({ file }) => file)).toEqual([
      'throughput',
      'latency',
      'latency-2',
      'queue',
      'utilisation',
      'percentiles',
      'percentiles-2',
      'outage',
    ]);
    expect(notes).toEqual([]);
    for (const { config } of charts) {
      expect(config.options!.plugins!.title!.text).toEqual([study.scenario.question]);
      expect(runTopic(study).foot).toBe('single-region · 10\u00a0replications of 8\u00a0h · seed 1');
    }
  });

  it('say whose times they show: durations are of what succeeded, all else of everything that arrived (rule W5)', () => {
    const about = (file: string) => String(named(charts, file).config.options!.plugins!.subtitle!.text);
    for (const file of ['latency', 'percentiles'])
      expect(about(file).replaceAll(/[\n,\u00a0 ]+/g, ' ')).toContain(
        'of all that arrived durations of what succeeded',
      );
  });

  it('have the same shades on every time axis', () => {
    const shaded = charts
      .filter(({ file }) => !file.startsWith('percentiles'))
      .map(({ config }) => {
        const boxes = config.options!.plugins!.annotation!.annotations as unknown as {
          xMin: number;
          xMax: number;
        }[];
        return boxes.filter(({ xMin, xMax }) => xMax > xMin).map(({ xMin, xMax }) => [xMin, xMax]);
      });
    // The drain of west-1 begins within the outage, that of west-2 where it ends: one grey.
    const merged = [
      [2 * 3_600, 3 * 3_600],
      [7.8 * 3_600, HOURS_8],
    ];
    for (const boxes of shaded) expect(boxes).toEqual(merged);
  });

  it('tell an outage by its bars: services with their RTO first, what work was lost, what was hit, then the steps of the plan', () => {
    const scenario = aScenario();
    const { timeline } = scenarioOf(
      `{ name: t, duration: 8h, nodes: { east: { count: 2 } }, workload: { tasks: { t: { queued: 1, steps: [{ run: 1s }] } } }, timeline: [{ at: 2h, crash: east-1, name: lost }] }`,
    );
    const spans = [
      { kind: 'plan' as const, label: 'start west-1', from: 2.5 * 3_600e6, to: 2.6 * 3_600e6 },
      { kind: 'plan' as const, label: 'decide', from: 2 * 3_600e6, to: 2.5 * 3_600e6 },
      { kind: 'down' as const, label: 'us-east-1 lost', from: 2 * 3_600e6, to: null },
    ];
    const values = {
      'recovery.lost.tasks.rto': { sum: 1_800, per: 1 },
      'recovery.lost.ui.rto': { sum: 0, per: 1 },
    };
    const told = aStudy(5, { scenario: { ...scenario, timeline }, spans });
    const withRto = {
      ...told,
      results: told.results.map((run) => {
        const refused = Array.from({ length: run.series.bins }, (_, bin) =>
          bin === Math.floor((2.1 * 3_600e6) / run.series.width) ? 7 : 0,
        );
        const counts = { ...run.series.counts, 'tasks.deployment.refused': refused };
        return { ...run, values: { ...run.values, ...values }, series: { ...run.series, counts } };
      }),
    };
    const { config } = named(gallery(runTopic(withRto)).charts, 'outage');
    const scales = config.options!.scales as unknown as Record<
      string,
      { min: number; max: number; ticks: { callback: (value: number) => string } }
    >;
    const rows = [4.5, 3.5, 2.5, 1.5, 0.5].map((y) => scales['y0']!.ticks.callback(y));
    expect(rows).toEqual(['no tasks', 'tasks refused', 'us-east-1', 'decide', 'start west-1']);
    const notes = config.options!.plugins!.annotation!.annotations as unknown as {
      label?: { content: string };
    }[];
    expect(notes.flatMap(({ label }) => label?.content ?? [])).toEqual(['RTO 30\u00a0m\u00a000\u00a0s', '7']);
    // Of eight hours those around what changed, with room on both sides.
    expect(scales['x0']!.min).toBeGreaterThan(3_600);
    expect(scales['x0']!.min).toBeLessThan(2 * 3_600);
    expect(scales['x0']!.max).toBeGreaterThan(2.6 * 3_600);
    expect(scales['x0']!.max).toBeLessThan(3.5 * 3_600);
  });

  describe('of eight designs whose long names begin alike', () => {
    const name = (i: number) => `aDesignWithALongNameThatBeginsLikeAllOfTheOthers-${i}`;
    const [first, ...others] = Array.from({ length: 8 }, (_, i) =>
      aStudy(10, { scenario: aScenario({ name: name(i) }), slower: 1 + i / 10 }),
    );
    const compared = compareStudies(first!, others);
    const eight = gallery(compareTopic(compared), compared).charts;
    type Titled = Record<string, { title: { text: string }; ticks: { callback: (value: number) => string } }>;
    const scalesOf = (file: string) => named(eight, file).config.options!.scales as unknown as Titled;

    it('no two lines of a panel have colour and dashes in common', () => {
      for (const file of ['percentiles', 'utilisation', 'throughput']) {
        const keys = named(eight, file).config.options!.plugins!.legend.labels.generateLabels();
        const looks = keys.map(({ strokeStyle, lineDash }: { strokeStyle: string; lineDash: number[] }) =>
          [strokeStyle, ...lineDash].join(),
        );
        expect(new Set(looks).size).toBe(looks.length);
      }
    });

    it('differences are dashed where colours come again, and nothing is cut at the end of an axis', () => {
      const { data, options } = named(eight, 'differences').config;
      const keys = options!.plugins!.legend.labels.generateLabels() as { lineDash: number[] }[];
      expect(keys.map(({ lineDash }) => lineDash.length > 0)).toEqual(
        Array.from({ length: 7 }, (_, i) => i > 4),
      );
      const drawn = data.datasets.filter(({ pointRadius }) => pointRadius > 0);
      expect(drawn.length).toBeGreaterThan(0);
      for (const { clip } of drawn) expect(clip).toBe(false);
    });

    it('headings tell them apart, and labels of the time do not run into each other', () => {
      for (const file of ['queue', 'latency']) {
        const scales = scalesOf(file);
        const headings = Array.from({ length: 8 }, (_, i) => scales[`top${i}`]!.title.text);
        expect(new Set(headings).size).toBe(8);
        const axis = { ticks: [] as { value: number }[] };
        (scales['x0'] as unknown as { afterBuildTicks: (scale: object) => void }).afterBuildTicks(axis);
        const labels = axis.ticks.map(({ value }) => scales['x0']!.ticks.callback(value));
        const wide = labels.reduce((sum, label) => sum + textWidth(label, 12), 0);
        expect(wide).toBeLessThan((1200 - 100) / 8);
      }
    });
  });

  it('name what a row is of no longer than the row is high, by both ends', () => {
    const name = 'a-class-of-tasks-with-a-name-of-up-to-64-letters-as-they-may-be';
    const scenario = scenarioOf(
      `{ name: q, duration: 2h, nodes: { n: { taskCap: 9 } }, workload: { tasks: { ${name}: { arrivals: { poisson: 60/h }, steps: [{ run: 5m }] } } } }`,
    );
    const study = studyOf(scenario, '1', [simulate(scenario, { seed: '1', replication: 0 })]);
    const { config } = named(gallery(runTopic(study)).charts, 'latency');
    const titles = config.options!.scales['y1'].title.text as string[];
    expect(titles[0]).toMatch(/^a-class-.*…-?.*may-be$/);
    expect(titles[1]).toBe('duration (min)');
    for (const title of titles) expect(textWidth(title, 12)).toBeLessThan(200);
  });

  it('stack busy slots by node up to what is busy in all', () => {
    const { config } = named(charts, 'queue');
    const stack = config.data.datasets.filter(({ yAxisID, fill }) => yAxisID === 'y1' && fill === '-1');
    expect(stack).toHaveLength(4);
    const top = stack.at(-1)!.data[0]!.y;
    const busy = study.results.map(({ series }) =>
      study.scenario.nodes.reduce(
        (sum, { name }) => sum + series.averages[`node.${name}.slots.busy`]![0]!,
        0,
      ),
    );
    expect(top).toBeCloseTo(busy.reduce((sum, one) => sum + one, 0) / 10, 9);
  });

  it('mark where a percentile lies beyond every axis', () => {
    const triangles = named(charts, 'latency').config.data.datasets.filter(
      ({ pointStyle }) => pointStyle === 'triangle',
    );
    expect(triangles.length).toBeGreaterThan(0);
  });

  it('are left out, with a note, where they would be empty', () => {
    const idle = aStudy(2, {
      flows: [{ subject: 'tasks.deployment', perHour: 0, measures: { queueWait: 1, duration: 1 } }],
    });
    const few = gallery(runTopic(idle));
    expect(few.charts.map(({ file }) => file)).toEqual(['queue', 'utilisation']);
    expect(few.notes).toEqual([
      'no throughput chart: nothing was completed',
      'no latency charts: nothing arrived',
      'no percentile charts: too little work for a percentile',
      'no outage chart: nothing was down or draining',
    ]);
  });

  it('have a key for the 99th percentile of a time only where one is drawn', () => {
    const keys = (perHour: number, replications: number) => {
      const flows = [{ subject: 'tasks.deployment', perHour, measures: { queueWait: 1, duration: 1 } }];
      const { charts } = gallery(runTopic(aStudy(replications, { flows })));
      const { generateLabels } = named(charts, 'latency').config.options!.plugins!.legend!.labels!;
      const labels = generateLabels!(undefined as never) as { readonly text: string }[];
      return labels.map(({ text }) => text);
    };
    expect(keys(5, 1)).toEqual(['p50', 'p50 to p95']);
    expect(keys(20_000, 10)).toEqual(['p50', 'p50 to p95', 'p99']);
  });

  it('ask their own question where the scenario asks none, and wrap a long one', () => {
    const silent = gallery(runTopic(aStudy(1, { scenario: aScenario({ question: '' }) })));
    expect(named(silent.charts, 'throughput').config.options!.plugins!.title!.text).toEqual([
      'How much work gets through?',
    ]);
    const long = 'What would happen '.repeat(12).trim();
    const lines = wrap(long, 1_168, 20, true);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(long);
  });
});

describe('the charts of a comparison', () => {
  const compared = comparison();
  const { charts } = gallery(compareTopic(compared), compared);

  it('begin with the differences, in percent or, where they are large, as ratios', () => {
    expect(charts[0]!.file).toBe('differences');
    const little = compareStudies(aStudy(10), [
      aStudy(10, { scenario: aScenario({ name: 'b' }), slower: 1.1 }),
    ]);
    const titles = [compared, little].map((one) => {
      const { scales } = gallery(compareTopic(one), one).charts[0]!.config.options!;
      return (scales as unknown as Record<string, { title: { text: string } }>)['x0']!.title.text;
    });
    expect(titles).toEqual(['ratio to single-region, logarithmic', 'difference from single-region (%)']);
  });

  it('set the designs side by side on the same axes, the baseline first, each in its colour', () => {
    for (const file of ['latency', 'queue', 'outage']) {
      const scales = named(charts, file).config.options!.scales as Record<
        string,
        { title?: { text?: unknown; color?: unknown } }
      >;
      expect(scales['top0']!.title).toMatchObject({ text: 'single-region', color: colour(0) });
      expect(scales['top1']!.title).toMatchObject({ text: 'cross-region-hot-hot', color: colour(1) });
      const rows = Object.keys(scales).filter((id) => /^y\d+$/.test(id));
      const used = named(charts, file).config.data.datasets.map(
        ({ xAxisID, yAxisID }) => `${xAxisID} ${yAxisID}`,
      );
      if (file === 'latency') for (const row of rows) expect(used).toContain(`x1 ${row}`);
    }
    for (const file of ['throughput', 'utilisation', 'percentiles']) {
      const colours = new Set(
        named(charts, file)
          .config.data.datasets.filter(({ fill }) => fill === undefined)
          .map(({ borderColor }) => borderColor),
      );
      expect([...colours].sort()).toEqual([colour(0), colour(1)].sort());
    }
  });

  it('draw from a value and do not change it', () => {
    const again = gallery(compareTopic(compared), compared);
    expect(JSON.stringify(again.charts)).toBe(JSON.stringify(charts));
  });
});
