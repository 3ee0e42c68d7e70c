/** One queue: examples of textbooks and of other programs' tests, with limits, priorities and unequal servers. */
import { type Moves, meanOver, stationary } from '../theory/chain.ts';
import { erlangB, mmc, mmck } from '../theory/markov.ts';
import { availability, kOfN } from '../theory/networks.ts';
import { waitsByBand } from '../theory/waiting.ts';
import { type Effort, scenarioFrom, shareThatWaits, steady } from '../theory-models/model.ts';
import { type PublishedModel, type PublishedNumber, printed, published } from './model.ts';

const REPLICATIONS = 32;
const MARZOLLA = 'M. Marzolla, queueing toolbox';

export function publishedQueues(): PublishedModel[] {
  return [
    markovian(2, 400_000, '7.674', '1.053'),
    markovian(4, 100_000, '.105', '.212'),
    threeOfSeven(),
    fourOfSix(),
    twoOfFive(),
    lost(10, 20, '.5379631686'),
    lost(190, 200, '.0886968439'),
    occupied(),
    twoBands(),
    lots(),
    unequal(),
    repairable(),
  ];
}

/** Tasks of exponential length that wait for one of `slots`, all at once if there are as many. */
function tasks(
  effort: Omit<Effort, 'replications'>,
  slots: number,
  classes: string,
): PublishedModel['scenario'] {
  return scenarioFrom(`
name: published
${steady({ ...effort, replications: REPLICATIONS })}
nodes: { n: { taskCap: ${slots}, cores: ${slots} } }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { ${classes} } }
`);
}

function markovian(servers: number, arrivals: number, number: string, time: string): PublishedModel {
  const [lambda, mu] = [9, 5];
  const { queue, response } = mmc(lambda, mu, servers);
  const scenario = tasks(
    { arrivals, rate: lambda, warmUp: 60 },
    servers,
    `t: { arrivals: { poisson: ${lambda}/s }, steps: [ { run: { exponential: 200ms } } ] }`,
  );
  return published(`M/M/${servers}, λ 9, μ 5`, `${MARZOLLA}, inst/qsmmm.m`, scenario, [
    {
      quantity: 'waiting',
      unit: 'count',
      exact: queue,
      measured: 'queue.length.mean',
      published: printed(number),
    },
    {
      quantity: 'mean response',
      unit: 's',
      exact: response,
      measured: 'tasks.turnaround.mean',
      published: printed(time),
    },
  ]);
}

/** Requests at a server with so many threads, and so many places in all: M/M/c/K. */
function limited(lambda: number, mu: number, servers: number, places: number): PublishedModel['scenario'] {
  return scenarioFrom(`
name: published
${steady({ arrivals: 150_000, rate: lambda, warmUp: 50 / mu, replications: REPLICATIONS })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: ${servers}, serving: { slots: ${servers}, queue: ${places - servers} } } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ideal
workload: { requests: { q: { arrivals: { poisson: ${lambda}/s }, cpu: { exponential: ${1e6 / mu}us }, timeout: 10d } } }
`);
}

function lostShare(exact: number, text: string): PublishedNumber {
  return {
    quantity: 'lost',
    unit: 'share',
    exact,
    measured: 'requests.errorRatio',
    published: printed(text),
  };
}

function threeOfSeven(): PublishedModel {
  const { response } = mmck(40, 30, 3, 7);
  return published('M/M/3/7, λ 40, μ 30', `${MARZOLLA}, inst/qsmmmk.m`, limited(40, 30, 3, 7), [
    {
      quantity: 'mean response',
      unit: 's',
      exact: response,
      measured: 'requests.latency.mean',
      published: printed('.036517'),
    },
  ]);
}

function fourOfSix(): PublishedModel {
  const { lost } = mmck(50, 10, 4, 6);
  return published('M/M/4/6, λ 50, μ 10', `${MARZOLLA}, inst/qsmmmk.m`, limited(50, 10, 4, 6), [
    lostShare(lost, '.293543'),
  ]);
}

function twoOfFive(): PublishedModel {
  const { lost, wait } = mmck(3, 2, 2, 5);
  return published('M/M/2/5, λ 3, μ 2', `${MARZOLLA}, inst/qsmmmk.m`, limited(3, 2, 2, 5), [
    lostShare(lost, '.085113'),
    {
      quantity: 'mean wait',
      unit: 's',
      exact: wait,
      measured: ({ samples }) => {
        const { sum, count } = samples['requests.latency']!;
        return { sum: sum / 1e6 - count / 2, per: count };
      },
      published: printed('.230857'),
    },
  ]);
}

function lost(servers: number, load: number, text: string): PublishedModel {
  const scenario = limited(load, 1, servers, servers);
  const source = 'unit tests of an Erlang library, test_get_probability';
  return published(`Erlang B, ${servers} lines, ${load} erlang`, source, scenario, [
    lostShare(erlangB(servers, load), text),
  ]);
}

/** The published list is of the shares of time with 0, 1, 2, 3, 4 and 5: who arrives sees 3 or more of them with what is left. */
function occupied(): PublishedModel {
  const scenario = tasks(
    { arrivals: 300_000, rate: 10, warmUp: 10 },
    3,
    't: { arrivals: { poisson: 10/s }, steps: [ { run: { exponential: 83333us } } ] }',
  );
  return published('3 servers, λ 10, μ 12', 'Ciw, tests/test_processor_sharing.py', scenario, [
    {
      quantity: 'three or more there',
      unit: 'share',
      exact: mmc(10, 12, 3).waits,
      measured: shareThatWaits('tasks.queueWait'),
      published: { value: 1 - 0.43213 - 0.36011 - 0.15005, digit: 3e-5 },
    },
  ]);
}

function band(name: string, exact: number, text: string, unit?: number, off?: string): PublishedNumber {
  return {
    quantity: `mean response, ${name === 'first' ? 'first' : 'then'}`,
    unit: 's',
    exact,
    measured: `tasks.${name}.turnaround.mean`,
    published: printed(text, unit),
    ...(off !== undefined && { off }),
  };
}

function twoBands(): PublishedModel {
  const scenario = tasks(
    { arrivals: 600_000, rate: 0.8, warmUp: 300 },
    1,
    `first: { priority: high, arrivals: { poisson: 0.2/s }, steps: [ { run: { exponential: 1s } } ] },
     then: { arrivals: { poisson: 0.6/s }, steps: [ { run: { exponential: 1s } } ] }`,
  );
  const [first, then] = waitsByBand([0.2, 0.6], 1, 1).map((wait) => wait + 1);
  const off =
    'What its own simulation gave once, which the test pins. Cobham (1954): W = R / ((1 − σ before)(1 − σ with)), R = ρ/μ = 0.8, so 1 + 0.8/0.8 = 2 and 1 + 0.8/(0.8 × 0.2) = 6.';
  return published('M/M/1 with priorities, λ 0.2 and 0.6, μ 1', 'Ciw, tests/test_simulation.py', scenario, [
    band('first', first!, '1.84736', 1, off),
    band('then', then!, '5.71125', 1, off),
  ]);
}

function lots(): PublishedModel {
  const scenario = tasks(
    { arrivals: 600_000, rate: 10 / 3600, warmUp: 100_000 },
    1,
    `first: { priority: high, arrivals: { poisson: 1/h }, steps: [ { run: { exponential: 5m } } ] },
     then: { arrivals: { poisson: 9/h }, steps: [ { run: { exponential: 5m } } ] }`,
  );
  const [first, then] = waitsByBand([1, 9], 12, 1).map((wait) => 3600 * (wait + 1 / 12));
  return published('lots with priority, 1 and 9 an hour, μ 12', 'N. U. Prabhu 1981, table 4.4', scenario, [
    band('first', first!, '9.545', 60),
    band('then', then!, '32.27', 60),
  ]);
}

/** Who is busy, as bits, and how many wait. */
type Line = readonly [busy: number, waiting: number];

/** Five servers of their own speeds, of those that are free the fastest. */
function unequal(): PublishedModel {
  const [lambda, rates, most] = [73, [25, 20, 20, 15, 10], 200];
  const moves: Moves<Line> = ([busy, waiting]) => {
    const free = rates.findIndex((_, i) => (busy & (1 << i)) === 0);
    const more = waiting < most ? lambda : 0;
    const comes: readonly [Line, number] =
      free < 0 ? [[busy, waiting + 1], more] : [[busy | (1 << free), 0], lambda];
    const ends = rates.map((rate, i): readonly [Line, number] => [
      waiting > 0 ? [busy, waiting - 1] : [busy & ~(1 << i), 0],
      (busy & (1 << i)) === 0 ? 0 : rate,
    ]);
    return [comes, ...ends];
  };
  const there = ([busy, waiting]: Line) => waiting + rates.filter((_, i) => (busy & (1 << i)) !== 0).length;
  const exact = meanOver(stationary<Line>([0, 0], moves), there);
  const scenario = scenarioFrom(`
name: published
${steady({ arrivals: 400_000, rate: lambda, warmUp: 10, replications: REPLICATIONS })}
nodes: { ${rates.map((rate, i) => `s${i}: { taskCap: 1, cores: 1, speed: ${rate * 10}% }`).join(', ')} }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { t: { arrivals: { poisson: ${lambda}/s }, steps: [ { cpu: { exponential: 100ms } } ] } } }
`);
  return published('servers of 10, 15, 20, 20, 25/s, λ 73', `${MARZOLLA}, inst/qsammm.m`, scenario, [
    {
      quantity: 'in system',
      unit: 'count',
      exact,
      measured: ({ samples, values }) => ({
        sum: samples['tasks.turnaround']!.sum / 1e6,
        per:
          samples['tasks.turnaround']!.count /
          (values['tasks.throughput']!.sum / values['tasks.throughput']!.per),
      }),
      published: printed('6.5278'),
      off: 'An approximation for unequal servers. The Markov chain of who is busy has 6.4237 with the fastest free server first, as here, and 6.6147 with any of them.',
    },
  ]);
}

/** Machines that fail on their own: whether any is up. */
function repairable(): PublishedModel {
  const scenario = scenarioFrom(`
name: published
study: steady
warmUp: 100h
duration: 8100h
nodes: { n: { count: 3, taskCap: 1, startTime: 0s } }
database: ideal
storage: ideal
dispatch: { policy: immediate, checkIn: 1000d, orphanScan: 1000d }
workload: { tasks: { t: { arrivals: { at: [200h] }, steps: [ { run: 1s } ] } } }
failures: { machine: { what: nodes, every: { exponential: 24000s }, for: { exponential: 7200s } } }
`);
  return published('3 nodes, ξ 0.15, η 0.5', 'most-queue, tests/test_reliability.py', scenario, [
    {
      quantity: 'any up',
      unit: 'share',
      exact: kOfN(1, 3, availability(1 / 0.15, 1 / 0.5)),
      measured: 'availability.tasks',
      published: { value: 1 - 0.0123, digit: 1e-4 },
    },
  ]);
}
