/** Networks that nobody leaves, of pools with one line each: tasks that go round and round. */
import type { RunResult, Value } from '../../measure/result.ts';
import { byConvolution, type Station } from '../theory/closed.ts';
import { scenarioFrom, steady } from '../theory-models/model.ts';
import {
  LQNS,
  type Printed,
  type PublishedModel,
  type PublishedNumber,
  printed,
  published,
} from './model.ts';

const REPLICATIONS = 32;
/** Of a task, its repeats among them: more rounds than any run has. */
const MOST_STEPS = 100_000;

export function publishedRings(): PublishedModel[] {
  return [jain(), bolch83(), bolch84(), ...ROLIA.map((row) => rolia(...row))];
}

/** A station of a ring: a pool of workers with one line, or a delay. */
interface Place extends Station {
  readonly visits: number;
}

/** So many tasks that go round for the whole run. */
function ring(customers: number, places: readonly Place[], rounds: number): PublishedModel['scenario'] {
  const { throughput } = byConvolution(customers, places);
  const steps = places.flatMap(({ demand, visits, servers }, i) => {
    const run = `run: { exponential: ${Math.round((demand / visits) * 1e6)}us }`;
    return Array<string>(visits).fill(servers === Infinity ? `{ ${run} }` : `{ ${run}, on: p${i} }`);
  });
  const pools = places.flatMap(({ servers }, i) =>
    servers < Infinity ? [`p${i}: { count: ${servers} }`] : [],
  );
  const time = steady({
    arrivals: rounds,
    rate: throughput,
    warmUp: 100 / throughput,
    replications: REPLICATIONS,
  });
  return scenarioFrom(`
name: published
${time}
nodes: { n: { taskCap: ${customers}, cores: ${customers} } }
workers: { ${pools.join(', ')} }
dispatch: { policy: immediate, queueTimeout: none }
workload:
  tasks:
    t: { queued: ${customers}, steps: [ { repeat: { times: ${Math.floor(MOST_STEPS / steps.length)}, steps: [ ${steps.join(', ')} ] } } ] }
`);
}

const meanOf = ({ sum, per }: Value): number => sum / per;

/** Tasks at a pool, who wait and who work. */
function atPool(pool: string, servers: number): (result: RunResult) => Value {
  return ({ values }) => ({
    sum:
      meanOf(values[`workers.${pool}.waiting.mean`]!) +
      servers * meanOf(values[`workers.${pool}.utilisation`]!),
    per: 1,
  });
}

/** The numbers at as many places as are printed. */
function numbersAt(
  customers: number,
  places: readonly Place[],
  values: readonly Printed[],
  off?: string,
): PublishedNumber[] {
  const { numbers } = byConvolution(customers, places);
  return values.map((value, i) => ({
    quantity: `number at station ${i + 1}`,
    unit: 'count',
    exact: numbers[i]!,
    measured: atPool(`p${i}`, places[i]!.servers),
    published: value,
    ...(off !== undefined && { off }),
  }));
}

/** Rounds, as the first pool has seen them. */
function throughput(places: readonly Place[], customers: number, text: string): PublishedNumber {
  const { demand, servers } = places[0]!;
  return {
    quantity: 'throughput',
    unit: '1/s',
    exact: byConvolution(customers, places).throughput,
    measured: ({ values }) => {
      const { sum, per } = values['workers.p0.utilisation']!;
      return { sum: sum * servers, per: per * demand };
    },
    published: printed(text),
  };
}

function jain(): PublishedModel {
  const places: Place[] = [
    { demand: 16 * 0.125, visits: 16, servers: 1 },
    { demand: 10 * 0.3, visits: 10, servers: 1 },
    { demand: 5 * 0.2, visits: 5, servers: 1 },
    { demand: 4, visits: 1, servers: Infinity },
  ];
  const source = 'R. Jain 1991, ex. 34.2 (queueing toolbox, inst/qncsmva.m)';
  return published('20 users, three tiers', source, ring(20, places, 12_000), [
    ...numbersAt(20, places, [printed('1.991'), printed('16.177'), printed('.500')]),
    throughput(places, 20, '.33325'),
  ]);
}

function bolch83(): PublishedModel {
  const places: Place[] = [
    { demand: 0.2, visits: 1, servers: 1 },
    { demand: 0.8, visits: 4, servers: 1 },
    { demand: 0.8, visits: 2, servers: 1 },
    { demand: 0.6, visits: 1, servers: 1 },
  ];
  const source = 'Bolch et al. 1998, p. 331 (queueing toolbox, inst/qncsmva.m)';
  return published('6 jobs, four stations', source, ring(6, places, 40_000), [
    ...numbersAt(6, places, [printed('.244'), printed('2.261'), printed('2.261'), printed('1.234')]),
  ]);
}

function bolch84(): PublishedModel {
  const places: Place[] = [
    { demand: 0.5, visits: 1, servers: 2 },
    { demand: 0.3, visits: 1, servers: 1 },
    { demand: 0.4, visits: 1, servers: 1 },
    { demand: 1, visits: 1, servers: Infinity },
  ];
  const source = 'Bolch et al. 1998, p. 333 (queueing toolbox, inst/qncsmva.m)';
  return published('3 jobs, two of them served at once', source, ring(3, places, 60_000), [
    ...numbersAt(3, places, [printed('.624'), printed('.473'), printed('.686')]),
    throughput(places, 3, '1.218'),
  ]);
}

const WRONG =
  'Not the exact solution that it is called. The convolution algorithm and the Markov chain of all 45 states give the exact column alike, and the other seven rows of that file agree with both.';

/** That file holds its own solver to a thousandth. */
const asExact = (text: string): Printed => ({ value: Number(text), digit: 0.001 });

/** Means at two and at four servers, and the numbers that the file calls exact. */
const ROLIA: readonly [a: number, b: number, texts: string[], off?: string][] = [
  [2, 2, ['4.122', '1.939', '1.939'], WRONG],
  [2, 4, ['2.731', '1.756', '3.512'], WRONG],
  [2, 8, ['.8712', '1.198', '5.931']],
  [1, 2, ['4.712', '1.230', '2.058']],
  [4, 2, ['.9489', '6.054', '.9973']],
  [1, 4, ['2.696', '.9718', '4.332']],
  [4, 4, ['.8932', '5.058', '2.049']],
  [1, 8, ['.9202', '.5221', '6.558']],
  [4, 8, ['.6681', '3.078', '4.254']],
];

function rolia(a: number, b: number, texts: readonly string[], off?: string): PublishedModel {
  const places: Place[] = [
    { demand: 1, visits: 1, servers: 1 },
    { demand: a, visits: 1, servers: 2 },
    { demand: b, visits: 1, servers: 4 },
  ];
  const claims = numbersAt(8, places, texts.map(asExact), off);
  return published(
    `8 jobs, services 1, ${a}, ${b} at 1, 2, 4`,
    `${LQNS}/test13s.cc`,
    ring(8, places, 40_000),
    claims,
  );
}
