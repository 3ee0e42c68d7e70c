/** The page of what a metric depends on. */
import { groupedDigest } from '../report/facts.ts';
import { figure } from '../report/figures.ts';
import { metricPhrase } from '../report/metric-words.ts';
import { matters, sensitivityAnswer, sensitivityCounts } from '../report/sensitivity.ts';
import { difference, NOTHING } from '../report/words.ts';
import type { Sensitivity } from '../study/sensitivity/run-sensitivity.ts';
import type { Dependence, Side } from '../study/sensitivity/sensitivity.ts';
import type { Figure, Page, Row, RowsChart } from './model.ts';
import { assumptionsOf, madeOf, NOT_MODELLED, tableOf } from './parts.ts';
import { endsOf } from './rows.ts';

const MOST_FIGURES = 4;
const MOST_ROWS = 20;

/** Everything that a sensitivity has to say. */
export function sensitivityPage(
  found: Sensitivity,
  { repeat, version }: { readonly repeat: string; readonly version: string },
): Page {
  const { scenario, seed, metric, dependences, left } = found;
  const digest = groupedDigest(found.digest);
  const rows = dependences.filter(matters).flatMap((one) => rowOf(found, one));
  const phrase = metricPhrase(metric, scenario);
  const chart: RowsChart | null =
    rows.length === 0
      ? null
      : {
          kind: 'rows',
          axis: 'shared',
          id: 'proof',
          title: `What 10 % more of each parameter does to ${phrase}`,
          about: `Thick: 50 % interval, thin: 95 % interval, paired${rows.length > MOST_ROWS ? `; ${rows.length - MOST_ROWS} more in the table` : ''}`,
          sentence: 'The largest effect first, all on one axis.',
          rows: rows.slice(0, MOST_ROWS),
          markIs: 'no effect',
        };
  return {
    title: scenario.question === '' ? scenario.name : scenario.question,
    setup: `${scenario.name} · what ${phrase} depends on · seed ${seed}`,
    answer: sensitivityAnswer(found),
    limits: [],
    figures: figuresOf(found, phrase),
    proof: chart,
    planner: [
      {
        id: 'parameters',
        title: 'Every parameter',
        blocks: [
          tableOf(
            'Each a tenth smaller and larger, one at a time',
            ['parameter', 'is', 'influence', 'less', 'then', 'more', 'then', 'per +10 %', 'not documented'],
            dependences.map((one) => [
              one.parameter.path,
              one.parameter.written,
              one.influence,
              one.less?.written ?? NOTHING,
              sideWords(found, one.less),
              one.more?.written ?? NOTHING,
              sideWords(found, one.more),
              perTenth(found, one),
              one.parameter.assumed?.standing ?? '',
            ]),
            'sensitivity.csv',
          ),
        ],
      },
    ],
    engineer: [
      {
        id: 'left',
        title: 'What was not changed',
        blocks: [
          left.length === 0
            ? { kind: 'text', lines: ['Every parameter was changed.'] }
            : tableOf(
                'Not changed',
                ['parameter', 'why'],
                left.map(({ path, why }) => [path, why]),
                'sensitivity.csv',
              ),
        ],
      },
      assumptionsOf([scenario], 'the scenario itself'),
      NOT_MODELLED,
      madeOf([...sensitivityCounts(found), `seed ${seed}, digest ${digest}`], repeat),
    ],
    repeat,
    digest,
    version,
    rerun: null,
  };
}

function figuresOf(found: Sensitivity, phrase: string): Figure[] {
  const { estimate, dependences } = found;
  const most = dependences.filter(matters).slice(0, MOST_FIGURES);
  return [
    { name: phrase, value: figure(estimate), note: 'as it is', tone: 'quiet' },
    ...most.map(
      (one): Figure => ({
        name: one.parameter.path,
        value: perTenth(found, one),
        note: `per +10 %, ${one.influence}`,
        tone: one.influence === 'breaks' ? 'bad' : 'quiet',
      }),
    ),
  ];
}

function perTenth({ estimate }: Sensitivity, { perTenth: by, half, influence }: Dependence): string {
  if (by === null) return influence === 'breaks' ? 'beyond every limit' : NOTHING;
  return difference(by, half, estimate.unit, estimate.value ?? 0);
}

function sideWords({ estimate }: Sensitivity, side: Side | null): string {
  if (side === null) return NOTHING;
  if (side.difference === null) return side.reason ?? NOTHING;
  return difference(side.difference, side.half, estimate.unit, estimate.value ?? 0);
}

function rowOf(found: Sensitivity, one: Dependence): Row[] {
  const { perTenth: by, half, parameter } = one;
  if (by === null) return [];
  const ends =
    half === null ? { ends95: null, ends50: null } : endsOf(by, by - half, by + half, found.replications);
  return [
    {
      label: parameter.path,
      note: perTenth(found, one),
      tone: 0,
      unit: found.estimate.unit,
      value: by,
      ...ends,
      dots: [],
      mark: 0,
      signed: true,
    },
  ];
}
