/** What a sizing is asked: the axis that is usual, the design under more load, and what cannot be asked. */
import { describe, expect, test } from 'vitest';
import { ScenarioError } from '../../../src/scenario/errors.ts';
import { presentAxis, sizeRequest, usualAxis } from '../../../src/study/size/request.ts';
import { scenarioOf } from '../../support/run.ts';

const text = (nodes: string, workload = '') => `
name: x
duration: 1h
nodes: { ${nodes} }
workload: { ${workload} tasks: { job: { arrivals: { every: 10s }, steps: [ { run: 1m } ] } } }
`;
const GOAL = 'tasks.queueWait.p95 < 5m';

test('unless an axis is given it is the task cap of the group with most slots, up to four times what it is, twenty at least', () => {
  const axisOf = (nodes: string) => usualAxis(scenarioOf(text(nodes)));
  expect(axisOf('a: { taskCap: 9 }, b: { taskCap: 3, count: 4 }')).toBe('nodes.b.taskCap=1..20');
  expect(axisOf('a: { taskCap: 9, count: 2 }, b: { taskCap: 3, count: 4 }')).toBe('nodes.a.taskCap=1..36');
  expect(presentAxis(scenarioOf(text('a: { taskCap: 9 }, b: { taskCap: 3, count: 4 }')))).toBe(
    'nodes.b.taskCap=3',
  );
  const { axes } = sizeRequest(text('a: { taskCap: 9 }'), { goals: [GOAL] });
  expect(axes.map(({ path, count }) => [path, count])).toEqual([['nodes.a.taskCap', 36]]);
});

describe('the design', () => {
  const everyOf = (workload: string, load: number) => {
    const request = sizeRequest(text('a: { taskCap: 9 }', workload), { goals: [GOAL] });
    const { nodes, tasks } = request.designOf(['7'], load);
    const { arrivals } = tasks[0]!;
    expect(nodes[0]!.taskCap).toBe(7);
    return arrivals?.kind === 'every' ? arrivals.every / 1e6 : null;
  };

  test('under more load has so many times its own, which may be scaled already', () => {
    expect(everyOf('', 1)).toBeCloseTo(10, 6);
    expect(everyOf('', 1.25)).toBeCloseTo(8, 6);
    expect(everyOf('scale: 50%,', 1)).toBeCloseTo(20, 6);
    expect(everyOf('scale: 50%,', 1.25)).toBeCloseTo(16, 6);
  });

  test('says by how much its work grows, and of which month it is', () => {
    const growth = (workload: string) =>
      sizeRequest(text('a: { taskCap: 9 }', workload), { goals: [GOAL] }).growth;
    expect(growth('')).toBeNull();
    expect(growth('growth: 8%/month, growthMonths: 3,')).toEqual({ perMonth: 0.08, months: 3 });
  });
});

test.each([
  ['no goals', { goals: [] }, /goals +is missing/],
  ['a goal that nothing can meet', { goals: ['tasks.queueWait.p95 < 0s'] }, /never below 0/],
  [
    'goals that exclude each other',
    { goals: [GOAL, 'tasks.queueWait.p50 > 6m'] },
    /they contradict each other/,
  ],
  [
    'the cheapest of what has no prices',
    { goals: [GOAL], cheapest: true },
    /cheapest +the scenario has no prices/,
  ],
  ['an axis that is not there', { goals: [GOAL], vary: ['nodes.b.taskCap=1..4'] }, /vary .*has no 'b' there/],
] as const)('%s cannot be asked', (_, question, why) => {
  const ask = () => sizeRequest(text('a: { taskCap: 9 }'), question);
  expect(ask).toThrow(ScenarioError);
  expect(ask).toThrow(why);
});
