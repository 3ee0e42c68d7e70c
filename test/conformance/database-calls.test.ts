/** Calls to the database, their connections, time-outs and repetitions: facts 79, 81, 88, 89; rules B1–B4, B8, W1. */
import { describe, expect, it } from 'vitest';
import { ends, run } from '../support/run.ts';
import { answers, calls, MIN, MS, S } from './support.ts';

/** Tasks on one node that runs them at once; nobody else calls before 20 s. */
function tasks(database: string, classes: string, more = '') {
  const { told, result } = run(`
name: calls
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { a: { at: r/b, taskCap: 500, phase: 15s } }
database: { at: r/a, ${database} }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { ${classes} } }
${more}
`);
  return { told, result, calls: calls(told) };
}

const QUICK = 'read: 1ms, write: 2ms, flush: 0ms';

describe('a call', () => {
  it('B1: one way there, service, one way back; a write also its commit', () => {
    // Read 0.5 + 1 + 0.5; write 0.5 + 2 + 0.3 + 0.5; the end is a write.
    const made = tasks(
      'read: 1ms, write: 2ms, flush: 0.3ms',
      't: { queued: 1, steps: [ { db: { calls: 2, writes: 1 } } ] }',
    ).calls;
    expect(made).toEqual([
      { left: 0, answered: 2_000 },
      { left: 2_000, answered: 5_300 },
      { left: 5_300, answered: 8_600 },
    ]);
  });

  it('B2: connections in use are the time of all calls among all connections', () => {
    const { result, calls: made } = tasks(
      `${QUICK}, pool: { size: 4 }`,
      't: { queued: 9, steps: [ { db: 20 } ] }',
    );
    const busy = made.reduce((sum, { left, answered }) => sum + answered - left, 0);
    expect(busy).toBeGreaterThan(9 * 20 * MS);
    const { sum, per } = result.values['database.pool.utilisation']!;
    expect([sum, per]).toEqual([busy, 4 * 10 * MIN]);
  });

  it('N2: an odd round trip is ⌊rtt/2⌋ there and the rest back', () => {
    const { told } = run(`
name: odd
duration: 1m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1001us }
nodes: { a: { at: r/b } }
database: { at: r/a, cores: 1, ${QUICK} }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 1, steps: [ { db: 1 } ] } } }
timeline: [ { at: 1500us, crash: a } ]
`);
    // There 500 µs, served until 1500 µs: the crash of 1500 µs comes first in order. Without it back at 2001 µs.
    expect(ends(told)).toEqual([]);
    const quiet = tasks(QUICK, 't: { queued: 1, steps: [ { db: 1 } ] }', '').calls;
    expect(quiet[0]).toEqual({ left: 0, answered: 2 * MS });
  });

  it('B1: servers serve in order of arrival', () => {
    const made = tasks(
      `cores: 2, ${QUICK}`,
      'x: { queued: 5, steps: [ { db: 1 }, { run: 1s } ] }',
    ).calls.filter(({ left }) => left === 0);
    // Five reads of 1 ms on two servers: done after 1, 1, 2, 2 and 3 ms.
    expect(made.map(({ answered }) => answered / MS)).toEqual([2, 2, 3, 3, 4]);
  });

  it('B1: a commit holds no server', () => {
    // Two writes of 2 ms on one server, flush 10 ms: committed at 12 and 14 ms and not at 24.
    const made = tasks(
      'cores: 1, read: 1ms, write: 2ms, flush: 10ms',
      'x: { queued: 2, steps: [ { db: { calls: 1, writes: 1 } }, { run: 1s } ] }',
    ).calls;
    expect(made.slice(0, 2).map(({ answered }) => answered / MS)).toEqual([13, 15]);
  });

  it('W1: writes are spread evenly: 3 of 7 are calls 3, 5 and 7', () => {
    // ⌊(i+1)·3/7⌋ > ⌊i·3/7⌋ for i = 2, 4, 6.
    const made = tasks(QUICK, 't: { queued: 1, steps: [ { db: { calls: 7, writes: 3 } } ] }').calls;
    expect(made.map(({ left, answered }) => (answered - left) / MS)).toEqual([2, 2, 3, 2, 3, 2, 3, 3]);
  });

  it('fact 81: distance costs the number of calls times the round trip', () => {
    const length = (rtt: string): number => {
      const { told } = run(`
name: distance
duration: 10m
regions: { near: [a], far: [a] }
network: { sameZone: 0us, between: { near: { far: ${rtt} } } }
nodes: { a: { at: far/a } }
database: { at: near/a, ${QUICK} }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 1, steps: [ { db: 300 } ] } } }
`);
      return ends(told)[0]!.at;
    };
    // 300 calls and the end.
    expect(length('87ms') - length('1ms')).toBe(301 * 86 * MS);
  });

  it('C1: a slow database divides the services that begin under it, not commits and not the way', () => {
    // At 25 %: 0.5 + 4 + 0.5 ms; writes 0.5 + 8 + 0.3 + 0.5.
    const made = tasks(
      'read: 1ms, write: 2ms, flush: 0.3ms',
      't: { arrivals: { at: [1s] }, steps: [ { db: 1 } ] }',
      'timeline: [ { at: 1s, slow: database, to: 25%, for: 1s } ]',
    ).calls;
    expect(made.map(({ left, answered }) => answered - left)).toEqual([5_000, 9_300]);
  });

  it('B8: an ideal database answers at once, without calls', () => {
    const { told } = run(`
name: ideal
duration: 1m
nodes: { a: {} }
database: ideal
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 1, steps: [ { db: { calls: 50, writes: 20, transaction: true } }, { run: 1s } ] } } }
`);
    expect(ends(told)).toMatchObject([{ at: 1 * S, outcome: 'succeeded' }]);
    expect(calls(told)).toEqual([]);
  });
});

describe('connections', () => {
  it('fact 88: each node has 100: the 101st call waits for the first to be answered', () => {
    const { told } = tasks(
      'cores: 1000, read: 5s, write: 2ms, flush: 0ms',
      't: { queued: 101, steps: [ { db: 1 }, { run: 1h } ] }',
    );
    const waits = told.filter(({ what }) => what === 'poolWait').map(({ args }) => args[0]);
    expect(waits.slice(0, 101)).toEqual([...new Array(100).fill(0), 5 * S + 1 * MS]);
  });

  it('B2: they are given in order of asking, and held from leaving to answer', () => {
    const made = tasks(
      `cores: 4, pool: { size: 1 }, ${QUICK}`,
      't: { queued: 3, steps: [ { db: 1 }, { run: 1h } ] }',
    ).calls;
    expect(made.slice(0, 3)).toEqual([
      { left: 0, answered: 2 * MS },
      { left: 2 * MS, answered: 4 * MS },
      { left: 4 * MS, answered: 6 * MS },
    ]);
  });

  it('B2, B4: a call without a connection fails after 15 s and is repeated after 1 s', () => {
    // The first holds the connection for 20.001 s; the second fails at 15 s, asks again at 16 s, leaves at 20.001 s.
    const { told, calls: made } = tasks(
      'cores: 4, pool: { size: 1 }, read: 20s, write: 2ms, flush: 0ms',
      't: { queued: 2, steps: [ { db: 1 }, { run: 1h } ] }',
    );
    expect(made.slice(0, 2)).toEqual([
      { left: 0, answered: 20 * S + 1 * MS },
      { left: 20 * S + 1 * MS, answered: 40 * S + 2 * MS },
    ]);
    // Who gave up has waited, too.
    expect(told.filter(({ what }) => what === 'poolWait').map(({ args }) => args[0])).toEqual([
      0,
      15 * S,
      4 * S + 1 * MS,
    ]);
  });

  it('B2: a transaction holds one throughout, between its calls too', () => {
    // Transaction of three reads, 2 ms each with the way; the other task's read waits for all of it.
    const { calls: made } = tasks(
      `cores: 4, pool: { size: 1 }, ${QUICK}`,
      `t: { queued: 1, steps: [ { db: { calls: 3, transaction: true } }, { run: 1h } ] },
       u: { queued: 1, steps: [ { db: 1 }, { run: 1h } ] }`,
    );
    expect(made.slice(0, 4).map(({ left }) => left / MS)).toEqual([0, 2, 4, 6]);
  });

  it('fact 93: a request whose transaction is open until its file is read holds its connection through a slow store', () => {
    // One call of 2 ms, then 127 s of reading: the second has the connection when the first is over.
    const leaves = (transaction: boolean) => {
      const { told } = run(`
name: log-views
duration: 10m
network: { sameZone: 0us }
nodes: { n: {} }
database: { at: local/a, pool: { size: 1, wait: 10m }, read: 2ms, write: 2ms, flush: 0ms, cores: 4 }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
storage: { at: local/a, latency: 127s }
loadBalancer: { at: local }
workload:
  requests:
    log: { arrivals: { at: [1s], count: 2 }, from: local, cpu: 0s, db: { calls: 1, transaction: ${transaction} }, read: 1B, timeout: 9m }
`);
      return told
        .filter(({ what }) => what === 'poolWait')
        .map(({ args }) => Math.round(Number(args[0]) / MS));
    };
    expect(leaves(true).filter((wait) => wait > 0)).toEqual([127_002]);
    expect(leaves(false).filter((wait) => wait > 0)).toEqual([2]);
  });

  it('B2, D4: what a crash frees goes to nobody on that node, however quick the database is', () => {
    const { told } = run(`
name: at-once
duration: 10m
network: { sameZone: 0us }
nodes: { n: { taskCap: 5, startTime: 0s } }
database: { at: local/a, pool: { size: 1, wait: 10m }, read: 0ms, write: 0ms, flush: 0ms }
dispatch: { policy: immediate }
workload:
  tasks:
    t: { queued: 2, steps: [ { db: { calls: 1, transaction: true, keeps: 1 } }, { run: 5m } ] }
    u: { queued: 2, steps: [ { db: { calls: 1, transaction: true } } ] }
timeline: [ { at: 1m, crash: n, for: 1m } ]
`);
    const ended = told.filter(({ what }) => what === 'taskEnded').map(({ at, args }) => [at / S, args[4]]);
    expect(ended).toEqual([1, 2, 3, 4].map(() => [120, 'cancelled']));
    const waits = told
      .filter(({ what }) => what === 'poolWait')
      .map(({ at, args }) => [at / S, Number(args[0]) / S]);
    expect(waits.filter(([at]) => at === 60)).toEqual([1, 2, 3].map(() => [60, 60]));
  });

  it('B2: a connection that is kept is given back when the last of the steps is over, and a node that goes down gives it back', () => {
    const pool = `cores: 4, pool: { size: 1, wait: 10m }, ${QUICK}`;
    const left = (keeps: number, timeline = '') =>
      tasks(
        pool,
        `t: { queued: 1, resilient: true, steps: [ { db: { calls: 2, transaction: true, keeps: ${keeps} } }, { run: 40s }, { cpu: 20s }, { run: 1h } ] },
         u: { queued: 1, steps: [ { db: 1 }, { run: 1h } ] }`,
        timeline,
      ).calls.map((each) => each.left / MS);
    // Two calls of 2 ms, then 40 s and 20 s of other work.
    expect(left(0).slice(0, 3)).toEqual([0, 2, 4]);
    expect(left(1).slice(0, 3)).toEqual([0, 2, 40_004]);
    expect(left(2).slice(0, 3)).toEqual([0, 2, 60_004]);
    // Back at 10 + 20 + 60 s, it writes for 3 ms that its work is pending again, which begins anew with the transaction;
    // that keeps the connection for 40 s, so long does the check-in wait for one.
    const again = left(1, 'timeline: [ { at: 10s, crash: a, for: 20s } ]');
    expect(again.slice(0, 2)).toEqual([0, 2]);
    expect(again.filter((at) => at >= 90_000)).toEqual([90_000, 90_003, 90_005, 130_007]);
  });

  it('B2: when a call of it fails it starts again from its first, keeping its connection', () => {
    // A planned failover at 3 ms interrupts the second call; the error is back at 3.5 ms; after 1 s it begins again, and
    // the other task, which waits for the connection, leaves after all three calls.
    const { calls: made } = tasks(
      `cores: 4, pool: { size: 1 }, ${QUICK}, replicas: { s: { at: r/a, mode: shared, promote: 100ms } }`,
      `t: { queued: 1, steps: [ { db: { calls: 3, transaction: true } }, { run: 1h } ] },
       u: { queued: 1, steps: [ { db: 1 }, { run: 1h } ] }`,
      'timeline: [ { at: 3ms, failover: s } ]',
    );
    const again = 1 * S + 3_500;
    expect(made.slice(0, 6)).toEqual([
      { left: 0, answered: 2 * MS },
      { left: 2 * MS, answered: 3_500 },
      { left: again, answered: again + 2 * MS },
      { left: again + 2 * MS, answered: again + 4 * MS },
      { left: again + 4 * MS, answered: again + 6 * MS },
      { left: again + 6 * MS, answered: again + 8 * MS },
    ]);
  });
});

describe('failed calls', () => {
  it('facts 89, B3, B4: 30 s, then after 1, 2, 4, 8 and 15 s again; then the task fails: 210 s', () => {
    const { told, calls: made } = tasks(
      'read: 40s, write: 2ms, flush: 0ms',
      't: { queued: 1, steps: [ { db: 1 } ] }',
    );
    expect(made.map(({ left, answered }) => [left / S, answered / S])).toEqual([
      [0, 30],
      [31, 61],
      [63, 93],
      [97, 127],
      [135, 165],
      [180, 210],
    ]);
    expect(ends(told)).toMatchObject([{ at: 210 * S, outcome: 'failed' }]);
  });

  it('B4: refused calls: six attempts over 30 s and six round trips', () => {
    // The database refuses from 1 s for 5 min; the call leaves at 2 s.
    const { told, calls: made } = tasks(
      `${QUICK}, replicas: { s: { at: r/a, mode: shared, promote: 5m } }`,
      't: { arrivals: { at: [500ms] }, steps: [ { run: 1500ms }, { db: 1 } ] }',
      'timeline: [ { at: 1s, failover: s } ]',
    );
    expect(made.map(({ answered, left }) => answered - left)).toEqual(new Array(6).fill(1 * MS));
    expect(ends(told)).toMatchObject([{ at: 32 * S + 6 * MS, outcome: 'failed' }]);
  });

  it('B4: the pauses are counted for each call: after one that went well they begin anew', () => {
    // One step of three reads of 1 s. Refused from 1.5 to 3.5 s: the second fails at 1.5005 and 2.5015 and goes through
    // from 4.5015 to 5.5025 s. Refused from 6 to 8 s: the third fails at 6.0005 and 7.0015 and goes through from 9.0015
    // to 10.0025 s. The end takes 3 ms.
    const { told } = tasks(
      `read: 1s, write: 2ms, flush: 0ms,
       replicas: { s: { at: r/a, mode: shared, promote: 2s }, u: { at: r/a, mode: shared, promote: 2s } }`,
      't: { queued: 1, steps: [ { db: 3 } ] }',
      'timeline: [ { at: 1500ms, failover: s }, { at: 6s, failover: u } ]',
    );
    expect(ends(told)).toMatchObject([{ at: 10_005_500, outcome: 'succeeded' }]);
  });

  it('B3: a call that timed out leaves its server at once: the next begins then', () => {
    // One server: a write of 40 s from 0.5 ms; a read that left at 5 s begins at 30 s and takes 1 s.
    const { calls: made } = tasks(
      'cores: 1, read: 1s, write: 40s, flush: 0ms',
      `w: { queued: 1, steps: [ { db: { calls: 1, writes: 1 } } ] },
       r: { arrivals: { at: [5s] }, steps: [ { db: 1 } ] }`,
    );
    expect(made.slice(0, 2)).toEqual([
      { left: 0, answered: 30 * S },
      { left: 5 * S, answered: 31 * S + 500 },
    ]);
  });

  it('B3: a call that timed out leaves the queue at once', () => {
    // Three writes of 40 s on one server: the second and third time out in the queue, all at 30 s.
    const { told } = tasks(
      'cores: 1, read: 1s, write: 40s, flush: 0ms, pool: { size: 10 }',
      'w: { queued: 3, steps: [ { db: { calls: 1, writes: 1 } } ] }',
    );
    const first = calls(told).slice(0, 3);
    expect(first.map(({ answered }) => answered)).toEqual([30 * S, 30 * S, 30 * S]);
    expect(ends(told).every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('W1: a failed task ends at that instant, without a write, and its slot is free', () => {
    const { told, result } = tasks(
      'read: 40s, write: 2ms, flush: 0ms',
      't: { queued: 1, steps: [ { db: 1 } ] }',
    );
    expect(calls(told)).toHaveLength(6);
    expect(result.values['node.a.slots.utilisation']!.sum).toBe(210 * S);
    expect(result.values['node.a.slots.utilisation']!.per).toBe(500 * 10 * MIN);
  });

  it('W1: the end is one write, repeated like any call, and the slot is held until its answer', () => {
    // The end write of 1 s is refused until 3 s: 1.000–1.001, 2.001–2.002, 4.002–4.005.
    const { told, result } = tasks(
      `${QUICK}, replicas: { s: { at: r/a, mode: shared, promote: 2500ms } }`,
      't: { queued: 1, steps: [ { run: 1s } ] }',
      'timeline: [ { at: 500ms, failover: s } ]',
    );
    expect(ends(told)).toMatchObject([{ at: 4_005 * MS, outcome: 'succeeded' }]);
    expect(result.values['node.a.slots.utilisation']!.sum).toBe(4_005 * MS);
  });

  it('B4: a request fails without repeating', () => {
    const { told } = run(`
name: request
duration: 1m
network: { sameZone: 0us }
nodes: { a: {} }
loadBalancer: { at: local, preset: haproxy-tcp }
database: { at: local/a, ${QUICK}, replicas: { s: { at: local/a, mode: shared, promote: 10s } } }
workload: { requests: { page: { arrivals: { at: [5s] }, from: local, cpu: 1ms, db: 5 } } }
timeline: [ { at: 2s, failover: s } ]
`);
    const ended = told.filter(({ what }) => what === 'requestEnded').map(({ at, args }) => [at, args[3]]);
    expect(ended).toEqual([[5 * S + 1 * MS, 'failed']]);
  });
});

describe('after the database was away', () => {
  /** Requests of one node that only call the database, which is away from 10 to 20 s; no distance, one core, reads of 10 ms. */
  function asked({
    at,
    db = '1',
    node = '',
    network = '0us',
    database,
    duration = '60s',
    again = '',
  }: Record<string, string>) {
    const { told } = run(`
name: away
duration: ${duration}
network: { sameZone: ${network} }
nodes: { n: { startTime: 0s${node} } }
loadBalancer: { at: local, probe: { type: tcp } }
database: { cores: 1, read: 10ms, flush: 0ms, ${database} }
dispatch: { policy: immediate, checkIn: 10h, orphanScan: 10h }
workload: { requests: { page: { ${at}, from: local, cpu: 0s, db: ${db}, timeout: 1m } } }
timeline: [ { at: 10s, outage: database, for: 10s }${again} ]
`);
    return answers(told).map((each) => (each.at - each.arrived) / MS);
  }
  const three = (time: string) => `arrivals: { at: [${time}], count: 3 }`;
  const connect = (cpu: string, roundTrips: number) => `connect: { cpu: ${cpu}, roundTrips: ${roundTrips} }`;

  it('B11: its connections are opened again, each by a call that finds none', () => {
    // Before, they are open. Then each of three has to open one, and holds the core for 110 ms.
    expect(asked({ at: three('5s'), database: connect('100ms', 0) })).toEqual([10, 20, 30]);
    expect(asked({ at: three('30s'), database: connect('100ms', 0) })).toEqual([110, 220, 330]);
    // The next three find them open.
    expect(asked({ at: three('30s, 40s'), database: connect('100ms', 0) }).slice(3)).toEqual([10, 20, 30]);
  });

  it('B11: opening takes round trips before the call', () => {
    // 1 ms to the node's balancer and back twice is not there: one zone is 2 ms for each of request, and call.
    const [before] = asked({ at: 'arrivals: { at: [5s] }', database: connect('0ms', 3), network: '2ms' });
    const [after] = asked({ at: 'arrivals: { at: [30s] }', database: connect('0ms', 3), network: '2ms' });
    expect(after! - before!).toBe(6);
  });

  it('B11, B2: a transaction opens its connection before its first call', () => {
    const db = '{ calls: 2, transaction: true }';
    expect(asked({ at: 'arrivals: { at: [5s] }', db, database: connect('100ms', 0) })).toEqual([20]);
    expect(asked({ at: 'arrivals: { at: [30s] }', db, database: connect('100ms', 0) })).toEqual([120]);
  });

  it('B11: opening takes a transaction as many round trips as a call', () => {
    const database = connect('100ms', 3);
    const db = '{ calls: 2, transaction: true }';
    const [before] = asked({ at: 'arrivals: { at: [5s] }', db, database, network: '2ms' });
    const [after] = asked({ at: 'arrivals: { at: [30s] }', db, database, network: '2ms' });
    expect(after! - before!).toBe(106);
  });

  it('B11: a call that fails after all were lost has closed none of those that were opened since', () => {
    const database = connect('100ms', 0);
    // The first opens one at 21 s, which is lost with all others, and has failed 30 s later. The next two open one each, as the
    // first has a place in the pool still; two at 52 s find both open.
    const at = 'arrivals: { at: [21s, 23s, 24s, 52s, 52s] }';
    const again = ', { at: 21050ms, outage: database, for: 1s }';
    expect(asked({ at, database, again })).toEqual([110, 110, 30000, 10, 20]);
  });

  it('B11: a call that gave up its wait for a connection has closed none', () => {
    const database = `pool: { size: 2, wait: 50ms }, ${connect('100ms', 0)}`;
    // Two open the connections, 110 ms each on the core. The third has the first one from 110 ms on; the fourth, at 115 ms,
    // waits in vain. Two more find both open.
    const at = 'arrivals: { at: [30s, 30100ms, 30100ms, 30115ms, 40s, 40s] }';
    expect(asked({ at, database })).toEqual([110, 50, 120, 130, 10, 20]);
  });

  it('B11: a node that is started again has no connection, and says over an old one that it stops', () => {
    const lengths = (what: string) =>
      run(`
name: again
duration: 60s
network: { sameZone: 0us }
nodes: { n: { startTime: 0s } }
database: { cores: 1, write: 10ms, flush: 0ms, ${connect('100ms', 0)} }
dispatch: { policy: immediate, checkIn: 10h, orphanScan: 10h }
workload: { tasks: { t: { arrivals: { at: [40s] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10s, ${what}: n, for: 10s } ]
`)
        .told.filter(({ what: told, at }) => told === 'databaseCall' && at < 40 * S)
        .map(({ at, args }) => [at / MS, (args[0] as number) / MS]);
    // It cancels its orphans, and checks in.
    const starts = [
      [20110, 110],
      [20120, 10],
    ];
    expect(lengths('crash')).toEqual(starts);
    expect(lengths('stop')).toEqual([[10010, 10], ...starts]);
  });

  it('B11, D3: a call that is cancelled while it opens its connection has opened none', () => {
    const { told } = run(`
name: cancelled
duration: 60s
network: { sameZone: 0us }
nodes: { n: { startTime: 0s } }
database: { cores: 1, read: 10ms, write: 10ms, flush: 0ms, ${connect('100ms', 0)} }
dispatch: { policy: immediate, checkIn: 10h, orphanScan: 10h }
workload: { tasks: { t: { arrivals: { at: [20s, 40s, 40s] }, steps: [ { db: 1 } ] } } }
timeline:
  - { at: 10s, outage: database, for: 5s }
  - { at: 20050ms, drain: n, upTo: 10ms, then: cancel }
  - { at: 30s, undrain: n }
`);
    expect(ends(told).map(({ outcome }) => outcome)).toEqual(['cancelled', 'succeeded', 'succeeded']);
    // One is open: the write of the drain, which has the core when the task is gone, opens it. Of two calls the second opens another.
    const calls = told.filter(({ what }) => what === 'databaseCall');
    expect(calls.map(({ at, args }) => [at / MS, (args[0] as number) / MS])).toEqual([
      [20170, 120],
      [30010, 10],
      [40010, 10],
      [40120, 120],
      [40130, 120],
      [40140, 20],
    ]);
  });

  it('B12: its cache is cold, and each thing is fetched once', () => {
    const database = 'cache: { items: 1, miss: 100ms }';
    expect(asked({ at: 'arrivals: { at: [5s] }', database })).toEqual([10]);
    expect(asked({ at: 'arrivals: { at: [30s, 40s] }', database })).toEqual([110, 10]);
  });

  it('B12: of 1000 things 632 have been fetched by 1000 calls', () => {
    const all = asked({
      at: 'arrivals: { every: 100ms, offset: 30s }',
      database: 'cache: { items: 1000, miss: 10ms }',
      duration: '130s',
    });
    // 1000 · (1 − (1 − 1/1000)^1000) = 632.3, with a standard deviation of √(1000 · (e⁻¹ − 2 e⁻²)) = 9.9.
    expect(all).toHaveLength(1000);
    expect(Math.abs(all.filter((length) => length === 20).length - 632.3)).toBeLessThan(4 * 9.9);
  });

  it('C3: the cache of a node is cold after its start, and a miss is CPU time', () => {
    const { told } = run(`
name: cold-node
duration: 60s
network: { sameZone: 0us }
nodes: { n: { startTime: 0s, cores: 1, cache: { items: 1, miss: 1s } } }
loadBalancer: { at: local, probe: { type: tcp, interval: 5s, timeout: 1s, rise: 1 } }
workload: { requests: { page: { arrivals: { at: [5s, 30s, 40s] }, from: local, cpu: 500ms, db: 0 } } }
timeline: [ { at: 10s, stop: n, for: 1s } ]
`);
    expect(answers(told).map(({ at, arrived }) => (at - arrived) / MS)).toEqual([500, 1500, 500]);
  });
});

describe('a database that is slower under load', () => {
  /** How long each of some requests of one call takes, in ms: services of 10 ms, at a tenth of the speed 100 ms. */
  function taken(at: string, degrades: string, cores = 100): number[] {
    const { told } = run(`
name: degrades
duration: 60s
network: { sameZone: 0us }
nodes: { n: {} }
loadBalancer: { at: local, probe: { type: tcp } }
database: { cores: ${cores}, read: 10ms, flush: 0ms, degrades: { ${degrades}, to: 10% } }
dispatch: { policy: immediate, checkIn: 10h, orphanScan: 10h }
workload: { requests: { page: { arrivals: { at: ${at} }, from: local, cpu: 0s, db: 1, timeout: 1m } } }
`);
    return answers(told)
      .sort((a, b) => a.arrived - b.arrived)
      .map((each) => (each.at - each.arrived) / MS);
  }

  it('B13: above so many calls at once, what begins then is slow, and ends slowly', () => {
    expect(taken('[5s, 5.001s, 5.002s, 5.2s]', 'above: 2')).toEqual([10, 10, 100, 10]);
  });

  it('B13: calls that wait are at the database too', () => {
    // The second begins when the first is over, as one of four: slow; so is the third, of three, and not the fourth, of two.
    expect(taken('[5s, 5.001s, 5.002s, 5.003s, 5.004s]', 'above: 2', 1)).toEqual([10, 109, 208, 217, 226]);
  });

  it('B13: above so many calls in the last second, which is open at its beginning', () => {
    // The third is the third within a second; exactly a second after the second, the last one is not the third.
    expect(taken('[5s, 5.5s, 5.9s]', 'above: 2/s')).toEqual([10, 10, 100]);
    expect(taken('[5s, 5.5s, 6s, 6.5s, 6.9s]', 'above: 2/s')).toEqual([10, 10, 10, 10, 100]);
  });

  it('B13: a rate need not be whole: 150 in a minute are 2.5 a second', () => {
    expect(taken('[5s, 5.1s, 5.2s]', 'above: 150/m')).toEqual([10, 10, 100]);
  });
});
