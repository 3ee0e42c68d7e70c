/** Times and lengths of timeline entries that each replication draws (rule F8), by keys of the entries' names (rule T4). */
import { type Distribution, Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import { ComponentKey } from '../engine/streams.ts';
import type { TimelineEntry } from '../scenario/scenario.ts';

/** The entries as they are in this replication; their order, and so their numbers, stay. */
export function drawnEntries(
  entries: readonly TimelineEntry[],
  seed: string,
  replication: number,
): readonly TimelineEntry[] {
  return entries.map((entry) => {
    const { drawn, name } = entry;
    if (drawn === undefined) return entry;
    const { keyHigh, keyLow } = new ComponentKey(seed, replication, `timeline/${name}`);
    const length = (distribution: Distribution, purpose: number) =>
      new Sampler(distribution).draw(keyHigh, keyLow, purpose, 0);
    return {
      ...entry,
      at: drawn.at === null ? entry.at : length(drawn.at, PURPOSE.entryAt),
      for: drawn.for === null ? entry.for : Math.max(1, length(drawn.for, PURPOSE.entryFor)),
    };
  });
}
