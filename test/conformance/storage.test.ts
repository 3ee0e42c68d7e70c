/** The shared storage: facts 56, 86; rules S1, S2, C1; assumption 15. */
import { describe, expect, it } from 'vitest';
import { ends, run } from '../support/run.ts';
import { operations, S } from './support.ts';

/** Tasks that each make one operation, on a node one zone away from the store (rtt 1 ms unless given). */
function operate(
  step: string,
  { storage = '', count = 1, timeline = '', crossZone = '1ms', arrivals = '[0s]' } = {},
) {
  const set = storage === '' ? [] : [`storage.${storage}`];
  const { told } = run(
    `
name: storage
duration: 5m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: ${crossZone} }
nodes: { n: { at: r/b, taskCap: 100 } }
storage: { at: r/a, latency: 1.5ms, roundTrips: 3, bandwidth: 1GB/s, perTransfer: 250MB/s, window: 8MB }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: ${arrivals}, count: ${count} }, steps: [ ${step} ] } } }
timeline: [ ${timeline} ]
`,
    { set },
  );
  return { ends: ends(told), ops: operations(told) };
}

/** How long each operation took, in µs. */
function lengths(step: string, options = {}): number[] {
  return operate(step, options).ops.map(({ began, ended }) => ended - began);
}

describe('an operation', () => {
  it('S1: round trips, of which the last way back comes at the end, latency, transfer', () => {
    // 3 × 1 − 0.5 there, 1.5, 1 MB at 250 MB/s = 4, 0.5 back.
    expect(lengths('{ read: 1MB }')).toEqual([8_500]);
  });

  it('S1: writing is the same', () => {
    expect(lengths('{ write: 1MB }')).toEqual([8_500]);
  });

  it('S1: without round trips there is no way', () => {
    expect(lengths('{ read: 1MB }', { storage: 'roundTrips=0' })).toEqual([5_500]);
  });

  it('S1: latency has so many servers, first come first served', () => {
    // Arrive at 2.5; latency 2.5–4.0 and 4.0–5.5; transfers of 1 ms; back 0.5.
    expect(lengths('{ read: 250kB }', { storage: 'concurrency=1', count: 2 })).toEqual([5_500, 7_000]);
  });

  it('S1: transfers share the bandwidth', () => {
    // Two at 250 MB/s of 300: each at 150 MB/s, 1 MB in 6666.7 µs, over at the next whole one.
    expect(lengths('{ read: 1MB }', { storage: 'bandwidth=300MB/s', count: 2 })).toEqual([11_167, 11_167]);
  });

  it('S1: one transfer is not faster than perTransfer, however much there is', () => {
    expect(lengths('{ read: 1MB }', { storage: 'bandwidth=100GB/s' })).toEqual([8_500]);
  });

  it('S1: four full transfers fill the bandwidth, a fifth slows all to four fifths', () => {
    expect(lengths('{ read: 1MB }', { count: 4 })).toEqual(new Array(4).fill(8_500));
    expect(lengths('{ read: 1MB }', { count: 5 })).toEqual(new Array(5).fill(9_500));
  });

  it('S1: distance costs throughput: bytes × rtt / window', () => {
    // rtt 80 ms, 200 MB: 25 windows of 80 ms = 2 s instead of 0.8; 3 × 80 − 40 there, 1.5, 40 back.
    expect(lengths('{ read: 200MB }', { crossZone: '80ms' })).toEqual([200_000 + 1_500 + 2_000_000 + 40_000]);
  });

  it('S1: at a distance where the window does not bind the bandwidth does', () => {
    // rtt 20 ms: 0.5 s for the windows, 0.8 s for the bytes.
    expect(lengths('{ read: 200MB }', { crossZone: '20ms' })).toEqual([50_000 + 1_500 + 800_000 + 10_000]);
  });

  it('C1: a slow store: transfers under way at the factor, latencies that begin divided by it', () => {
    const slow = '{ at: 1s, slow: storage, to: 25%, for: 1m }';
    expect(lengths('{ read: 1MB }', { timeline: slow, arrivals: '[1s]' })).toEqual([
      2_500 + 6_000 + 16_000 + 500,
    ]);
    // Slow from the middle of the transfer, 6 ms: 2 ms are left, which take 8.
    const later = '{ at: 1006ms, slow: storage, to: 25%, for: 1m }';
    expect(lengths('{ read: 1MB }', { timeline: later, arrivals: '[1s]' })).toEqual([6_000 + 8_000 + 500]);
  });

  it('S2: ideal storage answers at once', () => {
    const { told } = run(`
name: ideal
duration: 1m
nodes: { n: {} }
storage: ideal
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [1s] }, steps: [ { read: 10GB }, { write: 1GB } ] } } }
`);
    expect(ends(told)).toMatchObject([{ at: 1 * S, outcome: 'succeeded' }]);
    expect(operations(told)).toEqual([]);
  });
});

describe('a store that is down', () => {
  it('S2: an operation waits until it is back and starts then', () => {
    const { ends: ended } = operate('{ read: 1MB }', {
      arrivals: '[5s]',
      timeline: '{ at: 3s, outage: storage, for: 10s }',
    });
    // `hold` is not needed: without a balancer the user interface does not need the store.
    expect(ended).toMatchObject([{ at: 13 * S + 8_500, outcome: 'succeeded' }]);
  });

  it('S2: one that is under way starts afresh', () => {
    const { ends: ended } = operate('{ read: 1MB }', { timeline: '{ at: 6ms, outage: storage, for: 10s }' });
    expect(ended).toMatchObject([{ at: 10 * S + 6_000 + 8_500, outcome: 'succeeded' }]);
  });

  it('S2: what waited starts in order of arrival', () => {
    // One server of 1 s. a of 0 s is over at 1 s; b of 0.5 s is under way then; c of 2 s takes the row that a has left.
    // All restart at 12 s: b is over at 13 s, c at 14 s.
    const { told } = run(`
name: order
duration: 1m
network: { sameZone: 0us }
nodes: { n: { taskCap: 100 } }
storage: { latency: 1s, roundTrips: 0, concurrency: 1 }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [0s, 500ms, 1500ms] }, steps: [ { read: 0B } ] } } }
timeline: [ { at: 1800ms, outage: storage, for: 10200ms } ]
`);
    const order = operations(told).map(({ began, ended }) => [began / S, ended / S]);
    expect(order).toEqual([
      [0, 1],
      [0.5, 13],
      [1.5, 14],
    ]);
  });

  it('S2, assumption 15: after 30 s of waiting it fails, and its task with it', () => {
    const { ends: ended } = operate('{ read: 1MB }', {
      arrivals: '[5s]',
      timeline: '{ at: 3s, outage: storage, for: 1m }',
    });
    expect(ended).toMatchObject([{ at: 35 * S, outcome: 'failed' }]);
  });

  it('S2: one that is under way fails 30 s after the loss', () => {
    const { ends: ended } = operate('{ read: 1MB }', { timeline: '{ at: 6ms, outage: storage, for: 1m }' });
    expect(ended).toMatchObject([{ at: 30 * S + 6_000, outcome: 'failed' }]);
  });

  it('S2: each loss has its own 30 s', () => {
    const { ends: ended } = operate('{ read: 100MB }', {
      timeline: '{ at: 6ms, outage: storage, for: 20s }, { at: 20100ms, outage: storage, for: 20s }',
    });
    expect(ended).toMatchObject([{ at: 40_100_000 + 2_500 + 1_500 + 400_000 + 500, outcome: 'succeeded' }]);
  });

  it('S2, N3: a cut between node and store is the same', () => {
    const { ends: ended } = operate('{ read: 1MB }', {
      timeline: '{ at: 6ms, cut: r/a, from: r/b, for: 10s }',
    });
    expect(ended).toMatchObject([{ at: 10 * S + 6_000 + 8_500, outcome: 'succeeded' }]);
  });

  it('fact 56, S2: the queue goes on, and what needs no file runs', () => {
    const { told } = run(`
name: no-file
duration: 5m
nodes: { n: { phase: 0s, taskCap: 2 } }
storage: { at: local/a, latency: 1ms }
workload:
  tasks:
    file: { queued: 1, steps: [ { read: 1MB } ] }
    bare: { queued: 1, steps: [ { run: 10s } ] }
timeline: [ { at: 0s, outage: storage, for: 2m } ]
`);
    expect(ends(told).map(({ at, outcome }) => [at / S, outcome])).toEqual([
      [10, 'succeeded'],
      [30, 'failed'],
    ]);
  });

  it('S2: a request that reads a file fails after 30 s, one that does not is served', () => {
    const { told } = run(`
name: requests
duration: 5m
network: { sameZone: 0us }
nodes: { n: {} }
loadBalancer: { at: local }
storage: { at: local/a, latency: 1ms }
workload:
  requests:
    file: { arrivals: { at: [5s] }, from: local, cpu: 0s, db: 0, read: 1MB, timeout: 1m }
    bare: { arrivals: { at: [5s] }, from: local, cpu: 0s, db: 0 }
timeline: [ { at: 2s, outage: storage, for: 2m } ]
`);
    const ended = told.filter(({ what }) => what === 'requestEnded').map(({ at, args }) => [at / S, args[3]]);
    expect(ended).toEqual([
      [5, 'served'],
      [35, 'failed'],
    ]);
  });
});

describe('local disks', () => {
  const disks = (more: string): string => `
name: disks
duration: 5m
regions: { r: [a, b] }
network: { sameZone: 50ms, crossZone: 100ms }
nodes: { n: { count: 2, at: r/b, taskCap: 5 } }
storage: { at: r/a, preset: local-disk, latency: 1ms, concurrency: 1, bandwidth: 100MB/s, perTransfer: 100MB/s }
dispatch: { policy: immediate }
${more}
`;

  it('S3: each node has its own, with servers and bandwidth, and no network before it', () => {
    const { told } = run(
      disks('workload: { tasks: { t: { arrivals: { at: [0s], count: 2 }, steps: [ { write: 100MB } ] } } }'),
    );
    expect(operations(told).map(({ began, ended }) => [began, ended])).toEqual([
      [0, 1_001_000],
      [0, 1_001_000],
    ]);
  });

  it('S3: what was written elsewhere is not there, which is known at once', () => {
    const { told } = run(
      disks('workload: { tasks: { t: { arrivals: { at: [1s], count: 8 }, steps: [ { read: 100MB } ] } } }'),
    );
    const failed = ends(told).filter(({ outcome }) => outcome === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ at }) => at === S)).toBe(true);
  });

  it('S3: they are lost with their nodes, and with no place', () => {
    const written = (timeline: string) =>
      ends(
        run(
          disks(`workload: { tasks: { t: { arrivals: { at: [20s] }, steps: [ { write: 100MB } ] } } }
timeline: [ ${timeline} ]`),
        ).told,
      ).map(({ at, outcome }) => [at, outcome]);
    expect(written('{ at: 10s, outage: r/a, for: 100s }')).toEqual([[21_001_000, 'succeeded']]);
    expect(written('{ at: 20.5s, crash: n-1 }')).toEqual([]);
  });
});
