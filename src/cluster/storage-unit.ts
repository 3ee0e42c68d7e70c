/** What operations of a store wait for and share: the servers that give latency, and the bandwidth with its credits. */
import { Burst } from '../engine/burst.ts';
import { SharedCapacity } from '../engine/shared-capacity.ts';
import type { Simulation } from '../engine/simulation.ts';
import { Station } from '../engine/station.ts';
import { SECOND } from '../engine/time.ts';
import type { StorageSpec } from '../scenario/scenario.ts';

export interface StorageUnit {
  readonly servers: Station;
  readonly transfers: SharedCapacity;
  /** null: all of the bandwidth is there always (rule S4). */
  readonly burst: Burst | null;
}

/** @param transferred is told of the operation whose transfer is done */
export function storageUnit(
  sim: Simulation,
  name: string,
  { concurrency, bandwidth, burst: spec }: StorageSpec,
  transferred: (operation: number) => void,
): StorageUnit {
  const servers = new Station(sim, name, concurrency);
  const transfers = new SharedCapacity(sim, `${name} transfers`, bandwidth, transferred);
  if (spec === null) return { servers, transfers, burst: null };
  const most = spec.credits * SECOND;
  const figures = { capacity: bandwidth, baseline: spec.baseline, most, atStart: spec.atStart * most };
  const burst = new Burst(sim, `${name} credits`, figures);
  transfers.drawFrom(burst);
  burst.onLimit = () => transfers.noteLimit();
  return { servers, transfers, burst };
}
