/** Task by task: which became slower in another design, by how much, and where the time went. */
import { describe, expect, test } from 'vitest';
import { TASK_STAGES, type TaskStage } from '../../../src/cluster/observer.ts';
import { TaskFollower, type TaskTimes } from '../../../src/measure/task-times.ts';
import { slowerSentences } from '../../../src/report/slower-words.ts';
import { simulate } from '../../../src/simulate.ts';
import { compare } from '../../../src/study/comparison/compare.ts';
import {
  followTasks,
  type SlowerTasks,
  slowerTasks,
  TASK_PLACES,
} from '../../../src/study/comparison/slower-tasks.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { shipped } from '../../scenarios/support.ts';
import { scenarioOf } from '../../support/run.ts';

const SECOND = 1e6;

/** One node, a database so far away, fixed lengths: everything can be told beforehand. */
const EXACT = `
name: exact
duration: 1h
regions: { r: [a, b] }
network: { sameZone: 0s, crossZone: 1ms }
nodes: { n: { at: r/a, taskCap: 2, cores: 1, phase: 0s } }
database: { at: r/a, cores: 8, read: 2ms, write: 3ms, flush: 0s }
storage: { at: r, latency: 10ms, roundTrips: 1, bandwidth: 100MB/s, perTransfer: 100MB/s }
dispatch: { policy: immediate }
workload:
  tasks:
    job:
      arrivals: { every: 5m }
      steps: [ { db: 10 }, { read: 50MB }, { cpu: 2s }, { run: 20s } ]
`;

const timesOf = (text: string, ...set: string[]): TaskTimes =>
  followTasks(scenarioOf(text, set), '1', 0).times;
const changed = (text: string, ...set: string[]): SlowerTasks =>
  slowerTasks(timesOf(text), timesOf(text, ...set))[0]!;

describe('a task that is followed', () => {
  test('spends its turnaround at its stages, exactly, and waits for the rest', () => {
    const { classes, leftOut } = timesOf(EXACT);
    const { name, arrived, turnaround, stages } = classes[0]!;
    expect([name, leftOut]).toEqual(['job', 0]);
    expect([...arrived]).toEqual(Array.from({ length: 12 }, (_, i) => i * 300 * SECOND));
    // Ten reads and the write at the end; 10 ms and 50 MB at 100 MB/s.
    const [database, storage] = [10 * 2_000 + 3_000, 510_000];
    expect([...turnaround]).toEqual(Array(12).fill(database + storage + 22 * SECOND));
    expect([...stages.subarray(0, 5)]).toEqual([database, storage, 2 * SECOND, 20 * SECOND, 0]);
  });

  test('adds up in every scenario of the first comparison', () => {
    const { classes } = followTasks(shipped('cross-region-hot-hot.yaml'), '1', 0).times;
    for (const { turnaround, stages } of classes) {
      turnaround.forEach((whole, i) => {
        if (whole === -1) return;
        const at = stages.subarray(i * TASK_STAGES.length, (i + 1) * TASK_STAGES.length);
        expect(at.every((time) => time >= 0)).toBe(true);
        expect(at.reduce((sum, time) => sum + time, 0)).toBeLessThanOrEqual(whole);
      });
    }
  });

  test('changes nothing of the run', () => {
    const scenario = shipped('single-region.yaml');
    const { tap } = new TaskFollower(scenario);
    expect(simulate(scenario, { seed: '1', replication: 0, tap }).digest).toBe(
      simulate(scenario, { seed: '1', replication: 0 }).digest,
    );
  });

  test('is one of so many at most, whatever comes', () => {
    const scenario = scenarioOf(EXACT);
    const follower = new TaskFollower(scenario, 5);
    simulate(scenario, { seed: '1', replication: 0, tap: follower.tap });
    const { classes, leftOut } = follower.times();
    expect([classes[0]!.arrived.length, classes[0]!.stages.length, leftOut]).toEqual([
      5,
      5 * TASK_STAGES.length,
      7,
    ]);
  });

  test('pauses before it makes a failed call again', () => {
    const outage = 'timeline=[{ at: 5m1ms, outage: database, for: 40s }]';
    const { classes } = timesOf(EXACT, outage);
    const second = (stage: TaskStage) => classes[0]!.stages[TASK_STAGES.length + TASK_STAGES.indexOf(stage)];
    // The call under way gets no answer within 30 s, then a pause of 1 s, and so on.
    expect(second('pause')).toBeGreaterThanOrEqual(1 * SECOND);
    expect(second('database')).toBeGreaterThan(30 * SECOND);
  });
});

describe('two designs', () => {
  test('that are the same: no task is slower or faster', () => {
    const one = changed(EXACT);
    expect(one).toMatchObject({
      taskClass: 'job',
      both: 12,
      slower: 0,
      faster: 0,
      by: 0,
      lost: 0,
      gained: 0,
    });
  });

  test('a database 40 ms further: 11 round trips', () => {
    const one = changed(EXACT, 'database.at=r/b', 'network.crossZone=40ms');
    expect(one).toMatchObject({ both: 12, slower: 12, faster: 0 });
    expect(one.by).toBeCloseTo(11 * 0.04, 9);
    expect(one.where).toEqual({
      queue: 0,
      database: one.by,
      storage: 0,
      worker: 0,
      cpu: 0,
      run: 0,
      pause: 0,
      children: 0,
    });
  });

  test.each([
    ['queue', ['nodes.n.taskCap=1', 'workload.tasks.job.arrivals={ at: [0s], count: 2 }']],
    ['storage', ['storage.latency=1s']],
    ['cpu', ['nodes.n.cores=0.5']],
  ] as const)('what became slower at %s is told', (place, set) => {
    const base = place === 'queue' ? EXACT.replace('{ every: 5m }', '{ at: [0s], count: 2 }') : EXACT;
    const one = changed(base, ...set);
    expect(one.slower).toBeGreaterThan(0);
    const others = TASK_PLACES.filter((each) => each !== place);
    for (const other of others) expect(one.where[place]).toBeGreaterThan(Math.abs(one.where[other]));
    expect(TASK_PLACES.reduce((sum, each) => sum + one.where[each], 0)).toBeCloseTo(one.by, 9);
    expect(one.worst[0]!.by).toBeGreaterThanOrEqual(one.by - 1e-9);
    expect(one.worst.length).toBe(Math.min(3, one.slower));
  });

  test('work that a crash cost, and gave back the other way round', () => {
    const crash = 'timeline=[{ at: 10m5s, crash: n, for: 1m }]';
    expect(changed(EXACT, crash)).toMatchObject({ both: 11, lost: 1, gained: 0 });
    const back = slowerTasks(timesOf(EXACT, crash), timesOf(EXACT))[0]!;
    expect(back).toMatchObject({ both: 11, lost: 0, gained: 1 });
  });

  test('pair by arrival: what was there at the start, and what was submitted again, need no partner', () => {
    const one = changed(EXACT, 'workload.tasks.job.queued=3');
    expect(one.both).toBe(12);
    const again =
      'timeline=[{ at: 10m5s, crash: n, for: 1m }, { at: 20m, resubmit: { cancelledSince: 1h } }]';
    expect(changed(EXACT, again)).toMatchObject({ both: 11, lost: 1 });
  });
});

describe('a comparison', () => {
  const follow = async (...what: Parameters<typeof followTasks>) => followTasks(...what).times;

  test('says it in a sentence', async () => {
    const [near, far] = [
      scenarioOf(EXACT),
      scenarioOf(EXACT, ['name=far', 'database.at=r/b', 'network.crossZone=40ms']),
    ];
    const comparison = await compare(near, [far], inlineRunner, { replications: 5, follow });
    const words = slowerSentences(comparison).map((text) => text.replaceAll('\u00a0', ' '));
    expect(words).toEqual([
      'far, replication 0: 12 of 12 job tasks are more than 1 % slower, by 0.440 s in the mean (database +0.440 s); at most by 0.440 s, the one that arrived at 0 s',
    ]);
    const same = await compare(near, [scenarioOf(EXACT, ['name=same'])], inlineRunner, {
      replications: 5,
      follow,
    });
    expect(slowerSentences(same)[0]!.replaceAll('\u00a0', ' ')).toBe(
      'same, replication 0: no task is more than 1 % slower',
    );
    const silent = await compare(near, [far], inlineRunner, { replications: 5 });
    expect(slowerSentences(silent)).toEqual([]);
  });

  test('notes that designs see different failures', async () => {
    const failing = (name: string, nodes: string) =>
      scenarioOf(`
name: ${name}
duration: 1h
nodes: { ${nodes} }
workload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }
failures: { machine: { what: nodes, every: { exponential: 30m }, for: 1m } }
`);
    const notesOf = async (nodes: string) =>
      (
        await compare(failing('a', 'n: { count: 2 }'), [failing('b', nodes)], inlineRunner, {
          replications: 5,
        })
      ).candidates[0]!.notes;
    expect(await notesOf('n: { count: 3 }')).toEqual([]);
    expect(await notesOf('n: { count: 4 }')).toEqual([]);
    expect(await notesOf('m: { count: 2 }')).toEqual([
      'b and a see different failures: of 4 names that can fail 0 are in both',
    ]);
    expect((await notesOf('n: { count: 5 }'))[0]).toMatch(/of 5 names that can fail 2 are in both/);
  });
});
