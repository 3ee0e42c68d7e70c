/** What a configuration costs an hour where a scaler decides how many nodes there are: as it comes out (rule E1). */
import { ScenarioError } from '../../scenario/errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type ReplicateOptions, replicate } from '../replications/replicate.ts';
import type { Runner } from '../replications/runner.ts';
import { fixed } from '../replications/stop-rule.ts';

/** Replications by which configurations are put in order. */
const REPLICATIONS = 3;

/** The mean price of an hour over a few replications; null: the price is that of the design, or it is too full to tell. */
export async function measuredPrice(
  design: Scenario,
  runner: Runner,
  options: ReplicateOptions,
): Promise<number | null> {
  if (design.cost === null || design.groups.every(({ autoscale }) => autoscale === null)) return null;
  try {
    const scenario = Object.freeze({ ...design, expect: [] });
    const study = await replicate(scenario, runner, fixed(REPLICATIONS), { ...options, triesTies: false });
    return study.estimates.get('cost.perHour')?.value ?? null;
  } catch (error) {
    // Too full for a steady state.
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}
