/** What is called up, and how long a disruption lasts: rule F4. */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';
import { S, services } from './support.ts';

function hour(timeline: string, { nodes = 'a: { startTime: 60s, phase: 0s }', tasks = '', more = '' } = {}) {
  return run(`
name: hour
duration: 1h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { ${nodes.replaceAll('{ ', '{ at: r/a, ')} }
dispatch: { policy: immediate }
${more}
workload: { tasks: { t: { ${tasks === '' ? 'arrivals: { at: [59m] }, steps: [ { run: 1s } ]' : tasks} } } }
timeline: [ ${timeline} ]
`);
}

/** Times (s) at which a service went down and came up. */
function changes(told: ReturnType<typeof hour>['told'], which: 'tasks' | 'ui'): number[] {
  const times: number[] = [];
  let up = true;
  for (const change of services(told)) {
    if (change[which] !== up) times.push(change.at / S);
    up = change[which];
  }
  return times;
}

describe('tasks are up', () => {
  it('F4: while some node is online; a node that starts is not', () => {
    const { told, result } = hour('{ at: 10m, crash: a, for: 5m }');
    expect(changes(told, 'tasks')).toEqual([600, 960]);
    expect(valueOf(result, 'availability.tasks')).toBe(54 / 60);
  });

  it('F4: up for no time is no break of the longest outage', () => {
    // It crashes while it drains: ready at 17 min, it is restarted in that instant and ready again at 20 min.
    const { result } = hour('{ at: 10m, restart: a, takes: 2m, drain: {} }, { at: 11m, crash: a, for: 5m }', {
      tasks: 'active: { a: 1 }, steps: [ { run: 30m } ]',
    });
    expect(valueOf(result, 'outage.ui.longest')).toBe(9 * 60);
    expect(valueOf(result, 'outage.tasks.longest')).toBe(10 * 60);
  });

  it('F4: and not draining', () => {
    const { told } = hour('{ at: 10m, drain: a }, { at: 20m, undrain: a }');
    expect(changes(told, 'tasks')).toEqual([600, 1200]);
    expect(changes(told, 'ui')).toEqual([]);
  });

  it('F4: and has a cap above 0', () => {
    const { told } = hour('{ at: 10m, crash: a, for: 5m }', {
      nodes: 'a: { startTime: 60s }, ui: { taskCap: 0 }',
    });
    expect(changes(told, 'tasks')).toEqual([600, 960]);
    expect(changes(told, 'ui')).toEqual([]);
    const { told: raised } = hour('{ at: 10m, setTaskCap: a, to: 0 }, { at: 20m, setTaskCap: a, to: 3 }');
    expect(changes(raised, 'tasks')).toEqual([600, 1200]);
  });

  it('F4: and reaches the database: so does the interface', () => {
    const { told } = hour('{ at: 10m, outage: database, for: 3m }', { more: 'database: { at: r/b }' });
    expect(changes(told, 'tasks')).toEqual([600, 780]);
    expect(changes(told, 'ui')).toEqual([600, 780]);
  });

  it('F4: and the storage: the interface does not need it', () => {
    const { told } = hour('{ at: 10m, outage: storage, for: 3m }', { more: 'storage: { at: r/b }' });
    expect(changes(told, 'tasks')).toEqual([600, 780]);
    expect(changes(told, 'ui')).toEqual([]);
  });

  it('F4: while another node is', () => {
    const { told } = hour('{ at: 10m, crash: a, for: 5m }', { nodes: 'a: { startTime: 60s }, b: {  }' });
    expect(changes(told, 'tasks')).toEqual([]);
  });
});

describe('the user interface is up', () => {
  const alb = 'loadBalancer: { at: r, preset: aws-alb, whenNoneHealthy: refuse }';

  it('F4: while a balancer has a node in rotation that is online', () => {
    // Down from the crash of 10 min; ready at 16 min; the fifth good probe, from 16:00 on, is at 18:00.
    const { told, result } = hour('{ at: 10m, crash: a, for: 5m }', { more: alb });
    expect(changes(told, 'ui')).toEqual([600, 1080]);
    expect(valueOf(result, 'availability.ui')).toBe(52 / 60);
    expect(valueOf(result, 'availability.tasks')).toBe(54 / 60);
  });

  it('F4, L6: behind a balancer that fails open as soon as a node is online, healthy or not', () => {
    const { told } = hour('{ at: 10m, crash: a, for: 5m }', { more: alb.replace('refuse', 'all') });
    expect(changes(told, 'ui')).toEqual([600, 960]);
  });

  it('F4: not while the balancer is down', () => {
    const { told } = hour('{ at: 10m, outage: loadBalancer, for: 5m }', { more: alb });
    expect(changes(told, 'ui')).toEqual([600, 900]);
    expect(changes(told, 'tasks')).toEqual([]);
  });

  it('F4, F1: not while one of two causes lasts that took the balancer', () => {
    const { told } = hour('{ at: 10m, outage: loadBalancer, for: 10m }, { at: 15m, outage: r/b, for: 15m }', {
      more: 'loadBalancer: { at: r/b, probe: { type: passive } }',
    });
    expect(changes(told, 'ui')).toEqual([600, 1800]);
  });

  it('F4: not while it keeps the only node that is online out', () => {
    // b joins the rotation at its fifth good probe: probes of b at 15 s + 30 k; ready at 2 min: 2:15 … 4:15.
    const { told } = hour('{ at: 1m, start: b }, { at: 3m, crash: a }', {
      nodes: 'a: { startTime: 60s }, b: { state: down, startTime: 60s }',
      more: alb,
    });
    expect(changes(told, 'ui')).toEqual([180, 255]);
  });
});

describe('capacity', () => {
  it('F4: able slots over configured slots', () => {
    const { result } = hour('{ at: 10m, crash: a, for: 29m }', {
      nodes: 'a: { startTime: 60s, taskCap: 30 }, b: { taskCap: 10 }',
    });
    expect(valueOf(result, 'availability.capacity')).toBeCloseTo((10 * 60 + 30 * 30) / (40 * 60), 12);
  });
});

describe('recovery', () => {
  const rto = (result: ReturnType<typeof hour>['result'], fault: string, which = 'tasks') =>
    result.values[`recovery.${fault}.${which}.rto`]!;

  it('F4: RTO from the fault until the service is up again', () => {
    const { result } = hour('{ at: 10m, crash: a, for: 5m }');
    expect(rto(result, 'crash-a')).toEqual({ sum: 360, per: 1 });
    expect(rto(result, 'crash-a', 'ui')).toEqual({ sum: 360, per: 1 });
  });

  it('F4: 0 when the service stays up', () => {
    const { result } = hour('{ at: 10m, crash: a }', { nodes: 'a: {  }, b: {  }' });
    expect(rto(result, 'crash-a')).toEqual({ sum: 0, per: 1 });
  });

  it('F4: not reached: no value, with a reason', () => {
    const { result } = hour('{ at: 10m, crash: a }');
    expect(rto(result, 'crash-a')).toMatchObject({ per: 0 });
    expect(rto(result, 'crash-a').reason).toMatch(/did not come up/);
  });

  it('F4: until it is up and stays up: the last time it comes up counts', () => {
    // The database is back at 16 min, but the node has stopped at 15 and is ready within a check of its watchdog and a start.
    const { result } = hour('{ at: 10m, outage: database, for: 6m, name: lost }', {
      more: 'database: { at: r/b }',
    });
    expect(rto(result, 'lost').sum).toBeGreaterThan(360);
    expect(rto(result, 'lost').sum).toBeLessThanOrEqual(660);
    // Ready at 16 min, and without a slot from 20 to 22, which no disruption since has to answer for.
    const { result: again } = hour(
      '{ at: 10m, crash: a, for: 5m }, { at: 20m, setTaskCap: a, to: 0 }, { at: 22m, setTaskCap: a, to: 3 }',
    );
    expect(rto(again, 'crash-a')).toEqual({ sum: 720, per: 1 });
  });

  it('F4: until the next disruption, which has its own', () => {
    const { result } = hour('{ at: 10m, crash: a, for: 5m }, { at: 30m, stop: a, for: 1m }');
    expect(rto(result, 'crash-a')).toEqual({ sum: 360, per: 1 });
    expect(rto(result, 'stop-a')).toEqual({ sum: 120, per: 1 });
  });

  it('F4: what is stopped or removed for good answers for nothing that goes down after another began', () => {
    for (const gone of ['stop: b', 'removeNode: b']) {
      const { result } = hour(
        `{ at: 10m, ${gone}, name: gone }, { at: 20m, cut: r/a, from: r/b, for: 1s, name: second },
         { at: 25m, setTaskCap: a, to: 0 }, { at: 27m, setTaskCap: a, to: 3 }`,
        { nodes: 'a: {  }, b: {  }' },
      );
      expect(rto(result, 'gone')).toEqual({ sum: 0, per: 1 });
      expect(rto(result, 'second')).toEqual({ sum: 420, per: 1 });
    }
  });

  it('F4: a disruption that begins before the service is back ends no other recovery', () => {
    // Ready at 16 min: 6 min after the crash, 4 min after the second.
    const { result } = hour(
      '{ at: 10m, crash: a, for: 5m }, { at: 12m, cut: r/a, from: r/b, for: 1s, name: second }',
    );
    expect(rto(result, 'crash-a')).toEqual({ sum: 360, per: 1 });
    expect(rto(result, 'second')).toEqual({ sum: 240, per: 1 });
  });

  it('F4: a slow database while the store is away changes nothing of its 600 s', () => {
    const { result } = run(`
name: rto
duration: 30m
regions: { r: [a] }
nodes: { n: { at: r/a, phase: 3s } }
database: { at: r/a, read: 1ms, write: 2ms }
storage: { at: r/a }
timeline:
  - { at: 100s, outage: storage, for: 600s, name: store }
  - { at: 200s, slow: database, to: 80%, for: 60s, name: other }
workload: { tasks: { t: { arrivals: { at: [1s] }, steps: [ { run: 1s } ] } } }
`);
    expect(rto(result, 'store')).toEqual({ sum: 600, per: 1 });
  });

  it('F4, F2: a failure by chance after it stretches no recovery', () => {
    // Up again at 16 min; then down every 10 s for 10 s, to the end.
    const { result } = hour('{ at: 10m, crash: a, for: 5m }', {
      more: 'database: { at: r/b }\nfailures: { db: { what: database, every: 20m, for: 10s } }',
    });
    expect(valueOf(result, 'failures.db.count')).toBeGreaterThan(1);
    expect(rto(result, 'crash-a')).toEqual({ sum: 360, per: 1 });
  });

  it('F4: a start or an undrain is no disruption', () => {
    const { result } = hour('{ at: 10m, crash: a }, { at: 15m, start: a }');
    expect(rto(result, 'crash-a')).toEqual({ sum: 360, per: 1 });
    expect(Object.keys(result.values).filter((name) => name.startsWith('recovery.start'))).toEqual([]);
  });

  it('F4: the disruptions have names, a second one of a kind a number', () => {
    const { result } = hour('{ at: 10m, crash: a, for: 1m }, { at: 20m, crash: a, for: 2m }');
    expect(rto(result, 'crash-a')).toEqual({ sum: 120, per: 1 });
    expect(rto(result, 'crash-a-2')).toEqual({ sum: 180, per: 1 });
  });

  it('F4: recoveries may end in the run-out', () => {
    const { result } = hour('{ at: 58m, crash: a, for: 5m }', {
      tasks: 'arrivals: { at: [57m] }, steps: [ { run: 30m } ]',
    });
    expect(rto(result, 'crash-a')).toEqual({ sum: 360, per: 1 });
  });
});

describe('backlog', () => {
  const tasks = (whenDown: string) =>
    `whenDown: ${whenDown}, arrivals: { every: 2m, offset: 30s }, steps: [ { run: 60s } ]`;
  const nodes = 'a: { startTime: 60s, taskCap: 1 }';
  const fault = '{ at: 10m, crash: a, for: 5m }';

  it('F4: from the fault until the queue is back where it was', () => {
    // Held: 10:30, 12:30, 14:30; ready at 16:00: they start at 16, 17, 18; 16:30 at 19, 18:30 at 20: nothing waits then.
    const { result } = hour(fault, { nodes, tasks: tasks('hold') });
    expect(result.values['recovery.crash-a.backlog']).toEqual({ sum: 600, per: 1 });
  });

  it('F4: what was refused makes it look no better', () => {
    const { result } = hour(fault, { nodes, tasks: tasks('refuse') });
    expect(result.values['recovery.crash-a.backlog']).toMatchObject({
      per: 0,
      reason: '3 tasks were refused',
    });
    expect(valueOf(result, 'tasks.refused')).toBe(3);
  });

  it('F4: a disruption that touches nothing has none, with an end or without', () => {
    // b goes on: 10:30, 12:30 … start at once.
    const spare = { nodes: `${nodes}, b: { taskCap: 5 }`, tasks: tasks('hold') };
    for (const crash of ['{ at: 10m, crash: a }', fault]) {
      const { result } = hour(crash, spare);
      expect(result.values['recovery.crash-a.backlog']).toEqual({ sum: 0, per: 1 });
    }
  });

  it('F4: without an end it is followed until the queue is back', () => {
    // One slot of two is left from 10 min on. Eight tasks of 3 min, one each 2 min from 11 min on: the last, of 25 min,
    // starts when the seven before it are over, at 11 + 7 × 3 = 32 min: 22 min after the fault.
    const { result } = hour('{ at: 10m, crash: a }', {
      nodes: `${nodes}, b: { taskCap: 1 }`,
      tasks: 'arrivals: { at: [11m, 13m, 15m, 17m, 19m, 21m, 23m, 25m] }, steps: [ { run: 3m } ]',
    });
    expect(result.values['recovery.crash-a.backlog']).toEqual({ sum: 22 * 60, per: 1 });
  });

  it('F4: not reached: no value, with a reason', () => {
    const { result } = hour('{ at: 10m, crash: a }', { nodes, tasks: tasks('hold') });
    expect(result.values['recovery.crash-a.backlog']).toMatchObject({ per: 0 });
  });

  it('F4: is the same beside a class of which nothing waits, though that has a line of its own (rule Q11)', () => {
    // a works from 9 to 15 min, b is lost at 10 min. What arrives then starts at 15 min, behind its tag or for want of a slot.
    const nodesOf = 'a: { taskCap: 1, offers: [big] }, b: { taskCap: 1 }';
    for (const limit of ['', 'atMost: 1, ']) {
      for (const other of ['', ' }, other: { needs: big, arrivals: { at: [50m] }, steps: [ { run: 1s } ]']) {
        const { result } = hour('{ at: 10m, crash: b }', {
          nodes: nodesOf,
          tasks: `${limit}arrivals: { at: [9m, 11m] }, steps: [ { run: 6m } ]${other}`,
        });
        expect(valueOf(result, 'recovery.crash-b.backlog')).toBe(300);
        expect(valueOf(result, 'recovery.crash-b.normal')).toBe(300);
      }
    }
  });

  it('F4: a queue for slots that the disruption left alone is none of its backlog', () => {
    // At 15 s a task waits for the only node that may take it, which is busy until 65 s with one of its own.
    const backlogOf = (crash: string) =>
      valueOf(
        run(`
name: others
duration: 10m
nodes: { a: { taskCap: 1, offers: [gpu], startTime: 0s }, b: { taskCap: 1, startTime: 0s } }
dispatch: { policy: immediate }
workload: { tasks: { t: { needs: gpu, arrivals: { at: [5s, 15s] }, steps: [ { run: 60s } ] } } }
timeline: [ { at: 10s, crash: ${crash}, for: 20s } ]
`).result,
        'recovery.backlog',
      );
    expect(backlogOf('b')).toBe(0);
    // It is back at 30 s.
    expect(backlogOf('a')).toBe(20);
  });

  it('F4, Q16: nor is a queue of bigger tasks, for which the node that is lost never has room', () => {
    // At 15 s the second waits for the slots of the first, which runs until 25 s.
    const backlogOf = (crash: string) =>
      valueOf(
        run(`
name: bigger
duration: 10m
nodes: { a: { taskCap: 3, startTime: 0s }, b: { taskCap: 2, startTime: 0s } }
dispatch: { policy: immediate }
workload: { tasks: { t: { slots: 3, arrivals: { at: [15s], count: 2 }, steps: [ { run: 10s } ] } } }
timeline: [ { at: 10s, crash: ${crash}, for: 20s } ]
`).result,
        'recovery.backlog',
      );
    expect(backlogOf('b')).toBe(0);
    // Back at 30 s; the second has its slots at 40 s.
    expect(backlogOf('a')).toBe(30);
  });

  it('F4: who waits when the last free slot is taken waits for it', () => {
    // b is lost at 5 s. At 20 s a takes the first of two for its only slot, at 40 s the second: nobody comes meanwhile.
    const { result } = run(`
name: last-slot
duration: 10m
nodes: { a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 0s } }
dispatch: { policy: greedy }
workload: { tasks: { t: { arrivals: { at: [10s], count: 2 }, steps: [ { run: 19s } ] } } }
timeline: [ { at: 5s, crash: b } ]
`);
    expect(valueOf(result, 'recovery.backlog')).toBe(35);
  });

  it('F4: a queue for slots is none of a disruption that has only taken the interface away', () => {
    const { result } = run(`
name: interface
duration: 10m
nodes: { a: { taskCap: 1 } }
loadBalancer: {}
dispatch: { policy: immediate }
workload: { tasks: { t: { startedBy: schedule, arrivals: { at: [5s, 15s] }, steps: [ { run: 60s } ] } } }
timeline: [ { at: 10s, outage: loadBalancer, for: 20s } ]
`);
    expect(valueOf(result, 'recovery.backlog')).toBe(0);
  });

  it('F4: what is refused as it arrives is no queue of another disruption', () => {
    // Both slots are taken from 11 to 40 min, a's drains from 15 min: what arrives at 25 min is refused, nothing ever waits.
    const { result } = hour('{ at: 14m, maintenance: on, for: 13m }, { at: 15m, drain: a }', {
      nodes: `${nodes}, b: { taskCap: 1 }`,
      tasks: 'arrivals: { at: [10m, 11m, 25m, 50m] }, steps: [ { run: 30m } ]',
    });
    expect(valueOf(result, 'tasks.refusedInMaintenance')).toBe(1);
    expect(result.values['recovery.drain-a.backlog']).toEqual({ sum: 0, per: 1 });
    expect(result.values['recovery.drain-a.normal']).toEqual({ sum: 0, per: 1 });
    expect(result.values['recovery.maintenance.backlog']).toMatchObject({ reason: '1 task was refused' });
  });

  it('F4: what is refused while it has taken the interface away is its, also when that was away as it began', () => {
    // The balancer is away from 10 to 12 min; the patch waits for its task until 14 min, then the only node is down for 5 min.
    const { result } = hour(
      '{ at: 10m, outage: loadBalancer, for: 2m }, { at: 11m, patch: a, takes: 5m, drain: { upTo: 1h } }',
      {
        nodes,
        more: 'loadBalancer: { at: r/a }',
        tasks: 'arrivals: { at: [9m, 16m, 40m] }, steps: [ { run: 5m } ]',
      },
    );
    expect(valueOf(result, 'tasks.refusedWithoutUi')).toBe(1);
    expect(result.values['recovery.patch-a.backlog']).toMatchObject({ reason: '1 task was refused' });
  });

  it('F4: what was away for no time was not taken away: a plan that promotes while the primary serves', () => {
    // Nodes of both regions know the primary by a listener; the cut leaves one of them without it until the promotion at
    // 40 min, which leaves the other without it.
    const { result } = run(`
name: both
duration: 1h
regions: { r: [a], s: [a] }
network: { between: { r: { s: 0us } } }
nodes: { here: { at: r/a, startTime: 0s, endurance: 2h }, there: { at: s/a, startTime: 0s, endurance: 2h } }
database: { at: r/a, address: listener, replicas: { copy: { at: s/a, mode: async, lag: 1m } } }
workload: { tasks: { t: { arrivals: { at: [59m] }, steps: [ { run: 1s } ] } } }
plans: { moves: [ { do: promote, what: copy, takes: 30m } ] }
timeline: [ { at: 10m, cut: r, from: s, plan: moves } ]
`);
    expect(valueOf(result, 'recovery.cut-r.tasks.rto')).toBe(0);
    expect(valueOf(result, 'recovery.cut-r.ui.rto')).toBe(0);
    expect(valueOf(result, 'availability.tasks')).toBe(1);
    expect(valueOf(result, 'recovery.cut-r.rpo.seconds')).toBe(31 * 60);
  });

  it('F4: work that arrives in the instant of the fault belongs to it, before or after it in order', () => {
    // Three are in the queue at 0, when the only node crashes; it is up at 60 s and looks 20 s later.
    const { result } = run(`
name: instant
duration: 10m
nodes: { a: { taskCap: 5, phase: 10s, startTime: 0s } }
workload: { tasks: { t: { queued: 3, arrivals: { at: [9m] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 0s, crash: a, for: 1m } ]
`);
    expect(valueOf(result, 'recovery.crash-a.backlog')).toBeGreaterThanOrEqual(60);
    expect(valueOf(result, 'recovery.crash-a.backlog')).toBeLessThanOrEqual(80);
  });
});
