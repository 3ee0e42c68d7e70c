/** Section 12 of the model: three runs worked out by hand, to the microsecond. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts } from '../support/run.ts';

const ONE_CALL = `
name: one-call
duration: 2m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
nodes: { n: { at: r/a, taskCap: 1, startTime: 0s, phase: 0s } }
database: { at: r/b, cores: 4, read: 4ms, write: 6ms, flush: 0.5ms }
dispatch: { policy: immediate }
workload:
  tasks:
    one: { arrivals: { at: [0s] }, steps: [ { db: 1 } ] }
`;

describe('by hand', () => {
  it('one task, one call: succeeds at 12 500 µs', () => {
    const { told } = run(ONE_CALL);
    expect(starts(told).map(({ at }) => at)).toEqual([0]);
    expect(ends(told)).toMatchObject([{ at: 12_500, outcome: 'succeeded' }]);
    const calls = told.filter(({ what, at }) => what === 'databaseCall' && at < 1_000_000);
    expect(calls.map(({ at, args }) => [at, args[0]])).toEqual([
      [5_000, 5_000],
      [12_500, 7_500],
    ]);
  });

  it('two looks at once: the lock passes in order of arrival', () => {
    const { told } = run(`
name: two-looks
duration: 2m
regions: { r: [a] }
network: { sameZone: 0us }
nodes:
  a: { at: r/a, taskCap: 1, startTime: 0s, phase: 0s }
  b: { at: r/a, taskCap: 1, startTime: 0s, phase: 0s }
database: { at: r/a, cores: 1, read: 1ms, write: 2ms, flush: 0ms }
dispatch: { policy: fair-share }
workload: { tasks: { one: { queued: 1, steps: [ { run: 1s } ] } } }
`);
    expect(starts(told)).toMatchObject([{ at: 8_000, node: 0 }]);
    const locks = told.filter(({ what, at }) => what === 'lockWait' && at < 20_000_000);
    expect(locks.map(({ at, args }) => [at, args[0]])).toEqual([
      [4_000, 0],
      [8_000, 2_000],
    ]);
  });

  it('a crash during a call: the orphan is cancelled at 60 010 000 µs', () => {
    const { told } = run(`${ONE_CALL}timeline: [ { at: 3ms, crash: n, for: 60s } ]`);
    const orphaned = told.filter(({ what }) => what === 'taskOrphaned');
    expect(orphaned.map(({ at }) => at)).toEqual([3_000]);
    expect(ends(told)).toMatchObject([{ at: 60_010_000, outcome: 'cancelled' }]);
  });
});
