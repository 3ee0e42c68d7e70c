/** Which balancer clients go to: rules L7, F3, W3. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { answers, MIN, S } from './support.ts';

/** Users beside the portal and a build server beside the API's balancer, each of them a second, with nothing between. */
function site({ via = '', timeline = '', plans = '', api = '', duration = '30m' } = {}) {
  const { told, result } = run(`
name: two-balancers
duration: ${duration}
network: { sameZone: 0us, crossZone: 0us }
regions: { r: [a, b] }
nodes: { ui: { at: r/a, taskCap: 0, startTime: 0s }, task: { at: r/b, taskCap: 5, startTime: 0s, phase: 1s } }
loadBalancers: { portal: { at: r/a, nodes: [ui] }, api: { at: r/b, nodes: [task]${api} } }
database: ideal
workload:
  requests:
    users: { arrivals: { every: 1s, offset: 500ms }, from: r/a${via} }
    ci: { arrivals: { every: 1s, offset: 600ms }, from: r/b }
timeline: [ ${timeline} ]
plans: { ${plans} }
`);
  const all = answers(told).map((each) => ({ ...each, second: each.arrived / S }));
  return {
    users: all.filter(({ requestClass }) => requestClass === 0),
    ci: all.filter(({ requestClass }) => requestClass === 1),
    result,
  };
}

const PORTAL_LOST = '{ at: 10m, outage: portal, for: 5m }';

/** The seconds of requests that were not served, first and last. */
function failing(requests: ReturnType<typeof site>['users']): [number, number] | null {
  const lost = requests.filter(({ outcome }) => outcome !== 'served');
  return lost.length === 0 ? null : [lost[0]!.second, lost.at(-1)!.second];
}

describe('clients who know one address', () => {
  it('L7: are not served through another balancer while theirs is lost', () => {
    const { users, ci } = site({ timeline: PORTAL_LOST });
    // 300 requests in 5 minutes, one a second; the build server notices nothing and gets no other node.
    expect(failing(users)).toEqual([600.5, 899.5]);
    expect(users.filter(({ outcome }) => outcome === 'timedOut')).toHaveLength(300);
    expect(users.filter(({ node }) => node === 1)).toHaveLength(0);
    expect(failing(ci)).toBeNull();
    expect(ci.every(({ node }) => node === 1)).toBe(true);
  });

  it('L7: know the one that the file names, also when it is not the nearest', () => {
    const { users } = site({ via: ', via: api', timeline: PORTAL_LOST });
    expect(users.every(({ outcome, node }) => outcome === 'served' && node === 1)).toBe(true);
  });

  it('F3, L7: follow when a plan switches to another, and stay there when the first is back', () => {
    const { users } = site({
      timeline: '{ at: 10m, outage: portal, for: 5m, plan: away }',
      plans: 'away: [{ do: switch, loadBalancer: api, takes: 2m }]',
    });
    expect(failing(users)).toEqual([600.5, 719.5]);
    expect(users.filter(({ second }) => second > 720).every(({ node }) => node === 1)).toBe(true);
  });
});

describe('a failover service', () => {
  it('L7: leads to the first that is up, at once', () => {
    const { users } = site({ via: ', via: [portal, api]', timeline: PORTAL_LOST });
    expect(failing(users)).toBeNull();
    expect(users.filter(({ node }) => node === 1).map(({ second }) => second)).toHaveLength(300);
  });

  it('L7: and away from one that is up and has nobody healthy', () => {
    // The portal's only node is stopped for 5 min: its probes, each 30 s, take it out with the second, at 630 s, and put
    // it back with the second good one, at 930 s. Until then it refuses.
    const { users } = site({
      via: ', via: [portal, api]',
      timeline: '{ at: 595s, stop: ui, for: 5m }',
    });
    expect(failing(users)).toEqual([595.5, 629.5]);
    const away = users.filter(({ node }) => node === 1).map(({ second }) => second);
    expect([away[0], away.at(-1)]).toEqual([630.5, 929.5]);
  });
});

describe('a DNS name with health checks', () => {
  const DNS = 'dns: [portal, api], interval: 30s, fall: 3, rise: 3';

  it('L7: leads elsewhere after `fall` failed checks, and back after `rise` good ones', () => {
    // Lost at 605 s: the checks of 630, 660 and 690 s fail. Back at 905 s: those of 930, 960 and 990 s are good.
    const { users } = site({
      via: `, via: { ${DNS}, ttl: 0s }`,
      timeline: '{ at: 605s, outage: portal, for: 5m }',
    });
    expect(failing(users)).toEqual([605.5, 689.5]);
    const away = users.filter(({ node }) => node === 1).map(({ second }) => second);
    expect([away[0], away.at(-1)]).toEqual([690.5, 989.5]);
  });

  it('L7: and clients go on with what they were told for up to its time to live', () => {
    const { users } = site({
      via: `, via: { ${DNS}, ttl: 100s }`,
      timeline: '{ at: 605s, outage: portal, for: 5m }',
    });
    // From 690 s the share that still has the old answer falls to none within 100 s: half of the 100 requests.
    const old = users.filter(({ second, outcome }) => second > 690 && outcome !== 'served');
    expect(old.every(({ second }) => second < 790)).toBe(true);
    // A sum of 100 draws with chances 0.995 … 0.005: mean 50, variance 16.7.
    expect(Math.abs(old.length - 50)).toBeLessThan(4 * Math.sqrt(16.7));
  });

  it('L7: leads away from one that is up and has nobody healthy, also when that fails open', () => {
    const { users } = site({
      via: ', via: { dns: [api, portal], interval: 30s, fall: 1, rise: 1, ttl: 0s }',
      api: ', whenNoneHealthy: all',
      timeline: '{ at: 595s, stop: task, for: 5m }',
    });
    // Taken out by the balancer's second probe at 630 s or, for the other order of ties, seen by the check of 660 s.
    expect(failing(users)![0]).toBe(595.5);
    expect(failing(users)![1]).toBeLessThan(660);
    expect(users.filter(({ second }) => second > 660 && second < 900).every(({ node }) => node === 0)).toBe(
      true,
    );
  });

  it('L7: answers the first when none is well', () => {
    const { users } = site({
      via: `, via: { ${DNS}, ttl: 0s }`,
      timeline: '{ at: 605s, outage: portal, for: 5m }, { at: 605s, outage: api, for: 10m }',
    });
    // The portal is back at 905 s: at once for those who are sent there.
    expect(failing(users)).toEqual([605.5, 904.5]);
  });
});

describe('users', () => {
  it('W3: who think for a constant time do not ask together', () => {
    const { told } = run(`
name: office
duration: 20m
network: { sameZone: 0us }
nodes: { n: { startTime: 0s } }
loadBalancer: { at: local }
workload: { requests: { page: { users: { count: 60, think: 1m }, from: local, cpu: 1ms } } }
`);
    const all = answers(told);
    // 60 users in a minute of thinking: one a second on average; in none of the 1200 seconds as many as 10.
    const inSecond = new Map<number, number>();
    for (const { arrived } of all) {
      const second = Math.floor(arrived / S);
      inSecond.set(second, (inSecond.get(second) ?? 0) + 1);
    }
    expect(Math.max(...inSecond.values())).toBeLessThan(10);
    // Each asked once within the first minute, and 20 times in all but for the milliseconds of the answers.
    expect(all.filter(({ arrived }) => arrived < MIN)).toHaveLength(60);
    expect(all.length).toBeGreaterThan(60 * 19);
  });
});

describe('a request that writes', () => {
  it('W3: makes as many of its calls write as it says, spread evenly', () => {
    // Reads of 1 ms and writes of 2 ms + 1 ms of flush, one after another: 2 × 1 + 2 × 3 ms.
    const { told } = run(`
name: writes
duration: 1m
network: { sameZone: 0us }
nodes: { n: { startTime: 0s, phase: 19s } }
loadBalancer: { at: local }
database: { at: local, read: 1ms, write: 2ms, flush: 1ms }
workload: { requests: { save: { arrivals: { at: [5s] }, from: local, db: { calls: 4, writes: 2 } } } }
`);
    expect(answers(told)).toMatchObject([{ at: 5 * S + 8_000, outcome: 'served' }]);
  });
});

describe('clients who hold on to an address', () => {
  const AWAY = {
    timeline: '{ at: 10m, outage: portal, for: 10m, plan: away }',
    plans: 'away: [{ do: switch, loadBalancer: api, takes: 2m }]',
  };
  const lost = (requests: ReturnType<typeof site>['users'], from: number, to: number): number =>
    requests.filter(({ second, outcome }) => second > from && second < to && outcome !== 'served').length;

  it('L14: for ever: all of them stay where they were, and are back with what they know', () => {
    const { users } = site({ via: ', holdOn: { share: 100% }', ...AWAY });
    expect(failing(users)).toEqual([600.5, 1199.5]);
  });

  it('L14: a share of them, and nobody else is served otherwise', () => {
    const { users } = site({ via: ', holdOn: { share: 30% }', ...AWAY });
    const without = site(AWAY).users;
    expect(lost(without, 720, 1200)).toBe(0);
    // 480 requests after the switch, of clients of their own: 144 with a standard deviation of 10.
    expect(Math.abs(lost(users, 720, 1200) - 144)).toBeLessThan(4 * 10);
    // They go to the portal again when it is there.
    expect(lost(users, 1200, 1800)).toBe(0);
    expect(users.filter(({ second, node }) => second > 1200 && node === 0).length).toBeGreaterThan(100);
  });

  it('L14: of users the first, by the share exactly, whatever they ask', () => {
    const { told } = run(`
name: users
duration: 10m
network: { sameZone: 0us, crossZone: 0us }
regions: { r: [a, b] }
nodes: { ui: { at: r/a, taskCap: 0 }, task: { at: r/b } }
loadBalancers: { portal: { at: r/a, nodes: [ui] }, api: { at: r/b, nodes: [task] } }
database: ideal
workload:
  requests:
    some: { users: { count: 7, think: 10s }, from: r/a }
    users: { users: { count: 10, think: 10s }, from: r/a, holdOn: { share: 30% } }
plans: { away: [{ do: switch, loadBalancer: api, takes: 0s }] }
timeline: [ { at: 1m, outage: portal, for: 1us, plan: away } ]
`);
    const late = answers(told).filter(({ arrived }) => arrived > 2 * MIN);
    const of = (requestClass: number, node: number) =>
      late.filter((each) => each.requestClass === requestClass && each.node === node).length;
    // Three of ten stay at the portal, each as busy as the others; of the other class none.
    expect(of(0, 0)).toBe(0);
    expect(Math.abs(of(1, 0) / (of(1, 0) + of(1, 1)) - 0.3)).toBeLessThan(0.01);
  });

  it('L14: from one start to the next: half of them are back after half of that time', () => {
    const { users } = site({ via: ', holdOn: { share: 100%, for: 8m }', ...AWAY });
    // The plan switches at 12 min; after 4 min half of those who ask have started since.
    const around = users.filter(({ second }) => second > 930 && second < 990);
    const back = around.filter(({ outcome }) => outcome === 'served').length / around.length;
    expect(Math.abs(back - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / around.length));
    expect(failing(users)![1]).toBeLessThan(1200);
  });

  it('L14: a user goes on with what it found from one start to the next', () => {
    // Eight users start a minute apart, one of them at 11 min, when the name leads to the API for a minute.
    const { told } = run(`
name: starts
duration: 25m
network: { sameZone: 0us, crossZone: 0us }
regions: { r: [a, b] }
nodes: { ui: { at: r/a, taskCap: 0 }, task: { at: r/b } }
loadBalancers: { portal: { at: r/a, nodes: [ui] }, api: { at: r/b, nodes: [task] } }
database: ideal
workload:
  requests:
    users:
      users: { count: 8, think: 10s }
      from: r/a
      via: { dns: [portal, api], interval: 1s, fall: 1, rise: 1 }
      holdOn: { share: 100%, for: 8m }
timeline: [ { at: 630s, outage: portal, for: 1m } ]
`);
    const elsewhere = answers(told).filter(({ node }) => node === 1);
    // Answers take no time, so each user asks at its own second of ten. One asked elsewhere, for its eight minutes: 48 times, but
    // that it may have waited for the portal at first, for 30 s.
    expect(new Set(elsewhere.map(({ arrived }) => Math.round((arrived / S) % 10))).size).toBe(1);
    expect(elsewhere.length).toBeGreaterThan(48 - 4);
    expect(elsewhere.every(({ arrived }) => arrived >= 11 * MIN && arrived < 19 * MIN)).toBe(true);
  });

  it('L14: a DNS name is looked up once, whatever its TTL', () => {
    const dns = ', via: { dns: [portal, api], interval: 7s, fall: 1, rise: 1, ttl: 0s }';
    const { users: all } = site({ via: `${dns}, holdOn: { share: 100% }`, timeline: PORTAL_LOST });
    expect(failing(all)).toEqual([600.5, 899.5]);
    const { users: none } = site({ via: dns, timeline: PORTAL_LOST });
    // The check of 602 s fails.
    expect(failing(none)).toEqual([600.5, 601.5]);
  });
});
