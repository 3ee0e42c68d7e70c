/** Rules B6, B7, F3: hot/cold recovery, what it loses and how long it takes (facts 119–124, assumption 26). */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { MIN, services } from './support.ts';

const HOT_COLD = `
duration: 3h
regions: { east: [a], west: [a] }
network: { sameZone: 0us, crossZone: 0us, between: { east: { west: 0us } } }
nodes:
  hot: { at: east/a, taskCap: 5, startTime: 0s, phase: 0s }
  cold: { at: west/a, taskCap: 0, startTime: 3m, state: down, phase: 0s }
database:
  at: east/a
  read: 1ms
  write: 1ms
  flush: 0ms
  replicas: { dr: { at: west/a, mode: async, lag: 2m } }
  backups: { every: 15m, restore: 20m }
dispatch: { policy: immediate }
timeline: [ { at: 20m, outage: east, name: lost, plan: recover } ]
`;
const PROMOTE = `
plans:
  recover:
    - { do: decide, takes: 30m }
    - { do: promote, what: dr, takes: 5m }
    - { do: start, nodes: cold, takes: 10m }
    - { do: setTaskCap, nodes: cold, to: 5 }
`;

describe('hot/cold', () => {
  it('facts 119, 120: tasks run again after decide + promote + start', () => {
    const { result } = run(`name: rto\n${HOT_COLD}${PROMOTE}
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 10s } ] } } }
`);
    expect(valueOf(result, 'recovery.lost.tasks.rto')).toBe(45 * 60);
    expect(valueOf(result, 'recovery.lost.ui.rto')).toBe(45 * 60);
  });

  it('fact 124, rule B7: the lag is lost: queued in it unknown, started in it pending again, finished in it counted', () => {
    const { result, told } = run(`name: rpo\n${HOT_COLD}${PROMOTE}
workload:
  tasks:
    unknown: { arrivals: { at: [19m] }, steps: [ { run: 2h } ] }
    again: { queued: 1, steps: [ { run: 2h } ] }
    before: { arrivals: { at: [17m] }, steps: [ { run: 2h } ] }
    finished: { arrivals: { at: [17m] }, steps: [ { run: 2m } ] }
    early: { arrivals: { at: [1m] }, steps: [ { run: 2m } ] }
`);
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(120);
    expect(valueOf(result, 'tasks.unknown.lost')).toBe(1);
    expect(valueOf(result, 'tasks.finished.succeeded')).toBe(1);
    // `again` started at 0, long before the lag: it is an orphan like `before`.
    expect(valueOf(result, 'tasks.again.duplicated')).toBe(0);
    expect(valueOf(result, 'recovery.lost.rpo.tasks')).toBe(2);
    expect(ends(told).filter(({ outcome }) => outcome === 'lost')).toHaveLength(1);
  });

  it('rule B7: what was queued before the lag and started in it runs twice, and its wait counts once', () => {
    const { result, told } = run(`name: twice\n${HOT_COLD}${PROMOTE}
workload:
  tasks:
    blocker: { active: { hot: 5 }, steps: [ { run: 19m } ] }
    waiting: { queued: 1, steps: [ { run: 30m } ] }
`);
    expect(valueOf(result, 'tasks.waiting.duplicated')).toBe(1);
    expect(starts(told).filter(({ task }) => task === starts(told).at(-1)!.task)).toHaveLength(2);
    expect(valueOf(result, 'tasks.waiting.succeeded')).toBe(1);
    // A blocker's end write takes 1 ms.
    expect(result.samples['tasks.waiting.queueWait']).toMatchObject({
      count: 1,
      sum: 19 * 60_000_000 + 1_000,
    });
  });

  it('B7: what one promotion has lost is not lost again by the next', () => {
    const { result } = run(`name: lost-once
duration: 2h
regions: { east: [a, b], west: [a] }
network: { sameZone: 0us, crossZone: 0us, between: { east: { west: 0us } } }
nodes: { n: { at: east/a, taskCap: 5, phase: 0s } }
database:
  at: east/a
  read: 1ms
  write: 1ms
  flush: 0ms
  replicas:
    near: { at: east/b, mode: async, lag: 2m }
    far: { at: west/a, mode: async, lag: 10m }
dispatch: { policy: immediate }
workload:
  tasks:
    first: { arrivals: { at: [5m] }, steps: [ { run: 24m } ] }
    second: { arrivals: { at: [5m] }, steps: [ { run: 30m } ] }
plans:
  recover:
    - { do: promote, what: near, takes: 10m }
    - { do: promote, what: far, takes: 10m }
timeline: [ { at: 20m, cut: east, from: west, name: lost, plan: recover } ]
`);
    // At 30 min what came after 28 min is lost, so that `first` has succeeded; at 40 min what came after 10 min, with `second`.
    expect(valueOf(result, 'recovery.lost.rpo.tasks')).toBe(2);
  });

  it('fact 123: with backups what came after the last one is lost: up to the interval', () => {
    const { result } = run(`name: backup\n${HOT_COLD}
plans:
  recover:
    - { do: decide, takes: 30m }
    - { do: restore, what: database }
    - { do: start, nodes: cold, takes: 10m }
    - { do: setTaskCap, nodes: cold, to: 5 }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 10s } ] } } }
`);
    // Backups at 0, 15, 30 … min; lost at 20 min: 5 minutes.
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(300);
    // Restored beside the nodes: 30 + 20 + 10 minutes.
    expect(valueOf(result, 'recovery.lost.tasks.rto')).toBe(60 * 60);
  });
});

it('B7: a resilient task that came back to the queue in the lag was known before it: it is not lost', () => {
  // Both are taken at 10 min. The node of one dies at 20 min, and the scan puts it back to the queue within a minute; the
  // other node is full. The region is lost at 23 min, with the last 5 min.
  const { result } = run(`
name: back-in-the-queue
duration: 6h
regions: { fra: [a], ams: [a] }
network: { between: { fra: { ams: 9ms } } }
nodes:
  one: { at: fra/a, taskCap: 1 }
  two: { at: fra/a, taskCap: 1 }
  cold: { at: ams/a, state: down }
database: { at: fra/a, replicas: { dr: { at: ams/a, mode: async, lag: 5m, promote: 1m } } }
dispatch: { policy: immediate, checkIn: 15s, believedOnline: 30s, orphanScan: 30s, orphanAfter: 30s }
workload:
  tasks: { job: { kind: other, resilient: true, arrivals: { at: [10m], count: 2 }, steps: [ { run: 1h } ] } }
timeline:
  - { at: 20m, crash: one }
  - { at: 23m, outage: fra, name: region, plan: p }
plans: { p: [ { do: decide, takes: 5m }, { do: promote, what: dr }, { do: start, nodes: cold, takes: 1m } ] }
`);
  expect(valueOf(result, 'recovery.region.rpo.seconds')).toBe(300);
  expect(valueOf(result, 'tasks.lost')).toBe(0);
  expect(valueOf(result, 'tasks.succeeded')).toBe(2);
});

describe('what waited outside the queue while the database was away is nothing that a recovery loses', () => {
  // The database is lost at 40 s. Of the tasks that arrive every 20 s from 10 s on, two come before: one of 10 s that is over at
  // 20 s, and one at 30 s. A copy that is 15 s behind, or a backup of every 24 s, has what came up to 25 s or 24 s.
  const moved = (deed: string, policy: string) =>
    run(`
name: outside
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { n: { at: r/a, taskCap: 1, phase: 0s }, spare: { at: r/a, state: down, startTime: 0s } }
database:
  at: r/b
  read: 0ms
  write: 0ms
  flush: 0ms
  replicas: { dr: { at: r/a, mode: async, lag: 15s } }
  backups: { every: 24s, restore: 1m }
dispatch: { policy: ${policy} }
plans: { p: [ ${deed}, { do: start, nodes: spare, takes: 0s } ] }
workload:
  tasks:
    t: { kind: other, whenDown: hold, arrivals: { at: [10s, 30s, 50s, 70s, 90s] }, steps: [ { run: 10s } ] }
timeline: [ { at: 40s, outage: database, name: lost, plan: p } ]
`);

  it.each([
    ['promotion', '{ do: promote, what: dr, takes: 1m }', 'immediate', 15],
    ['restore', '{ do: restore, what: database, takes: 1m }', 'immediate', 16],
    ['promotion', '{ do: promote, what: dr, takes: 1m }', '{ policy: greedy, push: true }', 15],
  ])('B7, W4: by a %s with %s under %s', (_, deed, policy, seconds) => {
    const { result, told } = moved(deed, policy.startsWith('{') ? 'greedy, push: true, every: 1s' : policy);
    expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(seconds);
    // Only that of 30 s was queued, or started, in the lost time; the three that came later join the queue at 100 s.
    expect(ends(told).filter(({ outcome }) => outcome === 'lost')).toHaveLength(1);
    expect(valueOf(result, 'recovery.lost.rpo.tasks')).toBe(1);
    expect(valueOf(result, 'tasks.duplicated')).toBe(0);
    expect(valueOf(result, 'tasks.succeeded')).toBe(4);
  });
});

it('B9: a backup that was restored can be restored again', () => {
  // Backups at 0 and 100 s. Restored at 150 s, which loses what came after 100 s; again at 180 s what came after 150 s, and at
  // 190 s what came after 180 s. That of 200 s is what is restored at 230 s.
  const { result } = run(`
name: restored-again
duration: 10m
regions: { r: [a, b] }
nodes: { n: { at: r/a } }
database: { at: r/b, backups: { every: 100s } }
plans: { p: [ { do: restore, what: database, takes: 1s } ] }
workload: { tasks: {} }
timeline: [ ${[149, 179, 189, 229].map((at) => `{ at: ${at}s, maintenance: on, for: 1s, name: at${at}, plan: p }`).join()} ]
`);
  const rpo = [149, 179, 189, 229].map((at) => valueOf(result, `recovery.at${at}.rpo.seconds`));
  expect(rpo).toEqual([50, 30, 10, 30]);
});

it('B9: a backup that was due in the instant in which the database went down is none, also after a restore', () => {
  const { result } = run(`
name: due-as-it-goes-down
duration: 10m
regions: { r: [a, b] }
nodes: { n: { at: r/a, state: down }, spare: { at: r/a, state: down } }
database: { at: r/b, backups: { every: 50s } }
plans: { p: [ { do: restore, what: database, takes: 10s }, { do: start, nodes: spare, takes: 1m } ] }
workload: { tasks: {} }
timeline: [ { at: 100s, outage: database, name: lost, plan: p } ]
`);
  expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(50);
});

it('B7: what was pending all the time and starts as the promoted database serves has lost no start', () => {
  // One task runs, one waits for its slot; there are two slots from 50 s on, and a database again from 100 s on.
  const { result, told } = run(`
name: pending
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { n: { at: r/a, taskCap: 1 } }
database: { at: r/b, read: 0ms, write: 0ms, flush: 0ms, replicas: { dr: { at: r/a, mode: async, lag: 15s } } }
dispatch: { policy: immediate }
plans: { p: [ { do: promote, what: dr, takes: 1m } ] }
workload: { tasks: { t: { kind: other, arrivals: { at: [10s], count: 2 }, steps: [ { run: 3m } ] } } }
timeline: [ { at: 40s, outage: database, name: lost, plan: p }, { at: 50s, setTaskCap: n, to: 2 } ]
`);
  expect(valueOf(result, 'recovery.lost.rpo.seconds')).toBe(15);
  expect(starts(told).map(({ at }) => at / 1_000_000)).toEqual([10, 100]);
  expect(valueOf(result, 'tasks.duplicated')).toBe(0);
  expect(valueOf(result, 'recovery.lost.rpo.tasks')).toBe(0);
});

it.each([
  ['a step', '{ at: 1m, maintenance: on, for: 1s, plan: p }', 40],
  ['an entry', '{ at: 1m, maintenance: on, for: 1s, plan: p }, { at: 80s, start: a }', 30],
])('F1, F3: what a plan has stopped is started by %s', (_, timeline, seconds) => {
  const { told } = run(`
name: stopped
duration: 10m
nodes: { a: { taskCap: 3, startTime: 10s }, b: { taskCap: 2 } }
plans: { p: [ { do: stop, nodes: a, takes: 10s }, { do: wait, takes: 20s }, { do: start, nodes: a, takes: 20s } ] }
workload: { tasks: {} }
timeline: [ ${timeline} ]
`);
  const start = 1 * MIN + 10_000_000;
  expect(services(told).map(({ at, slots }) => [at, slots])).toEqual([
    [0, 5],
    [start, 2],
    [start + (seconds - 20 + (seconds === 40 ? 20 : 10)) * 1_000_000, 5],
  ]);
});

describe('B7, D3: a node whose last task a promotion has lost', () => {
  const lost = (at: string, timeline: string, more = '') =>
    run(`
name: idle
duration: 30m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { n: { at: r/a, taskCap: 1, startTime: 10s } }
database: { at: r/b, read: 0ms, write: 0ms, flush: 0ms, replicas: { dr: { at: r/a, mode: async, lag: 1m } } }
dispatch: { policy: immediate, ${more} }
plans: { p: [ { do: promote, what: dr, takes: 10s } ] }
workload: { tasks: { t: { arrivals: { at: [${at}] }, steps: [ { run: 10m } ] } } }
timeline: [ ${timeline}, { at: 40s, outage: database, plan: p } ]
`);

  it('is idle, so that its restart goes on', () => {
    const { told } = lost('10s', '{ at: 30s, restart: n, takes: 30s, drain: {} }');
    expect(ends(told).map(({ at, outcome }) => [at / 1_000_000, outcome])).toEqual([[50, 'lost']]);
    expect(services(told).at(-1)).toMatchObject({ at: 90_000_000, slots: 1 });
  });

  it('is idle, so that its upgrade goes on', () => {
    const { told } = lost('10s', '{ at: 30s, upgrade: { schema: 1m, perNode: 20s } }');
    expect(services(told).at(-1)).toMatchObject({ at: 130_000_000, slots: 1 });
  });
});

describe('F1: nothing is brought to a place that is lost', () => {
  const toldOf = (parts: string, plan: string, what: string) =>
    run(`
name: lost-too
duration: 30m
regions: { r: [a], s: [a], t: [a] }
network: { between: { r: { s: 10ms, t: 10ms }, s: { t: 10ms } } }
nodes: { n: { at: t/a, startTime: 0s }, cold: { at: s/a, state: down, startTime: 0s } }
${parts}
plans: { p: [ ${plan}, { do: repoint, nodes: n } ] }
workload: { tasks: {} }
timeline: [ { at: 2m, outage: s, for: 20m }, { at: 5m, outage: ${what}, plan: p } ]
`).told;
  const said = (told: ReturnType<typeof toldOf>) =>
    told.filter(({ what, args }) => what === 'spanBegan' && args[0] === 'ignored').map(({ args }) => args[1]);

  it('a copy of the store is not promoted there', () => {
    const told = toldOf(
      'storage: { at: r/a, replicas: { copy: { at: s/a } } }',
      '{ do: promote, what: copy, takes: 1m }',
      'storage',
    );
    expect(services(told).map(({ at, tasks }) => [at / MIN, tasks])).toEqual([
      [0, true],
      [5, false],
    ]);
    expect(said(told)).toEqual(['promote copy did nothing: it is lost']);
  });

  it('nor is a backup restored there', () => {
    const told = toldOf(
      'database: { at: r/a, backups: { every: 1m, restore: 1m } }',
      '{ do: restore, takes: 1m }, { do: start, nodes: cold, takes: 1m }',
      'database',
    );
    expect(services(told).at(-1)).toMatchObject({ at: 5 * MIN, tasks: false });
    expect(said(told)[0]).toBe(
      'restore did nothing: the host of the database is lost, and so is where it would be restored',
    );
  });
});

it('F1, F3: a copy of the store that took over serves when the outage of the first is over, and can be lost itself', () => {
  const { told } = run(`
name: store
duration: 1h
regions: { r: [a, b] }
nodes: { n: { at: r/a } }
storage: { at: r/a, replicas: { copy: { at: r/b } } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }
timeline:
  - { at: 10m, outage: storage, for: 20m, plan: p }
  - { at: 40m, outage: storage, for: 2m }
plans: { p: [ { do: promote, what: copy, takes: 5m } ] }
`);
  expect(services(told).map(({ at, tasks }) => [at / MIN, tasks])).toEqual([
    [0, true],
    [10, false],
    [15, true],
    [40, false],
    [42, true],
  ]);
});
