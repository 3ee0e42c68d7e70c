/** The matrix of a drill: disasters down, designs across, the darker the longer it takes until all is back. */
import type { Drill, DrillCell } from '../../study/drill/drill.ts';
import { rtoOf } from '../../study/drill/worst.ts';
import { mark, recoveryText } from '../drill/words.ts';
import type { Axis } from './axes.ts';
import { type Box, NO_NUMBER, withBoxes } from './boxes.ts';
import { type Key, TEXT_WIDTH } from './chart.ts';
import { grid } from './grid.ts';
import { colour, INK, MUTED, textOn, tint } from './palette.ts';
import type { Chart } from './picture.ts';
import { fitEnds } from './text-width.ts';
import type { Topic } from './topic.ts';

/** Rows that are legible under each other; more go on in the next chart. */
const MOST_ROWS = 24;
const [LIGHTEST, DARKEST] = [0.06, 0.75];
/** From a minute to a day: what is shorter is as light, what is longer as dark. */
const [SHORT, LONG] = [60, 86_400];
const FRAME = 0.02;
const NAME_WIDTH = 150;

export function drillCharts(drill: Drill, foot: string): Chart[] {
  const { disasters } = drill;
  const parts = Math.ceil(disasters.length / MOST_ROWS);
  return Array.from({ length: parts }, (_, part) => {
    const from = part * MOST_ROWS;
    const to = Math.min(disasters.length, from + MOST_ROWS);
    return drillChart(drill, from, to, parts === 1 ? 'drill' : `drill-${part + 1}`, foot);
  });
}

function drillChart(drill: Drill, from: number, to: number, file: string, foot: string): Chart {
  const { designs } = drill;
  const disasters = drill.disasters.slice(from, to);
  const boxes = designs.flatMap(({ cells }, x) =>
    cells.slice(from, to).map((cell, row) => boxOf(cell, x, disasters.length - 1 - row)),
  );
  const has = (verdict: DrillCell['verdict']) =>
    designs.some(({ cells }) => cells.some((cell) => cell.verdict === verdict));
  const keys: Key[] = [
    { text: `a minute or less`, colour: tint(colour(0), strength(SHORT)), as: 'area' },
    { text: 'a day, or never back', colour: tint(colour(0), strength(LONG)), as: 'area' },
    { text: '–: the design has no such part', colour: NO_NUMBER, as: 'area' },
    ...(has('broken')
      ? [{ text: 'framed, ✗: breaks a promise', colour: colour(1), as: 'line' } as const]
      : []),
  ];
  const names = disasters.map(({ name }) => name);
  const topic: Topic = { question: '', setup: '', foot, designs: [] };
  const chart = grid(topic, {
    file,
    asks: 'How long does each disaster take each design away?',
    about:
      'RTO of tasks, users or UI, whichever is longest, mean of the replications; behind / how far back commits are lost',
    xAxis: namesAxis(
      'design',
      designs.map(({ name }) => name),
      (TEXT_WIDTH - NAME_WIDTH) / designs.length,
    ),
    rows: [{ axis: namesAxis('disaster', [...names].reverse(), NAME_WIDTH) }],
    columns: [{ heading: null, colour: INK, shades: [] }],
    curves: [],
    keys,
  });
  return withBoxes(chart, boxes);
}

function boxOf(cell: DrillCell, x: number, y: number): Box {
  const isBroken = cell.verdict === 'broken';
  const edge = isBroken ? FRAME : 0;
  const place = { x: [x + edge, x + 1 - edge] as const, y: [y + edge, y + 1 - edge] as const };
  if (cell.figures === null) return { ...place, text: '–', fill: NO_NUMBER, textColour: MUTED };
  const fill = tint(colour(0), strength(rtoOf(cell)));
  return {
    ...place,
    text: recoveryText(cell) + mark(cell),
    fill,
    textColour: textOn(fill),
    ...(isBroken ? { frame: colour(1) } : {}),
  };
}

/** By the logarithm of the time: a tenfold time is a step of the same size anywhere. */
function strength(seconds: number): number {
  if (seconds === 0) return 0;
  const bounded = Math.min(LONG, Math.max(SHORT, seconds));
  return LIGHTEST + (DARKEST - LIGHTEST) * (Math.log(bounded / SHORT) / Math.log(LONG / SHORT));
}

function namesAxis(title: string, names: readonly string[], room: number): Axis {
  return {
    title,
    max: names.length,
    ticks: names.map((_, i) => i + 0.5),
    label: (value) => fitEnds(names[Math.floor(value)] ?? '', room, 12),
    factor: 1,
    centred: true,
  };
}
