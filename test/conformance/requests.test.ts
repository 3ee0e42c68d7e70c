/** Requests from the client to the node and back: facts 7, 81, 109; rules L1, L4, W3. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';
import { answers, calls, MS, S } from './support.ts';

/** Clients 80 ms from the balancer, which is 1 ms from the node, which is 1 ms from the database and beside the store. */
function page(request: string, { timeline = '', node = '', balancer = '' } = {}) {
  const { told, result } = run(`
name: requests
duration: 3m
regions: { r: [a, b], s: [a] }
network: { sameZone: 0us, crossZone: 1ms, between: { r: { s: 80ms } } }
nodes: { n: { at: r/b, cores: 1, phase: 19s, startTime: 0s, ${node} } }
loadBalancer: { at: r, probe: { interval: 10s }, ${balancer} }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
storage: { at: r/b, latency: 1.5ms, roundTrips: 3 }
workload: { requests: { page: { from: s/a, ${request} } } }
timeline: [ ${timeline} ]
`);
  return { answers: answers(told), told, result };
}

const ONE = 'arrivals: { at: [5s] }';

describe('the way of a request', () => {
  it('L1, W3: to the balancer, the node, CPU, calls, file, and back the same way', () => {
    // A balancer of a region spans its zones: 0 to the node. 40 + 8 + 3 × (0.5 + 1 + 0.5) + 1.5 + 1 MB at 250 MB/s = 4 + 40.
    const { answers: all } = page(`${ONE}, cpu: 8ms, db: 3, read: 1MB`);
    expect(all).toMatchObject([{ arrived: 5 * S, at: 5 * S + 99_500, outcome: 'served', node: 0 }]);
  });

  it('N1: a balancer of a region is reached at sameZone from each of its zones', () => {
    const { answers: all } = page(`${ONE}, cpu: 0s, db: 0`);
    expect(all).toMatchObject([{ at: 5 * S + 80 * MS }]);
  });

  it('fact 81: each of its calls pays the round trip between node and database', () => {
    const { answers: all } = page(`${ONE}, cpu: 0s, db: 40`);
    expect(all).toMatchObject([{ at: 5 * S + 80 * MS + 40 * 2 * MS }]);
  });

  it('C1: its CPU step asks for a core', () => {
    const { answers: all } = page('arrivals: { at: [5s], count: 2 }, cpu: 10ms, db: 0');
    expect(all.map(({ at }) => at)).toEqual([5 * S + 100 * MS, 5 * S + 100 * MS]);
  });

  it('fact 7: a node with cap 0 serves', () => {
    const { answers: all } = page(`${ONE}, cpu: 1ms, db: 1`, { node: 'taskCap: 0' });
    expect(all).toMatchObject([{ outcome: 'served' }]);
  });
});

describe('a request that does not succeed', () => {
  it('W3: times out at its client after 30 s, to the microsecond', () => {
    const { answers: all } = page(`${ONE}, cpu: 40s, db: 0`);
    expect(all).toMatchObject([{ at: 35 * S, outcome: 'timedOut' }]);
  });

  it('L4: and goes on in the node: CPU and calls are spent', () => {
    const { told, result } = page(`${ONE}, cpu: 40s, db: 3`);
    const late = calls(told).filter(({ left }) => left >= 45 * S && left < 46 * S);
    expect(late).toHaveLength(3);
    expect(valueOf(result, 'node.n.cpu.utilisation')).toBeCloseTo(40 / 180, 12);
    expect(valueOf(result, 'requests.served')).toBe(0);
  });

  it('L4: in a node that crashes it fails at the crash', () => {
    const { answers: all } = page(`${ONE}, cpu: 10s, db: 0`, { timeline: '{ at: 8s, crash: n }' });
    expect(all).toMatchObject([{ at: 8 * S, outcome: 'failed', node: 0 }]);
  });

  it('L4: also in one of its calls, or at its file', () => {
    const { answers: call } = page(`${ONE}, cpu: 0s, db: 1`, { timeline: '{ at: 5041ms, crash: n }' });
    expect(call).toMatchObject([{ at: 5 * S + 41 * MS, outcome: 'failed' }]);
    const { answers: file } = page(`${ONE}, cpu: 0s, db: 0, read: 1MB`, {
      timeline: '{ at: 5041ms, crash: n }',
    });
    expect(file).toMatchObject([{ at: 5 * S + 41 * MS, outcome: 'failed' }]);
  });

  it('L4: sent to a node that gives no answer it fails after the connect time-out', () => {
    // 40 ms to the balancer, 10 s, 40 ms back. The probes are too slow to see it.
    const { answers: all } = page(`${ONE}, cpu: 0s, db: 0`, { timeline: '{ at: 4s, crash: n }' });
    expect(all).toMatchObject([{ at: 15 * S + 80 * MS, outcome: 'failed', node: 0 }]);
  });

  it('L4: does not survive the loss of its balancer, however short', () => {
    // 10 s in the node; the balancer is lost for 2 s meanwhile, so what the node answers at 15 s reaches nobody.
    const { answers: all } = page(`${ONE}, cpu: 10s`, {
      timeline: '{ at: 10s, outage: loadBalancer, for: 2s }',
    });
    expect(all).toMatchObject([{ at: 35 * S, outcome: 'timedOut' }]);
  });

  it('L4: on its way to a balancer that is lost meanwhile, or dying in its node after that, it has no answer', () => {
    // 40 ms to the balancer, which is lost from 10 to 30 ms after it set out.
    const blink = '{ at: 5010ms, outage: loadBalancer, for: 20ms }';
    expect(page(`${ONE}, cpu: 1ms`, { timeline: blink }).answers).toMatchObject([{ outcome: 'timedOut' }]);
    const dies = '{ at: 7s, outage: loadBalancer, for: 1s }, { at: 9s, crash: n }';
    expect(page(`${ONE}, cpu: 10s`, { timeline: dies }).answers).toMatchObject([
      { at: 35 * S, outcome: 'timedOut' },
    ]);
  });

  it('L4: connectTimeout is a parameter', () => {
    const { answers: all } = page(`${ONE}, cpu: 0s, db: 0`, {
      timeline: '{ at: 4s, crash: n }',
      balancer: 'connectTimeout: 2s',
    });
    expect(all).toMatchObject([{ at: 7 * S + 80 * MS, outcome: 'failed' }]);
  });

  it('N4: a node that is stopped or restarts refuses: known when the refusal is back', () => {
    const { answers: stopped } = page(`${ONE}, cpu: 0s, db: 0`, { timeline: '{ at: 4s, stop: n }' });
    expect(stopped).toMatchObject([{ at: 5 * S + 80 * MS, outcome: 'failed', node: 0 }]);
    const { answers: starting } = page(`${ONE}, cpu: 0s, db: 0`, {
      timeline: '{ at: 4s, restart: n, takes: 10s }',
    });
    expect(starting).toMatchObject([{ at: 5 * S + 80 * MS, outcome: 'failed', node: 0 }]);
  });

  it('D3: requests under way end with a node that is stopped', () => {
    const { answers: all } = page(`${ONE}, cpu: 10s, db: 0`, { timeline: '{ at: 8s, stop: n }' });
    expect(all).toMatchObject([{ at: 8 * S, outcome: 'failed' }]);
  });

  it('fact 39: a drained node finishes what it was asked', () => {
    const { answers: all } = page(`${ONE}, cpu: 10s, db: 0`, { timeline: '{ at: 8s, drain: n }' });
    expect(all).toMatchObject([{ at: 15 * S + 80 * MS, outcome: 'served' }]);
  });

  it('N3: an answer on its way through a cut is lost', () => {
    // At the node 40 ms, answered then; the client is cut off from 5.05 to 5.06 s: no answer.
    const { answers: all } = page(`${ONE}, cpu: 0s, db: 0`, {
      timeline: '{ at: 5050ms, cut: r, from: s, for: 10ms }',
    });
    expect(all).toMatchObject([{ at: 35 * S, outcome: 'timedOut' }]);
  });
});

describe('closed-loop users', () => {
  it('W3: think first, then ask, then think again', () => {
    // 10 s of thinking, of which some is over at the start, 80 ms of way and 920 ms of CPU.
    const { answers: all } = page('users: { count: 1, think: 10s }, cpu: 920ms, db: 0');
    const asked = all.map(({ arrived }) => arrived);
    expect(asked[0]).toBeLessThan(10 * S);
    expect(asked.slice(0, 4)).toEqual([0, 11, 22, 33].map((later) => asked[0]! + later * S));
  });

  it('W3: never more under way than users', () => {
    // One core, ten users without thinking: each waits for ten shares.
    const { answers: all } = page('users: { count: 10, think: 0s }, cpu: 100ms, db: 0');
    expect(all.length).toBeGreaterThan(100);
    const moves = all
      .flatMap(({ at, arrived }) => [
        [arrived, 1],
        [at, -1],
      ])
      .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
    let under = 0;
    for (const [, change] of moves) {
      under += change!;
      expect(under).toBeLessThanOrEqual(10);
    }
  });

  it('W3: a user whose request timed out thinks and asks again', () => {
    const { answers: all } = page('users: { count: 1, think: 10s }, cpu: 920ms, db: 0', {
      timeline: '{ at: 0s, outage: loadBalancer, for: 20s }',
    });
    // Asks within 10 s, gives up 30 s later, asks again after 10 s.
    expect(all.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['timedOut', 'served']);
    expect(all[1]!.arrived - all[0]!.arrived).toBe(40 * S);
  });
});
