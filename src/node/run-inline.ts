/** Replications in the thread that asks for them: short work, and all where the system gives no thread. */
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { inlineRunner, type StopSignal, type Ties } from '../study/replications/runner.ts';
import { ReplicationFailed } from './replication-failed.ts';
import { roughEvents, SHORT_EVENTS } from './short-work.ts';

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

/** Short work in the thread that asks for it, one after another: all of it together is over before threads have started. */
export class ShortWork {
  #last: Promise<unknown> = Promise.resolve();
  /** Expected of what is not over. */
  #events = 0;

  /** About how many events replications have that can be done here as well; null: too many. */
  eventsOf(scenario: Scenario, seed: string, replications: number): number | null {
    const events = roughEvents(scenario, seed, replications);
    return this.#events + events < SHORT_EVENTS ? events : null;
  }

  /** Does work of so many events after what came before it. */
  async inTurn<T>(events: number, work: () => T | Promise<T>): Promise<T> {
    this.#events += events;
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    try {
      return await done;
    } finally {
      this.#events -= events;
    }
  }
}
