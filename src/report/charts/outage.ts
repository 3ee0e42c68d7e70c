/** An outage as a story: what was down or draining when, what the queue did, how much of the slots worked. */
import { timeAxis, valueAxis } from './axes.ts';
import { type Chart, type Column, type Curve, type Key, panel, type Row } from './chart.ts';
import { largest, meanWithBand } from './curves.ts';
import { grid } from './grid.ts';
import { averages } from './over-replications.ts';
import { colour, MUTED, tint } from './palette.ts';
import { type Shade, shadesOf } from './spans.ts';
import { fit } from './text-width.ts';
import { bandNote } from './throughput.ts';
import { secondsOf, type Topic } from './topic.ts';

const MOST_BARS = 10;
/** What is down is drawn in the full colour of its design, what is only not as usual in a lighter one. */
const STRENGTH = { down: 1, other: 0.45 } as const;

/** One column a design; null when nothing happened in any. */
export function outage(topic: Topic): Chart | null {
  const seconds = secondsOf(topic);
  const shades = topic.designs.map((design) => shadesOf(design).shades);
  const subjects = [...new Set(shades.flat().map(({ subject }) => subject))];
  if (subjects.length === 0) return null;
  const bars = subjects.slice(0, MOST_BARS);
  const queues = topic.designs.map(({ runs }) => averages(runs, 'queue.length', seconds));
  const alone = topic.designs.length === 1;
  const columns = topic.designs.map(
    (design, i): Column => ({
      heading: alone ? null : design.name,
      colour: colour(i),
      shades: shades[i]!,
      unlabelled: true,
    }),
  );
  const rows: Row[] = [
    { axis: labelAxis(bars), weight: Math.min(1.6, 0.2 + 0.18 * bars.length) },
    { axis: valueAxis('tasks\nin the queue', Math.max(0, ...queues.map(largest)), 5) },
  ];
  const curves = columns.flatMap((_, column): Curve[] => [
    ...shades[column]!.flatMap((shade) => bar(shade, bars.indexOf(shade.subject), bars.length, column)),
    ...meanWithBand(queues[column]!, { row: 1, column, axis: rows[1]!.axis }, colour(column)),
  ]);
  return grid(topic, {
    file: 'outage',
    asks: 'Who was up when, and what did the queue do?',
    about: `What was not as usual, and the queue meanwhile${bandNote(topic)}`,
    shows: ['availability', 'recovery', 'failures'],
    xAxis: timeAxis(seconds, alone ? 7 : 5),
    rows,
    columns,
    curves,
    keys: keysOf(shades.flat(), alone ? colour(0) : MUTED),
  });
}

/** One tick a bar, the first on top. */
function labelAxis(bars: readonly string[]): Row['axis'] {
  const texts = bars.map((label) => fit(label, 170, 12));
  return {
    title: '',
    max: bars.length,
    ticks: bars.map((_, i) => i + 0.5),
    label: (value) => texts[bars.length - 1 - Math.floor(value)] ?? '',
    factor: 1,
  };
}

function bar(shade: Shade, index: number, bars: number, column: number): Curve[] {
  if (index < 0) return [];
  const y = bars - 1 - index + 0.5;
  return [
    {
      ...panel(0, column),
      data: [
        { x: shade.from, y },
        { x: shade.to, y },
      ],
      borderColor: tint(colour(column), STRENGTH[shade.kind === 'down' ? 'down' : 'other']),
      borderWidth: 10,
      // What is down stands out of the drain that it ends.
      order: shade.kind === 'down' ? -1 : 0,
      borderCapStyle: 'butt',
    },
  ];
}

function keysOf(shades: readonly Shade[], tone: string): Key[] {
  const kinds = new Set(shades.map(({ kind }) => (kind === 'down' ? 'down' : 'other')));
  return (['down', 'other'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => ({ text: TEXT[kind], colour: tint(tone, STRENGTH[kind]), as: 'area' }));
}

const TEXT = { down: 'down', other: 'draining, starting or not as usual' } as const;
