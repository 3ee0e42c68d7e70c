/**
 * Replications in worker threads. A result is the same to the last bit wherever it is computed (rule T5), so the number
 * of threads changes nothing but the time.
 */
import { serialize } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { RunResult } from '../measure/result.ts';
import type { TaskTimes } from '../measure/task-times.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { followTasks } from '../study/comparison/slower-tasks.ts';
import { inlineRunner, type Runner, type Ties } from '../study/replications/runner.ts';
import { isShortWork } from './short-work.ts';
import type { Answer, ReplicationFailure, ReplicationOrder, SharedScenario } from './worker.ts';

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
    { seed, replication }: Pick<ReplicationOrder, 'seed' | 'replication'>,
  ) {
    super(message);
    this.stack = stack;
    this.scenario = name;
    this.seed = seed;
    this.replication = replication;
  }
}

/** Work that was taken for short and is not goes on in threads after this long. */
const SHORT_MS = 300;
/** Threads stay: a new one has to learn first what is worth compiling, which takes it a second. */
const IDLE_MS = 3_600_000;
/** One in work and one that waits, so that no thread waits for this one. */
const ORDERS_A_THREAD = 2;

/**
 * A runner with up to `jobs` threads. Long work, even of one thread, never runs in this one, which stays free for
 * progress and Ctrl-C; short work does, as long as there are no threads. To be closed in the end.
 */
export class ThreadRunner implements Runner {
  readonly #jobs: number;
  #pool: Piscina | null = null;
  #shared: { readonly of: Scenario; readonly scenario: SharedScenario } | null = null;

  /** Threads that have not said yet that they are ready, with the end of that. */
  readonly #starting = new Map<Worker, Promise<void>>();
  readonly #onThread = (thread: Worker) => {
    const ready = new Promise<void>((done) => {
      for (const sign of ['message', 'error', 'exit'] as const) thread.once(sign, () => done());
    });
    this.#starting.set(
      thread,
      ready.then(() => void this.#starting.delete(thread)),
    );
  };

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
    ties: Ties = 'in-order',
  ): Promise<void> {
    const short = this.#pool === null && isShortWork(scenario, seed, replications.length);
    const inline = short ? await runInline(scenario, seed, replications, onResult, signal, ties) : 0;
    if (inline < replications.length)
      await this.#runInThreads(scenario, seed, replications.slice(inline), onResult, signal, ties);
  }

  async #runInThreads(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: (result: RunResult) => void,
    signal: AbortSignal | undefined,
    ties: Ties,
  ): Promise<void> {
    await this.#inPool(replications.length, signal, async (pool) => {
      const shared = this.#share(scenario);
      const toDo = replications.values();
      const inTurn = async () => {
        for (const replication of toDo) {
          const order: ReplicationOrder = { scenario: shared, seed, replication, ties };
          const answer: Answer<RunResult> | ReplicationFailure = await pool.run(order);
          if (!('result' in answer)) throw new ReplicationFailed(answer, scenario, order);
          if (this.#pool === pool) onResult(answer.result);
        }
      };
      await Promise.all(Array.from({ length: ORDERS_A_THREAD * this.#jobs }, inTurn));
    });
  }

  /** Follows the tasks of one replication; @throws ReplicationFailed */
  async follow(
    scenario: Scenario,
    seed: string,
    replication: number,
    signal?: AbortSignal,
  ): Promise<TaskTimes> {
    if (this.#pool === null && isShortWork(scenario, seed, 1))
      return followTasks(scenario, seed, replication);
    return this.#inPool(1, signal, async (pool) => {
      const scenarioAsBytes = this.#share(scenario);
      const order: ReplicationOrder = { scenario: scenarioAsBytes, seed, replication, ties: 'in-order' };
      const answer: Answer<TaskTimes> | ReplicationFailure = await pool.run(order, { name: 'follow' });
      if (!('result' in answer)) throw new ReplicationFailed(answer, scenario, order);
      return answer.result;
    });
  }

  /** Work in threads, until it is done or Ctrl-C ends them. */
  async #inPool<T>(
    orders: number,
    signal: AbortSignal | undefined,
    work: (pool: Piscina) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const pool = this.#poolOf(Math.min(this.#jobs, orders));
    const stop = () => void this.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const done = await work(pool);
      signal?.throwIfAborted();
      return done;
    } catch (error) {
      await this.close();
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * Ends all threads, whatever they are doing, but not before they are ready: Node aborts the process when a thread is
   * terminated while it loads its modules.
   */
  async close(): Promise<void> {
    const pool = this.#pool;
    if (pool === null) return;
    this.#pool = null;
    // A new thread is told of in the next turn.
    await new Promise((next) => setImmediate(next));
    while (this.#starting.size > 0) await Promise.race(this.#starting.values());
    process.off('worker', this.#onThread);
    await pool.destroy();
  }

  /** The threads, of which more are started when there is work for them. */
  #poolOf(atLeast: number): Piscina {
    if (this.#pool === null) process.on('worker', this.#onThread);
    this.#pool ??= new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: atLeast,
      maxThreads: this.#jobs,
      idleTimeout: IDLE_MS,
    });
    return this.#pool;
  }

  #share(scenario: Scenario): SharedScenario {
    if (this.#shared?.of !== scenario) {
      const serialized = serialize(scenario);
      const bytes = new SharedArrayBuffer(serialized.length);
      new Uint8Array(bytes).set(serialized);
      const id = (this.#shared?.scenario.id ?? 0) + 1;
      this.#shared = { of: scenario, scenario: { id, bytes } };
    }
    return this.#shared.scenario;
  }
}

/** Runs one after another until all are done or it takes longer than was thought; says how many are done. */
async function runInline(
  scenario: Scenario,
  seed: string,
  replications: readonly number[],
  onResult: (result: RunResult) => void,
  signal: AbortSignal | undefined,
  ties: Ties,
): Promise<number> {
  const begun = performance.now();
  let done = 0;
  for (const replication of replications) {
    if (performance.now() - begun > SHORT_MS) break;
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
