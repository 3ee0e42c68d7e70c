/** Whether new work is accepted at all: maintenance mode and the licence's node limit (rules A1, A2). */
import type { TaskClassSpec } from '../scenario/scenario.ts';
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

  /** Whether a task that arrives now is refused, whatever is up. */
  refuses(spec: TaskClassSpec): boolean {
    if (spec.kind === 'system') return false;
    if (this.#maintenances > 0) return true;
    const limited = spec.kind === 'deployment' || spec.kind === 'runbook';
    return limited && this.#nodeLimit !== null && this.#registry.online > this.#nodeLimit;
  }
}
