/** A balancer before equal nodes: whom it chooses decides how long all wait. */
import { inTurn, shorterOfTwo, shortestQueue } from '../theory/balancing.ts';
import { mmc } from '../theory/markov.ts';
import { percent, perSecond, scenarioFrom, steady, type TheoryModel } from './model.ts';

const REPLICATIONS = 32;
/** At a server in the chains: at these loads the share of time beyond is below 1e-7. */
const MOST = { two: 40, three: 15 };

export function balancerModels(): TheoryModel[] {
  return [
    balanced('round-robin of 2', 'round-robin', 2, 0.8, inTurn(2, 0.8)),
    balanced('round-robin of 4', 'round-robin', 4, 0.8, inTurn(4, 0.8)),
    balanced('least connections of 2', 'least-connections', 2, 0.8, shortestQueue(2, 0.8, MOST.two)),
    balanced('least connections of 3', 'least-connections', 3, 0.7, shortestQueue(3, 0.7, MOST.three)),
    balanced('power of two of 3', 'power-of-two', 3, 0.7, shorterOfTwo(3, 0.7, MOST.three)),
    byWeight(),
  ];
}

function balanced(name: string, choice: string, nodes: number, load: number, exact: number): TheoryModel {
  return model(`${name}, at ${percent(load)}`, `choice: ${choice}`, nodes, load * nodes, exact);
}

/** At random by weights of 3 and 1: two queues of their own, M/M/1 with 0.75 and with 0.25. */
function byWeight(): TheoryModel {
  const [often, seldom] = [0.75, 0.25].map((lambda) => lambda * mmc(lambda, 1, 1).response);
  return model('random by weights 3 and 1', 'choice: random, weights: { n-1: 3 }', 2, 1, often! + seldom!);
}

function model(name: string, choice: string, nodes: number, rate: number, exact: number): TheoryModel {
  const scenario = scenarioFrom(`
name: theory
${steady({ arrivals: 400_000, rate, warmUp: 300, replications: REPLICATIONS })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive }, ${choice} }
nodes: { n: { count: ${nodes}, taskCap: 0, cores: 1 } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ideal
workload: { requests: { q: { arrivals: { poisson: ${perSecond(rate)} }, cpu: { exponential: 1s }, timeout: 10d } } }
`);
  return {
    name,
    scenario,
    replications: REPLICATIONS,
    claims: [{ quantity: 'mean response', unit: 's', exact, measured: 'requests.latency.mean' }],
  };
}
