/** `summary.md` of a grid and of a sizing: what the terminal says, and every design. */
import type { Configuration, Sizing } from '../study/size/size.ts';
import type { Sweep } from '../study/sweep/sweep.ts';
import { assumptions } from './facts.ts';
import type { MarkdownContext } from './markdown.ts';
import { document, ending, images, section, table, titleOf } from './markdown-parts.ts';
import { markdownText } from './markdown-text.ts';
import { metricName } from './metric-words.ts';
import type { SizeContext } from './size.ts';
import {
  eachWords,
  effortWords,
  headroomWords,
  premiseWords,
  sizeAnswer,
  unservedWords,
  verdictWords,
} from './size-words.ts';
import { cellText, sweepAnswer, sweepSize } from './sweep.ts';
import { sweepDigest } from './sweep-files.ts';
import { NOTHING, plural, withEnds } from './words.ts';

/** Every design of the grid with every metric that was asked for. */
export function sweepMarkdown(sweep: Sweep, { charts, notes, repeat }: MarkdownContext): string {
  const { scenario, seed, paths, metrics, cells } = sweep;
  const rows = cells.map((cell) => [
    ...cell.values,
    ...metrics.map((_, i) => cellText(sweep, cell, i)),
    cell.tooShort ?? (cell.saturated === null ? '' : `saturated: ${cell.saturated}`),
  ]);
  const head = [...paths, ...metrics].map((name) => `\`${metricName(name)}\``);
  return document(titleOf(scenario), [
    ...sweepAnswer(sweep).map(markdownText),
    ...images(charts),
    ...section('Every design', table([...head, 'remark'], rows)),
    ...remarks([...assumed(scenario), ...notes]),
    ...ending(
      `${plural(cells.length, 'design')}, ${sweepSize(sweep)}, the same random numbers in all`,
      seed,
      sweepDigest(sweep),
      repeat,
    ),
  ]);
}

/** The answer, and goal by goal every configuration that was run to find it. */
export function sizeMarkdown(
  sizing: Sizing,
  { scenario, seed, notes, repeat }: SizeContext,
  charts: MarkdownContext['charts'],
): string {
  const { request, trials } = sizing;
  const head = [...request.axes.map(({ path }) => `\`${path}\``), 'goal', 'measured (95 %)', 'verdict'];
  return document(titleOf(scenario), [
    ...sizeAnswer(sizing).map(markdownText),
    ...images(charts),
    ...section('What was run to find it', table(head, trials.flatMap(rowsOf))),
    ...remarks([
      ...unservedWords(sizing),
      ...eachWords(sizing),
      ...headroomWords(sizing, scenario),
      ...premiseWords(sizing),
      ...assumed(scenario),
      ...notes,
    ]),
    ...ending(effortWords(sizing, seed), seed, sizing.digest, repeat),
  ]);
}

function rowsOf({ values, judgements, verdict, saturated }: Configuration): string[][] {
  if (judgements.length === 0) return [[...values, `saturated (${saturated})`, NOTHING, verdict]];
  return judgements.map((judgement) => {
    const { expectation, value, low, high, unit } = judgement;
    const measured = value === null ? NOTHING : withEnds(value, low, high, unit ?? 'count');
    return [...values, expectation.text, measured, verdictWords(judgement)];
  });
}

function assumed(scenario: SizeContext['scenario']): string[] {
  const all = assumptions([scenario]);
  return all.length === 0 ? [] : [`Assumed, not documented: ${all.join(' · ')}`];
}

function remarks(all: readonly string[]): string[] {
  return section('Remarks', all.length === 0 ? null : all.map((one) => `- ${markdownText(one)}`).join('\n'));
}
