/** Users who think, and ask a server that all share. */
import type { RunResult, Value } from '../../measure/result.ts';
import { type Kind, type KindNumbers, sharedByKinds } from '../theory/closed.ts';
import { scenarioFrom, steady } from '../theory-models/model.ts';
import { LQNS, type PublishedModel, type PublishedNumber, printed, published } from './model.ts';

const REPLICATIONS = 32;

export function publishedUsers(): PublishedModel[] {
  return [schwetman(), ...REISER.map((row) => reiser(...row)), machines(), repairmen(), insensitive()];
}

/** Users of two kinds at the cores of a node, who share them. */
function users(
  kinds: readonly (Kind & { readonly thinking?: string })[],
  cores: number,
): PublishedModel['scenario'] {
  const rate = sharedByKinds(kinds, cores).reduce((sum, kind) => sum + kind.throughput, 0);
  const slowest = Math.max(...kinds.map(({ think, service }) => think + service));
  const us = (seconds: number) => `${Math.round(seconds * 1e6)}us`;
  const classes = kinds.map(
    ({ count, think, service, thinking = `{ exponential: ${us(think)} }` }, i) =>
      `k${i + 1}: { users: { count: ${count}, think: ${thinking} }, cpu: { exponential: ${us(service)} }, timeout: 100d }`,
  );
  return scenarioFrom(`
name: published
${steady({ arrivals: 120_000, rate, warmUp: 20 * slowest, replications: REPLICATIONS })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: ${cores} } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ideal
workload: { requests: { ${classes.join(', ')} } }
`);
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

function ofKinds(kinds: readonly Kind[], cores: number, texts: readonly Texts[]): PublishedNumber[] {
  return sharedByKinds(kinds, cores).flatMap((exact, i) => {
    const name = kinds.length === 1 ? '' : `, kind ${i + 1}`;
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
      text === undefined ? [] : [{ ...claim, published: printed(text) }],
    );
  });
}

function schwetman(): PublishedModel {
  const kinds = [
    { count: 15, think: 1, service: 0.025 },
    { count: 5, think: 15, service: 0.5 },
  ];
  const source = 'H. Schwetman 1980 (queueing toolbox, inst/qncmmva.m)';
  return published('15 and 5 users, one shared server', source, users(kinds, 1), [
    ...ofKinds(kinds, 1, [
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
  const claims = ofKinds(kinds, 2, [{ number: first }, { number: second }]);
  return published(
    `5 and 2 users, ${visits} visits, two servers`,
    `${LQNS}/test9a.cc`,
    users(kinds, 2),
    claims,
  );
}

function machines(): PublishedModel {
  const kinds = [{ count: 4, think: 1, service: 1 }];
  const source = 'lqns (layeredqueuing/V6), 20-multiserver.lqnx';
  return published('machine repair, M/M/2//4', source, users(kinds, 2), [
    ...ofKinds(kinds, 2, [{ throughput: '1.7', number: '2.3' }]),
  ]);
}

/** Thinking goes on with 0.7 each second: exponential, of 10/3 s. */
function repairmen(): PublishedModel {
  const kinds = [{ count: 10, think: 10 / 3, service: 1.5 }];
  return published('10 jobs that come back with 0.7', 'LINE, ClosedExamplesTest.java', users(kinds, 1), [
    ...ofKinds(kinds, 1, [{ number: '7.77797', response: '11.66798', throughput: '.666608' }]),
  ]);
}

/** Thinking of other distributions than exponential, of the same means. */
function insensitive(): PublishedModel {
  const kinds = [
    { count: 2, think: 2 / 3, service: 1, thinking: '{ erlang: { k: 2, mean: 666667us } }' },
    { count: 2, think: 0.216667, service: 1, thinking: '{ lognormal: { mean: 216667us, cv: 1.5 } }' },
  ];
  return published('thinking of any distribution', 'LINE, cqn_bcmp_theorem', users(kinds, 1), [
    ...ofKinds(kinds, 1, [
      { number: '1.69139', response: '3.65384', throughput: '.462908' },
      { number: '1.88375', response: '3.51100', throughput: '.536528' },
    ]),
  ]);
}
