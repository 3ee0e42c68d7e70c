/**
 * What entries of the timeline make slow (rule C1) or answer with errors (rule L13) while they last. Of several for one thing
 * the last begun holds.
 */
import type { Target, TimelineAction } from '../scenario/scenario.ts';
import type { Database } from './database.ts';
import type { Failover } from './failover.ts';
import type { Node } from './node.ts';
import type { Storage } from './storage.ts';

export interface DegradationParts {
  readonly nodes: readonly Node[];
  readonly database: Database;
  readonly storage: Storage;
  readonly failover: Failover | null;
}

type Slow = Extract<TimelineAction, { readonly do: 'slow' }>;
type Errors = Extract<TimelineAction, { readonly do: 'errors' }>;

export class Degradation {
  readonly #parts: DegradationParts;
  /** By entry, in order of their begins. */
  readonly #slow = new Map<number, Slow>();
  readonly #errors = new Map<number, Errors>();

  constructor(parts: DegradationParts) {
    this.#parts = parts;
  }

  begin(entry: number, action: Slow | Errors): void {
    if (action.do === 'slow') {
      this.#slow.set(entry, action);
      this.#applySpeed(action.target);
    } else {
      this.#errors.set(entry, action);
      this.#applyErrors(action.nodes);
    }
  }

  end(entry: number, action: Slow | Errors): void {
    if (action.do === 'slow') {
      this.#slow.delete(entry);
      this.#applySpeed(action.target);
    } else {
      this.#errors.delete(entry);
      this.#applyErrors(action.nodes);
    }
  }

  #applySpeed(target: Target): void {
    const { nodes, database, storage, failover } = this.#parts;
    const factorOf = (matches: (other: Target) => boolean): number =>
      [...this.#slow.values()].findLast((slow) => matches(slow.target))?.to ?? 1;
    if (target.kind === 'database') database.setSpeed(factorOf((t) => t.kind === 'database'));
    else if (target.kind === 'replica') {
      const { replica } = target;
      const isIt = (t: Target) => t.kind === 'replica' && t.replica === replica;
      failover?.setSpeed(replica, factorOf(isIt));
    } else if (target.kind === 'storage') storage.setSpeed(factorOf((t) => t.kind === 'storage'));
    else {
      for (const node of nodesOf(target)) {
        const factor = factorOf((t) => nodesOf(t).includes(node));
        nodes[node]!.cpu.setSpeed(nodes[node]!.spec.speed * factor);
      }
    }
  }

  #applyErrors(of: readonly number[]): void {
    for (const node of of) {
      const last = [...this.#errors.values()].findLast(({ nodes }) => nodes.includes(node));
      this.#parts.nodes[node]!.errors = last ?? null;
    }
  }
}

function nodesOf(target: Target): readonly number[] {
  if (target.kind === 'node') return [target.node];
  return target.kind === 'nodes' ? target.nodes : [];
}
