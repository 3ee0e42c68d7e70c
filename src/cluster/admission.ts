/** Whether new work is accepted at all: maintenance mode and the licence's node limit (rules A1, A2). */
import type { TaskClassSpec } from '../scenario/scenario.ts';
import type { RefusalReason } from './observer.ts';
import type { Registry } from './registry.ts';

export class Admission {
  readonly #registry: Registry;
  /** null: unlimited. */
  readonly #nodeLimit: number | null;
  #maintenances = 0;

  constructor(registry: Registry, nodeLimit: number | null) {
    this.#registry = registry;
    this.#nodeLimit = nodeLimit;
  }

  /** Maintenance mode begins (1) or ends (-1); causes overlap. */
  changeMaintenance(by: 1 | -1): void {
    this.#maintenances += by;
  }

  /** Why a task that arrives now is refused, whatever is up; null: it is not. */
  refuses(spec: TaskClassSpec): RefusalReason | null {
    if (spec.kind === 'system') return null;
    if (this.#maintenances > 0) return 'maintenance';
    const limited = spec.kind === 'deployment' || spec.kind === 'runbook';
    const isOver = limited && this.#nodeLimit !== null && this.#registry.online > this.#nodeLimit;
    return isOver ? 'licence' : null;
  }
}
