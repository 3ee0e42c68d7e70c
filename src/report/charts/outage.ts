/** An outage as a story: which service was away and for how long, what was down, what people did, what the work did. */
import { rowAxis, timeAxis, valueAxis } from './axes.ts';
import { type Column, type Curve, type Key, type Note, panel, type Row } from './chart.ts';
import { largest, line, meanWithBand } from './curves.ts';
import { designColumns, ticksOf } from './design-columns.ts';
import { grid } from './grid.ts';
import { type Bar, barsOf, LOSSES, SERVICE, type State } from './outage-bars.ts';
import { averages, type Bin, maxima } from './over-replications.ts';
import { colour, INK, MUTED, tint } from './palette.ts';
import type { Chart } from './picture.ts';
import { binWords, busySlots, PEAKS, peaks } from './queue.ts';
import { fitEnds } from './text-width.ts';
import { bandNote } from './throughput.ts';
import { secondsOf, type Topic } from './topic.ts';

const MOST_ROWS = 12;
/** Of the length of what happened, shown before and after it. */
const AROUND = 0.4;
/** Colours that no design of a usual comparison has; apart in grey, too. */
const COLOURS: Readonly<Record<State, string>> = {
  down: INK,
  lost: colour(1),
  draining: colour(5),
  starting: tint(colour(5), 0.5),
  slow: colour(4),
  plan: colour(3),
};
const TEXT: Readonly<Record<State, string>> = {
  down: 'down',
  lost: 'tasks that did not succeed, first to last',
  draining: 'draining, maintenance, upgrade',
  starting: 'starting',
  slow: 'slow',
  plan: 'step of the plan',
};

/** One column a design; null when nothing happened in any. */
export function outage(topic: Topic): Chart | null {
  const bars = topic.designs.map(barsOf);
  const names = rowsOf(bars.flat());
  if (names.length === 0) return null;
  const { from, to } = around(bars.flat(), secondsOf(topic));
  // One bin more on each side, so that lines reach the edge.
  const within = (bins: Bin[]): Bin[] =>
    bins.filter((_, i) => (bins[i + 1]?.at ?? to) >= from && (bins[i - 1]?.at ?? from) <= to);
  const queues = topic.designs.map(({ runs }) => within(averages(runs, 'queue.length', secondsOf(topic))));
  const longest = topic.designs.map(({ runs }) => within(maxima(runs, 'queue.length', secondsOf(topic))));
  const running = topic.designs.map((design) => within(busySlots(design, secondsOf(topic))));
  const alone = topic.designs.length === 1;
  const columns = designColumns(topic).map((column): Column => ({ ...column, unlabelled: true }));
  const rows: Row[] = [
    {
      axis: rowAxis(names.map((name) => fitEnds(name, 170, 12))),
      weight: Math.min(2, 0.2 + 0.2 * names.length),
    },
    { axis: valueAxis('tasks', Math.max(0, ...[...queues, ...longest, ...running].map(largest)), 4) },
  ];
  const curves = columns.flatMap((_, column): Curve[] => {
    const where = { row: 1, column, axis: rows[1]!.axis };
    const busy = running[column]!.map(({ at, value }) => [at, value] as const);
    return [
      ...bars[column]!.flatMap((bar) => drawn(bar, names, column)),
      line(busy, where, INK, 'dashed'),
      peaks(longest[column]!, where, colour(column)),
      ...meanWithBand(queues[column]!, where, colour(column)),
    ];
  });
  return grid(topic, {
    file: 'outage',
    asks: 'Who was up when, and what did the work do?',
    about: `Services that were away, work that was lost, what was not as usual, and tasks meanwhile (means of ${binWords(topic)})${bandNote(topic)}; ${PEAKS}`,
    shows: ['availability', 'recovery', 'failures'],
    xAxis: timeAxis(to, ticksOf(topic), from),
    rows,
    columns,
    curves,
    keys: [
      ...stateKeys(bars.flat()),
      { text: 'tasks in the queue', colour: alone ? colour(0) : MUTED, as: 'line' },
      { text: 'tasks running', colour: INK, as: 'dashed' },
    ],
    notes: bars.flatMap((own, column) => own.flatMap((bar) => noteOf(bar, names, column, from, to))),
  });
}

/** The part of the run in which something changed, and some time before and after it. */
function around(bars: readonly Bar[], seconds: number): { from: number; to: number } {
  const changes = bars.flatMap(({ from, to }) => [from, to]).filter((at) => at < seconds);
  const first = Math.min(...changes);
  const last = Math.max(...changes);
  const margin = Math.max(AROUND * (last - first), seconds / 60);
  const from = Math.max(0, first - margin);
  const to = Math.min(seconds, last + margin);
  // Most of the run: then all of it.
  return to - from > 0.6 * seconds ? { from: 0, to: seconds } : { from, to };
}

/** Rows of the services and of lost work in their order; the rank of plans, one after that of what was hit. */
const SERVICES: readonly string[] = [...Object.values(SERVICE), ...LOSSES];
const PLAN = SERVICES.length + 1;

/** Services and lost work first, then what was hit, then the steps of plans in the order of their beginnings, last what only started. */
function rowsOf(bars: readonly Bar[]): string[] {
  const hit = new Set(bars.filter(({ state }) => state !== 'starting').map(({ row }) => row));
  const rank = ({ row, state }: Bar) => {
    const service = SERVICES.indexOf(row);
    if (service !== -1) return service;
    if (state === 'plan') return PLAN;
    return hit.has(row) ? PLAN - 1 : PLAN + 1;
  };
  const inOrder = [...bars].sort((a, b) => rank(a) - rank(b) || (rank(a) === PLAN ? a.from - b.from : 0));
  return [...new Set(inOrder.map(({ row }) => row))].slice(0, MOST_ROWS);
}

/** Where a row stands on the axis; null: it is not shown. */
function heightOf(row: string, names: readonly string[]): number | null {
  const index = names.indexOf(row);
  return index === -1 ? null : names.length - 1 - index + 0.5;
}

function drawn({ row, state, from, to }: Bar, names: readonly string[], column: number): Curve[] {
  const y = heightOf(row, names);
  if (y === null) return [];
  return [
    {
      ...panel(0, column),
      data: [
        { x: from, y },
        { x: to, y },
      ],
      borderColor: state === 'down' ? tint(COLOURS.down, 0.85) : COLOURS[state],
      borderWidth: 10,
      // What is down or starting stands out of the drain that it ends.
      order: state === 'down' || state === 'starting' ? -1 : 0,
      borderCapStyle: 'butt',
    },
  ];
}

function noteOf(bar: Bar, names: readonly string[], column: number, from: number, to: number): Note[] {
  const y = heightOf(bar.row, names);
  if (y === null || bar.note === '') return [];
  const fits = bar.to < to - 0.2 * (to - from);
  return [{ row: 0, column, x: fits ? bar.to : bar.from, y, text: bar.note, side: fits ? 'right' : 'left' }];
}

function stateKeys(bars: readonly Bar[]): Key[] {
  const states = new Set(bars.map(({ state }) => state));
  return (['down', 'lost', 'draining', 'starting', 'slow', 'plan'] as const)
    .filter((state) => states.has(state))
    .map((state) => ({ text: TEXT[state], colour: COLOURS[state], as: 'area' }));
}
