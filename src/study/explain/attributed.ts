/** One replication, all its work attributed: what it did, and where the time went. */
import { Attribution } from '../../measure/attribution.ts';
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';
import { bandsOf, type ClassBands } from './bands.ts';

export interface Attributed {
  readonly result: RunResult;
  readonly classes: readonly ClassBands[];
  /** What tasks did that held a slot while others waited for one, in tasks × s by `CAUSES`. */
  readonly holders: readonly number[];
  /** Pieces of work whose causes were not kept. */
  readonly leftOut: number;
}

const SQUARE_MICROS = 1e12;

/** @throws Error when causes do not add up to the time of any piece of work (rule F9) */
export function attribute(scenario: Scenario, seed: string, replication: number): Attributed {
  const attribution = new Attribution(scenario);
  const result = simulate(scenario, { seed, replication, tap: attribution.tap });
  const causes = attribution.causes();
  const holders = Array.from(causes.holders, (area) => area / SQUARE_MICROS);
  return { result, classes: bandsOf(causes), holders, leftOut: causes.leftOut };
}
