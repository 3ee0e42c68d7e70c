/**
 * What can be lost, and comes back (rules N4, F1): nodes, zones, regions, the database, the store, balancers. Causes
 * overlap: a thing is down while any of them lasts.
 */
import type { Scenario, Target, TimelineAction } from '../scenario/scenario.ts';
import type { Failover } from './failover.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Impairment, Network } from './network.ts';
import type { Node } from './node.ts';
import type { Service } from './service.ts';
import type { Storage } from './storage.ts';

export interface OutageParts {
  readonly scenario: Scenario;
  readonly nodes: readonly Node[];
  readonly balancers: readonly LoadBalancer[];
  readonly network: Network;
  readonly storage: Storage;
  /** null where the database is ideal. */
  readonly failover: Failover | null;
  readonly lifecycle: Lifecycle;
  readonly service: Service;
}

type Cut = Extract<TimelineAction, { do: 'cut' }>;
type Delay = Extract<TimelineAction, { do: 'delay' }>;

export class Outages {
  readonly #parts: OutageParts;
  readonly #impaired: Impairment[] = [];
  #storageCauses = 0;
  /** By place: outages of its zone or region that last. */
  readonly #lost: Int32Array;
  readonly #balancerCauses: Int32Array;

  constructor(parts: OutageParts) {
    this.#parts = parts;
    this.#lost = new Int32Array(parts.scenario.places.length);
    this.#balancerCauses = new Int32Array(parts.balancers.length);
  }

  /** Whether an outage of a place lasts, so that nothing that comes to it is there (rule F1). */
  isLost(place: number): boolean {
    return this.#lost[place]! > 0;
  }

  /** A target is lost: it gives no answer from now on. The value by which `repair` knows what was lost. */
  strike(target: Target): Struck {
    const struck = this.#affected(target);
    const { nodes, balancers, lifecycle, failover, service } = this.#parts;
    for (const place of struck.places) this.#lost[place]! += 1;
    for (const b of struck.balancers) {
      this.#balancerCauses[b]! += 1;
      balancers[b]!.goDown();
    }
    if (struck.balancers.length > 0) service.balancerChanged();
    lifecycle.together(() => {
      for (const node of struck.nodes) lifecycle.bringDown(nodes[node]!, 'host lost', true);
      failover?.lose(struck.hosts);
      if (struck.storage) this.#changeStorage(1);
    });
    this.#noteSplit();
    return struck;
  }

  /** What was lost is back; nodes begin to start. */
  repair(struck: Struck): void {
    const { nodes, balancers, lifecycle, failover, service, storage } = this.#parts;
    for (const place of struck.places) this.#lost[place]! -= 1;
    if (struck.storage && struck.storageMoves === storage.moves) this.#changeStorage(-1);
    for (const host of struck.hosts) failover!.restore(host);
    lifecycle.endCauses(
      struck.nodes.map((node) => nodes[node]!),
      'host lost',
    );
    for (const b of struck.balancers) {
      this.#balancerCauses[b]! -= 1;
      balancers[b]!.isUp = this.#balancerCauses[b] === 0;
    }
    if (struck.balancers.length > 0) service.balancerChanged();
  }

  /** Paths become worse, or are as they were (rules N3, N5). */
  setPath(action: Cut | Delay, isOn: boolean): void {
    if (action.do === 'cut') this.#setCut(action, isOn);
    else this.#setDelay(action, isOn);
  }

  /** Nothing passes between two sets of places, or passes again. */
  #setCut({ from, to, oneWay }: Cut, isCut: boolean): void {
    const { network, storage, failover, lifecycle } = this.#parts;
    if (isCut) network.cut(from, to, oneWay);
    else network.mend(from, to, oneWay);
    if (isCut) storage.noteLoss();
    else storage.noteReturn();
    failover?.reachChanged();
    failover?.noteSplit();
    lifecycle.reachChanged();
  }

  #setDelay(delay: Impairment, isOn: boolean): void {
    if (isOn) this.#impaired.push(delay);
    else this.#impaired.splice(this.#impaired.indexOf(delay), 1);
    this.#parts.network.impair(this.#impaired);
    // Commits that begin from now on are copied on the paths as they are now.
    this.#parts.failover?.reachChanged();
  }

  /** A replaced primary and the nodes that know it may have come or gone (rule B10). */
  #noteSplit(): void {
    this.#parts.failover?.noteSplit();
  }

  /** What took the store where it stood before says nothing of where it stands now. */
  storageMoved(): void {
    this.#storageCauses = 0;
    this.#parts.lifecycle.reachChanged();
  }

  #changeStorage(by: 1 | -1): void {
    const { storage, lifecycle } = this.#parts;
    this.#storageCauses += by;
    storage.isUp = this.#storageCauses === 0;
    if (by === 1 && this.#storageCauses === 1) storage.noteLoss();
    if (by === -1 && this.#storageCauses === 0) storage.noteReturn();
    lifecycle.reachChanged();
  }

  #affected(target: Target): Struck {
    const { scenario, failover } = this.#parts;
    switch (target.kind) {
      case 'node':
        return { ...NOTHING, nodes: [target.node] };
      case 'nodes':
        return { ...NOTHING, nodes: target.nodes };
      case 'database':
        return { ...NOTHING, hosts: failover === null ? [] : [failover.primary] };
      case 'replica':
        return { ...NOTHING, hosts: [target.replica + 1] };
      case 'storage-replica':
        return NOTHING;
      case 'storage':
        return { ...NOTHING, storage: scenario.storage !== null, storageMoves: this.#parts.storage.moves };
      case 'balancer':
        return { ...NOTHING, balancers: [target.balancer] };
      case 'region':
        return this.#at((region) => region === target.region);
      case 'zone':
        return this.#at((region, zone) => region === target.region && zone === target.zone);
    }
  }

  /** Everything at the places that match. */
  #at(matches: (region: string, zone: string | null) => boolean): Struck {
    const { scenario, failover } = this.#parts;
    const places = new Set(
      scenario.places.flatMap((place, index) => (matches(place.region, place.zone) ? [index] : [])),
    );
    return {
      places: [...places],
      nodes: scenario.nodes.flatMap((node, index) => (places.has(node.place) ? [index] : [])),
      hosts: failover === null ? [] : failover.hostsAt(places),
      storage: this.#parts.storage.standsAt(places),
      storageMoves: this.#parts.storage.moves,
      balancers: scenario.balancers.flatMap((balancer, index) => (places.has(balancer.place) ? [index] : [])),
    };
  }
}

/** What one outage took. */
export interface Struck {
  readonly places: readonly number[];
  readonly nodes: readonly number[];
  readonly hosts: readonly number[];
  readonly storage: boolean;
  /** How often the store had moved then. */
  readonly storageMoves: number;
  readonly balancers: readonly number[];
}

const NOTHING: Struck = { places: [], nodes: [], hosts: [], storage: false, storageMoves: 0, balancers: [] };
