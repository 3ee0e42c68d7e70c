/** What `hasim init --from` writes and says, for histories that are made up. */
import { describe, expect, test } from 'vitest';
import { fittedYaml, replayYaml, traceCsv } from '../../src/report/history-files.ts';
import { gapWords, historySummary, iso } from '../../src/report/history-words.ts';
import { PLAIN } from '../../src/report/painter.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Estimate } from '../../src/study/estimates/estimate.ts';
import type { DurationFit } from '../../src/study/fit/durations.ts';
import type { ClassFit } from '../../src/study/history/class-fits.ts';
import { GAPS, type History } from '../../src/study/history/history.ts';
import { waitMetric } from '../../src/study/history/waits.ts';
import type { Study } from '../../src/study/replications/replicate.ts';

const SECOND = 1e6;

/** A task a minute of each class, each with a wait of 10 s. */
function historyOf(names: readonly string[], changes: Partial<History> = {}): History {
  return {
    start: Date.parse('2026-03-02T08:00:00Z') * 1000,
    end: 3_600 * SECOND,
    hours: 1,
    classes: names.map((name) => ({ name, kind: 'other', count: 60 })),
    tasks: Array.from({ length: 60 }, (_, i) =>
      names.map((_, taskClass) => ({
        taskClass,
        arrival: i * 60 * SECOND + 500,
        wait: 10 * SECOND,
        duration: 12_345_678,
        isOver: true,
      })),
    ).flat(),
    mostAtOnce: [5],
    nowhere: 0,
    gaps: [],
    ...changes,
  };
}

const POISSON: ClassFit['arrivals'] = {
  n: 60,
  model: { kind: 'poisson', rates: [1 / 60], batches: [], idle: [] },
  dispersion: { index: 1.02, p: 0.9 },
  gaps: { distance: 0.05, p: 0.4 },
};
const FITS: readonly DurationFit[] = [
  { kind: 'constant', n: 60, value: 12.345678 },
  { kind: 'empirical', n: 3, values: [1, 0.0005, 1e6], rejected: null },
  {
    kind: 'empirical',
    n: 60,
    values: [1, 2],
    rejected: { family: 'weibull', fit: { distance: 0.21, p: 0.005 } },
  },
  ...(
    [
      { family: 'exponential', mean: 61.23456789 },
      { family: 'lognormal', median: 480, p95: 1800.4, mu: 6, sigma: 0.8 },
      { family: 'weibull', shape: 0.80000001, mean: 240, scale: 211 },
      { family: 'erlang', k: 7, mean: 0.0005 },
    ] as const
  ).map((parameters) => ({ kind: 'family' as const, n: 60, parameters, fit: { distance: 0.04, p: 0.5 } })),
];

/** A study in which every class waits so long. */
function study(names: readonly string[], value: number, half = 1): Study {
  const estimate: Estimate = {
    value,
    unit: 's',
    kind: 'mean',
    low: value - half,
    high: value + half,
    n: 10,
  };
  const metrics = [null, ...names].flatMap((name) =>
    (['mean', 'p50', 'p95'] as const).map((statistic) => waitMetric(name, statistic)),
  );
  return { estimates: new Map(metrics.map((metric) => [metric, estimate])) } as unknown as Study;
}

function parsed(texts: Readonly<Record<string, string>>, path: string) {
  const read = (name: string) => ({ path: name, text: texts[name.replace('./', '')]! });
  return parseScenario({ path, text: texts[path]! }, { set: [], read }).scenario;
}

describe('files', () => {
  test('caps by node, and cores that slow no task', () => {
    const history = historyOf(['Deploy'], { mostAtOnce: [40, 3] });
    const replay = parsed(
      { 'a.yaml': replayYaml(history, 'a', 'a.csv', null), 'a.csv': traceCsv(history) },
      'a.yaml',
    );
    expect(replay.nodes.map(({ name, taskCap, cores }) => [name, taskCap, cores])).toEqual([
      ['node-1', 40, 8],
      ['node-2', 3, 4],
    ]);
  });

  test('the trace has seconds to the microsecond', () => {
    expect(
      traceCsv(historyOf(['Deploy']))
        .split('\n')
        .slice(0, 3),
    ).toEqual(['arrival,duration,class', '0.0005,12.345678,Deploy', '60.0005,12.345678,Deploy']);
  });

  test('words that YAML takes for something else stay names', () => {
    const names = ['null', 'No', 'y', 'true', 'constructor'];
    const history = historyOf(names);
    const replay = parsed(
      { 'a.yaml': replayYaml(history, 'a', 'a.csv', null), 'a.csv': traceCsv(history) },
      'a.yaml',
    );
    expect(replay.tasks.map(({ name }) => name)).toEqual(names);
  });

  test('every kind of fit is a scenario', () => {
    const names = FITS.map((_, i) => `class-${i}`);
    const history = historyOf(names);
    const arrivals: ClassFit['arrivals'][] = [
      { ...POISSON, model: { kind: 'every', every: 3600.5, offset: 0 } },
      {
        ...POISSON,
        model: {
          kind: 'poisson',
          rates: Array.from({ length: 24 }, (_, i) => i * 1e-9),
          batches: [],
          idle: [],
        },
      },
    ];
    const fits = FITS.map((durations, i) => ({
      arrivals: arrivals[i] ?? POISSON,
      durations,
      asRecorded: false,
    }));
    const texts = {
      'a.yaml': replayYaml(history, 'a', 'a.csv', study(names, 12)),
      'a.csv': traceCsv(history),
      'f.yaml': fittedYaml(history, fits, 'f', 'a.yaml'),
    };
    const { tasks } = parsed(texts, 'f.yaml');
    expect(tasks.map(({ steps }) => (steps[0]!.do === 'run' ? steps[0]!.length : null))).toMatchObject([
      { kind: 'constant', value: 12_346_000 },
      { kind: 'empirical', values: [SECOND, 500, 1e12] },
      { kind: 'empirical' },
      { kind: 'exponential', mean: 61_235_000 },
      { kind: 'lognormal' },
      { kind: 'weibull', shape: 0.8 },
      { kind: 'erlang', k: 7 },
    ]);
    expect(tasks[0]!.arrivals).toEqual({ kind: 'every', every: 3_600_500_000, offset: 0 });
    expect(parsed(texts, 'a.yaml').expect.every(({ level }) => level === 'warn')).toBe(true);
  });
});

describe('the summary', () => {
  const context = {
    files: ['a.yaml', 'a.csv', 'a-fitted.yaml'] as const,
    misfits: [],
    repeat: 'hasim run a.yaml',
    paint: PLAIN,
  };
  const fits = (n: number) =>
    Array.from({ length: n }, () => ({
      arrivals: POISSON,
      durations: FITS[4]!,
      asRecorded: false,
    }));
  const said = (value: number, history = historyOf(['Deploy']), own = fits(history.classes.length)) =>
    historySummary(
      history,
      own,
      study(
        history.classes.map(({ name }) => name),
        value,
        0.1,
      ),
      context,
    );

  test.each([
    [10.1, 'The replay waits as long as recorded: 10.10 s ± 0.10 in the mean, 10.0 s recorded.', null],
    [20, 'The replay waits longer than recorded: 20.00 s ± 0.10', 'real task caps may be above'],
    [5, 'The replay waits less long than recorded: 5.00 s ± 0.10', 'of one project to one environment wait'],
  ])('of %d s replayed and 10 s recorded', (value, answer, why) => {
    const text = said(value).replaceAll('\u00a0', ' ');
    expect(text.startsWith(answer)).toBe(true);
    if (why === null) expect(text).not.toMatch(/Longer:|Shorter:/);
    else expect(text.replaceAll(/\s+/g, ' ')).toContain(why);
  });

  test('a percentile whose interval reaches far to one side keeps the digits of the other', () => {
    const history = historyOf(['Deploy']);
    const { estimates } = study(['Deploy'], 10, 0.1);
    const p50: Estimate = { ...estimates.get('tasks.queueWait.p50')!, value: 4.42, low: 1.63, high: 320 };
    const replay = { estimates: new Map([...estimates, ['tasks.queueWait.p50', p50]]) } as unknown as Study;
    const text = historySummary(history, fits(1), replay, context).replaceAll('\u00a0', ' ');
    expect(text).toMatch(/^ {2}all .* 10\.00 s ± 0\.10 +4 s +10\.00 s +agrees$/m);
  });

  test('has at most 40 lines of 100 columns, however many classes and gaps', () => {
    const names = Array.from({ length: 30 }, (_, i) => `${'VeryLongNameOfATask'.repeat(3)}-${i}`);
    const gaps = GAPS.map((kind) => ({ kind, count: 123_456 }));
    const text = said(20, historyOf(names, { gaps, nowhere: 7 }));
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).toContain('24\u00a0more classes in a-fitted.yaml');
  });

  test('names what comes in bunches, and what comes evenly', () => {
    const of = (index: number) => ({
      ...fits(1)[0]!,
      arrivals: { ...POISSON, dispersion: { index, p: 0.001 } },
    });
    const text = said(10, historyOf(['Deploy', 'Health']), [of(3), of(0.3)]);
    expect(text).toContain('In bunches (index above 1): Deploy. Fitted arrivals wait less');
    expect(text).toContain('More even than chance (index below 1): Health. Fitted arrivals wait longer');
  });

  test('every gap has its words', () => {
    for (const kind of GAPS)
      expect(gapWords([{ kind, count: 3 }]).join(' ')).toMatch(/(left out|kept): 3 \w+/);
    expect(gapWords([])).toEqual([]);
    expect(iso(0)).toBe('1970-01-01T00:00:00Z');
  });
});
