/** `simulate` as the library offers it: of a checked scenario, or of the text of one. */
import type { RunResult } from './measure/result.ts';
import { parseScenario } from './scenario/parse.ts';
import type { Scenario } from './scenario/scenario.ts';
import { type SimulateOptions, simulate as simulateScenario } from './simulate.ts';

/**
 * Runs one replication to its end: a pure function of scenario, seed and replication (rule T5).
 *
 * @param scenario from `parseScenario` or `loadScenario`, or the text of a scenario that names no other file
 * @param options unless given, the seed of the scenario and its first replication, 0
 * @returns what the replication did, in sums in base units (seconds, 1/s, bytes, shares, counts)
 * @throws ScenarioError with every mistake of a text
 * @throws RangeError for a replication that is not 0, 1, 2 …
 * @throws InternalError when something does not add up; then no figure of the run is to be trusted
 *
 * @example
 * const { values } = simulate(text);
 * console.log(values['tasks.succeeded']);
 */
export function simulate(scenario: Scenario | string, options: Partial<SimulateOptions> = {}): RunResult {
  const checked = typeof scenario === 'string' ? parseScenario(scenario).scenario : scenario;
  const { seed = checked.seed, replication = 0 } = options;
  return simulateScenario(checked, { ...options, seed, replication });
}
