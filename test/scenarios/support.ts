/** Scenario files of the repository, loaded and run as a user would. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tap } from '../../src/cluster/observer.ts';
import type { RunResult } from '../../src/measure/result.ts';
import { loadScenario } from '../../src/node/load-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';

const FOLDER = 'scenarios';

/** Paths of all shipped scenarios, in order. */
export const LIBRARY: readonly string[] = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => join(FOLDER, path))
  .sort();

/** A shipped scenario by its path in `scenarios`, as `--set` changes it. */
export function shipped(path: string, ...set: readonly string[]): Scenario {
  return loadScenario(join(FOLDER, path), { set }).scenario;
}

/** Its first replication. */
export function once(scenario: Scenario, tap: Tap | null = null): RunResult {
  return simulate(scenario, { seed: scenario.seed, replication: 0, tap });
}

/** A value of a result as a number. */
export function value(result: RunResult, name: string): number {
  const found = result.values[name];
  if (found === undefined) throw new Error(`no value ${name}`);
  return found.sum / found.per;
}

/** Mean of the finite samples, in seconds. */
export function meanSeconds(result: RunResult, name: string): number {
  const found = result.samples[name];
  if (found === undefined) throw new Error(`no samples ${name}`);
  return found.sum / found.count / 1e6;
}
