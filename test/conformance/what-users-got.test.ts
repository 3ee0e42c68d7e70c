/** What users got, minute by minute, beside what the service could: rule F5. */
import { describe, expect, it } from 'vitest';
import { RequestsInOrder } from '../../src/measure/requests-in-order.ts';
import { outsideOutages, UserOutages } from '../../src/measure/user-outages.ts';
import { type UserFault, userReturn } from '../../src/measure/user-returns.ts';
import { metricsOf } from '../../src/scenario/resolve.ts';
import { run, scenarioOf, valueOf } from '../support/run.ts';
import { MIN, S } from './support.ts';

/** A request each second, at half past it; the balancer gives no answer from 10 min on. */
function hour(timeline: string, { below = '', expects = '', more = '' } = {}) {
  return run(`
name: hour
duration: 1h
loadBalancer: { at: local/a }
nodes: { a: { startTime: 60s }, b: { startTime: 60s } }
workload:
  requests:
    ui: { arrivals: { every: 1s, offset: 500ms }, timeout: 30s${below} }
${more}
timeline: [ ${timeline} ]
${expects}
`).result;
}

const LOST = '{ at: 10m, name: lost, outage: loadBalancer, for: 330s }';

describe('outage minutes', () => {
  it('F5: 330 unanswered requests are six minutes in which less than 90 % were served', () => {
    const result = hour(LOST);
    expect(result.values['requests.errorRatio']).toMatchObject({ sum: 330, per: 3600 });
    // The sixth serves 30 of its 60.
    expect(valueOf(result, 'requests.ui.outage')).toBe(360);
    expect(valueOf(result, 'requests.outage')).toBe(360);
    expect(valueOf(result, 'availability.users')).toBe(0.9);
  });

  it('F5: outageBelow is how much of a minute must be served', () => {
    expect(valueOf(hour(LOST, { below: ', outageBelow: 50%' }), 'requests.outage')).toBe(300);
    expect(valueOf(hour(LOST, { below: ', outageBelow: 51%' }), 'requests.outage')).toBe(360);
  });

  it('F5: minutes of a window begin with the window, the last may be shorter', () => {
    const within = (window: string) => {
      const result = hour(LOST, { expects: `expect: [ "requests.outage < 1h within ${window}" ]` });
      const name = Object.keys(result.values).find((one) => one.startsWith('requests.outage within'))!;
      return valueOf(result, name);
    };
    expect(within('10m30s..20m30s')).toBe(300);
    expect(within('15m..15m20s')).toBe(20);
    expect(within('20m..30m')).toBe(0);
  });

  it('F5: users of one class who are out are out, however many are served elsewhere', () => {
    const result = hour('', {
      more: '    rare: { arrivals: { every: 1m, offset: 30s }, timeout: 1ms, cpu: 1s }',
    });
    expect(valueOf(result, 'requests.errorRatio')).toBeCloseTo(60 / 3660, 9);
    expect(valueOf(result, 'requests.ui.outage')).toBe(0);
    expect(valueOf(result, 'requests.rare.outage')).toBe(3600);
    expect(valueOf(result, 'requests.outage')).toBe(3600);
    expect(valueOf(result, 'availability.users')).toBe(0);
  });

  it('F5: minutes without requests are no outage', () => {
    const result = hour(LOST, { more: '    late: { arrivals: { at: [50m] } }' });
    expect(valueOf(result, 'requests.late.outage')).toBe(0);
  });

  it('F5: the metrics are there where there are requests', () => {
    const names = (requests: string) =>
      metricsOf(
        scenarioOf(`
name: names
duration: 1h
loadBalancer: { at: local/a }
nodes: { a: {} }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1s } ] } }${requests} }
timeline: [ { at: 1m, name: lost, crash: a } ]
`),
      ).filter((name) => /^requests.*outage|^availability.users|lost.users.rto/.test(name));
    expect(names('')).toEqual([]);
    expect(names(', requests: { ui: { arrivals: { every: 1s } } }')).toEqual([
      'requests.outage',
      'requests.ui.outage',
      'availability.users',
      'recovery.lost.users.rto',
      'recovery.lost.users.rto.mean',
      'recovery.lost.users.rto.p95',
      'recovery.lost.users.rto.max',
    ]);
  });
});

describe('users.rto', () => {
  it('F5: is until the first request that is served again was sent', () => {
    const result = hour(LOST);
    expect(valueOf(result, 'recovery.lost.users.rto')).toBe(330.5);
    expect(valueOf(result, 'recovery.lost.ui.rto')).toBe(330);
  });

  it('F5: is 0 where a fault leaves them served, though it lasts', () => {
    const result = hour(`{ at: 5m, name: spare, slow: b, to: 99%, for: 50m }, ${LOST}`);
    expect(valueOf(result, 'recovery.spare.users.rto')).toBe(0);
    expect(valueOf(result, 'recovery.lost.users.rto')).toBe(330.5);
  });

  it('F5: is never where nobody is served again', () => {
    const result = hour('{ at: 50m, name: lost, outage: loadBalancer }');
    expect(result.values['recovery.lost.users.rto']).toEqual({
      sum: 0,
      per: 0,
      reason: 'users were not served again',
    });
    expect(valueOf(result, 'requests.outage')).toBe(600);
  });

  it('F5: of users who ask no more, others who ask the same way tell that they would be served', () => {
    // The second of two long requests dies with its node at 100 s; nobody sends another one, but short ones go well.
    const rto = (more: string, short = 'from: r/a') => {
      const { result } = run(`
name: removed
duration: 400s
regions: { r: [a, b] }
network: { sameZone: 1ms, crossZone: 1ms }
nodes: { n1: { at: r/a, phase: 3s }, n2: { at: r/a, phase: 4s } }
loadBalancer: { at: r/a, choice: round-robin, probe: { type: passive, nextUpstream: false } }
timeline: [ { at: 100s, removeNode: n2 } ]
workload:
  requests:
    long: { from: r/a, cpu: 20s, arrivals: ${more} }
    short: { ${short}, cpu: 10ms, arrivals: { every: 7s, offset: 120s } }
`);
      return result.values['recovery.removeNode-n2.users.rto'];
    };
    expect(rto('{ at: [90s, 91s] }')).toEqual({ sum: 20, per: 1 });
    // Not where others ask another way.
    expect(rto('{ at: [90s, 91s] }', 'from: r/b')).toMatchObject({ per: 0 });
  });

  it('F5: both halves alive: users get errors while the service could serve them', () => {
    const { result } = run(`
name: split
duration: 4h
regions: { fra: [a], ams: [a], office: [hq] }
network: { between: { fra: { ams: 9ms, office: 5ms }, ams: { office: 9ms } } }
loadBalancers: { lb-fra: { at: fra, preset: haproxy-http, nodes: [f] }, lb-ams: { at: ams, preset: haproxy-http, nodes: [m] } }
nodes: { f: { count: 2, at: fra/a }, m: { count: 2, at: ams/a } }
database: { at: fra/a, replicas: { dr: { at: ams/a, mode: async, lag: 5s, promote: 5m } } }
workload: { requests: { ui: { arrivals: { poisson: 60/m }, from: office/hq, db: 5, cpu: 5ms } } }
timeline: [ { at: 1h, cut: fra, from: ams, for: 2h, name: partition, plan: p } ]
plans: { p: [ { do: decide, takes: 25m }, { do: promote, what: dr } ] }
`);
    const errors = valueOf(result, 'requests.errorRatio');
    expect(errors).toBeGreaterThan(0.3);
    expect(valueOf(result, 'availability.ui')).toBeGreaterThan(0.97);
    // Everything fails while they are out, and nothing else does.
    expect(1 - valueOf(result, 'availability.users')).toBeCloseTo(errors, 1);
  });
});

describe('an outage of users', () => {
  it('F5: is told in the order in which requests were sent, also when they end in another', () => {
    const told: string[] = [];
    const line = new RequestsInOrder((c, sent, over, served) =>
      told.push(`${c} ${sent} ${over} ${served ? 'served' : 'not'}`),
    );
    line.sent(1, 0, 7);
    line.sent(2, 1, 8);
    line.sent(3, 0, 9);
    line.ended(4, 8, true);
    expect(told).toEqual([]);
    line.ended(5, 7, false);
    line.runEnded(10, 20);
    expect(told).toEqual(['0 1 5 not', '1 2 4 served', '0 3 10 not']);
  });

  it('F5: of many requests each is told once, in the order in which they were sent', () => {
    const told: number[][] = [];
    const line = new RequestsInOrder((_, sent, over) => told.push([sent, over]));
    // Two are always under way, whose rows of the table are used again.
    const many = 20_000;
    for (let sent = 0; sent < many; sent += 1) {
      if (sent > 1) line.ended(sent, sent % 2, true);
      line.sent(sent, 0, sent % 2);
    }
    line.runEnded(many, many);
    expect(told).toEqual(Array.from({ length: many }, (_, sent) => [sent, Math.min(many, sent + 2)]));
  });

  it('F5: minutes one after another are one, minutes without requests between them do not end it', () => {
    const outages = new UserOutages(0.9);
    const send = (at: number, served: boolean) => outages.add(at * S, at * S + 1, served);
    for (const at of [10, 70, 80]) send(at, at !== 80);
    send(300, false);
    send(310, true);
    for (let at = 360; at < 420; at += 5) send(at, at > 360);
    outages.close();
    expect(outages.all).toMatchObject([{ from: 80 * S, to: 310 * S }]);
  });

  it('F5: ends at the latest with its last minute, as far as anybody asked', () => {
    const outages = new UserOutages(0.9);
    outages.add(10 * S, 11 * S, false);
    outages.add(3000 * S, 3001 * S, true);
    outages.close();
    expect(outages.all).toMatchObject([{ from: 10 * S, to: 60 * S }]);
  });

  it('F5: is of what begins before the end of its first minute, or of its first request', () => {
    const metUntil = (over: number) => {
      const outages = new UserOutages(0.9);
      outages.add(50 * S, over * S, false);
      outages.close();
      return outages.all[0]!.metUntil;
    };
    expect([metUntil(51), metUntil(80)]).toEqual([60 * S, 80 * S]);
  });

  it('F5: goes on to the end where users may only be between two requests, however well others are served', () => {
    const ended = (runEnds: number) => {
      const outages = new UserOutages(0.9, { servedLast: 1000 * S });
      for (const at of [10, 310]) outages.add(at * S, at * S + 1, false);
      outages.runEnded(runEnds * S);
      return outages.all[0]!.to;
    };
    expect(ended(609)).toBe(-1);
    expect(ended(611)).toBe(360 * S);
  });

  it('F5: ends in a minute that is none, when its first requests still failed', () => {
    const outages = new UserOutages(0.9);
    for (let at = 0; at < 120; at += 1) outages.add(at * S, at * S + 1, at >= 62);
    outages.close();
    expect(outages.all).toMatchObject([{ from: 0, to: 62 * S }]);
  });

  it('F5: overlapping ones count once in a bin', () => {
    const outage = (from: number, to: number) => ({ from, to, metUntil: from });
    expect(outsideOutages([outage(5, 15), outage(8, 12), outage(19, -1)], [0, 10, 20, 30])).toEqual([
      0.5, 0.4, 0,
    ]);
  });

  const fault = (entry: number | null, began: number, ended: number, inSteps = false): UserFault => ({
    entry,
    began: began * MIN,
    ended: ended * MIN,
    inSteps,
    servicesBack: ended * MIN,
  });
  const out = (from: number, to: number) => ({ from: from * MIN, metUntil: (from + 1) * MIN, to: to * MIN });
  const back = (faults: UserFault[], outages: ReturnType<typeof out>[]) =>
    faults
      .filter(({ entry }) => entry !== null)
      .map(({ entry }) => userReturn(faults, outages, entry!)! / MIN);

  it('F5: of requests that were under way it is of the fault that they met', () => {
    expect(back([fault(0, 0, 90), fault(1, 60, 70)], [out(59.9, 71)])).toEqual([0, 11]);
  });

  it('F5: is not of a fault that was over before', () => {
    expect(back([fault(0, 10, 20)], [out(60, 71)])).toEqual([0]);
  });

  it('F5: is not of one before a failure by chance', () => {
    expect(back([fault(0, 10, 90), fault(null, 59, 70)], [out(60, 71)])).toEqual([0]);
  });

  it('F5: is of one that is over, for a minute after the services are back that it took away', () => {
    const slow = { ...fault(0, 10, 20), servicesBack: 60 * MIN };
    expect(back([slow], [out(60.5, 71)])).toEqual([61]);
    expect(back([slow], [out(61.5, 72)])).toEqual([0]);
  });

  it('F5: that a new one explains is of an old one only if that began less than a minute before it', () => {
    const met = (began: number) => back([fault(0, began, 90), fault(1, 60.5, 90)], [out(60, 71)]);
    expect(met(59.5)).toEqual([11.5, 10.5]);
    expect(met(58)).toEqual([0, 10.5]);
  });

  it('F5: counts for one that begins meanwhile, to the same end', () => {
    expect(back([fault(0, 60, 90), fault(1, 65, 66)], [out(60.5, 80)])).toEqual([20, 15]);
  });

  it('F5: counts for steps that still go on', () => {
    expect(back([fault(0, 10, 90, true), fault(1, 20, 21)], [out(60, 71)])).toEqual([61, 0]);
  });
});
