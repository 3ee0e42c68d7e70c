/** Active health checks: facts 43, 109; table 2.3; rules L2, L4, L5. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';
import { answers, calls, S, services } from './support.ts';

/** Interval, time-out (s), fall, rise of the presets that probe; how long after the verdict a node is out. */
const FIGURES: Record<
  string,
  { interval: number; timeout: number; fall: number; rise: number; outAfter?: number }
> = {
  'aws-alb': { interval: 30, timeout: 5, fall: 2, rise: 5 },
  'aws-nlb': { interval: 30, timeout: 10, fall: 2, rise: 5, outAfter: 35 },
  'aws-clb': { interval: 30, timeout: 5, fall: 5, rise: 2 },
  'azure-load-balancer': { interval: 15, timeout: 15, fall: 2, rise: 1 },
  'azure-application-gateway': { interval: 30, timeout: 30, fall: 3, rise: 1 },
  'gcp-load-balancer': { interval: 5, timeout: 5, fall: 2, rise: 2 },
  'haproxy-tcp': { interval: 2, timeout: 2, fall: 3, rise: 2 },
  'haproxy-http': { interval: 2, timeout: 2, fall: 3, rise: 2 },
  'kubernetes-readiness': { interval: 30, timeout: 5, fall: 60, rise: 1 },
  dns: { interval: 30, timeout: 10, fall: 5, rise: 5 },
};
const PRESETS = Object.keys(FIGURES);

const UP = 10;
/** Only probes say what is up. */
const UNTOLD = 'orchestrator: { ended: 1000h, hostLost: 1000h }';

/**
 * One node, probed at 0, interval, 2 × interval …; it goes down `early` intervals before the third probe, for a while.
 * Requests every `grid` s say when it is out of rotation (refused at once), and the service when it is back.
 */
function outage(preset: string, verb: 'crash' | 'stop', early: number) {
  const { interval, timeout, fall, rise } = FIGURES[preset]!;
  const down = (2 - early) * interval;
  const length = (fall + UP) * interval + timeout;
  const grid = interval / 30;
  const { told } = run(`
name: detection
duration: ${Math.ceil(down + length + (rise + 2) * interval)}s
network: { sameZone: 0us }
nodes: { n: { startTime: 0s } }
loadBalancer: { at: local, preset: ${preset}, whenNoneHealthy: refuse, ${UNTOLD} }
workload:
  requests:
    page: { arrivals: { every: ${grid * 1000}ms, offset: 1ms }, from: local, cpu: 0s, db: 0, timeout: 1m }
timeline: [ { at: ${down}s, ${verb}: n, for: ${length}s } ]
`);
  const refused = answers(told).find(({ outcome, node }) => outcome === 'refused' && node === -1);
  const back = services(told).findLast(({ ui }) => ui);
  return {
    detected: refused!.arrived / S - down,
    readmitted: back!.at / S - down - length,
    grid,
  };
}

describe('detection', () => {
  it.each(PRESETS)(
    'table 2.3, L2, L5: %s takes a crashed node out after `fall` probes at their time-outs',
    (preset) => {
      const { interval, timeout, fall, outAfter = 0 } = FIGURES[preset]!;
      for (const early of [0.1, 0.5, 0.9]) {
        // The third probe is the first that fails: early × interval, and (fall − 1) more, and the last one’s time-out.
        const out = (early + fall - 1) * interval + timeout + outAfter;
        const { detected, grid } = outage(preset, 'crash', early);
        expect(detected).toBeGreaterThanOrEqual(out);
        expect(detected).toBeLessThanOrEqual(out + grid + 0.002);
      }
    },
  );

  it.each(PRESETS)(
    'table 2.3, N4: %s takes a stopped node, which refuses, out at the `fall`th probe',
    (preset) => {
      const { interval, fall, outAfter = 0 } = FIGURES[preset]!;
      for (const early of [0.1, 0.9]) {
        const out = (early + fall - 1) * interval + outAfter;
        const { detected, grid } = outage(preset, 'stop', early);
        expect(detected).toBeGreaterThanOrEqual(out);
        expect(detected).toBeLessThanOrEqual(out + grid + 0.002);
      }
    },
  );

  it.each(PRESETS)('table 2.3, L2: %s puts a node back at the `rise`th good probe', (preset) => {
    const { interval, rise } = FIGURES[preset]!;
    const { timeout } = FIGURES[preset]!;
    for (const early of [0.1, 0.9]) {
      // Ready `timeout` after a time that lies early × interval before a probe.
      const first = (((early * interval - timeout) % interval) + interval) % interval;
      const { readmitted } = outage(preset, 'stop', early);
      expect(readmitted).toBeCloseTo(first + (rise - 1) * interval, 6);
    }
  });

  it.each([
    ['aws-alb', [30, 65], [120, 150]],
    ['aws-nlb', [30 + 35, 70 + 35], [120, 150]],
    ['aws-clb', [120, 155], [30, 60]],
    ['azure-application-gateway', [60, 120], [0, 30]],
    ['gcp-load-balancer', [5, 15], [5, 10]],
    ['kubernetes-readiness', [29.5 * 60, 30 * 60 + 5], [0, 30]],
  ] as const)('table 2.3: %s is in the printed range, %j s out and %j s back', (preset, detect, back) => {
    const { interval, timeout, fall, rise, outAfter = 0 } = FIGURES[preset]!;
    expect([(fall - 1) * interval + outAfter, fall * interval + timeout + outAfter]).toEqual(detect);
    expect([(rise - 1) * interval, rise * interval]).toEqual(back);
  });

  it.each([
    ['azure-load-balancer', [15, 30], [0, 15]],
    ['haproxy-http', [4, 6], [2, 4]],
    ['haproxy-tcp', [4, 6], [2, 4]],
  ] as const)('table 2.3: %s without its time-out: %j s out and %j s back', (preset, detect, back) => {
    const { interval, fall, rise } = FIGURES[preset]!;
    expect([(fall - 1) * interval, fall * interval]).toEqual(detect);
    expect([(rise - 1) * interval, rise * interval]).toEqual(back);
  });

  it('L2: nodes are probed one after another: the second of two half an interval later', () => {
    // Interval 30 s: probes of n-2 at 15, 45, 75, 105 s. Crash at 61 s: fails at 80 and 110 s.
    const { told } = run(`
name: phases
duration: 3m
network: { sameZone: 0us }
nodes: { n: { count: 2 } }
loadBalancer: { at: local, preset: aws-alb, connectTimeout: 1s }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 61s, crash: n-2 } ]
`);
    const failed = answers(told).filter(({ outcome }) => outcome === 'failed');
    expect(failed.at(-1)!.arrived).toBeGreaterThan(107 * S);
    expect(failed.at(-1)!.arrived).toBeLessThan(110 * S);
  });

  it('L2: failures must be in a row: one bad probe between good ones takes no node out', () => {
    const { told } = run(`
name: one-bad
duration: 5m
network: { sameZone: 0us }
nodes: { n: { startTime: 0s } }
loadBalancer: { at: local, preset: aws-alb, connectTimeout: 1s, whenNoneHealthy: refuse }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 59s, crash: n, for: 2s }, { at: 119s, crash: n, for: 2s }, { at: 179s, stop: n, for: 2s } ]
`);
    expect(answers(told).some(({ outcome }) => outcome === 'refused')).toBe(false);
    expect(answers(told).filter(({ outcome }) => outcome === 'failed')).toHaveLength(6);
  });

  it('L2: nodes that are online at the start are in rotation', () => {
    const { told } = run(`
name: start
duration: 1m
network: { sameZone: 0us }
nodes: { n: {}, late: { state: down } }
loadBalancer: { at: local, preset: aws-alb }
workload: { requests: { page: { arrivals: { at: [0s, 1s] }, from: local, cpu: 0s, db: 0 } } }
`);
    expect(answers(told).map(({ outcome, node }) => [outcome, node])).toEqual([
      ['served', 0],
      ['served', 0],
    ]);
  });
});

describe('what a probe is answered (fact 43)', () => {
  /** Whether a node that drains from 10 s is used at 5 min. */
  function serves(preset: string, timeline: string): boolean {
    const { told } = run(`
name: answers
duration: 6m
network: { sameZone: 0us }
nodes: { a: {}, b: {} }
loadBalancer: { at: local, preset: ${preset} }
database: { at: local/a, read: 1ms, write: 1ms, flush: 0ms }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ ${timeline} ]
`);
    return answers(told).some(({ arrived, node }) => arrived > 300 * S && node === 1);
  }

  it.each([
    'aws-alb',
    'aws-clb',
    'azure-load-balancer',
    'azure-application-gateway',
    'gcp-load-balancer',
    'haproxy-http',
  ])('fact 43, table 2.3: 418 is not 200: %s takes a drained node out', (preset) => {
    expect(serves(preset, '{ at: 10s, drain: b }')).toBe(false);
  });

  it.each(['aws-nlb', 'haproxy-tcp', 'kubernetes-readiness', 'nginx'])(
    'table 2.3: %s does not see that a node is drained',
    (preset) => {
      expect(serves(preset, '{ at: 10s, drain: b }')).toBe(true);
    },
  );

  it('fact 43: undrained it is back', () => {
    expect(serves('aws-alb', '{ at: 10s, drain: b }, { at: 100s, undrain: b }')).toBe(true);
  });

  it('L2, assumption 13: 503 without the database: http takes all out, tcp none', () => {
    const refusals = (preset: string): number => {
      const { told } = run(`
name: unavailable
duration: 3m
network: { sameZone: 0us }
nodes: { a: {}, b: {} }
loadBalancer: { at: local, preset: ${preset} }
database: { at: local/a, read: 1ms, write: 1ms, flush: 0ms }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 1m, outage: database, for: 90s } ]
`);
      return answers(told).filter(({ outcome }) => outcome === 'refused').length;
    };
    expect(refusals('haproxy-http')).toBeGreaterThan(80);
    expect(refusals('haproxy-tcp')).toBe(0);
  });

  it('L4: with no node in rotation a request is refused at once, after the way to the balancer and back', () => {
    const { told } = run(`
name: at-once
duration: 1m
regions: { r: [a], c: [a] }
network: { between: { r: { c: 40ms } } }
nodes: { n: { at: r/a, state: down } }
loadBalancer: { at: r, preset: haproxy-http }
workload: { requests: { page: { arrivals: { at: [5s] }, from: c/a, cpu: 0s, db: 0 } } }
`);
    expect(answers(told)).toMatchObject([{ at: 5 * S + 40_000, outcome: 'refused', node: -1 }]);
  });
});

/** Probes of 60 s at a node 40 s away from 100 s on: that of 120 s would come there at 140 s. */
function far(probe: string) {
  return run(`
name: far
duration: 4m
regions: { r: [x, y] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { a: { at: r/y, cores: 1, taskCap: 0 }, b: { at: r/x, taskCap: 0 } }
loadBalancer: { at: r/x, probe: { interval: 60s, timeout: 5s, fall: 1, rise: 1${probe} } }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: r/x, cpu: 0s, db: 0, timeout: 200s } } }
timeline: [ { at: 100s, delay: r/x, from: r/y, by: 40s } ]
`);
}

describe('a probe that is on its way for longer than its time-out', () => {
  it('L2: fails at its time-out', () => {
    const toA = answers(far('').told).filter(({ node }) => node === 0);
    expect(Math.max(...toA.map(({ arrived }) => arrived))).toBe(124_500_000);
  });

  it('N5: keeps the round trip that it set out with', () => {
    // Sent at 60 s on a way of 2 s; 20 s more each way from 61 s on make only that of 120 s too late.
    const { told } = run(`
name: keeps
duration: 4m
regions: { r: [x, y] }
network: { sameZone: 0us, crossZone: 4s }
nodes: { a: { at: r/y, taskCap: 0 }, b: { at: r/x, taskCap: 0 } }
loadBalancer: { at: r/x, probe: { interval: 60s, timeout: 5s, fall: 1, rise: 1 } }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: r/x, cpu: 0s, db: 0, timeout: 200s } } }
timeline: [ { at: 61s, delay: r/x, from: r/y, by: 40s } ]
`);
    const toA = answers(told).filter(({ node }) => node === 0);
    expect(Math.max(...toA.map(({ arrived }) => arrived))).toBe(124_500_000);
  });

  it('L12: is work for the node all the same', () => {
    // Those of 0, 60, 120 and 180 s have come there within four minutes.
    const { result } = far(', cpu: 2s');
    expect(valueOf(result, 'node.a.cpu.utilisation')).toBeCloseTo(8 / 240, 9);
  });
});

/** Requests each second at three pods of Kubernetes, whose readiness probe takes half an hour to fail. */
function pods(timeline: string, more = '', startTime = '90s') {
  const { told } = run(`
name: pods
network: { sameZone: 0us, crossZone: 0us }
duration: 1h
nodes: { pod: { count: 3, phase: even, startTime: ${startTime} } }
loadBalancer: { at: local, preset: kubernetes-readiness${more} }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 1ms } } }
timeline: [ ${timeline} ]
`);
  return answers(told);
}

describe('an orchestrator', () => {
  const failed = (timeline: string, more = '') =>
    pods(timeline, more).filter(({ outcome }) => outcome !== 'served');

  it('L8: a pod that is deleted leaves at once', () => {
    expect(failed('{ at: 10m, removeNode: pod-1 }')).toHaveLength(0);
  });

  it.each(['crash', 'stop'])('L8: a pod of which the container ended (%s) leaves within a second', (verb) => {
    // One request in that second, which may or may not be the pod's turn.
    expect(failed(`{ at: 10m, ${verb}: pod-1, for: 40m }`).length).toBeLessThanOrEqual(1);
  });

  it('L8: a pod that ends because it reaches no database leaves within a second', () => {
    // Cut off at 10 min it ends five minutes later (rule B5); until then it answers, as its requests need no database.
    const { told } = run(`
name: endures
duration: 30m
regions: { r: [x, y] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { near: { at: r/x, startTime: 0s }, far: { at: r/y, startTime: 0s, watchdog: 20m } }
database: { at: r/x }
loadBalancer: { at: r, preset: kubernetes-readiness }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: r, cpu: 1ms } } }
timeline: [ { at: 10m, cut: r/x, from: r/y } ]
`);
    const lost = answers(told).filter(({ outcome }) => outcome !== 'served');
    expect(lost.length).toBeLessThanOrEqual(1);
    expect(answers(told).some(({ node, arrived }) => node === 1 && arrived > 890 * S)).toBe(true);
  });

  it('L8: the pods of a lost host leave after 50 s', () => {
    // Every third of 50 requests: 16 or 17.
    const lost = failed('{ at: 10m, outage: pod-1, for: 40m }');
    expect([16, 17]).toContain(lost.length);
    expect(lost.every(({ arrived }) => arrived >= 600 * S && arrived < 650 * S)).toBe(true);
  });

  it('L8: of a host that was back and is lost once more the second loss counts', () => {
    const all = pods('{ at: 10m, outage: pod-1, for: 10s }, { at: 630s, outage: pod-1, for: 40m }', '', '0s');
    const lost = all.filter(({ outcome }) => outcome !== 'served').map(({ arrived }) => arrived);
    expect(Math.max(...lost)).toBeGreaterThan(676 * S);
    expect(Math.max(...lost)).toBeLessThan(680 * S);
  });

  it('L8, L2: and are back with their readiness, by the next good probe', () => {
    // Back at 15 min, ready 90 s later, at 990 s; probed each 30 s.
    const back = pods('{ at: 10m, crash: pod-1, for: 5m }').filter(
      ({ node, arrived }) => node === 0 && arrived > 602 * S,
    );
    expect(back[0]!.arrived).toBeGreaterThan(990 * S);
    expect(back[0]!.arrived).toBeLessThan((990 + 30 + 3) * S);
  });

  it('L8: without one only probes tell: half an hour of failures', () => {
    const { told } = run(`
name: untold
network: { sameZone: 0us }
duration: 1h
nodes: { pod: { count: 3 } }
loadBalancer: { at: local, probe: { type: tcp, interval: 30s, timeout: 5s, fall: 60, rise: 1 } }
workload: { requests: { page: { arrivals: { every: 3s, offset: 500ms }, from: local, cpu: 1ms } } }
timeline: [ { at: 10m, crash: pod-1, for: 40m } ]
`);
    expect(answers(told).filter(({ outcome }) => outcome !== 'served').length).toBeGreaterThan(590 / 3);
  });
});

describe('L12: a probe that the node works on', () => {
  /** The node is in rotation or not, after each change: 20 requests of 1 s come at 25 s to a node of one core. */
  function turns({
    probe,
    timeout = '1s',
    fall = 2,
    node = '',
    network = '0us',
  }: Record<string, string | number>) {
    const { told, result } = run(`
name: loaded
duration: 80s
network: { sameZone: ${network} }
nodes: { n: { startTime: 0s, cores: 1${node} } }
loadBalancer: { probe: { interval: 10s, timeout: ${timeout}, fall: ${fall}, rise: 2, ${probe} } }
database: { read: 4s, write: 1ms, cores: 1, flush: 0ms }
dispatch: { policy: immediate, checkIn: 10h }
workload: { requests: { page: { arrivals: { at: [25s], count: 20 }, from: local, cpu: 1s, db: 0 } } }
`);
    return { ups: services(told).map(({ at, ui }) => [at / S, ui]), result, told };
  }

  it('shares its CPU with requests: an overloaded node is out, and back when it is done', () => {
    // 0.1 s of the core takes 2.1 s among 21 at 30 s, and as long at 40 s: fails at 41 s. All is done at 45.2 s: what the
    // probes that timed out asked for is worked off too. Good probes at 50 and 60 s take 0.1 s.
    expect(turns({ probe: 'cpu: 100ms' }).ups).toEqual([
      [0, true],
      [41, false],
      [60.1, true],
    ]);
  });

  it('an idle answer does not: without work a probe says that all is well', () => {
    expect(turns({ probe: 'cpu: 0s' }).ups).toEqual([[0, true]]);
  });

  it('is the one that was sent, also when it was on its way', () => {
    // Half of 100 ms there, 100 ms of work, half back: the good ones are answered at 50.2 and 60.2 s.
    const { ups } = turns({ probe: 'cpu: 100ms', network: '100ms' });
    expect(ups.map(([, isUp]) => isUp)).toEqual([true, false, true]);
    expect(ups.at(-1)).toEqual([60.2, true]);
  });

  it('waits in the line of a node that serves so many at once (rule L10)', () => {
    // The requests are worked on one by one until 45 s; probes of 30 and 40 s wait behind them.
    expect(turns({ probe: 'cpu: 1ms', node: ', serving: { slots: 1 }' }).ups).toEqual([
      [0, true],
      [41, false],
      [60.001, true],
    ]);
  });

  it('is refused where the line is full, at once', () => {
    expect(turns({ probe: 'cpu: 1ms', node: ', serving: { slots: 1, queue: 19 }' }).ups[1]).toEqual([
      41,
      false,
    ]);
    expect(turns({ probe: 'cpu: 1ms', fall: 1, node: ', serving: { slots: 15, queue: 5 }' }).ups[1]).toEqual([
      30,
      false,
    ]);
  });

  it('makes its database calls: what keeps the database keeps it', () => {
    // A read of 4 s is longer than the time-out, whoever else is there.
    expect(turns({ probe: 'db: 1' }).ups).toEqual([
      [0, true],
      [11, false],
    ]);
    expect(turns({ probe: 'db: 1', timeout: '5s' }).ups).toEqual([[0, true]]);
  });

  it('is refused by a node that goes down while it works on it', () => {
    const { told } = run(`
name: broken
duration: 60s
network: { sameZone: 0us }
nodes: { n: { startTime: 0s, cores: 1 } }
loadBalancer: { probe: { interval: 10s, timeout: 8s, fall: 1, cpu: 5s } }
workload: { requests: { page: { arrivals: { every: 1s, offset: 500ms }, from: local, cpu: 0s, db: 0 } } }
timeline: [ { at: 22s, stop: n, for: 1s } ]
`);
    // Sent at 20 s, broken at 22 s; the next, of 30 s, and the one of 40 s are answered after 5 s each.
    expect(services(told).map(({ at, ui }) => [at / S, ui])).toEqual([
      [0, true],
      [22, false],
      [23, false],
      [45, true],
    ]);
  });

  it('asks for what the file says: all that it did is counted, and nobody is told of it', () => {
    const { result, told } = turns({ probe: 'db: 1', timeout: '5s' });
    expect(calls(told)).toHaveLength(8);
    expect(valueOf(result, 'requests.page.arrived')).toBe(20);
  });
});

describe('L13: a node that answers with errors and looks healthy', () => {
  function errors(entry: string, choice = 'round-robin') {
    const { told } = run(`
name: errors
duration: 100s
network: { sameZone: 0us }
nodes: { n: { count: 2, startTime: 0s, cores: 8 } }
loadBalancer: { choice: ${choice}, probe: { interval: 5s, timeout: 1s, fall: 1 } }
workload: { requests: { page: { arrivals: { every: 100ms }, from: local, cpu: 1s, db: 0 } } }
timeline: [ { at: 20s, errors: n-1, for: 50s${entry} } ]
`);
    const all = answers(told);
    const during = all.filter(({ arrived }) => arrived >= 20 * S && arrived < 70 * S);
    const failed = during.filter(({ outcome }) => outcome === 'failed');
    return { during, failed, others: all.filter((each) => !during.includes(each)) };
  }

  it('stays in rotation: by turns half of the requests fail, at once, and none after', () => {
    const { during, failed, others } = errors('');
    expect([during.length, failed.length]).toEqual([500, 250]);
    expect(failed.every(({ at, arrived, node }) => at === arrived && node === 0)).toBe(true);
    expect(others.filter(({ outcome }) => outcome !== 'served')).toEqual([]);
  });

  it('answers after as long as it says', () => {
    expect(errors(', takes: 30ms').failed.every(({ at, arrived }) => at - arrived === 30_000)).toBe(true);
  });

  it('fails a share of them, drawn', () => {
    // 250 at 40 %: 100, with a standard deviation of 7.7.
    expect(Math.abs(errors(', share: 40%').failed.length - 100)).toBeLessThan(4 * 7.7);
  });

  it('is a black hole for least connections: who fails fast is always free', () => {
    // While n-2 works on a request n-1 has none open and gets the next nine; when both are free it is n-2's turn: 9 of 10.
    expect(errors('', 'least-connections').failed).toHaveLength(450);
  });
});

describe('a probe whose answer does not come back', () => {
  /** When the only node is out of rotation, in s; its balancer probes it each 4 s, over 100 ms, and gives up after 3 s. */
  function out(cut: string): number | undefined {
    const { told } = run(`
name: unanswered
duration: 1m
regions: { r: [a], s: [a] }
network: { between: { r: { s: 100ms } } }
nodes: { n: { at: s/a } }
loadBalancer: { at: r/a, whenNoneHealthy: refuse, probe: { interval: 4s, timeout: 3s, fall: 1 } }
workload: { requests: { page: { arrivals: { at: [59s] }, from: r/a } } }
timeline: [ { ${cut} } ]
`);
    const down = services(told).find(({ ui }) => !ui);
    return down && down.at / S;
  }

  it('L2, N4: fails at its time-out, and no sooner', () => {
    // The probe of 12 s arrives at 12.05 s; its answer is lost.
    expect(out('at: 10s, cut: s, from: r, oneWay: true')).toBe(15);
    expect(out('at: 12060ms, cut: s, from: r, for: 10ms')).toBe(15);
  });

  it('N3: is well when the cut was over before it was answered', () => {
    expect(out('at: 11s, cut: s, from: r, oneWay: true, for: 1040ms')).toBeUndefined();
  });
});

it('L2, L4: a probe that is under way when its balancer is lost counts for nothing, also when that is back first', () => {
  // The probe of 10 s meets a host that is lost from 9 to 14 s, and would fail at 15 s; the balancer is away from 11 to 13 s.
  const { told } = run(`
name: lost-probe
duration: 19s
network: { sameZone: 0us }
nodes: { n: { startTime: 0s, phase: 0s } }
database: ideal
loadBalancer: { probe: { interval: 10s, timeout: 5s, fall: 1, rise: 1 } }
workload: { requests: { r: { cpu: 1ms, arrivals: { at: [16s] } } } }
timeline:
  - { at: 9s, outage: n, for: 5s }
  - { at: 11s, outage: loadBalancer, for: 2s }
`);
  expect(answers(told).map(({ outcome }) => outcome)).toEqual(['served']);
});
