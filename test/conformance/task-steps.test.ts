/** What a task does, step after step, and how long it holds its slot: fact 85; rules W1, D5. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts } from '../support/run.ts';
import { calls, MS, operations, S } from './support.ts';

function task(steps: string, { taskCap = 10, count = 1, timeline = '' } = {}) {
  const { told, result } = run(`
name: steps
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { n: { at: r/a, taskCap: ${taskCap}, phase: 19s } }
database: { at: r/a, read: 1ms, write: 2ms, flush: 0ms }
storage: { at: r/a, latency: 10ms, roundTrips: 1 }
dispatch: { policy: immediate, checkIn: 1h, believedOnline: 2h, orphanScan: 1h }
workload: { tasks: { t: { queued: ${count}, steps: [ ${steps} ] } } }
timeline: [ ${timeline} ]
`);
  return { told, result };
}

describe('steps', () => {
  it('W1: one after another, and the end is one write', () => {
    // 2 reads 2 ms; file 10 ms + 4 ms for 1 MB; cpu 5 ms; run 1 s; file 10 + 4; end 2 ms.
    const { told } = task('{ db: 2 }, { read: 1MB }, { cpu: 5ms }, { run: 1s }, { write: 1MB }');
    expect(ends(told)).toMatchObject([{ at: 1 * S + 37 * MS, outcome: 'succeeded' }]);
    expect(operations(told)).toEqual([
      { began: 2 * MS, ended: 16 * MS },
      { began: 1 * S + 21 * MS, ended: 1 * S + 35 * MS },
    ]);
  });

  it('W1: `repeat` does its steps so many times, also inside another', () => {
    // 3 × (2 × (1 + 1) + 10) ms and the end.
    const { told } = task(
      '{ repeat: { times: 3, steps: [ { repeat: { times: 2, steps: [ { db: 1 }, { run: 1ms } ] } }, { run: 10ms } ] } }',
    );
    expect(ends(told)).toMatchObject([{ at: 44 * MS }]);
    expect(calls(told)).toHaveLength(7);
  });

  it('T4: each repetition draws anew, the same task always the same', () => {
    const { told } = task('{ repeat: { times: 20, steps: [ { run: { exponential: 1s } }, { db: 1 } ] } }');
    const lefts = calls(told).map(({ left }) => left);
    const lengths = lefts.slice(1, 20).map((left, i) => left - lefts[i]!);
    expect(new Set(lengths).size).toBe(19);
    expect(
      ends(task('{ repeat: { times: 20, steps: [ { run: { exponential: 1s } }, { db: 1 } ] } }').told),
    ).toEqual(ends(told));
  });

  it('W1: steps of length zero take no time', () => {
    const { told } = task('{ run: 0s }, { cpu: 0s }');
    expect(ends(told)).toMatchObject([{ at: 2 * MS, outcome: 'succeeded' }]);
  });
});

describe('the slot', () => {
  it('W1: is held from start to end, through every wait of every step', () => {
    // One slot: the second task starts when the answer to the first one’s last write is back.
    const { told, result } = task('{ db: 3 }, { read: 1MB }, { run: 1s }', { taskCap: 1, count: 2 });
    const length = 1 * S + 19 * MS;
    expect(starts(told).map(({ at }) => at)).toEqual([0, length]);
    expect(ends(told).map(({ at }) => at)).toEqual([length, 2 * length]);
    expect(result.values['node.n.slots.utilisation']!.sum).toBe(2 * length);
  });

  it('W1: is held while a file is waited for', () => {
    const { told } = task('{ read: 1MB }', {
      taskCap: 1,
      count: 2,
      timeline: '{ at: 5ms, outage: storage, for: 20s }',
    });
    expect(starts(told).map(({ at }) => at)).toEqual([0, 20 * S + 5 * MS + 16 * MS]);
  });

  it('D5, fact 23: a task that failed is not tried again', () => {
    const { told } = task('{ read: 1MB }', { timeline: '{ at: 5ms, outage: storage, for: 5m }' });
    expect(starts(told)).toHaveLength(1);
    expect(ends(told)).toMatchObject([{ at: 30 * S + 5 * MS, outcome: 'failed' }]);
  });
});
