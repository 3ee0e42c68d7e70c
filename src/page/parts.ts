/** What every page ends with: what was assumed, what to know, what is not modelled, how it was made. */
import { filledFigures } from '../report/assumptions.ts';
import type { Topic } from '../report/charts/topic.ts';
import { figure } from '../report/figures.ts';
import { tieRows } from '../report/tie-words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Study } from '../study/replications/replicate.ts';
import { drawingOf } from './cluster/drawing.ts';
import type { Block, Section, TableBlock } from './model.ts';

/** Rows of a table on a page; the rest is in the files beside it. */
export const MOST_ROWS = 300;

/** A table that says how much of it is elsewhere. */
export function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  file: string,
  most = MOST_ROWS,
): TableBlock {
  const left = rows.length - most;
  const more = left > 0 ? `and ${left} more in ${file}` : '';
  return { kind: 'table', caption, head, rows: rows.slice(0, most), more };
}

/** Lines of text below a table; no block where there are none. */
export function textOf(lines: readonly string[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'text', lines }];
}

/** Designs beyond these are not drawn: whoever compares eight looks at differences. */
const MOST_DRAWINGS = 4;

/** Every design drawn. */
export function clusterOf({ designs }: Topic): Section {
  const drawings = designs.slice(0, MOST_DRAWINGS).map((design, i) => drawingOf(design, `cluster-${i + 1}`));
  return { id: 'cluster', title: 'The cluster', blocks: [{ kind: 'cluster', drawings }] };
}

/** Figures that the scenarios do not give, with standing and source. */
export function assumptionsOf(scenarios: readonly Scenario[], file: string): Section {
  const rows = filledFigures(scenarios).map(({ text, path, standing, source }) => [
    text,
    path,
    standing,
    source,
  ]);
  const blocks: Block[] =
    rows.length === 0
      ? [{ kind: 'text', lines: ['Every figure stands in the scenario.'] }]
      : [
          tableOf(
            'Figures that the scenario does not give',
            ['figure', 'where', 'standing', 'source'],
            rows,
            file,
          ),
        ];
  return { id: 'assumptions', title: 'What was assumed', blocks };
}

/** Warnings and notes; nothing where there are none. */
export function remarksOf(remarks: readonly string[]): Section[] {
  const unique = [...new Set(remarks)];
  if (unique.length === 0) return [];
  return [
    { id: 'remarks', title: 'What to know before believing it', blocks: [{ kind: 'list', items: unique }] },
  ];
}

/** Every figure that differs with ties the other way round (rule T2), both ways; nothing where none does. */
export function tiesOf(study: Study): Section[] {
  const rows = tieRows(study).map(({ metric, usual, reversed }) => [metric, figure(usual), figure(reversed)]);
  if (rows.length === 0) return [];
  const { name } = study.scenario;
  const table = tableOf(
    `Figures of ${name} that hang on the order of things at one instant`,
    ['metric', 'value', 'ties the other way round'],
    rows,
    'summary.md',
  );
  return [{ id: `ties-${name.replaceAll(/[^\w-]/g, '-')}`, title: 'Ties decide', blocks: [table] }];
}

/** What no run of hasim says anything about. */
export const NOT_MODELLED: Section = {
  id: 'not-modelled',
  title: 'What is not modelled',
  blocks: [
    {
      kind: 'list',
      items: [
        'Memory, garbage collection and disks of the nodes; a processor is shared out evenly among what runs on it.',
        'Single packets: a call takes a round trip, a transfer its bytes by bandwidth and window.',
        'Locks and query plans inside the database: a call takes its time on one core, and waits for a core.',
        'People who change what they ask for because it is slow, beyond users that wait for their answer.',
        'Mistakes of operation, unless the scenario has them in its timeline or plans.',
      ],
    },
  ],
};

/** How it was made, and how to make it again where a command does that. */
export function madeOf(lines: readonly string[], repeat: string): Section {
  return {
    id: 'made',
    title: 'How it was made',
    blocks: [{ kind: 'text', lines }, ...(repeat === '' ? [] : [{ kind: 'code' as const, text: repeat }])],
  };
}
