/** Whatever scenario is drawn: every µs of all work has one cause, and what tasks wait for adds up to rule F6 (rule F9). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cluster } from '../../src/cluster/cluster.ts';
import { Simulation } from '../../src/engine/simulation.ts';
import { Attribution } from '../../src/measure/attribution.ts';
import { CAUSE, CAUSE_COUNT, type Cause } from '../../src/measure/causes.ts';
import { draws } from '../support/draws.ts';
import { randomScenario } from '../support/random-scenario.ts';
import { scenarioOf } from '../support/run.ts';

const RUNS = draws(60);

describe(`${RUNS} scenarios drawn at random`, () => {
  it('rule F9: put every µs down to one cause, and to what rule F6 measures where it waits', () => {
    fc.assert(
      fc.property(randomScenario, fc.string({ maxLength: 5 }), (text, seed) => {
        const scenario = { ...scenarioOf(text), warmUp: 0 };
        const { duration } = scenario;
        // Children can arrive after the duration, too (rule W8).
        const attribution = new Attribution({ ...scenario, duration: 2 * duration });
        const sim = new Simulation();
        const { tap } = attribution;
        const cluster = new Cluster({
          ...{ scenario, seed, replication: 0, sim, observer: { ...tap, follower: tap } },
          arrivalsUntil: duration,
        });
        sim.runUntil(2 * duration);
        tap.runEnded(sim.now);
        const totals = new Float64Array(CAUSE_COUNT);
        for (const { took, causes } of attribution.causes().classes) {
          took.forEach((all, i) => {
            const own = causes.slice(i * CAUSE_COUNT, (i + 1) * CAUSE_COUNT);
            expect(own.reduce((a, b) => a + b, 0)).toBe(all);
            own.forEach((amount, cause) => {
              totals[cause]! += amount;
            });
          });
        }
        const total = (cause: Cause): number => totals[CAUSE[cause]]!;
        const area = (name: string): number => {
          const gauge = cluster.gauges().find((each) => each.name === `waiting.${name}`);
          return gauge!.read();
        };
        for (const cause of ['held', 'tag', 'slot'] as const)
          expect([cause, total(cause)]).toEqual([cause, area(cause)]);
        expect(total('noNode')).toBe(area('node'));
        const dispatch = area('lock') + area('look');
        const waits = total('lock') + total('look') + total('turn') + total('fairShare');
        expect(waits).toBeLessThanOrEqual(dispatch);
        expect(waits + total('taking')).toBeGreaterThanOrEqual(dispatch);
      }),
      { numRuns: RUNS },
    );
  });
});
