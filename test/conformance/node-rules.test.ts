/** What nodes do at the edges: rules A3, B5, C1, D3, F1, Q3, Q6, W4; facts 48, 54, 59, 73, 103, 104. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, type Told, valueOf } from '../support/run.ts';
import { arrivals, S } from './support.ts';

/** How many tasks ended how. */
function outcomes(told: readonly Told[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of ends(told)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** When tasks started, in s. */
const started = (told: readonly Told[]) => starts(told).map(({ at }) => at / S);

const IDEAL = 'database: ideal\nstorage: ideal\nduration: 3h\n';

/** RTO of tasks, in s, of a database that is away for a while; two nodes. */
function rto(away: string, replication = 0, keys = ''): number {
  const text = `
name: edge
duration: 3h
nodes: { n: { count: 2${keys} } }
database: { cores: 4 }
workload: { tasks: { deployment: { arrivals: { every: 1m }, steps: [ { db: 2 }, { run: 2m } ] } } }
timeline: [ { at: 1h, outage: database, for: ${away}, name: db } ]
`;
  return valueOf(run(text, { replication }).result, 'recovery.db.tasks.rto');
}

describe('B5: without a database', () => {
  it('five minutes are not more than five: nobody stops', () => {
    expect(rto('4m')).toBe(240);
    expect(rto('5m')).toBe(300);
  });

  it('after longer nodes stop, and each is started by its watchdog, which is not in step with the others', () => {
    // 720 s away, then up to 300 s until the first watchdog of the two checks, then a start of 60 s.
    const values = [0, 1, 2, 3, 4].map((replication) => rto('12m', replication));
    for (const value of values) {
      expect(value).toBeGreaterThan(720 + 0);
      expect(value).toBeLessThanOrEqual(720 + 300 + 60);
    }
    expect(new Set(values).size).toBe(5);
  });

  it('both lengths are keys', () => {
    expect(rto('12m', 0, ', endurance: 15m')).toBe(720);
    expect(rto('12m', 0, ', watchdog: 1s, startTime: 0s')).toBeLessThanOrEqual(722);
  });
});

describe('Q3: a look and an end at one instant', () => {
  const makespan = (cap: number, steps: string, queued: number, phase: string) =>
    ends(
      run(`
name: scale
${IDEAL}
nodes: { w: { taskCap: ${cap}, cores: 32, phase: ${phase} } }
workload: { tasks: { job: { kind: other, queued: ${queued}, steps: ${steps} } } }
`).told,
    ).at(-1)!.at / S;

  it('the look does not see the end yet, whatever the cap', () => {
    // Looks at 7, 27, 47 …: taken at 7, over at 67, seen at 87: ten times 80 s, the last one over 60 s after 727.
    for (const cap of [1, 2, 3, 4, 16]) expect(makespan(cap, '[{ run: 60s }]', 10 * cap, '7s')).toBe(787);
  });

  it('two steps of 20 s are one of 40 s', () => {
    const six = makespan(1, '[{ repeat: { times: 6, steps: [{ run: 20s }] } }]', 10, '0s');
    expect(six).toBe(makespan(1, '[{ repeat: { times: 3, steps: [{ run: 40s }] } }]', 10, '0s'));
  });
});

describe('C1: what a running task asks of its node', () => {
  const slowed = (cap: number, cores: number, keys = '') =>
    ends(
      run(`
name: cores
${IDEAL}
dispatch: { policy: immediate }
nodes: { w: { taskCap: ${cap}, cores: ${cores} } }
workload: { tasks: { job: { kind: other, queued: ${cap}, steps: [ { run: 100s } ] ${keys} } } }
`).told,
    ).at(-1)!.at / S;

  it('facts 103, 104: 4 cores carry 30 tasks, 3.5 cores carry 160', () => {
    expect(slowed(30, 4)).toBe(100);
    expect(slowed(160, 3.5)).toBe(100);
  });

  it('fact 103: scripts on the node itself ask for 0.2 core', () => {
    expect(slowed(20, 4, ', runCores: 0.2')).toBe(100);
    expect(slowed(40, 4, ', runCores: 0.2')).toBe(200);
  });
});

describe('fact 48: a removed node', () => {
  it('has no row any more: its tasks have failed at once', () => {
    const { result, told } = run(`
name: delete-row
${IDEAL}
nodes: { a: { phase: 7s }, b: { phase: 3s } }
workload: { tasks: { deployment: { active: { a: 3 }, steps: [ { run: 2h30m } ] } } }
timeline: [ { at: 10m, removeNode: a } ]
`);
    expect(outcomes(told)).toEqual({ failed: 3 });
    expect(valueOf(result, 'tasks.deployment.failed')).toBe(3);
  });

  it('does not count for the licence', () => {
    const { told } = run(`
name: licence
${IDEAL}
licence: 1
nodes: { a: { phase: 7s }, b: { phase: 3s } }
workload: { tasks: { deployment: { arrivals: { at: [9m, 11m] }, steps: [ { run: 1m } ] } } }
timeline: [ { at: 10m, removeNode: a } ]
`);
    expect(outcomes(told)).toEqual({ refused: 1, succeeded: 1 });
  });

  it('fact 19: is not counted by `countAll`', () => {
    // Counted, its five slots would hold b back for ever: 1/5 > (1 + 1)/10 is false, but 3/5 > (3 + 2)/10 is true.
    const { told } = run(`
name: count-all
${IDEAL}
dispatch: { countAll: true }
nodes: { a: { phase: 7s }, b: { phase: 3s } }
workload:
  tasks:
    old: { kind: other, active: { b: 3 }, steps: [ { run: 2h } ] }
    new: { kind: other, arrivals: { at: [20m], count: 1 }, steps: [ { run: 1m } ] }
timeline: [ { at: 10m, removeNode: a } ]
`);
    expect(started(told).at(-1)).toBe(1203);
  });

  it('D3: a patch whose node is removed goes on with the next', () => {
    const { told } = run(`
name: patch
${IDEAL}
nodes: { a: { phase: 7s }, b: { phase: 3s } }
workload: { tasks: { other: { active: { a: 1 }, steps: [ { run: 2h } ] } } }
timeline:
  - { at: 10m, patch: nodes, takes: 1m }
  - { at: 20m, removeNode: a }
`);
    // a never becomes idle; without it the patch reaches b.
    expect(JSON.stringify(told)).toContain('b restarting');
  });
});

describe('W4: who starts a task', () => {
  const refused = (task: string, timeline = '{ at: 10m, outage: loadBalancer, for: 10m, name: lb }') =>
    outcomes(
      run(`
name: scheduled
database: ideal
storage: ideal
duration: 30m
nodes: { n: { count: 2, taskCap: 20, phase: even, startTime: 0s } }
loadBalancer: { preset: haproxy-http }
workload: { tasks: { nightly: { ${task}, steps: [ { run: 10s } ] } } }
timeline: [ ${timeline} ]
`).told,
    );

  it('a schedule does not come through the user interface', () => {
    expect(refused('kind: deployment, arrivals: { every: 1m, offset: 5s }')).toEqual({ succeeded: 30 });
    expect(refused('kind: runbook, arrivals: { at: [12m] }')).toEqual({ succeeded: 1 });
    expect(refused('kind: other, startedBy: schedule, arrivals: { at: [12m] }')).toEqual({ succeeded: 1 });
  });

  it('people do', () => {
    expect(refused('kind: deployment, startedBy: people, arrivals: { at: [12m] }')).toEqual({ refused: 1 });
    expect(refused('kind: deployment, whenDown: refuse, arrivals: { at: [12m] }')).toEqual({ refused: 1 });
    expect(refused('kind: other, arrivals: { at: [12m] }')).toEqual({ refused: 1 });
  });

  it('a schedule waits for a node where none runs', () => {
    const stop = '{ at: 10m, stop: nodes, for: 5m }';
    expect(refused('kind: deployment, arrivals: { at: [12m] }', stop)).toEqual({ succeeded: 1 });
  });
});

describe('W4: system tasks', () => {
  const CUT = `
duration: 1000s
regions: { r: [a], s: [a] }
network: { between: { r: { s: 10ms } } }
database: { at: s/a, read: 1ms, write: 2ms }
storage: ideal
`;

  it('what is due during a cut is queued when it is over', () => {
    const { told } = run(`
name: after-cut
${CUT}
nodes: { n: { at: r/a, phase: 3s } }
timeline: [ { at: 90s, cut: r, from: s, for: 60s } ]
workload: { tasks: { retention: { kind: system, arrivals: { at: [100s] }, steps: [ { run: 10s } ] } } }
`);
    expect(started(told)[0]).toBeGreaterThan(150);
    expect(started(told)[0]).toBeLessThan(190);
  });

  it('what is due while all caps are 0 is queued when one is raised; fact 59: what was missed is made up for once', () => {
    const { told } = run(`
name: after-zero
${CUT}
nodes: { n: { at: r/a, phase: 3s, taskCap: 0 } }
timeline: [ { at: 500s, setTaskCap: n, to: 5 } ]
workload: { tasks: { retention: { kind: system, arrivals: { at: [100s, 200s, 300s] }, steps: [ { run: 10s } ] } } }
`);
    expect(started(told)).toHaveLength(1);
    expect(started(told)[0]).toBeGreaterThan(500);
  });

  it('what a schedule starts waits outside the queue while all caps are 0, though the user interface is up', () => {
    const { result } = run(`
name: scheduled
duration: 10m
nodes: { n: { phase: 0s, taskCap: 0 } }
timeline: [ { at: 300s, setTaskCap: n, to: 1 } ]
workload:
  tasks:
    schedule: { startedBy: schedule, arrivals: { at: [100s] }, steps: [ { run: 1s } ] }
    person: { arrivals: { at: [100s] }, steps: [ { run: 1s } ] }
`);
    const waited = (what: string) => valueOf(result, `waiting.${what}`) * 600;
    // Both until 300 s; the look of that instant has been, the next takes one, and the one after it the other.
    expect([waited('held'), waited('node')]).toEqual([200, 200]);
  });

  it('B4: what a schedule starts and could not be written is, when the next is due', () => {
    const { result } = run(`
name: again
duration: 2m
network: { sameZone: 0us }
database: { read: 1ms, write: 2ms, flush: 0ms, pool: { size: 1, wait: 1s } }
nodes: { n: { phase: 12s } }
timeline: [ { at: 10s, outage: database, for: 10s } ]
workload: { tasks: { schedule: { startedBy: schedule, arrivals: { at: [15s, 55s] }, steps: [ { run: 1s } ] } } }
`);
    // The look of 12 s has the only connection until 42 s: the write of 20 s fails, that of 55 s is committed 2 ms later.
    expect(valueOf(result, 'waiting.held') * 120).toBeCloseTo(40.002, 6);
    expect(valueOf(result, 'tasks.succeeded')).toBe(2);
  });

  it('T2, Q1: what was held is queued before anything is taken, by a node that is ready or one write of it', () => {
    const classes = (urgent: string, other: string) => {
      const { told } = run(`
name: first
duration: 10m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 1, startTime: 0s } }
timeline: [ { at: 45s, crash: n, for: 100s } ]
workload:
  tasks:
    other: { ${other} steps: [ { run: 10s } ] }
    urgent: { priority: top, ${urgent} arrivals: { at: [120s] }, steps: [ { run: 10s } ] }
`);
      return told.filter(({ what }) => what === 'taskStarted').map(({ args }) => args[0]);
    };
    const [waits, schedule] = ['queued: 6,', 'startedBy: schedule, arrivals: { at: [110s] },'];
    // The crash takes the fifth of the six; the last is in the queue when the node is ready at 145 s.
    expect(classes('whenDown: hold,', waits).slice(5)).toEqual([1, 0]);
    expect(classes('startedBy: schedule,', waits).slice(5)).toEqual([1, 0]);
    expect(classes('startedBy: schedule,', schedule)).toEqual([1, 0]);
  });
});

describe('W4: held work', () => {
  const held = (more: string) => `
name: held
duration: 1000s
${more}
regions: { r: [a] }
nodes: { n: { at: r/a, phase: 3s, taskCap: 1 } }
database: ideal
storage: ideal
loadBalancers: { lb: { at: r/a } }
workload:
  tasks:
    a: { whenDown: hold, kind: deployment, arrivals: { at: [30s] }, steps: [ { run: 301.7s } ] }
    b: { whenDown: hold, kind: deployment, arrivals: { at: [20s] }, steps: [ { run: 301.7s } ] }
`;

  it('is released in order of arrival over all classes', () => {
    // Looks at 3, 23 … 103: b starts at 103 (wait 83) and ends at 404.7; a starts at the look of 423 (wait 393).
    const { told } = run(held('timeline: [ { at: 10s, outage: lb, for: 90s } ]'));
    expect(started(told)).toEqual([103, 423]);
    expect(arrivals(told, 1)).toEqual([20 * S]);
  });

  it('A2: is refused when maintenance mode lasts as the user interface comes back', () => {
    const both = '{ at: 10s, outage: lb, for: 90s }, { at: 50s, maintenance: on, for: 100s }';
    expect(outcomes(run(held(`timeline: [ ${both} ]`)).told)).toEqual({ refused: 2 });
  });
});

describe('Q6: immediate', () => {
  it('a tag freed by the cancellation of an orphan wakes the queue', () => {
    // n1 crashes for good at 100 s; the scan at 65 min cancels its task: the next runs 3900 to 4500 s, then the last.
    const { told } = run(`
name: tag
${IDEAL}
nodes: { n1: { phase: 3s }, n2: { phase: 4s } }
dispatch: { policy: immediate }
timeline: [ { at: 100s, crash: n1 } ]
workload: { tasks: { t: { queued: 3, exclusivePer: project, steps: [ { run: 600s } ] } } }
`);
    expect(started(told)).toEqual([0, 3900, 4500]);
  });

  it('tasks that wait for the database are shared out when it returns', () => {
    const { told } = run(`
name: returns
duration: 1000s
storage: ideal
database: {}
nodes: { n1: {}, n2: {} }
dispatch: { policy: immediate }
timeline: [ { at: 100s, outage: database, for: 100s } ]
workload:
  tasks:
    deployment: { arrivals: { at: [150s], count: 4 }, startedBy: people, whenDown: hold, steps: [ { run: 60s } ] }
`);
    const nodes = starts(told).map(({ node }) => node);
    expect(nodes.sort()).toEqual([0, 0, 1, 1]);
  });
});

describe('fact 73: an upgrade', () => {
  it('is aborted while the database still sees a node running that crashed a moment ago', () => {
    const ignored = (at: string) =>
      JSON.stringify(
        run(`
name: seen
${IDEAL}
nodes: { a: {}, b: {} }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10m, crash: b }, { at: ${at}, upgrade: { schema: 5m, perNode: 2m } } ]
`).told,
      );
    expect(ignored('610s')).toContain('b was still seen running');
    expect(ignored('13m')).not.toContain('still seen running');
  });
});

describe('slots', () => {
  it('in use are never more than the cap: what runs above one that was lowered is counted apart', () => {
    // Three run 0–8 s; the cap is 1 from 4 s: 3 slots × 4 s + 1 × 4 s within it, 2 × 4 s above; two more run 8–16, 16–24 s,
    // unless the cap is 0 from 10 s: then one to 16 s, of which 6 s above the cap of 0.
    const text = `
name: cap
duration: 60s
nodes: { n: { taskCap: 3, cores: 8 } }
dispatch: { policy: immediate, queueTimeout: none }
workload: { tasks: { job: { kind: other, arrivals: { at: [0s], count: 5 }, steps: [ { run: 8s } ] } } }
timeline: [ { at: 4s, setTaskCap: n, to: 1 }, { at: 10s, setTaskCap: n, to: 0 } ]
`;
    const done = run(text);
    // (12 + 4 + 2) of (12 + 6) slot seconds; (8 + 6) task seconds above in 60 s.
    expect(valueOf(done.result, 'node.n.slots.utilisation')).toBeCloseTo(1, 10);
    expect(valueOf(done.result, 'node.n.slots.overCap')).toBeCloseTo(14 / 60, 10);
  });
});
