/**
 * Replications in worker threads, which get the scenario once, when they start, as a structured clone. A result is
 * the same to the last bit wherever it is computed (rule T5), so the number of threads changes nothing but the time.
 */
import { Piscina } from 'piscina';
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { inlineRunner, type Runner } from '../study/runner.ts';
import { isShortWork } from './short-work.ts';
import type { ReplicationAnswer, ReplicationFailure, ReplicationOrder } from './worker.ts';

/** A replication that threw: a promise of the simulator is broken. */
export class ReplicationFailed extends Error {
  override readonly name = 'ReplicationFailed';
  /** The scenario's name. */
  readonly scenario: string;
  readonly seed: string;
  readonly replication: number;

  constructor(
    { message, stack }: ReplicationFailure,
    { name }: Scenario,
    { seed, replication }: ReplicationOrder,
  ) {
    super(message);
    this.stack = stack;
    this.scenario = name;
    this.seed = seed;
    this.replication = replication;
  }
}

/** Work that was taken for short and is not goes on in threads after this long. */
const SHORT_MS = 1_000;

/**
 * A runner with up to `jobs` threads. Long work, even of one thread, never runs in this one, which stays free for
 * progress and Ctrl-C; short work does. To be closed in the end.
 */
export class ThreadRunner implements Runner {
  readonly #jobs: number;
  #threads: { readonly scenario: Scenario; readonly pool: Piscina } | null = null;

  constructor(jobs: number) {
    this.#jobs = jobs;
  }

  /** @throws ReplicationFailed the first that a replication throws; then none of the others is waited for */
  async run(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: (result: RunResult) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const known = this.#threads?.scenario === scenario;
    const short = !known && isShortWork(scenario, seed, replications.length);
    const inline = short ? await runInline(scenario, seed, replications, onResult, signal) : 0;
    if (inline < replications.length)
      await this.#runInThreads(scenario, seed, replications.slice(inline), onResult, signal);
  }

  async #runInThreads(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: (result: RunResult) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    signal?.throwIfAborted();
    const pool = await this.#poolFor(scenario, replications.length);
    const stop = () => void this.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await Promise.all(
        replications.map(async (replication) => {
          const order: ReplicationOrder = { seed, replication };
          const answer: ReplicationAnswer | ReplicationFailure = await pool.run(order);
          if (!('result' in answer)) throw new ReplicationFailed(answer, scenario, order);
          if (this.#threads?.pool === pool) onResult(answer.result);
        }),
      );
      signal?.throwIfAborted();
    } catch (error) {
      await this.close();
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends all threads at once, whatever they are doing. */
  async close(): Promise<void> {
    const pool = this.#threads?.pool;
    this.#threads = null;
    await pool?.destroy();
  }

  async #poolFor(scenario: Scenario, replications: number): Promise<Piscina> {
    const wanted = Math.min(this.#jobs, replications);
    if (this.#threads?.scenario === scenario && this.#threads.pool.maxThreads >= wanted)
      return this.#threads.pool;
    await this.close();
    const pool = new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      workerData: scenario,
      minThreads: wanted,
      maxThreads: wanted,
    });
    this.#threads = { scenario, pool };
    return pool;
  }
}

/** Runs one after another until all are done or it takes longer than was thought; says how many are done. */
async function runInline(
  scenario: Scenario,
  seed: string,
  replications: readonly number[],
  onResult: (result: RunResult) => void,
  signal?: AbortSignal,
): Promise<number> {
  const begun = performance.now();
  let done = 0;
  for (const replication of replications) {
    if (performance.now() - begun > SHORT_MS) break;
    try {
      await inlineRunner.run(scenario, seed, [replication], onResult, signal);
    } catch (error) {
      if (signal?.aborted || !(error instanceof Error)) throw error;
      const { message, stack } = error;
      throw new ReplicationFailed({ message, stack: stack ?? message }, scenario, { seed, replication });
    }
    done += 1;
  }
  return done;
}
