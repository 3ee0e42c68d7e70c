/** How far the load may rise, found among loads whose answer is known beforehand. */
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Growth, SizeRequest } from '../../../src/study/size/configurations.ts';
import { parseGoals } from '../../../src/study/size/goals.ts';
import { findHeadroom } from '../../../src/study/size/headroom.ts';
import type { Trial } from '../../../src/study/size/trial.ts';
import { scenarioOf } from '../../support/run.ts';

const scenario = scenarioOf(`
name: x
duration: 1h
nodes: { n: { taskCap: 5 } }
loadBalancer: {}
workload:
  tasks: { job: { arrivals: { poisson: 60/h }, steps: [ { run: 1m } ] } }
  requests: { page: { arrivals: { poisson: 60/h }, cpu: 1ms } }
`);
// Theory says nothing about it.
const read = parseGoals(['tasks.failed < 1'], scenario);
const goals = read.ok ? read.goals : [];

/** Loads up to `most` meet the goals, but for those that do not. */
async function found(most: number, growth: Growth | null = null, not: readonly number[] = []) {
  const tried: number[] = [];
  const request = { goals, survive: null, growth, axes: [], cheapest: false, designOf: () => scenario };
  const headroom = await findHeadroom([], request as SizeRequest, async (_, load) => {
    tried.push(load);
    const verdict = load <= most && !not.includes(load) ? 'pass' : 'fail';
    return { verdict, judgements: [], saturated: null, unserved: 0, digests: [] } satisfies Trial;
  });
  return { ...headroom!, tried };
}

describe('the largest load that meets the goals, and the smallest above that misses one', () => {
  test.each([
    [1, 1, 1.05],
    [1.05, 1.05, 1.1],
    [2.37, 2.35, 2.4],
    [3.99, 3.95, 4],
    [4, 4, null],
    [9, 4, null],
  ])('up to %d: %d and %d', async (most, meets, breaks) => {
    const headroom = await found(most);
    expect([headroom.meets, headroom.breaks?.load ?? null, headroom.months]).toEqual([meets, breaks, null]);
    // Sixty loads, and one below the answer.
    expect(headroom.tried.length).toBeLessThanOrEqual(8);
  });

  test('of work that grows is a month, counted from the start', async () => {
    // 1.1^4 = 1.46 and 1.1^5 = 1.61, of a design that is in its month 6.
    const headroom = await found(1.5, { perMonth: 0.1, months: 6 });
    expect(headroom.meets).toBeCloseTo(1.1 ** 4, 12);
    expect(headroom.months).toEqual({ meets: 10, breaks: 11 });
    expect((await found(1, { perMonth: 0.1, months: 6 })).months).toEqual({ meets: 6, breaks: 7 });
    // 1.1^14 = 3.80 is the last below four times.
    expect((await found(9, { perMonth: 0.1, months: 0 })).months).toEqual({ meets: 14, breaks: null });
    expect((await found(9, { perMonth: 0.001, months: 0 })).months).toEqual({ meets: 120, breaks: null });
  });
});

test('there is none where nothing arrives at a rate: what is there from the start or comes from a trace does not scale', async () => {
  const headroomOf = (of: Partial<Scenario>) => {
    const design = { ...scenario, ...of };
    const request = { goals, survive: null, growth: null, designOf: () => design };
    const trial: Trial = { verdict: 'pass', judgements: [], saturated: null, unserved: 0, digests: [] };
    return findHeadroom([], request as unknown as SizeRequest, async () => trial);
  };
  const trace = { kind: 'trace' } as never;
  const ofTrace = scenario.tasks.map((task) => ({ ...task, arrivals: trace }));
  const source = { kind: 'open', arrivals: trace } as never;
  const asked = scenario.requests.map((request) => ({ ...request, source }));
  expect(await headroomOf({ tasks: ofTrace, requests: asked })).toBeNull();
  expect(await headroomOf({ tasks: ofTrace, requests: [] })).toBeNull();
  expect(await headroomOf({ tasks: [], requests: asked })).toBeNull();
  expect(await headroomOf({ tasks: ofTrace })).not.toBeNull();
  expect(await headroomOf({ requests: asked })).not.toBeNull();
});
