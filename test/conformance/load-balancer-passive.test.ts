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

  it('L3: failures add up within failTimeout, whatever went well between them', () => {
    // NGINX, max_fails: unsuccessful attempts in the duration set by fail_timeout. a is stopped for one of its requests at
    // a time: it fails at 10.5, serves at 12.5, fails at 14.5 and is skipped until after 24.5.
    const all = nginx('{ at: 10s, stop: a, for: 1s }, { at: 14s, stop: a, for: 1s }', {
      probe: 'nextUpstream: false, maxFails: 2',
    });
    expect(all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second)).toEqual([10, 14]);
    const byA = all.filter(({ node, second }) => node === 0 && second > 14);
    expect(byA[0]!.second).toBe(25);
  });

  it('L3: a success later than failTimeout makes the failures before it forgotten', () => {
    // One failure at 10.5; from 20.5 on a success counts, so that of 24.5 begins anew and a is never skipped.
    const all = nginx('{ at: 10s, stop: a, for: 1s }, { at: 24s, stop: a, for: 1s }', {
      probe: 'nextUpstream: false, maxFails: 2',
    });
    expect(all.filter(({ outcome }) => outcome === 'failed').map(({ second }) => second)).toEqual([10, 24]);
    expect(all.find(({ second }) => second === 26)!.node).toBe(0);
  });

  it('L3: after failTimeout one request is a trial, and no other goes there before the next', () => {
    // A request every 100 ms, each of 1 ms but at a host that hangs: with connectTimeout 1 s the trials at a fail 1 s
    // after they began. a hangs from 10 s: the first of its requests fails at 11.0 or 11.1 s, its last by 12.1 s; from
    // then one trial each 10 s from the last failure or trial: at most (60 − 12) / 10 < 5 requests.
    const { told } = run(`
name: trials
duration: 60s
network: { sameZone: 0us }
nodes: { a: { startTime: 0s }, b: { startTime: 0s } }
loadBalancer: { at: local, preset: nginx, probe: { nextUpstream: false }, connectTimeout: 1s }
workload: { requests: { page: { arrivals: { every: 100ms }, from: local, cpu: 1ms } } }
timeline: [ { at: 10s, crash: a } ]
`);
    const failed = answers(told).filter(({ outcome }) => outcome === 'failed');
    const trials = failed.filter(({ arrived }) => arrived > 12 * S).map(({ arrived }) => arrived);
    expect(trials.length).toBeGreaterThanOrEqual(3);
    expect(trials.length).toBeLessThan(5);
    for (let i = 1; i < trials.length; i += 1)
      expect(trials[i]! - trials[i - 1]!).toBeGreaterThanOrEqual(10 * S);
  });

  it('L3: a host that hangs for ten minutes costs the first minute and then one trial each failTimeout', () => {
    // Every second request until the first has failed after NGINX's 60 s: 30. Those fail until 718.5 s. From 729.5 s there
    // is a trial each 11 s (the first request more than 10 s later): 6 until the first of them has failed at 789.5; each
    // failure puts the next trial off, the last at 844.5 s. So 6 trials from 729.5, 855.5, 981.5 and 1107.5 s each: 24.
    const { told } = run(`
name: hang
duration: 30m
network: { sameZone: 0us, crossZone: 0us }
nodes: { a: { startTime: 0s, phase: 1s }, b: { startTime: 0s, phase: 2s } }
loadBalancer: { at: local, preset: nginx }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 10m, crash: a, for: 10m } ]
`);
    const timedOut = answers(told).filter(({ outcome }) => outcome === 'timedOut');
    expect(timedOut).toHaveLength(30 + 4 * 6);
  });

  it('L1, L3: a removed node does not come back into rotation, however its last requests end', () => {
    // b is removed at 100 s with a request in it, which dies with it: that must not be forgiven after failTimeout. Two are
    // left, for with one alone failures do not count.
    const { told } = run(`
name: removed
duration: 400s
regions: { r: [a] }
network: { sameZone: 1ms }
nodes: { a: { at: r/a, phase: 3s }, b: { at: r/a, phase: 4s }, c: { at: r/a, phase: 5s } }
loadBalancer: { at: r/a, probe: { type: passive, nextUpstream: false } }
timeline: [ { at: 100s, removeNode: b } ]
workload:
  requests:
    long: { from: r/a, cpu: 20s, arrivals: { at: [90s, 91s, 92s] } }
    short: { from: r/a, cpu: 10ms, arrivals: { every: 7s, offset: 120s } }
`);
    const short = answers(told).filter(({ requestClass }) => requestClass === 1);
    expect(short).toHaveLength(40);
    expect(short.every(({ outcome, node }) => outcome === 'served' && node !== 1)).toBe(true);
    const long = answers(told).filter(({ requestClass }) => requestClass === 0);
    expect(long.map(({ outcome, node }) => [node, outcome])).toEqual([
      [1, 'failed'],
      [0, 'served'],
      [2, 'served'],
    ]);
  });

  it('L3: an answer that is lost is a failure of the node, not a success', () => {
    // What y answers is lost from 10 to 30 s. a, there, has the requests of 10.5 and 21.5 s: it is skipped after each.
    const { told } = run(`
name: one-way
duration: 60s
regions: { r: [x, y] }
network: { sameZone: 0us, crossZone: 2ms }
nodes: { a: { at: r/y }, b: { at: r/x } }
loadBalancer: { at: r/x, preset: nginx }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: r/x, cpu: 1ms, db: 0 } } }
timeline: [ { at: 10s, cut: r/y, from: r/x, oneWay: true, for: 20s } ]
`);
    const lost = answers(told).filter(({ outcome }) => outcome !== 'served');
    expect(lost.map(({ arrived }) => arrived / S).sort()).toEqual([10.5, 21.5]);
  });

  it('L3: a node that is skipped is not, once it is the only one that is left', () => {
    const all = nginx('{ at: 10s, stop: a, for: 1s }, { at: 14s, removeNode: b }', {
      probe: 'nextUpstream: false',
    });
    expect(all.filter(({ outcome }) => outcome !== 'served').map(({ second }) => second)).toEqual([10]);
  });

  it('L8: with an orchestrator a node that is added, or down at the start, gets nothing before it is ready', () => {
    const { told } = run(`
name: not-ready
duration: 60s
network: { sameZone: 0us }
nodes: { a: {}, b: { state: down, startTime: 20s } }
loadBalancer: { at: local, preset: nginx, probe: { nextUpstream: false }, orchestrator: { ended: 1s } }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 1ms, db: 0 } } }
timeline: [ { at: 5s, start: b }, { at: 10s, addNode: { name: c, startTime: 30s } } ]
`);
    const all = answers(told);
    expect(all.filter(({ outcome }) => outcome !== 'served')).toEqual([]);
    const first = (of: number) => all.find(({ node }) => node === of)!.arrived / S;
    // b is ready at 25 s, c at 40 s: each is the next but one at the latest.
    expect(first(1)).toBeGreaterThan(25);
    expect(first(1)).toBeLessThan(28);
    expect(first(2)).toBeGreaterThan(40);
    expect(first(2)).toBeLessThan(44);
  });

  it('L8: who was taken out by an orchestrator is back when it is ready, and not before', () => {
    // a, lost from 10 to 40 s, is out from 12 s on. Its request of 10.5 s fails at 15.5 s, which does not bring it back.
    const all = nginx('{ at: 10s, crash: a, for: 30s }', {
      probe: 'nextUpstream: false, failTimeout: 1s',
      more: 'orchestrator: { ended: 2s, hostLost: 2s }, connectTimeout: 5s',
    });
    expect(all.filter(({ outcome }) => outcome !== 'served').map(({ second }) => second)).toEqual([10]);
    expect(all.find(({ node, second }) => node === 0 && second > 10)!.second).toBeLessThan(42);
  });

  it('L3: a request does not go twice to a node that refuses', () => {
    // Both refuse and stay in rotation: a and b are asked once each, then the client has its error.
    const all = nginx('{ at: 10s, stop: a }, { at: 10s, stop: b }', {
      nodes: 2,
      probe: 'maxFails: 1000',
      more: 'choice: source-hash',
    });
    expect(all.filter(({ second }) => second >= 10).every(({ outcome }) => outcome === 'failed')).toBe(true);
    // Of three nodes two refuse: by source hash the third serves, as who has refused is left out.
    const three = nginx('{ at: 10s, stop: a }, { at: 10s, stop: b }', {
      nodes: 3,
      probe: 'maxFails: 1000',
      more: 'choice: source-hash',
    });
    expect(three.every(({ outcome }) => outcome === 'served')).toBe(true);
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
    // 10.5 fails at a, 11.5 at b, both skipped; a is tried again after 20.5 s.
    const failed = all.filter(({ outcome }) => outcome === 'failed');
    const refused = all.filter(({ outcome, node }) => outcome === 'refused' && node === -1);
    expect(failed.map(({ second }) => second)).toEqual([10, 11]);
    expect(refused.map(({ second }) => second)).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20]);
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
