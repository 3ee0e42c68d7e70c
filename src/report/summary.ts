/**
 * What `run` and `compare` print: the answer first, then the evidence, then where to look on. At most 40 lines of
 * 100 columns.
 */

import type { Comparison } from '../study/comparison/compare.ts';
import type { Effect, EffectVerdict } from '../study/comparison/effect.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { compareAnswer, keyEffects, pairingWords } from './compare-facts.ts';
import { differenceLines } from './explain/difference-words.ts';
import {
  assumptions,
  comparisonDigest,
  idealWords,
  replicationsOf,
  replicationsOfAll,
  resourceWords,
} from './facts.ts';
import { change, figure, judged, metWords, shortFigure } from './figures.ts';
import { endOf, INDENT, INDENTED, wrapped } from './frame.ts';
import { metricWords } from './metric-words.ts';
import type { Painter } from './painter.ts';
import { keyMetrics, runAnswer } from './run-facts.ts';
import { type Align, type Cell, columns, cut, paragraph } from './table.ts';
import { COLUMNS } from './terminal-width.ts';
import { tieWarnings } from './tie-words.ts';
import { NOTHING, plural } from './words.ts';

const LINES = 40;

export interface SummaryContext {
  /** Report folder, as the user can open it; null when none was written. */
  readonly folder: string | null;
  /** The command that repeats it. */
  readonly repeat: string;
  /** What was left out of the charts, and other remarks. */
  readonly notes: readonly string[];
  readonly paint: Painter;
}

/** The summary of one scenario's study, without a line break at its end. */
export function runSummary(study: Study, judgements: readonly Judgement[], context: SummaryContext): string {
  const { paint } = context;
  const lines = keyMetrics(study).map(
    (name): Line => ({ name, cells: [{ text: figure(study.estimates.get(name)!) }] }),
  );
  const table: Table = {
    lines,
    rows: (shown) => columns(grouped(shown, study, paint), ['left', 'left', 'left'], paint.columns, INDENT),
  };
  const head = [
    ...question(study, paint),
    ...answer([runAnswer(study, judgements)], paint),
    ...idealWords([study.scenario]).flatMap((text) => wrapped(text, paint.columns)),
  ];
  const promises = judgements.flatMap((judgement) => promise(judgement, paint));
  const foot = [
    ...wrapped(replicationsOf(study)),
    ...remarks([study], table, context),
    ...endOf(context, study.digest, paint.columns),
  ];
  return assemble(head, table, promises, foot);
}

/** The summary of a comparison, without a line break at its end. */
export function compareSummary(comparison: Comparison, context: SummaryContext): string {
  const { paint } = context;
  const designs = [comparison.baseline, ...comparison.candidates];
  const candidate = comparison.candidates[0]!;
  const table =
    comparison.candidates.length === 1 ? pairTable(comparison, paint) : manyTable(comparison, paint);
  const resources = designs.map((design) => resourceWords(design.resources));
  const same = resources.every((words) => words === resources[0]);
  const head = [
    ...question(candidate.study, paint),
    ...answer(compareAnswer(comparison), paint),
    ...idealWords(designs.map(({ study }) => study.scenario)).flatMap((text) => wrapped(text, paint.columns)),
  ];
  const foot = [
    ...(same
      ? wrapped(`resources: ${resources[0]} · the same`, paint.columns)
      : designs.flatMap(({ study }, i) => wrapped(`${study.scenario.name}: ${resources[i]}`, paint.columns))),
    ...wrapped(
      `${replicationsOfAll(designs.map(({ study }) => study))}, ${pairingWords(comparison)}`,
      paint.columns,
    ),
    ...remarks(
      designs.map(({ study }) => study),
      table,
      context,
    ),
    ...endOf(context, comparisonDigest(comparison), paint.columns),
  ];
  return assemble(head, table, [], foot, differenceLines(comparison, paint));
}

function question({ scenario }: Study, paint: Painter): string[] {
  const asked = scenario.question === '' ? scenario.name : scenario.question;
  return paragraph(asked, paint.columns, 0).map(paint.strong);
}

function answer(sentences: readonly string[], paint: Painter): string[] {
  return ['', ...sentences.flatMap((text) => wrapped(text, paint.columns)).map(paint.strong)];
}

interface Line {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Lines of a table, and how those of them that there is room for are written. */
interface Table {
  readonly lines: readonly Line[];
  readonly rows: (shown: readonly Line[]) => string[];
}

/** What a reader came for: how long a fault lasts, and what was not done. */
const ANSWERS =
  /^recovery\.|\.(refused|failed|timedOut|expired|retries|deadlocked|cancelled|lost|unfinished|outage|errorRatio|successRatio)$/;

/** What did not happen is no answer: 0, or all that succeeded, and no difference from it. */
const NOTHING_HAPPENED = /^(0(\s%)?|no difference|equivalent)$/;
const ALL_SUCCEEDED = /^(100\s%|0|no difference|equivalent)$/;

/** At most so many of the lines, in their order: answers, then the first measure of each class, then the others. */
function chosen(lines: readonly Line[], most: number): readonly Line[] {
  if (lines.length <= most) return lines;
  const subjectOf = ({ name }: Line) => name.split('.', 2).join('.');
  const rank = (line: Line, i: number) => {
    const usual = line.name.endsWith('.successRatio') ? ALL_SUCCEEDED : NOTHING_HAPPENED;
    const happened = line.cells.some(({ text }) => !usual.test(text));
    if (ANSWERS.test(line.name) && happened) return 0;
    return lines.findIndex((other) => subjectOf(other) === subjectOf(line)) === i ? 1 : 2;
  };
  const ranks = lines.map(rank);
  const order = [0, 1, 2].flatMap((wanted) => lines.filter((_, i) => ranks[i] === wanted));
  const kept = new Set(order.slice(0, Math.max(0, most - 1)));
  return lines.filter((line) => kept.has(line));
}

/** The subject stands once, in front of its measures. */
function grouped(lines: readonly Line[], { scenario }: Study, paint: Painter): Cell[][] {
  let before = '';
  return lines.map(({ name, cells }) => {
    const { subject, measure } = metricWords(name, scenario);
    const shown = subject === before ? '' : subject;
    before = subject;
    return [{ text: cut(shown, 24), paint: paint.strong }, { text: cut(measure, 24) }, ...cells];
  });
}

/** Width of a verdict. */
const WORD = 13;

/** Nothing of it is cut; in how many replications it is met goes to a line of its own where one is too short. */
function promise(judgement: Judgement, paint: Painter): string[] {
  const { verdict, expectation } = judgement;
  const word = verdict === 'fail' && expectation.level === 'warn' ? 'warning' : verdict;
  const colour = verdict === 'pass' ? paint.good : verdict === 'fail' ? paint.bad : paint.unsure;
  const text = judged(judgement);
  const met = metWords(judgement);
  const isLong = met !== '' && text.length > paint.columns - INDENT - WORD;
  const said = isLong ? [text.slice(0, -met.length), met.slice(2)] : [text];
  const [first = '', ...more] = said.flatMap((one) => paragraph(one, paint.columns, INDENT + WORD));
  return [INDENTED + colour(word.padEnd(WORD)) + first.trimStart(), ...more];
}

/** One candidate: baseline, candidate, difference with its interval, verdict. */
function pairTable({ baseline, candidates }: Comparison, paint: Painter): Table {
  const candidate = candidates[0]!;
  const names = [baseline, candidate].map(({ study }) => cut(study.scenario.name, 22));
  const heading: Cell[] = ['', '', ...names, 'difference (95 %)', 'verdict'].map((text) => ({
    text,
    paint: paint.quiet,
  }));
  const lines = keyEffects(candidate).map((effect): Line => {
    const [before, now] = [baseline, candidate].map(({ study }) => cell(study.estimates.get(effect.metric)));
    const differs = effect.difference === null ? NOTHING : change(effect);
    return { name: effect.metric, cells: [before!, now!, { text: differs }, verdict(effect, paint)] };
  });
  const align: Align[] = ['left', 'left', 'right', 'right', 'right', 'left'];
  const written = (cells: readonly Cell[][]) =>
    columns([heading, ...cells], align, paint.columns, INDENT, 1, [5]);
  const rows = (shown: readonly Line[]) => {
    const cells = grouped(shown, candidate.study, paint);
    const wide = written(cells);
    const isCut = paint.columns < COLUMNS && wide.slice(1).some((line) => line.includes('…'));
    return isCut ? written(cells.map((row) => [...row.slice(0, -1), shortVerdict(row.at(-1)!)])) : wide;
  };
  return { lines, rows };
}

/** For a narrow terminal. */
function shortVerdict({ text, ...cell }: Cell): Cell {
  return { ...cell, text: text.replace('no difference', 'no diff.').replace('inconclusive', 'unclear') };
}

/** More designs than this do not fit beside each other. */
const MOST_BESIDE = 4;
const SIGN: Readonly<Record<EffectVerdict, string>> = {
  better: '▲',
  worse: '▼',
  'trade-off': '◆',
  different: '≠',
  equivalent: '=',
  'no difference': '=',
  inconclusive: '?',
};

/** Several candidates: their values, each with a sign for its verdict against the baseline. */
function manyTable({ baseline, candidates }: Comparison, paint: Painter): Table {
  const shown = candidates.slice(0, MOST_BESIDE);
  const names = [baseline, ...shown].map(({ study }) =>
    cut(study.scenario.name, Math.floor(60 / (shown.length + 1))),
  );
  const heading: Cell[] = ['', '', ...names].map((text) => ({ text, paint: paint.quiet }));
  const lines = keyEffects(shown[0]!).map(({ metric }): Line => {
    const cells = shown.map(({ study, effects }): Cell => {
      const effect = effects.get(metric);
      const { text } = cell(study.estimates.get(metric));
      return effect === undefined
        ? { text }
        : { ...verdict(effect, paint), text: `${text} ${SIGN[effect.verdict]}` };
    });
    return { name: metric, cells: [cell(baseline.study.estimates.get(metric)), ...cells] };
  });
  const align: Align[] = ['left', 'left', ...names.map((): Align => 'right')];
  const left = candidates.length - shown.length;
  const rows = (some: readonly Line[]) => [
    ...columns([heading, ...grouped(some, shown[0]!.study, paint)], align, paint.columns, INDENT, 1),
    ...wrapped(
      '▲ better than the first · ▼ worse · = no difference · ◆ better, but fewer served · ? cannot be said',
      paint.columns,
    ),
    ...(left > 0 ? wrapped(`${left} more designs are in summary.md`, paint.columns) : []),
  ];
  return { lines, rows };
}

/** Reasons are long and have their place in the files. */
function cell(estimate: Estimate | undefined): Cell {
  if (estimate === undefined) return { text: NOTHING };
  return { text: cut(shortFigure(estimate), 22) };
}

function verdict(effect: Effect, paint: Painter): Cell {
  const colour = { better: paint.good, worse: paint.bad }[effect.verdict as string] ?? paint.unsure;
  const plain = effect.verdict === 'no difference' || effect.verdict === 'equivalent';
  return { text: effect.verdict, paint: plain ? paint.quiet : colour };
}

function remarks(studies: readonly Study[], { lines }: Table, { notes, paint }: SummaryContext): string[] {
  const assumed = assumptions(studies.map(({ scenario }) => scenario));
  const shown = assumed.slice(0, 6);
  const more = assumed.length > shown.length ? ` · ${assumed.length - shown.length} more in summary.md` : '';
  return [
    ...[...new Set(studies.flatMap(tieWarnings))].flatMap((warning) =>
      wrapped(`Warning: ${warning}`, paint.columns),
    ),
    ...(assumed.length > 0
      ? wrapped(`Assumed, not documented: ${shown.join(' · ')}${more}`, paint.columns)
      : []),
    ...(lines.some(({ cells }) => cells.some(({ text }) => text.includes('~')))
      ? wrapped('~ fewer than 100 samples lie beyond this percentile', paint.columns)
      : []),
    ...[...new Set(studies.flatMap(({ warnings }) => warnings))].flatMap((warning) =>
      wrapped(`Warning: ${warning}`, paint.columns),
    ),
    ...notes.flatMap((note) => wrapped(`Note: ${note}`, paint.columns)),
  ];
}

const MOST_HEAD = 10;
const LEAST_TABLE = 5;
const MOST_FOOT = 15;
/** Lines at the very end that are never cut: where to look on, how to repeat it. */
const LAST = 4;

/** Cuts each part to what fits; says how much is elsewhere. What was asked for besides, `more`, comes whole. */
function assemble(
  head: string[],
  table: Table,
  promises: string[],
  foot: string[],
  more: string[] = [],
): string {
  const first = shorten(head, MOST_HEAD);
  const last = [...shorten(foot.slice(0, -LAST), MOST_FOOT - LAST), ...foot.slice(-LAST)];
  const room = LINES - first.length - last.length - 3;
  const kept = shorten(promises, Math.max(Math.floor(room / 2), room - table.lines.length - 1));
  const lines = chosen(table.lines, Math.max(LEAST_TABLE, room - kept.length - 1));
  const left = table.lines.length - lines.length;
  const shown = [...table.rows(lines), ...(left > 0 ? [moreLines(left)] : [])];
  const blocks = [first, shown, kept, more, last].filter((block) => block.length > 0);
  return blocks.map((block) => block.join('\n')).join('\n\n');
}

function shorten(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most - 1);
  return [...kept, moreLines(lines.length - kept.length)];
}

function moreLines(left: number): string {
  return `${INDENTED}… ${plural(left, 'more line')} in summary.md`;
}
