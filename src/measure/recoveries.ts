/** What is told of outages in a run: of each disruption, of all together, and how long the longest was. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Collector } from './collector.ts';
import { allRecovered } from './goodput.ts';
import { isDisruption } from './recovery.ts';
import type { Value } from './result.ts';
import type { Users } from './users.ts';

/** By metric name; nothing where nothing can go wrong. */
export function recoveries({ scenario, recovery, users }: Collector): Record<string, Value> {
  const { requests, timeline, failures } = scenario;
  const outages = requests.length > 0 ? users.outages() : null;
  const canFail = timeline.some(isDisruption) || failures.length > 0;
  const recovered = outages === null ? {} : recoveredOf(timeline, users);
  return { ...recovery.values(outages), ...recovered, ...(canFail ? recovery.longest(outages) : {}) };
}

/** Whether users get what they got before: of each disruption, and of all (rule F10). */
function recoveredOf(timeline: Scenario['timeline'], users: Users): Record<string, Value> {
  const all = timeline.flatMap((entry, index) =>
    isDisruption(entry) ? [[`recovery.${entry.name}.recovered`, users.recovered(index)] as const] : [],
  );
  if (all.length === 0) return {};
  const together = allRecovered(all.map(([, value]) => value));
  return { ...Object.fromEntries(all), 'recovery.recovered': together };
}
