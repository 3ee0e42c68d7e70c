/** What each configuration costs, and how far it is from each goal: the frontier along which more buys more. */
import type { Plugin } from 'chart.js';
import { describeMetric } from '../../scenario/catalogue.ts';
import type { LimitExpectation } from '../../scenario/expectation.ts';
import type { Resources } from '../../study/comparison/resources.ts';
import { isUpperLimit } from '../../study/size/goals.ts';
import type { Configuration, Sizing } from '../../study/size/size.ts';
import { amount, list } from '../words.ts';
import { type Axis, durationAxis, shareAxis, valueAxis } from './axes.ts';
import { type Curve, type Key, panel, SIDE } from './chart.ts';
import { grid } from './grid.ts';
import { colour, INK, MUTED } from './palette.ts';
import type { Chart } from './picture.ts';
import type { Topic } from './topic.ts';

/** More goals than these do not fit above each other. */
const MOST_GOALS = 3;
/** Values further beyond the limit than this are marked at the edge: the others would lie in one line. */
const MOST_LIMITS = 4;

const LOOKS = {
  pass: { text: 'meets every goal', colour: colour(0), pointStyle: 'circle' },
  fail: { text: 'misses a goal', colour: colour(1), pointStyle: 'rectRot' },
  inconclusive: { text: 'not decided', colour: colour(5), pointStyle: 'triangle' },
} as const;

interface Scale {
  readonly title: string;
  readonly of: (resources: Resources) => number;
}

/** One panel a goal over price or size; null where no two configurations differ in either, or nothing has a value. */
export function frontierChart(sizing: Sizing, foot: string): Chart | null {
  const { request, trials, shown } = sizing;
  const all = [...trials, ...shown];
  const scale = scaleOf(all);
  const goals = request.goals
    .map((goal, index) => ({ goal, index }))
    .filter(({ index }) => all.some(({ judgements }) => judgements[index]?.value != null))
    .slice(0, MOST_GOALS);
  if (scale === null || goals.length === 0) return null;
  const xs = all.map(({ resources }) => scale.of(resources));
  const rows = goals.map(({ goal, index }) => ({ axis: goalAxis(goal, all, index) }));
  const xAxis = valueAxis(scale.title, Math.max(...xs), 7);
  const topic: Topic = { question: '', setup: '', foot, designs: [] };
  const chart = grid(topic, {
    file: 'frontier',
    asks:
      goals.length === 1 ? `What does a better ${goals[0]!.goal.metric} cost?` : 'What do the goals cost?',
    about: aboutWords(request),
    xAxis,
    rows,
    columns: [{ heading: null, colour: INK, shades: [] }],
    curves: goals.flatMap(({ goal, index }, row) => [
      limitOf(goal, row, rows[row]!.axis, xAxis),
      ...curvesOf(goal, index, row, rows[row]!.axis, all, scale),
    ]),
    keys: keysOf(all),
  });
  const labels = goals.flatMap(({ index }, row) =>
    answerFirst(sizing).flatMap((one) => {
      const y = heightOf(one, index, rows[row]!.axis);
      const text = `${one.values.join(' · ')}${edgeWords(one, index, rows[row]!.axis)}${one === sizing.answer ? ': the answer' : ''}`;
      return y === null ? [] : [{ x: scale.of(one.resources), y, row, text }];
    }),
  );
  const plugins = [...(chart.config.plugins ?? []), named(labels)];
  return { ...chart, config: { ...chart.config, plugins } };
}

function aboutWords({ axes, survive }: Sizing['request']): string {
  const lost = survive === null ? '' : `, whichever one ${survive} is lost`;
  const names = list(axes.map(({ path }) => path));
  return `Every configuration that was run, named by ${names}, with its 95 % interval${lost}; the same random numbers in each`;
}

/** So that no other label takes its place. */
function answerFirst({ answer, trials, shown }: Sizing): readonly Configuration[] {
  const others = [...trials, ...shown].filter((one) => one !== answer);
  return answer === null ? others : [answer, ...others];
}

/** What differs: the price, else slots, cores, nodes, cores of the database. */
function scaleOf(all: readonly Configuration[]): Scale | null {
  const currency = all[0]?.resources.cost?.currency;
  const scales: Scale[] = [
    { title: `price of an hour (${currency})`, of: ({ cost }) => cost?.perHour ?? 0 },
    { title: 'task slots', of: ({ slots }) => slots },
    { title: 'cores of all nodes', of: ({ cores }) => cores },
    { title: 'nodes', of: ({ nodes }) => nodes },
    { title: 'cores of the database', of: ({ databaseCores }) => databaseCores },
  ];
  return scales.find(({ of }) => new Set(all.map(({ resources }) => of(resources))).size > 1) ?? null;
}

/** From 0 to what was measured, but not far beyond the limit. */
function goalAxis(goal: LimitExpectation, all: readonly Configuration[], index: number): Axis {
  const { unit } = describeMetric(goal.metric)!;
  const highs = all.flatMap(({ judgements }) => judgements[index]?.high ?? judgements[index]?.value ?? []);
  const most = Math.max(goal.value * 1.2, ...highs);
  const top = goal.value > 0 && isUpperLimit(goal) ? Math.min(most, MOST_LIMITS * goal.value) : most;
  if (unit === 's') return durationAxis(goal.metric, top, 6);
  if (unit === 'share') return shareAxis(goal.metric, 6);
  return valueAxis(unit === '1/s' ? `${goal.metric} (1/s)` : goal.metric, top, 6);
}

/** On its axis, at the edge where it lies beyond; null where there is no value. */
function heightOf({ judgements }: Configuration, index: number, axis: Axis): number | null {
  const value = judgements[index]?.value ?? null;
  if (value === null) return null;
  return value * axis.factor > axis.max ? EDGE * axis.max : value * axis.factor;
}

/** Where points stand that lie beyond their axis. */
const EDGE = 0.95;

/** The value of a point that does not stand at it. */
function edgeWords({ judgements }: Configuration, index: number, axis: Axis): string {
  const { value = null, unit = null } = judgements[index] ?? {};
  const isBeyond = value !== null && value * axis.factor > axis.max;
  return isBeyond ? ` (${amount(value, unit ?? 'count')} ↑)` : '';
}

function limitOf(goal: LimitExpectation, row: number, axis: Axis, xAxis: Axis): Curve {
  return {
    ...panel(row, 0),
    data: [0, xAxis.max].map((x) => ({ x, y: goal.value * axis.factor })),
    borderColor: INK,
    borderWidth: 1.5,
    borderDash: [5, 4],
  };
}

function curvesOf(
  goal: LimitExpectation,
  index: number,
  row: number,
  axis: Axis,
  all: readonly Configuration[],
  { of }: Scale,
): Curve[] {
  const place = panel(row, 0);
  const points = all.flatMap((one): Curve[] => {
    const y = heightOf(one, index, axis);
    if (y === null) return [];
    const { colour: tone, pointStyle } = LOOKS[one.verdict];
    const x = of(one.resources);
    const look = { ...place, borderColor: tone, backgroundColor: tone };
    const { low, high } = one.judgements[index]!;
    const ends = edgeWords(one, index, axis) === '' ? [low, high].filter((end) => end !== null) : [];
    const whisker = ends.map((end) => ({ x, y: Math.min(axis.max, Math.max(0, end * axis.factor)) }));
    return [
      { ...look, data: whisker, borderWidth: 1.5, pointRadius: 5, pointStyle: 'line' },
      { ...look, data: [{ x, y }], pointRadius: 5, pointStyle, pointBorderWidth: 0, clip: false },
    ];
  });
  const frontier: Curve = {
    ...place,
    data: frontierOf(goal, index, axis, all, of),
    borderColor: MUTED,
    borderWidth: 1,
    stepped: true,
  };
  return [frontier, ...points];
}

/** The best that can be had for so much or less. */
function frontierOf(
  goal: LimitExpectation,
  index: number,
  axis: Axis,
  all: readonly Configuration[],
  of: Scale['of'],
): { x: number; y: number }[] {
  const points = all.flatMap((one) => {
    const y = heightOf(one, index, axis);
    return y === null ? [] : [{ x: of(one.resources), y }];
  });
  points.sort((a, b) => a.x - b.x || a.y - b.y);
  const best: { x: number; y: number }[] = [];
  for (const { x, y } of points) {
    const last = best.at(-1);
    const better = last === undefined || (isUpperLimit(goal) ? y < last.y : y > last.y);
    if (better) best.push({ x, y });
  }
  return best;
}

function keysOf(all: readonly Configuration[]): Key[] {
  const verdicts = new Set(all.map(({ verdict }) => verdict));
  return [
    ...(['pass', 'fail', 'inconclusive'] as const)
      .filter((verdict) => verdicts.has(verdict))
      .map((verdict): Key => ({ text: LOOKS[verdict].text, colour: LOOKS[verdict].colour, as: 'line' })),
    { text: 'the goal', colour: INK, as: 'dashed' },
    { text: 'the best for so much or less', colour: MUTED, as: 'thin' },
  ];
}

interface Label {
  readonly x: number;
  readonly y: number;
  readonly row: number;
  readonly text: string;
}

/** The values of each configuration beside its point; one that would lie on another is left out. */
function named(labels: readonly Label[]): Plugin<'line'> {
  return {
    id: 'names',
    afterDatasetsDraw: ({ ctx, scales, options, chartArea }) => {
      ctx.save();
      ctx.font = `11px '${options.font?.family ?? 'sans-serif'}'`;
      ctx.fillStyle = INK;
      ctx.textBaseline = 'middle';
      const taken: { left: number; right: number; y: number }[] = [];
      for (const { x, y, row, text } of labels) {
        const width = ctx.measureText(text).width;
        const [across, at] = [scales['x0']!.getPixelForValue(x), scales[`y${row}`]!.getPixelForValue(y) - 9];
        const left = across + 9 + width > chartArea.right + SIDE ? across - 9 - width : across + 9;
        const right = left + width;
        if (taken.some((box) => left < box.right + 4 && box.left < right + 4 && Math.abs(at - box.y) < 13))
          continue;
        taken.push({ left, right, y: at });
        ctx.fillText(text, left, at);
      }
      ctx.restore();
    },
  };
}
