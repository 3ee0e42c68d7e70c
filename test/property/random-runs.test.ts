/** Whatever scenario is drawn: it runs to its end, its sums hold, and it is the same run again (rules T4, T5, section 11). */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TASK_OUTCOMES } from '../../src/cluster/observer.ts';
import type { RunResult } from '../../src/measure/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { draws } from '../support/draws.ts';
import { randomScenario } from '../support/random-scenario.ts';
import { recorder, scenarioOf } from '../support/run.ts';

const RUNS = draws(300);

/** A count of a result. */
function counted(result: RunResult, name: string): number {
  const value = result.values[name]!;
  expect(value.per).toBe(1);
  return value.sum;
}

/** All that arrived is accounted for, in every window and class (section 11, rule W5). */
function expectConserved(scenario: Scenario, result: RunResult): void {
  const suffixes = [
    '',
    ...scenario.expect
      .flatMap((e) => (e.kind === 'limit' && e.within !== null ? [e.within] : []))
      .map(({ from, to }) => ` within ${from}..${to}`),
  ];
  const total = new Map<string, number>();
  for (const suffix of suffixes) {
    for (const spec of scenario.tasks) {
      const of = (measure: string): number => counted(result, `tasks.${spec.name}.${measure}${suffix}`);
      const sample = (measure: string) => result.samples[`tasks.${spec.name}.${measure}${suffix}`]!;
      const ended = TASK_OUTCOMES.reduce((sum, outcome) => sum + of(outcome), 0);
      expect(of('arrived')).toBe(ended + of('unfinished'));
      const [wait, turnaround] = [sample('queueWait'), sample('turnaround')];
      expect(turnaround.count + turnaround.never + turnaround.unfinished).toBe(of('arrived'));
      expect(turnaround.count).toBe(of('succeeded'));
      expect(sample('duration').count).toBe(of('succeeded'));
      expect(wait.count).toBe(of('started'));
      // Those that were active at time 0 did not wait; they are of the windows that begin then.
      const active = spec.active.reduce((sum, { count }) => sum + count, 0);
      const isFirst =
        of('arrived') > 0 && (suffix === '' ? scenario.study === 'terminating' : suffix.includes(' 0..'));
      expect(wait.count + wait.never + wait.unfinished).toBe(of('arrived') - (isFirst ? active : 0));
      total.set(suffix, (total.get(suffix) ?? 0) + of('arrived'));
    }
    expect(counted(result, `tasks.arrived${suffix}`)).toBe(total.get(suffix));
    for (const { name } of scenario.requests) {
      const of = (measure: string): number => counted(result, `requests.${name}.${measure}${suffix}`);
      const latency = result.samples[`requests.${name}.latency${suffix}`]!;
      const over = of('served') + of('failed') + of('refused') + of('timedOut');
      expect(of('arrived')).toBe(over + latency.unfinished);
      expect([latency.count, latency.never]).toEqual([of('served'), over - of('served')]);
    }
  }
}

/** Shares of time are between none and all of it. */
function expectShares(scenario: Scenario, result: RunResult): void {
  const capsFall =
    scenario.timeline.some(({ action }) => action.do === 'setTaskCap') || scenario.plans.length > 0;
  for (const [name, { sum, per }] of Object.entries(result.values)) {
    expect(Number.isFinite(sum) && Number.isFinite(per) && per >= 0, name).toBe(true);
    expect(sum, name).toBeGreaterThanOrEqual(0);
    const isShare = /utilisation|^availability|Ratio/.test(name);
    // A node may have more tasks than its cap after that was lowered.
    if (isShare && !(capsFall && name.includes('slots')))
      expect(sum, name).toBeLessThanOrEqual(per * (1 + 1e-9));
  }
}

describe(`${RUNS} scenarios drawn at random`, () => {
  it('run to their end, conserve everything, and are the same run again, watched or not', () => {
    fc.assert(
      fc.property(randomScenario, fc.string({ maxLength: 5 }), fc.boolean(), (text, seed, isBetween) => {
        const scenario = scenarioOf(text);
        const first = simulate(scenario, { seed, replication: 0 });
        expectConserved(scenario, first);
        expectShares(scenario, first);
        // Another replication in between leaves no trace (rule T5: a run is a function).
        if (isBetween) expectConserved(scenario, simulate(scenario, { seed, replication: 1 }));
        const again = simulate(scenario, { seed, replication: 0, tap: recorder().tap });
        // Only the difference is worth the time that it takes to show one.
        if (!isDeepStrictEqual(again, first)) expect(again).toEqual(first);
      }),
      { numRuns: RUNS },
    );
  });
});
