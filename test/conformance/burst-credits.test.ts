/** Burst credits of machines and stores: rules C4, S4. */
import { describe, expect, it } from 'vitest';
import { ends, run } from '../support/run.ts';
import { MIN, S } from './support.ts';

/** Tasks on one node of one core, a quarter of which is its own, with credits for three minutes of a core. */
function tasks(classes: string, node = '', more = '') {
  return run(`
name: credits
duration: 60m
network: { sameZone: 0ms }
nodes: { n: { cores: 1, taskCap: 10, startTime: 0s, burst: { baseline: 25%, credits: 3m${node} } } }
dispatch: { policy: immediate }
workload: { tasks: { ${classes} } }
${more}`);
}
const job = (name: string, at: string, cpu: string) =>
  `${name}: { arrivals: { at: [${at}] }, steps: [ { cpu: ${cpu} } ] }`;

describe('C4: a burstable machine', () => {
  const endsOf = (classes: string, node = '', more = '') =>
    ends(tasks(classes, node, more).told).map(({ at }) => at);

  it('C4: at full use its credits last as long as they are more than what it earns', () => {
    // 180 s of a core drain by 0.75 a second: empty after 240 s, with 240 of 300 s done; the rest at a quarter: 240 s.
    expect(endsOf(job('a', '0s', '300s'))).toEqual([480 * S]);
    // With a third of them 60 / 0.75 = 80 s; the rest 220 · 4 = 880 s.
    expect(endsOf(job('a', '0s', '300s'), ', atStart: 33.333333333333%')).toEqual([960 * S]);
  });

  it('C4: at its baseline or below it needs none, and earns what it does not use', () => {
    // Empty at first. A second of CPU at a quarter takes 4 s; in 80 s of rest it earns 20 s, which last 20 / 0.75 s.
    const [first, second] = endsOf(`${job('a', '0s', '1s')}, ${job('b', '84s', '30s')}`, ', atStart: 0%');
    expect(first).toBe(4 * S);
    // 26.67 s at full speed, to the microsecond after which they are used up, and the other 3.33 s at a quarter.
    expect(Math.abs(second! - 124 * S)).toBeLessThanOrEqual(1);
  });

  it('C4: it keeps no more than the most', () => {
    // Full at the start and idle for 30 min: as if it came at once.
    expect(endsOf(job('a', '30m', '300s'))).toEqual([30 * MIN + 480 * S]);
  });

  it('C4: what runs on targets draws on them as well, and is slowed as well', () => {
    const both = `a: { arrivals: { at: [0s] }, runCores: 1, steps: [ { run: 300s } ] }`;
    expect(endsOf(both)).toEqual([480 * S]);
  });

  it('C4: a node that is down earns none, and keeps those that it has', () => {
    const stop = 'timeline: [ { at: 10s, stop: n, for: 100s } ]';
    // Empty at the start; twice 10 s at a quarter are 5 s, which last 6.67 s at full speed; the rest takes 13.33 s.
    const [at] = endsOf(job('a', '120s', '10s'), ', atStart: 0%', stop);
    expect(Math.abs(at! - 140 * S)).toBeLessThanOrEqual(1);
  });

  it('C4: a node that is added later has none at first', () => {
    const { told } = run(`
name: added
duration: 60m
network: { sameZone: 0ms }
nodes: { n: { taskCap: 0 } }
dispatch: { policy: immediate }
workload: { tasks: { ${job('a', '10s', '10s')} } }
timeline: [ { at: 10s, addNode: { name: m, startTime: 0s, cores: 1, burst: { baseline: 25%, credits: 3m } } } ]
`);
    expect(ends(told).map(({ at }) => at)).toEqual([50 * S]);
  });

  it('C4: that they are used up is told once, when it is', () => {
    const { told } = tasks(`${job('a', '0s', '300s')}, ${job('b', '30m', '300s')}`);
    const spans = told.filter(({ what }) => what === 'spanBegan').map(({ at, args }) => [at, args[1]]);
    expect(spans).toEqual([[240 * S, 'n has no CPU credits left and works at 25 % of its cores']]);
  });
});

describe('S4: a store with burst credits', () => {
  it('S4: transfers have the bandwidth while it has credits, then its baseline', () => {
    const { told } = run(`
name: store
duration: 60m
network: { sameZone: 0ms }
nodes: { n: { cores: 1, taskCap: 10, startTime: 0s } }
dispatch: { policy: immediate }
storage: { latency: 0ms, bandwidth: 100MB/s, perTransfer: 100MB/s, burst: { baseline: 20MB/s, credits: 8GB } }
workload: { tasks: { a: { arrivals: { at: [0s] }, steps: [ { read: 12GB } ] } } }
`);
    // 8 GB drain by 80 MB/s: 100 s, in which 10 GB are read; the other 2 GB take 100 s.
    expect(ends(told).map(({ at }) => at)).toEqual([200 * S]);
    const spans = told.filter(({ what }) => what === 'spanBegan').map(({ at }) => at);
    expect(spans).toEqual([100 * S]);
  });

  it('S4: a slowed store draws credits for the bytes that it moves, and has its baseline without any', () => {
    const slowed = (bytes: string, to: string) => {
      const { told } = run(`
name: slowed
duration: 60m
network: { sameZone: 0ms }
nodes: { n: { cores: 1, taskCap: 10, startTime: 0s } }
dispatch: { policy: immediate }
storage: { latency: 0ms, bandwidth: 100MB/s, perTransfer: 100MB/s, burst: { baseline: 20MB/s, credits: 8GB } }
workload: { tasks: { a: { arrivals: { at: [1s] }, steps: [ { read: ${bytes} } ] } } }
timeline: [ { at: 0s, slow: storage, to: ${to} } ]
`);
      return ends(told).map(({ at }) => at / S - 1);
    };
    // 50 MB/s draw 30 MB/s: 266.7 s, in which 13.3 GB are read; what is left is read with 20 MB/s.
    expect(slowed('12GB', '50%')).toEqual([240]);
    expect(slowed('20GB', '50%')).toEqual([600]);
    // 10 MB/s are below the baseline.
    expect(slowed('20GB', '10%')).toEqual([2000]);
  });
});
