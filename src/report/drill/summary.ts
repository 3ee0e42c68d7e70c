/** A drill on the terminal: the answer, the matrix, the worst of each design, an ordinary day. */
import type { Drill, DrilledDesign } from '../../study/drill/drill.ts';
import { cellAt, rtoOfUsers, worstOf } from '../../study/drill/worst.ts';
import { shortFigure } from '../figures.ts';
import { commandLines } from '../frame.ts';
import type { Painter } from '../painter.ts';
import { type Cell, columns, cut, paragraph, width } from '../table.ts';
import { count, NOTHING, plural } from '../words.ts';
import { cellNotes, cellText, drillAnswer, figureShort, lacksWords } from './words.ts';

const INDENT = 2;
/** Of the name of a disaster, and of a design above its column. */
const LONGEST_NAME = 20;
const NARROWEST = 8;
/** Notes that are shown; all of them stand in summary.md. */
const MOST_NOTES = 6;

export interface DrillContext {
  /** null: none was written. */
  readonly folder: string | null;
  readonly repeat: string;
  readonly notes: readonly string[];
  readonly paint: Painter;
}

/** Without a line break at the end. */
export function drillSummary(drill: Drill, { folder, repeat, notes, paint }: DrillContext): string {
  const said = [...lacksWords(drill), ...cellNotes(drill), ...notes];
  const more = said.length - MOST_NOTES;
  return [
    ...drillAnswer(drill).flatMap((text) => paragraph(text, paint.columns, 0).map(paint.strong)),
    '',
    ...matrix(drill, paint),
    '',
    ...worstTable(drill, paint),
    '',
    ...ordinaryTable(drill, paint),
    '',
    ...said.slice(0, MOST_NOTES).flatMap((note) => paragraph(note, paint.columns, INDENT)),
    ...(more > 0 ? [`  … ${plural(more, 'more note')} in summary.md`] : []),
    ...(folder === null ? [] : [`  tables and chart  ${folder}`]),
    ...commandLines('repeat  ', repeat, paint.columns),
  ].join('\n');
}

/** Disasters down, designs across, in as many blocks as the width needs. */
function matrix(drill: Drill, paint: Painter): string[] {
  const { disasters, designs } = drill;
  const promised = designs.some(({ cells }) => cells.some(({ verdict }) => verdict !== null));
  const legend = `RTO of tasks, users or UI, the longest; behind / the RPO; then requests that failed; ${NOTHING} has no such part${
    promised ? '; ✓ keeps its promises, ✗ breaks one, ? cannot be said' : ''
  }`;
  const blocks = blocksOf(drill, paint.columns).map((block) => {
    const head = ['', ...block.map(({ name }) => name)].map(
      (text): Cell => ({ text: cut(text, LONGEST_NAME), paint: paint.quiet }),
    );
    const rows = disasters.map(({ name }, i): Cell[] => [
      { text: cut(name, LONGEST_NAME) },
      ...block.map(({ cells }): Cell => {
        const { verdict } = cells[i]!;
        const text = cellText(cells[i]!);
        return verdict === null || verdict === 'kept'
          ? { text }
          : { text, paint: verdict === 'broken' ? paint.bad : paint.unsure };
      }),
    ]);
    return columns([head, ...rows], ['left', ...block.map(() => 'right' as const)], paint.columns, INDENT, 1);
  });
  return [
    ...blocks.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines])),
    ...paragraph(legend, paint.columns, INDENT).map(paint.quiet),
  ];
}

/** Designs that fit beside each other. */
function blocksOf({ disasters, designs }: Drill, most: number): DrilledDesign[][] {
  const first = Math.max(...disasters.map(({ name }) => Math.min(LONGEST_NAME, width(name))));
  const blocks: DrilledDesign[][] = [];
  let room = 0;
  for (const design of designs) {
    const body = Math.max(NARROWEST, ...design.cells.map((cell) => width(cellText(cell)))) + 2;
    const wanted = Math.max(body, Math.min(14, width(design.name)) + 2);
    if (blocks.length === 0 || wanted > room) {
      blocks.push([]);
      room = most - INDENT - first;
    }
    blocks.at(-1)!.push(design);
    room -= wanted;
  }
  return blocks;
}

/** The worst disaster of each design, measure by measure. */
function worstTable(drill: Drill, paint: Painter): string[] {
  const heads = ['the worst of', '', 'tasks', 'users', 'RPO', 'lost', 'failed', 'normal'];
  const rows = drill.designs.flatMap(({ name }, design): Cell[][] => {
    const worst = worstOf(drill, (place) => place.design === design);
    if (worst === null) return [];
    const figures = cellAt(drill, worst).figures!;
    const { rtoTasks, rpoSeconds, tasksLost, requestsFailed, backToNormal } = figures;
    const shown = [rtoTasks, rtoOfUsers(figures), rpoSeconds, tasksLost, requestsFailed, backToNormal];
    return [
      [name, drill.disasters[worst.disaster]!.name, ...shown.map(figureShort)].map((text) => ({
        text: cut(text, LONGEST_NAME),
      })),
    ];
  });
  const head = heads.map((text): Cell => ({ text, paint: paint.quiet }));
  return columns([head, ...rows], ['left', 'left', ...figuresRight(6)], paint.columns, INDENT, 1);
}

/** What each design does, and what it costs, where nothing happens. */
function ordinaryTable({ designs }: Drill, paint: Painter): string[] {
  const shown = ORDINARY.filter(({ metric }) =>
    designs.some(({ ordinary }) => ordinary.get(metric)?.value != null),
  );
  const priced = designs.some(({ resources }) => resources.cost !== null);
  const heads = [
    'an ordinary day',
    'nodes',
    'slots',
    ...shown.map(({ head }) => head),
    ...(priced ? ['a year'] : []),
  ];
  const rows = designs.map(({ name, resources, ordinary }): Cell[] => {
    const { nodes, slots, cost } = resources;
    const figures = shown.map(({ metric }) => {
      const estimate = ordinary.get(metric);
      return estimate === undefined || estimate.value === null ? NOTHING : shortFigure(estimate);
    });
    const price = cost === null ? NOTHING : `${count(cost.perHour * 8760)} ${cost.currency}`;
    return [name, count(nodes), count(slots), ...figures, ...(priced ? [price] : [])].map((text) => ({
      text: cut(text, LONGEST_NAME),
    }));
  });
  const head = heads.map((text): Cell => ({ text, paint: paint.quiet }));
  return columns([head, ...rows], ['left', ...figuresRight(heads.length - 1)], paint.columns, INDENT, 1);
}

const ORDINARY = [
  { metric: 'tasks.queueWait.p95', head: 'wait p95' },
  { metric: 'tasks.turnaround.p95', head: 'turnaround p95' },
  { metric: 'requests.latency.p95', head: 'UI p95' },
  { metric: 'requests.errorRatio', head: 'errors' },
] as const;

function figuresRight(n: number): 'right'[] {
  return Array.from({ length: n }, () => 'right' as const);
}
