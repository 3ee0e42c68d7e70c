/** `hasim merge`: what a study asks is read from its parts. */
import type { RunResult } from '../../measure/result.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { FileError } from '../file-error.ts';
import type { ReplicationKeys } from '../replication-keys.ts';
import type { PartFile } from './part-file.ts';

/**
 * A runner that reads. Nobody knows before the results are there whether the order of ties matters, so the few
 * replications that this asks for in addition are computed, of scenarios that the parts know.
 *
 * @param onComputed is told how many are computed
 */
export function mergingRunner(
  runner: Runner,
  parts: readonly PartFile[],
  keys: ReplicationKeys,
  onComputed: (replications: number) => void,
): Runner {
  const partOf = new Map(parts.flatMap((part) => [...part.keys].map((key) => [key, part])));
  return {
    async run(scenario, seed, replications, onResult, signal, ties = 'in-order') {
      const read = (replication: number): RunResult | null => {
        const key = keys.of(scenario, seed, replication, ties);
        return partOf.get(key)?.read(key) ?? null;
      };
      const missing: number[] = [];
      for (const replication of replications) {
        signal?.throwIfAborted();
        const known = read(replication);
        if (known === null) missing.push(replication);
        else onResult(known);
        // The event loop turns, for a bar or Ctrl-C.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      if (missing.length === 0) return;
      const hash = keys.ofScenario(scenario);
      if (!parts.some(({ scenarios }) => scenarios.has(hash)))
        throw new FileError(
          parts[0]!.path,
          `nothing in these parts is of ${scenario.name} as it stands here: its file, or what it names, is another than where they were made`,
        );
      onComputed(missing.length);
      await runner.run(scenario, seed, missing, onResult, signal, ties);
    },
  };
}
