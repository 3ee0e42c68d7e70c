/** Whether work is worth threads, told before it is done. */
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';

/** About 0.3 s of work: it is over before threads have started. */
const SHORT_EVENTS = 1_000_000;
/** So much above it a rough guess will do. */
const FAR_ABOVE = 20;

/**
 * Whether these replications are expected to take less than a million events together. Tried on the first
 * thousandth of one, and if that does not settle it on the first fiftieth: far off where little happens at first.
 */
export function isShortWork(scenario: Scenario, seed: string, replications: number): boolean {
  const expected = (parts: number) => replications * parts * eventsOfFirst(parts, scenario, seed);
  return expected(1000) < FAR_ABOVE * SHORT_EVENTS && expected(50) < SHORT_EVENTS;
}

function eventsOfFirst(parts: number, scenario: Scenario, seed: string): number {
  const duration = Math.max(1, Math.floor(scenario.duration / parts));
  const timeline = scenario.timeline.filter(({ at }) => at < duration);
  try {
    const sample: Scenario = { ...scenario, duration, timeline, warmUp: 0, expect: [] };
    return simulate(sample, { seed, replication: 0 }).events;
  } catch {
    // Whatever is broken will break in the replication too, and be reported there.
    return Number.POSITIVE_INFINITY;
  }
}
