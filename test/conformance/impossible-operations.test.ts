/** What cannot be done does something that is defined, and the result says so: rules F1, F3, A2, A3, B6, D3, D5. */
import { describe, expect, it } from 'vitest';
import { ignoredWarnings } from '../../src/study/replications/ignored.ts';
import { ends, run, valueOf } from '../support/run.ts';
import { MIN, S, services } from './support.ts';

const DATABASE = `database: { at: r/a, read: 1ms, write: 1ms, flush: 0us,
  replicas: { standby: { at: r/b, mode: sync, detect: 30s, promote: 60s }, far: { at: r/b, mode: async, lag: 1m } } }`;

/** A deployment every minute on three nodes of two slots, an hour long. */
function hour(timeline: string, { plans = '', more = '', database = DATABASE } = {}) {
  const all = run(`
name: hour
duration: 1h
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { n: { count: 3, at: r/a, taskCap: 2, startTime: 60s, phase: even }, spare: { at: r/b, state: down, startTime: 60s } }
${database}
dispatch: { policy: immediate }
workload:
  tasks:
    t: { kind: deployment, arrivals: { every: 1m, offset: 1s }, steps: [ { run: 90s } ] }
${more}
${plans === '' ? '' : `plans: { ${plans} }`}
timeline: [ ${timeline} ]
`);
  const count = (what: string) => valueOf(all.result, `tasks.${what}`);
  const accounted = ['refused', 'succeeded', 'failed', 'cancelled', 'timedOut', 'lost', 'unfinished'];
  expect(accounted.reduce((sum, what) => sum + count(what), 0)).toBe(count('arrived'));
  return { ...all, count, warnings: ignoredWarnings([all.result]) };
}

/** Times (s) at which tasks went down and came up. */
function changes(told: ReturnType<typeof hour>['told']): number[] {
  let up = true;
  return services(told).flatMap(({ at, tasks }) => {
    if (tasks === up) return [];
    up = tasks;
    return [at / S];
  });
}

describe('failover', () => {
  it('B6: while the database is down does nothing', () => {
    // Both hosts are lost at 10 m; the planned failover meets a dead database.
    const { warnings, told } = hour(
      '{ at: 10m, outage: database, for: 20m, name: gone }, { at: 15m, failover: standby, name: planned }',
      { database: DATABASE.replace('mode: sync, detect: 30s', 'mode: sync, detect: 10m') },
    );
    expect(warnings).toEqual(['planned did nothing: a failover is under way (at 15 m)']);
    // It takes over at 20:20; nodes have stopped, and are ready within a check of their watchdogs and a start.
    const [gone, back] = changes(told);
    expect(gone).toBe(600);
    expect(back).toBeGreaterThan(1220);
    expect(back).toBeLessThanOrEqual(1220 + 360);
  });

  it('B6: to a replica that is lost, or that is the primary already, does nothing', () => {
    const { warnings, told } = hour(`
      { at: 10m, outage: standby, for: 5m }, { at: 12m, failover: standby, name: too-early },
      { at: 20m, failover: standby, name: good }, { at: 30m, failover: standby, name: again }`);
    expect(warnings).toEqual([
      'too-early did nothing: the replica is lost (at 12 m)',
      'again did nothing: it is the primary (at 30 m)',
    ]);
    expect(changes(told)).toEqual([1200, 1260]);
  });

  it('F3: a replica is promoted once, however many plans promote it, and what it loses is counted once', () => {
    const { warnings, count } = hour(
      '{ at: 10m, outage: database, name: lost, plan: one }, { at: 10m, slow: database, to: 100%, plan: one }',
      {
        plans: 'one: [ { do: promote, what: far, takes: 1m } ]',
        database: DATABASE.replace(/standby: [^}]*}, /, ''),
      },
    );
    expect(warnings).toEqual(['promote far did nothing: it is the primary (at 11 m)']);
    expect(count('lost') + count('duplicated')).toBeLessThanOrEqual(3);
  });

  it('F3: a lost replica is not promoted', () => {
    const { warnings, told } = hour('{ at: 10m, outage: r/b, name: away, plan: one }', {
      plans: 'one: [ { do: promote, what: far, takes: 1m } ]',
    });
    expect(warnings).toEqual(['promote far did nothing: it is lost (at 11 m)']);
    expect(changes(told)).toEqual([]);
  });
});

describe('upgrade', () => {
  const UPGRADE = 'upgrade: { schema: 5m, perNode: 2m }';

  it('A3: a second one while the first goes on does nothing', () => {
    const { warnings, told } = hour(`{ at: 10m, ${UPGRADE}, name: one }, { at: 12m, ${UPGRADE}, name: two }`);
    expect(warnings).toEqual(['two did nothing: an upgrade is under way (at 12 m)']);
    // The last task began at 9:01 and ends at 10:31; its row 1 ms later; 7 minutes until the first node is back.
    expect(changes(told)).toEqual([600, 1051.001]);
  });

  it('A3: with no node online does nothing', () => {
    const { warnings, told } = hour(`{ at: 10m, stop: n, for: 10m }, { at: 15m, ${UPGRADE}, name: up }`);
    expect(warnings).toEqual(['up did nothing: no node is online (at 15 m)']);
    // It takes over at 20:20; nodes have stopped, and are ready within a check of their watchdogs and a start.
    const [gone, back] = changes(told);
    expect(gone).toBe(600);
    expect(back).toBeGreaterThan(1220);
    expect(back).toBeLessThanOrEqual(1220 + 360);
  });

  it('A3: without a database when the schema step begins it is aborted, and all nodes start again', () => {
    // The last task ends at 10:31 and tells the silent database in vain until 14:01.
    const { warnings, told, count } = hour(
      `{ at: 10m, outage: database, for: 4m30s }, { at: 14m5s, ${UPGRADE}, name: up }`,
      { database: DATABASE.replace(/standby: [^}]*}, /, '') },
    );
    expect(warnings).toEqual(['upgrade aborted: the database was away (at 14 m 05 s)']);
    expect(changes(told)).toEqual([600, 905]);
    expect(count('succeeded')).toBeGreaterThan(45);
  });

  it('A3: without a database when the schema step ends it is aborted too', () => {
    const { warnings, told } = hour(
      `{ at: 10m, ${UPGRADE}, name: up }, { at: 14m, outage: database, for: 2m }`,
      {
        database: DATABASE.replace(/standby: [^}]*}, /, ''),
      },
    );
    expect(warnings).toEqual(['upgrade aborted: the database went away (at 15 m 31 s)']);
    // The nodes are ready at 16:31, 1 ms after it for the last task's end; the version is the old one again.
    expect(changes(told)).toEqual([600, 991.001]);
  });

  it('A3: a first node that is lost while it starts does not hold up the rest', () => {
    // Migrated at 15:31; n-1 begins to start at 16:31 and is lost at 17:00: the others are ready 2 minutes later.
    const { told } = hour(`{ at: 10m, ${UPGRADE}, name: up }, { at: 17m, crash: n-1 }`);
    expect(changes(told)).toEqual([600, 1140]);
    expect(told.filter(({ what }) => what === 'faultEnded').map(({ at }) => at)).toContain(19 * MIN);
  });

  it('A3, fact 71: a node of another version is refused, a new one and a built one are not', () => {
    const { warnings, told } = hour(
      `{ at: 10m, ${UPGRADE}, name: up }, { at: 30m, start: spare, name: old },
       { at: 35m, addNode: { name: fresh, at: r/b, startTime: 0s } }, { at: 40m, maintenance: on, for: 1m, plan: rebuild }`,
      { plans: 'rebuild: [ { do: build, nodes: spare, takes: 8m } ]' },
    );
    expect(warnings).toEqual(['spare did not start: an upgrade has left its version behind (at 31 m)']);
    const slots = (at: number) => services(told).findLast((change) => change.at <= at)!.slots;
    // Refused at 31, 37 and 43 m. The build takes from 40 to 48 m, its start the last minute of that.
    expect([slots(34 * MIN), slots(36 * MIN), slots(47.9 * MIN), slots(48 * MIN)]).toEqual([6, 11, 11, 16]);
  });

  it('A3, fact 73: a member that crashed while it drained is still seen running: the upgrade is aborted', () => {
    const { warnings, told } = hour(`{ at: 10m, ${UPGRADE}, name: up }, { at: 10m5s, crash: n-1, for: 2m }`);
    expect(warnings.join()).toContain('upgrade aborted: n-1 was still seen running');
    expect(services(told).at(-1)!.slots).toBe(6);
  });
});

describe('nodes', () => {
  it('D3: a node that is down or being restarted is left out of a restart', () => {
    const { warnings } = hour(`
      { at: 10m, crash: n-1, for: 5m }, { at: 11m, patch: n, takes: 5m, oneByOne: false, name: patch },
      { at: 12m, restart: n-2, name: again }`);
    expect(warnings).toEqual([
      'n-1 was left out of a restart: it is down (at 11 m)',
      'n-2 was left out of a restart: it is being restarted (at 12 m)',
    ]);
  });

  it('F1: a node is removed once', () => {
    const { warnings, result } = hour(
      '{ at: 10m, removeNode: n-3 }, { at: 20m, removeNode: n-3, name: again }',
    );
    expect(warnings).toEqual(['n-3 was not removed: it is not there (at 20 m)']);
    expect(result.series.averages['node.n-3.slots.busy']!.at(-1)).toBe(0);
  });

  it('D3: drain and undrain of a node that is down say what it does when it is back', () => {
    const { told } = hour(`
      { at: 5m, stop: n }, { at: 10m, drain: n-1 }, { at: 11m, drain: n-2 }, { at: 12m, undrain: n-2 },
      { at: 20m, start: n-1 }, { at: 30m, start: n-2 }`);
    // n-1 is back at 21 m and takes nothing; n-2 at 31 m and does.
    expect(changes(told)).toEqual([300, 1860]);
  });

  it('D3: undrain of a node that does not drain, start of one that runs, change nothing', () => {
    const { told, count } = hour('{ at: 10m, undrain: n }, { at: 11m, start: n }');
    expect(changes(told)).toEqual([]);
    expect(count('succeeded')).toBe(60);
  });

  it('F1: a cap set on a removed node changes no capacity', () => {
    const { result } = hour('{ at: 0s, removeNode: n-3 }, { at: 10m, setTaskCap: n-3, to: 50 }');
    expect(valueOf(result, 'availability.capacity')).toBeCloseTo(4 / 9, 6);
  });

  it('F1: causes overlap: a node is back when the last of them is over', () => {
    const { told } = hour(`
      { at: 10m, outage: r/a, for: 10m, name: one }, { at: 12m, outage: r, for: 3m, name: two },
      { at: 14m, crash: n, for: 20m, name: three }, { at: 15m, start: n }`);
    // \`start\` ends the crash of 14 m; zone a is back at 20 m, its nodes a minute later.
    // It takes over at 20:20; nodes have stopped, and are ready within a check of their watchdogs and a start.
    const [gone, back] = changes(told);
    expect(gone).toBe(600);
    expect(back).toBeGreaterThan(1220);
    expect(back).toBeLessThanOrEqual(1220 + 360);
  });
});

describe('modes and scripts', () => {
  it('A2: maintenance lasts until the last that was switched on is off', () => {
    const { count } = hour('{ at: 10m, maintenance: on, for: 10m }, { at: 15m, maintenance: on, for: 10m }');
    expect(count('refused')).toBe(15);
  });

  it('D5: with nothing cancelled resubmit brings nothing', () => {
    const { count } = hour('{ at: 30m, resubmit: { cancelledSince: 30m } }');
    expect([count('arrived'), count('resubmitted')]).toEqual([60, 0]);
  });

  it('D5: what was resubmitted once is not again', () => {
    const { count } = hour(`
      { at: 10m30s, crash: n-1, for: 1m }, { at: 20m, resubmit: { cancelledSince: 20m } },
      { at: 21m, resubmit: { cancelledSince: 20m } }`);
    expect(count('cancelled')).toBeGreaterThan(0);
    expect(count('resubmitted')).toBe(count('cancelled'));
  });

  it('F3: a plan that is begun twice is carried out twice, side by side', () => {
    const { told, count } = hour(
      '{ at: 5m, stop: n, plan: up }, { at: 6m, maintenance: on, for: 1s, plan: up }',
      { plans: 'up: [ { do: wait, takes: 10m }, { do: start, nodes: spare, takes: 5m } ]' },
    );
    // The spare is ready at 20 m by the first, at 21 m it is up already.
    expect(changes(told)).toEqual([300, 1200]);
    expect(count('lost')).toBe(0);
  });

  it('B6: a backup restored over a database that serves loses what came after it', () => {
    const { told, count } = hour('{ at: 22m, maintenance: on, for: 1s, plan: back }', {
      plans: 'back: [ { do: restore, takes: 4m } ]',
      database: 'database: { at: r/a, read: 0us, write: 0us, flush: 0us, backups: { every: 15m } }',
    });
    // At 26 m the last backup is of 15 m: the starts since then are undone, the ends are seen.
    expect(count('lost') + count('duplicated')).toBeGreaterThan(0);
    expect(ends(told).length).toBeGreaterThan(50);
  });
});
