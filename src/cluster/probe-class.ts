/** Probes that a node works on like on requests (rule L12): what they ask for, and whose draws they take. */
import { derivedWord } from '../engine/draw.ts';
import { ComponentKey } from '../engine/streams.ts';
import type { Micros } from '../engine/time.ts';
import type { BalancerSpec, RequestClassSpec } from '../scenario/scenario.ts';
import type { Keyed } from './calls.ts';
import type { Node } from './node.ts';

/** Whether a balancer's probes ask for work of the node. */
export function asksForWork({ probe }: BalancerSpec): boolean {
  return probe.cpu > 0 || probe.db > 0;
}

/** What a probe of a balancer is to a node that works on it. */
export function probeClass({ name, place, probe }: BalancerSpec): RequestClassSpec {
  return {
    name,
    source: { kind: 'open', arrivals: { kind: 'at', times: [], count: 1 } },
    from: place,
    via: { kind: 'nearest' },
    holdOn: null,
    cpu: { kind: 'constant', value: probe.cpu },
    dbCalls: probe.db,
    dbWrites: 0,
    transaction: false,
    read: 0,
    timeout: probe.timeout,
    retry: null,
    outageBelow: 1,
    recovered: { within: 0, over: probe.interval },
  };
}

/** The draws of probes: by the names of balancer and node, and by which of them it is (rule T4). */
export class ProbeKeys {
  readonly #seed: string;
  readonly #replication: number;
  readonly #keys = new Map<string, ComponentKey>();

  constructor(seed: string, replication: number) {
    this.#seed = seed;
    this.#replication = replication;
  }

  of({ name, probe }: BalancerSpec, node: Node, sent: Micros): Keyed {
    const both = `probe/${name}/${node.name}`;
    const key = this.#keys.get(both) ?? new ComponentKey(this.#seed, this.#replication, both);
    this.#keys.set(both, key);
    const n = Math.floor(sent / probe.interval);
    const word = (which: 0 | 1) => derivedWord(key.keyHigh, key.keyLow, n, which);
    return { keyHigh: word(0), keyLow: word(1) };
  }
}
