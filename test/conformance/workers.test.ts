/** Pools of workers, on which steps run while their task holds its slot: rule W6. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { MIN, S } from './support.ts';

/** A node of ten slots that takes at once, and a pool. */
function pooled(pool: string, tasks: string, more = '') {
  return run(`
name: workers
duration: 60m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 10 }, m: { taskCap: 0 } }
workers: { linux: ${pool} }
workload:
  tasks:
${tasks}
${more}
`);
}

const endsAt = (told: ReturnType<typeof run>['told'], unit = MIN): number[] =>
  ends(told).map(({ at }) => at / unit);

describe('a pool of workers', () => {
  it('W6: runs as many steps at once as it has slots, first come first served, while tasks hold their slots', () => {
    const { told, result } = pooled(
      '{ count: 2, slots: 1 }',
      '    job: { queued: 5, steps: [ { run: 10m, on: linux } ] }',
    );
    // All five have a slot from the start; two of them a worker.
    expect(starts(told).map(({ at }) => at)).toEqual([0, 0, 0, 0, 0]);
    expect(endsAt(told)).toEqual([10, 10, 20, 20, 30]);
    // Two were busy for 20 of 60 minutes and one for 10: 50 of 120. Three waited for 10, one for 10 more.
    expect(valueOf(result, 'workers.linux.utilisation')).toBeCloseTo(50 / 120, 10);
    expect(valueOf(result, 'workers.linux.waiting.mean')).toBeCloseTo(40 / 60, 10);
    expect(valueOf(result, 'waiting.worker')).toBeCloseTo(40 / 60, 10);
    expect(valueOf(result, 'waiting.slot')).toBe(0);
  });

  it('W6: slots of a worker are worth as much as workers', () => {
    const { told } = pooled(
      '{ count: 2, slots: 2 }',
      '    job: { queued: 5, steps: [ { run: 10m, on: linux } ] }',
    );
    expect(endsAt(told)).toEqual([10, 10, 10, 10, 20]);
  });

  it('W6: only the step has the worker, which is asked for anew by each', () => {
    // The second one has the worker while the first is at its target, and gives it back before that is done.
    const { told } = pooled(
      '{ count: 1 }',
      '    job: { queued: 2, steps: [ { run: 2m, on: linux }, { run: 4m }, { run: 1m, on: linux } ] }',
    );
    expect(endsAt(told)).toEqual([7, 9]);
  });

  it('W6: who is stopped gives back its worker, or its place in the line', () => {
    const { told } = pooled(
      '{ count: 1 }',
      `    job: { active: { m: 0 }, queued: 2, steps: [ { run: 10m, on: linux } ] }
    late: { arrivals: { at: [7m] }, steps: [ { run: 10m, on: linux } ] }`,
      `timeline:
  - { at: 5m, crash: n, for: 1m }`,
    );
    // Both are lost with their node at 5 min; the late one finds the worker free when the node is back at 7.
    const late = ends(told).filter(({ outcome }) => outcome === 'succeeded');
    expect(late.map(({ at }) => at / MIN)).toEqual([17]);
  });

  it('W6: who waits and is lost with its node is no more in the line', () => {
    const { told } = run(`
name: lost
duration: 60m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 1 }, m: { taskCap: 1, startTime: 0s } }
workers: { linux: { count: 1 } }
workload:
  tasks:
    job: { queued: 2, steps: [ { run: 10m, on: linux } ] }
    late: { arrivals: { at: [7m, 8m] }, steps: [ { run: 10m, on: linux } ] }
timeline: [ { at: 5m, crash: m, for: 1m } ]
`);
    const done = ends(told).filter(({ outcome }) => outcome === 'succeeded');
    expect(done.map(({ at }) => at / MIN)).toEqual([10, 20, 30]);
  });

  it('W6: a drain that cancels takes who waits for a worker out of the line', () => {
    const { told } = pooled(
      '{ count: 1 }',
      '    job: { queued: 3, steps: [ { run: 10m, on: linux } ] }',
      'timeline:\n  - { at: 1s, drain: n, upTo: 1m, then: cancel }',
    );
    expect(endsAt(told, S)).toEqual([61, 61, 61]);
  });

  it('W6: steps without length need a worker, and give it back at once', () => {
    const { told } = pooled(
      '{ count: 1 }',
      '    job: { queued: 4, steps: [ { repeat: { times: 3, steps: [ { run: 0s, on: linux } ] } } ] }',
    );
    expect(endsAt(told)).toEqual([0, 0, 0, 0]);
  });

  it('W6: a pool that nothing runs on is said', () => {
    const { notes } = parseScenario(`
name: unused
duration: 1m
nodes: { n: {} }
workers: { linux: {} }
workload: { tasks: { job: { queued: 1, steps: [ { run: 1s } ] } } }
`);
    expect(notes).toEqual(['workers.linux: no step runs on it; write on: linux beside a run']);
  });
});
