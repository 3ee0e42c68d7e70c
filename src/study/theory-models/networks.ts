/** Requests through several stations: tandem and closed networks, the database, its connection pool. */
import { mdc } from '../theory/general.ts';
import { machineRepair, mmc, mmck } from '../theory/markov.ts';
import { closedNetwork, tandem } from '../theory/networks.ts';
import { type Claim, scenarioFrom, steady, type TheoryModel } from './model.ts';

const REPLICATIONS = 32;

export function networkModels(): TheoryModel[] {
  return [inTandem(), closed(), repaired(), database(), pool(), finitePool()];
}

/** One node that only answers, clients and database at no distance, nothing that gives up. */
function interactive(time: string, cores: number, database: string, requests: string): string {
  return `
name: theory
${time}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: ${cores} } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ${database}
workload: { requests: { q: { ${requests}, timeout: 10d } } }
`;
}

function station(cores: number, service: string, pool = '{ size: 10000, wait: 10d }'): string {
  return `{ cores: ${cores}, read: ${service}, pool: ${pool}, commandTimeout: 10d }`;
}

/** A shared processor, then a database of two cores: each sees Poisson arrivals (Burke). */
function inTandem(): TheoryModel {
  const time = steady({ arrivals: 150_000, rate: 1, warmUp: 300, replications: REPLICATIONS });
  const work = 'arrivals: { poisson: 1/s }, cpu: { exponential: 600ms }, db: 1';
  const scenario = scenarioFrom(interactive(time, 1, station(2, '{ exponential: 1400ms }'), work));
  const exact = tandem(1, [
    { mu: 1 / 0.6, servers: 1 },
    { mu: 1 / 1.4, servers: 2 },
  ]);
  return model('CPU and database in tandem', scenario, [
    { quantity: 'mean response', unit: 's', exact, measured: 'requests.latency.mean' },
  ]);
}

/** Users who think, ask a shared processor, then a database twice: product form, by mean value analysis. */
function closed(): TheoryModel {
  const time = steady({ arrivals: 100_000, rate: 2, warmUp: 200, replications: REPLICATIONS });
  const work = 'users: { count: 12, think: { exponential: 5s } }, cpu: { exponential: 300ms }, db: 2';
  const scenario = scenarioFrom(interactive(time, 1, station(1, '{ exponential: 200ms }'), work));
  const { throughput, response, numbers } = closedNetwork(12, [
    { demand: 5, kind: 'delay' },
    { demand: 0.3, kind: 'queue' },
    { demand: 0.4, kind: 'queue' },
  ]);
  return model('closed network of 12 users', scenario, [
    { quantity: 'throughput', unit: '1/s', exact: throughput, measured: 'requests.throughput' },
    { quantity: 'mean response', unit: 's', exact: response, measured: 'requests.latency.mean' },
    {
      quantity: 'database queue',
      unit: 'count',
      exact: numbers[2]! - throughput * 0.4,
      measured: 'database.queue.mean',
    },
  ]);
}

/** Machine repair: six machines, two repairers who are the cores of a node. */
function repaired(): TheoryModel {
  const time = steady({ arrivals: 50_000, rate: 1.5, warmUp: 100, replications: REPLICATIONS });
  const work = 'users: { count: 6, think: { exponential: 2s } }, cpu: { exponential: 1s }';
  const scenario = scenarioFrom(interactive(time, 2, 'ideal', work));
  const { rate, wait } = machineRepair(6, 2, 1 / 2, 1);
  return model('machine repair, M/M/2//6', scenario, [
    { quantity: 'failures', unit: '1/s', exact: rate, measured: 'requests.throughput' },
    { quantity: 'mean time down', unit: 's', exact: wait + 1, measured: 'requests.latency.mean' },
  ]);
}

function database(): TheoryModel {
  const time = steady({ arrivals: 200_000, rate: 3.2, warmUp: 200, replications: REPLICATIONS });
  const scenario = scenarioFrom(
    interactive(time, 1, station(4, '{ exponential: 1s }'), 'arrivals: { poisson: 3.2/s }, db: 1'),
  );
  const { response, queue, utilisation } = mmc(3.2, 1, 4);
  return model('database as M/M/4, at 80 %', scenario, [
    { quantity: 'mean call', unit: 's', exact: response, measured: 'database.call.mean' },
    { quantity: 'calls waiting', unit: 'count', exact: queue, measured: 'database.queue.mean' },
    { quantity: 'utilisation', unit: 'share', exact: utilisation, measured: 'database.utilisation' },
  ]);
}

/** Connections are held for a call of one length; the database itself has cores for all. */
function pool(): TheoryModel {
  const time = steady({ arrivals: 200_000, rate: 2.4, warmUp: 200, replications: REPLICATIONS });
  const connections = station(1000, '1s', '{ size: 3, wait: 10d }');
  const scenario = scenarioFrom(interactive(time, 1, connections, 'arrivals: { poisson: 2.4/s }, db: 1'));
  return model('connection pool as M/D/3, at 80 %', scenario, [
    { quantity: 'mean wait', unit: 's', exact: mdc(2.4, 1, 3).wait, measured: 'database.pool.wait.mean' },
  ]);
}

/** Eight connections to a database of four cores; without a connection a call fails at once. */
function finitePool(): TheoryModel {
  const time = steady({ arrivals: 150_000, rate: 3.6, warmUp: 100, replications: REPLICATIONS });
  const connections = station(4, '{ exponential: 1s }', '{ size: 8, wait: 0s }');
  const scenario = scenarioFrom(interactive(time, 1, connections, 'arrivals: { poisson: 3.6/s }, db: 1'));
  const { lost, response } = mmck(3.6, 1, 4, 8);
  return model('pool of 8 on 4 cores as M/M/4/8', scenario, [
    { quantity: 'lost', unit: 'share', exact: lost, measured: 'requests.errorRatio' },
    {
      quantity: 'mean response',
      unit: 's',
      exact: response,
      measured: 'requests.latency.mean',
    },
  ]);
}

function model(name: string, scenario: TheoryModel['scenario'], claims: readonly Claim[]): TheoryModel {
  return { name, scenario, replications: REPLICATIONS, claims };
}
