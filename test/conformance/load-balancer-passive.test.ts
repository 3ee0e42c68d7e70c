/** A balancer without probes, like NGINX: table 2.3; rules L3, L4. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { answers, MS, S } from './support.ts';

/** Requests every second, at .5, over nodes a and b in turn; a gets those of even seconds while both are in rotation. */
function nginx(timeline: string, { probe = '', duration = '60s', cpu = '1ms', nodes = 2, more = '' } = {}) {
  const names = ['a', 'b', 'c'].slice(0, nodes).map((name) => `${name}: { startTime: 0s }`);
  const { told } = run(`
name: nginx
duration: ${duration}
network: { sameZone: 0us }
nodes: { ${names.join(', ')} }
loadBalancer: { at: local, preset: nginx, probe: { ${probe} }${more === '' ? '' : `, ${more}`} }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: ${cpu}, db: 0 } } }
timeline: [ ${timeline} ]
`);
  return answers(told).map((each) => ({ ...each, second: Math.floor(each.arrived / S) }));
}

describe('a passive balancer', () => {
  it('L3: a request that is refused goes on to the next node at once: nobody notices', () => {
    const all = nginx('{ at: 10s, stop: a }');
    expect(all.every(({ outcome, at, arrived }) => outcome === 'served' && at - arrived === 1 * MS)).toBe(
      true,
    );
    expect(all.filter(({ second }) => second >= 10).every(({ node }) => node === 1)).toBe(true);
  });

  it('L3: a node is skipped for failTimeout and then tried again', () => {
    // Without a next node each try fails visibly: at 10.5; then at 20.5 it has been skipped for exactly 10 s.
    const all = nginx('{ at: 10s, stop: a }', { probe: 'nextUpstream: false' });
    const failed = all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second);
    expect(failed[0]).toBe(10);
    for (let i = 1; i < failed.length; i += 1) {
      expect(failed[i]! - failed[i - 1]!).toBeGreaterThanOrEqual(10);
      expect(failed[i]! - failed[i - 1]!).toBeLessThanOrEqual(12);
    }
    expect(failed.length).toBeGreaterThanOrEqual(4);
  });

  it('L3: maxFails failures in a row are needed', () => {
    const all = nginx('{ at: 10s, stop: a }', { probe: 'nextUpstream: false, maxFails: 3' });
    const failed = all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second);
    expect(failed.slice(0, 3)).toEqual([10, 12, 14]);
    expect(failed[3]).toBeGreaterThanOrEqual(24);
  });

  it('L3: a success between two failures begins the count anew', () => {
    // a is stopped for one of its requests at a time.
    const all = nginx('{ at: 10s, stop: a, for: 1s }, { at: 14s, stop: a, for: 1s }', {
      probe: 'nextUpstream: false, maxFails: 2',
    });
    expect(all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second)).toEqual([10, 14]);
    expect(all.find(({ second }) => second === 16)!.node).toBe(0);
  });

  it('L4, table 2.3: on a host that hangs a connection takes 60 s to fail: clients time out meanwhile', () => {
    // Crash at 10 s: the requests of 10.5, 12.5 … 68.5 hang; at 70.5 s the first has failed and a is skipped.
    const all = nginx('{ at: 10s, crash: a }', { duration: '80s' });
    const timedOut = all.filter(({ outcome }) => outcome === 'timedOut');
    expect(timedOut.map(({ second }) => second)).toEqual(Array.from({ length: 30 }, (_, i) => 10 + 2 * i));
    expect(timedOut.every(({ at, arrived }) => at - arrived === 30 * S)).toBe(true);
  });

  it('L3, L4: a request that dies in the middle fails, and its node is skipped', () => {
    // 600 ms each: the request of 10.5 is in a when that crashes at 10.7 s; the next go to b.
    const all = nginx('{ at: 10700ms, crash: a }', { cpu: '600ms' });
    const failed = all.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([{ at: 10_700 * MS, second: 10, node: 0 }]);
    expect(all.filter(({ second }) => second > 10 && second < 20).every(({ node }) => node === 1)).toBe(true);
  });

  it('L3, L6: when all are skipped, requests are refused until the first failTimeout is over', () => {
    const all = nginx('{ at: 10s, stop: a, for: 2s }, { at: 10s, stop: b, for: 2s }', {
      probe: 'nextUpstream: false',
    });
    // 10.5 fails at a, 11.5 at b, both skipped; a is tried again from 20.5 s.
    const failed = all.filter(({ outcome }) => outcome === 'failed');
    const refused = all.filter(({ outcome, node }) => outcome === 'refused' && node === -1);
    expect(failed.map(({ second }) => second)).toEqual([10, 11]);
    expect(refused.map(({ second }) => second)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('L3, L6: one that fails open tries all again instead', () => {
    const all = nginx('{ at: 10s, stop: a, for: 2s }, { at: 10s, stop: b, for: 2s }', {
      probe: 'nextUpstream: false',
      more: 'whenNoneHealthy: all',
    });
    expect(all.filter(({ outcome }) => outcome !== 'served').map(({ second }) => second)).toEqual([10, 11]);
  });

  it('L3: who is tried all the same and fails is skipped for the whole failTimeout from then', () => {
    // a is stopped for good at 0; b from 4 to 5.9 s. a fails at 0.5 and is skipped; b fails at 4.5: both skipped, so both
    // are tried until b's 10 s are over at 14.5 s. a fails at 5.5, 7.5 … 13.5, and is skipped until 23.5 from the last.
    const all = nginx('{ at: 0s, stop: a }, { at: 4s, stop: b, for: 1900ms }', {
      probe: 'nextUpstream: false',
      more: 'whenNoneHealthy: all',
    });
    const failed = all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second);
    expect(failed.slice(0, 7)).toEqual([0, 4, 5, 7, 9, 11, 13]);
    expect(failed[7]).toBeGreaterThanOrEqual(23);
    expect(failed[7]).toBeLessThanOrEqual(25);
  });

  it('L3: its only node is never skipped', () => {
    const all = nginx('{ at: 10s, stop: a, for: 2s }', { nodes: 1 });
    expect(all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second)).toEqual([10, 11]);
    expect(all.some(({ outcome }) => outcome === 'refused')).toBe(false);
  });

  it('L1, L3: a node that is added is tried at once, one that is removed no more', () => {
    const all = nginx('{ at: 10s, addNode: { name: more, startTime: 0s } }, { at: 20s, removeNode: a }', {
      probe: 'nextUpstream: false',
    });
    expect(all.every(({ outcome }) => outcome === 'served')).toBe(true);
    const nodes = (from: number, to: number) =>
      [...new Set(all.filter(({ second }) => second >= from && second < to).map(({ node }) => node))].sort();
    expect([nodes(0, 10), nodes(10, 20), nodes(20, 60)]).toEqual([
      [0, 1],
      [0, 1, 2],
      [1, 2],
    ]);
  });

  it('L3: of three nodes two that refuse are passed over', () => {
    const all = nginx('{ at: 10s, stop: a }, { at: 10s, stop: b }', { nodes: 3 });
    expect(all.every(({ outcome }) => outcome === 'served')).toBe(true);
  });

  it('fact 43, table 2.3: a drained node is never removed', () => {
    const all = nginx('{ at: 10s, drain: a }');
    expect(all.filter(({ second, node }) => second >= 10 && node === 0)).toHaveLength(25);
  });

  it('L3: no probes are sent: without requests a dead node stays in rotation', () => {
    const { told } = run(`
name: no-probes
duration: 10m
network: { sameZone: 0us }
nodes: { a: {}, b: {} }
loadBalancer: { at: local, preset: nginx }
workload: { requests: { page: { arrivals: { at: [300s] }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 10s, crash: a } ]
`);
    expect(answers(told)).toMatchObject([{ outcome: 'timedOut', node: 0 }]);
  });
});
