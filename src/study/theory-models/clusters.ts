/** What only a cluster has: looks at the queue, failures and repairs, distance. */
import { availability, kOfN, lookWait } from '../theory/networks.ts';
import { type Claim, scenarioFrom, type TheoryModel } from './model.ts';

export function clusterModels(): TheoryModel[] {
  return [looks(4, 'random'), looks(4, 'even'), looks(4, 'together'), failing(), distant(), distantTask()];
}

/** Each replication draws phases of its own, if any: many short ones say more than few long ones. */
function looks(nodes: number, phases: 'random' | 'even' | 'together'): TheoryModel {
  const replications = phases === 'random' ? 192 : 16;
  const scenario = scenarioFrom(`
name: theory
study: steady
warmUp: 0s
duration: 1h
nodes: { n: { count: ${nodes}, taskCap: 100, phase: ${phases === 'together' ? '3s' : phases} } }
dispatch: { policy: greedy, every: 20s, checkIn: 100d, orphanScan: 100d }
workload: { tasks: { t: { arrivals: { poisson: 600/h }, steps: [ { run: 1s } ] } } }
`);
  const claims: Claim[] = [
    {
      quantity: 'mean wait',
      unit: 's',
      exact: lookWait(nodes, 20, phases),
      measured: 'tasks.queueWait.mean',
    },
  ];
  return { name: `looks of ${nodes} nodes, phases ${phases}`, scenario, replications, claims };
}

/** Three nodes that fail on their own, and the store that all of them need. */
function failing(): TheoryModel {
  const [hours, warmUp] = [4000, 100];
  const scenario = scenarioFrom(`
name: theory
study: steady
warmUp: ${warmUp}h
duration: ${warmUp + hours}h
nodes: { n: { count: 3, taskCap: 2, startTime: 0s } }
storage: { latency: 0s }
dispatch: { policy: immediate, checkIn: 1000d, orphanScan: 1000d }
workload: { tasks: { t: { arrivals: { at: [200h] }, steps: [ { run: 1s } ] } } }
failures:
  machine: { what: nodes, every: { exponential: 10h }, for: { exponential: 4h } }
  disk: { what: storage, every: { exponential: 30h }, for: { exponential: 2h } }
`);
  const node = availability(10, 4);
  const store = availability(30, 2);
  const claims: Claim[] = [
    {
      quantity: 'one node and the store up',
      unit: 'share',
      exact: kOfN(1, 3, node) * store,
      measured: 'availability.tasks',
    },
    { quantity: 'slots up', unit: 'share', exact: node * store, measured: 'availability.capacity' },
    {
      quantity: 'faults',
      unit: 'count',
      exact: (3 * hours) / 14,
      measured: 'failures.machine.count',
    },
    {
      quantity: 'time down',
      unit: 's',
      exact: 3 * hours * 3600 * (1 - node),
      measured: 'failures.machine.downtime',
    },
  ];
  return { name: 'nodes and a store that fail', scenario, replications: 32, claims };
}

/** Fixed lengths, nobody waits: base + calls × round trip, exactly. */
function distant(): TheoryModel {
  const scenario = scenarioFrom(`
name: theory
duration: 1h
regions: { r: [a, b], s: [c] }
network: { sameZone: 100us, crossZone: 901us, between: { r: { s: 50001us } } }
loadBalancer: { at: r/a, probe: { type: passive } }
nodes: { n: { at: r/b, taskCap: 0, cores: 1, phase: 0s } }
database: { at: r/a, read: 2ms, write: 2ms }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
workload: { requests: { q: { arrivals: { every: 10s }, from: s/c, cpu: 30ms, db: 7 } } }
`);
  const exact = (50_001 + 901 + 30_000 + 7 * (901 + 2_000)) / 1e6;
  const claims: Claim[] = [
    { quantity: 'base + calls × RTT', unit: 's', exact, measured: 'requests.latency.mean' },
  ];
  return { name: 'request, database 0.9 ms away', scenario, replications: 1, claims };
}

/** The end of a task is a write too: its round trip, service and flush count. */
function distantTask(): TheoryModel {
  const scenario = scenarioFrom(`
name: theory
duration: 1h
regions: { r: [a], s: [b] }
network: { sameZone: 0s, between: { r: { s: 87ms } } }
nodes: { n: { at: r/a, taskCap: 1, cores: 1, phase: 0s } }
database: { at: s/b, read: 1234us, write: 4321us, flush: 55us }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
workload: { tasks: { t: { arrivals: { every: 10m }, steps: [ { cpu: 1s }, { db: { calls: 40, writes: 10 } } ] } } }
`);
  const exact = (1_000_000 + 41 * 87_000 + 30 * 1_234 + 11 * (4_321 + 55)) / 1e6;
  const claims: Claim[] = [
    { quantity: 'base + calls × RTT', unit: 's', exact, measured: 'tasks.duration.mean' },
  ];
  return { name: 'task, database 87 ms away', scenario, replications: 1, claims };
}
