/** A task that finds no node: fact 24; rule Q7. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { H, S } from './support.ts';

function queued(dispatch: string, arrivals = '[1h, 2h]') {
  return run(`
name: queue-timeout
duration: 30h
nodes: { a: { taskCap: 1, phase: 0s } }
dispatch: { ${dispatch} }
workload:
  tasks:
    long: { active: { a: 1 }, steps: [ { run: 25h } ] }
    t: { arrivals: { at: ${arrivals} }, steps: [ { run: 1s } ] }
`);
}

describe('queue time-out', () => {
  it('fact 24, Q7: exactly 24 h after its arrival a queued task is timed out', () => {
    // The slot is free at 25 h, which the look of that time does not see; the task of 1 h is timed out, that of 2 h runs.
    const { told, result } = queued('');
    expect(ends(told).map(({ at, outcome }) => [at, outcome])).toEqual([
      [25 * H, 'succeeded'],
      [25 * H, 'timedOut'],
      [25 * H + 21 * S, 'succeeded'],
    ]);
    expect(valueOf(result, 'tasks.t.timedOut')).toBe(1);
  });

  it('Q7: queueTimeout is a parameter', () => {
    const { told } = queued('queueTimeout: 90m');
    expect(
      ends(told)
        .filter(({ outcome }) => outcome === 'timedOut')
        .map(({ at }) => at / H),
    ).toEqual([2.5, 3.5]);
  });

  it('Q7: with `none` it waits as long as it takes', () => {
    const { told } = queued('queueTimeout: none');
    expect(starts(told).map(({ at }) => at)).toEqual([0, 25 * H + 20 * S, 25 * H + 40 * S]);
  });

  it('Q7: a task that was taken is out of the queue and does not time out', () => {
    const { told } = run(`
name: taken
duration: 3h
nodes: { a: { phase: 0s } }
dispatch: { queueTimeout: 1m }
workload: { tasks: { t: { arrivals: { at: [1s] }, steps: [ { run: 2h } ] } } }
`);
    expect(ends(told)).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('Q7, W5: its wait is infinite', () => {
    const { result } = queued('queueTimeout: 90m');
    expect(result.samples['tasks.t.queueWait']).toMatchObject({ count: 0, never: 2 });
  });
});
