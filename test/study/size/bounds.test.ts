/** What stops the largest configuration, and when one that is larger does worse. */
import { describe, expect, test } from 'vitest';
import { boundOf } from '../../../src/study/size/bounds.ts';
import type { SizeRequest } from '../../../src/study/size/configurations.ts';
import type { Survived } from '../../../src/study/size/losses.ts';
import { failsInWorse, type GoalJudgement, type Trial } from '../../../src/study/size/trial.ts';
import { scenarioOf } from '../../support/run.ts';

/** A trial of one goal, of which only what is asked for is given. */
const trial = (judgement: object, saturated: string | null = null): Trial & { values: string[] } => ({
  ...{ verdict: 'fail', saturated, unserved: 0, digests: [], values: ['9'] },
  judgements: [{ verdict: 'fail', lost: null, ...judgement } as unknown as GoalJudgement],
});

/** What keeps a design from a goal, where these figures are varied. */
function causeOf(
  parts: string,
  metric: string,
  value: number,
  {
    vary = 'nodes.n.taskCap',
    full = null as string | null,
    survive = null as Survived | null,
    lost = null as string | null,
  } = {},
) {
  const scenario = scenarioOf(`\nname: bound\nduration: 10m\n${parts}`);
  const request = { axes: [{ path: vary }], survive, designOf: () => scenario } as unknown as SizeRequest;
  return boundOf(request, trial({ expectation: { metric, operator: '<', value }, lost }, full)).cause;
}

const TASKS = `workload: { tasks: { a: { queued: 1, steps: [ { run: 10s } ] }, b: { queued: 1, steps: [ { run: 60s } ] } } }`;

describe('what stops a configuration', () => {
  const AT_ONCE = `nodes: { n: { taskCap: 9 } }\ndispatch: { policy: immediate }\n${TASKS}`;

  test('is how long a task takes by itself: of the class that the goal is about', () => {
    const alone = { kind: 'alone', name: 'b', seconds: 60 };
    expect(causeOf(AT_ONCE, 'tasks.makespan', 20)).toEqual(alone);
    expect(causeOf(AT_ONCE, 'tasks.b.makespan', 20)).toEqual(alone);
    expect(causeOf(AT_ONCE, 'tasks.a.makespan', 20)).toEqual({ kind: 'unknown' });
    expect(causeOf(AT_ONCE, 'tasks.a.makespan', 9)).toEqual({ kind: 'alone', name: 'a', seconds: 10 });
  });

  test('is not how long a few tasks take where the goal is about all', () => {
    const rare = `nodes: { n: { taskCap: 9 } }\ndispatch: { policy: immediate }\nworkload: { tasks: { a: { queued: 9, steps: [ { run: 10s } ] }, b: { queued: 1, steps: [ { run: 60s } ] } } }`;
    const alone = { kind: 'alone', name: 'b', seconds: 60 };
    expect(causeOf(rare, 'tasks.turnaround.p50', 20)).toEqual({ kind: 'unknown' });
    expect(causeOf(rare, 'tasks.turnaround.p95', 20)).toEqual(alone);
    expect(causeOf(rare, 'tasks.b.turnaround.p50', 20)).toEqual(alone);
    expect(causeOf(rare, 'tasks.turnaround.mean', 20)).toEqual({ kind: 'unknown' });
    expect(causeOf(rare, 'tasks.turnaround.mean', 6)).toEqual(alone);
    expect(causeOf(rare, 'tasks.turnaround.max', 20)).toEqual(alone);
  });

  test('is the wait for the next look only where that alone is too long', () => {
    const looking = `nodes: { n: { taskCap: 9 } }\ndispatch: { policy: greedy, every: 20s }\n${TASKS}`;
    expect(causeOf(looking, 'tasks.queueWait.mean', 5)).toEqual({ kind: 'look', seconds: 10 });
    expect(causeOf(looking, 'tasks.queueWait.mean', 15)).toEqual({ kind: 'unknown' });
  });

  test('is something full, of which more is tried or not: slots of nodes that are there', () => {
    const parts = `nodes: { n: { taskCap: 9 }, off: { taskCap: 9, state: down } }\ndispatch: { policy: immediate }\n${TASKS}`;
    const varied = (vary: string, full: string) => causeOf(parts, 'tasks.makespan', 1, { vary, full });
    expect(varied('nodes.n.taskCap', 'slots')).toEqual({ kind: 'full', part: 'slots', varied: true });
    expect(varied('nodes.off.taskCap', 'slots')).toEqual({ kind: 'full', part: 'slots', varied: false });
    expect(varied('database.cores', 'database')).toMatchObject({ varied: true });
    expect(varied('nodes.n.taskCap', 'database')).toMatchObject({ varied: false });
  });

  test('is the database that is lost, unless a copy elsewhere takes over by itself', () => {
    const cause = (mode: string) =>
      causeOf(
        `regions: { r: [a, b] }
network: { crossZone: 1ms }
nodes: { n: { at: r/b } }
database: { at: r/a, replicas: { dr: { at: r/b, mode: ${mode} } } }
dispatch: { policy: immediate }
${TASKS}`,
        'tasks.makespan',
        1,
        { survive: 'zone', lost: 'zone r/a' },
      );
    expect(cause('async')).toEqual({ kind: 'lost', lost: 'zone r/a', part: 'the database' });
    expect(cause('sync')).not.toMatchObject({ kind: 'lost' });
  });
});

test('a larger configuration is worse where it misses what a smaller one is better at, beyond the intervals of both', () => {
  const judged = (operator: '<' | '>', value: number | null, half: number, verdict = 'fail') =>
    trial({
      ...{ verdict, expectation: { operator }, value },
      ...{ low: value === null ? null : value - half, high: value === null ? null : value + half },
    });
  expect(failsInWorse(judged('<', 10, 1), judged('<', 8, 0.9))).toBe(true);
  expect(failsInWorse(judged('<', 10, 1), judged('<', 8, 1.1))).toBe(false);
  expect(failsInWorse(judged('>', 8, 1), judged('>', 10, 0.9))).toBe(true);
  expect(failsInWorse(judged('>', 8, 1), judged('>', 10, 1.1))).toBe(false);
  expect(failsInWorse(judged('<', 10, 1, 'inconclusive'), judged('<', 1, 0))).toBe(false);
  expect(failsInWorse(judged('<', null, 0), judged('<', 8, 1))).toBe(true);
  expect(failsInWorse(judged('<', 10, 1), judged('<', null, 0))).toBe(false);
});
