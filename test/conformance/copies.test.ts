/** How far copies of the database have come, and what a promotion loses: rules B6, B7, B9; facts 123, 124. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';
import { calls, S } from './support.ts';

/** Two regions, an asynchronous copy in the other that trails by a minute; a task a minute; the plan decides for 10 m. */
function asynchronous(timeline: string, { copy = '', plan = 'p', duration = '6h', more = '' } = {}) {
  return run(`
name: copies
duration: ${duration}
regions: { fra: [a], ams: [a] }
network: { between: { fra: { ams: 9ms } } }
nodes: { n: { count: 2, at: fra/a }, cold: { at: ams/a, state: down } }
database: { at: fra/a, ${more} replicas: { dr: { at: ams/a, mode: async, lag: 1m, promote: 5m ${copy} } } }
workload: { tasks: { deployment: { arrivals: { every: 1m }, steps: [ { run: 2m } ] } } }
timeline: [ ${timeline}, { at: 2h, outage: fra, name: region, plan: ${plan} } ]
plans:
  p: [ { do: decide, takes: 10m }, { do: promote, what: dr }, { do: start, nodes: cold, takes: 2m } ]
  ${plan === 'b' ? 'b: [ { do: decide, takes: 10m }, { do: restore }, { do: start, nodes: cold, takes: 2m } ]' : ''}
`).result;
}
const CUT = (from: string, length: string) =>
  `{ at: ${from}, cut: fra, from: ams, for: ${length}, name: cut }`;
const rpo = (result: ReturnType<typeof asynchronous>, fault = 'region') =>
  valueOf(result, `recovery.${fault}.rpo.seconds`) / 60;

describe('an asynchronous copy', () => {
  it('B9, fact 124: loses its lag where nothing was in its way', () => {
    expect(rpo(asynchronous(CUT('10m', '1m')))).toBe(1);
  });

  it('B9: that was cut off for an hour before the loss lacks the hour and its lag', () => {
    const result = asynchronous(CUT('1h', '1h'));
    // At 1 h it had everything until 59 m; nothing passed until 2 h, when the region was lost: 61 m, a task a minute.
    expect(rpo(result)).toBe(61);
    const tasks = valueOf(result, 'recovery.region.rpo.tasks');
    expect(tasks).toBeGreaterThanOrEqual(61);
    expect(tasks).toBeLessThanOrEqual(63);
  });

  it('B9: that was down is the same as one that was cut off', () => {
    // At 59 m of the log until it is back at 1 h 59 m; in the minute left it takes over 4 m: it has 63 m of 120 m.
    expect(rpo(asynchronous('{ at: 1h, outage: dr, for: 59m, name: away }'))).toBe(57);
  });

  it('B9: back before the loss it gains three seconds a second, and four where that is its figure', () => {
    // Cut off 1 h to 1 h 30 m: at 59 m of the log. In the 30 m until the loss it takes over 4 × 30 m, which is more than
    // there is: it trails by its lag again.
    expect(rpo(asynchronous(CUT('1h', '30m')))).toBe(1);
    // Cut off until 1 h 50 m: 59 m + 10 × 4 m = 99 m of 120 m; with catchUp 5: 109 m.
    expect(rpo(asynchronous(CUT('1h', '50m')))).toBe(21);
    expect(rpo(asynchronous(CUT('1h', '50m'), { copy: ', catchUp: 5' }))).toBe(11);
  });

  it('B9: one that is slow falls behind for as long as it is', () => {
    // 4 × 10 % of what is written is taken over: in an hour 24 m of 60 m. It had 59 m at 1 h: 83 m of 120 m.
    expect(rpo(asynchronous('{ at: 1h, slow: dr, to: 10%, name: slow }'))).toBe(37);
    // At 50 % it still takes over twice what is written.
    expect(rpo(asynchronous('{ at: 1h, slow: dr, to: 50%, name: slow }'))).toBe(1);
  });

  it('B9: while the primary is down nothing is written, and nothing copied', () => {
    // Down 1 h to 1 h 30 m: the copy stays at 59 m, one minute behind 1 h. At 2 h it is at 1 h 59 m again.
    const down = '{ at: 1h, outage: database, for: 30m, name: down }';
    expect(rpo(asynchronous(down))).toBe(1);
    // Cut off from 1 h 30 m on, as the primary is back: it has 59 m, and the half hour without a primary counts as
    // time that is gone: 2 h − 59 m.
    expect(rpo(asynchronous(`${down}, ${CUT('90m', '30m')}`))).toBe(61);
  });

  it('B9: one that lags takes nothing over while the primary is down', () => {
    // Cut off 1 h to 1 h 50 m: at 59 m; in the minute until 1 h 51 m it takes over 4 m, in that from 1 h 59 m on as much.
    const down = '{ at: 111m, outage: database, for: 8m, name: down }';
    expect(rpo(asynchronous(`${CUT('1h', '50m')}, ${down}`))).toBe(120 - 67);
  });

  it('B9: what the old primary had more is gone when it is back: it follows from where the copies parted', () => {
    // dr is promoted at 2 h 15 m with everything until 1 h 59 m, `home` stands beside the lost primary. It is back at
    // 3 h and promoted at 5 h 10 m: the way of 45 m at three gained a minute is long over, and it lags by its own 5 m.
    const { result } = run(`
name: and-back
duration: 6h
regions: { fra: [a], ams: [a] }
network: { between: { fra: { ams: 9ms } } }
nodes: { n: { count: 2, at: fra/a }, cold: { at: ams/a, state: down } }
database:
  at: fra/a
  replicas:
    dr: { at: ams/a, mode: async, lag: 1m, promote: 5m }
    home: { at: fra/a, mode: async, lag: 5m, promote: 5m }
workload: { tasks: { deployment: { arrivals: { every: 1m }, steps: [ { run: 2m } ] } } }
timeline:
  - { at: 2h, outage: fra, for: 1h, name: region, plan: out }
  - { at: 5h, maintenance: on, for: 30m, name: back, plan: back }
plans:
  out: [ { do: decide, takes: 10m }, { do: promote, what: dr }, { do: start, nodes: cold, takes: 2m } ]
  back: [ { do: decide, takes: 5m }, { do: promote, what: home } ]
`);
    expect(rpo(result)).toBe(1);
    expect(rpo(result, 'back')).toBe(5);
  });
});

describe('a backup', () => {
  it('B9, fact 123: that could not be taken is not there', () => {
    const more = 'backups: { every: 30m, restore: 5m },';
    // Backups at 30 m, 1 h, 1 h 30 m; the one of 2 h is not taken any more: half an hour.
    expect(rpo(asynchronous(CUT('10m', '1m'), { plan: 'b', more }))).toBe(30);
    // The database is down from 1 h 20 m to 1 h 40 m, over 1 h 30 m: the last one is of 1 h.
    const down = '{ at: 80m, outage: database, for: 20m, name: down }';
    expect(rpo(asynchronous(down, { plan: 'b', more }))).toBe(60);
  });

  it('B6: nothing follows what is restored from it elsewhere, also no copy that was there before', () => {
    // The backup of 1 h 30 m is restored in ams by 2 h 15 m. dr, promoted at 5 h 10 m, has nothing of what came after.
    const { result } = run(`
name: restored
duration: 6h
regions: { fra: [a], ams: [a] }
network: { between: { fra: { ams: 9ms } } }
nodes: { n: { count: 2, at: fra/a }, cold: { at: ams/a, state: down } }
database:
  at: fra/a
  backups: { every: 30m, restore: 5m }
  replicas: { dr: { at: ams/a, mode: async, lag: 1m, promote: 5m } }
workload: { tasks: { deployment: { arrivals: { every: 1m }, steps: [ { run: 2m } ] } } }
timeline:
  - { at: 2h, outage: fra, name: region, plan: out }
  - { at: 5h, maintenance: on, for: 30m, name: again, plan: again }
plans:
  out: [ { do: decide, takes: 10m }, { do: restore }, { do: start, nodes: cold, takes: 2m } ]
  again: [ { do: decide, takes: 5m }, { do: promote, what: dr } ]
`);
    expect(rpo(result)).toBe(30);
    expect(rpo(result, 'again')).toBe(5 * 60 + 10 - (2 * 60 + 15));
  });

  it('B9: due in the instant in which the database goes down it is not taken', () => {
    const more = 'backups: { every: 1h, restore: 5m },';
    const down = '{ at: 1h, outage: database, for: 1m, name: down }';
    // Neither the one of 1 h nor that of 2 h: what there is is the beginning.
    expect(rpo(asynchronous(down, { plan: 'b', more }))).toBe(120);
  });
});

/** A synchronous standby in the next zone, a task a minute; the primary is lost at 2 h, and the plan promotes at 2 h 21 m. */
function standby(timeline: string, replica = '', outage = 'for: 3h') {
  return run(`
name: stale
duration: 5h
regions: { fra: [a, b, c] }
nodes: { n: { count: 2, at: fra/c } }
database: { at: fra/a, preset: sql-ag-sync, replicas: { standby: { at: fra/b ${replica} } } }
workload: { tasks: { deployment: { arrivals: { every: 1m }, steps: [ { run: 2m } ] } } }
timeline: [ ${timeline}, { at: 2h, outage: database, ${outage}, name: primary-lost, plan: p } ]
plans: { p: [ { do: decide, takes: 20m }, { do: promote, what: standby, takes: 1m } ] }
`).result;
}

describe('a synchronous copy', () => {
  it('B9: that is back after the primary died has what it had: it cannot catch up', () => {
    const result = standby('{ at: 1h, outage: standby, for: 65m, name: away }');
    // Away from 1 h; what waited 10 s for it was then committed without it: it has what was before 1 h, of 2 h.
    expect(rpo(result, 'primary-lost')).toBe(60);
    expect(valueOf(result, 'recovery.primary-lost.tasks.rto')).toBeGreaterThanOrEqual(21 * 60);
  });

  it('B9: that is back before, but has not caught up, does not take over', () => {
    // Away for 1 h less 30 s: at 2 h it has gained 30 s × 4 and lacks the rest.
    const result = standby('{ at: 1h, outage: standby, for: 3570s, name: away }');
    expect(rpo(result, 'primary-lost')).toBe(58);
  });

  it('B9: that was lost less than a session time-out before the primary lacks nothing', () => {
    // Commits wait for it from 1 h 59 m 55 s on, so none was made without it; the plan promotes it when it is back.
    const result = standby('{ at: 7195s, outage: standby, for: 1m, name: away }');
    expect(rpo(result, 'primary-lost')).toBe(0);
  });

  it('B9: that has caught up takes over by itself and loses nothing', () => {
    // Away for 10 m: it gains 3 m a minute and has caught up 3 m 20 s later.
    const result = standby('{ at: 1h, outage: standby, for: 10m, name: away }');
    expect(rpo(result, 'primary-lost')).toBe(0);
    expect(valueOf(result, 'recovery.primary-lost.tasks.rto')).toBe(30);
  });

  it('B6: a planned failover to one that has not caught up does not happen, and says so', () => {
    const result = standby(
      '{ at: 1h, outage: standby, for: 30m, name: away }, { at: 91m, failover: standby, name: over }',
    );
    expect(result.spans.filter(({ kind }) => kind === 'ignored').map(({ label }) => label)).toContain(
      'over did nothing: the replica has not caught up',
    );
  });

  it('B1, B9: one that is slow takes longer for its flush', () => {
    const { told } = run(`
name: slow-flush
duration: 20s
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { n: { at: r/a, phase: 19s } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0.5ms, replicas: { x: { at: r/b, mode: sync } } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { arrivals: { at: [1s, 11s] }, steps: [ { run: 1us } ] } } }
timeline: [ { at: 10s, slow: x, to: 10% } ]
`);
    // 2 ms of service, 1 ms there and back, the flush of 0.5 ms or ten times that.
    expect(calls(told).map(({ left, answered }) => answered - left)).toEqual([3_500, 8_000]);
  });
});

describe('commits that wait', () => {
  /** 1000 writing calls one after another in zone b, after a planned failover to the copy there. */
  const turnaround = (replicas: string) => {
    const { result } = run(`
name: shared-and-sync
duration: 1000s
regions: { r: [a, b] }
network: { sameZone: 1ms, crossZone: 4ms }
nodes: { n: { at: r/b, phase: 3s } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 1ms, replicas: { ${replicas} } }
storage: ideal
timeline: [ { at: 100s, failover: copy1 } ]
workload: { tasks: { t: { arrivals: { at: [500s] }, steps: [ { db: { calls: 1000, writes: 1000 } } ] } } }
`);
    const { sum, count } = result.samples['tasks.t.duration']!;
    return sum / count / S;
  };

  it('B1, B6: the copy that took over waits for the failover cluster it left', () => {
    const sync = 'copy1: { at: r/b, mode: sync, promote: 1s }';
    // Each call: 1 ms there and back, 2 ms of service, a commit of 4 + 1 ms; and one write more that ends the task.
    expect(turnaround(sync)).toBeCloseTo(1001 * 0.008, 6);
    expect(turnaround(`${sync}, copy2: { at: r/a, mode: shared, promote: 1s }`)).toBeCloseTo(1001 * 0.008, 6);
  });

  /** When the one write of 1 s, stalled from 500 ms on, was answered, in µs. */
  const stalled = (timeline: string, replicas: string, arrival = '1s') => {
    const { told } = run(`
name: stalled
duration: 60s
regions: { r: [a, b], s: [a] }
network: { sameZone: 0us, crossZone: 1ms, between: { r: { s: 80ms } } }
nodes: { n: { at: r/a, phase: 19s } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0.5ms, replicas: { ${replicas} } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { arrivals: { at: [${arrival}] }, steps: [ { run: 1us } ] } } }
timeline: [ ${timeline} ]
`);
    return calls(told)[0]!.answered;
  };
  const NEAR = 'x: { at: r/b, mode: sync }';
  const FAR = 'y: { at: s/a, mode: sync }';

  it('B6: one that was stalled still makes its round trip when the copy is back', () => {
    // The copy is back at 5 s: 1 ms to it and back, and its flush.
    expect(stalled('{ at: 500ms, outage: r/b, for: 4500ms }', NEAR)).toBe(5 * S + 1_500);
    // Under way when the path was cut: sent again as well. In its commit from 1.002001 s.
    expect(stalled('{ at: 1003ms, cut: r/a, from: r/b, for: 2s }', NEAR)).toBe(3_003_000 + 1_500);
  });

  it('B6: given up it is over, unless another copy was reached only just before', () => {
    expect(stalled('{ at: 500ms, outage: r/b }', NEAR)).toBe(10.5 * S);
    // The far one is back at 10.49 s, when the near one is given up at 10.5 s it has had 10 ms of its 80.5 ms.
    const both = '{ at: 500ms, outage: r/b }, { at: 600ms, outage: s, for: 9890ms }';
    expect(stalled(both, `${NEAR}, ${FAR}`)).toBe(10_490_000 + 80_500);
  });
});

describe('told spans', () => {
  it('section 11: a failover of 30 s is a span of 30 s, whatever is promoted later', () => {
    const { result } = run(`
name: one-end
duration: 10h
regions: { fra: [a, b], ams: [a] }
network: { between: { fra: { ams: 9ms } } }
nodes: { n: { count: 2, at: fra/b }, cold: { at: ams/a, state: down, taskCap: 5 } }
database:
  at: fra/a
  preset: sql-ag-sync
  replicas: { standby: { at: fra/b }, dr: { at: ams/a, mode: async, lag: 1m, promote: 5m } }
workload: { tasks: { deployment: { arrivals: { every: 2m }, steps: [ { run: 5m } ] } } }
timeline:
  - { at: 1h, outage: database, for: 20m, name: db }
  - { at: 7h, outage: fra, for: 2h, name: region, plan: p }
plans: { p: [ { do: decide, takes: 10m }, { do: promote, what: dr, takes: 5m }, { do: start, nodes: cold, takes: 2m } ] }
`);
    const failovers = result.spans.filter(({ kind }) => kind === 'failover');
    // Detected after 10 s, promoted after 20 s more.
    expect(failovers.map(({ from, to }) => [from / S, to! / S])).toEqual([[3600, 3630]]);
  });
});
