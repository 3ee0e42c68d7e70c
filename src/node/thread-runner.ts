/**
 * Replications in worker threads. A result is the same to the last bit wherever it is computed (rule T5), so the number
 * of threads changes nothing but the time.
 */
import { setMaxListeners } from 'node:events';
import { serialize } from 'node:v8';
import type { Piscina } from 'piscina';
import type { Causes } from '../measure/kept-causes.ts';
import type { RunResult } from '../measure/result.ts';
import type { TaskTimes } from '../measure/task-times.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Followed, followTasks } from '../study/comparison/slower-tasks.ts';
import { type Attributed, attribute } from '../study/explain/attributed.ts';
import { causesOf } from '../study/explain/differences.ts';
import type { Runner, StopSignal, Ties } from '../study/replications/runner.ts';
import { ReplicationFailed } from './replication-failed.ts';
import { runInline, ShortWork } from './run-inline.ts';
import { Threads } from './threads.ts';
import type { ReplicationFailure, ReplicationOrder, SharedScenario, WorkerAnswer } from './worker.ts';

/** One in work and one that waits, so that no thread waits for this one. */
const ORDERS_A_THREAD = 2;

/**
 * A runner with up to `jobs` threads. Long work, even of one thread, never runs in this one, which stays free for
 * progress and Ctrl-C; short work does, as long as there are no threads. To be closed in the end.
 */
export class ThreadRunner implements Runner {
  /** Threads at most; fewer once the machine gives no more. */
  #jobs: number;
  readonly #asked: number;
  #threads: Threads | null = null;
  #atWork = 0;
  /** Of those that are at work: how many replications they want. */
  #ordered = 0;
  readonly #short = new ShortWork();
  /** The replication whose tasks are followed when threads run it, and what was found by scenario. */
  readonly #follows: number | null;
  readonly #followed = new Map<Scenario, Pick<ReplicationOrder, 'seed'> & Pick<Followed, 'times'>>();
  #shared: { readonly of: Scenario; readonly scenario: SharedScenario } | null = null;

  /**
   * @param jobs threads at most; none is started before there is work for it
   * @param follows the replication that `follow` will be asked for: threads that run it follow its tasks along the way
   */
  constructor(jobs: number, follows: number | null = null) {
    this.#jobs = jobs;
    this.#asked = jobs;
    this.#follows = follows;
  }

  /** Why there are fewer threads than were asked for, in words; null while there are as many as there is work for. */
  get trouble(): string | null {
    if (this.#jobs === this.#asked) return null;
    const got = this.#jobs === 0 ? 'no thread' : `${this.#jobs} of ${this.#asked} threads`;
    return `the system gave ${got}; the numbers are the same, they only take longer`;
  }

  /** @throws ReplicationFailed the first that a replication throws; then none of the others is waited for */
  async run(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: (result: RunResult) => void,
    signal?: StopSignal,
    ties: Ties = 'in-order',
  ): Promise<void> {
    const events = this.#eventsOfShort(scenario, seed, replications.length);
    const work = () =>
      this.#isFree ? runInline(scenario, seed, replications, onResult, signal, ties) : Promise.resolve(0);
    // Long work is at work, for what is asked next, when this call returns.
    const done = events === null ? 0 : await this.#short.inTurn(events, work);
    if (done < replications.length)
      await this.#runInThreads(scenario, seed, replications.slice(done), onResult, signal, ties);
  }

  /** Whether there is nothing in threads, and none of them. */
  get #isFree(): boolean {
    return this.#threads === null && this.#atWork === 0;
  }

  /** About how many events work has that is over before threads have started, with all that is to be done here; else null. */
  #eventsOfShort(scenario: Scenario, seed: string, replications: number): number | null {
    return this.#isFree ? this.#short.eventsOf(scenario, seed, replications) : null;
  }

  async #runInThreads(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: (result: RunResult) => void,
    signal: StopSignal | undefined,
    ties: Ties,
  ): Promise<void> {
    const left = new Set(replications);
    await this.#inPool(replications.length, signal, async (pool, isOpen) => {
      if (pool === null) {
        await runInline(scenario, seed, [...left], onResult, signal, ties, Number.POSITIVE_INFINITY);
        return;
      }
      const shared = this.#share(scenario);
      const toDo = [...left].values();
      const inTurn = async () => {
        for (const replication of toDo) {
          const order: ReplicationOrder = { scenario: shared, seed, replication, ties };
          const result = await this.#replicate(pool, order, scenario);
          if (!isOpen()) throw new Error('the threads were closed while they were at work');
          left.delete(replication);
          onResult(result);
        }
      };
      await Promise.all(Array.from({ length: ORDERS_A_THREAD * this.#jobs }, inTurn));
    });
  }

  async #replicate(pool: Piscina, order: ReplicationOrder, scenario: Scenario): Promise<RunResult> {
    if (order.replication !== this.#follows || order.ties !== 'in-order')
      return orderFrom<RunResult>(pool, 'default', order, scenario);
    const { result, times } = await orderFrom<Followed>(pool, 'follow', order, scenario);
    this.#followed.set(scenario, { seed: order.seed, times });
    return result;
  }

  /** Follows the tasks of one replication; @throws ReplicationFailed */
  async follow(
    scenario: Scenario,
    seed: string,
    replication: number,
    signal?: StopSignal,
  ): Promise<TaskTimes> {
    const known = this.#followed.get(scenario);
    if (replication === this.#follows && known?.seed === seed) return known.times;
    const [followed] = await this.#watch('follow', followTasks, scenario, seed, [replication], signal);
    return followed!.times;
  }

  /**
   * Attributes the time of all work of some replications, in their order.
   *
   * @internal
   * @throws ReplicationFailed
   */
  attribute(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    signal?: StopSignal,
    onResult?: () => void,
  ): Promise<Attributed[]> {
    return this.#watch('attributed', attribute, scenario, seed, replications, signal, onResult);
  }

  /**
   * The causes of all work of one replication, piece by piece.
   *
   * @internal
   * @throws ReplicationFailed
   */
  async causes(scenario: Scenario, seed: string, replication: number, signal?: StopSignal): Promise<Causes> {
    const [causes] = await this.#watch('causes', causesOf, scenario, seed, [replication], signal);
    return causes!;
  }

  /** Replications with a listener of their own: `inline` does in this thread what the worker does under a name. */
  async #watch<T>(
    name: string,
    inline: (scenario: Scenario, seed: string, replication: number) => T,
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    signal: StopSignal | undefined,
    onResult: () => void = () => {},
  ): Promise<T[]> {
    const known = new Map<number, T>();
    const all = (each: (replication: number) => Promise<T>): Promise<T[]> =>
      Promise.all(
        replications.map(async (replication) => {
          const before = known.get(replication);
          if (before !== undefined) return before;
          const result = await each(replication);
          known.set(replication, result);
          onResult();
          return result;
        }),
      );
    if (this.#eventsOfShort(scenario, seed, replications.length) !== null)
      return all(async (replication) => inline(scenario, seed, replication));
    return this.#inPool(replications.length, signal, async (pool) => {
      if (pool === null) return all(async (replication) => inline(scenario, seed, replication));
      const shared = this.#share(scenario);
      return all(async (replication) => {
        const order: ReplicationOrder = { scenario: shared, seed, replication, ties: 'in-order' };
        return orderFrom<T>(pool, name, order, scenario);
      });
    });
  }

  /**
   * Work in threads, until it is done or Ctrl-C ends them. Where the signal of other work ended them, what is left goes on
   * in others: `work` is called again.
   */
  async #inPool<T>(
    orders: number,
    signal: StopSignal | undefined,
    work: (pool: Piscina | null, isOpen: () => boolean) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const stop = () => {
      if (this.#threads !== null) this.#threads.isAborted = true;
      void this.close();
    };
    // Each piece of work that goes on listens: that they are many is no mistake.
    if (signal instanceof EventTarget) setMaxListeners(0, signal);
    signal?.addEventListener('abort', stop, { once: true });
    this.#atWork += 1;
    this.#ordered += orders;
    let threads: Threads | null = null;
    try {
      // What is asked in one go counts together: one replication each of many scenarios is work for many threads.
      await Promise.resolve();
      for (;;) {
        threads = await this.#threadsFor(Math.min(this.#jobs, this.#ordered));
        const its = threads;
        signal?.throwIfAborted();
        try {
          const done = await work(await its.pool, () => this.#threads === its);
          signal?.throwIfAborted();
          return done;
        } catch (error) {
          if (!its.isAborted || signal?.aborted || error instanceof ReplicationFailed) throw error;
        }
      }
    } catch (error) {
      // Other work in these threads ends with them: what broke in them is the reason.
      if (threads !== null) threads.failure ??= error;
      if (this.#threads === threads) await this.close();
      throw signal?.aborted ? signal.reason : (threads?.failure ?? error);
    } finally {
      this.#atWork -= 1;
      this.#ordered -= orders;
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends all threads, whatever they are doing. */
  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = null;
    await threads?.close();
  }

  /** The threads; others, if they are too few for this work and have none. */
  async #threadsFor(wanted: number): Promise<Threads> {
    if (this.#threads !== null && this.#threads.wanted < wanted && this.#atWork === 1) await this.close();
    this.#threads ??= new Threads(wanted, (there) => {
      this.#jobs = there;
    });
    return this.#threads;
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

/** What a worker's function of this name gives for an order; @throws ReplicationFailed */
async function orderFrom<T>(
  pool: Piscina,
  name: string,
  order: ReplicationOrder,
  scenario: Scenario,
): Promise<T> {
  const answer: WorkerAnswer<T> | ReplicationFailure = await pool.run(order, { name });
  if (!('result' in answer)) throw new ReplicationFailed(answer, scenario, order);
  return answer.result;
}
