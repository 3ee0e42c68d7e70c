/** Closed networks of two kinds of users, who share the cores of a node or wait in line for them. */
import { inLineByKinds, type Kind, type KindNumbers, sharedByKinds } from '../theory/closed.ts';
import { scenarioFrom, steady, type TheoryModel } from './model.ts';

const REPLICATIONS = 32;
const KINDS: readonly Kind[] = [
  { count: 4, think: 5, service: 1 },
  { count: 3, think: 2, service: 2.5 },
];

export function kindModels(): TheoryModel[] {
  return [
    model('two kinds of users, two cores shared', '', sharedByKinds(KINDS, 2)),
    model('two kinds of users in line for two', ', serving: { slots: 2 }', inLineByKinds(KINDS, 2)),
  ];
}

function model(name: string, serving: string, exact: readonly KindNumbers[]): TheoryModel {
  const scenario = kindsOfUsers(KINDS, 2, 100_000, serving);
  const claims = exact.flatMap(({ response, throughput }, i): TheoryModel['claims'] => [
    {
      quantity: `mean response, kind ${i + 1}`,
      unit: 's',
      exact: response,
      measured: `requests.k${i + 1}.latency.mean`,
    },
    {
      quantity: `throughput, kind ${i + 1}`,
      unit: '1/s',
      exact: throughput,
      measured: `requests.k${i + 1}.throughput`,
    },
  ]);
  return { name, scenario, replications: REPLICATIONS, claims };
}

/**
 * Users of some kinds at the cores of a node, `k1`, `k2` and so on.
 * @param arrivals that count, of all replications together; @param serving of the node: without it they share
 */
export function kindsOfUsers(
  kinds: readonly (Kind & { readonly thinking?: string })[],
  cores: number,
  arrivals: number,
  serving = '',
): TheoryModel['scenario'] {
  const rate = sharedByKinds(kinds, cores).reduce((sum, kind) => sum + kind.throughput, 0);
  const slowest = Math.max(...kinds.map(({ think, service }) => think + service));
  const us = (seconds: number) => `${Math.round(seconds * 1e6)}us`;
  const classes = kinds.map(
    ({ count, think, service, thinking = `{ exponential: ${us(think)} }` }, i) =>
      `k${i + 1}: { users: { count: ${count}, think: ${thinking} }, cpu: { exponential: ${us(service)} }, timeout: 100d }`,
  );
  return scenarioFrom(`
name: theory
${steady({ arrivals, rate, warmUp: 20 * slowest, replications: REPLICATIONS })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: ${cores}${serving} } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ideal
workload: { requests: { ${classes.join(', ')} } }
`);
}
