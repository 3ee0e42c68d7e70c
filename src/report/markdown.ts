/** `summary.md`: everything that was found, for a wiki or a pull request, the charts beside it. */
import { isSaidOfAll } from '../scenario/metric-name.ts';
import type { Comparison } from '../study/comparison/compare.ts';
import type { Effect } from '../study/comparison/effect.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { filledFigures } from './assumptions.ts';
import type { Chart } from './charts/picture.ts';
import { compareAnswer } from './compare-answer.ts';
import { askedOf, correctedWords, figuresOnce, pairingWords } from './compare-facts.ts';
import { differenceRows, differenceSentence, usersFirst } from './explain/difference-words.ts';
import { comparisonDigest, idealWords, replicationsOf, replicationsOfAll, resourceWords } from './facts.ts';
import { changeBeside, figure, judged, shortFigure } from './figures.ts';
import { document, ending, images, section, table, titleOf } from './markdown-parts.ts';
import { markdownText } from './markdown-text.ts';
import { metricName, saidOfAllWords } from './metric-words.ts';
import { runAnswer } from './run-facts.ts';
import { tieRows } from './tie-words.ts';
import { NOTHING, plural } from './words.ts';

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
  const { scenario, estimates } = study;
  const all = [...estimates].filter(([name]) => !isSaidOfAll(name, scenario, estimates));
  const metrics = all.filter(([, estimate]) => !isNothing(estimate));
  return document(titleOf(scenario), [
    runAnswer(study, judgements),
    ...idealWords([scenario]),
    ...images(context.charts),
    ...section(
      'Expectations',
      table(
        ['verdict', 'expectation'],
        judgements.map((one) => [one.verdict, judged(one)]),
      ),
    ),
    ...section(
      'Every metric',
      table(
        ['metric', 'value (95 %)'],
        metrics.map(([name, estimate]) => [`\`${metricName(name)}\``, figure(estimate)]),
      ),
    ),
    ...leftOut(all.length - metrics.length, 'result.json'),
    ...saidOfAllWords(estimates.size - all.length, 'result.json'),
    ...ends([study], context, replicationsOf(study), study.digest),
  ]);
}

/** The whole report of a comparison. */
export function compareMarkdown(comparison: Comparison, context: MarkdownContext): string {
  const { baseline, candidates } = comparison;
  const designs = [baseline, ...candidates];
  const tables = candidates.flatMap((candidate) => {
    const { study, effects } = candidate;
    const estimatesOf = ({ metric }: Effect) =>
      [baseline.study, study].map(({ estimates }) => estimates.get(metric));
    const all = figuresOnce(comparison, candidate);
    const shown = all.filter(
      (effect) => !estimatesOf(effect).every((one) => one !== undefined && isNothing(one)),
    );
    const rows = shown.map((effect) => [
      `\`${metricName(effect.metric)}\``,
      ...estimatesOf(effect).map((one) => (one === undefined ? NOTHING : shortFigure(one))),
      changeBeside(effect, baseline.study.estimates.get(effect.metric)),
      effect.verdict,
    ]);
    const head = [
      'metric',
      baseline.study.scenario.name,
      study.scenario.name,
      'difference (95 %)',
      'verdict',
    ];
    return [
      ...section(`${study.scenario.name} against ${baseline.study.scenario.name}`, table(head, rows)),
      ...correctedWords(comparison, shown),
      ...leftOut(all.length - shown.length, 'comparison.json'),
      ...saidOfAllWords(effects.size - all.length, 'comparison.json'),
    ];
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
  const made = `${replicationsOfAll(designs.map(({ study }) => study))}, ${pairingWords(comparison)}`;
  return document(askedOf(comparison), [
    ...compareAnswer(comparison),
    ...idealWords(designs.map(({ study }) => study.scenario)),
    ...images(context.charts),
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

/** Zero in every replication, which nobody has to read a hundred times. */
function isNothing({ value, low, high, reason }: Estimate): boolean {
  return value === 0 && (low ?? 0) === 0 && (high ?? 0) === 0 && reason === undefined;
}

function leftOut(number: number, file: string): string[] {
  return number === 0
    ? []
    : [`${plural(number, 'more metric is', 'more metrics are')} 0 in all replications: see ${file}.`];
}

/** Every figure that differs with ties the other way round, both ways. */
function tieSection(study: Study, isOneOfMany: boolean): string[] {
  const rows = tieRows(study).map(({ metric, usual, reversed }) => [
    `\`${metricName(metric)}\``,
    figure(usual),
    figure(reversed),
  ]);
  const title = `Ties decide${isOneOfMany ? `: ${study.scenario.name}` : ''}`;
  return section(title, table(['metric', 'value', 'ties the other way round'], rows));
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
    ...ending(made, studies[0]!.seed, digest, context.repeat),
  ];
}
