/** What commits cost with replicas, and what a lost replica costs: rules B1, B6; fact 83. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { calls, MS, S } from './support.ts';

/** Lengths of the writes of one task a second, the node beside the primary: 2 ms of service and the commit. */
function writes(replicas: string, timeline = '', more = 'flush: 0.5ms', plans = '') {
  const { told } = run(`
name: commits
duration: 40s
regions: { r: [a, b, c], s: [a] }
network: { sameZone: 0us, crossZone: 1ms, between: { r: { s: 80ms } } }
nodes: { n: { at: r/a, phase: 19s, taskCap: 500 } }
database: { at: r/a, read: 1ms, write: 2ms, ${more}, replicas: { ${replicas} } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { arrivals: { every: 1s }, steps: [ { run: 1us } ] } } }
timeline: [ ${timeline} ]
plans: { ${plans} }
`);
  return calls(told)
    .filter(({ left }) => left < 40 * S)
    .map(({ left, answered }) => [Math.floor(left / S), answered - left - 2 * MS] as const);
}

/** The commits, by length in order of their first. */
function commits(replicas: string, timeline = '', more?: string): number[] {
  return [...new Set(writes(replicas, timeline, more).map(([, length]) => length))];
}

describe('a commit', () => {
  it('B1: without replicas its own flush', () => {
    expect(commits('')).toEqual([500]);
  });

  it('N5: copying to a synchronous replica feels the delay of its path, and of that alone', () => {
    const x = 'x: { at: r/b, mode: sync }';
    const lengths = (from: string) =>
      writes(x, `{ at: 9500ms, delay: r/b, from: ${from}, by: 40ms, for: 10s }`);
    expect(
      lengths('r/a').map(([at, length]) => length === (at >= 10 && at < 20 ? 41_500 : 1_500)),
    ).not.toContain(false);
    expect(lengths('r/c').map(([, length]) => length === 1_500)).not.toContain(false);
    expect(lengths('r/a')).toHaveLength(40);
  });

  it('B1: with a synchronous replica the round trip and its flush, when that is longer', () => {
    expect(commits('x: { at: r/b, mode: sync }')).toEqual([1_500]);
  });

  it('B1: the slowest of several synchronous replicas', () => {
    expect(commits('x: { at: r/b, mode: sync }, y: { at: s/a, mode: sync }')).toEqual([80_500]);
  });

  it('B6: an asynchronous replica costs nothing', () => {
    expect(commits('x: { at: s/a, mode: async }')).toEqual([500]);
  });

  it('B1: a failover cluster on a shared disk costs nothing', () => {
    expect(commits('x: { at: r/b, mode: shared }')).toEqual([500]);
  });

  it('B1: a replica in the same zone costs its own flush, at the same time', () => {
    expect(commits('x: { at: r/a, mode: sync }')).toEqual([500]);
  });

  it('B6: after an asynchronous copy was promoted none waits for the old primary or its partner', () => {
    const lengths = writes(
      'x: { at: r/b, mode: sync }, far: { at: s/a, mode: async, lag: 1s }',
      '{ at: 5500ms, maintenance: on, for: 1s, plan: over }',
      'flush: 0.5ms',
      'over: [ { do: promote, what: far, takes: 1s } ]',
    ).filter(([second]) => second >= 7);
    expect(lengths.length).toBeGreaterThan(30);
    // The way to the other region and back, and its own flush.
    expect(new Set(lengths.map(([, length]) => length))).toEqual(new Set([80_500]));
  });

  it('B6: sessionTimeout is a parameter', () => {
    const lost = '{ at: 5500ms, outage: r/b }';
    expect(Math.max(...commits('x: { at: r/b, mode: sync }', lost, 'flush: 0.5ms, sessionTimeout: 3s'))).toBe(
      8.5 * S - 6 * S - 2 * MS - 1,
    );
  });
});

describe('a lost synchronous replica', () => {
  const sync = 'x: { at: r/b, mode: sync }';

  it('B6: stalls commits for the session time-out, then counts as asynchronous', () => {
    // Lost at 5.5 s: the writes of 6 … 15 s end at 15.5 s, later ones cost only the flush.
    const made = writes(sync, '{ at: 5500ms, outage: r/b }');
    for (const [second, length] of made) {
      if (second < 6) expect(length).toBe(1_500);
      else if (second <= 15) expect(length).toBe(15_500 * MS - (second * S + 1) - 2 * MS);
      else expect(length).toBe(500);
    }
  });

  it('B6: each of several has a session time-out of its own', () => {
    const two = `${sync}, y: { at: r/c, mode: sync }`;
    /** Seconds of the writes that end when commits go on, at 20.5 s. */
    const held = (timeline: string) =>
      writes(two, timeline)
        .filter(([second, length]) => length === 20_500 * MS - (second * S + 1) - 2 * MS)
        .map(([second]) => second);
    const x = 'at: 5500ms, outage: r/b';
    const y = '{ at: 10500ms, outage: r/c }';
    expect(held(`{ ${x} }, ${y}`)).toEqual(Array.from({ length: 15 }, (_, i) => 6 + i));
    // x is back before; what began before that was sent to it anew, and waits for y all the same.
    expect(held(`{ ${x}, for: 9s }, ${y}`)).toEqual(Array.from({ length: 15 }, (_, i) => 6 + i));
  });

  it('B6: also stalls those under way', () => {
    // The write of 5 s is in service until 5.002001 s and in its commit until 5.003501 s.
    const made = writes(sync, '{ at: 5003ms, outage: r/b }');
    expect(made[5]).toEqual([5, 10 * S + 999]);
  });

  it('B6: back before the session time-out it is waited for again', () => {
    const made = writes(sync, '{ at: 5500ms, outage: r/b, for: 2s }');
    expect(made.filter(([second]) => second >= 8).every(([, length]) => length === 1_500)).toBe(true);
    expect(made[6]![1]).toBeGreaterThan(1 * S);
  });

  it('B6, B9: back later it is synchronous again when it has caught up', () => {
    // Lost from 5.5 to 25.5 s: it lacks 20 s, gains 4 − 1 s a second, and has everything at 32.167 s.
    const made = writes(sync, '{ at: 5500ms, outage: r/b, for: 20s }');
    expect(
      made.filter(([second]) => second >= 16 && second <= 32).every(([, length]) => length === 500),
    ).toBe(true);
    expect(made.filter(([second]) => second >= 33).every(([, length]) => length === 1_500)).toBe(true);
  });

  it('B6, N3: B9: a cut between primary and replica does the same, and its end undoes it', () => {
    const made = writes(sync, '{ at: 5500ms, cut: r/a, from: r/b, for: 20s }');
    expect(
      made.filter(([second]) => second >= 16 && second <= 32).every(([, length]) => length === 500),
    ).toBe(true);
    expect(made.filter(([second]) => second >= 33).every(([, length]) => length === 1_500)).toBe(true);
  });

  it('B6: reads are not stalled', () => {
    const { told } = run(`
name: reads
duration: 20s
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { n: { at: r/a, phase: 19s, taskCap: 500 } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0.5ms, replicas: { x: { at: r/b, mode: sync } } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [6s] }, steps: [ { db: 3 }, { run: 1h } ] } } }
timeline: [ { at: 5s, outage: r/b } ]
`);
    expect(
      calls(told)
        .slice(0, 3)
        .map(({ answered }) => answered),
    ).toEqual([1, 2, 3].map((ms) => 6 * S + ms * MS));
  });

  it('B6: one of two lost: commits wait for the other, after the stall only for that', () => {
    const two = 'x: { at: r/b, mode: sync }, y: { at: s/a, mode: sync }';
    const made = writes(two, '{ at: 5500ms, outage: s }');
    expect(made.filter(([second]) => second >= 16).every(([, length]) => length === 1_500)).toBe(true);
  });
});
