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
import { assumptions, comparisonDigest, idealWords, replicationsOf, resourceWords } from './facts.ts';
import { change, figure, judged, metWords, shortFigure } from './figures.ts';
import { COLUMNS, endOf, INDENT, INDENTED, wrapped } from './frame.ts';
import { metricWords } from './metric-words.ts';
import type { Painter } from './painter.ts';
import { keyMetrics, runAnswer } from './run-facts.ts';
import { type Align, type Cell, columns, cut, paragraph } from './table.ts';
import { tieWarnings } from './tie-words.ts';
import { NOTHING } from './words.ts';

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
  const rows = grouped(
    keyMetrics(study).map((name) => ({
      name,
      cells: [{ text: figure(study.estimates.get(name)!) }],
    })),
    study,
    paint,
  );
  const table = columns(rows, ['left', 'left', 'left'], COLUMNS, INDENT);
  const head = [
    ...question(study, paint),
    ...answer([runAnswer(study, judgements)], paint),
    ...idealWords([study.scenario]).flatMap(wrapped),
  ];
  const promises = judgements.flatMap((judgement) => promise(judgement, paint));
  const foot = [
    ...wrapped(replicationsOf(study)),
    ...remarks([study], table, context),
    ...endOf(context, study.digest),
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
    ...idealWords(designs.map(({ study }) => study.scenario)).flatMap(wrapped),
  ];
  const foot = [
    ...(same
      ? wrapped(`resources: ${resources[0]} · the same`)
      : designs.flatMap(({ study }, i) => wrapped(`${study.scenario.name}: ${resources[i]}`))),
    ...wrapped(`${replicationsOf(comparison.baseline.study)}, ${pairingWords(comparison)}`),
    ...remarks(
      designs.map(({ study }) => study),
      table,
      context,
    ),
    ...endOf(context, comparisonDigest(comparison)),
  ];
  return assemble(head, table, [], foot);
}

function question({ scenario }: Study, paint: Painter): string[] {
  const asked = scenario.question === '' ? scenario.name : scenario.question;
  return paragraph(asked, COLUMNS, 0).map(paint.strong);
}

function answer(sentences: readonly string[], paint: Painter): string[] {
  return ['', ...sentences.flatMap(wrapped).map(paint.strong)];
}

interface Line {
  readonly name: string;
  readonly cells: readonly Cell[];
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

/** In how many replications it is met goes to a line of its own where one is too short. */
function promise(judgement: Judgement, paint: Painter): string[] {
  const { verdict, expectation } = judgement;
  const word = verdict === 'fail' && expectation.level === 'warn' ? 'warning' : verdict;
  const colour = verdict === 'pass' ? paint.good : verdict === 'fail' ? paint.bad : paint.unsure;
  const width = COLUMNS - INDENT - WORD;
  const text = judged(judgement);
  const met = metWords(judgement);
  const isLong = met !== '' && text.length > width;
  const first = isLong ? text.slice(0, -met.length) : text;
  return [
    `${INDENTED}${colour(word.padEnd(WORD))}${cut(first, width)}`,
    ...(isLong ? [`${INDENTED}${' '.repeat(WORD)}${cut(met.slice(2), width)}`] : []),
  ];
}

/** One candidate: baseline, candidate, difference with its interval, verdict. */
function pairTable({ baseline, candidates }: Comparison, paint: Painter): string[] {
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
  return columns([heading, ...grouped(lines, candidate.study, paint)], align, COLUMNS, INDENT, 1);
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
function manyTable({ baseline, candidates }: Comparison, paint: Painter): string[] {
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
  return [
    ...columns([heading, ...grouped(lines, shown[0]!.study, paint)], align, COLUMNS, INDENT, 1),
    ...wrapped(
      '▲ better than the first · ▼ worse · = no difference · ◆ better, but fewer served · ? cannot be said',
    ),
    ...(left > 0 ? wrapped(`${left} more designs are in summary.md`) : []),
  ];
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

function remarks(studies: readonly Study[], table: readonly string[], { notes }: SummaryContext): string[] {
  const assumed = assumptions(studies.map(({ scenario }) => scenario));
  const shown = assumed.slice(0, 6);
  const more = assumed.length > shown.length ? ` · ${assumed.length - shown.length} more in summary.md` : '';
  return [
    ...[...new Set(studies.flatMap(tieWarnings))].flatMap((warning) => wrapped(`Warning: ${warning}`)),
    ...(assumed.length > 0 ? wrapped(`Assumed, not documented: ${shown.join(' · ')}${more}`) : []),
    ...(table.some((line) => line.includes('~'))
      ? wrapped('~ fewer than 100 samples lie beyond this percentile')
      : []),
    ...[...new Set(studies.flatMap(({ warnings }) => warnings))].flatMap((warning) =>
      wrapped(`Warning: ${warning}`),
    ),
    ...notes.flatMap((note) => wrapped(`Note: ${note}`)),
  ];
}

const MOST_HEAD = 10;
const LEAST_TABLE = 5;
const MOST_FOOT = 15;
/** Lines at the very end that are never cut: where to look on, how to repeat it. */
const LAST = 4;

/** Cuts each part to what fits; says how much is elsewhere. */
function assemble(head: string[], table: string[], promises: string[], foot: string[]): string {
  const first = shorten(head, MOST_HEAD);
  const last = [...shorten(foot.slice(0, -LAST), MOST_FOOT - LAST), ...foot.slice(-LAST)];
  const room = LINES - first.length - last.length - 3;
  const kept = shorten(promises, Math.max(Math.floor(room / 2), room - table.length));
  const shown = shorten(table, Math.max(LEAST_TABLE, room - kept.length));
  const blocks = [first, shown, kept, last].filter((block) => block.length > 0);
  return blocks.map((block) => block.join('\n')).join('\n\n');
}

function shorten(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most - 1);
  return [...kept, `${INDENTED}… ${lines.length - kept.length} more lines in summary.md`];
}
