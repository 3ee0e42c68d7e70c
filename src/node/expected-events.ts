/** How much work a scenario is, before it is run. */
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';

/** One part in so many of the duration is tried. */
const PARTS = 50;

/**
 * About how many events a replication takes, from the first fiftieth of one; infinite when that cannot be told. Far
 * off where little happens at first.
 */
export function expectedEvents(scenario: Scenario, seed: string): number {
  const duration = Math.max(1, Math.floor(scenario.duration / PARTS));
  const timeline = scenario.timeline.filter(({ at }) => at < duration);
  try {
    const sample: Scenario = { ...scenario, duration, timeline, warmUp: 0, expect: [] };
    return PARTS * simulate(sample, { seed, replication: 0 }).events;
  } catch {
    // Whatever is broken will break in the replication too, and be reported there.
    return Number.POSITIVE_INFINITY;
  }
}
