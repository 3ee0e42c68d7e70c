/** Looks at the queue and its one lock: facts 1, 2, 25, 80; rules D1, Q2, Q3, Q9. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, valueOf } from '../support/run.ts';
import { calls, grants, MS, S, startedBy } from './support.ts';

/** Reads take 1 ms and writes 2 ms, so that a call says what it was by how long it took. */
const QUICK = 'read: 1ms, write: 2ms, flush: 0ms';
const NEAR = `regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 10ms }
database: { at: r/a, cores: 4, ${QUICK} }`;

describe('when nodes look', () => {
  it('facts 1, 2, Q2: at the phase and every 20 s from then', () => {
    const { told } = run(`
name: looks
duration: 70s
${NEAR}
nodes: { a: { at: r/a, phase: 7s } }
workload: { tasks: { t: { arrivals: { at: [69s] }, steps: [ { run: 1s } ] } } }
`);
    const peeks = calls(told).filter(({ left, answered }) => answered - left === MS && left < 69 * S);
    expect(peeks.map(({ left }) => left)).toEqual([7 * S, 27 * S, 47 * S, 67 * S]);
  });

  it('fact 2, D1: a drawn phase is the node’s own: another node changes nothing, another seed does', () => {
    const first = (nodes: string, seed: string): number => {
      const { told } = run(
        `
name: phases
duration: 20s
${NEAR}
nodes: { ${nodes} }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1s } ] } } }
dispatch: { policy: greedy }
`,
        { seed },
      );
      return calls(told)[0]!.left;
    };
    const alone = first('a: { at: r/a }', 'one');
    expect(alone).toBeGreaterThanOrEqual(0);
    expect(alone).toBeLessThan(20 * S);
    expect(first('a: { at: r/a }, z: { at: r/a, phase: 19999999us }', 'one')).toBe(alone);
    expect(first('a: { at: r/a }', 'two')).not.toBe(alone);
  });

  it('D1: `even` spreads the phases of a group over the interval', () => {
    const { told } = run(`
name: even
duration: 20s
${NEAR}
nodes: { n: { at: r/a, count: 4, phase: even } }
workload: { tasks: { t: { arrivals: { at: [19999999us] }, steps: [ { run: 1s } ] } } }
`);
    expect(
      calls(told)
        .slice(0, 4)
        .map(({ left }) => left),
    ).toEqual([0, 5 * S, 10 * S, 15 * S]);
  });

  it('D1: the first check-in is 60 s after the first look', () => {
    const { told } = run(`
name: check-in
duration: 200s
${NEAR}
nodes: { a: { at: r/a, phase: 7s, taskCap: 0 } }
workload: { requests: { never: { arrivals: { at: [199s] }, from: r/a, cpu: 0s, db: 0 } } }
loadBalancer: { at: r }
`);
    expect(calls(told).map(({ left }) => left)).toEqual([67 * S, 127 * S, 187 * S]);
  });

  it('fact 7, Q2: a node with cap 0 and one that drains do not look', () => {
    const { told } = run(`
name: no-looks
duration: 59s
${NEAR}
nodes: { a: { at: r/a, phase: 1s, taskCap: 0 }, b: { at: r/a, phase: 2s } }
workload: { tasks: { t: { arrivals: { at: [58s] }, steps: [ { run: 1s } ] } } }
timeline: [ { at: 10s, drain: b } ]
`);
    const peeks = calls(told).filter(({ left, answered }) => answered - left === MS && left < 58 * S);
    expect(peeks.map(({ left }) => left)).toEqual([2 * S]);
  });

  it('Q2: a node still busy with its last look skips the next', () => {
    // The peek of 5 s is answered at 30 s: the look of 25 s is skipped.
    const { told } = run(`
name: busy
duration: 80s
regions: { r: [a] }
network: { sameZone: 0us }
database: { at: r/a, read: 25s, write: 2ms, flush: 0ms }
nodes: { a: { at: r/a, phase: 5s } }
workload: { tasks: { t: { arrivals: { at: [79s] }, steps: [ { run: 1s } ] } } }
`);
    const peeks = calls(told).filter(({ left, answered }) => answered - left === 25 * S && left < 79 * S);
    expect(peeks.map(({ left }) => left)).toEqual([5 * S, 45 * S]);
  });
});

describe('what a look does', () => {
  it('Q3: peek, lock, a write for each task, a write that frees the lock on arrival', () => {
    // rtt 1 ms, read 1, write 2, flush 0.5. Peek 0–2.0; lock asked 2.0, committed 5.0, back 5.5; first take leaves 5.5,
    // arrives 6.0, served 8.0, committed 8.5, back 9.0; second 9.0–12.5; the freeing write leaves 12.5, arrives 13.0.
    const { told, result } = run(`
name: chain
duration: 10s
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
database: { at: r/b, read: 1ms, write: 2ms, flush: 0.5ms }
nodes: { a: { at: r/a, phase: 0s } }
workload: { tasks: { t: { queued: 2, steps: [ { run: 1h } ] } } }
`);
    expect(calls(told).slice(0, 5)).toEqual([
      { left: 0, answered: 2_000 },
      { left: 2_000, answered: 5_500 },
      { left: 5_500, answered: 9_000 },
      { left: 9_000, answered: 12_500 },
      { left: 12_500, answered: 16_000 },
    ]);
    expect(starts(told).map(({ at }) => at)).toEqual([9_000, 12_500]);
    // Granted at its commit, 5.0 ms, freed at 13.0 ms: 8 ms of 10 s.
    expect(valueOf(result, 'queue.lock.utilisation')).toBe(8_000 / (10 * S));
  });

  it('Q3: nothing pending: one read, no lock', () => {
    const { told } = run(`
name: idle
duration: 19s
${NEAR}
nodes: { a: { at: r/a, phase: 0s } }
workload: { tasks: { t: { arrivals: { at: [18s] }, steps: [ { run: 1s } ] } } }
`);
    expect(calls(told).filter(({ left }) => left < 18 * S)).toEqual([{ left: 0, answered: MS }]);
    expect(grants(told).filter(({ at }) => at < 18 * S)).toEqual([]);
  });

  it('Q3: the decision is made on the database as it is when the answer is back', () => {
    // Both peek at 0 and see the task; a takes it; b is granted the lock and finds nothing.
    const { told } = run(`
name: as-it-is
duration: 15s
${NEAR}
nodes: { a: { at: r/a, phase: 0s }, b: { at: r/a, phase: 0s } }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1h } ] } } }
`);
    expect(grants(told)).toHaveLength(2);
    expect(startedBy(told, 2)).toEqual([1, 0]);
  });

  it('Q3, fact 39: a node that begins to drain during its look takes nothing and frees the lock', () => {
    // a's lock is granted at 3 ms; it drains at 2 ms; b looks at 1 s and finds the lock free.
    const { told } = run(`
name: drain-in-look
duration: 15s
${NEAR}
nodes: { a: { at: r/a, phase: 0s }, b: { at: r/a, phase: 1s } }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1h } ] } } }
timeline: [ { at: 2ms, drain: a } ]
`);
    expect(starts(told)).toMatchObject([{ at: 1 * S + 5 * MS, node: 1 }]);
    expect(grants(told)).toEqual([
      { at: 3 * MS, waited: 0 },
      { at: 1 * S + 3 * MS, waited: 0 },
    ]);
  });

  it.each([1, 2, 3, 4, 5])(
    'fact 25: four nodes that look together start every task once, seed %i',
    (seed) => {
      const { told } = run(
        `
name: together
duration: 5m
regions: { r: [a, b] }
database: { at: r/a, cores: 2 }
nodes: { n: { at: r/a, count: 2, taskCap: 10, phase: 0s }, m: { at: r/b, count: 2, taskCap: 10, phase: 0s } }
workload: { tasks: { t: { queued: 60, steps: [ { run: { exponential: 20s } } ] } } }
`,
        { seed: `together-${seed}` },
      );
      const begun = starts(told).map(({ task }) => task);
      expect(begun).toHaveLength(60);
      expect(ends(told).every(({ outcome }) => outcome === 'succeeded')).toBe(true);
      expect(ends(told)).toHaveLength(60);
      const tasks = told.filter(({ what }) => what === 'taskArrived').map(({ args }) => args[1]);
      expect(new Set(tasks).size).toBe(60);
      expect([...begun].sort((x, y) => x - y)).toEqual(tasks);
    },
  );

  it('fact 25: one holder at a time: the lock passes in order of asking', () => {
    // rtt 0, one core: see section 12, run 2, with a third node.
    const { told } = run(`
name: three
duration: 15s
regions: { r: [a] }
network: { sameZone: 0us }
database: { at: r/a, cores: 3, ${QUICK} }
nodes: { n: { at: r/a, count: 3, phase: 0s } }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1h } ] } } }
`);
    // All peek 0–1 and ask 1–3. n-1 holds from 3, takes 3–5, frees at 5: n-2 holds, sees nothing, frees at 5: n-3.
    expect(grants(told)).toEqual([
      { at: 3 * MS, waited: 0 },
      { at: 5 * MS, waited: 2 * MS },
      { at: 5 * MS, waited: 2 * MS },
    ]);
  });
});

describe('a lock whose holder is gone', () => {
  /** a asks 1–3 ms and crashes at 4 ms, while it takes; b looks at 1 s and asks until 1.003 s. */
  function crash(dispatch: string) {
    return run(`
name: holder-crashes
duration: 5m
${NEAR}
nodes: { a: { at: r/a, phase: 0s }, b: { at: r/a, phase: 1s } }
dispatch: { ${dispatch} }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1h } ] } } }
timeline: [ { at: 4ms, crash: a } ]
`).told;
  }

  it('Q9: is free 30 s after the crash', () => {
    const told = crash('lockTimeout: 30s');
    expect(grants(told)).toEqual([
      { at: 3 * MS, waited: 0 },
      { at: 30 * S + 4 * MS, waited: 29 * S + 1 * MS },
    ]);
    expect(starts(told)).toMatchObject([{ at: 30 * S + 6 * MS, node: 1 }]);
  });

  it('Q9: the wait for it does not count for the command time-out', () => {
    const told = crash('lockTimeout: 50s');
    expect(grants(told).at(-1)).toEqual({ at: 50 * S + 4 * MS, waited: 49 * S + 1 * MS });
    expect(starts(told)).toMatchObject([{ at: 50 * S + 6 * MS, node: 1 }]);
  });

  it('Q9: an answer that comes after the command time-out is none', () => {
    // Asked for at 11 ms over a way that is 40 s longer: granted at 20.018 s, and given up at 30.011 s.
    const told = cut('{ at: 5ms, delay: r/a, from: r/b, by: 40s, for: 1s }');
    expect(calls(told)).toContainEqual({ left: 11 * MS, answered: 30 * S + 11 * MS });
  });

  it('Q9: after 60 s of waiting the look is given up until its next time', () => {
    // b waits from 1.003 to 61.003 s; its look of 61 s is skipped; at 81 s it asks again, granted at 120.004 s.
    const told = crash('lockTimeout: 120s');
    expect(calls(told).filter(({ answered }) => answered > 60 * S && answered < 62 * S)).toContainEqual({
      left: 1 * S + 1 * MS,
      answered: 61 * S + 3 * MS,
    });
    expect(grants(told).at(-1)).toEqual({ at: 120 * S + 4 * MS, waited: 39 * S + 1 * MS });
  });

  it('Q9: is lost at once when the database goes down', () => {
    // The database is down from 10 to 12 s; b asks at 15.003 s and finds the lock free, which it else is at 30.004 s.
    const { told } = run(`
name: database-down
duration: 1m
${NEAR}
nodes: { a: { at: r/a, phase: 0s }, b: { at: r/a, phase: 15s } }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1h } ] } } }
timeline: [ { at: 4ms, crash: a }, { at: 10s, outage: database, for: 2s } ]
`);
    expect(grants(told).at(-1)).toEqual({ at: 15 * S + 3 * MS, waited: 0 });
  });

  /** a is 10 ms away: peek 0–11, lock granted at 18, back 23; its take leaves at 23 and would be committed at 30 ms. */
  function cut(timeline: string, resilient = false) {
    return run(`
name: holder-is-cut-off
duration: 5m
${NEAR}
nodes: { a: { at: r/b, phase: 0s }, b: { at: r/a, phase: 50s } }
dispatch: { every: 50s }
workload: { tasks: { t: { queued: 2, resilient: ${resilient}, steps: [ { run: 1h } ] } } }
timeline: [ ${timeline} ]
`).told;
  }

  it('Q9: is free 30 s after its holder was cut off', () => {
    const told = cut('{ at: 25ms, cut: r/a, from: r/b, for: 49s }');
    // Lost at 30.025 s: b, at 50 s, does not wait.
    expect(grants(told)[1]).toEqual({ at: 50 * S + 3 * MS, waited: 0 });
  });

  it('Q9: is free 30 s after its holder gave up, whatever happens to the holder’s path after that', () => {
    // Cut 25 ms – 1.025 s: the take is lost and given up at 30.023 s. Then cut again from 35 to 36 s: the lock, which
    // nobody uses, is free at 60.023 s and not later.
    const told = cut('{ at: 25ms, cut: r/a, from: r/b, for: 1s }, { at: 35s, cut: r/a, from: r/b, for: 1s }');
    expect(grants(told)[1]).toEqual({ at: 60 * S + 23 * MS, waited: 10 * S + 20 * MS });
  });

  it.each([17, 20])('Q9: a holder that is back is known before it knows of its grant: cut at %i ms', (at) => {
    // Granted at 18 ms, and the answer is lost: it gives up at 11 ms + 30 s. The second task waits until 60.011 s.
    const told = cut(`{ at: ${at}ms, cut: r/a, from: r/b, for: 1s }`);
    expect(grants(told)[1]).toEqual({ at: 60 * S + 11 * MS, waited: 10 * S + 8 * MS });
  });

  it('Q3: a take whose answer is lost: the next look first cancels the row, by a peek that writes', () => {
    // The take is committed at 30 ms and its answer cut off: it fails at 23 ms + 30 s. At 50 s the peek is a write:
    // it arrives at 50.005 and is committed at 50.007 s. The second task waits for the lock until 60.023 s.
    const told = cut('{ at: 31ms, cut: r/a, from: r/b, for: 1s }, { at: 49s, drain: b }');
    expect(starts(told).filter(({ at }) => at < 50 * S)).toEqual([]);
    expect(ends(told)).toMatchObject([{ at: 50 * S + 7 * MS, outcome: 'cancelled', node: 0 }]);
    expect(starts(told)).toMatchObject([{ at: 60 * S + 40 * MS, node: 0 }]);
  });

  it('Q3, D5: of resilient work it is pending again then, at its place', () => {
    const told = cut('{ at: 31ms, cut: r/a, from: r/b, for: 1s }, { at: 49s, drain: b }', true);
    expect(ends(told)).toEqual([]);
    expect(starts(told).map(({ at, task }) => [at, task])).toEqual([
      [60 * S + 40 * MS, 0],
      [60 * S + 52 * MS, 1],
    ]);
  });

  it('Q3: what is taken stays taken: of two tasks the first is an orphan, the second stays in the queue', () => {
    // One node: takes are answered at 5 and 7 ms; it crashes at 6 ms.
    const { told } = run(`
name: taken
duration: 1m
${NEAR}
nodes: { a: { at: r/a, phase: 0s }, b: { at: r/a, phase: 5s } }
workload: { tasks: { t: { queued: 2, steps: [ { run: 1h } ] } } }
timeline: [ { at: 6ms, crash: a } ]
`);
    expect(starts(told).map(({ at, node }) => [at, node])).toEqual([
      [5 * MS, 0],
      [30 * S + 8 * MS, 1],
    ]);
    expect(told.filter(({ what }) => what === 'taskOrphaned').map(({ at }) => at)).toEqual([6 * MS]);
  });
});
