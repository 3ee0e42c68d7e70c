/** Which node takes which task: facts 3, 5–19, 21–22, 32; rules Q1, Q4, Q5, Q6. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShare } from '../../src/cluster/policies/fair-share.ts';
import { ends, run, scenarioOf, starts, valueOf } from '../support/run.ts';
import { S, startedBy } from './support.ts';

const NAMES = ['a', 'b', 'c'];

/** Three nodes with cap 10 that look at 1, 2 and 3 s in an order; 8, 3 and 0 active; 12 pending. */
function workedExample(order: string, extra = ''): number[] {
  const nodes = NAMES.map((name) => `  ${name}: { taskCap: 10, phase: ${order.indexOf(name) + 1}s }`);
  const { told } = run(`
name: worked-example
duration: 20s
${extra}
nodes:
${nodes.join('\n')}
workload:
  tasks:
    busy: { active: { a: 8, b: 3 }, steps: [ { run: 10m } ] }
    work: { queued: 12, steps: [ { run: 10m } ] }
`);
  return startedBy(told, 3, 20 * S);
}

describe('the worked example', () => {
  // Prospective ratio (11 + 12) / 30 = 0.7667 and constant: a (0.8) takes none, b stops above 7.667, so at 8, and so on.
  it.each(['abc', 'bac', 'bca'])(
    'facts 13, 15: 8/3/0 active and 12 pending gives 0/5/7 in poll order %s',
    (order) => {
      expect(workedExample(order)).toEqual([0, 5, 7]);
    },
  );

  it.each(['acb', 'cab', 'cba'])(
    'fact 15: the empty node before the one with three gives 0/4/8 in poll order %s',
    (order) => {
      expect(workedExample(order)).toEqual([0, 4, 8]);
    },
  );

  it('Q4: 22/30 and 23/30 give the same answers', () => {
    // a at 0.7 ≤ 22/30 takes one and stops at 0.8; with the printed 8/3/0 both readings agree on 0/5/7.
    expect(fairShare(8, 10, 10, 30, 12)).toBe(false);
    expect(fairShare(7, 10, 10, 30, 12)).toBe(true);
    expect(fairShare(8, 10, 11, 30, 12)).toBe(false);
    expect(fairShare(7, 10, 11, 30, 12)).toBe(true);
  });

  it('assumption 4: the same over a real database, where looks take time', () => {
    const database = 'database: { cores: 1, read: 1ms, write: 2ms, flush: 1ms }';
    expect(workedExample('abc', database)).toEqual([0, 5, 7]);
    expect(workedExample('acb', database)).toEqual([0, 4, 8]);
  });

  it('fact 32: greedy nodes take up to their caps, 2/7/3', () => {
    expect(workedExample('abc', 'dispatch: { policy: greedy }')).toEqual([2, 7, 3]);
  });
});

describe('fair share', () => {
  /** Active tasks on a and b with cap 10, so many pending; a looks at 1 s, b at 2 s. */
  function two(activeA: number, activeB: number, pending: number): number[] {
    const { told } = run(`
name: two
duration: 20s
nodes: { a: { taskCap: 10, phase: 1s }, b: { taskCap: 10, phase: 2s } }
workload:
  tasks:
    busy: { active: { a: ${activeA}, b: ${activeB} }, steps: [ { run: 10m } ] }
    work: { queued: ${pending}, steps: [ { run: 10m } ] }
`);
    return startedBy(told, 2, 20 * S);
  }

  it('fact 11: a tie takes: 5/10 is not above (9 + 1)/20', () => {
    expect(two(5, 4, 1)).toEqual([1, 0]);
  });

  it('fact 11: strictly above refuses: 5/10 is above (8 + 1)/20', () => {
    expect(two(5, 3, 1)).toEqual([0, 1]);
  });

  it('fact 11: a full node refuses', () => {
    expect(two(10, 9, 3)).toEqual([0, 1]);
  });

  it('fact 12: the prospective ratio does not change during a poll: 5 pending go 3 and 2', () => {
    // (1 + 5) / 20 = 0.3: a takes at 0.1, 0.2 and 0.3, and stops at 0.4.
    expect(two(1, 0, 5)).toEqual([3, 2]);
  });

  it('fact 21: luck puts all deployments on the node that looks first', () => {
    // 10/20 = 0.5: a takes at 0 … 0.5, six tasks; the five deployments stand before the health checks.
    const { told } = run(`
name: luck
duration: 20s
nodes: { a: { taskCap: 10, phase: 1s }, b: { taskCap: 10, phase: 2s } }
workload:
  tasks:
    deployment: { queued: 5, steps: [ { run: 10m } ] }
    health: { queued: 5, steps: [ { run: 10m } ] }
`);
    const begun = told.filter(({ what }) => what === 'taskStarted').map(({ args }) => [args[0], args[3]]);
    expect(begun.filter(([c]) => c === 0).map(([, node]) => node)).toEqual([0, 0, 0, 0, 0]);
    expect(begun.filter(([c]) => c === 1).map(([, node]) => node)).toEqual([0, 1, 1, 1, 1]);
  });

  it('fact 12: a node overshoots the prospective ratio by at most one task', () => {
    fc.assert(
      fc.property(cluster(), ({ caps, active, pending }) => {
        const capacity = sum(caps);
        const total = sum(active) + pending;
        const told = looks(caps, active, pending, 1);
        startedBy(told, caps.length).forEach((took, i) => {
          if (took > 0) expect((active[i]! + took - 1) * capacity).toBeLessThanOrEqual(total * caps[i]!);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('fact 16: on a single node only the cap refuses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(40),
        fc.integer({ min: 1, max: 60 }),
        (cap, most, pending) => {
          const active = Math.min(most, cap);
          expect(startedBy(looks([cap], [active], pending, 1), 1)).toEqual([Math.min(pending, cap - active)]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('fact 17: when active + pending reaches the capacity only the caps refuse', () => {
    fc.assert(
      fc.property(cluster(), ({ caps, active, pending }) => {
        const needed = Math.max(pending, sum(caps) - sum(active), 1);
        const free = caps.map((cap, i) => cap - active[i]!);
        expect(startedBy(looks(caps, active, needed, 1), caps.length)).toEqual(free);
      }),
      { numRuns: 25 },
    );
  });

  it('fact 18: the least loaded of the nodes that count is never refused, so nothing stalls', () => {
    fc.assert(
      fc.property(cluster(), ({ caps, active, pending }) => {
        const ratios = caps.map((cap, i) => active[i]! / cap);
        const least = ratios.indexOf(Math.min(...ratios));
        if (active[least]! < caps[least]!) {
          expect(fairShare(active[least]!, caps[least]!, sum(active), sum(caps), pending)).toBe(true);
        }
        // Each round takes at least one: after as many rounds as tasks nothing waits beside a free slot.
        const told = looks(caps, active, pending, pending);
        expect(sum(startedBy(told, caps.length))).toBe(Math.min(pending, sum(caps) - sum(active)));
      }),
      { numRuns: 25 },
    );
  });

  it('fact 19: with countAll a drained empty node stalls the queue though four slots are free', () => {
    // (6 + 2) / 20 = 0.4 < 0.6: refused for ever.
    expect(startedBy(stall('true'), 2)).toEqual([0, 0]);
  });

  it('fact 19, assumption 2: without countAll the two tasks are taken at the next look', () => {
    // (6 + 2) / 10 = 0.8 ≥ 0.6
    const told = stall('false');
    expect(startedBy(told, 2)).toEqual([0, 2]);
    expect(starts(told).filter(({ at }) => at > 0)).toMatchObject([{ at: 5 * S }, { at: 5 * S }]);
  });

  function stall(countAll: string) {
    return run(`
name: stall
duration: 10m
nodes: { a: { taskCap: 10, phase: 3s }, b: { taskCap: 10, phase: 5s } }
dispatch: { countAll: ${countAll} }
workload:
  tasks:
    busy: { active: { b: 6 }, steps: [ { run: 1h } ] }
    work: { queued: 2, steps: [ { run: 1h } ] }
timeline: [ { at: 0s, drain: a } ]
`).told;
  }
});

describe('the queue and the caps', () => {
  it('facts 3, Q1: first in, first out over all classes, whatever they are', () => {
    const { told } = run(`
name: fifo
duration: 1m
nodes: { a: { taskCap: 10, phase: 10s } }
workload:
  tasks:
    slow: { arrivals: { at: [1s, 4s] }, steps: [ { run: 10m } ] }
    fast: { kind: runbook, arrivals: { at: [2s, 3s, 5s] }, steps: [ { run: 1s } ] }
`);
    const order = told.filter(({ what }) => what === 'taskStarted').map(({ args }) => args[2]);
    expect(order).toEqual([1 * S, 2 * S, 3 * S, 4 * S, 5 * S]);
  });

  it('Q1: with one slot the next task is the one that waits longest', () => {
    const { told } = run(`
name: one-slot
duration: 2m
nodes: { a: { taskCap: 1, phase: 0s } }
workload: { tasks: { t: { arrivals: { at: [1s, 2s, 3s] }, steps: [ { run: 15s } ] } } }
`);
    expect(told.filter(({ what }) => what === 'taskStarted').map(({ at, args }) => [at, args[2]])).toEqual([
      [20 * S, 1 * S],
      [40 * S, 2 * S],
      [60 * S, 3 * S],
    ]);
  });

  it('fact 5: the default cap is 5', () => {
    const { scenario, told } = run(`
name: default-cap
duration: 30s
nodes: { a: { phase: 1s } }
workload: { tasks: { t: { queued: 8, steps: [ { run: 10m } ] } } }
`);
    expect(scenario.nodes[0]!.taskCap).toBe(5);
    expect(startedBy(told, 1)).toEqual([5]);
  });

  it('fact 6: caps add up: 2 nodes × 10 run 20 tasks at once', () => {
    const { told, result } = run(`
name: twenty
duration: 1m
nodes: { n: { count: 2, taskCap: 10, phase: 1s } }
workload: { tasks: { t: { queued: 30, steps: [ { run: 10m } ] } } }
`);
    expect(startedBy(told, 2, 60 * S)).toEqual([10, 10]);
    expect(valueOf(result, 'queue.length.max')).toBe(30);
  });

  it('fact 7: a node with cap 0 takes nothing, not even alone', () => {
    const { told, result } = run(`
name: ui-only
duration: 10m
nodes: { a: { taskCap: 0 } }
workload: { tasks: { t: { queued: 1, steps: [ { run: 1s } ] } } }
`);
    expect(starts(told)).toEqual([]);
    expect(valueOf(result, 'tasks.unfinished')).toBe(1);
  });

  it('fact 8: a canary with cap 1 beside a node with cap 9 takes one of ten', () => {
    const { told } = run(`
name: canary
duration: 20s
nodes: { old: { taskCap: 9, phase: 1s }, canary: { taskCap: 1, phase: 2s } }
workload: { tasks: { t: { queued: 10, steps: [ { run: 10m } ] } } }
`);
    expect(startedBy(told, 2, 20 * S)).toEqual([9, 1]);
  });

  it('a task cannot be told which node to use', () => {
    expect(() =>
      scenarioOf(`
name: pinned
duration: 1m
nodes: { a: {} }
workload: { tasks: { t: { queued: 1, node: a, steps: [ { run: 1s } ] } } }
`),
    ).toThrow(/node/);
  });
});

describe('immediate dispatch', () => {
  it('Q6: the lowest active/cap takes, ties by node order', () => {
    // a 0/4, b 0/2: a; 1/4, 0/2: b; 1/4, 1/2: a; 2/4 = 1/2: a; 3/4, 1/2: b; then a.
    const { told } = run(`
name: lowest
duration: 1m
nodes: { a: { taskCap: 4 }, b: { taskCap: 2 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [0s, 1s, 2s, 3s, 4s, 5s] }, steps: [ { run: 10m } ] } } }
`);
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 0],
      [4, 1],
      [5, 0],
    ]);
  });

  it('Q6: a slot that is freed takes the head at once', () => {
    const { told } = run(`
name: at-once
duration: 1m
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { arrivals: { at: [0s, 1s, 2s] }, steps: [ { run: 5s } ] } } }
`);
    expect(starts(told).map(({ at }) => at)).toEqual([0, 5 * S, 10 * S]);
    expect(ends(told).map(({ at }) => at)).toEqual([5 * S, 10 * S, 15 * S]);
  });

  it('F1, Q6: an entry acts on all of its nodes before any of them takes a task', () => {
    // Both have three slots at 10 s, one of them in use: the four that wait go to a, b, a and b.
    const { told } = run(`
name: all-at-once
duration: 1m
nodes: { a: { taskCap: 1 }, b: { taskCap: 1 } }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 6, steps: [ { run: 10m } ] } } }
timeline: [ { at: 10s, setTaskCap: nodes, to: 3 } ]
`);
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      ...[0, 1].map((node) => [0, node]),
      ...[0, 1, 0, 1].map((node) => [10, node]),
    ]);
  });

  it('F1, Q6, W7: a task that a node fails as it is removed is not tried again on one that goes with it', () => {
    const { told } = run(`
name: removed-together
duration: 1m
nodes: { a: { taskCap: 1 }, b: { taskCap: 1 }, c: { taskCap: 1, startTime: 10s, state: down } }
dispatch: { policy: immediate }
workload: { tasks: { t: { queued: 1, retry: { atMost: 1 }, steps: [ { run: 20s } ] } } }
timeline: [ { at: 5s, removeNode: nodes } ]
`);
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([[0, 0]]);
  });

  it('Q1, W4, D3: also when a node is undrained that was restarted', () => {
    // It drains from 10 s, is idle at 20 s, and is back at 50 s; what a schedule has due at 30 s is more urgent than the second.
    const { told } = run(`
name: restarted
duration: 2m
nodes: { a: { taskCap: 1, startTime: 10s } }
dispatch: { policy: immediate }
workload:
  tasks:
    t: { queued: 2, steps: [ { run: 20s } ] }
    urgent: { kind: system, priority: high, arrivals: { at: [30s] }, steps: [ { run: 20s } ] }
timeline: [ { at: 10s, restart: a, takes: 20s, drain: {} } ]
`);
    const started = told.filter(({ what }) => what === 'taskStarted');
    expect(started.map(({ at, args }) => [at / S, args[0]])).toEqual([
      [0, 0],
      [50, 1],
      [70, 0],
    ]);
  });

  it('Q1, W4: what people and schedules could not queue is in the queue before the first of it is taken', () => {
    // The database is back at 20 s: what a schedule has due is more urgent than what a user has held.
    const { told } = run(`
name: held
duration: 2m
network: { sameZone: 0s }
database: { read: 0s, write: 0s, flush: 0s }
nodes: { a: { taskCap: 1 } }
dispatch: { policy: immediate }
workload:
  tasks:
    user: { whenDown: hold, arrivals: { at: [10s] }, steps: [ { run: 10s } ] }
    urgent: { startedBy: schedule, priority: top, arrivals: { at: [15s] }, steps: [ { run: 10s } ] }
timeline: [ { at: 5s, outage: database, for: 15s } ]
`);
    const started = told.filter(({ what }) => what === 'taskStarted');
    expect(started.map(({ at, args }) => [at / S, args[0]])).toEqual([
      [20, 1],
      [30, 0],
    ]);
  });
});

interface Drawn {
  readonly caps: number[];
  readonly active: number[];
  readonly pending: number;
}

/** One to five nodes with caps up to 12, some of their slots in use, up to 12 pending. */
function cluster(): fc.Arbitrary<Drawn> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 5,
    })
    .chain((nodes) =>
      fc.integer({ min: 1, max: 12 }).map((pending) => ({
        caps: nodes.map(([cap]) => cap),
        active: nodes.map(([cap, share]) => Math.round(cap * share)),
        pending,
      })),
    );
}

/** So many rounds of looks, the nodes in order. */
function looks(caps: readonly number[], active: readonly number[], pending: number, rounds: number) {
  const nodes = caps.map((cap, i) => `n${i}: { taskCap: ${cap}, phase: ${i + 1}s }`).join(', ');
  const running = active.map((count, i) => `n${i}: ${count}`).filter((_, i) => active[i]! > 0);
  const busy = `busy: { active: { ${running.join(', ')} }, steps: [ { run: 1d } ] }`;
  return run(`
name: drawn
duration: ${20 * rounds}s
nodes: { ${nodes} }
workload:
  tasks:
    ${running.length > 0 ? busy : ''}
    work: { queued: ${pending}, steps: [ { run: 1d } ] }
`).told.filter(({ at }) => at < 20 * rounds * S);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
