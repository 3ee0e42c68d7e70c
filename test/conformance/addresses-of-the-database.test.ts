/** Who follows a promoted database, and who goes on with the one that it replaced: fact 121; rule B10. */
import { describe, expect, it } from 'vitest';
import { run, starts, valueOf } from '../support/run.ts';
import { answers, calls, MIN, S, services } from './support.ts';

/**
 * fra holds the primary and f, ams the copy and m, which is up. fra is lost from 10 min to 30 min; at 15 min the plan
 * promotes the copy. Nodes start in 60 s, f by no watchdog; check-ins and looks
 * are as by default.
 */
function regionLost(database = '', more = '', plan = '') {
  return run(`
name: back
duration: 60m
regions: { fra: [a], ams: [a] }
network: { sameZone: 0us, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s, watchdog: 1d }, m: { at: ams/a, phase: 2s } }
database: { at: fra/a, read: 0us, write: 0us, flush: 0us, ${database} replicas: { dr: { at: ams/a, mode: async, lag: 0s } } }
storage: ideal
workload: { tasks: { t: { arrivals: { every: 5s }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, outage: fra, for: 20m, plan: p }${more} ]
plans: { p: [ { do: promote, what: dr, takes: 5m }${plan} ] }
`);
}

/** The half of fra is cut off, alive, from 10 min to 30 min; each half has a balancer and a client who writes. */
function cutOff(database: string, more = '', task = '') {
  return run(`
name: split
duration: 60m
regions: { fra: [a], ams: [a] }
network: { sameZone: 0us, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s }, m: { at: ams/a, phase: 2s } }
loadBalancers: { lf: { at: fra/a, nodes: [f] }, lm: { at: ams/a, nodes: [m] } }
database: { at: fra/a, read: 0us, write: 0us, flush: 0us, ${database} replicas: { dr: { at: ams/a, mode: async, lag: 0s } } }
storage: ideal
workload:
  tasks: { t: { ${task}active: { f: 1 }, steps: [ { run: 20m } ] } }
  requests:
    f: { arrivals: { every: 10s, offset: 5s }, from: fra/a, cpu: 0s, db: { calls: 1, writes: 1 } }
    m: { arrivals: { every: 10s, offset: 5s }, from: ams/a, cpu: 0s, db: { calls: 1, writes: 1 } }
timeline: [ { at: 10m, cut: fra, from: ams, for: 20m, plan: p }${more} ]
plans: { p: [ { do: promote, what: dr, takes: 5m } ] }
`);
}

type Run = ReturnType<typeof run>;

const takenBy = ({ told }: Run, node: number, from: number): number =>
  starts(told).filter((one) => one.node === node && one.at > from).length;

const noted = ({ told }: Run): [number, unknown][] =>
  told
    .filter(({ what, args }) => what === 'spanBegan' && args[0] === 'noted')
    .map(({ at, args }) => [at / MIN, args[1]]);

describe('rule B10: a region that comes back', () => {
  it('B10, fact 121: its nodes know the old database and stay out', () => {
    const one = regionLost();
    expect(takenBy(one, 0, 30 * MIN)).toBe(0);
    expect(takenBy(one, 1, 30 * MIN)).toBeGreaterThan(300);
    expect(noted(one)).toEqual([[31, expect.stringMatching(/^f stays out: .*`repoint`/)]]);
    expect(valueOf(one.result, 'database.splitBrain')).toBe(0);
  });

  it('B10: with a listener they join by themselves, 60 s after the region is back', () => {
    const one = regionLost('address: listener,');
    const first = starts(one.told).find(({ node, at }) => node === 0 && at > 30 * MIN);
    expect(first!.at).toBeGreaterThanOrEqual(31 * MIN);
    expect(first!.at).toBeLessThanOrEqual(31 * MIN + 25 * S);
    expect(noted(one)).toEqual([]);
  });

  it('B10: `repoint` by the timeline starts them at once', () => {
    const one = regionLost('', ', { at: 40m, repoint: f }');
    const first = starts(one.told).find(({ node, at }) => node === 0 && at > 30 * MIN);
    expect(first!.at).toBeGreaterThanOrEqual(41 * MIN);
    expect(first!.at).toBeLessThanOrEqual(41 * MIN + 25 * S);
  });

  it('B10: `repoint` as a step of the plan has them ready when it is over', () => {
    // 10 + 5 + 24 min + 3 min: at 42 min, of which the last is their start.
    const one = regionLost('', '', ', { do: wait, takes: 24m }, { do: repoint, nodes: f }');
    const first = starts(one.told).find(({ node, at }) => node === 0 && at > 30 * MIN);
    expect(first!.at).toBeGreaterThanOrEqual(42 * MIN);
    expect(first!.at).toBeLessThanOrEqual(42 * MIN + 25 * S);
  });

  it('B10: a node that is lost cannot be repointed, and that is told', () => {
    const { told } = regionLost('', ', { at: 20m, repoint: f }');
    const ignored = told.filter(({ what, args }) => what === 'spanBegan' && args[0] === 'ignored');
    expect(ignored.map(({ args }) => args[1])).toEqual(['f was not repointed: its host is lost']);
  });

  it('B10: with an old primary that serves they join that: a split brain until they are repointed', () => {
    const one = regionLost('oldPrimary: serves,', ', { at: 40m, repoint: f }');
    expect(valueOf(one.result, 'database.splitBrain')).toBe(10 * 60);
    expect(takenBy(one, 0, 40 * MIN)).toBeGreaterThan(0);
    expect(starts(one.told).filter(({ node, at }) => node === 0 && at > 10 * MIN && at < 40 * MIN)).toEqual(
      [],
    );
    // Ready at 31 min: its start writes twice then, and a check-in each minute: 32 … 39, and at 40 min it is over.
    expect(valueOf(one.result, 'database.strayCommits')).toBe(2 + 8);
    expect(noted(one)).toEqual([[30, expect.stringMatching(/^split brain: f went on/)]]);
  });

  it('B10: without a plan the database is the same, and all come back', () => {
    const { told } = run(`
name: same
duration: 60m
regions: { fra: [a] }
nodes: { f: { at: fra/a, phase: 1s } }
database: { at: fra/a }
storage: ideal
workload: { tasks: { t: { arrivals: { every: 5s }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, outage: fra, for: 20m } ]
`);
    expect(starts(told).some(({ at }) => at > 31 * MIN)).toBe(true);
  });
});

describe('rule B10: two halves that are both alive', () => {
  const served = (one: Run, requestClass: number, from: number, to: number): number =>
    answers(one.told).filter(
      (each) =>
        each.requestClass === requestClass &&
        each.outcome === 'served' &&
        each.arrived >= from &&
        each.arrived < to,
    ).length;

  it('B10: fenced, the half that was replaced cannot write', () => {
    const one = cutOff('');
    // Until 15 min the old primary is the one; then f has none that it knows, also when the cut is over.
    expect(served(one, 0, 10 * MIN, 15 * MIN)).toBe(30);
    expect(served(one, 0, 15 * MIN, 60 * MIN)).toBe(0);
    // m, ready for what it was promoted for: before that it was cut off.
    expect(served(one, 1, 20 * MIN, 60 * MIN)).toBeGreaterThan(200);
    expect(valueOf(one.result, 'database.splitBrain')).toBe(0);
  });

  it('B10, N4: fenced, the old primary refuses while its host is up, though f is cut off from the new one', () => {
    // Within the first minute after the promotion, in which the balancer has not found out yet.
    const calls = answers(cutOff('').told).filter(
      ({ requestClass, arrived }) => requestClass === 0 && arrived > 15 * MIN && arrived < 15 * MIN + 30 * S,
    );
    expect(calls).toHaveLength(3);
    expect(calls.every(({ at, arrived, outcome }) => outcome === 'failed' && at === arrived)).toBe(true);
  });

  it('B10, N4: fenced, it gives no answer while its host is lost, though f reaches the new one', () => {
    const { told } = run(`
name: silent
duration: 20m
regions: { fra: [a, b], ams: [a] }
network: { sameZone: 0us, crossZone: 0us, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s, taskCap: 0 } }
loadBalancer: { at: fra/a, probe: { type: tcp } }
database: { at: fra/b, read: 0us, write: 0us, flush: 0us, replicas: { dr: { at: ams/a, mode: async, lag: 0s } } }
storage: ideal
workload: { requests: { page: { arrivals: { at: [13m] }, from: fra/a, cpu: 0s, db: 1, timeout: 1m } } }
timeline: [ { at: 9m, cut: fra, from: ams, for: 3m }, { at: 10m, outage: database, plan: p } ]
plans: { p: [ { do: promote, what: dr, takes: 1m } ] }
`);
    expect(answers(told)).toMatchObject([{ at: 13 * MIN + 30 * S, outcome: 'failed' }]);
  });

  it('B10: serving, both halves accept writes: the split brain, its length, its commits, its end', () => {
    const one = cutOff('oldPrimary: serves,', ', { at: 45m, repoint: f }');
    expect(served(one, 0, 10 * MIN, 45 * MIN)).toBe(35 * 6);
    expect(valueOf(one.result, 'database.splitBrain')).toBe(30 * 60);
    const spans = one.told.filter(({ what, args }) => what === 'spanBegan' && args[0] === 'split');
    expect(spans.map(({ at }) => at / MIN)).toEqual([15]);
    // 30 min of a request each 10 s, a check-in a minute, and the end of the task at 20 min, which both tell apart.
    expect(valueOf(one.result, 'database.strayCommits')).toBe(180 + 30 + 1);
    // The promoted database sees that task running until f looks there, the first time after 45 min.
    expect(valueOf(one.result, 'tasks.succeeded')).toBe(0);
    expect(valueOf(one.result, 'tasks.orphaned')).toBe(1);
    const ended = one.told.filter(({ what, args }) => what === 'taskEnded' && args[4] === 'cancelled');
    expect(ended.map(({ at }) => at)).toEqual([45 * MIN + 1 * S + 5_000]);
  });

  it('B10, Q8: what has ended with the old primary looks running to the new one, which has not seen its node for an hour', () => {
    const one = cutOff('oldPrimary: serves,');
    const ended = one.told.filter(({ what, args }) => what === 'taskEnded' && args[4] === 'cancelled');
    expect(ended.map(({ at }) => Math.floor(at / MIN))).toEqual([75]);
  });

  it('B10, D5: what was resilient ends once more, with the new one', () => {
    const one = cutOff('oldPrimary: serves,', ', { at: 45m, repoint: f }', 'resilient: true, ');
    expect(valueOf(one.result, 'tasks.succeeded')).toBe(1);
  });

  it('B10: a split brain is while the old primary is there and somebody who knows it, and no longer', () => {
    const one = run(`
name: there
duration: 60m
regions: { fra: [a, b], ams: [a] }
network: { sameZone: 0us, crossZone: 0us, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s }, m: { at: ams/a, phase: 2s } }
database: { at: fra/b, read: 0us, write: 0us, flush: 0us, oldPrimary: serves, replicas: { dr: { at: ams/a, mode: async, lag: 0s } } }
storage: ideal
workload: { tasks: { t: { arrivals: { every: 5s }, steps: [ { run: 1s } ] } } }
timeline:
  - { at: 10m, cut: fra, from: ams, for: 20m, plan: p }
  - { at: 18m, outage: f, for: 1m }
  - { at: 22m, outage: fra/b, for: 3m }
  - { at: 45m, repoint: f }
plans: { p: [ { do: promote, what: dr, takes: 5m } ] }
`);
    const spans = one.told.filter(({ what, args }) => what === 'spanBegan' && args[0] === 'split');
    expect(spans.map(({ at }) => at / MIN)).toEqual([15, 19, 25]);
    expect(valueOf(one.result, 'database.splitBrain')).toBe((3 + 3 + 20) * 60);
  });

  it('B10: what was replaced and is primary again has nobody beside it', () => {
    // From zone a to one, to two, and to one again, each time away from a zone that is lost; m knows them all.
    const { result, told } = run(`
name: again
duration: 60m
regions: { r: [a, b, c, d] }
nodes: { m: { at: r/d, phase: 2s } }
database: { at: r/a, oldPrimary: serves, replicas: { one: { at: r/b, mode: async, lag: 0s }, two: { at: r/c, mode: async, lag: 0s } } }
storage: ideal
workload: { tasks: { t: { arrivals: { every: 5s }, steps: [ { run: 1s } ] } } }
timeline:
  - { at: 10m, outage: r/a, for: 5m, plan: first }
  - { at: 20m, outage: r/b, for: 5m, plan: second }
  - { at: 30m, outage: r/c, for: 5m, plan: first }
plans: { first: [ { do: promote, what: one, takes: 1m } ], second: [ { do: promote, what: two, takes: 1m } ] }
`);
    expect(services(told).map(({ at, tasks }) => [at / MIN, tasks])).toEqual([
      [0, true],
      [10, false],
      [11, true],
      [20, false],
      [21, true],
      [30, false],
      [31, true],
    ]);
    expect(valueOf(result, 'database.splitBrain')).toBe(0);
  });
});

describe('rule B10: a call under way at a primary that a plan replaces', () => {
  it('N3, B6: is told of it from there, and not from where the new one stands', () => {
    // The call of 10 s is in service from 10.05 s; the copy in ams, cut off, is promoted at 10.5 s.
    const { told } = run(`
name: replaced
duration: 60s
regions: { fra: [a, b], ams: [a] }
network: { sameZone: 0us, crossZone: 100ms, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s, taskCap: 0 } }
loadBalancer: { at: fra/a }
database: { at: fra/b, read: 1s, write: 1s, flush: 0us, replicas: { dr: { at: ams/a, mode: async, lag: 0s } } }
storage: ideal
workload: { requests: { page: { arrivals: { at: [10s] }, from: fra/a, cpu: 0s, db: 1, timeout: 50s } } }
timeline: [ { at: 5s, cut: fra, from: ams, plan: p } ]
plans: { p: [ { do: promote, what: dr, takes: 5500ms } ] }
`);
    expect(answers(told)).toMatchObject([{ at: 10.55 * S, outcome: 'failed' }]);
  });
});

describe('rule B10: who is replaced, and who goes on with it', () => {
  it('B10: a node that was down when the copy was promoted goes on with the old primary when it is back', () => {
    const one = cutOff('oldPrimary: serves,', ', { at: 12m, crash: f, for: 6m }');
    // Its host is back at 18 min; it is ready a minute later, reaches the primary of fra, and serves until the end.
    expect(valueOf(one.result, 'database.splitBrain')).toBe(42 * 60);
    expect(noted(one)).toEqual([[18, expect.stringMatching(/^split brain: f went on/)]]);
    const late = answers(one.told).filter(({ requestClass, at }) => requestClass === 0 && at > 21 * MIN);
    expect(late.filter(({ outcome }) => outcome !== 'served')).toEqual([]);
    expect(late.length).toBeGreaterThan(200);
  });

  it('B10, Q3: the first look of a node that has nothing at the new primary is a read as any other', () => {
    const { told } = run(`
name: first-look
duration: 45m
regions: { fra: [a], ams: [a] }
network: { sameZone: 0us, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s }, m: { at: ams/a, phase: 2s } }
database: { at: fra/a, oldPrimary: serves, read: 0us, write: 1s, flush: 0us, replicas: { dr: { at: ams/a, mode: async } } }
workload: {}
timeline: [ { at: 10m, outage: fra, for: 20m, plan: p }, { at: 40m, repoint: f } ]
plans: { p: [ { do: promote, what: dr, takes: 5m } ] }
`);
    // f is ready at 31 min, and in each minute each of the two checks in once, by a write, and looks three times.
    const ofTheMinute = calls(told).filter(({ left }) => left > 40 * MIN && left <= 41 * MIN);
    expect(ofTheMinute.filter(({ left, answered }) => answered - left >= S).length).toBe(2);
    expect(ofTheMinute.length).toBe(8);
  });

  it('B6, B10: what took over from its successor by itself is replaced no more', () => {
    const one = run(`
name: and-back
duration: 60m
regions: { fra: [a], ams: [a] }
network: { sameZone: 0us, between: { fra: { ams: 10ms } } }
nodes: { f: { at: fra/a, phase: 1s }, m: { at: ams/a, phase: 2s } }
database: { at: fra/a, oldPrimary: serves, replicas: { dr: { at: ams/a, mode: sync } } }
storage: ideal
workload: { tasks: { t: { arrivals: { every: 5s }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, cut: fra, from: ams, for: 4m, plan: p }, { at: 20m, outage: ams, for: 5m } ]
plans: { p: [ { do: promote, what: dr, takes: 5m } ] }
`);
    expect(valueOf(one.result, 'database.splitBrain')).toBe(0);
    expect(noted(one)).toEqual([]);
  });
});
