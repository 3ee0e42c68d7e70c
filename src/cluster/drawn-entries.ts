/** Times and lengths of timeline entries that each replication draws (rule F8), by keys of the entries' names (rule T4). */
import { type Distribution, Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { Luck } from '../engine/luck.ts';
import type { Micros } from '../engine/time.ts';
import type { TimelineEntry } from '../scenario/scenario.ts';

/** The entries as they are in this replication; their order, and so their numbers, stay. */
export function drawnEntries(entries: readonly TimelineEntry[], luck: Luck): readonly TimelineEntry[] {
  return entries.map((entry) => {
    const { drawn, name } = entry;
    if (drawn === undefined) return entry;
    const own = luck.of(`timeline/${name}`);
    const length = (since: Micros, distribution: Distribution, purpose: number) =>
      own.drawn(since, 0, new Sampler(distribution), purpose).length;
    const at = drawn.at === null ? entry.at : length(0, drawn.at, PURPOSE.entryAt);
    return {
      ...entry,
      at,
      for: drawn.for === null ? entry.for : Math.max(1, length(at, drawn.for, PURPOSE.entryFor)),
    };
  });
}
