/** Work that shares a CPU or a store's bandwidth: processor sharing, whose mean depends on no distribution. */
import { mg1Sharing } from '../theory/general.ts';
import { mmc } from '../theory/markov.ts';
import { type Claim, percent, perSecond, scenarioFrom, steady, type TheoryModel } from './model.ts';

const REPLICATIONS = 32;

export function sharingModels(): TheoryModel[] {
  return [
    cpu('M/M/1-PS', 1, 0.7, '{ exponential: 1s }', mg1Sharing(0.7, 1).response),
    cpu('M/D/1-PS', 1, 0.7, '1s', mg1Sharing(0.7, 1).response),
    cpu(
      'M/G/1-PS, lognormal of cv 1.5',
      1,
      0.7,
      '{ lognormal: { mean: 1s, cv: 1.5 } }',
      mg1Sharing(0.7, 1).response,
    ),
    cpu('M/M/3-PS', 3, 0.8, '{ exponential: 1s }', mmc(2.4, 1, 3).response),
    byLength(),
    transfers(),
    operations(),
  ];
}

/** Tasks of core time on one node, which all run at once. */
function cpu(name: string, cores: number, rho: number, length: string, response: number): TheoryModel {
  const rate = rho * cores;
  const scenario = scenarioFrom(`
name: theory
${steady({ arrivals: 200_000, rate, warmUp: 500, replications: REPLICATIONS })}
nodes: { n: { taskCap: 1000, cores: ${cores} } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: ${perSecond(rate)} }, steps: [ { cpu: ${length} } ] } } }
`);
  const claims: Claim[] = [
    { quantity: 'mean response', unit: 's', exact: response, measured: 'tasks.duration.mean' },
    { quantity: 'utilisation', unit: 'share', exact: rho, measured: 'node.n.cpu.utilisation' },
  ];
  return { name: `${name} at ${percent(rho)}`, scenario, replications: REPLICATIONS, claims };
}

/** A job of length s takes s/(1−ρ) in the mean. */
function byLength(): TheoryModel {
  const { slowdown } = mg1Sharing(0.7, 1);
  const scenario = scenarioFrom(`
name: theory
${steady({ arrivals: 200_000, rate: 0.4, warmUp: 500, replications: REPLICATIONS })}
nodes: { n: { taskCap: 1000, cores: 1 } }
dispatch: { policy: immediate }
workload:
  tasks:
    short: { arrivals: { poisson: 0.3/s }, steps: [ { cpu: 1s } ] }
    long: { arrivals: { poisson: 0.1/s }, steps: [ { cpu: 4s } ] }
`);
  const claims = [['short', 1] as const, ['long', 4] as const].map(
    ([name, length]): Claim => ({
      quantity: `mean response, jobs of ${length} s`,
      unit: 's',
      exact: length * slowdown,
      measured: `tasks.${name}.duration.mean`,
    }),
  );
  return { name: 'M/G/1-PS by length, at 70 %', scenario, replications: REPLICATIONS, claims };
}

/** Transfers of one size share the bandwidth of a store. */
function transfers(): TheoryModel {
  const scenario = scenarioFrom(`
name: theory
${steady({ arrivals: 150_000, rate: 7, warmUp: 60, replications: REPLICATIONS })}
network: { sameZone: 0s }
nodes: { n: { taskCap: 1000, cores: 1 } }
storage: { latency: 0s, concurrency: 1000, bandwidth: 100MB/s, perTransfer: 100MB/s }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: 7/s }, steps: [ { read: 10MB } ] } } }
`);
  const exact = mg1Sharing(7, 0.1).response;
  const claims: Claim[] = [{ quantity: 'mean transfer', unit: 's', exact, measured: 'storage.op.mean' }];
  return { name: 'storage bandwidth as M/D/1-PS, at 70 %', scenario, replications: REPLICATIONS, claims };
}

/** Operations without bytes wait for one of four servers. */
function operations(): TheoryModel {
  const scenario = scenarioFrom(`
name: theory
${steady({ arrivals: 200_000, rate: 3.2, warmUp: 200, replications: REPLICATIONS })}
network: { sameZone: 0s }
nodes: { n: { taskCap: 1000, cores: 1 } }
storage: { latency: { exponential: 1s }, concurrency: 4, bandwidth: 1000GB/s, perTransfer: 1000GB/s }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { poisson: 3.2/s }, steps: [ { read: 1B } ] } } }
`);
  const exact = mmc(3.2, 1, 4).response;
  const claims: Claim[] = [{ quantity: 'mean operation', unit: 's', exact, measured: 'storage.op.mean' }];
  return { name: 'storage latency as M/M/4, at 80 %', scenario, replications: REPLICATIONS, claims };
}
