/** Tasks that wait for a slot: M/M/c, M/D/c, M/G/1, loss, and the laws that hold for all of them. */
import { arrivalsNeeded } from '../statistics/run-length.ts';
import { mdc, mg1 } from '../theory/general.ts';
import { erlangB, mmc, mmcWaitQuantile } from '../theory/markov.ts';
import {
  type Claim,
  percent,
  perSecond,
  scenarioFrom,
  shareThatWaits,
  steady,
  type TheoryModel,
} from './model.ts';

const REPLICATIONS = 32;
/** A start from empty is forgotten after so many relaxation times: e⁻¹². */
const RELAXATIONS = 12;
/** At light load the guard asks for fewer arrivals than a tail can be told from, and where many serve, few wait. */
const LEAST_ARRIVALS = [200_000, 1_000_000] as const;
const SERVERS = [1, 2, 10, 50];
const LOADS = [0.5, 0.8, 0.95];

/** All of them, services of a second. */
export function queueModels(): TheoryModel[] {
  return [
    ...LOADS.flatMap((rho) => SERVERS.map((servers) => markovian(servers, rho))),
    queue('M/D/1', 1, 0.8, '1s', 200_000, [meanWait(mg1(0.8, 1, 0).wait)]),
    queue('M/D/10', 10, 0.9, '1s', 400_000, [meanWait(mdc(9, 1, 10).wait)]),
    queue('M/E₄/1', 1, 0.8, '{ erlang: { k: 4, mean: 1s } }', 200_000, [meanWait(mg1(0.8, 1, 0.5).wait)]),
    queue('M/G/1, lognormal of cv 1.5', 1, 0.7, '{ lognormal: { mean: 1s, cv: 1.5 } }', 1_000_000, [
      meanWait(mg1(0.7, 1, 1.5).wait),
    ]),
    loss('M/M/4/4', '{ exponential: 1s }'),
    loss('M/D/4/4', '1s'),
  ];
}

/** At least as many arrivals as the run-length guard recommends for 5 % at 95 %. */
function markovian(servers: number, rho: number): TheoryModel {
  const lambda = rho * servers;
  const { waits, wait, utilisation } = mmc(lambda, 1, servers);
  const tail = (p: number): Claim => ({
    quantity: `p${100 * p} wait`,
    unit: 's',
    exact: mmcWaitQuantile(lambda, 1, servers, p),
    measured: `tasks.queueWait.p${100 * p}`,
  });
  const seldom = waits < 0.001;
  const least = LEAST_ARRIVALS[servers < 10 || seldom ? 0 : 1];
  const arrivals = Math.max(least, arrivalsNeeded(rho));
  const claims: Claim[] = [
    // Where next to nobody waits, an interval of the few who do says nothing.
    ...(seldom ? [] : [meanWait(wait), waiting(waits)]),
    tail(0.95),
    tail(0.99),
    ...(servers === 10 && rho === 0.8 ? [utilisationLaw(utilisation), littlesLaw()] : []),
  ];
  return queue(`M/M/${servers}`, servers, rho, '{ exponential: 1s }', arrivals, claims);
}

function queue(
  name: string,
  servers: number,
  rho: number,
  length: string,
  arrivals: number,
  claims: readonly Claim[],
): TheoryModel {
  const rate = rho * servers;
  const relaxation = Math.max(1, 1 / (servers * (1 - Math.sqrt(rho)) ** 2));
  const time = steady({ arrivals, rate, warmUp: RELAXATIONS * relaxation, replications: REPLICATIONS });
  const scenario = scenarioFrom(`
name: theory
${time}
nodes: { n: { taskCap: ${servers}, cores: ${servers} } }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { t: { arrivals: { poisson: ${perSecond(rate)} }, steps: [ { run: ${length} } ] } } }
`);
  return { name: `${name} at ${percent(rho)}`, scenario, replications: REPLICATIONS, claims };
}

/** Who cannot start at once gives up: Erlang B, for any service. */
function loss(name: string, length: string): TheoryModel {
  const time = steady({ arrivals: 100_000, rate: 3, warmUp: 50, replications: REPLICATIONS });
  const scenario = scenarioFrom(`
name: theory
${time}
nodes: { n: { taskCap: 4 } }
dispatch: { policy: immediate, queueTimeout: 1us }
workload: { tasks: { t: { arrivals: { poisson: ${perSecond(3)} }, steps: [ { run: ${length} } ] } } }
`);
  const lost: Claim = {
    quantity: 'lost (Erlang B)',
    unit: 'share',
    exact: erlangB(4, 3),
    measured: ({ values }) => ({ sum: values['tasks.timedOut']!.sum, per: values['tasks.arrived']!.sum }),
  };
  return { name, scenario, replications: REPLICATIONS, claims: [lost] };
}

function meanWait(exact: number): Claim {
  return { quantity: 'mean wait', unit: 's', exact, measured: 'tasks.queueWait.mean' };
}

function waiting(exact: number): Claim {
  return { quantity: 'P(wait)', unit: 'share', exact, measured: shareThatWaits('tasks.queueWait') };
}

function utilisationLaw(exact: number): Claim {
  return { quantity: 'utilisation', unit: 'share', exact, measured: 'slots.utilisation' };
}

/** Tasks waiting × time, over the sum of all waits. */
function littlesLaw(): Claim {
  return {
    quantity: "Little's law: L / λW",
    unit: 'count',
    exact: 1,
    measured: ({ values, samples }) => ({
      sum: values['queue.length.mean']!.sum,
      per: samples['tasks.queueWait']!.sum,
    }),
  };
}
