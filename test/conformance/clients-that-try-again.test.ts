/** Clients that try again, and nodes that shed: rules L9 and L10. */
import { describe, expect, it } from 'vitest';
import { run, type Told, valueOf } from '../support/run.ts';
import { answers, S } from './support.ts';

/** One node behind a balancer without probes, no distance, requests of 1 s of a core. */
function asked({ request, node = '', more = '' }: { request: string; node?: string; more?: string }) {
  return run(`
name: asked
duration: 60s
network: { sameZone: 0ms }
loadBalancer: { probe: { type: passive, maxFails: 1000, nextUpstream: false } }
nodes: { n: { taskCap: 0, cores: 8, startTime: 0s${node} } }
workload: { requests: { r: { ${request} } } }
${more}
`);
}

const attemptsAt = (told: readonly Told[]): number[] =>
  told.filter(({ what }) => what === 'requestTried').map(({ at }) => at / S);
const ended = (told: readonly Told[]) => answers(told).map(({ at, outcome }) => [at / S, outcome]);
const STOPPED = (until: string) => `timeline: [ { at: 0s, stop: n, for: ${until} } ]`;
const ONE = 'arrivals: { at: [1s] }, cpu: 1s';

describe('L9: a client whose attempt failed', () => {
  it('tries again after the same pause each time, and its request counts from its first attempt', () => {
    const { told, result } = asked({
      request: `${ONE}, retry: { attempts: 4, backoff: fixed, pause: 2s, jitter: off }`,
      more: STOPPED('4s'),
    });
    // Refused at 1 and 3 s, served from 5 to 6 s.
    expect(attemptsAt(told)).toEqual([3, 5]);
    expect(ended(told)).toEqual([[6, 'served']]);
    expect(answers(told)[0]!.arrived).toBe(1 * S);
    expect(valueOf(result, 'requests.r.attempts')).toBe(3);
    expect(valueOf(result, 'requests.r.arrived')).toBe(1);
  });

  it('waits twice as long each time, up to the longest pause, and gives up after its attempts', () => {
    const { told } = asked({
      request: `${ONE}, retry: { attempts: 6, pause: 1s, upTo: 5s, jitter: off }`,
      more: STOPPED('50s'),
    });
    expect(attemptsAt(told)).toEqual([2, 4, 8, 13, 18]);
    expect(ended(told)).toEqual([[18, 'failed']]);
  });

  it('begins no attempt after its patience', () => {
    const { told } = asked({
      request: `${ONE}, retry: { attempts: 6, pause: 1s, upTo: 5s, jitter: off, patience: 7s }`,
      more: STOPPED('50s'),
    });
    expect(attemptsAt(told)).toEqual([2, 4, 8]);
  });

  it('gives up each attempt after the time-out, while the node works on', () => {
    const { told } = asked({
      request: `${ONE}, timeout: 500ms, retry: { attempts: 2, backoff: fixed, pause: 0s }`,
    });
    expect(attemptsAt(told)).toEqual([1.5]);
    expect(ended(told)).toEqual([[2, 'timedOut']]);
  });

  it('draws its pauses: all of one shorter than the longest, with `equal` longer than half of it', () => {
    const pauses = (jitter: string): number[] => {
      const { told } = asked({
        request: `arrivals: { at: [1s], count: 200 }, retry: { attempts: 2, pause: 10s, jitter: ${jitter} }`,
        more: STOPPED('50s'),
      });
      return attemptsAt(told).map((at) => at - 1);
    };
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Uniform on (0, 10) and (5, 10): means within five standard errors.
    expect(Math.abs(mean(pauses('full')) - 5)).toBeLessThan((5 * 10) / Math.sqrt(12 * 200));
    expect(Math.abs(mean(pauses('equal')) - 7.5)).toBeLessThan((5 * 5) / Math.sqrt(12 * 200));
    expect(Math.min(...pauses('equal'))).toBeGreaterThan(5);
    // Exponential of mean 10: in 200 the longest is beyond 20 but for one case in 10¹².
    expect(Math.abs(mean(pauses('exponential')) - 10)).toBeLessThan((5 * 10) / Math.sqrt(200));
    expect(Math.max(...pauses('exponential'))).toBeGreaterThan(20);
  });

  it('takes a token for each further attempt, and a success puts some back', () => {
    const { told } = asked({
      request:
        'arrivals: { every: 1s }, retry: { attempts: 3, backoff: fixed, pause: 0s, tokenBucket: { most: 3, perSuccess: 0.5 } }',
      more: 'timeline: [ { at: 0.5s, stop: n, for: 5s }, { at: 10.5s, stop: n, for: 5s } ]',
    });
    // Three at once (two for the request at 1 s, one for that at 2 s); five successes later 2.5, so two of the next five.
    expect(attemptsAt(told)).toEqual([1, 1, 2, 11, 11]);
  });

  it('L9: what went out before its breaker opened neither opens it again nor closes it, however late it ends', () => {
    const { told } = run(`
name: late
duration: 1m
network: { sameZone: 0us }
nodes: { n: {} }
loadBalancer: { at: local/a }
database: { at: local/a, read: 1ms, write: 1ms, flush: 0ms }
workload:
  requests:
    r:
      arrivals: { at: [0.5s, 1.4s, 2.3s, 10.8s, 11.6s, 12.4s] }
      cpu: 0s
      db: 1
      timeout: 10s
      retry: { attempts: 1, breaker: { failures: 1, openFor: 1s } }
timeline: [ { at: 0s, outage: database, for: 10s } ]
`);
    // Open from 10.5 s, when the first has timed out, to 11.5 s; the trial at 11.6 s closes it. The second times out at 11.4 s.
    expect(answers(told).map(({ arrived, outcome }) => [arrived / S, outcome])).toEqual([
      [0.5, 'timedOut'],
      [10.8, 'refused'],
      [1.4, 'timedOut'],
      [11.6, 'served'],
      [2.3, 'timedOut'],
      [12.4, 'refused'],
    ]);
  });

  it('is refused at once while its breaker is open, until a trial goes well', () => {
    const { told } = asked({
      request:
        'arrivals: { every: 1s, offset: 1s }, retry: { attempts: 1, breaker: { failures: 3, openFor: 4s } }',
      more: STOPPED('9.5s'),
    });
    const how = ended(told)
      .slice(0, 14)
      .map(([, outcome]) => outcome);
    // Three fail; closed from 3 to 7 s; the trial at 7 s fails; that at 11 s goes well.
    const refused = ['refused', 'refused', 'refused'];
    expect(how).toEqual([
      'failed',
      'failed',
      'failed',
      ...refused,
      'failed',
      ...refused,
      'served',
      'served',
      'served',
      'served',
    ]);
  });
});

describe('L10: a node that works on so many requests at once', () => {
  const FAILS =
    'arrivals: { at: [1s, 1.1s] }, cpu: 1s, db: 1, retry: { attempts: 2, pause: 0s, backoff: fixed }';
  const THREE = 'arrivals: { at: [1s, 1.1s, 1.2s, 1.3s] }, cpu: 1s';

  it('lets the others wait in order, and refuses those that find its line full', () => {
    const { told, result } = asked({ request: THREE, node: ', serving: { slots: 1, queue: 2 }' });
    expect(ended(told)).toEqual([
      [1.3, 'refused'],
      [2, 'served'],
      [3, 'served'],
      [4, 'served'],
    ]);
    // 0.9 + 1.8 s of waiting in a minute.
    expect(valueOf(result, 'waiting.thread')).toBeCloseTo(2.7 / 60, 9);
    expect(
      answers(told)
        .slice(1)
        .map(({ arrived }) => arrived / S),
    ).toEqual([1, 1.1, 1.2]);
  });

  it('takes who waits before who comes again in the very instant in which a slot is free', () => {
    // The database refuses: the first fails at 2 s and comes again at once, behind the other.
    const { told } = run(`
name: again
duration: 60s
network: { sameZone: 0ms }
database: { at: local, replicas: { other: { at: local, mode: sync, promote: 30s } } }
loadBalancer: { probe: { type: passive, maxFails: 1000, nextUpstream: false } }
nodes: { n: { taskCap: 0, cores: 8, serving: { slots: 1, queue: 1 } } }
workload: { requests: { r: { ${FAILS} } } }
timeline: [ { at: 0s, failover: other } ]
`);
    expect(ended(told)).toEqual([
      [4, 'failed'],
      [5, 'failed'],
    ]);
  });

  it('takes the last first with `lifo`', () => {
    const { told } = asked({ request: THREE, node: ', serving: { slots: 1, order: lifo }' });
    expect(answers(told).map(({ arrived }) => arrived / S)).toEqual([1, 1.3, 1.2, 1.1]);
  });

  it('drops with `dropExpired` what its client has given up, when it is its turn', () => {
    const request = 'arrivals: { at: [1s, 1.1s, 2.5s] }, cpu: 2s, timeout: 1s';
    const at = (node: string) => asked({ request, node }).result.values['node.n.cpu.utilisation']!.sum;
    // All three are worked on for 2 s; without the second 4 s.
    expect(at(', serving: { slots: 1, dropExpired: true }') / at(', serving: { slots: 1 }')).toBeCloseTo(
      2 / 3,
      9,
    );
  });

  it('loses all of them when it goes down, and works on when it is back', () => {
    const { told } = asked({
      request: 'arrivals: { at: [1s, 1s, 1s, 5s] }, cpu: 1s',
      node: ', serving: { slots: 2 }',
      more: 'timeline: [ { at: 1.5s, stop: n, for: 1s } ]',
    });
    expect(ended(told)).toEqual([...Array(3).fill([1.5, 'failed']), [6, 'served']]);
  });
});

it('T4: attempts change nobody else, with the same demands or with others', () => {
  const lengths = (retry: string): number[] =>
    asked({
      request: `arrivals: { poisson: 2/s }, cpu: { exponential: 100ms }, timeout: 20ms, retry: { ${retry} }`,
    })
      .told.filter(({ what }) => what === 'requestArrived')
      .map(({ at }) => at);
  const once = lengths('attempts: 1');
  expect(lengths('attempts: 3')).toEqual(once);
  expect(lengths('attempts: 3, demand: anew')).toEqual(once);
});

it('L9: a further attempt is the same work, or drawn anew', () => {
  const served = (demand: string): number =>
    valueOf(
      asked({
        request: `arrivals: { every: 100ms }, cpu: { exponential: 100ms }, timeout: 100ms, retry: { attempts: 2, backoff: fixed, pause: 0s, demand: ${demand} }`,
        node: ', serving: { slots: 8 }',
      }).result,
      'requests.r.served',
    );
  // P(X < 100 ms) = 1 − 1/e of 600; and of those that are drawn anew as many again: 379.3 ± 11.8 and 518.8 ± 8.4.
  expect(Math.abs(served('same') - 379.3)).toBeLessThan(4 * 11.8);
  expect(Math.abs(served('anew') - 518.8)).toBeLessThan(4 * 8.4);
});
