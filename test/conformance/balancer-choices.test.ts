/** Which node and which balancer gets a request: fact 109; rule L1. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { answers, S } from './support.ts';

function chosen({
  choice = 'round-robin',
  nodes = 3,
  cpu = '1ms',
  source = 'arrivals: { every: 1s }',
  timeline = '',
}) {
  const { told } = run(`
name: choices
duration: 10m
network: { sameZone: 0us }
nodes: { n: { count: ${nodes}, startTime: 0s } }
loadBalancer: { at: local, choice: ${choice}, probe: { interval: 10s, rise: 1, fall: 1 } }
workload: { requests: { page: { ${source}, from: local, cpu: ${cpu}, db: 0 } } }
timeline: [ ${timeline} ]
`);
  return answers(told);
}

/** Number of requests by node. */
function counts(all: ReturnType<typeof chosen>, nodes = 3): number[] {
  return Array.from({ length: nodes }, (_, n) => all.filter(({ node }) => node === n).length);
}

describe('the choice of a node', () => {
  it('L1, fact 109: round robin takes one after another, whoever asks', () => {
    expect(
      chosen({})
        .slice(0, 7)
        .map(({ node }) => node),
    ).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('L1: round robin passes over who is not in rotation', () => {
    const all = chosen({ timeline: '{ at: 105s, stop: n-2 }' }).filter(({ arrived }) => arrived > 120 * S);
    expect(counts(all)[1]).toBe(0);
    for (let i = 1; i < all.length; i += 1) expect(all[i]!.node).not.toBe(all[i - 1]!.node);
  });

  it('L1: least connections: the node with the fewest under way, of equals in turn', () => {
    // Requests of 2.5 s every second: 0; then 1; then 2; at 3 s node 0 is free again.
    expect(
      chosen({ choice: 'least-connections', cpu: '2500ms' })
        .sort((a, b) => a.arrived - b.arrived)
        .slice(0, 6)
        .map(({ node }) => node),
    ).toEqual([0, 1, 2, 0, 1, 2]);
    // All are free each time: NGINX tries several with the same number of connections in turn, 600 requests by three.
    expect(counts(chosen({ choice: 'least-connections', cpu: '10ms' }))).toEqual([200, 200, 200]);
  });

  it('L1: least connections serve a quiet site with each of three equal nodes', () => {
    // One request a second of 50 ms: hardly ever two at once, so the order of nodes must not decide who works.
    const all = chosen({ choice: 'least-connections', cpu: '50ms', source: 'arrivals: { poisson: 1/s }' });
    // About 600 arrivals; those that meet another one (5 %) change the turn but not the shares.
    for (const count of counts(all)) expect(Math.abs(count / all.length - 1 / 3)).toBeLessThan(0.02);
  });

  it('L1: least connections pass over who has more, and over who is out, in turn', () => {
    // The first request, of 100 s, keeps node 0 busy; the others of 1 ms share nodes 1 and 2 until it is over.
    const { told } = run(`
name: turn
duration: 60s
network: { sameZone: 0us }
nodes: { n: { count: 3, startTime: 0s } }
loadBalancer: { at: local, choice: least-connections }
workload:
  requests:
    long: { arrivals: { at: [0s] }, from: local, cpu: 100s, timeout: 200s }
    page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 1ms }
`);
    const pages = answers(told).filter(({ requestClass }) => requestClass === 1);
    expect(pages.slice(0, 6).map(({ node }) => node)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('L1: a connection that a lost balancer had open is not counted for ever', () => {
    // a is silent from 10.5 s, and the balancer lost from 12.5 s while it waits for it; when both are back a is as free
    // as b and has its turn.
    const { told } = run(`
name: lost-balancer
duration: 3m
network: { sameZone: 0us }
nodes: { a: { startTime: 0s }, b: {} }
loadBalancer: { at: local, choice: least-connections, probe: { interval: 20s, rise: 1 } }
workload: { requests: { page: { arrivals: { every: 1s }, from: local, cpu: 1ms, db: 0 } } }
timeline: [ { at: 10500ms, crash: a, for: 5s }, { at: 12500ms, outage: loadBalancer, for: 30s } ]
`);
    const later = answers(told).filter(({ arrived }) => arrived > 60 * S);
    const byA = later.filter(({ node }) => node === 0).length;
    expect(Math.abs(2 * byA - later.length)).toBeLessThanOrEqual(1);
  });

  it.each(['random', 'power-of-two', 'source-hash'])('L1: %s spreads open arrivals evenly', (choice) => {
    const all = chosen({ choice, source: 'arrivals: { every: 100ms }' });
    // 6000 arrivals, 2000 a node with a standard deviation of √(6000 · ⅓ · ⅔) = 36.5.
    for (const count of counts(all)) expect(Math.abs(count - 2000)).toBeLessThan(4 * 36.5);
  });

  it('L1: power of two takes the less busy of two: of two nodes never the busier', () => {
    // Requests of 1.5 s every second: the one before is under way, the one before that is not.
    const nodes = chosen({ choice: 'power-of-two', nodes: 2, cpu: '1500ms' }).map(({ node }) => node);
    for (let i = 1; i < nodes.length; i += 1) expect(nodes[i]).not.toBe(nodes[i - 1]);
  });

  it('L1: power of two keeps the longest line far below that of random choice', () => {
    // 20 nodes at 90 %: the most requests under way at one node.
    const worst = (choice: string): number => {
      const all = chosen({
        choice,
        nodes: 20,
        cpu: '18s',
        source: 'arrivals: { every: 250ms }',
      });
      const under = new Array<number>(20).fill(0);
      let most = 0;
      const moves = all
        .flatMap(({ at, arrived, node }) => [
          [arrived, node, 1],
          [at, node, -1],
        ])
        .sort((a, b) => a[0]! - b[0]! || a[2]! - b[2]!);
      for (const [, node, change] of moves) {
        under[node!]! += change!;
        most = Math.max(most, under[node!]!);
      }
      return most;
    };
    expect(worst('power-of-two')).toBeLessThan(worst('random'));
  });

  it('L1: source hash: a user always gets the same node', () => {
    const all = chosen({ choice: 'source-hash', source: 'users: { count: 1, think: 1s }' });
    expect(all.length).toBeGreaterThan(500);
    expect(new Set(all.map(({ node }) => node)).size).toBe(1);
  });

  it('L1: source hash: many users are spread', () => {
    const all = chosen({ choice: 'source-hash', source: 'users: { count: 300, think: 30s }' });
    // 300 users on three nodes: 100 each with a standard deviation of 8.2.
    for (const count of counts(all)) expect(Math.abs((3 * count) / all.length - 1)).toBeLessThan(0.33);
  });
});

describe('weights and slow start (rule L11)', () => {
  const CHOICES = ['round-robin', 'least-connections', 'random', 'power-of-two', 'source-hash'];
  const weighted = (choice: string, source: string, cpu = '1ms') =>
    chosen({ choice: `${choice}, weights: { n-1: 3 }`, nodes: 3, source, cpu });

  it('L11: round robin by weights 3, 1, 1 is smooth, as in NGINX', () => {
    // Credits 3 1 1 → n-1 (−2 1 1); 1 2 2 → n-2 (1 −3 2); 4 −2 3 → n-1 (−1 −2 3); 2 −1 4 → n-3 (2 −1 −1); 5 0 0 → n-1.
    const nodes = weighted('round-robin', 'arrivals: { every: 1s }').map(({ node }) => node);
    expect(nodes.slice(0, 10)).toEqual([0, 1, 0, 2, 0, 0, 1, 0, 2, 0]);
  });

  it('L11: least connections by weight: the fewest with this one, for its weight', () => {
    // Requests of 100 s: (0 + 1) / 3 → n-1, (1 + 1) / 3 → n-1, 3 / 3 = 1 / 1 = 1 / 1 → the next after n-1, and so on.
    const nodes = weighted('least-connections', 'arrivals: { every: 1s }', '1000s')
      .sort((a, b) => a.arrived - b.arrived)
      .map(({ node }) => node);
    expect(nodes.slice(0, 5).sort()).toEqual([0, 0, 0, 1, 2]);
    expect(nodes.slice(0, 3)).toEqual([0, 0, 1]);
  });

  it.each(['random', 'source-hash'])('L11: %s by weight: three of five', (choice) => {
    // 6000 arrivals: 3600 and 1200 each, with a standard deviation of at most √(6000 · 0.6 · 0.4) = 38.
    const [first, second] = counts(weighted(choice, 'arrivals: { every: 100ms }'));
    expect(Math.abs(first! - 3600)).toBeLessThan(4 * 38);
    expect(Math.abs(second! - 1200)).toBeLessThan(4 * 38);
  });

  it('L11: power of two by weight: the first of two idle ones that are drawn, by weight', () => {
    // Idle: (0 + 1) / 3 is less than 1 / 1, so n-1 whenever it is drawn: first 3/5, or second 2/5 · 3/4: 0.9 of 6000.
    const [first] = counts(weighted('power-of-two', 'arrivals: { every: 100ms }'));
    expect(Math.abs(first! - 5400)).toBeLessThan(4 * 23.3);
  });

  it.each(CHOICES)('L11: %s gives a node that comes back its share slowly', (choice) => {
    const source = 'arrivals: { every: 10ms }';
    const back = (slow: string) =>
      counts(
        chosen({
          choice: `${choice}${slow}`,
          nodes: 2,
          source,
          cpu: '0s',
          timeline: '{ at: 60s, stop: n-2, for: 60s }',
          // It is in rotation again with the first good probe, at 125 s, and slow for 60 s.
        }).filter(({ arrived }) => arrived >= 125 * S && arrived < 185 * S),
        2,
      )[1]!;
    const slow = back(', slowStart: { lasts: 60s }');
    const even = back('');
    if (choice === 'round-robin' || choice === 'random' || choice === 'source-hash') {
      // Its share of the two is r / (1 + r), r = max(0.1, age / 60 s): 6 s · 0.1 / 1.1 + 60 s · (0.9 − ln 2 + ln 1.1)
      // = 18.675 s of 60 at 100 requests a second; without, half of them.
      expect(Math.abs(slow - 1867.5)).toBeLessThan(choice === 'round-robin' ? 10 : 4 * 36);
      expect(Math.abs(even - 3000)).toBeLessThan(4 * 39);
    } else {
      // Both idle: who has the larger weight for one request is always less busy.
      expect(slow).toBeLessThan(0.01 * even);
    }
  });

  it('L11: a node with a fifth of its weight is next in turn where it has as much credit as one behind it', () => {
    const nodes = chosen({
      choice: 'round-robin, slowStart: { lasts: 10m, atFirst: 20% }',
      nodes: 2,
      source: 'arrivals: { every: 1s, offset: 130s }',
      cpu: '0s',
      timeline: '{ at: 60s, stop: n-1, for: 60s }',
    }).map(({ node }) => node);
    // In fifths, n-1 first: 1 5 → n-2 (1 −1); 2 4 → n-2 (2 −2); 3 3 → n-1 (−3 3); and so on: each sixth.
    expect(nodes.slice(0, 18).map((node) => node === 0)).toEqual(
      Array.from({ length: 18 }, (_, i) => i % 6 === 2),
    );
  });

  it('L11: nodes that are there at the start have their whole weight', () => {
    const all = chosen({ choice: 'round-robin, slowStart: { lasts: 5m }', nodes: 2 });
    expect(counts(all.slice(0, 20), 2)).toEqual([10, 10]);
  });
});

describe('the choice of a balancer', () => {
  function two(timeline: string, from = 'west/a') {
    const { told } = run(`
name: two-balancers
duration: 10m
regions: { east: [a], west: [a] }
network: { sameZone: 0us, between: { east: { west: 80ms } } }
nodes: { e: { at: east/a }, w: { at: west/a } }
loadBalancers:
  eastern: { at: east, probe: { interval: 10s } }
  western: { at: west, probe: { interval: 10s } }
workload: { requests: { page: { arrivals: { every: 10s, offset: 5s }, from: ${from}, cpu: 0s, db: 0 } } }
timeline: [ ${timeline} ]
`);
    return answers(told);
  }

  it('L1: the nearest one', () => {
    // In turn to w (near, 0 ms) and e (far, 80 ms) by the western one; by the other one it would be 80 or 160 ms.
    const lengths = two('').map(({ at, arrived }) => at - arrived);
    expect(new Set(lengths)).toEqual(new Set([0, 80_000]));
  });

  it('L7: a failover service leads to the first of the file that is up', () => {
    const all = two('{ at: 1m, outage: western, for: 5m }', 'west/a, via: [western, eastern]');
    const lengths = (from: number, to: number) =>
      new Set(
        all
          .filter(({ arrived }) => arrived > from * S && arrived < to * S)
          .map(({ at, arrived }) => at - arrived),
      );
    expect(lengths(60, 360)).toEqual(new Set([80_000, 160_000]));
    expect(lengths(360, 600)).toEqual(new Set([0, 80_000]));
  });

  it('L7: and not to one that the clients cannot reach', () => {
    const all = two('{ at: 1m, cut: east, from: west, for: 5m }', 'east/a, via: [western, eastern]');
    expect(all.filter(({ outcome }) => outcome !== 'served').length).toBeLessThan(5);
  });

  it('N4: with no balancer up a request gets no answer: its client times out', () => {
    const all = two('{ at: 1m, outage: western, for: 5m }, { at: 1m, outage: eastern, for: 5m }');
    const lost = all.filter(({ arrived }) => arrived > 60 * S && arrived < 360 * S);
    expect(new Set(lost.map(({ outcome }) => outcome))).toEqual(new Set(['timedOut']));
    expect(new Set(lost.map(({ at, arrived }) => at - arrived))).toEqual(new Set([30 * S]));
  });
});
