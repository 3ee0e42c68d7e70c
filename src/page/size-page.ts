/** The page of a sizing. */
import { groupedDigest, resourceWords } from '../report/facts.ts';
import type { SizeContext } from '../report/size.ts';
import {
  boundOfInterval,
  effortWords,
  headroomWords,
  premiseWords,
  sizeAnswer,
  unservedWords,
  verdictWords,
} from '../report/size-words.ts';
import { amount, NOTHING, number, percent, withEnds } from '../report/words.ts';
import { type Configuration, type Sizing, settingsOf } from '../study/size/size.ts';
import type { GoalJudgement } from '../study/size/trial.ts';
import { limitOf } from './judged.ts';
import type { Figure, Page, Row, RowsChart, TableBlock } from './model.ts';
import { assumptionsOf, madeOf, NOT_MODELLED, remarksOf, tableOf } from './parts.ts';
import { endsOf } from './rows.ts';

type Context = Pick<SizeContext, 'scenario' | 'seed' | 'repeat' | 'notes'> & { readonly version: string };

/** Everything that a sizing has to say. */
export function sizePage(sizing: Sizing, { scenario, seed, repeat, notes, version }: Context): Page {
  const { answer, failing, open, trials, shown } = sizing;
  const near = [...(answer === null ? [] : [answer]), ...open, ...failing];
  const digest = groupedDigest(sizing.digest);
  return {
    title: scenario.question === '' ? scenario.name : scenario.question,
    setup: `${scenario.name} · ${sizing.request.goals.map(({ text }) => text).join(', ')} · seed ${seed}`,
    answer: sizeAnswer(sizing),
    limits: (answer?.judgements ?? failing[0]?.judgements ?? []).map(limitOf),
    figures: answer === null ? [] : figuresOf(sizing, answer),
    proof: proofOf(sizing, answer ?? failing[0] ?? null),
    planner: [
      {
        id: 'reasons',
        title: 'Why it is this one',
        blocks: [
          goalsTable('The answer and what fails beside it', sizing, near),
          {
            kind: 'list',
            items: [...unservedWords(sizing), ...headroomWords(sizing, scenario), ...premiseWords(sizing)],
          },
        ],
      },
    ],
    engineer: [
      {
        id: 'trials',
        title: 'Everything that was run',
        blocks: [
          goalsTable('Configurations in the order in which they were run', sizing, [...trials, ...shown]),
        ],
      },
      assumptionsOf([scenario], 'the scenario itself'),
      ...remarksOf(notes),
      NOT_MODELLED,
      madeOf([effortWords(sizing, seed), `digest ${digest}`], repeat),
    ],
    repeat,
    digest,
    version,
    rerun: null,
  };
}

function figuresOf(sizing: Sizing, { values, resources }: Configuration): Figure[] {
  const { headroom } = sizing;
  const cost = resources.cost;
  return [
    { name: 'answer', value: settingsOf(sizing.request, values), note: '', tone: 'good' },
    { name: 'made of', value: resourceWords(resources), note: '', tone: 'quiet' },
    ...(cost === null
      ? []
      : [
          {
            name: 'cost an hour',
            value: `${amount(cost.perHour, 'currency')} ${cost.currency}`,
            note: '',
            tone: 'quiet',
          } as const,
        ]),
    ...(headroom === null
      ? []
      : [
          {
            name: 'load that it carries',
            value: percent(headroom.meets),
            note: 'of the load of the scenario',
            tone: 'quiet',
          } as const,
        ]),
    {
      name: 'configurations',
      value: number(sizing.cells),
      note: `${sizing.trials.length} of them run`,
      tone: 'quiet',
    },
  ];
}

/** Each goal of one configuration against its limit. */
function proofOf(sizing: Sizing, one: Configuration | null): RowsChart | null {
  const rows = (one?.judgements ?? []).flatMap((judgement) => goalRow(judgement, one!.replications));
  if (one === null || rows.length === 0) return null;
  const name = settingsOf(sizing.request, one.values);
  return {
    kind: 'rows',
    axis: 'own',
    id: 'proof',
    title: `The proof: ${name} against its goals`,
    about: 'Thick: 50 % interval, thin: 95 % interval over replications',
    sentence: one.judgements
      .map((judgement) => `${judgement.expectation.text}: ${verdictWords(judgement)}`)
      .join('; '),
    rows,
    markIs: 'the goal',
  };
}

function goalRow(judgement: GoalJudgement, replications: number): Row[] {
  const { expectation, value, low, high, unit, lost } = judgement;
  if (value === null) return [];
  return [
    {
      label: `${expectation.metric}${lost === null ? '' : ` with ${lost} lost`}`,
      note: `${withEnds(value, low, high, unit ?? 'count')}, ${verdictWords(judgement)}`,
      tone: 0,
      unit: unit ?? 'count',
      value,
      ...endsOf(value, low, high, replications),
      dots: [],
      mark: expectation.value,
      signed: false,
    },
  ];
}

function goalsTable(caption: string, { request }: Sizing, all: readonly Configuration[]): TableBlock {
  const rows = all.flatMap(({ values, judgements, resources, verdict, saturated }) => {
    const first = [...values, resourceWords(resources)];
    if (judgements.length === 0) return [[...first, NOTHING, `saturated (${saturated})`, NOTHING, verdict]];
    return judgements.map((judgement) => [
      ...first,
      judgement.expectation.text,
      judgement.value === null
        ? NOTHING
        : withEnds(judgement.value, judgement.low, judgement.high, judgement.unit ?? 'count'),
      boundOfInterval(judgement),
      verdictWords(judgement),
    ]);
  });
  const head = [
    ...request.axes.map(({ path }) => path),
    'made of',
    'goal',
    'measured',
    'interval',
    'verdict',
  ];
  return tableOf(caption, head, rows, 'size.csv');
}
