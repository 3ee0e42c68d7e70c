/** Designs of a grid are measured alike: one cut for all that become steady. */
import { expect, test } from 'vitest';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { commonWarmUp, needsPilot, runPilot } from '../../../src/study/sweep/grid.ts';

function design(duration: string, cap: number, more = 'study: steady'): Scenario {
  const text = `name: x
duration: ${duration}
${more}
nodes: { n: { taskCap: ${cap} } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { poisson: 8/s }, steps: [ { run: { exponential: 1s } } ] } } }
`;
  return parseScenario({ path: 'x.yaml', text }, { read: () => ({ error: 'no files' }) }).scenario;
}

test('the cut is the longest that any design needs, but for those that never become steady or do not say', () => {
  const pilot = (warmUp: number | null, saturated = false) => ({ warmUp, tooShort: '', saturated });
  expect(commonWarmUp([pilot(5), pilot(30), pilot(10)])).toBe(30);
  expect(commonWarmUp([pilot(5), pilot(900, true), pilot(null)])).toBe(5);
  expect(commonWarmUp([])).toBe(0);
});

test('only a steady design without a warm-up of its own has to be tried first', () => {
  expect(needsPilot(design('10m', 12))).toBe(true);
  expect(needsPilot(design('10m', 12, 'study: steady\nwarmUp: 1m'))).toBe(false);
  expect(needsPilot(design('10m', 12, ''))).toBe(false);
});

test('a pilot says what to cut, that it is too short with what to try, or that it is saturated', async () => {
  const steady = await runPilot(design('5m', 14), inlineRunner);
  expect(steady).toMatchObject({ tooShort: '', saturated: false });
  expect(steady.warmUp).toBeGreaterThanOrEqual(0);
  const short = await runPilot(design('2m', 9), inlineRunner);
  expect(short).toMatchObject({ warmUp: null, saturated: false });
  // At 89 % busy 5 % takes half a million arrivals, 8 a second in 10 replications.
  expect(short.tooShort).toMatch(/^2m is too short to tell .*; try 1h3\dm, or give warmUp$/);
  const [, named] = /try (\S+), or give warmUp$/.exec(short.tooShort)!;
  expect((await runPilot(design(named!, 9), inlineRunner)).warmUp, `${named} is long enough`).not.toBeNull();
  expect((await runPilot(design('2m', 6), inlineRunner)).saturated).toBe(true);
});
