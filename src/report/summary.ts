/**
 * What `run` and `compare` print: the answer first, then the evidence, then where to look on. At most 40 lines of
 * 100 columns.
 */

import type { Comparison } from '../study/comparison/compare.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { compareAnswer } from './compare-answer.ts';
import { askedOf, pairingWords } from './compare-facts.ts';
import { differenceLines } from './explain/difference-words.ts';
import {
  assumptions,
  comparisonDigest,
  idealWords,
  replicationsOf,
  replicationsOfAll,
  resourceWords,
} from './facts.ts';
import { judged, metWords } from './figures.ts';
import { endOf, INDENT, INDENTED, wrapped } from './frame.ts';
import type { Painter } from './painter.ts';
import { runAnswer } from './run-facts.ts';
import { chosen, manyTable, pairTable, runTable, type Table } from './summary-table.ts';
import { paragraph } from './table.ts';
import { tieWarnings } from './tie-words.ts';
import { plural } from './words.ts';

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
  const table = runTable(study, paint);
  const head = [
    ...question(study.scenario.question === '' ? study.scenario.name : study.scenario.question, paint),
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
  const table =
    comparison.candidates.length === 1 ? pairTable(comparison, paint) : manyTable(comparison, paint);
  const resources = designs.map((design) => resourceWords(design.resources));
  const same = resources.every((words) => words === resources[0]);
  const head = [
    ...question(askedOf(comparison), paint),
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

function question(asked: string, paint: Painter): string[] {
  return paragraph(asked, paint.columns, 0).map(paint.strong);
}

function answer(sentences: readonly string[], paint: Painter): string[] {
  return ['', ...sentences.flatMap((text) => wrapped(text, paint.columns)).map(paint.strong)];
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
