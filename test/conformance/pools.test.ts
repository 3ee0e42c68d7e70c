/** Who may take which task, how many of them at once, and which slots are kept: rule Q11. */
import { describe, expect, it } from 'vitest';
import { run, starts, valueOf } from '../support/run.ts';
import { S, startedBy } from './support.ts';

/** Work of 10 min on nodes that look at 1, 2 … s; when each task started and where. */
function pooled(nodes: string, tasks: string, more = '') {
  return run(`
name: pooled
duration: 60s
${more}
nodes:
${nodes}
workload:
  tasks:
${tasks}
`);
}

const LINUX_AND_WINDOWS = `
  linux: { taskCap: 3, phase: 1s, offers: [prod] }
  windows: { taskCap: 3, phase: 2s, offers: [prod, gui] }`;

describe.each(['fair-share', 'greedy', 'immediate'])('labels under %s', (policy) => {
  const dispatch = `dispatch: { policy: ${policy} }`;

  it(`Q11: a node takes the first pending task that it may take, and passes by the others: ${policy}`, () => {
    // Four that need windows stand before two that any node may take: linux takes these two, windows three of its own.
    const { told, scenario } = pooled(
      LINUX_AND_WINDOWS,
      `    gui: { queued: 4, needs: [gui, prod], steps: [ { run: 10m } ] }
    any: { queued: 2, steps: [ { run: 10m } ] }`,
      dispatch,
    );
    expect(scenario.tasks[0]!.needs).toEqual({ labels: ['gui', 'prod'], groups: [1] });
    expect(
      starts(told)
        .map(({ node }) => node)
        .sort(),
    ).toEqual([0, 0, 1, 1, 1]);
  });

  it(`Q11: a group is a pool by its own name: ${policy}`, () => {
    const { told } = pooled(
      LINUX_AND_WINDOWS,
      '    job: { queued: 5, needs: linux, steps: [ { run: 10m } ] }',
      dispatch,
    );
    expect(starts(told).map(({ node }) => node)).toEqual([0, 0, 0]);
  });

  it(`Q11: kept slots wait for their class, whatever else is queued: ${policy}`, () => {
    const { told } = pooled(
      '  n: { taskCap: 5, phase: 1s, reserve: { hotfix: 2 } }',
      `    work: { queued: 9, steps: [ { run: 10m } ] }
    hotfix: { arrivals: { at: [30s], count: 3 }, steps: [ { run: 10m } ] }`,
      dispatch,
    );
    // Three of work at once, two of the five are kept; the third hotfix finds no slot.
    const at = starts(told).map(({ at: time }) => time > 20 * S);
    expect(at).toEqual([false, false, false, true, true]);
  });

  it(`Q11: a slot is kept again in the moment in which its class leaves it: ${policy}`, () => {
    const { told } = pooled(
      '  n: { taskCap: 3, phase: 1s, reserve: { hotfix: 1 } }',
      `    hotfix: { queued: 1, steps: [ { run: 20s } ] }
    work: { queued: 9, steps: [ { run: 10m } ] }`,
      dispatch,
    );
    expect(starts(told)).toHaveLength(1 + 2);
  });

  it(`Q11: a class that fills its kept slots takes others like any other: ${policy}`, () => {
    const { told } = pooled(
      '  n: { taskCap: 5, phase: 1s, reserve: { hotfix: 2 } }',
      `    hotfix: { queued: 9, steps: [ { run: 10m } ] }`,
      dispatch,
    );
    expect(starts(told)).toHaveLength(5);
  });

  it(`Q11, fact 26: at most so many of a class at once, the rest without holding up the queue: ${policy}`, () => {
    const { told } = pooled(
      '  n: { taskCap: 5, phase: 1s }',
      `    batch: { queued: 9, atMost: 2, steps: [ { run: 25s } ] }
    work: { queued: 1, steps: [ { run: 25s } ] }`,
      dispatch,
    );
    // Looks are at 1, 21 and 41 s: two and the other one, none, two; at once: as soon as two have ended.
    const times = starts(told).map(({ at }) => at / S);
    const inTime = times.filter((at) => at < 60);
    expect(inTime).toEqual(policy === 'immediate' ? [0, 0, 0, 25, 25, 50, 50] : [1, 1, 1, 41, 41]);
  });
});

it('Q11: tags are of each project, environment or tenant, and draw the same projects as exclusivePer', () => {
  const count = (limit: string): number => {
    const { told } = pooled(
      '  n: { taskCap: 40, phase: 1s }',
      `    job: { queued: 300, projects: 5, environments: 2, tenants: 3, ${limit}, steps: [ { run: 10m } ] }`,
    );
    return starts(told).length;
  };
  expect(count('exclusivePer: project')).toBe(5);
  expect(count('atMost: { tasks: 1, per: project }')).toBe(5);
  expect(count('atMost: { tasks: 2, per: project }')).toBe(10);
  expect(count('atMost: { tasks: 1, per: [project, environment] }')).toBe(10);
  expect(count('atMost: { tasks: 1, per: [project, environment, tenant] }')).toBe(30);
  expect(count('atMost: 7')).toBe(7);
});

it('Q11, Q4: fair share is among the nodes that may take the task', () => {
  // Two of five run on linux, and 0 of 15 elsewhere: by all nodes (2 + 1) / 20 is below 2 / 5, and nobody else may take it.
  const { told } = pooled(
    `  linux: { taskCap: 5, phase: 1s }
  other: { count: 3, taskCap: 5, phase: 2s }`,
    `    busy: { active: { linux: 2 }, steps: [ { run: 10m } ] }
    job: { queued: 1, needs: linux, steps: [ { run: 10m } ] }`,
  );
  expect(startedBy(told, 4)).toEqual([1, 0, 0, 0]);
});

it('Q11, F6: tasks wait for a node where none of theirs is able, for a slot where those are full', () => {
  const { result } = pooled(
    `  linux: { taskCap: 1, phase: 0s }
  windows: { taskCap: 1, phase: 0s, state: down }`,
    `    a: { queued: 2, needs: linux, steps: [ { run: 10m } ] }
    b: { queued: 3, needs: windows, steps: [ { run: 10m } ] }`,
  );
  expect(valueOf(result, 'waiting.slot')).toBe(1);
  expect(valueOf(result, 'waiting.node')).toBe(3);
});

it('Q11: many lines with many tasks are taken in order of arrival, without a scan', () => {
  const classes = Array.from(
    { length: 20 },
    (_, i) => `    c${i}: { queued: 200, needs: l${i}, steps: [ { run: 1ms } ] }`,
  );
  const labels = Array.from({ length: 20 }, (_, i) => `l${i}`).join(', ');
  const { told } = run(`
name: lines
duration: 2m
dispatch: { policy: immediate }
nodes: { n: { taskCap: 1, offers: [${labels}] } }
workload:
  tasks:
${classes.join('\n')}
`);
  const taken = starts(told);
  expect(taken).toHaveLength(4000);
  // Queued class by class: so they start.
  expect(taken.every(({ at }, i) => at === i * 1000)).toBe(true);
});
