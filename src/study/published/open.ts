/** Open networks, and a balancer before very many nodes. */
import { shorterOfTwoOfMany } from '../theory/balancing.ts';
import { mmc } from '../theory/markov.ts';
import { scenarioFrom, steady } from '../theory-models/model.ts';
import { type PublishedModel, printed, published } from './model.ts';

const REPLICATIONS = 32;

export function publishedOpen(): PublishedModel[] {
  return [jain(), ofMany(0.7, '1.6145'), ofMany(0.9, '2.6141')];
}

/** A shared processor, a database that is asked seven times, and a disk; visits to the others count as one. */
function jain(): PublishedModel {
  const scenario = scenarioFrom(`
name: published
${steady({ arrivals: 150_000, rate: 3, warmUp: 60, replications: REPLICATIONS })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: 1 } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: { cores: 1, read: { exponential: 20ms }, pool: { size: 10000, wait: 10d }, commandTimeout: 10d }
storage: { latency: { exponential: 240ms }, concurrency: 1, bandwidth: 1000GB/s, perTransfer: 1000GB/s }
workload: { requests: { q: { arrivals: { poisson: 3/s }, cpu: { exponential: 160ms }, db: 7, read: 1B, timeout: 10d } } }
`);
  const source = 'R. Jain 1991, ch. 32 (queueing toolbox, inst/qnos*.m)';
  return published('three tiers, λ 3, visits 16, 7, 8', source, scenario, [
    {
      quantity: 'utilisation, processor',
      unit: 'share',
      exact: 0.48,
      measured: 'node.n.cpu.utilisation',
      published: printed('.48'),
    },
    {
      quantity: 'utilisation, database',
      unit: 'share',
      exact: 0.42,
      measured: 'database.utilisation',
      published: printed('.42'),
    },
    {
      quantity: 'database call',
      unit: 's',
      exact: mmc(21, 50, 1).response,
      measured: 'database.call.mean',
      published: printed('.0345'),
    },
    {
      quantity: 'disk, eight visits',
      unit: 's',
      exact: mmc(3, 1 / 0.24, 1).response,
      measured: 'storage.op.mean',
      published: printed('.107', 8),
    },
  ]);
}

/** Of 200 nodes, whose mean is 1 % above that of infinitely many at 90 % and less at 70 % (the error falls as 1/n): within the interval. */
function ofMany(load: number, text: string): PublishedModel {
  const [nodes, replications] = [200, 8];
  const scenario = scenarioFrom(`
name: published
${steady({ arrivals: 200_000, rate: load * nodes, warmUp: 40 * load, replications })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive }, choice: power-of-two }
nodes: { n: { count: ${nodes}, taskCap: 0, cores: 1 } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ideal
workload: { requests: { q: { arrivals: { poisson: ${load * nodes}/s }, cpu: { exponential: 1s }, timeout: 10d } } }
`);
  const claim = {
    quantity: 'mean response',
    unit: 's',
    exact: shorterOfTwoOfMany(load),
    measured: 'requests.latency.mean',
    published: printed(text),
  } as const;
  const source = 'M. Mitzenmacher, IEEE TPDS 2001 (infinitely many; here 200)';
  return published(`power of two of many at ${load * 100} %`, source, scenario, [claim], replications);
}
