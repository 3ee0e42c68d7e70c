/** Networks of stations, loops of users, failures, pools and looks of the cluster model, against theory. */
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/measure/result.ts';
import { simulate } from '../../src/simulate.ts';
import { mdc } from '../../src/study/theory/general.ts';
import { machineRepair } from '../../src/study/theory/markov.ts';
import { availability, closedNetwork, kOfN, lookWait, tandem } from '../../src/study/theory/networks.ts';
import { recorder, run, scenarioOf, type Told, valueOf } from '../support/run.ts';
import { expectTheory, meanOf, replicate, valueIn } from './support.ts';

/** Users and clients of one node at no distance, a database of one core whose calls cost nothing but their service. */
const INTERACTIVE = `
name: interactive
study: steady
warmUp: 200s
duration: 4000s
regions: { r: [a] }
network: { sameZone: 0us }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: 1 } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
storage: ideal
`;

describe('W3: a closed loop', () => {
  it.each([4, 12])('of %i users at a shared processor and a database is a product-form network', (count) => {
    const runs = replicate(
      scenarioOf(`${INTERACTIVE}
database: { cores: 1, read: { exponential: 200ms }, pool: { size: 1000, wait: 1h }, commandTimeout: 1h }
workload:
  requests: { u: { users: { count: ${count}, think: { exponential: 5s } }, cpu: { exponential: 300ms }, db: 2, timeout: 1h } }
`),
      12,
    );
    const theory = closedNetwork(count, [
      { demand: 5, kind: 'delay' },
      { demand: 0.3, kind: 'queue' },
      { demand: 0.4, kind: 'queue' },
    ]);
    expectTheory(
      runs.map((r) => valueIn(r, 'requests.u.throughput')),
      theory.throughput,
      0.05,
    );
    expectTheory(
      runs.map((r) => meanOf(r, 'requests.u.latency')),
      theory.response,
      0.1,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'node.n.cpu.utilisation')),
      theory.throughput * 0.3,
      0.05,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'database.utilisation')),
      theory.throughput * 0.4,
      0.05,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'database.queue.mean')),
      theory.numbers[2]! - theory.throughput * 0.4,
      0.4,
    );
  });

  it('of users who are machines, at a processor of two cores that repairs them', () => {
    const runs = replicate(
      scenarioOf(`${INTERACTIVE.replace('cores: 1', 'cores: 2')}
database: ideal
workload: { requests: { u: { users: { count: 6, think: { exponential: 2s } }, cpu: { exponential: 1s }, timeout: 1h } } }
`),
      12,
    );
    const theory = machineRepair(6, 2, 1 / 2, 1);
    expectTheory(
      runs.map((r) => valueIn(r, 'requests.u.throughput')),
      theory.rate,
      0.05,
    );
    expectTheory(
      runs.map((r) => meanOf(r, 'requests.u.latency')),
      theory.wait + 1,
      0.05,
    );
  });
});

describe('open networks', () => {
  it('requests through a shared processor and then a database are a tandem (Burke)', () => {
    const runs = replicate(
      scenarioOf(`${INTERACTIVE}
database: { cores: 2, read: { exponential: 1500ms }, pool: { size: 1000, wait: 1h }, commandTimeout: 1h }
workload:
  requests: { o: { arrivals: { poisson: 3600/h }, cpu: { exponential: 600ms }, db: 1, timeout: 1h } }
`),
      12,
    );
    const stations = [
      { mu: 1 / 0.6, servers: 1 },
      { mu: 1 / 1.5, servers: 2 },
    ];
    expectTheory(
      runs.map((r) => meanOf(r, 'requests.o.latency')),
      tandem(1, stations),
      0.2,
    );
  });

  it('B2: a pool of k connections is M/D/k', () => {
    const runs = replicate(
      scenarioOf(
        `${INTERACTIVE}
database: { cores: 1000, read: 999ms, pool: { size: 3, wait: 1h }, commandTimeout: 1h }
workload:
  requests: { o: { arrivals: { poisson: 8640/h }, db: 1, timeout: 1h } }
`.replace('sameZone: 0us', 'sameZone: 1ms'),
      ),
      12,
    );
    // A connection is held for the round trip and the service.
    expectTheory(
      runs.map((r) => meanOf(r, 'database.pool.wait')),
      mdc(2.4, 1, 3).wait,
      0.2,
    );
  });
});

describe('F2: failures', () => {
  const HOURS = 3600e6;
  const machines = scenarioOf(`
name: machines
study: steady
warmUp: 480h
duration: 10000h
nodes: { n: { count: 3, taskCap: 2, startTime: 0s } }
database: ideal
storage: ideal
dispatch: { policy: immediate, checkIn: 1000d, orphanScan: 1000d }
workload: { tasks: { t: { arrivals: { at: [500h] }, steps: [ { run: 1s } ] } } }
failures: { machine: { what: nodes, every: { exponential: 20h }, for: { exponential: 4h } } }
`);
  const measured = 10_000 - 480;
  const up = availability(20, 4);

  /** Share of the measured time with at least so many able slots. */
  function shareAble(told: readonly Told[], slots: number): number {
    let [area, since, able] = [0, 480 * HOURS, 0];
    for (const { what, at, args } of [...told, { what: 'end', at: 10_000 * HOURS, args: [] }]) {
      if (what !== 'serviceChanged' && what !== 'end') continue;
      const now = Math.min(Math.max(at, 480 * HOURS), 10_000 * HOURS);
      if (able >= slots) area += now - since;
      since = now;
      able = args[2] as number;
    }
    return area / (measured * HOURS);
  }

  it('k of n are up as often as independent parts are; as many faults as horizon / (MTBF + MTTR)', () => {
    const runs = Array.from({ length: 12 }, (_, replication) => {
      const { tap, told } = recorder();
      return { told, result: simulate(machines, { seed: 'theory', replication, tap }) };
    });
    const results = runs.map(({ result }) => result);
    expectTheory(
      results.map((r) => valueIn(r, 'availability.capacity')),
      up,
      0.02,
    );
    expectTheory(
      results.map((r) => 1 - valueIn(r, 'availability.tasks')),
      1 - kOfN(1, 3, up),
      0.4,
    );
    expectTheory(
      runs.map(({ told }) => shareAble(told, 4)),
      kOfN(2, 3, up),
      0.02,
    );
    expectTheory(
      runs.map(({ told }) => shareAble(told, 6)),
      kOfN(3, 3, up),
      0.04,
    );
    expectTheory(
      results.map((r) => valueIn(r, 'failures.machine.count')),
      (3 * measured) / 24,
      0.1,
    );
    expectTheory(
      results.map((r) => valueIn(r, 'failures.machine.downtime')),
      3 * measured * 3600 * (1 - up),
      0.1,
    );
  });

  it('the start counts as down: horizon / (MTBF + MTTR + start)', () => {
    const nodes = machines.nodes.map((node) => ({ ...node, startTime: 6 * HOURS }));
    const runs = replicate({ ...machines, nodes }, 12);
    expectTheory(
      runs.map((r) => valueIn(r, 'failures.machine.count')),
      (3 * measured) / 30,
      0.1,
    );
    expectTheory(
      runs.map((r) => valueIn(r, 'availability.capacity')),
      20 / 30,
      0.04,
    );
  });
});

describe('fact 20: the wait for the next look', () => {
  // A few tasks an hour, taken by whoever looks next; phases are drawn again in every replication.
  const looks = (count: number, phase: string): RunResult[] =>
    replicate(
      scenarioOf(`
name: looks
study: steady
warmUp: 0s
duration: 20h
nodes: { n: { count: ${count}, phase: ${phase}, taskCap: 10 } }
database: ideal
storage: ideal
dispatch: { policy: greedy, every: 20s, checkIn: 100d, orphanScan: 100d }
workload: { tasks: { t: { arrivals: { poisson: 6/h }, steps: [ { run: 1s } ] } } }
`),
      40,
    );

  it.each([
    [1, 'random'],
    [3, 'random'],
    [2, 'even'],
    [4, 'even'],
  ] as const)('of %i nodes, phases %s', (count, phase) => {
    const runs = looks(count, phase);
    expectTheory(
      runs.map((r) => meanOf(r, 'tasks.t.queueWait')),
      lookWait(count, 20, phase),
      0.3,
    );
  });

  it('of nodes that look together is that of one', () => {
    expectTheory(
      looks(4, '0s').map((r) => meanOf(r, 'tasks.t.queueWait')),
      lookWait(4, 20, 'together'),
      0.1,
    );
  });
});

describe('round trips', () => {
  it('W1: a task lasts its CPU and its calls, each a round trip and its service, and the end write', () => {
    for (const rtt of [0, 1, 777, 87_000]) {
      for (const calls of [1, 12]) {
        const { result } = run(`
name: calls
duration: 1h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: ${rtt}us }
nodes: { n: { at: r/a, taskCap: 1, cores: 1 } }
database: { at: r/b, read: 1234us, write: 4321us, flush: 55us }
storage: ideal
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
workload: { tasks: { t: { arrivals: { every: 10m }, steps: [ { cpu: 1s }, { db: { calls: ${calls}, writes: 1 } } ] } } }
`);
        const base = 1_000_000 + (calls - 1) * 1234 + 2 * (4321 + 55);
        const { count, sum, min, max } = result.samples['tasks.t.duration']!;
        expect([count, min, max]).toEqual([6, base + (calls + 1) * rtt, base + (calls + 1) * rtt]);
        expect(sum).toBe(6 * max);
      }
    }
  });

  it('L1, W3: a request goes to its balancer and its node and back, and has a round trip a call', () => {
    const { result } = run(`
name: request
duration: 1h
regions: { r: [a, b], s: [c] }
network: { sameZone: 100us, crossZone: 901us, between: { r: { s: 50001us } } }
loadBalancer: { at: r/a, probe: { type: passive } }
nodes: { n: { at: r/b, taskCap: 0, cores: 1 } }
database: { at: r/a, read: 2ms }
storage: ideal
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
workload: { requests: { q: { arrivals: { every: 10s }, from: s/c, cpu: 30ms, db: 7 } } }
`);
    const exact = 50_001 + 901 + 30_000 + 7 * (901 + 2_000);
    expect(result.samples['requests.q.latency']).toMatchObject({ count: 360, min: exact, max: exact });
  });
});

describe("Little's law", () => {
  it('holds exactly where all that arrived is over before the end', () => {
    const { result } = run(`
name: little
duration: 3h
regions: { r: [a, b] }
nodes: { a: { at: r/a, count: 2, taskCap: 2 }, b: { at: r/b, taskCap: 1, cores: 1 } }
database: { at: r/a, cores: 1, read: { exponential: 30ms }, write: { exponential: 50ms } }
storage: { at: r }
dispatch: { policy: immediate }
workload:
  tasks:
    a: { arrivals: { profile: [ [0s, 900/h], [1h, 0/h] ] }, steps: [ { db: 20 }, { run: { exponential: 20s } }, { read: 20MB } ] }
    b: { queued: 30, steps: [ { cpu: { uniform: [0s, 40s] } }, { db: { calls: 5, writes: 2, transaction: true } } ] }
`);
    expect(valueOf(result, 'tasks.succeeded')).toBe(valueOf(result, 'tasks.arrived'));
    // Task × µs in the queue, and slot × µs busy: the sums of all waits and of all durations.
    expect(result.values['queue.length.mean']!.sum).toBe(result.samples['tasks.queueWait']!.sum);
    expect(result.values['slots.utilisation']!.sum).toBe(result.samples['tasks.duration']!.sum);
    const calls = result.samples['database.call']!;
    const { sum: busy } = result.values['database.utilisation']!;
    const { sum: queued } = result.values['database.queue.mean']!;
    // Of a call's time what is neither wait nor service is its way and its commit.
    expect(busy + queued).toBeLessThan(calls.sum);
    expect(calls.sum - busy - queued).toBeLessThan(calls.count * (1_200 + 500 + 1));
  });
});
