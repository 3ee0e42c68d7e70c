/** Where the time of one piece of work went, worked out by hand, to the microsecond (rule F9). */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TASK_STAGES, type TaskStage } from '../../src/cluster/observer.ts';
import { Attribution } from '../../src/measure/attribution.ts';
import { bothTaps } from '../../src/measure/both-taps.ts';
import { CAUSE, CAUSE_COUNT, CAUSES, type Cause } from '../../src/measure/causes.ts';
import { TaskFollower } from '../../src/measure/task-times.ts';
import { loadScenario } from '../../src/node/load-scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { run, scenarioOf } from '../support/run.ts';

/** Of each piece of work in the order in which they were over: its class, outcome, and µs by cause. */
function causesOf(text: string) {
  const scenario = scenarioOf(text);
  const attribution = new Attribution({ ...scenario, warmUp: 0 });
  simulate(scenario, { seed: '1', replication: 0, tap: attribution.tap });
  return attribution.causes().classes.flatMap(({ name, outcomes, ordinals, causes }) =>
    outcomes.map((outcome, i) => ({
      name: `${name} ${ordinals[i]}`,
      outcome,
      ...Object.fromEntries(
        CAUSES.map((cause, c) => [cause, causes[i * CAUSE_COUNT + c]!]).filter(([, amount]) => amount !== 0),
      ),
    })),
  );
}

const head = (more: string): string => `
name: by-hand
duration: 3m
regions: { r: [a, b] }
network: { sameZone: 0us, crossZone: 1ms }
${more}`;
const DATABASE = 'database: { at: r/b, cores: 1, read: 4ms, write: 6ms, flush: 0.5ms }';
const ONE = 'nodes: { n: { at: r/a, taskCap: 1, cores: 1, startTime: 0s, phase: 0s } }';

describe('rule F9: every µs has one cause', () => {
  it('W5: of what arrived from the end of the warm-up until the end of the duration, at that no more', () => {
    const tasks =
      'workload: { tasks: { one: { arrivals: { at: [59s, 1m, 170s, 3m, 181s] }, steps: [ { run: 30s } ] } } }';
    const { scenario, result, told } = run(
      head(
        `${ONE.replace('taskCap: 1', 'taskCap: 9')}\ndatabase: ideal\nstudy: steady\nwarmUp: 1m\n${tasks}`,
      ),
    );
    const attribution = new Attribution(scenario);
    simulate(scenario, { seed: '1', replication: 0, tap: attribution.tap });
    // Both that come while the one of 170 s is awaited are there and do not count.
    expect(told.filter(({ what }) => what === 'taskArrived').map(({ at }) => at / 1e6)).toEqual([
      59, 60, 170, 180, 181,
    ]);
    expect(attribution.causes().classes[0]!.arrived).toEqual([60_000_000, 170_000_000]);
    expect(result.samples['tasks.one.turnaround']!.count).toBe(2);
  });

  it('one task, one call, and the end write', () => {
    const steps = 'workload: { tasks: { one: { arrivals: { at: [0s] }, steps: [ { db: 1 } ] } } }';
    expect(causesOf(head(`${ONE}\n${DATABASE}\ndispatch: { policy: immediate }\n${steps}`))).toEqual([
      { name: 'one 1', outcome: 'succeeded', databaseWay: 2_000, databaseService: 10_000, commit: 500 },
    ]);
  });

  it('two tasks of one slot and look: the look, its take, the slot, the next look', () => {
    const tasks =
      'workload: { tasks: { one: { arrivals: { at: [1s], count: 2 }, steps: [ { run: 25s } ] } } }';
    const found = causesOf(head(`${ONE}\ndatabase: ideal\ndispatch: { policy: greedy }\n${tasks}`));
    expect(found).toEqual([
      { name: 'one 1', outcome: 'succeeded', look: 19_000_000, targets: 25_000_000 },
      // Taken at the look of 60 s; the slot is free from 45 s.
      { name: 'one 2', outcome: 'succeeded', look: 34_000_000, slot: 25_000_000, targets: 25_000_000 },
    ]);
  });

  it('a look takes one after the other: the second has its turn behind the first', () => {
    const nodes = 'nodes: { n: { at: r/a, taskCap: 2, startTime: 0s, phase: 0s } }';
    const tasks = 'workload: { tasks: { one: { queued: 2, steps: [ { run: 1s } ] } } }';
    const found = causesOf(head(`${nodes}\n${DATABASE}\ndispatch: { policy: greedy }\n${tasks}`));
    // The check-in of 0 s is none (rule D1): read 5 ms, lock 7.5 ms, then a take of 7.5 ms each.
    expect(found[0]).toMatchObject({ look: 12_500, taking: 7_500 });
    expect(found[1]).toMatchObject({ look: 12_500, turn: 7_500, taking: 7_500 });
  });

  it('two requests on one core: half of the time is the other one', () => {
    const lb = 'loadBalancer: { at: r/b, probe: { type: passive } }';
    const requests =
      'workload: { requests: { page: { from: r/a, arrivals: { at: [1s], count: 2 }, cpu: 10ms } } }';
    for (const one of causesOf(head(`${ONE}\ndatabase: ideal\n${lb}\n${requests}`)))
      expect(one).toMatchObject({ outcome: 'served', clientWay: 2_000, cpu: 10_000, cpuShared: 10_000 });
  });

  it('a database that is away: what failed is thrown away, silence is of the outage, and there are pauses', () => {
    const database = `database: { at: r/b, read: 4s, write: 6ms, flush: 0.5ms, commandTimeout: 30s }
timeline: [ { at: 1s, outage: database, for: 40s } ]`;
    const tasks = 'workload: { tasks: { one: { arrivals: { at: [0s] }, steps: [ { db: 1 } ] } } }';
    const [one] = causesOf(head(`${ONE}\n${database}\ndispatch: { policy: immediate }\n${tasks}`));
    // 500 µs there and 0.9995 s of service are in vain, then nothing until 30 s; tried at 31 s, silent until 61 s; at 63 s well.
    expect(one).toMatchObject({
      outcome: 'succeeded',
      thrownAway: 1_000_500,
      noAnswer: 58_999_500,
      pause: 3_000_000,
      databaseService: 4_006_000,
    });
  });

  it('a crash: the task looks running until it is cancelled', () => {
    const tasks = 'workload: { tasks: { one: { arrivals: { at: [0s] }, steps: [ { run: 10s } ] } } }';
    const crash = 'timeline: [ { at: 4s, crash: n, for: 60s } ]';
    const found = causesOf(head(`${ONE}\n${DATABASE}\ndispatch: { policy: immediate }\n${tasks}\n${crash}`));
    expect(found).toEqual([{ name: 'one 1', outcome: 'cancelled', targets: 4_000_000, orphan: 60_007_000 }]);
  });

  it('a resilient one goes on at its step, which was begun in vain', () => {
    const steps = 'steps: [ { run: 3s }, { run: 10s } ]';
    const tasks = `workload: { tasks: { one: { resilient: true, arrivals: { at: [0s] }, ${steps} } } }`;
    const crash = 'timeline: [ { at: 4s, crash: n, for: 60s } ]';
    const found = causesOf(head(`${ONE}\n${DATABASE}\ndispatch: { policy: immediate }\n${tasks}\n${crash}`));
    expect(found).toMatchObject([
      { outcome: 'succeeded', targets: 13_000_000, thrownAway: 1_000_000, orphan: 60_007_000 },
    ]);
  });

  it('a crashed node counts while it is believed online: the other declines, though it has a slot', () => {
    const nodes = `nodes:
  a: { at: r/a, taskCap: 2, startTime: 0s, phase: 0s }
  b: { at: r/a, taskCap: 10, startTime: 0s, phase: 15s }`;
    const tasks = `workload:
  tasks:
    old: { active: { a: 1 }, steps: [ { run: 170s } ] }
    one: { arrivals: { at: [21s] }, steps: [ { run: 1s } ] }
timeline: [ { at: 16s, crash: b } ]`;
    const found = causesOf(head(`${nodes}\ndatabase: ideal\ndispatch: { policy: fair-share }\n${tasks}`));
    // a looks at 40 s, and takes at 140 s, when b, last seen at 15 s, is believed online no more.
    expect(found.find(({ name }) => name === 'one 1')).toMatchObject({
      look: 19_000_000,
      fairShare: 100_000_000,
      targets: 1_000_000,
    });
  });
});

it('ten slow tasks of the flagship comparison: causes and what the stages of each were told to be are equal', () => {
  const path = join(import.meta.dirname, '../../scenarios/cross-region-hot-hot.yaml');
  const { scenario } = loadScenario(path, { set: ['duration=40m'] });
  const [attribution, follower] = [new Attribution(scenario), new TaskFollower(scenario)];
  simulate(scenario, { seed: '1', replication: 0, tap: bothTaps(attribution.tap, follower.tap) });
  const [one] = attribution.causes().classes;
  const [times] = follower.times().classes;
  const slow = [...one!.took.keys()]
    .filter((i) => one!.outcomes[i] === 'succeeded')
    .sort((a, b) => one!.took[b]! - one!.took[a]!)
    .slice(0, 10);
  expect(slow.length).toBe(10);
  const groups: Record<TaskStage, readonly Cause[]> = {
    database: ['connection', 'databaseWay', 'databaseQueue', 'databaseService', 'commit'],
    storage: ['storageWay', 'storageQueue', 'storageLatency', 'transfer', 'transferShared', 'transferWindow'],
    cpu: ['cpu'],
    run: ['targets', 'cpuShared'],
    pause: ['pause'],
    worker: ['worker'],
    children: ['children'],
  };
  for (const i of slow) {
    const place = times!.arrived.indexOf(one!.arrived[i]!);
    expect(times!.turnaround[place]).toBe(one!.took[i]);
    TASK_STAGES.forEach((stage, s) => {
      const sum = groups[stage].reduce((all, cause) => all + one!.causes[i * CAUSE_COUNT + CAUSE[cause]]!, 0);
      expect([stage, sum]).toEqual([stage, times!.stages[place * TASK_STAGES.length + s]]);
    });
  }
});
