/** What is told of outages in a run: of each disruption, of all together, and how long the longest was. */
import type { Collector } from './collector.ts';
import { isDisruption } from './recovery.ts';
import type { Value } from './result.ts';

/** By metric name; nothing where nothing can go wrong. */
export function recoveries({ scenario, recovery, users }: Collector): Record<string, Value> {
  const { requests, timeline, failures } = scenario;
  const outages = requests.length > 0 ? users.outages() : null;
  const canFail = timeline.some(isDisruption) || failures.length > 0;
  return { ...recovery.values(outages), ...(canFail ? recovery.longest(outages) : {}) };
}
