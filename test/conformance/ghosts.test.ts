/** A node is alive, but the database has not seen it, when the orphan scan comes: rules Q8, Q10. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { MIN, S } from './support.ts';

/**
 * b is cut off from the database from 65 s to 180 s. Its last check-in before is at 61 s; the next is lost. The scan of
 * 120 s has not seen it for 59 s, more than 58 s. The database answers at once.
 */
function cutOff(work: string, more = '', set: readonly string[] = []) {
  return run(
    `
name: ghosts
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { a: { at: r/a, phase: 3s, taskCap: 2 }, b: { at: r/b, phase: 1s, taskCap: 2 } }
database: { at: r/a, read: 0us, write: 0us, flush: 0us }
storage: ideal
dispatch: { orphanScan: 2m, orphanAfter: 58s }
workload: { tasks: { t: ${work} } }
timeline: [ { at: 65s, cut: r/b, from: r/a, for: 115s, name: cut }${more} ]
`,
    { set },
  );
}

const told = (run: ReturnType<typeof cutOff>, what: string) => run.told.filter((one) => one.what === what);

describe('rule Q10: the scan takes the tasks of a node that is alive', () => {
  it('Q10: their rows are cancelled at the scan while they run on, and their end is refused', () => {
    const one = cutOff('{ active: { b: 2 }, steps: [ { run: 4m } ] }');
    expect(ends(one.told).map(({ at, outcome }) => [at, outcome])).toEqual([
      [2 * MIN, 'cancelled'],
      [2 * MIN, 'cancelled'],
    ]);
    expect(valueOf(one.result, 'tasks.ghosts')).toBe(2);
    expect(valueOf(one.result, 'tasks.succeeded')).toBe(0);
    // They hold their slots for all of their 4 min: 2 slots of the 4, for 4 of the 10 min.
    expect(valueOf(one.result, 'slots.utilisation')).toBeCloseTo((2 * 4) / (4 * 10), 12);
  });

  it('Q10: a ghost holds its slot: the node takes nothing for it until it is over', () => {
    // At 121 s and on, a (cap 2) takes two of the four that wait; b looks again from 180 s, full until 240 s.
    const one = cutOff('{ active: { b: 2 }, arrivals: { at: [100s], count: 4 }, steps: [ { run: 4m } ] }');
    const started = starts(one.told).filter(({ at }) => at > 0);
    expect(started.map(({ at, node }) => [at / S, node])).toEqual([
      [103, 0],
      [103, 0],
      // b's first look that does not see the ghosts, which ended at 240 s: 241 s.
      [241, 1],
      [241, 1],
    ]);
  });

  it('Q10, Q4: a node that looks counts its ghosts in the cluster as on itself; others do not see them', () => {
    // Of 2 × 10 slots: a is at 2/10, above (2 + 1)/20, and refuses what comes at 190 s; b is at 2/10, not above (4 + 1)/20.
    const one = cutOff('{ active: { a: 2, b: 2 }, arrivals: { at: [190s] }, steps: [ { run: 5m } ] }', '', [
      'nodes.a.taskCap=10',
      'nodes.b.taskCap=10',
      'nodes.a.phase=19s',
      'nodes.b.phase=1s',
    ]);
    const started = starts(one.told).filter(({ at }) => at > 0);
    expect(started.map(({ at, node }) => [at / S, node])).toEqual([[201, 1]]);
  });

  it('Q10: resilient, it is pending again at its step, runs elsewhere, and is done twice', () => {
    const one = cutOff(
      '{ active: { b: 1 }, resilient: true, steps: [ { run: 100s }, { run: 60s }, { run: 90s } ] }',
    );
    // The scan of 120 s comes in its second step: a's look at 123 s starts that anew, and is done 150 s later.
    expect(starts(one.told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 1],
      [123, 0],
    ]);
    expect(ends(one.told).map(({ at, outcome, node }) => [at / S, outcome, node])).toEqual([
      [273, 'succeeded', 0],
    ]);
    expect(valueOf(one.result, 'tasks.duplicated')).toBe(1);
    expect(valueOf(one.result, 'tasks.ghosts')).toBe(1);
    // The ghost ran 250 s, the second 150 s, of 4 slots for 600 s.
    expect(valueOf(one.result, 'slots.utilisation')).toBeCloseTo((250 + 150) / (4 * 600), 12);
  });

  it('Q10: the row gives up its tag: the next of its project runs beside the ghost', () => {
    const one = cutOff(
      '{ active: { b: 1 }, arrivals: { at: [30s] }, exclusivePer: project, projects: 1, steps: [ { run: 4m } ] }',
    );
    expect(starts(one.told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 1],
      [123, 0],
    ]);
  });

  it('Q10: resilient, the row that is pending again keeps its tag', () => {
    const one = cutOff(
      '{ active: { b: 1 }, arrivals: { at: [30s] }, exclusivePer: project, projects: 1, resilient: true, steps: [ { run: 60s }, { run: 179s } ] }',
    );
    // Its second step again from 123 s to 302 s; only then the next, at the first look after, which is a's at 303 s.
    expect(starts(one.told).map(({ at }) => at / S)).toEqual([0, 123, 303]);
  });

  it('Q10: a crash of the node ends its ghosts, and leaves no orphans of them', () => {
    const one = cutOff('{ active: { b: 2 }, steps: [ { run: 4m } ] }', ', { at: 200s, crash: b }');
    expect(valueOf(one.result, 'tasks.orphaned')).toBe(0);
    // 2 slots for 200 s, of 2 for 600 s and b's 2 for 200 s.
    expect(valueOf(one.result, 'slots.utilisation')).toBeCloseTo((2 * 200) / (2 * 600 + 2 * 200), 12);
  });

  it('Q10: a drain waits for ghosts, and cancels them when it cancels', () => {
    const drain = (then: string) =>
      cutOff(
        '{ active: { b: 2 }, steps: [ { run: 4m } ] }',
        `, { at: 200s, restart: b, takes: 10s, drain: { upTo: 20s, then: ${then} } }`,
      );
    const restarts = (one: ReturnType<typeof cutOff>) =>
      told(one, 'spanBegan')
        .filter(({ args }) => args[1] === 'b restarting')
        .map(({ at }) => at / S);
    expect(restarts(drain('wait'))).toEqual([240]);
    expect(restarts(drain('cancel'))).toEqual([220]);
  });

  it('Q10: a promotion or the end of the run counts no ghost as open work', () => {
    const one = cutOff('{ active: { b: 2 }, steps: [ { run: 1h } ] }');
    expect(valueOf(one.result, 'tasks.unfinished')).toBe(0);
  });

  it('Q10: results warn of it', () => {
    const [warning] = told(cutOff('{ active: { b: 2 }, steps: [ { run: 4m } ] }'), 'spanBegan').filter(
      ({ args }) => args[0] === 'noted',
    );
    expect(warning!.at).toBe(2 * MIN);
    expect(warning!.args[1]).toMatch(/orphan scan took the tasks of b, which was alive and worked on/);
  });

  it('Q8: who was seen in time keeps its tasks, and who scans is alive', () => {
    for (const set of ['dispatch.orphanAfter=60s', 'dispatch.orphanScan=200s']) {
      const one = cutOff('{ active: { a: 1, b: 1 }, steps: [ { run: 4m } ] }', '', [set]);
      expect(valueOf(one.result, 'tasks.ghosts')).toBe(0);
    }
    // No check-in gets through for 10 min, as none is made: a scans, and takes b's task, not its own.
    const one = cutOff('{ active: { a: 1, b: 1 }, steps: [ { run: 4m } ] }', '', ['dispatch.checkIn=1h']);
    expect(told(one, 'taskGhosted').map(({ args }) => args[2])).toEqual([1]);
  });

  it('D1: a node was seen at its phase, so its first scan finds it', () => {
    // Check-ins at 35 s, 50 s …: without the one at 20 s the scan of 34 s would not have seen it for 34 s.
    const { result } = run(`
name: seen
duration: 60s
nodes: { a: { phase: 3s }, b: { phase: 20s } }
dispatch: { checkIn: 15s, orphanScan: 34s, orphanAfter: 30s }
workload: { tasks: { t: { active: { b: 1 }, steps: [ { run: 50s } ] } } }
`);
    expect(valueOf(result, 'tasks.ghosts')).toBe(0);
    expect(valueOf(result, 'tasks.succeeded')).toBe(1);
  });
});
