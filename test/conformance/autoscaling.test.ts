/**
 * How many nodes there are, rules E1 to E4: the documented examples of Kubernetes' horizontal pod autoscaler
 * (kubernetes.io, "Horizontal Pod Autoscaling"; KEP-853, user stories), and small clusters by hand.
 */
import { describe, expect, it } from 'vitest';
import { Pace, stepChange, wantedNodes } from '../../src/cluster/scaling-rule.ts';
import type { PacePolicy, PaceSpec, TargetRule } from '../../src/scenario/autoscale.ts';
import { ends, run, starts, type Told, valueOf } from '../support/run.ts';
import { MIN, S, services } from './support.ts';

const nodesPer = (nodes: number, per: number): PacePolicy => ({ nodes, share: null, per });
const sharePer = (share: number, per: number): PacePolicy => ({ nodes: null, share, per });
const pace = (policies: PacePolicy[], stabilise = 0, select: PaceSpec['select'] = 'max'): PaceSpec => ({
  stabilise,
  policies,
  select,
});
const FREE = pace([sharePer(1000, S)]);
const target = (watch: TargetRule['watch'], value: number): TargetRule => ({
  ...{ kind: 'target', watch, target: value, tolerance: 0.1, up: FREE, down: FREE },
});

/** Numbers of nodes at looks one after another, where so many are wanted. */
function numbers(rules: { up: PaceSpec; down: PaceSpec }, from: number, every: number, wanted: number[]) {
  const memory = new Pace(rules);
  let nodes = from;
  return wanted.map((each, i) => {
    const next = memory.next(i * every, nodes, each);
    memory.note(i * every, next - nodes);
    nodes = next;
    return nodes;
  });
}

describe('E2: the wanted number, by the documented formula ⌈nodes × value ÷ target⌉', () => {
  const cpu = target('cpu', 0.1);

  it('doubles where twice the target is used, halves where half is, and stays within 10 % of it', () => {
    expect(wantedNodes(cpu, { nodes: 3, ready: 3, value: 0.2 })).toBe(6);
    expect(wantedNodes(cpu, { nodes: 4, ready: 4, value: 0.05 })).toBe(2);
    expect(wantedNodes(cpu, { nodes: 20, ready: 20, value: 0.11 })).toBe(20);
    expect(wantedNodes(cpu, { nodes: 20, ready: 20, value: 0.09 })).toBe(20);
    expect(wantedNodes(cpu, { nodes: 20, ready: 20, value: 0.112 })).toBe(23);
  });

  it('counts nodes that are not ready as idle when it would grow, and does not turn round for them', () => {
    // 3 of 6 ready at 180 %: over all 90 %, no more are needed; at 300 %: over all 150 %, ⌈6 × 1.5⌉.
    expect(wantedNodes(cpu, { nodes: 6, ready: 3, value: 0.18 })).toBe(6);
    expect(wantedNodes(cpu, { nodes: 6, ready: 3, value: 0.3 })).toBe(9);
  });

  it('shares a sum, and grows from nothing by it', () => {
    const work = target('work', 2);
    expect(wantedNodes(work, { nodes: 0, ready: 0, value: 7 })).toBe(4);
    expect(wantedNodes(work, { nodes: 4, ready: 1, value: 0 })).toBe(0);
    // 21 for 10 nodes is 1.05 of the target: within the tolerance.
    expect(wantedNodes(work, { nodes: 10, ready: 10, value: 21 })).toBe(10);
    expect(wantedNodes(target('wait', 60), { nodes: 2, ready: 2, value: 150 })).toBe(5);
    expect(wantedNodes(target('wait', 60), { nodes: 0, ready: 0, value: 150 })).toBe(3);
  });
});

describe('E2: policies and stabilisation, by the documented examples', () => {
  it('80 → 10 with 4 or 10 % a minute: 8 at first, then 7.2 rounded up to 8, below 40 nodes 4 at a time', () => {
    const down = pace([nodesPer(4, MIN), sharePer(0.1, MIN)]);
    const all = numbers({ up: FREE, down }, 80, MIN, Array(14).fill(10));
    expect(all.slice(0, 3)).toEqual([72, 64, 57]);
    const below = all.filter((nodes) => nodes <= 40 && nodes > 10);
    expect(below.slice(1).map((nodes, i) => below[i]! - nodes)).toEqual(Array(below.length - 1).fill(4));
    expect(all.at(-1)).toBe(10);
  });

  it('several looks in a period share what it allows', () => {
    const down = pace([nodesPer(4, MIN)]);
    expect(numbers({ up: FREE, down }, 20, 15 * S, Array(9).fill(2))).toEqual([
      16, 16, 16, 16, 12, 12, 12, 12, 8,
    ]);
  });

  it('story 1: 900 % a minute is 1 → 10 → 100 → 1000; story 3: 1 in 5 minutes is 1 → 2 → 3 → 4', () => {
    const fast = { up: pace([sharePer(9, MIN)]), down: FREE };
    expect(numbers(fast, 1, MIN, [1000, 1000, 1000])).toEqual([10, 100, 1000]);
    const slow = { up: pace([nodesPer(1, 5 * MIN)]), down: FREE };
    expect(numbers(slow, 1, 5 * MIN, [1000, 1000, 1000])).toEqual([2, 3, 4]);
  });

  it('the default grows by 4 nodes or by as many as there are in 15 s, whichever is more', () => {
    const up = pace([sharePer(1, 15 * S), nodesPer(4, 15 * S)]);
    expect(numbers({ up, down: FREE }, 1, 15 * S, [100, 100, 100, 100, 100])).toEqual([5, 10, 20, 40, 80]);
    const least = pace([sharePer(1, 15 * S), nodesPer(4, 15 * S)], 0, 'min');
    expect(numbers({ up: least, down: FREE }, 1, 15 * S, [100, 100, 100, 100])).toEqual([2, 4, 8, 12]);
  });

  it('story 4: down with `none` never shrinks', () => {
    expect(numbers({ up: FREE, down: pace([], 0, 'none') }, 9, MIN, [2, 2])).toEqual([9, 9]);
  });

  it('story 5: the largest of ten minutes: the 10th look still keeps 10, the 11th goes to 9', () => {
    const down = pace([nodesPer(5, MIN)], 10 * MIN);
    const all = numbers({ up: FREE, down }, 10, MIN, [10, 9, 8, 9, 9, 8, 9, 8, 9, 8, 7]);
    expect(all.slice(8)).toEqual([10, 10, 9]);
  });

  it('story 6: upwards the smallest of the window', () => {
    const up = pace([nodesPer(20, MIN)], 5 * MIN);
    expect(numbers({ up, down: FREE }, 2, MIN, [2, 3, 19, 10, 3, 4]).at(-1)).toBe(3);
  });
});

it('E3: of the steps that hold the largest, and one that adds before one that gives back', () => {
  const rule = {
    kind: 'steps',
    watch: 'queue',
    cooldown: 0,
    steps: [
      { isAbove: true, at: 10, nodes: 1 },
      { isAbove: true, at: 50, nodes: 4 },
      { isAbove: false, at: 2, nodes: 1 },
      { isAbove: false, at: 0, nodes: 2 },
    ],
  } as const;
  expect([0, 2, 5, 10, 49, 50].map((value) => stepChange(rule, value))).toEqual([-2, -1, 0, 1, 1, 4]);
});

/** When the slots that are able to take work changed, in seconds. */
const slots = (told: readonly Told[]): [number, number][] => {
  const all = services(told).map(({ at, slots }): [number, number] => [at / S, slots]);
  return all.filter(([, count], i) => i === 0 || count !== all[i - 1]![1]);
};

const small = (autoscale: string, tasks: string, more = 'duration: 10m') => `
name: scaled
${more}
dispatch: { policy: immediate }
nodes: { n: { taskCap: 1, startTime: 20s, autoscale: { ${autoscale} } }, users: { taskCap: 0 } }
workload: { tasks: { t: ${tasks} } }
`;

describe('a small cluster', () => {
  const THREE = '{ arrivals: { at: [5s], count: 3 }, steps: [ { run: 59s } ] }';

  it('E1: from zero: seen at the next look, ready after the boot, given back after the window', () => {
    const { told, result } = run(
      small('min: 0, max: 5, watch: work, target: 1, every: 15s, boot: 30s, down: { stabilise: 1m }', THREE),
    );
    // Looks at 15 s, 30 s …: three at 15 s, ready at 45 s, done at 104 s. The work was last seen at 90 s; a minute later
    // that is out of the window.
    expect(slots(told).filter(([at]) => at > 0)).toEqual([
      [45, 1],
      [45, 2],
      [45, 3],
      [150, 2],
      [150, 1],
      [150, 0],
    ]);
    expect(starts(told).map(({ at }) => at / S)).toEqual([45, 45, 45]);
    expect(valueOf(result, 'scaling.added')).toBe(3);
    expect(valueOf(result, 'scaling.givenBack')).toBe(3);
    // Three nodes from 15 s to 150 s, of 600 s.
    expect(valueOf(result, 'scaling.nodes')).toBeCloseTo((3 * 135) / 600, 9);
  });

  it('E1: cost follows what existed', () => {
    const { result } = run(
      `${small('min: 0, max: 5, watch: work, target: 1, boot: 30s, down: { stabilise: 1m }', THREE)}cost: { perHour: { node: 12 } }\n`,
    );
    expect(valueOf(result, 'cost.perHour')).toBeCloseTo(12 * (1 + (3 * 135) / 600), 9);
  });

  it('E4: one-job nodes go when their job is done, at once, and others come for what waits', () => {
    const { told, result } = run(
      small('min: 0, max: 2, watch: work, target: 1, boot: 10s, jobs: 1, down: { stabilise: 10m }', THREE),
    );
    // At 15 s two nodes, ready at 25 s, gone at 84 s; the look at 90 s wants one for the third, ready at 100 s.
    expect(starts(told).map(({ at, node }) => [at / S, node])).toEqual([
      [25, 0],
      [25, 1],
      [100, 0],
    ]);
    // The window still wants two or three: idle nodes are there till the end.
    expect(valueOf(result, 'scaling.givenBack')).toBe(3);
    expect(valueOf(result, 'tasks.t.succeeded')).toBe(3);
  });

  it('E4, W2: what a one-job node runs at 0 is all there before any of it ends, and is over when the node goes', () => {
    const { told, result } = run(`
name: active
duration: 10m
nodes: { n: { taskCap: 2, autoscale: { min: 1, max: 1, jobs: 1, watch: queue, target: 1 } } }
workload:
  tasks:
    a: { active: { n-1: 1 }, steps: [ { db: 1 } ] }
    b: { active: { n-1: 1 }, steps: [ { run: 1m } ] }
`);
    expect(ends(told).map(({ at, outcome }) => [at / S, outcome])).toEqual([
      [0, 'succeeded'],
      [60, 'succeeded'],
    ]);
    expect(valueOf(result, 'scaling.givenBack')).toBe(1);
  });

  it('E4: a node goes by a call of no length, whose turn comes with the end of its check-in or scan', () => {
    // Each task is over with a write, of which one in four takes no time; now and then one waits for the node's own.
    const { result } = run(`
name: turn
duration: 15m
network: { sameZone: 0ms }
nodes: { n: { autoscale: { min: 1, max: 1, jobs: 1, watch: queue, target: 2 } } }
database: { cores: 1, write: { empirical: [[2ms, 3], [0ms, 1]] }, flush: 0ms }
dispatch: { policy: immediate, orphanScan: 20s }
workload: { tasks: { t: { kind: system, arrivals: { poisson: 400/h }, steps: [ { db: 1 } ] } } }
`);
    expect(valueOf(result, 'scaling.givenBack')).toBeGreaterThan(10);
    expect(valueOf(result, 'tasks.t.successRatio')).toBe(1);
  });

  it('E1: scale-in drains: what runs goes on, the least busy goes first, and what lasts too long is cancelled', () => {
    const work = '{ active: { n-1: 1 }, steps: [ { run: 5m } ] }';
    const steps = 'count: 3, taskCap: 1, startTime: 20s, autoscale: { min: 1, max: 3, watch: work';
    const file = (drain: string) =>
      small('', work).replace(
        'taskCap: 1, startTime: 20s, autoscale: { ',
        `${steps}, steps: [ { above: 50, add: 1 }, { below: 1, remove: 3 } ], drain: { ${drain} }`,
      );
    const waits = run(file('').replace('min: 1', 'min: 0'));
    // The first look takes three away, of which n-1 works on until 5 min.
    expect(slots(waits.told).filter(([at]) => at > 0)).toEqual([
      [15, 2],
      [15, 1],
      [15, 0],
    ]);
    expect(ends(waits.told).map(({ at, outcome }) => [at / S, outcome])).toEqual([[300, 'succeeded']]);
    expect(valueOf(waits.result, 'scaling.nodes')).toBeCloseTo((15 + 15 + 300) / 600, 9);
    const cut = run(file('upTo: 2m, then: cancel').replace('min: 1', 'min: 0'));
    expect(ends(cut.told).map(({ at, outcome }) => [at / S, outcome])).toEqual([[135, 'cancelled']]);
    const lame = run(file('atLeast: 1m').replace('min: 1', 'min: 0'));
    expect(valueOf(lame.result, 'scaling.nodes')).toBeCloseTo((75 + 75 + 300) / 600, 9);
    const kept = run(file(''));
    expect(valueOf(kept.result, 'scaling.nodes')).toBeCloseTo((600 + 15 + 15) / 600, 9);
    expect(ends(kept.told).map(({ outcome }) => outcome)).toEqual(['succeeded']);
  });

  describe('of which one goes in the second minute, and comes back', () => {
    const two = (
      drain: string,
      back: string,
      timeline: string,
      node = '',
      tasks = 'active: { n-1: 1, n-2: 1 }, steps: [ { run: 15m } ]',
    ) =>
      run(`
name: back
duration: 30m
dispatch: { policy: immediate }
nodes: { n: { count: 2, taskCap: 1, cores: 1, startTime: 20s, ${node} autoscale: { max: 2, schedule: [[0s, 2], [1m, 1], [${back}, 2]], boot: 10s, drain: { ${drain} } } } }
workload: { tasks: { t: { ${tasks} } } }
timeline: [ ${timeline} ]
`);

    it.each(['62s', '80s'])('E1: one that is undrained at %s stays, and so does what runs on it', (at) => {
      const { told } = two('upTo: 5m, then: cancel', '70s', `{ at: ${at}, undrain: n }`);
      expect(ends(told).map(({ at, outcome }) => [at / MIN, outcome])).toEqual([
        [15, 'succeeded'],
        [15, 'succeeded'],
      ]);
    });

    it.each(['restart: n-2, takes: 10m', 'crash: n-2', 'crash: n-2, for: 20m', 'stop: n-2'])(
      'E1: a new machine is held down by nothing that held the one before (%s)',
      (action) => {
        const { told } = two('', '5m', `{ at: 30s, ${action} }`);
        expect(slots(told).filter(([at]) => at > 0)).toEqual([
          [30, 1],
          [310, 2],
        ]);
      },
    );

    it('E1, F1: one that was removed for good is replaced by a new machine of its name at the next look', () => {
      const { told } = two('', '5m', '{ at: 31s, removeNode: n-2 }');
      expect(slots(told).filter(([at]) => at > 0)).toEqual([
        [31, 1],
        [55, 2],
        [60, 1],
        [310, 2],
      ]);
    });

    it('E1, F1: a new machine takes tasks and stays, though the one that was removed drained', () => {
      // By the scaler, from 60 s on; by somebody else, from 30 s on.
      for (const every of ['15s', '4s']) {
        const left = two(`}, every: ${every}, down: { `, '5m', '{ at: 90s, removeNode: n-2 }');
        expect(slots(left.told).filter(([at]) => at > 0)).toEqual([
          [60, 1],
          [310, 2],
        ]);
      }
      const drained = two('', '5m', '{ at: 30s, drain: n-2 }, { at: 40s, removeNode: n-2 }');
      expect(slots(drained.told).filter(([at]) => at > 0)).toEqual([
        [30, 1],
        [55, 2],
        [60, 1],
        [310, 2],
      ]);
    });

    it('E1, D3: what was to end the restart of the machine before does not end that of the new one', () => {
      const { told } = two(
        '',
        '2m',
        '{ at: 30s, restart: n-2, takes: 10m }, { at: 5m, restart: n-2, takes: 10m }',
      );
      expect(slots(told).filter(([at]) => at > 0)).toEqual([
        [30, 1],
        [130, 2],
        [300, 1],
        [300 + 600 + 20, 2],
      ]);
    });

    it.each(['crash: n, for: 20m', 'stop: n, for: 20m'])(
      'E1, F1: what is not there is not held down (%s)',
      (action) => {
        const { told } = two(
          '',
          '5m',
          `{ at: 2m, ${action} }`,
          '',
          'arrivals: { every: 1h }, steps: [ { run: 1s } ]',
        );
        expect(slots(told).filter(([at]) => at > 0)).toEqual([
          [60, 1],
          [120, 0],
          [310, 1],
          [1_340, 2],
        ]);
      },
    );

    it('E1, F1: an outage of the name lasts', () => {
      const { told } = two('', '5m', '{ at: 30s, outage: n-2, for: 20m }');
      expect(slots(told).filter(([at]) => at > 0)).toEqual([
        [30, 1],
        [30 + 1_200 + 20, 2],
      ]);
    });

    it('C4: it has no credits, whatever the one before had', () => {
      const work = 'arrivals: { at: [6m], count: 2 }, steps: [ { cpu: 2m } ]';
      const { told } = two('', '5m', '', 'burst: { baseline: 50%, credits: 10m },', work);
      // From 5 m it has earned half a core for a minute, which lasts for one; what is left of the work runs at half the speed.
      expect(ends(told).map(({ at, node }) => [at / MIN, node])).toEqual([
        [8, 0],
        [9, 1],
      ]);
    });
  });

  it('E3: by steps with a cooldown, and by a schedule that repeats', () => {
    const busy = '{ arrivals: { at: [0s], count: 20 }, steps: [ { run: 1h } ] }';
    const steps = run(
      small('min: 1, max: 9, watch: queue, steps: [ { above: 5, add: 2 } ], cooldown: 2m, boot: 0s', busy),
    );
    expect(slots(steps.told).map(([at, count]) => `${at}:${count}`)).toEqual([
      ...['0:1', '15:2', '15:3', '135:4', '135:5', '255:6', '255:7', '375:8', '375:9'],
    ]);
    const scheduled = run(
      small(
        'max: 4, schedule: [[0s, 1], [2m, 3], [3m, 2]], period: 4m, boot: 5s',
        '{ queued: 1, steps: [ { run: 1s } ] }',
      ),
    );
    expect(slots(scheduled.told).map(([at, count]) => `${at}:${count}`)).toEqual([
      ...['0:1', '125:2', '125:3', '180:2', '240:1', '365:2', '365:3', '420:2', '480:1'],
    ]);
  });

  it('E3: a change that min or max does not allow is none, and nothing waits for its cooldown', () => {
    // Idle at its minimum from the first look on, with a step that would remove; work comes at 100 s.
    const late = '{ arrivals: { at: [100s], count: 8 }, steps: [ { run: 1h } ] }';
    const rule =
      'watch: queue, steps: [ { above: 5, add: 2 }, { below: 1, remove: 1 } ], cooldown: 2m, boot: 0s';
    const { told } = run(small(`min: 1, max: 4, ${rule}`, late));
    expect(slots(told).map(([at, count]) => `${at}:${count}`)).toEqual(['0:1', '105:2', '105:3', '225:4']);
  });

  it('E1: a boot that fails costs its time and is given back; the next look adds another', () => {
    const { result, told } = run(
      small(
        'min: 1, max: 1, watch: work, target: 1, boot: 1m, bootFails: 50%, jobs: 1',
        '{ arrivals: { every: 1m }, steps: [ { run: 1s } ] }',
        'duration: 8h',
      ),
    );
    const failed = valueOf(result, 'scaling.bootsFailed');
    const added = valueOf(result, 'scaling.added');
    // About 300 boots, half of which fail: within four standard deviations.
    expect(Math.abs(failed / added - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / added));
    expect(starts(told).length).toBeGreaterThan(100);
  });

  it('T4: neither scaling nor its luck changes an arrival or a demand', () => {
    const work = '{ arrivals: { poisson: 200/h }, steps: [ { run: { exponential: 30s } } ] }';
    const told = [
      'min: 1, max: 9, watch: busy, target: 70%',
      'min: 0, max: 3, watch: wait, target: 30s, bootFails: 30%',
    ].map((scaler) => run(small(scaler, work, 'duration: 2h')).told);
    const [some, others] = told.map((each) => ({
      arrived: each
        .filter(({ what }) => what === 'taskArrived')
        .map(({ at }) => at)
        .filter((at) => at < 7_200_000_000),
      lengths: new Map(
        each
          .filter(({ what, args }) => what === 'taskEnded' && args[4] === 'succeeded')
          .map(({ at, args }) => [args[2], at - (args[3] as number)] as const),
      ),
    }));
    expect(some!.arrived).toEqual(others!.arrived);
    let both = 0;
    for (const [arrived, length] of some!.lengths) {
      if (!others!.lengths.has(arrived)) continue;
      both += 1;
      expect(others!.lengths.get(arrived)).toBe(length);
    }
    expect(both).toBeGreaterThan(100);
  });

  it.each(['queue', 'work', 'wait'])(
    'E2, Q16: what none of its nodes has room for brings none: by %s',
    (watch) => {
      // The task of three slots is for `big`; a node of one slot passes it by.
      const { result } = run(`
name: bigger
duration: 20m
nodes:
  big: { taskCap: 3 }
  small: { taskCap: 1, startTime: 0s, autoscale: { min: 0, max: 4, every: 30s, watch: ${watch}, target: ${watch === 'wait' ? '10s' : 1}, boot: 0s } }
dispatch: { policy: immediate }
workload: { tasks: { wide: { slots: 3, queued: 3, steps: [ { run: 5m } ] } } }
`);
      expect(valueOf(result, 'scaling.added')).toBe(0);
      expect(valueOf(result, 'tasks.makespan')).toBe(900);
    },
  );

  it('E2: by CPU, of nodes that serve requests, in step with what is used', () => {
    const { result } = run(`
name: web
duration: 15m
nodes: { w: { taskCap: 0, cores: 1, startTime: 10s, autoscale: { min: 1, max: 10, watch: cpu, target: 50%, down: { stabilise: 1m } } } }
loadBalancer: { choice: least-connections, probe: { interval: 5s, timeout: 1s, rise: 1 } }
workload: { requests: { page: { arrivals: { every: 100ms }, cpu: 200ms } } }
`);
    // 10/s × 0.2 s are 2 cores: 4 nodes at half.
    expect(valueOf(result, 'scaling.nodes')).toBeGreaterThan(3.8);
    expect(valueOf(result, 'scaling.nodes')).toBeLessThan(4.4);
  });
});
