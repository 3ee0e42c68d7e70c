/** `summary.md`: everything that was found, for a wiki or a pull request, the charts beside it. */
import type { Comparison } from '../study/comparison/compare.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { filledFigures } from './assumptions.ts';
import type { Chart } from './charts/picture.ts';
import { compareAnswer, pairingWords } from './compare-facts.ts';
import { differenceRows, differenceSentence, usersFirst } from './explain/difference-words.ts';
import { comparisonDigest, groupedDigest, idealWords, replicationsOf, resourceWords } from './facts.ts';
import { change, figure, judged, shortFigure } from './figures.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { runAnswer } from './run-facts.ts';
import { tieRows } from './tie-words.ts';
import { NOTHING } from './words.ts';

export interface MarkdownContext {
  readonly charts: readonly Chart[];
  readonly notes: readonly string[];
  readonly repeat: string;
}

/** The whole report of a run. */
export function runMarkdown(
  study: Study,
  judgements: readonly Judgement[],
  context: MarkdownContext,
): string {
  const metrics = [...study.estimates].map(([name, estimate]) => [`\`${name}\``, figure(estimate)]);
  return document(study, [
    runAnswer(study, judgements),
    ...idealWords([study.scenario]),
    ...images(context),
    ...section(
      'Expectations',
      table(
        ['verdict', 'expectation'],
        judgements.map((one) => [one.verdict, judged(one)]),
      ),
    ),
    ...section('Every metric', table(['metric', 'value (95 %)'], metrics)),
    ...ends([study], context, replicationsOf(study), study.digest),
  ]);
}

/** The whole report of a comparison. */
export function compareMarkdown(comparison: Comparison, context: MarkdownContext): string {
  const { baseline, candidates } = comparison;
  const designs = [baseline, ...candidates];
  const tables = candidates.flatMap(({ study, effects }) => {
    const rows = [...effects.values()].map((effect) => [
      `\`${effect.metric}\``,
      ...[baseline.study, study].map(({ estimates }) => {
        const estimate = estimates.get(effect.metric);
        return estimate === undefined ? NOTHING : shortFigure(estimate);
      }),
      effect.difference === null ? (effect.reason ?? NOTHING) : change(effect),
      effect.verdict,
    ]);
    const head = [
      'metric',
      baseline.study.scenario.name,
      study.scenario.name,
      'difference (95 %)',
      'verdict',
    ];
    return section(`${study.scenario.name} against ${baseline.study.scenario.name}`, table(head, rows));
  });
  const causes = candidates.flatMap((candidate) =>
    usersFirst(candidate).flatMap((one) => {
      const [head, ...rows] = differenceRows(one);
      const said = differenceSentence(baseline.study.scenario.name, candidate, one);
      const title = `Why: ${candidate.study.scenario.name}, ${head![0]}`;
      return [...section(title, markdownText(said)), table(head!, rows)!];
    }),
  );
  const resources = designs.map(({ study, resources }) => [study.scenario.name, resourceWords(resources)]);
  const made = `${replicationsOf(baseline.study)}, ${pairingWords(comparison)}`;
  return document(candidates.at(-1)!.study, [
    ...compareAnswer(comparison),
    ...idealWords(designs.map(({ study }) => study.scenario)),
    ...images(context),
    ...section('Resources', table(['design', 'made of'], resources)),
    ...causes,
    ...tables,
    ...ends(
      designs.map(({ study }) => study),
      context,
      made,
      comparisonDigest(comparison),
    ),
  ]);
}

/** Every figure that differs with ties the other way round, both ways. */
function tieSection(study: Study, isOneOfMany: boolean): string[] {
  const rows = tieRows(study).map(({ metric, usual, reversed }) => [
    `\`${metric}\``,
    figure(usual),
    figure(reversed),
  ]);
  const title = `Ties decide${isOneOfMany ? `: ${study.scenario.name}` : ''}`;
  return section(title, table(['metric', 'value', 'ties the other way round'], rows));
}

function document({ scenario }: Study, blocks: readonly string[]): string {
  const title = scenario.question === '' ? scenario.name : scenario.question;
  return `${[`# ${markdownText(title)}`, ...blocks].join('\n\n')}\n`;
}

function images({ charts }: MarkdownContext): string[] {
  return charts.map(({ file, about }) => `![${markdownText(about)}](${file}.png)`);
}

function section(title: string, body: string | null): string[] {
  return body === null ? [] : [`## ${markdownText(title)}`, body];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string | null {
  if (rows.length === 0) return null;
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** What stands in code stays there. */
function cell(text: string): string {
  return /^`[^`]*`$/.test(text) ? markdownCode(text.slice(1, -1)) : markdownText(text);
}

function ends(studies: readonly Study[], context: MarkdownContext, made: string, digest: string): string[] {
  const rows = filledFigures(studies.map(({ scenario }) => scenario)).map((figure) => [
    figure.text,
    `\`${figure.path}\``,
    figure.standing,
    figure.source,
  ]);
  const remarks = [...new Set([...studies.flatMap(({ warnings }) => warnings), ...context.notes])];
  return [
    ...studies.flatMap((study) => tieSection(study, studies.length > 1)),
    ...section(
      'Figures that the scenario does not give',
      table(['figure', 'where', 'standing', 'source'], rows),
    ),
    ...section(
      'Remarks',
      remarks.length === 0 ? null : remarks.map((remark) => `- ${markdownText(remark)}`).join('\n'),
    ),
    `${made}. Seed ${studies[0]!.seed}, digest \`${groupedDigest(digest)}\`.${context.repeat === '' ? '' : ' Repeat with'}`,
    ...(context.repeat === '' ? [] : [`\`\`\`\n${context.repeat}\n\`\`\``]),
  ];
}
