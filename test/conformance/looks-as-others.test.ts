/** Looks as other products make them: rule Q12. */
import { describe, expect, it } from 'vitest';
import { ends, run, starts, type Told, valueOf } from '../support/run.ts';
import { grants, S } from './support.ts';

function looked(dispatch: string, nodes: string, tasks: string, more = '') {
  return run(`
name: looks
duration: 60s
dispatch: { ${dispatch.includes('policy') ? '' : 'policy: greedy, '}${dispatch} }
nodes: { ${nodes} }
workload: { tasks: { ${tasks} } }
${more}
`);
}

const startsAt = (told: readonly Told[]): number[] => starts(told).map(({ at }) => at / S);
const looksOf = (told: readonly Told[], node = 0): number[] =>
  told
    .filter(({ what, args }) => what === 'lookAt' && args[0] === node && args[1] === 'begins')
    .map(({ at }) => at / S);

describe('looks', () => {
  it('Q12: a node looks the moment a slot of it is free', () => {
    const work = ['n: { taskCap: 1, phase: 0s }', 't: { queued: 3, steps: [ { run: 5s } ] }'] as const;
    expect(startsAt(looked('lookWhenFree: true', ...work).told)).toEqual([0, 5, 10]);
    expect(startsAt(looked('lookWhenFree: false', ...work).told)).toEqual([0, 20, 40]);
  });

  it('Q12, Q4: such a look sees what has ended, also in the sums of fair share', () => {
    // At 10 s a has 2 of 4 slots in use, b none: 2 / 4 is above (2 + 1) / 8, and a leaves the task to b, which looks at 15 s.
    const { told } = looked(
      'policy: fair-share, lookWhenFree: true',
      'a: { taskCap: 4, phase: 0s }, b: { taskCap: 4, phase: 15s }',
      `long: { active: { a: 2 }, steps: [ { run: 1h } ] }, short: { active: { a: 1 }, steps: [ { run: 10s } ] },
       t: { arrivals: { at: [9s] }, steps: [ { run: 1s } ] }`,
    );
    expect(starts(told).at(-1)).toMatchObject({ at: 15 * S, node: 1 });
  });

  it('Q12: work without length is taken one after another, in one instant', () => {
    const { told } = looked(
      'lookWhenFree: true',
      'n: { taskCap: 1, phase: 3s }',
      't: { queued: 5000, steps: [ { run: 0s } ] }',
    );
    expect(new Set(startsAt(told))).toEqual(new Set([3]));
    expect(ends(told)).toHaveLength(5000);
  });

  it('Q12: a look takes so many at most', () => {
    const work = ['n: { taskCap: 5, phase: 0s }', 't: { queued: 5, steps: [ { run: 90s } ] }'] as const;
    expect(startsAt(looked('perLook: 2', ...work).told)).toEqual([0, 0, 20, 20, 40]);
  });

  it('Q12, D4: a node that goes down in the instant in which its slot is free is pushed nothing before its first look', () => {
    const { told } = looked(
      'push: true',
      'n: { at: r/a, taskCap: 1, phase: 0s, startTime: 10s }',
      `t: { active: { n: 1 }, queued: 1, steps: [ { run: 8s } ] },
       late: { startedBy: people, arrivals: { at: [29500ms] }, steps: [ { run: 1s } ] }`,
      `regions: { r: [a] }
database: { at: r/a, read: 1s, write: 1s, flush: 0s }
network: { sameZone: 0s }
timeline: [ { at: 5s, restart: n, drain: {}, takes: 10s } ]`,
    );
    // Its task ends at 9 s, as the write says; it is ready at 29 s, cancels orphans until 30 s and checks in until 31 s.
    expect(looksOf(told).slice(0, 2)).toEqual([0, 31]);
  });

  it('Q12: what a push left behind is pushed again when work comes, not when work is refused', () => {
    const { told } = looked(
      'push: true, every: 1h',
      'n: { at: r/a, taskCap: 1, phase: 0s }',
      `t: { startedBy: people, arrivals: { at: [5s, 45s, 55s] }, steps: [ { run: 1s } ] }`,
      `regions: { r: [a] }
database: { at: r/a, read: 1s, write: 40s, flush: 0s }
timeline:
  - { at: 40s, for: 10s, maintenance: on }
  - { at: 48s, resubmit: { cancelledSince: 10s } }`,
    );
    // The look of 5 s asks for the lock, which takes longer than the command time-out of 30 s.
    expect(looksOf(told).filter((at) => at > 0)).toEqual([5, 55]);
  });

  it('Q12: pushed work is taken when it comes, by the node that waits longest', () => {
    const { told } = looked(
      'push: true',
      'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 1s }',
      't: { arrivals: { at: [7s, 8s, 9s] }, steps: [ { run: 5s } ] }',
    );
    // The third finds both at work; the first that is free takes it.
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [7, 0],
      [8, 1],
      [12, 0],
    ]);
  });

  describe('with a database that takes 10 ms for a call, 2 ms away', () => {
    /** When and where each of some tasks of 100 s that come at 20 s and some later ones starts, in ms after 20 s. */
    const pushed = (dispatch: string, nodes: number, arrivals: string) =>
      starts(
        looked(
          `push: true, every: 10m, ${dispatch}, checkIn: 1h, believedOnline: 2h, orphanScan: 1h`,
          `n: { count: ${nodes}, taskCap: 5, phase: 1s }`,
          `t: { arrivals: ${arrivals}, steps: [ { run: 100s } ] }`,
          'network: { sameZone: 2ms }\ndatabase: { at: local/a, cores: 4, read: 10ms, write: 10ms, flush: 0ms }',
        ).told,
      ).map(({ at, node }) => [at / 1_000 - 20_000, node]);

    it('Q12: a node with slots free looks once more at what is pending, where a look takes one', () => {
      // A read and the take, 12 ms each, one after another.
      expect(pushed('perLook: 1, lock: false', 1, '{ at: [20s], count: 3 }')).toEqual([
        [24, 0],
        [48, 0],
        [72, 0],
      ]);
    });

    it('Q12: what comes while the take of other work is on its way back is pushed to another node', () => {
      // The first is taken at 23 ms.
      expect(pushed('perLook: 1, lock: false', 2, '{ at: [20s, 20.0225s] }')).toEqual([
        [24, 0],
        [46.5, 1],
      ]);
      expect(pushed('perLook: 1, lock: false', 2, '{ at: [20s, 20.0235s] }')).toEqual([
        [24, 0],
        [47.5, 1],
      ]);
    });

    it('Q12: what comes while the only node frees the lock is looked at when that is over', () => {
      // A read, the lock and the take; the lock is free at 48 ms.
      expect(pushed('lock: true', 1, '{ at: [20s, 20.040s] }')).toEqual([
        [36, 0],
        [84, 0],
      ]);
      expect(pushed('lock: true', 1, '{ at: [20s, 20.030s] }')).toEqual([
        [36, 0],
        [48, 0],
      ]);
    });
  });

  it('Q12: pushed work goes round: who has just taken something waits no longer than the others', () => {
    const { told } = looked(
      'push: true',
      'a: { taskCap: 3, phase: 0s }, b: { taskCap: 3, phase: 1s }, c: { taskCap: 3, phase: 2s }',
      't: { arrivals: { at: [7s, 8s, 9s, 10s] }, steps: [ { run: 50s } ] }',
    );
    expect(starts(told).map(({ node }) => node)).toEqual([0, 1, 2, 0]);
  });

  it('D3, Q12: nothing is pushed to a node that drains', () => {
    const { told } = looked(
      'push: true',
      'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 1s }',
      't: { arrivals: { at: [7s] }, steps: [ { run: 5s } ] }',
      'timeline: [ { at: 5s, drain: a } ]',
    );
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([[7, 1]]);
  });

  it('D4, Q12: nothing is pushed to a node that is back before the first look after its start', () => {
    // Each write takes 2 s: a is ready at 10 s, has cancelled its orphans at 12, checked in at 14, the lock at 16 s.
    const { told } = looked(
      'push: true',
      'a: { taskCap: 1, phase: 0s, startTime: 0s }',
      't: { arrivals: { at: [10500ms] }, steps: [ { run: 5s } ] }',
      `network: { sameZone: 0s }
database: { read: 0s, write: 2s, flush: 0s }
timeline: [ { at: 5s, crash: a, for: 5s } ]`,
    );
    expect(startsAt(told)).toEqual([18]);
  });

  it('Q12: what comes in the instant in which a slot is free is pushed to it', () => {
    // The parent starts its second child when the first is over; b looks by itself at 1 and 21 s.
    const { told } = looked(
      'push: true',
      'a: { taskCap: 1, phase: 0s, offers: [main] }, b: { taskCap: 1, phase: 1s, offers: [aux] }',
      `parent: { needs: main, queued: 1, steps: [ { start: child }, { start: child } ] },
       child: { needs: aux, steps: [ { run: 10s } ] }`,
    );
    expect(startsAt(told)).toEqual([0, 1, 11]);
  });

  it('Q12: what is lost with the node that looks for it is pushed to another', () => {
    // A call takes 0.5 s: a, which waits longest, looks from 10 s on and goes down; b looks at once, and starts it after three calls.
    const { told } = looked(
      'push: true, every: 10m',
      'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 2s }',
      't: { arrivals: { at: [10s] }, steps: [ { run: 100s } ] }',
      `network: { sameZone: 0s }
database: { read: 500ms, write: 500ms, flush: 0s }
timeline: [ { at: 10200ms, crash: a } ]`,
    );
    expect(looksOf(told, 1)).toEqual([2, 10.2]);
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([[11.7, 1]]);
  });

  it('Q12: who looks since work came in the instant in which a slot of it is free does not look once more for that', () => {
    // At 9.5 s the parent starts its child, which is pushed, and gives its slot up; a call takes 0.5 s.
    const { told } = looked(
      'push: true, every: 10m',
      'a: { taskCap: 2, phase: 0s }',
      `parent: { queued: 1, steps: [ { run: 8s }, { start: child, exempt: true } ] },
       child: { steps: [ { run: 100s } ] }`,
      'network: { sameZone: 0s }\ndatabase: { read: 500ms, write: 500ms, flush: 0s }',
    );
    expect(startsAt(told)).toEqual([1.5, 11]);
    expect(looksOf(told)).toEqual([0, 9.5]);
  });

  it('Q1, Q12: the next of a tag is pushed when the one before is over, though its node drains', () => {
    const { told } = looked(
      'push: true',
      'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 1s }',
      't: { atMost: 1, queued: 2, steps: [ { run: 10s } ] }',
      'timeline: [ { at: 5s, drain: a } ]',
    );
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [10, 1],
    ]);
  });

  it('Q12: pushed work goes to a node that may take it', () => {
    const { told } = looked(
      'push: true',
      'a: { taskCap: 5, phase: 0s }, b: { taskCap: 5, phase: 1s }',
      't: { arrivals: { at: [7s, 8s] }, needs: b, steps: [ { run: 5s } ] }',
    );
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [7, 1],
      [8, 1],
    ]);
    expect(looksOf(told, 0)).toEqual([0, 20, 40, 60].slice(0, looksOf(told, 0).length));
  });

  it('Q12: looks get rarer while they take nothing, and begin again with the first that does', () => {
    const { told } = looked(
      'every: 1s, idleUpTo: 4s',
      'n: { phase: 0s }',
      't: { arrivals: { at: [8s] }, steps: [ { run: 5s } ] }',
    );
    // 1, 2, 4 and 4 s after each in vain; the one at 11 s takes the task.
    expect(looksOf(told).slice(0, 10)).toEqual([0, 1, 3, 7, 11, 12, 13, 15, 19, 23]);
    expect(startsAt(told)).toEqual([11]);
  });

  it('D1, Q12: what is free before the first look leaves that its time, and counts among the looks in a row', () => {
    const { told } = looked(
      'lookWhenFree: true, every: 5s, idleUpTo: 20s',
      'n: { taskCap: 2, phase: 3s }',
      'a: { active: { n: 1 }, steps: [ { run: 1s } ] }, b: { active: { n: 1 }, steps: [ { run: 2s } ] }',
    );
    expect(looksOf(told)).toEqual([1, 2, 3, 23, 43]);
  });

  it('Q12: without the lock two nodes may go for one task, and the second goes in vain', () => {
    const { told } = looked(
      'lock: false',
      'a: { at: r/a, taskCap: 1, phase: 0s }, b: { at: r/a, taskCap: 1, phase: 0s }',
      't: { queued: 1, steps: [ { run: 1s } ] }',
      `regions: { r: [a] }
network: { sameZone: 0us }
database: { at: r/a, cores: 1, read: 1ms, write: 2ms, flush: 0ms }`,
    );
    // Reads 0–1 and 1–2 ms; a's take 2–4 ms, b's 4–6 ms.
    expect(starts(told).map(({ at, node }) => [at, node])).toEqual([[4000, 0]]);
    expect(grants(told)).toEqual([]);
  });
});

it('Q12, Q14: what waited behind the tag of a task that has expired is pushed to who waits for work', () => {
  // The first t fails on b and waits for a, which is busy; it expires, a takes u, and b the next t.
  const { told } = looked(
    'push: true',
    'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 0s, startTime: 0s }',
    `t: { atMost: 1, deadline: 30s, retry: { atMost: 1, on: another }, arrivals: { at: [1s, 40s] }, steps: [ { run: 20s } ] },
    u: { needs: a, arrivals: { at: [0s, 20s] }, steps: [ { run: 50s } ] }`,
    'timeline: [ { at: 5s, crash: b, for: 2s } ]',
  );
  expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
    [0, 0],
    [1, 1],
    [50, 0],
    [50, 1],
  ]);
});

describe('what is taken ahead', () => {
  const nodes = 'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 1s }';
  const tasks = 't: { queued: 3, steps: [ { run: 10s } ] }';

  it('Q12: waits on its node for a slot there, whatever others have free', () => {
    const { told, result } = looked('prefetch: 1', nodes, tasks);
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [1, 1],
      [10, 0],
    ]);
    expect(valueOf(result, 'waiting.prefetched')).toBeCloseTo(10 / 60, 10);
  });

  it('Q12: is pending again when its node goes down, at its place in the order', () => {
    const { told } = looked('prefetch: 1', nodes, tasks, 'timeline: [ { at: 5s, crash: a } ]');
    // b is done at 11 s and finds the second task at 21 s.
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [1, 1],
      [21, 1],
    ]);
  });

  it('Q12: is pending again when its node drains', () => {
    const { told } = looked('prefetch: 1', nodes, tasks, 'timeline: [ { at: 5s, drain: a } ]');
    expect(startsAt(told)).toEqual([0, 1, 21]);
  });

  it('Q12: is pending again at once when its node has begun to drain before the answer of its take', () => {
    // Each write takes 2 s: a takes the second from 4 to 6 s, and drains from 5 s. b asks for the lock at 7 s.
    const { told } = looked(
      'prefetch: 1',
      'a: { taskCap: 1, phase: 0s }, b: { taskCap: 1, phase: 7s }',
      't: { queued: 2, steps: [ { run: 30s } ] }',
      `network: { sameZone: 0s }
database: { read: 0s, write: 2s, flush: 0s }
timeline: [ { at: 5s, drain: a } ]`,
    );
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [4, 0],
      [11, 1],
    ]);
  });

  it('Q12: is pushed, when its node goes down, to who waits for work', () => {
    const { told } = looked(
      'push: true, prefetch: 1',
      'a: { taskCap: 1, phase: 0s }, b: { taskCap: 2, phase: 1s }',
      tasks,
      'timeline: [ { at: 5s, crash: a } ]',
    );
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [1, 1],
      [5, 1],
    ]);
  });

  it('Q12: starts as slots are added', () => {
    const { told } = looked(
      'prefetch: 2',
      'a: { taskCap: 1, phase: 0s }',
      tasks,
      'timeline: [ { at: 4s, setTaskCap: a, to: 2 } ]',
    );
    expect(startsAt(told)).toEqual([0, 4, 10]);
  });

  it('Q12, Q14: what waited behind the tag of one that has expired there is pushed to who waits for work', () => {
    const { told } = looked(
      'push: true, prefetch: 1',
      nodes,
      `u: { arrivals: { at: [0s, 2s] }, steps: [ { run: 30s } ] },
      t: { atMost: 1, deadline: 20s, arrivals: { at: [0s, 25s] }, steps: [ { run: 5s } ] }`,
      'timeline: [ { at: 3s, setTaskCap: b, to: 2 } ]',
    );
    // At 2 s a is full, so that b alone waits for work; it has a slot free from 3 s.
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [2, 1],
      [30, 1],
    ]);
  });

  it('Q12, Q14: what waited behind the tag of one that has expired there is looked for once by its node', () => {
    // x is over at 10 s, when the first t, 5 s too late, is dropped; a call takes 0.5 s.
    const { told } = looked(
      'push: true, prefetch: 2, every: 10m',
      'a: { taskCap: 1, phase: 0s }',
      `x: { queued: 1, steps: [ { run: 8s } ] },
       t: { atMost: 1, deadline: 5s, arrivals: { at: [0s, 7s] }, steps: [ { run: 90s } ] }`,
      'network: { sameZone: 0s }\ndatabase: { read: 500ms, write: 500ms, flush: 0s }',
    );
    expect(startsAt(told)).toEqual([1.5, 11.5]);
    expect(looksOf(told)).toEqual([0, 10]);
  });

  it('Q10, Q12: begins in the order in which it was taken last', () => {
    // The scan of 120 s takes the rows of b, whose task runs on. From 181 s b takes t, which is urgent, before u once more.
    const { told } = run(`
name: again
duration: 10m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 0us }
nodes: { a: { at: r/a }, b: { at: r/b, taskCap: 1, phase: 1s } }
database: { at: r/a, read: 0us, write: 0us, flush: 0us }
storage: ideal
dispatch: { policy: greedy, prefetch: 2, orphanScan: 2m, orphanAfter: 58s }
workload:
  tasks:
    ghost: { active: { b: 1 }, steps: [ { run: 230s } ] }
    u: { needs: b, queued: 1, steps: [ { run: 1s } ] }
    t: { needs: b, priority: high, arrivals: { at: [150s] }, steps: [ { run: 1s } ] }
timeline: [ { at: 65s, cut: r/b, from: r/a, for: 115s } ]
`);
    expect(starts(told).map(({ at, task }) => [at / S, task])).toEqual([
      [0, 0],
      [230, 2],
      [231, 1],
    ]);
  });
});
