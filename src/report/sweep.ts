/** A grid of designs on the terminal: what is found, then a line for each design. */
import type { Saturated } from '../study/replications/saturation.ts';
import { breaksOf } from '../study/sweep/breaks.ts';
import { estimateAt, kneesOf, type Sweep, type SweepCell } from '../study/sweep/sweep.ts';
import { roundLength } from './facts.ts';
import { figure, shortFigure } from './figures.ts';
import { endOf, INDENT, wrapped } from './frame.ts';
import { monthWords } from './instants.ts';
import { metricPhrase, metricWords } from './metric-words.ts';
import { sweepDigest } from './sweep-files.ts';
import { type Cell, columns, cut, paragraph, width } from './table.ts';
import { count, list, NOTHING, plural } from './words.ts';

export interface SweepContext {
  readonly folder: string;
  /** The command that repeats it. */
  readonly repeat: string;
  /** Charts in the folder; null where none were wanted. */
  readonly drawn: number | null;
  /** Characters of a line. */
  readonly columns: number;
}

const LINES = 40;
/** Designs that a terminal has room for, beside at most so many lines of headings, remarks and blanks. */
const [MOST_ROWS, LEAST_ROWS, AROUND] = [22, 5, 10];
/** Stands behind the figure of a knee. */
const KNEE = ' ◆';

/** The summary of a grid, at most 40 lines, without a line break at its end. */
export function sweepSummary(sweep: Sweep, context: SweepContext): string {
  const { scenario, metrics, cells } = sweep;
  const { columns: most } = context;
  const wrapped = (text: string) => paragraph(text, most, INDENT);
  const asked = scenario.question === '' ? scenario.name : scenario.question;
  const head = [...paragraph(asked, most, 0), '', ...sweepAnswer(sweep).flatMap(wrapped)];
  const end = endOf(context, sweepDigest(sweep), most);
  const room = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, LINES - head.length - end.length - AROUND));
  const short = cells.length > room ? matrixOf(sweep, room, most) : null;
  const [table, hidden, knees] = short ?? tableOf(sweep, room, most);
  const foot = [
    ...hidden,
    ...(knees ? wrapped('◆ knee: farthest from the straight line between the ends (docs/sweep.md)') : []),
    ...wrapped(`${plural(cells.length, 'design')}, ${sweepSize(sweep)}, the same random numbers in all`),
    ...(context.drawn !== null && context.drawn < metrics.length
      ? wrapped(`Note: ${undrawn(sweep, context.drawn)}`)
      : []),
  ];
  return [head, table, [...foot, ...end]].map((block) => block.join('\n')).join('\n\n');
}

/** How large the first metric is where, its knee, and which designs do not keep up. */
export function sweepAnswer(sweep: Sweep): string[] {
  const { scenario, metrics, cells } = sweep;
  const known = cells.flatMap((cell) => {
    const estimate = estimateAt(sweep, cell, 0);
    return estimate?.value == null ? [] : [{ cell, estimate, value: estimate.value }];
  });
  const phrase = metricPhrase(metrics[0]!, scenario);
  const name = `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}`;
  const [least, most] = [
    known.reduce((a, b) => (b.value < a.value ? b : a), known[0]!),
    known.reduce((a, b) => (b.value > a.value ? b : a), known[0]!),
  ];
  const range =
    known.length === 0
      ? noneSentence(sweep, name)
      : least.value === most.value
        ? [
            `${name} is ${figure(least.estimate)} ${known.length === cells.length ? 'in every design' : 'wherever it has a value'}.`,
          ]
        : [
            `${name} is least with ${where(sweep, least.cell)} (${figure(least.estimate)}) and most with ${where(sweep, most.cell)} (${figure(most.estimate)}).`,
          ];
  return [
    ...breakSentences(sweep),
    ...range,
    ...kneeSentence(sweep),
    ...saturatedSentence(sweep),
    ...tooShortSentence(sweep),
  ];
}

/** Of what has no value anywhere: why; nothing where it is that no design keeps up or is long enough. */
function noneSentence(sweep: Sweep, name: string): string[] {
  const found = sweep.cells.map((cell) => estimateAt(sweep, cell, 0));
  if (found.includes(null)) return [];
  const reasons = new Set(found.map((estimate) => estimate!.reason));
  const [reason] = reasons;
  const why = reasons.size > 1 || reason === undefined ? '' : `: ${reason}`;
  return [`${name} has a value in no design${why}.`];
}

/** In which month what is promised breaks, and in which it may. */
function breakSentences(sweep: Sweep): string[] {
  const named = (month: string) => `month ${month}${monthWords(sweep.scenario, Number(month))}`;
  return breaksOf(sweep).map(({ expectation: { text }, holds, breaks }) => {
    const surely = holds === null ? 'holds in no month that was tried' : `holds up to ${named(holds)}`;
    if (breaks !== null) return `${text} breaks in ${named(breaks)} at the latest, and ${surely}.`;
    return `${text} ${surely}, and breaks in none that was tried.`;
  });
}

/** Of one axis; in larger grids the marks show them. */
function kneeSentence(sweep: Sweep): string[] {
  const [knee] = kneesOf(sweep, 0);
  if (sweep.paths.length > 1 || knee === undefined) return [];
  return [`Its knee is at ${where(sweep, sweep.cells[knee]!)}.`];
}

const FULL: Readonly<Record<Saturated, string>> = {
  database: 'the database is full',
  storage: 'the storage is full',
  slots: 'all slots are busy',
  queue: 'the queue grows and grows',
};

function saturatedSentence({ cells }: Sweep): string[] {
  const full = cells.filter(({ saturated }) => saturated !== null);
  if (full.length === 0) return [];
  const why = [...new Set(full.map(({ saturated }) => FULL[saturated!]))];
  return [
    `Saturated, so that waits only say how long was looked: ${count(full.length)} of ${plural(cells.length, 'design')} (${list(why)}).`,
  ];
}

function tooShortSentence({ cells }: Sweep): string[] {
  const short = cells.filter(({ tooShort }) => tooShort !== null);
  if (short.length === 0) return [];
  return [`Too short: in ${count(short.length)} of ${plural(cells.length, 'design')} ${short[0]!.tooShort}.`];
}

/** A design by what it sets: the last keys are enough where they tell the axes apart. */
export function where({ paths }: Sweep, { values }: SweepCell): string {
  const keys = paths.map((path) => path.slice(path.lastIndexOf('.') + 1));
  const names = paths.length > 1 && new Set(keys).size === keys.length ? keys : paths;
  return names.map((name, i) => `${name} ${values[i]}`).join(', ');
}

/** `10 replications of 8 h each`; where they are not all as long the table says how long. */
export function sweepSize({ cells, paths, scenario }: Sweep): string {
  const all = cells.map(({ replications }) => replications).filter((replications) => replications > 0);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const each = least === most ? plural(least, 'replication') : `${least} to ${most} replications`;
  return paths.includes('duration') ? each : `${each} of ${roundLength(scenario.duration / 1e6)} each`;
}

/** More boxes of a map than these cannot be read. */
export const MOST_BOXES = 400;
/** Maps beside each other, one a value of the first of three axes. */
export const MOST_PANELS = 6;

function undrawn({ paths, metrics, cells }: Sweep, drawn: number): string {
  if (paths.length > 3) return 'no charts, which have room for three axes at most';
  if (drawn > 0)
    return `${plural(metrics.length - drawn, 'metric has', 'metrics have')} no chart, without a value other than 0 in any design`;
  if (paths.length > 1 && cells.length > MOST_BOXES)
    return `no charts, which have room for ${MOST_BOXES} designs at most`;
  if (paths.length === 3 && new Set(cells.map(({ values }) => values[0])).size > MOST_PANELS)
    return `no charts, which have room for ${MOST_PANELS} values of the first of three axes at most`;
  return 'no charts, as no metric has a value other than 0 in any design';
}

type Table = [table: string[], hidden: string[], knees: boolean];

/** Two axes of many values as rows and columns of the first metric alone; null where there is no room for that. */
function matrixOf(sweep: Sweep, room: number, most: number): Table | null {
  const { scenario, paths, metrics, cells } = sweep;
  const [down, across] = [0, 1].map((axis) => [...new Set(cells.map(({ values }) => values[axis]!))]);
  if (paths.length !== 2 || down!.length > room) return null;
  const knees = kneesOf(sweep, 0);
  const head = ['', ...across!].map((text): Cell => ({ text }));
  const rows = down!.map((value, row) => [
    { text: value },
    ...across!.map((_, column): Cell => {
      const i = row * across!.length + column;
      const mark = knees.has(i) ? KNEE.trim() : knees.size > 0 ? ' ' : '';
      const estimate = estimateAt(sweep, cells[i]!, 0);
      const text = estimate?.value == null ? briefText(sweep, cells[i]!, 0) : shortFigure(estimate);
      return { text: (text === 'saturated' ? 'full' : text) + mark };
    }),
  ]);
  const align = head.map(() => 'right' as const);
  const table = columns([head, ...rows], align, Number.POSITIVE_INFINITY, INDENT, 1);
  if (Math.max(...table.map(width)) > most) return null;
  const full = cells.some(({ saturated }) => saturated !== null) ? '; full: saturated' : '';
  const title = `${metricPhrase(metrics[0]!, scenario)}, ${paths[0]} down, ${paths[1]} across${full}`;
  const hidden =
    metrics.length > 1
      ? wrapped(`… ${plural(metrics.length - 1, 'more metric')} and intervals in sweep.csv`, most)
      : [];
  return [[...wrapped(title, most), ...table], hidden, knees.size > 0];
}

/** The table, what it left out, and whether it shows a knee. */
function tableOf(sweep: Sweep, room: number, most: number): Table {
  const { scenario, paths, metrics, cells } = sweep;
  const axes = paths.map((path, i): TableColumn => {
    const last = path.lastIndexOf('.');
    const texts = cells.map(({ values }) => cut(values[i]!, 24));
    return { heads: [tail(path.slice(0, Math.max(0, last)), 16), path.slice(last + 1)], texts };
  });
  const figures = metrics.map((metric, i) => {
    const { subject, measure } = metricWords(metric, scenario);
    const knees = kneesOf(sweep, i);
    const texts = cells.map((cell, row) => {
      const mark = knees.has(row) ? KNEE : knees.size > 0 ? ' '.repeat(KNEE.length) : '';
      return briefText(sweep, cell, i) + mark;
    });
    const whole = cells.map((cell) => cellText(sweep, cell, i));
    return { heads: [subject, measure] as const, texts, whole };
  });
  const same = figures.filter(({ whole }) => cells.length > 1 && whole.every((text) => text === whole[0]));
  const shown = fitting(
    axes,
    figures.filter((column) => !same.includes(column)),
    most,
  );
  const rows = [0, 1].map((line) => shown.map(({ heads }): Cell => ({ text: heads[line]! })));
  const body = cells.slice(0, room).map((_, row) => shown.map(({ texts }): Cell => ({ text: texts[row]! })));
  const table = columns(
    [...rows, ...body],
    shown.map(() => 'right' as const),
    most,
    INDENT,
    2,
  );
  const unseen = axes.length + figures.length - same.length - shown.length;
  const more = [
    ...(cells.length > room ? [plural(cells.length - room, 'more design')] : []),
    ...(unseen > 0 ? [plural(unseen, 'more metric')] : []),
  ];
  const hidden = [
    ...(same.length === 0
      ? []
      : wrapped(
          `The same in all: ${same.map(({ heads, whole }) => `${heads.join(' ')} ${whole[0]}`).join(' · ')}`,
          most,
        )),
    ...(more.length === 0 ? [] : wrapped(`… ${list(more)} in sweep.csv`, most)),
  ];
  return [table, hidden, shown.some(({ texts }) => texts.some((text) => text.endsWith(KNEE)))];
}

interface TableColumn {
  /** Two lines. */
  readonly heads: readonly [string, string];
  readonly texts: readonly string[];
}

/** As many columns as there is room for, those of the axes first. */
function fitting(axes: readonly TableColumn[], figures: readonly TableColumn[], most: number): TableColumn[] {
  const shown = [...axes];
  const widthOf = ({ heads, texts }: TableColumn) => Math.max(...[...heads, ...texts].map(width)) + 2;
  let room = most - INDENT + 2 - axes.reduce((sum, column) => sum + widthOf(column), 0);
  for (const column of figures) {
    room -= widthOf(column);
    if (room < 0) break;
    shown.push(column);
  }
  return shown;
}

/** The end of a text, where what tells paths apart mostly stands. */
function tail(text: string, most: number): string {
  return width(text) <= most ? text : `…${text.slice(1 - most)}`;
}

/** What stands for a metric of a design: its figure, or why it has none. */
export function cellText(sweep: Sweep, cell: SweepCell, metric: number): string {
  if (cell.tooShort !== null) return 'too short';
  const estimate = estimateAt(sweep, cell, metric);
  if (estimate === null) return cell.estimates[metric] == null ? NOTHING : 'saturated';
  return figure(estimate);
}

/** The same for a column: of a long reason how it begins, as all of it stands in the files. */
export function briefText(sweep: Sweep, cell: SweepCell, metric: number): string {
  const text = cellText(sweep, cell, metric);
  return estimateAt(sweep, cell, metric)?.value === null ? cut(text, 20) : text;
}
