/** The metrics that matter in a scenario: those it makes promises about, else what planners look at first. */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isDeterministic } from '../replications/deterministic.ts';
import { nameOf } from './metric-name.ts';
import { type Observation, observe } from './observation.ts';

const USUAL = ['tasks.turnaround.mean', 'requests.latency.mean'];

/** Names of the gated metrics; without expectations the mean turnaround of tasks and latency of requests. */
export function gatedMetrics(scenario: Scenario): string[] {
  return scenario.expect.length > 0 ? [...new Set(scenario.expect.map(nameOf))] : USUAL;
}

/**
 * What the replications say about the gated metrics that more replications can make more precise: not those
 * without any samples, beyond every limit, or the largest of all.
 */
export function gatedObservations(scenario: Scenario, results: readonly RunResult[]): Observation[] {
  const all = observe(results, isDeterministic(scenario));
  return gatedMetrics(scenario)
    .map((name) => all.get(name))
    .filter((one): one is Observation => one !== undefined && one.n > 0)
    .filter((one) => one.kind !== 'extreme' && one.infinite !== true && one.each.length > 0);
}
