/** The page of a drill: each design through each disaster. */
import { drillDigest } from '../report/drill/files.ts';
import {
  cellNotes,
  cellText,
  drillAnswer,
  figureText,
  lacksWords,
  shortTime,
} from '../report/drill/words.ts';
import { groupedDigest, resourceWords } from '../report/facts.ts';
import { count, list, NOTHING, plural } from '../report/words.ts';
import type { Drill, DrillCell } from '../study/drill/drill.ts';
import { MEASURES } from '../study/drill/measures.ts';
import { cellAt, rtoOf, worstOf } from '../study/drill/worst.ts';
import { limitOf } from './judged.ts';
import type { Figure, Limit, MatrixChart, Page, Tone } from './model.ts';
import { assumptionsOf, madeOf, NOT_MODELLED, remarksOf, tableOf } from './parts.ts';

interface Context {
  /** The command that repeats it. */
  readonly repeat: string;
  /** Of hasim. */
  readonly version: string;
  readonly notes: readonly string[];
}

/** Everything that a drill has to say. */
export function drillPage(drill: Drill, { repeat, version, notes }: Context): Page {
  const { seed, designs, disasters } = drill;
  const digest = groupedDigest(drillDigest(drill));
  const size = `${plural(designs.length, 'design')} × ${plural(disasters.length, 'disaster')}`;
  return {
    title: `What ${designs.length === 1 ? 'does' : 'do'} ${list(designs.map(({ name }) => name))} lose in a disaster?`,
    setup: `${size} · seed ${seed}`,
    answer: drillAnswer(drill),
    limits: limitsOf(drill),
    figures: figuresOf(drill),
    proof: matrixOf(drill),
    planner: [
      {
        id: 'designs',
        title: 'What they are made of',
        blocks: [
          tableOf(
            'Designs',
            ['design', 'made of'],
            designs.map(({ name, resources }) => [name, resourceWords(resources)]),
            'summary.md',
          ),
        ],
      },
      {
        id: 'disasters',
        title: 'What strikes',
        blocks: [
          tableOf(
            'Disasters',
            ['disaster', 'what it is'],
            disasters.map(({ name, about }) => [name, about]),
            'summary.md',
          ),
        ],
      },
    ],
    engineer: [
      {
        id: 'measures',
        title: 'Every measure of every cell',
        blocks: [
          tableOf(
            'Measures with their 95 % intervals',
            ['design', 'disaster', ...MEASURES.map(({ words }) => words), 'promises'],
            designs.flatMap(({ name, cells }) =>
              cells.map((cell, i) => [name, disasters[i]!.name, ...measuresOf(cell)]),
            ),
            'drill.csv',
          ),
        ],
      },
      assumptionsOf(
        designs.map(({ scenario }) => scenario),
        'summary.md',
      ),
      ...remarksOf([...lacksWords(drill), ...cellNotes(drill), ...notes]),
      NOT_MODELLED,
      madeOf([`${size}, seed ${seed}, digest ${digest}`], repeat),
    ],
    repeat,
    digest,
    version,
    rerun: null,
  };
}

function measuresOf({ figures, lacks, verdict }: DrillCell): string[] {
  if (figures === null)
    return [`not drilled: ${list(lacks)}`, ...MEASURES.slice(1).map(() => NOTHING), NOTHING];
  return [...MEASURES.map(({ name }) => figureText(figures[name])), verdict ?? 'nothing promised'];
}

const ORDER: readonly Tone[] = ['bad', 'unsure', 'quiet', 'good'];

/** What every design promises in every disaster; what is broken first. */
function limitsOf({ designs, disasters }: Drill): Limit[] {
  const all = designs.flatMap(({ name, cells }) =>
    cells.flatMap(({ judgements }, i) =>
      judgements.map((judgement): Limit => {
        const limit = limitOf(judgement);
        return { ...limit, text: `${name} in ${disasters[i]!.name}: ${limit.text}` };
      }),
    ),
  );
  return all.sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone));
}

/** The worst cell, and of each design in how many disasters it keeps what it promises. */
function figuresOf(drill: Drill): Figure[] {
  const { designs, disasters } = drill;
  const worst = worstOf(drill);
  return [
    ...(worst === null
      ? []
      : [
          {
            name: `worst: ${designs[worst.design]!.name} in ${disasters[worst.disaster]!.name}`,
            value: shortTime(rtoOf(cellAt(drill, worst))),
            note: 'until tasks and users are back',
            tone: 'quiet',
          } as const,
        ]),
    ...designs.slice(0, 4).map(({ name, cells }): Figure => {
      const judged = cells.filter(({ verdict }) => verdict !== null);
      const kept = judged.filter(({ verdict }) => verdict === 'kept').length;
      const run = cells.filter(({ figures }) => figures !== null).length;
      if (judged.length === 0)
        return { name, value: count(run), note: 'disasters, nothing promised', tone: 'quiet' };
      const tone = kept === judged.length ? 'good' : 'bad';
      return { name, value: `${kept} of ${judged.length}`, note: 'disasters with its promises kept', tone };
    }),
  ];
}

/** What stands in a cell of this drill. */
function cellWords(drill: Drill): string {
  const cells = drill.designs.flatMap((one) => one.cells);
  const where = (is: (cell: DrillCell) => boolean, words: string) => (cells.some(is) ? words : '');
  return [
    'In a cell: RTO',
    where(({ figures }) => (figures?.rpoSeconds.value ?? 0) > 0, ' / RPO where something is lost'),
    where(({ figures }) => (figures?.requestsFailed.value ?? null) !== null, ', then requests that failed'),
    where(
      ({ verdict }) => verdict !== null,
      ', then whether its promises are kept (✓), broken (✗) or open (?)',
    ),
    '.',
    where(({ lacks }) => lacks.length > 0, ' – is not drilled: the design lacks what the disaster strikes.'),
  ].join('');
}

function matrixOf(drill: Drill): MatrixChart {
  const { designs, disasters } = drill;
  const times = designs.flatMap(({ cells }) => cells.filter(({ figures }) => figures !== null).map(rtoOf));
  const most = Math.max(0, ...times.filter(Number.isFinite));
  const shareOf = (cell: DrillCell): number | null => {
    if (cell.figures === null) return null;
    const time = rtoOf(cell);
    return time === Number.POSITIVE_INFINITY ? 1 : most === 0 ? 0 : time / most;
  };
  return {
    kind: 'matrix',
    id: 'proof',
    title: 'Each design through each disaster',
    about: 'The bar: its RTO as a share of the longest',
    sentence: cellWords(drill),
    down: { title: 'disaster', labels: disasters.map(({ name }) => name) },
    across: { title: 'design', labels: designs.map(({ name }) => name) },
    cells: disasters.map((_, i) =>
      designs.map(({ cells }) => ({ text: cellText(cells[i]!), share: shareOf(cells[i]!) })),
    ),
  };
}
