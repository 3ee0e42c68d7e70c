/**
 * Numbers the times in which something is not as usual, and tells the observer of them. Each ends once at the most: a
 * second end would draw it longer than it was, and is a broken promise.
 */
import { InternalError } from '../engine/invariant.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Observer, SpanKind } from './observer.ts';

export class Spans {
  readonly #sim: Simulation;
  readonly #observer: Observer;
  #count = 0;
  readonly #open = new Set<number>();

  constructor(sim: Simulation, observer: Observer) {
    this.#sim = sim;
    this.#observer = observer;
  }

  /** The number by which it ends. */
  begin(kind: SpanKind, label: string): number {
    this.#count += 1;
    this.#open.add(this.#count);
    this.#observer.spanBegan(this.#sim.now, kind, label, this.#count);
    return this.#count;
  }

  /** Something that was asked for did nothing, and why: results warn of it. */
  ignored(what: string): void {
    this.end(this.begin('ignored', what));
  }

  /** Something happened that results warn of. */
  noted(what: string): void {
    this.end(this.begin('noted', what));
  }

  /** No effect for -1. */
  end(id: number): void {
    if (id === -1) return;
    if (!this.#open.delete(id)) throw new InternalError(`conservation: span ${id} ended twice`, this.#sim);
    this.#observer.spanEnded(this.#sim.now, id);
  }
}
