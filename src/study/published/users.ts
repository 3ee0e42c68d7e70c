/** Users who think, and ask a server that all share. */
import type { RunResult, Value } from '../../measure/result.ts';
import { inLineByKinds, type KindNumbers, sharedByKinds } from '../theory/closed.ts';
import { kindsOfUsers } from '../theory-models/kinds.ts';
import { LQNS, type PublishedModel, type PublishedNumber, printed, published } from './model.ts';

const ARRIVALS = 120_000;

export function publishedUsers(): PublishedModel[] {
  return [
    schwetman(),
    ...REISER.map((row) => reiser(...row)),
    inLine(),
    machines(),
    repairmen(),
    insensitive(),
  ];
}

const meanOf = ({ sum, per }: Value): number => sum / per;

/** Who asks or is served of a kind, by Little's law. */
function asking(name: string): (result: RunResult) => Value {
  return ({ values, samples }) => {
    const { sum, count } = samples[`requests.${name}.latency`]!;
    return { sum: (meanOf(values[`requests.${name}.throughput`]!) * sum) / count / 1e6, per: 1 };
  };
}

/** What is printed of each kind. */
type Texts = Partial<Readonly<Record<keyof KindNumbers, string>>>;

function ofKinds(exacts: readonly KindNumbers[], texts: readonly Texts[], off?: string): PublishedNumber[] {
  return exacts.flatMap((exact, i) => {
    const name = exacts.length === 1 ? '' : `, kind ${i + 1}`;
    const { number, throughput, response } = texts[i]!;
    const claims: (Omit<PublishedNumber, 'published'> & { readonly text: string | undefined })[] = [
      {
        quantity: `at the server${name}`,
        unit: 'count',
        exact: exact.number,
        measured: asking(`k${i + 1}`),
        text: number,
      },
      {
        quantity: `throughput${name}`,
        unit: '1/s',
        exact: exact.throughput,
        measured: `requests.k${i + 1}.throughput`,
        text: throughput,
      },
      {
        quantity: `mean response${name}`,
        unit: 's',
        exact: exact.response,
        measured: `requests.k${i + 1}.latency.mean`,
        text: response,
      },
    ];
    return claims.flatMap(({ text, ...claim }) =>
      text === undefined ? [] : [{ ...claim, published: printed(text), ...(off !== undefined && { off }) }],
    );
  });
}

function schwetman(): PublishedModel {
  const kinds = [
    { count: 15, think: 1, service: 0.025 },
    { count: 5, think: 15, service: 0.5 },
  ];
  const source = 'H. Schwetman 1980 (queueing toolbox, inst/qncmmva.m)';
  return published('15 and 5 users, one shared server', source, kindsOfUsers(kinds, 1, ARRIVALS), [
    ...ofKinds(sharedByKinds(kinds, 1), [
      { throughput: '14.323', number: '.677', response: '.047' },
      { throughput: '.314', number: '.293', response: '.934' },
    ]),
  ]);
}

const REISER: readonly [visits: number, first: string, second: string][] = [
  [1, '.8593', '.571'],
  [2, '.9352', '.9105'],
  [5, '1.053', '1.379'],
  [11, '1.135', '1.671'],
  [20, '1.175', '1.808'],
];

/** Visits of a second each, one after the other, are one of so many seconds where all share (Baskett et al. 1975). */
function reiser(visits: number, first: string, second: string): PublishedModel {
  const kinds = [
    { count: 5, think: 6, service: 1 },
    { count: 2, think: 3, service: visits },
  ];
  const claims = ofKinds(sharedByKinds(kinds, 2), [{ number: first }, { number: second }]);
  return published(
    `5 and 2 users, ${visits} visits, two servers`,
    `${LQNS}/test9a.cc`,
    kindsOfUsers(kinds, 2, ARRIVALS),
    claims,
  );
}

/** Waiting in order of arrival, one kind with longer services than the other. */
function inLine(): PublishedModel {
  const kinds = [
    { count: 5, think: 6, service: 1 },
    { count: 2, think: 3, service: 2 },
  ];
  const off =
    'An approximation (de Souza e Silva & Muntz 1987, table 4a), there called exact. The Markov chain of the line has 1.0258 and 0.8766.';
  const scenario = kindsOfUsers(kinds, 2, 4 * ARRIVALS, ', serving: { slots: 2 }');
  return published('5 and 2 users in line for two servers', `${LQNS}/test12.cc`, scenario, [
    ...ofKinds(inLineByKinds(kinds, 2), [{ number: '1.040' }, { number: '.8689' }], off),
  ]);
}

function machines(): PublishedModel {
  const kinds = [{ count: 4, think: 1, service: 1 }];
  const source = 'lqns (layeredqueuing/V6), 20-multiserver.lqnx';
  return published('machine repair, M/M/2//4', source, kindsOfUsers(kinds, 2, ARRIVALS), [
    ...ofKinds(sharedByKinds(kinds, 2), [{ throughput: '1.7', number: '2.3' }]),
  ]);
}

/** Thinking goes on with 0.7 each second: exponential, of 10/3 s. */
function repairmen(): PublishedModel {
  const kinds = [{ count: 10, think: 10 / 3, service: 1.5 }];
  return published(
    '10 jobs that come back with 0.7',
    'LINE, ClosedExamplesTest.java',
    kindsOfUsers(kinds, 1, ARRIVALS),
    [
      ...ofKinds(sharedByKinds(kinds, 1), [
        { number: '7.77797', response: '11.66798', throughput: '.666608' },
      ]),
    ],
  );
}

/** Thinking of other distributions than exponential, of the same means. */
function insensitive(): PublishedModel {
  const kinds = [
    { count: 2, think: 2 / 3, service: 1, thinking: '{ erlang: { k: 2, mean: 666667us } }' },
    { count: 2, think: 0.216667, service: 1, thinking: '{ lognormal: { mean: 216667us, cv: 1.5 } }' },
  ];
  return published(
    'thinking of any distribution',
    'LINE, cqn_bcmp_theorem',
    kindsOfUsers(kinds, 1, ARRIVALS),
    [
      ...ofKinds(sharedByKinds(kinds, 1), [
        { number: '1.69139', response: '3.65384', throughput: '.462908' },
        { number: '1.88375', response: '3.51100', throughput: '.536528' },
      ]),
    ],
  );
}
