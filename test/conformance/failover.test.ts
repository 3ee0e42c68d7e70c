/** Failover of the database to a synchronous replica: rules B6, N4; facts 83, 90. */
import { describe, expect, it } from 'vitest';
import { ends, run } from '../support/run.ts';
import { calls, MS, S, services } from './support.ts';

/**
 * The node beside the first primary (rtt 0), the standby one zone on (rtt 2 ms), another copy two zones on; a task a
 * second of one write: 2 ms of service, a commit of 2.5 ms (2 ms to the standby and a flush of 0.5 ms).
 */
const STANDBY = 'standby: { at: r/b, mode: sync, detect: 6s, promote: 4s }';

function failover(timeline: string, replicas = STANDBY, length = '1us') {
  return run(`
name: failover
duration: 60s
regions: { r: [a, b, c] }
network: { sameZone: 0us, crossZone: 2ms }
nodes: { n: { at: r/c, phase: 19s, taskCap: 500 } }
database: { at: r/a, cores: 8, read: 1ms, write: 2ms, flush: 0.5ms, replicas: { ${replicas} } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload:
  tasks:
    t: { arrivals: { every: 1s, offset: 500ms }, whenDown: hold, steps: [ { run: ${length} } ] }
timeline: [ ${timeline} ]
`);
}

/** When each task's database was there again: seconds between the service of tasks going down and up. */
function outages(told: ReturnType<typeof failover>['told']): [number, number | null][] {
  const found: [number, number | null][] = [];
  let up = true;
  for (const { at, tasks } of services(told)) {
    if (up && !tasks) found.push([at / S, null]);
    if (!up && tasks) found.at(-1)![1] = at / S;
    up = tasks;
  }
  return found;
}

describe('automatic failover', () => {
  it('B6: after detection and promotion the standby serves', () => {
    expect(outages(failover('{ at: 10s, outage: database }').told)).toEqual([[10, 20]]);
  });

  it('N4: meanwhile the database refuses: the caller knows after a round trip', () => {
    // The ten tasks of 0.5 … 9.5 s end their work, and call, at 10.5 … 19.5 s.
    const { told } = failover('{ at: 10s, outage: database }', STANDBY, '10s');
    const refused = calls(told).filter(({ left }) => left >= 10 * S && left < 20 * S);
    expect(refused.length).toBeGreaterThan(10);
    expect(new Set(refused.map(({ left, answered }) => answered - left))).toEqual(new Set([2 * MS]));
  });

  it('B6: what was being done is interrupted with an error, and nothing committed is lost', () => {
    // The write of 9.5 s + 1 µs arrives at 9.501001 and would be committed at 9.505501.
    const { told, result } = failover('{ at: 9503ms, outage: database }');
    expect(calls(told)[9]).toEqual({ left: 9_500_001, answered: 9_504_000 });
    expect(result.values['tasks.lost']!.sum).toBe(0);
    expect(result.values['tasks.arrived']!.sum).toBe(60);
    // Its pauses of 1, 2, 4 and 8 s end at 24.510 s: it succeeds then, and what was held meanwhile too.
    expect(ends(told).every(({ outcome }) => outcome === 'succeeded')).toBe(true);
    expect(ends(told)).toHaveLength(60);
  });

  it('B6: the lost partner counts as asynchronous until it has caught up, then commits wait for it', () => {
    // Primary lost 10–40 s, the standby serves from 20 s. Before: rtt 2 + 2 + 2.5; alone: 2 + 2 + 0.5. The old primary
    // lacks 20 s when it is back, and gains 4 − 1 s a second (rule B9): from 46.667 s on 2 + 2 + 2.5 again.
    const { told } = failover('{ at: 10s, outage: database, for: 30s }');
    const length = (from: number, to: number) => [
      ...new Set(
        calls(told)
          .filter(({ left }) => left >= from * S && left < to * S)
          .map(({ left, answered }) => answered - left),
      ),
    ];
    expect(length(0, 9)).toEqual([6_500]);
    expect(length(25, 46)).toEqual([4_500]);
    expect(length(47, 60)).toEqual([6_500]);
  });

  it('B6: the roles swap: calls go to where the standby is', () => {
    // The standby in the node’s zone: rtt 0 after the failover instead of 2 ms; the partner is lost: flush only.
    const { told } = failover(
      '{ at: 10s, outage: database }',
      'standby: { at: r/c, mode: sync, detect: 6s, promote: 4s }',
    );
    const after = calls(told).filter(({ left }) => left > 30 * S);
    expect(new Set(after.map(({ left, answered }) => answered - left))).toEqual(new Set([2_500]));
  });

  it('B6: once begun it goes on even if the primary returns', () => {
    expect(outages(failover('{ at: 10s, outage: database, for: 2s }').told)).toEqual([[10, 20]]);
  });

  it('B6: a primary lost twice while it is under way does not begin it anew', () => {
    const timeline = '{ at: 10s, outage: database, for: 2s }, { at: 15s, outage: r/a, for: 2s }';
    expect(outages(failover(timeline).told)).toEqual([[10, 20]]);
  });

  it('B6: and back again: the old primary takes over when the new one is lost', () => {
    const timeline = '{ at: 10s, outage: database, for: 5s }, { at: 30s, outage: database }';
    expect(outages(failover(timeline).told)).toEqual([
      [10, 20],
      [30, 40],
    ]);
  });

  it('B6: a standby that is lost while it is promoted cannot serve', () => {
    const timeline = '{ at: 10s, outage: database }, { at: 15s, outage: r/b, for: 20s }';
    // Silent from 20 s until the standby, primary by then, is back at 35 s.
    expect(outages(failover(timeline).told)).toEqual([[10, 35]]);
  });

  it('B6: a standby that was left out of the commits cannot take over', () => {
    // The standby is lost at 5 s; at 15 s it counts as asynchronous; the primary is lost at 20 s and back at 50 s.
    const timeline = '{ at: 5s, outage: r/b }, { at: 20s, outage: database, for: 30s }';
    expect(outages(failover(timeline).told).at(-1)).toEqual([20, 50]);
  });

  it('B6: an asynchronous copy does not take over by itself', () => {
    const { told } = failover(
      '{ at: 10s, outage: database, for: 30s }',
      'dr: { at: r/b, mode: async, lag: 5s, promote: 4s }',
    );
    expect(outages(told)).toEqual([[10, 40]]);
  });
});

describe('without a standby', () => {
  it('B6, N4: a lost database gives no answer: the caller knows at its own time-out', () => {
    const { told } = failover('{ at: 10s, outage: database, for: 5s }', '', '10s');
    expect(outages(told)).toEqual([[10, 15]]);
    const silent = calls(told).filter(({ left }) => left >= 10 * S && left < 14_999 * MS);
    expect(new Set(silent.map(({ left, answered }) => answered - left))).toEqual(new Set([30 * S]));
  });

  it('B6, N4: nor does one whose standby is lost with it, and the roles stay', () => {
    // The region’s outage takes both; the node is elsewhere.
    const { told } = run(`
name: both-lost
duration: 2m
regions: { r: [a, b], s: [a] }
network: { sameZone: 0us, crossZone: 2ms, between: { r: { s: 10ms } } }
nodes: { n: { at: s/a, phase: 19s } }
database:
  at: r/a
  read: 1ms
  write: 2ms
  flush: 0ms
  replicas: { standby: { at: r/b, mode: sync, detect: 6s, promote: 4s } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { arrivals: { at: [500ms, 90s] }, steps: [ { run: 11s } ] } } }
timeline: [ { at: 10s, outage: r, for: 40s } ]
`);
    expect(outages(told)).toEqual([[10, 50]]);
    // The end write of 11.5 s gives no answer until 41.5 s, again at 42.5 s until 72.5 s, and goes through at 74.5 s.
    expect(calls(told).map(({ left, answered }) => [left / S, answered - left])).toEqual([
      [11.5, 30 * S],
      [42.5, 30 * S],
      [74.5, 14 * MS],
      [101, 14 * MS],
    ]);
  });
});

describe('planned failover', () => {
  it('B6: refuses for the promotion only', () => {
    const { told, result } = failover('{ at: 10s, failover: standby }');
    expect(outages(told)).toEqual([[10, 14]]);
    expect(result.values['tasks.lost']!.sum).toBe(0);
  });

  it('B6: both stay synchronous', () => {
    const { told } = failover('{ at: 10s, failover: standby }');
    const after = calls(told).filter(({ left }) => left > 30 * S);
    expect(new Set(after.map(({ left, answered }) => answered - left))).toEqual(new Set([6_500]));
  });

  it('B6: the old primary lost meanwhile changes nothing', () => {
    const timeline = '{ at: 10s, failover: standby }, { at: 11s, outage: r/a, for: 60s }';
    expect(outages(failover(timeline).told)).toEqual([[10, 14]]);
  });
});

describe('real services', () => {
  it.each([
    ['sql-fci', 60],
    ['sql-ag-sync', 30],
    ['rds-sqlserver-multi-az', 90],
    ['azure-sql-zone-redundant', 30],
    ['cloud-sql-ha', 120],
  ])('table 2.4: %s is back after %i s', (preset, seconds) => {
    const { told } = run(`
name: preset
duration: 10m
regions: { r: [a, b] }
nodes: { n: { at: r/b } }
database: { at: r/a, preset: ${preset} }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 10s }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 1m, outage: database, for: 5m } ]
`);
    expect(outages(told)).toEqual([[60, 60 + seconds]]);
  });
});
