/** Places, round trips, jitter and cuts: rules N1–N4; fact 81. */
import { describe, expect, it } from 'vitest';
import { ends, run, scenarioOf } from '../support/run.ts';
import { answers, calls, MIN, MS, operations, S, services } from './support.ts';

const QUICK = 'read: 1ms, write: 2ms, flush: 0ms';

describe('places', () => {
  /** How long a read of the store takes from zones a and b: one round trip and 1 ms. */
  function reads(at: string): number[] {
    const { told } = run(`
name: zones
duration: 1m
regions: { r: [a, b] }
network: { sameZone: 2ms, crossZone: 10ms }
nodes: { n: { at: r/a, taskCap: 1 }, m: { at: r/b, taskCap: 1 } }
storage: { at: ${at}, roundTrips: 1, latency: 1ms, bandwidth: 100GB/s, perTransfer: 100GB/s }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 2, steps: [ { read: 1B } ] } } }
`);
    // A byte takes a microsecond.
    return operations(told).map(({ began, ended }) => ended - began - 1);
  }

  it('N1: a store at a region is reached at sameZone from each of its zones', () => {
    expect(reads('r')).toEqual([3 * MS, 3 * MS]);
  });

  it('N1: a store at a zone is a zone away from the others', () => {
    expect(reads('r/a')).toEqual([3 * MS, 11 * MS]);
  });

  it('N1: what is placed at a region fails only with the region', () => {
    const down = (outage: string): number[] => {
      const { told } = run(`
name: outage
duration: 10m
regions: { r: [a, b], s: [a] }
network: { between: { r: { s: 10ms } } }
nodes: { n: { at: s/a } }
storage: { at: r }
workload: { tasks: { t: { arrivals: { at: [9m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 1m, outage: ${outage}, for: 1m } ]
`);
      return services(told)
        .filter(({ tasks }) => !tasks)
        .map(({ at }) => at / S);
    };
    expect(down('r/a')).toEqual([]);
    expect(down('r')).toEqual([60]);
  });

  it('N1: an outage of a zone takes everything in it together', () => {
    const { told } = run(`
name: zone
duration: 10m
regions: { r: [a, b] }
nodes: { n: { at: r/a, count: 2, startTime: 60s }, m: { at: r/b } }
database: { at: r/b }
workload: { tasks: { t: { arrivals: { at: [9m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 1m, outage: r/a, for: 2m } ]
`);
    // One after another in the same instant, and so at the end.
    const slots = services(told).map(({ at, slots: able }) => [at / S, able]);
    expect(slots.filter(([at]) => at! > 0)).toEqual([
      [60, 10],
      [60, 5],
      [240, 10],
      [240, 15],
    ]);
  });
});

describe('round trips', () => {
  const between = (pair: string) => `
name: pairs
duration: 1m
regions: { x: [a], y: [a], z: [a] }
network: { sameZone: 0us, between: { ${pair} } }
nodes: { n: { at: x/a } }
database: { at: y/a, ${QUICK} }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 1, steps: [ { db: 1 } ] } } }
`;

  it.each(['x: { y: 40ms }', 'y: { x: 40ms }'])('N2: a pair of regions in either order: %s', (pair) => {
    expect(calls(run(between(pair)).told)[0]).toEqual({ left: 0, answered: 41 * MS });
  });

  it('N2: a pair that is used and missing is an error; one that is not used is none', () => {
    expect(() => scenarioOf(between('x: { z: 40ms }'))).toThrow(/y/);
    expect(() => scenarioOf(between('x: { y: 40ms }'))).not.toThrow();
  });

  it('N2: half there, rounded down, and the rest back', () => {
    // rtt 7 µs: 3 there and 4 back. A server that is busy until 1003 µs shows when the call arrives.
    const { told } = run(`
name: odd
duration: 1m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 7us }
nodes: { near: { at: r/a, taskCap: 1 }, far: { at: r/b, taskCap: 1 } }
database: { at: r/a, cores: 1, read: 1ms, write: 2ms, flush: 0ms }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [0s] , count: 2 }, steps: [ { db: 1 }, { run: 1s } ] } } }
`);
    // near: 0–1000; far: arrives at 3, served 1000–2000, back at 2004.
    expect(calls(told).slice(0, 2)).toEqual([
      { left: 0, answered: 1_000 },
      { left: 0, answered: 2_004 },
    ]);
  });
});

describe('jitter', () => {
  /** Factors on the round trip of 2000 calls. */
  function factors(jitter: string, seed = 'one'): number[] {
    const { told } = run(
      `
name: jitter
duration: 10m
regions: { r: [a], s: [a] }
network: { jitter: ${jitter}, between: { r: { s: 100ms } } }
nodes: { n: { at: s/a, taskCap: 200, phase: 19s } }
database: { at: r/a, cores: 1000, read: 0ms, write: 0ms, flush: 0ms, pool: { size: 1000 } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { queued: 200, steps: [ { db: 9 } ] } } }
`,
      { seed },
    );
    return calls(told).map(({ left, answered }) => (answered - left) / (100 * MS));
  }

  it('N2: off: every call takes the same', () => {
    expect(new Set(factors('off'))).toEqual(new Set([1]));
  });

  it('N2: a share: a factor with mean 1 and that standard deviation of its logarithm, one a call', () => {
    const all = factors('20%');
    expect(all).toHaveLength(2000);
    const n = all.length;
    const mean = all.reduce((sum, f) => sum + f, 0) / n;
    const logs = all.map((f) => Math.log(f));
    const middle = logs.reduce((sum, l) => sum + l, 0) / n;
    const deviation = Math.sqrt(logs.reduce((sum, l) => sum + (l - middle) ** 2, 0) / n);
    expect(Math.abs(mean - 1)).toBeLessThan((4 * 0.202) / Math.sqrt(n));
    expect(Math.abs(middle + 0.02)).toBeLessThan((4 * 0.2) / Math.sqrt(n));
    expect(Math.abs(deviation - 0.2)).toBeLessThan((4 * 0.2) / Math.sqrt(2 * n));
    expect(new Set(all).size).toBeGreaterThan(1900);
  });

  it('T4: another share scales the same luck', () => {
    const small = factors('10%').map((f) => (Math.log(f) + 0.005) / 0.1);
    const large = factors('30%').map((f) => (Math.log(f) + 0.045) / 0.3);
    // Calls end in another order: compare as sets, rounding of whole microseconds aside.
    const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
    sorted(small).forEach((z, i) => {
      expect(Math.abs(z - sorted(large)[i]!)).toBeLessThan(0.001);
    });
  });
});

describe('cuts', () => {
  /** One read over 100 ms that leaves at 10 s, arrives at 10.05 and is back at 10.101 s; and what a cut does to it. */
  function answered(at: string, length: string, places = 'cut: r, from: s'): number {
    const { told } = run(`
name: cut
duration: 1m
regions: { r: [a], s: [a], t: [a] }
network: { between: { r: { s: 100ms, t: 1ms }, s: { t: 1ms } } }
nodes: { n: { at: s/a, phase: 19s } }
database: { at: r/a, ${QUICK} }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { queued: 1, steps: [ { run: 10s }, { db: 1 } ] } } }
timeline: [ { at: ${at}, ${places}, for: ${length} } ]
`);
    return calls(told)[0]!.answered - calls(told)[0]!.left;
  }
  const through = 101 * MS;
  const lost = 30 * S;

  it('N3: what is on its way there is lost', () => {
    expect(answered('10010ms', '10ms')).toBe(lost);
  });

  it('N3: what is on its way back is lost', () => {
    expect(answered('10060ms', '10ms')).toBe(lost);
  });

  it('N3: what would arrive during the cut is lost', () => {
    expect(answered('10010ms', '5s')).toBe(lost);
  });

  it('N3: what is sent during the cut is lost, even if it would arrive after its end', () => {
    expect(answered('9990ms', '20ms')).toBe(lost);
  });

  it('N3: what is sent before the cut and after its end goes through', () => {
    expect(answered('9900ms', '50ms')).toBe(through);
    expect(answered('10102ms', '50ms')).toBe(through);
  });

  it('N3: while the database works on it nothing is on its way', () => {
    // In service from 10.0500 to 10.0510 s.
    expect(answered('10050100us', '800us')).toBe(through);
  });

  it('N3: it works both ways, and only between the two sets', () => {
    expect(answered('10010ms', '10ms', 'cut: s, from: r')).toBe(lost);
    expect(answered('10010ms', '10ms', 'cut: t, from: r')).toBe(through);
    expect(answered('10010ms', '10ms', 'cut: t, from: s')).toBe(through);
  });

  it('N3: one way: what goes from cut to from is lost, what comes back the other way arrives', () => {
    // The call goes from s to r at 10.00 s, its answer from r to s at 10.051 s.
    const [there, back] = ['cut: s, from: r, oneWay: true', 'cut: r, from: s, oneWay: true'];
    expect([answered('10010ms', '10ms', there), answered('10010ms', '10ms', back)]).toEqual([lost, through]);
    expect([answered('10060ms', '10ms', there), answered('10060ms', '10ms', back)]).toEqual([through, lost]);
  });

  it('N3: one way: a write whose answer is lost has been done, and who asks before sees a cut', () => {
    const { told, result } = run(`
name: answer-lost
duration: 10m
regions: { r: [a], s: [a] }
network: { between: { r: { s: 100ms } } }
nodes: { n: { at: s/a, phase: 19s } }
database: { at: r/a, ${QUICK} }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { arrivals: { at: [0s, 2m] }, steps: [ { run: 10s }, { db: { calls: 1, writes: 1 } } ] } } }
timeline: [ { at: 10060ms, cut: r, from: s, oneWay: true, for: 4m } ]
`);
    // Both began at 10 s or later: the first call waits for its time-out, the second task finds no node able.
    expect(calls(told)[0]!.answered).toBe(10 * S + lost);
    const away = services(told).map(({ at, tasks }) => [at / MS, tasks]);
    expect(away).toEqual(
      expect.arrayContaining([
        [10_060, false],
        [250_060, true],
      ]),
    );
    expect(result.values['database.utilisation']!.sum).toBeGreaterThanOrEqual(4_000);
  });

  /** A balancer in r and its node in s, 100 ms away; what becomes of a request of 10 s from a place. */
  function request(timeline: string, from = 'r', more = '') {
    const { told } = run(`
name: request
duration: 1m
regions: { r: [a], s: [a], t: [a] }
network: { sameZone: 0ms, between: { r: { s: 100ms, t: 0ms }, s: { t: 100ms } } }
nodes: { n: { at: s/a, startTime: 0s } }
loadBalancer: { at: r/a, connectTimeout: 2s, whenNoneHealthy: all, probe: { interval: 1h } }
workload: { requests: { page: { arrivals: { at: [10s] }, from: ${from}, cpu: 5s, timeout: 20s ${more} } } }
timeline: [ ${timeline} ]
`);
    return answers(told).map(({ at, outcome }) => [at / S, outcome])[0];
  }

  it('N3: a refusal that is lost on its way back is no answer', () => {
    const stopped = '{ at: 1s, stop: n }';
    expect(request(stopped)).toEqual([10.1, 'failed']);
    // It would be back at 10.1 s.
    expect(request(`${stopped}, { at: 10060ms, cut: s, from: r, for: 10ms }`)).toEqual([12, 'failed']);
    expect(request(`${stopped}, { at: 5s, cut: s, from: r, oneWay: true }`)).toEqual([12, 'failed']);
    expect(request(`${stopped}, { at: 5s, cut: s, from: r, oneWay: true, for: 5050ms }`)).toEqual([
      10.1,
      'failed',
    ]);
  });

  it('N3: that a node has died under a request does not come through a cut', () => {
    const crash = '{ at: 12s, crash: n }';
    expect(request(crash)).toEqual([12, 'failed']);
    const none = [30, 'timedOut'];
    expect(request(`${crash}, { at: 11s, cut: s, from: r, for: 10s }`)).toEqual(none);
    // The way from the balancer to its clients.
    expect(request(`${crash}, { at: 11s, cut: t, from: r, for: 10s }`, 't')).toEqual(none);
    expect(request(`${crash}, { at: 11s, cut: r, from: s, oneWay: true, for: 10s }`)).toEqual([12, 'failed']);
  });

  it('N3: of overlapping cuts the last holds', () => {
    const { told } = run(`
name: overlapping
duration: 5m
regions: { r: [a], s: [a] }
network: { between: { r: { s: 10ms } } }
nodes: { n: { at: s/a } }
database: { at: r/a, ${QUICK} }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [4m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 1m, cut: r, from: s, for: 1m }, { at: 90s, cut: s/a, from: r/a, for: 1m } ]
`);
    const changes = services(told).map(({ at, tasks }) => [at / S, tasks]);
    expect(changes).toEqual([
      [0, true],
      [60, false],
      [150, true],
    ]);
    expect(ends(told)).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

describe('paths that are worse', () => {
  /** Round trips of 2000 calls over 100 ms, in ms, without the read of 1 ms. */
  function trips(worse: string, seed = 'one'): number[] {
    const { told } = run(
      `
name: worse
duration: 10m
regions: { r: [a], s: [a], t: [a] }
network: { between: { r: { s: 100ms, t: 1ms }, s: { t: 1ms } } }
nodes: { n: { at: s/a, taskCap: 200, phase: 19s } }
database: { at: r/a, cores: 1000, read: 1ms, write: 1ms, flush: 0ms, pool: { size: 1000 } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { queued: 200, steps: [ { db: 9 } ] } } }
timeline: [ ${worse} ]
`,
      { seed },
    );
    // The first of all set out before anything happens at 0 s.
    return calls(told)
      .filter(({ left }) => left > 0)
      .map(({ left, answered }) => (answered - left) / MS - 1);
  }

  it('N5: each round trip takes longer, on that path or on all of a place, and as long again when it is over', () => {
    const at = (worse: string) => new Set(trips(`{ at: 0s, ${worse}, by: 40ms }`));
    expect(at('delay: r, from: s')).toEqual(new Set([140]));
    expect(at('delay: s')).toEqual(new Set([140]));
    expect(at('delay: t, from: s')).toEqual(new Set([100]));
    expect(at('delay: r, from: s, for: 150ms')).toEqual(new Set([140, 100]));
    expect(
      new Set(trips('{ at: 0s, delay: r, by: 40ms }, { at: 0s, delay: s/a, from: r/a, by: 5ms }')),
    ).toEqual(new Set([145]));
  });

  it('N5: a request keeps the round trips that it set out with, also when a delay begins or ends meanwhile', () => {
    // 10 ms to the balancer and 10 ms to the node, there and back. At 1 s the first is there, the second sets out at 2 s
    // during the delay of 1 s each, which is over when its answer goes back.
    const { told } = run(`
name: keeps
duration: 10s
regions: { r: [a, b, c] }
network: { crossZone: 10ms }
nodes: { n: { at: r/c, taskCap: 0 } }
loadBalancer: { at: r/b, probe: { type: passive } }
workload: { requests: { page: { from: r/a, cpu: 3s, arrivals: { at: [100ms, 2s] }, timeout: 1m } } }
timeline: [ { at: 1s, delay: r/b, by: 1s, for: 3s } ]
`);
    expect(answers(told).map(({ at, arrived }) => at - arrived)).toEqual([3_020_000, 5_020_000]);
  });

  it('N5: lost packets are sent again after 200 ms, 600 ms …, with q = 1 − (1 − loss)² each time', () => {
    const all = trips('{ at: 0s, delay: r, from: s, loss: 10% }');
    const q = 1 - 0.9 ** 2;
    for (const [k, waited] of [0, 200, 600, 1_400].entries()) {
      const share = all.filter((trip) => Math.abs(trip - 100 - waited) < 1e-6).length / all.length;
      const exact = q ** k * (1 - q);
      expect(Math.abs(share - exact), `${k}`).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / all.length));
    }
  });

  it('N5: what is worse elsewhere does not say when a path sends again', () => {
    const lossy = '{ at: 0s, delay: r, from: s, loss: 10%, retransmit: 100ms }';
    const alone = trips(lossy);
    expect(trips(`${lossy}, { at: 0s, delay: r, from: t, by: 1ms, retransmit: 7s }`)).toEqual(alone);
    expect(trips(`${lossy}, { at: 0s, delay: r, from: s, by: 0.001ms, retransmit: 7s }`)).toEqual(
      alone.map((trip) => trip + 0.001),
    );
  });

  it('N5, S1: a file that meets a loss waits for that once, whatever its round trips, and its window is as wide', () => {
    const { told } = run(`
name: files
duration: 10m
regions: { r: [a], s: [a] }
network: { between: { r: { s: 100ms } } }
nodes: { n: { at: s/a, taskCap: 500, phase: 19s } }
database: ideal
storage: { at: r/a, latency: 0ms, bandwidth: 10GB/s, perTransfer: 10GB/s, window: 8kB, roundTrips: 3, concurrency: 500 }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [1s], count: 500 }, steps: [ { read: 8kB } ] } } }
timeline: [ { at: 0s, delay: r, from: s, loss: 10% } ]
`);
    // 250 ms there, a window of 8 kB in 100 ms, 50 ms back.
    const lengths = operations(told).map(({ began, ended }) => (ended - began) / MS - 400);
    const q = 1 - 0.9 ** 2;
    for (const [k, waited] of [0, 200, 600, 1_400].entries()) {
      const share = lengths.filter((length) => Math.abs(length - waited) < 1e-6).length / lengths.length;
      const exact = q ** k * (1 - q);
      expect(Math.abs(share - exact), `${k}`).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 500));
    }
  });

  it('N5, B11: nor does a call wait more than once that opens a connection', () => {
    const { told } = run(`
name: opens
duration: 10m
regions: { r: [a], s: [a] }
network: { between: { r: { s: 100ms } } }
nodes: { n: { at: s/a, taskCap: 200, phase: 19s } }
database: { at: r/a, cores: 1000, read: 0ms, write: 0ms, flush: 0ms, pool: { size: 1000 }, connect: { cpu: 0ms } }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { arrivals: { at: [3m], count: 200 }, steps: [ { db: 1 } ] } } }
timeline: [ { at: 1m, outage: database, for: 10s }, { at: 2m, delay: r, from: s, loss: 10% } ]
`);
    // All of them are lost since 1 min: each call opens one in 5 round trips before its own.
    const first = calls(told).filter(({ left }) => left === 3 * MIN);
    const lengths = first.map(({ left, answered }) => (answered - left) / MS);
    expect(lengths.length).toBe(200);
    for (const length of lengths)
      expect([0, 200, 600, 1_400, 3_000, 6_200].map((more) => more + 600)).toContain(length);
  });

  it('T4: more loss loses the same packets and others', () => {
    const [few, many] = [
      trips('{ at: 0s, delay: r, from: s, loss: 2% }'),
      trips('{ at: 0s, delay: r, from: s, loss: 20% }'),
    ];
    const lost = (all: readonly number[]) => all.filter((trip) => trip > 101).length;
    expect(lost(many)).toBeGreaterThan(5 * lost(few));
    expect(trips('{ at: 0s, delay: r, from: s, loss: 2% }')).toEqual(few);
  });

  it.each([
    ['delay: r, from: s', 'changes nothing; write by: 100ms, loss: 1% or both'],
    ['delay: r, from: s, loss: 100%', 'a path that loses everything is a cut'],
    ['delay: nowhere, by: 1ms', 'nowhere'],
  ])('N5: %s is a mistake', (worse, words) => {
    expect(() => trips(`{ at: 0s, ${worse} }`)).toThrow(words);
  });
});
