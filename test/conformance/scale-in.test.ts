/** Fewer nodes, by kill, by drain, by a drain that is cut short: facts 41, 129; and what more nodes cannot do: fact 84. */
import { describe, expect, it } from 'vitest';
import { ends, run, valueOf } from '../support/run.ts';
import { MIN, S } from './support.ts';

/** Node b runs three tasks of 10 minutes; it is scaled in at 1 minute. A licence for one node. */
function scaleIn(timeline: string) {
  const all = run(`
name: scale-in
duration: 2h
nodes: { a: { taskCap: 5, phase: 0s }, b: { taskCap: 5, phase: 0s } }
licence: 1
workload:
  tasks:
    t: { active: { b: 3 }, steps: [ { run: 10m } ] }
    deployment: { arrivals: { every: 10s }, steps: [ { run: 1s } ] }
timeline: [ ${timeline} ]
`);
  const cancelled = ends(all.told).filter(({ outcome }) => outcome === 'cancelled');
  return { ...all, cancelled, refused: valueOf(all.result, 'tasks.deployment.refused') };
}

describe('scale-in', () => {
  it('fact 129: by kill: tasks look running for an hour, the licence row stays until it is unseen for 2 minutes', () => {
    const { cancelled, refused } = scaleIn('{ at: 1m, crash: b }');
    expect(cancelled).toHaveLength(3);
    for (const { at } of cancelled) {
      expect(at).toBeGreaterThanOrEqual(MIN + 59 * MIN);
      expect(at).toBeLessThanOrEqual(MIN + 65 * MIN);
    }
    // b was last seen at 0 or 60 s: deployments are refused every 10 s until 120 or 180 s.
    expect(refused).toBeGreaterThanOrEqual(12);
    expect(refused).toBeLessThanOrEqual(19);
  });

  it('fact 129: by drain, and removal once idle: nothing is lost, and it takes as long as the longest task', () => {
    const { cancelled, result, refused } = scaleIn('{ at: 1m, drain: b }, { at: 10m1s, removeNode: b }');
    expect(cancelled).toHaveLength(0);
    expect(valueOf(result, 'tasks.t.succeeded')).toBe(3);
    // Its row goes with it at once (fact 50): the deployments of 0 to 10 m were refused, every ten seconds.
    expect(refused).toBeGreaterThanOrEqual(60);
    expect(refused).toBeLessThanOrEqual(61);
  });

  it('fact 41, failure mode 27: a drain of 600 s in a pod that is killed after 10 s is a kill', () => {
    const kill = scaleIn('{ at: 70s, crash: b }');
    const grace = scaleIn('{ at: 1m, drain: b, upTo: 600s, then: cancel }, { at: 70s, crash: b }');
    expect(grace.cancelled.map(({ at }) => at)).toEqual(kill.cancelled.map(({ at }) => at));
    expect(grace.cancelled[0]!.at).toBeGreaterThan(59 * MIN);
  });

  it('fact 41: one that is given its 600 s cancels what still runs then, at once', () => {
    const { cancelled } = scaleIn('{ at: 1m, drain: b, upTo: 300s, then: cancel }');
    expect(cancelled.map(({ at }) => at / S)).toEqual([360, 360, 360]);
  });
});

describe('scale-out', () => {
  it('fact 84: past what the database serves more nodes do not help', () => {
    // 60 tasks of 99 calls and an end write, 10 ms each on one core: a minute, however many nodes there are.
    const makespan = (count: number) => {
      const { told } = run(`
name: bound
duration: 5m
network: { sameZone: 0us }
nodes: { n: { count: ${count}, taskCap: 5, phase: 0s } }
database: { at: local/a, cores: 1, read: 10ms, write: 10ms, flush: 0us }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 60, steps: [ { db: 99 } ] } } }
`);
      return ends(told).at(-1)!.at / S;
    };
    // Check-ins of the nodes are the rest.
    for (const count of [1, 2, 4, 12]) {
      expect(makespan(count)).toBeGreaterThanOrEqual(60);
      expect(makespan(count)).toBeLessThan(60.5);
    }
  });
});
