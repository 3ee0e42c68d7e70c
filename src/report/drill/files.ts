/** A drill for other programs and for a wiki: `hasim.drill/1`, CSV, Markdown. */
import { hashOf } from '../../scenario/hash.ts';
import type { Drill, DrillCell } from '../../study/drill/drill.ts';
import { type Figure, MEASURES } from '../../study/drill/measures.ts';
import { worstOf } from '../../study/drill/worst.ts';
import { csvOf } from '../csv.ts';
import { groupedDigest, resourceWords } from '../facts.ts';
import { figure, judged } from '../figures.ts';
import { NOTHING, plural } from '../words.ts';
import { cellNotes, drillAnswer, figureShort, figureText, lacksWords, mark, recoveryText } from './words.ts';

/** The command that runs one cell by itself, by design, disaster and the replications that it took. */
export type CellCommand = (design: number, disaster: number, replications: number) => string;

/** One digest over those of all cells, in order. */
export function drillDigest({ designs }: Drill): string {
  return hashOf(designs.flatMap(({ cells }) => cells.map(({ digest }) => digest)));
}

/** @param version of hasim */
export function drillJson(drill: Drill, version: string, command: CellCommand): object {
  const { seed, disasters, designs } = drill;
  const worst = worstOf(drill);
  return {
    schema: 'hasim.drill/1',
    engine: { version, seed },
    digest: drillDigest(drill),
    worst: worst && { design: designs[worst.design]!.name, disaster: disasters[worst.disaster]!.name },
    disasters,
    designs: designs.map(({ name, resources, ordinary, cells }, d) => ({
      name,
      resources,
      ordinary: Object.fromEntries(
        [...ordinary].map(([metric, { value, unit, low, high, n }]) => [
          metric,
          { value, unit, low, high, n },
        ]),
      ),
      cells: cells.map((cell, i) => cellJson(cell, disasters[i]!.name, command(d, i, cell.replications))),
    })),
  };
}

function cellJson(cell: DrillCell, disaster: string, command: string): object {
  const { lacks, figures, faults, judgements, verdict, replications, digest, notes } = cell;
  if (figures === null) return { disaster, lacks };
  return {
    disaster,
    verdict,
    replications,
    digest,
    measures: Object.fromEntries(MEASURES.map(({ name }) => [name, figureJson(figures[name])])),
    faults,
    promises: judgements.map(({ expectation, verdict: own, value, low, high, unit, reason }) => ({
      that: expectation.text,
      verdict: own,
      value,
      low,
      high,
      unit,
      ...(reason === undefined ? {} : { reason }),
    })),
    notes,
    run: command,
  };
}

/** JSON knows no infinity: what did not end has no value, and `never` says in how many replications. */
function figureJson({ unit, value, low, high, p50, p95, most, never, n }: Figure): object {
  const finite = (x: number | null) => (x === null || Number.isFinite(x) ? x : null);
  return { value, unit, low, high, p50: finite(p50), p95: finite(p95), max: finite(most), never, n };
}

/** RFC 4180, one row a cell, base units; `inf` where it did not end. */
export function drillCsv({ disasters, designs }: Drill): string {
  const statistics = ['', ' low', ' high', ' p50', ' p95', ' max'];
  const head = [
    'design',
    'disaster',
    'verdict',
    'lacks',
    'replications',
    ...MEASURES.flatMap(({ name }) => statistics.map((statistic) => name + statistic)),
  ];
  const text = (x: number | null) => (x === null ? '' : x === Number.POSITIVE_INFINITY ? 'inf' : `${x}`);
  const rows = designs.flatMap(({ name, cells }) =>
    cells.map(({ figures, verdict, lacks, replications }, i) => [
      name,
      disasters[i]!.name,
      verdict ?? '',
      lacks.join('; '),
      `${replications}`,
      ...MEASURES.flatMap((measure) => {
        if (figures === null) return statistics.map(() => '');
        const { value, never, low, high, p50, p95, most } = figures[measure.name];
        return [never > 0 ? Number.POSITIVE_INFINITY : value, low, high, p50, p95, most].map(text);
      }),
    ]),
  );
  return csvOf([head, ...rows]);
}

export interface DrillMarkdown {
  readonly charts: readonly { readonly file: string; readonly about: string }[];
  readonly notes: readonly string[];
  readonly repeat: string;
}

/** Everything that was found: the matrix, then each design with all measures and their intervals. */
export function drillMarkdown(drill: Drill, { charts, notes, repeat }: DrillMarkdown): string {
  const { disasters, designs, seed } = drill;
  const matrix = disasters.map(({ name, about }, i) => [
    `**${name}**: ${about}`,
    ...designs.map(({ cells }) => matrixCell(cells[i]!)),
  ]);
  const said = [...lacksWords(drill), ...cellNotes(drill), ...notes];
  return `${[
    `# ${plural(designs.length, 'design')} through ${plural(disasters.length, 'disaster')}`,
    ...drillAnswer(drill).map(escaped),
    ...charts.map(({ file, about }) => `![${escaped(about)}](${file}.png)`),
    '## The matrix',
    'RTO of tasks, users or UI, whichever is longest; behind `/` the RPO; then tasks that did not succeed and requests without answer. ✓ keeps its promises, ✗ breaks one, ? cannot be said.',
    table(['disaster', ...designs.map(({ name }) => name)], matrix),
    ...designs.flatMap(({ name, resources, ordinary, cells }) => [
      `## ${escaped(name)}`,
      `${resourceWords(resources)}.`,
      table(
        ['disaster', ...MEASURES.map(({ words }) => words)],
        cells.map(({ figures, lacks }, i) => [
          disasters[i]!.name,
          ...(figures === null
            ? [`has ${lacks.join(', ')}`, ...MEASURES.slice(1).map(() => NOTHING)]
            : MEASURES.map((measure) => figureText(figures[measure.name]))),
        ]),
      ),
      ...faultsTable(cells, disasters),
      ...promisesOf(cells, disasters),
      '### On an ordinary day',
      table(
        ['metric', 'value (95 %)'],
        [...ordinary].flatMap(([metric, estimate]) =>
          ORDINARY.test(metric) && estimate.value !== null ? [[`\`${metric}\``, figure(estimate)]] : [],
        ),
      ),
    ]),
    ...(said.length === 0 ? [] : ['## Remarks', said.map((note) => `- ${escaped(note)}`).join('\n')]),
    `Seed ${seed}, digest \`${groupedDigest(drillDigest(drill))}\`. Repeat with`,
    `\`\`\`\n${repeat}\n\`\`\``,
  ].join('\n\n')}\n`;
}

const ORDINARY =
  /^(tasks\.(queueWait|turnaround)\.p95|tasks\.successRatio|requests\.(latency\.p95|errorRatio)|slots\.utilisation|cost\..*)$/;

function matrixCell(cell: DrillCell): string {
  if (cell.figures === null) return NOTHING;
  const { tasksLost, requestsFailed } = cell.figures;
  return `${recoveryText(cell)}${mark(cell)} · ${figureShort(tasksLost)} · ${figureShort(requestsFailed)}`;
}

/** Of disasters with several faults: whose the longest is, and in how many replications. */
function faultsTable(cells: readonly DrillCell[], disasters: Drill['disasters']): string[] {
  const rows = cells.flatMap(({ faults, replications }, i) =>
    MEASURES.flatMap(({ name, words }) => {
      const shares = faults[name];
      if (shares === undefined) return [];
      const of = shares.map(({ fault, replications: n }) => `${fault} (${n} of ${replications})`);
      return [[disasters[i]!.name, words, of.join(', ')]];
    }),
  );
  if (rows.length === 0) return [];
  return ['### Which of several faults it is of', table(['disaster', 'measure', 'fault'], rows)];
}

function promisesOf(cells: readonly DrillCell[], disasters: Drill['disasters']): string[] {
  const rows = cells.flatMap(({ judgements }, i) =>
    judgements
      .filter(({ verdict }) => verdict !== 'pass')
      .map((one) => [disasters[i]!.name, one.verdict, judged(one)]),
  );
  if (rows.length === 0) return [];
  return ['### Promises that are not kept', table(['disaster', 'verdict', 'promise'], rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll(/\r?\n/g, ' ');
}
