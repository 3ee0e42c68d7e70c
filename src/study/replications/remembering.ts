/** A runner that does nothing twice. */
import type { RunResult } from '../../measure/result.ts';
import type { Runner } from './runner.ts';

/**
 * A runner that keeps the results of another. Scenarios are told apart by name and warm-up: within one command no
 * two have the same.
 */
export function remembering(runner: Runner): Runner {
  const known = new Map<string, RunResult>();
  return {
    ...(runner.plan && { plan: (...what) => runner.plan!(...what) }),
    async run(scenario, seed, replications, onResult, signal, ties = 'in-order') {
      const key = (replication: number) =>
        JSON.stringify([scenario.name, scenario.warmUp, seed, replication, ties]);
      for (const result of replications.flatMap((each) => known.get(key(each)) ?? [])) onResult(result);
      const missing = replications.filter((each) => !known.has(key(each)));
      if (missing.length === 0) return;
      const keep = (result: RunResult) => {
        known.set(key(result.replication), result);
        onResult(result);
      };
      await runner.run(scenario, seed, missing, keep, signal, ties);
    },
  };
}
