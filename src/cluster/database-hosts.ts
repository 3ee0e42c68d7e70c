/** The servers that the database may run on: the first primary, its replicas in file order, then what was restored. */
import type { Micros } from '../engine/time.ts';
import type { DatabaseSpec } from '../scenario/scenario.ts';

/** A server: the first primary, or a replica. */
export interface Host {
  readonly place: number;
  /** Causes of being lost that last. */
  lost: number;
  /** The data that it serves, by index: the servers of a failover cluster share theirs. */
  readonly data: number;
  readonly detect: Micros;
  readonly promote: Micros;
  /** How far it trails at best while commits do not wait for it. */
  readonly lag: Micros;
  /** How many times as fast as it was written it takes over what it lacks. */
  readonly catchUp: number;
  /** Factor on its speed. */
  speed: number;
}

/** By number. Data have theirs in the order of the hosts that bring them. */
export function hostsOf({ place, replicas }: Pick<DatabaseSpec, 'place' | 'replicas'>): Host[] {
  const hosts = [aloneAt(place, 0)];
  let data = 1;
  for (const { mode, place: at, lag, detect, promote, catchUp } of replicas) {
    const own = mode === 'shared' ? 0 : data++;
    hosts.push({ place: at, lost: 0, data: own, detect, promote, lag, catchUp, speed: 1 });
  }
  return hosts;
}

/** A host that is nobody's replica: nothing is known of how it would follow, so it does not. */
export function aloneAt(place: number, data: number): Host {
  return { place, lost: 0, data, detect: 0, promote: 0, lag: 0, catchUp: 0, speed: 1 };
}
