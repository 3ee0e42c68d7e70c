/** The page of a comparison. */
import { compareAnswer, inOrderOfAnswer } from '../report/compare-answer.ts';
import {
  askedOf,
  correctedWords,
  figuresOnce,
  keyEffects,
  namingOf,
  pairingWords,
} from '../report/compare-facts.ts';
import {
  comparisonDigest,
  groupedDigest,
  idealWords,
  replicationsOf,
  resourceWords,
} from '../report/facts.ts';
import { change, changeBeside, proportion, shortFigure } from '../report/figures.ts';
import { metricPhrase, saidOfAllWords } from '../report/metric-words.ts';
import { compareTopic } from '../report/topics.ts';
import { NOTHING } from '../report/words.ts';
import type { Candidate, Comparison, Design } from '../study/comparison/compare.ts';
import type { Effect } from '../study/comparison/effect.ts';
import { judge } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { percentileCharts } from './by-percentile.ts';
import { limitOf, toneOf } from './judged.ts';
import type { Figure, Limit, Page, Row, RowsChart, Section } from './model.ts';
import { timeCharts } from './over-time.ts';
import {
  assumptionsOf,
  clusterOf,
  madeOf,
  NOT_MODELLED,
  remarksOf,
  tableOf,
  textOf,
  tiesOf,
} from './parts.ts';
import { brief } from './rounding.ts';
import { endsOf, type Observations, observationsOf } from './rows.ts';
import { ABOUT_ROWS, type PageContext } from './run-page.ts';
import { storySection } from './story.ts';
import { theoryBlocks } from './theory.ts';

const MOST_FIGURES = 5;
const MOST_ROWS = 14;
const MOST_DOTS = 100;

/** Everything that a comparison has to say. */
export function comparePage(comparison: Comparison, context: PageContext): Page {
  const { baseline, candidates, seed } = comparison;
  const studies = [baseline, ...candidates].map(({ study }) => study);
  const topic = compareTopic(comparison);
  const each = studies.map(observationsOf);
  const digest = groupedDigest(comparisonDigest(comparison));
  const made = `${replicationsOf(baseline.study)}, ${pairingWords(comparison)}, seed ${seed}, digest ${digest}`;
  return {
    title: askedOf(comparison),
    setup: `${studies.map(({ scenario }) => scenario.name).join(', ')} · ${replicationsOf(baseline.study)}, ${pairingWords(comparison)} · seed ${seed}`,
    answer: [...compareAnswer(comparison), ...idealWords(studies.map(({ scenario }) => scenario))],
    limits: [baseline, ...candidates].flatMap(limitsOf),
    figures: figuresOf(comparison, candidates[0]!),
    proof: proofOf(comparison, each),
    planner: [
      ...differenceSection(comparison, each),
      ...storySection(topic, 'comparison.json'),
      clusterOf(topic),
      { id: 'over-time', title: 'Over time', blocks: [{ kind: 'charts', charts: timeCharts(topic) }] },
      {
        id: 'resources',
        title: 'What they are made of',
        blocks: [
          tableOf(
            'Resources',
            ['design', 'made of'],
            [baseline, ...candidates].map(({ study, resources }) => [
              study.scenario.name,
              resourceWords(resources),
            ]),
            'summary.md',
          ),
        ],
      },
    ],
    engineer: [
      {
        id: 'percentiles',
        title: 'How long the unlucky wait',
        blocks: [{ kind: 'charts', charts: percentileCharts(topic) }],
      },
      ...studies.flatMap(theorySection),
      ...candidates.map((candidate, i) => everyMetric(comparison, candidate, i)),
      assumptionsOf(
        studies.map(({ scenario }) => scenario),
        'summary.md',
      ),
      ...studies.flatMap(tiesOf),
      ...remarksOf([...studies.flatMap(({ warnings }) => warnings), ...context.notes]),
      NOT_MODELLED,
      madeOf([made], context.repeat),
    ],
    repeat: context.repeat,
    digest,
    version: context.version,
    rerun: context.rerun,
  };
}

function theorySection(study: Study, i: number): Section[] {
  const { name } = study.scenario;
  const blocks = theoryBlocks(study, `Theory beside simulation: ${name}`);
  return blocks.length === 0
    ? []
    : [{ id: `theory-${i + 1}`, title: `Theory beside simulation: ${name}`, blocks }];
}

/** What each design promises in its own file. */
function limitsOf({ study: { scenario, estimates } }: Design): Limit[] {
  return scenario.expect
    .filter((one) => one.kind === 'limit')
    .map((one) => limitOf(judge(one, estimates)))
    .map((limit) => ({ ...limit, text: `${scenario.name}: ${limit.text}` }));
}

/** What the answer claims first, else the first of the terminal's table. */
export function figuresOf(comparison: Comparison, candidate: Candidate): Figure[] {
  const naming = namingOf(comparison, candidate);
  return ordered(comparison, candidate)
    .slice(0, MOST_FIGURES)
    .map((effect) => ({
      name: metricPhrase(effect.metric, naming),
      value: change(effect),
      note: [proportion(effect), effect.verdict].filter((text) => text !== '').join(', '),
      tone: toneOf(effect.verdict),
    }));
}

function ordered(comparison: Comparison, candidate: Candidate): Effect[] {
  return inOrderOfAnswer(comparison, candidate).filter(({ difference }) => difference !== null);
}

function proofOf(comparison: Comparison, each: readonly Observations[]): RowsChart | null {
  const candidate = comparison.candidates[0]!;
  const row = ordered(comparison, candidate)
    .map((effect) => effectRow(effect, comparison, candidate, each[0]!, each[1]!, 1))
    .find((one) => one !== null && one.ends95 !== null);
  if (row == null) return null;
  const { name } = comparison.baseline.study.scenario;
  return {
    kind: 'rows',
    axis: 'own',
    id: 'proof',
    title: `The proof: ${row.label}, ${candidate.study.scenario.name} against ${name}`,
    about: ABOUT_PAIRS,
    sentence: `${row.label}: ${row.note}.`,
    rows: [row],
    markIs: 'no difference',
  };
}

const ABOUT_PAIRS = ABOUT_ROWS.replace(
  'what each replication says',
  'the difference in each replication, paired: the same work in both',
);

function differenceSection(comparison: Comparison, each: readonly Observations[]): Section[] {
  const charts = comparison.candidates.flatMap((candidate, i) =>
    differencesOf(comparison, candidate, each, i),
  );
  return charts.length === 0
    ? []
    : [{ id: 'what-changes', title: 'What changes', blocks: [{ kind: 'charts', charts }] }];
}

/** The chart of what changes with one candidate; none where nothing does. */
export function differencesOf(
  comparison: Comparison,
  candidate: Candidate,
  each: readonly Observations[],
  index: number,
): RowsChart[] {
  const all = keyEffects(comparison, candidate)
    .map((effect) => ({
      effect,
      row: effectRow(effect, comparison, candidate, each[0]!, each[index + 1]!, index + 1),
    }))
    .filter((one): one is { effect: Effect; row: Row } => one.row !== null && one.row.ends95 !== null);
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST_ROWS);
  const corrected = correctedWords(
    comparison,
    shown.map(({ effect }) => effect),
  );
  const left = all.length - shown.length;
  const names = `${candidate.study.scenario.name} against ${comparison.baseline.study.scenario.name}`;
  return [
    {
      kind: 'rows',
      axis: 'own',
      id: `differences-${index + 1}`,
      title: `What changes: ${names}`,
      about: `${ABOUT_PAIRS}; each row on an axis of its own${left > 0 ? `; ${left} more below` : ''}`,
      sentence: ['What did not change in any replication is left out.', ...corrected].join(' '),
      rows: shown.map(({ row }) => row),
      markIs: 'no difference',
    },
  ];
}

/** The difference of one metric with its interval and each pair of replications; null where there is none. */
function effectRow(
  effect: Effect,
  comparison: Comparison,
  candidate: Candidate,
  before: Observations,
  after: Observations,
  tone: number,
): Row | null {
  const { metric, difference, half, unit, verdict } = effect;
  if (difference === null) return null;
  const [was, is] = [before.get(metric), after.get(metric)].map((one) => one?.pseudo ?? one?.each ?? []);
  const dots = is!.map((value, i) => value - (was![i] ?? Number.NaN)).filter(Number.isFinite);
  const ends =
    half === null
      ? { ends95: null, ends50: null }
      : endsOf(difference, difference - half, difference + half, candidate.study.results.length);
  return {
    label: metricPhrase(metric, namingOf(comparison, candidate)),
    note: `${change(effect)}, ${verdict}`,
    tone,
    unit,
    value: difference,
    ...ends,
    dots: dots.slice(0, MOST_DOTS).map(brief),
    mark: 0,
    signed: true,
  };
}

function everyMetric(comparison: Comparison, candidate: Candidate, index: number): Section {
  const both = [comparison.baseline.study, candidate.study];
  const names = both.map(({ scenario }) => scenario.name);
  const shown = figuresOnce(comparison, candidate);
  const rows = shown.map((effect) => [
    effect.metric,
    ...both.map(({ estimates }) => {
      const estimate = estimates.get(effect.metric);
      return estimate === undefined ? NOTHING : shortFigure(estimate);
    }),
    changeBeside(effect, both[0]!.estimates.get(effect.metric)),
    effect.verdict,
  ]);
  return {
    id: `metrics-${index + 1}`,
    title: `Every metric: ${names[1]} against ${names[0]}`,
    blocks: [
      tableOf(
        `${names[1]} against ${names[0]}`,
        ['metric', ...names, 'difference (95 %)', 'verdict'],
        rows,
        'summary.md',
      ),
      ...textOf([
        ...correctedWords(comparison, shown),
        ...saidOfAllWords(candidate.effects.size - shown.length, 'comparison.json'),
      ]),
    ],
  };
}
