/** The page of one scenario's study. */
import { groupedDigest, idealWords, replicationsOf, setupWords } from '../report/facts.ts';
import { figure, shortFigure } from '../report/figures.ts';
import { metricPhrase, saidOfAllWords } from '../report/metric-words.ts';
import { keyMetrics, runAnswer } from '../report/run-facts.ts';
import { runTopic } from '../report/topics.ts';
import { isSaidOfAll } from '../scenario/metric-name.ts';
import type { Estimate } from '../study/estimates/estimate.ts';
import type { Judgement } from '../study/estimates/gate.ts';
import type { Study } from '../study/replications/replicate.ts';
import { percentileCharts } from './by-percentile.ts';
import { limitOf } from './judged.ts';
import type { Chart, Figure, Page, Rerun, Row, RowsChart, Section } from './model.ts';
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
import { decisive, markOf, metricRow, type Observations, observationsOf, promised } from './rows.ts';
import { storySection } from './story.ts';
import { theoryBlocks } from './theory.ts';

export interface PageContext {
  /** The command that repeats it. */
  readonly repeat: string;
  /** Of hasim. */
  readonly version: string;
  /** Remarks that stand nowhere in the results. */
  readonly notes: readonly string[];
  /** What a browser needs to run it again; null where it cannot. */
  readonly rerun: Rerun | null;
}

const MOST_FIGURES = 5;
const MOST_KEYS = 60;

/** Everything that a run has to say. */
export function runPage(study: Study, judgements: readonly Judgement[], context: PageContext): Page {
  const { scenario, seed, digest, warnings } = study;
  const topic = runTopic(study);
  const keys = keyMetrics(study);
  const each = observationsOf(study);
  const metrics = [...study.estimates].filter(([name]) => !isSaidOfAll(name, scenario, study.estimates));
  return {
    title: scenario.question === '' ? scenario.name : scenario.question,
    setup: `${scenario.name} · ${setupWords(scenario)} · ${replicationsOf(study)} · seed ${seed}`,
    answer: [runAnswer(study, judgements), ...idealWords([scenario])],
    limits: judgements.map(limitOf),
    figures: figuresOf(study, keys),
    proof: proofOf(study, judgements, each, keys),
    planner: [
      ...storySection(topic, 'result.json'),
      clusterOf(topic),
      {
        id: 'over-time',
        title: 'Over time',
        blocks: [{ kind: 'charts', charts: timeCharts(topic) }],
      },
      {
        id: 'replications',
        title: 'What each replication says',
        blocks: [{ kind: 'charts', charts: replicationsChart(study, each, keys) }],
      },
      {
        id: 'key-figures',
        title: 'The figures that planners ask for',
        blocks: [
          tableOf(
            'Key figures with their 95 % intervals',
            ['what', 'value (95 %)'],
            keys.map((name) => [metricPhrase(name, scenario), figure(study.estimates.get(name)!)]),
            'summary.md',
            MOST_KEYS,
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
      ...theorySection(study),
      {
        id: 'metrics',
        title: 'Every metric',
        blocks: [
          tableOf(
            'Every metric with its 95 % interval',
            ['metric', 'value (95 %)'],
            metrics.map(([name, estimate]) => [name, figure(estimate)]),
            'summary.md',
          ),
          ...textOf(saidOfAllWords(study.estimates.size - metrics.length, 'result.json')),
        ],
      },
      assumptionsOf([scenario], 'summary.md'),
      ...tiesOf(study),
      ...remarksOf([...warnings, ...context.notes]),
      NOT_MODELLED,
      madeOf([`${replicationsOf(study)}, seed ${seed}, digest ${groupedDigest(digest)}`], context.repeat),
    ],
    repeat: context.repeat,
    digest: groupedDigest(digest),
    version: context.version,
    rerun: context.rerun,
  };
}

/** Those of the terminal's table that have a value, each subject once before any has two. */
function figuresOf(study: Study, keys: readonly string[]): Figure[] {
  const valued = keys.filter((name) => study.estimates.get(name)!.value !== null);
  const order = [...valued].sort((a, b) => rank(a) - rank(b));
  return order.slice(0, MOST_FIGURES).map((name) => {
    const estimate = study.estimates.get(name)!;
    const whole = figure(estimate);
    const short = shortFigure(estimate);
    return {
      name: metricPhrase(name, study.scenario),
      value: short,
      note: whole === short ? withoutInterval(estimate) : whole.replace(short, '').trim() || whole,
      tone: 'quiet',
    };
  });
}

/** Why no interval stands beside a value. */
function withoutInterval({ low, reason }: Estimate): string {
  return low === null && reason !== undefined ? reason : 'exact, or one value';
}

/** What people feel comes first, then what they lost, then what is full. */
function rank(name: string): number {
  if (/\.(queueWait|latency|turnaround)\./.test(name)) return 0;
  if (/^recovery\./.test(name)) return 1;
  if (/(successRatio|errorRatio)$/.test(name)) return 2;
  if (/^availability|utilisation$/.test(name)) return 3;
  return 4;
}

/** The deciding promise, else the first key figure, as one row. */
function proofOf(
  study: Study,
  judgements: readonly Judgement[],
  each: Observations,
  keys: readonly string[],
): Chart | null {
  const judgement = decisive(judgements);
  const first = keys.find((name) => study.estimates.get(name)!.value !== null);
  if (judgement === null && first === undefined) return null;
  const { name, phrase } =
    judgement === null
      ? { name: first!, phrase: metricPhrase(first!, study.scenario) }
      : promised(judgement, study.scenario);
  const mark = judgement === null ? null : markOf(judgement);
  const row = metricRow(study, each, name, { mark, tone: 0, label: phrase });
  if (row === null) return null;
  return {
    kind: 'rows',
    axis: 'own',
    id: 'proof',
    title: `The proof: ${phrase}`,
    about: ABOUT_ROWS,
    sentence:
      judgement === null
        ? `${phrase}: ${row.note}.`
        : `${judgement.expectation.text}: ${row.note}, ${judgement.verdict}.`,
    rows: [row],
    markIs: mark === null ? '' : 'the limit',
  };
}

/** Said of every chart of rows. */
export const ABOUT_ROWS =
  'Dots: what each replication says; thick: 50 % interval, thin: 95 % interval of the value over replications';

function replicationsChart(study: Study, each: Observations, keys: readonly string[]): RowsChart[] {
  const rows = keys
    .map((name) =>
      metricRow(study, each, name, { mark: null, tone: 0, label: metricPhrase(name, study.scenario) }),
    )
    .filter((row): row is Row => row !== null && row.ends95 !== null);
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MOST_KEYS / 3);
  const left = rows.length - shown.length;
  return [
    {
      kind: 'rows',
      axis: 'own',
      id: 'each-replication',
      title: 'Key figures, replication by replication',
      about: `${ABOUT_ROWS}; each row on an axis of its own${left > 0 ? `; ${left} more in summary.md` : ''}`,
      sentence: `Of ${study.results.length} replications; what is the same in all of them is left out.`,
      rows: shown,
      markIs: '',
    },
  ];
}

function theorySection(study: Study): Section[] {
  const blocks = theoryBlocks(study);
  return blocks.length === 0 ? [] : [{ id: 'theory', title: 'Theory beside simulation', blocks }];
}
