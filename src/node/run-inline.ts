/** Replications in the thread that asks for them: short work, and all where the system gives no thread. */
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { inlineRunner, type StopSignal, type Ties } from '../study/replications/runner.ts';
import { ReplicationFailed } from './replication-failed.ts';

/** Work that was taken for short and is not goes on in threads after this long. */
const SHORT_MS = 300;

/** Runs one after another until all are done or it takes longer than was thought; says how many are done. */
export async function runInline(
  scenario: Scenario,
  seed: string,
  replications: readonly number[],
  onResult: (result: RunResult) => void,
  signal: StopSignal | undefined,
  ties: Ties,
  most = SHORT_MS,
): Promise<number> {
  const begun = performance.now();
  let done = 0;
  for (const replication of replications) {
    if (performance.now() - begun > most) break;
    try {
      await inlineRunner.run(scenario, seed, [replication], onResult, signal, ties);
    } catch (error) {
      if (signal?.aborted || !(error instanceof Error)) throw error;
      const { message, stack } = error;
      throw new ReplicationFailed({ message, stack: stack ?? message }, scenario, { seed, replication });
    }
    done += 1;
  }
  return done;
}
