/**
 * What a step of a recovery plan brings about when its time is over (rule F3): each kind of step in one place.
 */
import type { PlanSpec, PlanStep } from '../scenario/scenario.ts';
import type { Addresses } from './addresses.ts';
import type { Failover } from './failover.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Node } from './node.ts';
import type { Outages } from './outages.ts';
import { forgotten } from './outputs.ts';
import type { Service } from './service.ts';
import type { Spans } from './spans.ts';
import type { Storage } from './storage.ts';

export interface DeedParts {
  readonly nodes: readonly Node[];
  readonly balancers: readonly LoadBalancer[];
  readonly addresses: Addresses;
  readonly storage: Storage;
  readonly failover: Failover | null;
  readonly lifecycle: Lifecycle;
  readonly outages: Outages;
  readonly service: Service;
  readonly spans: Spans;
}

export class PlanDeeds {
  readonly #parts: DeedParts;
  readonly #stopNode: (node: number) => void;

  constructor(parts: DeedParts, stopNode: (node: number) => void) {
    this.#parts = parts;
    this.#stopNode = stopNode;
  }

  /** Where the nodes stand that a plan starts: a backup is restored beside them; null: it starts none. */
  #placeOfNodes({ steps }: PlanSpec): number | null {
    const node = steps.flatMap((step) => (step.do === 'start' || step.do === 'build' ? step.nodes : []))[0];
    return node === undefined ? null : this.#parts.nodes[node]!.place;
  }

  /** What came to a place that is lost would be lost (rule F1). */
  #promoteStore(replica: number): void {
    const { storage, outages, spans } = this.#parts;
    const { name, place } = storage.replicaAt(replica);
    if (outages.isLost(place)) {
      spans.ignored(`promote ${name} did nothing: it is lost`);
      return;
    }
    storage.moveTo(replica);
    outages.storageMoved();
  }

  /** No node takes a task before what is lost by it is gone. */
  #promote(replica: number, cause: number): void {
    const { failover, lifecycle } = this.#parts;
    lifecycle.together(() => failover?.promote(replica, cause));
  }

  /** As a promotion. */
  #restore(plan: PlanSpec, cause: number): void {
    const { failover, lifecycle, outages } = this.#parts;
    const place = this.#placeOfNodes(plan);
    const isLost = place !== null && outages.isLost(place);
    lifecycle.together(() => failover?.restoreBackup(cause, place, isLost));
  }

  /** The time of a step of a plan is over; what it loses is counted for `cause` (a timeline entry, or below 0). */
  bringAbout(plan: PlanSpec, step: PlanStep, cause: number): void {
    const { nodes, balancers, addresses, lifecycle, service } = this.#parts;
    switch (step.do) {
      case 'promote':
        if (step.what.kind === 'replica') this.#promote(step.what.replica, cause);
        else this.#promoteStore(step.what.replica);
        break;
      case 'restore':
        this.#restore(plan, cause);
        break;
      case 'stop':
        for (const node of step.nodes) this.#stopNode(node);
        break;
      case 'setTaskCap':
        lifecycle.together(() => {
          for (const node of step.nodes) lifecycle.setTaskCap(nodes[node]!, step.to);
        });
        break;
      case 'switch':
        balancers[step.balancer]!.isInUse = true;
        addresses.switchTo(balancers[step.balancer]!);
        service.balancerChanged();
        break;
      case 'decide':
      case 'waitFor':
      case 'verify':
      case 'wait':
        break;
      // Their nodes begin earlier, to be ready now.
      case 'repoint':
      case 'start':
      case 'build':
        break;
      default:
        forgotten(step);
    }
  }
}
