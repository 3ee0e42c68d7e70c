/** A worker: takes batches of replications from the queue and puts results beside it, until it is told to stop. */
import { randomUUID } from 'node:crypto';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Scenario } from '../../scenario/scenario.ts';
import { packResult } from '../packed-result.ts';
import { ReplicationFailed } from '../replication-failed.ts';
import type { ReplicationKeys } from '../replication-keys.ts';
import { ThreadRunner } from '../thread-runner.ts';
import { shownAddress } from './address.ts';
import { connect } from './connection.ts';
import { type Batch, type BatchEnd, checkedBatch, unpackScenario } from './job.ts';
import { KEPT_S, keyOf, PREFIX, queueOf } from './names.ts';
import { introduced, listPresent, type Present, SIGN_OF_LIFE_MS, staysPresent } from './present.ts';

export interface FarmWorkerOptions {
  readonly address: string;
  readonly keys: ReplicationKeys;
  readonly version: string;
  /** Batches at a time, each in a thread of its own. */
  readonly jobs: number;
  readonly say: (text: string) => void;
  /** A worker that is silent so long has lost its batches to others, in ms. */
  readonly lostAfter?: number;
}

const LOST_AFTER_MS = 15_000;
/** A batch whose worker is lost goes to another so often; then it is the batch. */
export const MOST_LOST = 2;
const MOST_SCENARIOS = 16;

export class FarmWorker {
  readonly #options: FarmWorkerOptions;
  readonly #client: Redis;
  readonly #clients: readonly Redis[];
  readonly #worker: Worker<unknown, BatchEnd>;
  readonly #idle: ThreadRunner[];
  readonly #all: readonly ThreadRunner[];
  readonly #presence: ReturnType<typeof staysPresent>;
  readonly #watch: NodeJS.Timeout;
  readonly #atWork = new Map<string, Set<AbortController>>();
  readonly #scenarios = new Map<string, Scenario>();
  readonly #refused = new Set<string>();

  /** @throws QueueTrouble when the queue cannot be reached */
  static async start(options: FarmWorkerOptions): Promise<FarmWorker> {
    const [{ Worker }, client, own] = await Promise.all([
      import('./queue-library.ts'),
      connect(options.address),
      connect(options.address),
    ]);
    return new FarmWorker(options, [client, own], (work) => {
      const lostAfter = options.lostAfter ?? LOST_AFTER_MS;
      return new Worker<unknown, BatchEnd>(queueOf(options.keys.build), work, {
        connection: own,
        prefix: PREFIX,
        concurrency: options.jobs,
        lockDuration: lostAfter,
        // The server takes whole milliseconds.
        stalledInterval: Math.ceil(lostAfter / 3),
        maxStalledCount: MOST_LOST,
      });
    });
  }

  private constructor(
    options: FarmWorkerOptions,
    clients: readonly [Redis, Redis],
    start: (work: (job: Job<unknown>) => Promise<BatchEnd>) => Worker<unknown, BatchEnd>,
  ) {
    this.#options = options;
    const [client] = clients;
    this.#client = client;
    this.#clients = clients;
    this.#all = Array.from({ length: options.jobs }, () => new ThreadRunner(1));
    this.#idle = [...this.#all];
    this.#worker = start((job) => this.#work(job));
    // What is said of a lost connection is said once by those that wait for work.
    this.#worker.on('error', () => {});
    const { build } = options.keys;
    const own = introduced({ id: randomUUID(), build, version: options.version, threads: options.jobs });
    this.#presence = staysPresent(client, keyOf.workers, own);
    this.#watch = setInterval(() => void this.#look().catch(() => {}), SIGN_OF_LIFE_MS);
    options.say(
      `worker of hasim ${options.version} (build ${build.slice(0, 8)}, ${options.jobs} at a time) at ${shownAddress(options.address)}`,
    );
    void this.#look().catch(() => {});
  }

  /** Takes no more, and ends when what it has in hand is done. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    await this.#presence.stop();
    await this.#worker.close();
    await Promise.all(this.#all.map((threads) => threads.close()));
    for (const client of this.#clients) client.disconnect();
  }

  /** Studies of other builds are refused aloud, once each; batches of cancelled ones are left. */
  async #look(): Promise<void> {
    const { keys, say, version } = this.#options;
    for (const study of await listPresent(this.#client, keyOf.studies)) {
      if (study.build === keys.build || this.#refused.has(study.id)) continue;
      this.#refused.add(study.id);
      say(`refused: ${otherBuild('the study', study, { build: keys.build, version })}`);
    }
    for (const [study, controllers] of this.#atWork) {
      if ((await this.#client.exists(keyOf.cancelled(study))) === 0) continue;
      for (const controller of controllers) controller.abort(new Cancelled());
    }
  }

  async #work(job: Job<unknown>): Promise<BatchEnd> {
    const batch = checkedBatch(job.data);
    const controller = new AbortController();
    const controllers = this.#atWork.get(batch.study) ?? new Set();
    this.#atWork.set(batch.study, controllers.add(controller));
    const threads = this.#idle.pop()!;
    try {
      return await this.#run(batch, job.attemptsStarted > 1, threads, controller.signal);
    } catch (error) {
      if (error instanceof Cancelled) return { cancelled: true };
      if (!(error instanceof ReplicationFailed)) throw error;
      const { replication, message, stack } = error;
      return { failed: { replication, message, stack: stack ?? message } };
    } finally {
      this.#idle.push(threads);
      controllers.delete(controller);
      if (controllers.size === 0) this.#atWork.delete(batch.study);
    }
  }

  async #run(batch: Batch, again: boolean, threads: ThreadRunner, signal: AbortSignal): Promise<BatchEnd> {
    const begun = performance.now();
    if ((await this.#client.exists(keyOf.cancelled(batch.study))) > 0) return { cancelled: true };
    const scenario = await this.#scenarioOf(batch);
    const { keys } = this.#options;
    const resultOf = (replication: number) =>
      keyOf.result(batch.kept, keys.of(scenario, batch.seed, replication, batch.ties));
    const missing: number[] = [];
    for (const replication of batch.replications)
      if (!again || (await this.#client.exists(resultOf(replication))) === 0) missing.push(replication);
    const written: Promise<unknown>[] = [];
    await threads.run(
      scenario,
      batch.seed,
      missing,
      (result) => {
        const kept = this.#client.set(resultOf(result.replication), packResult(result), 'EX', KEPT_S);
        // Looked at below; until then it must not count as nobody's.
        kept.catch(() => {});
        written.push(kept);
      },
      signal,
      batch.ties,
    );
    await Promise.all(written);
    return { took: (performance.now() - begun) / Math.max(1, missing.length) };
  }

  async #scenarioOf({ scenario: hash }: Batch): Promise<Scenario> {
    const known = this.#scenarios.get(hash);
    if (known !== undefined) return known;
    const bytes = await this.#client.getBuffer(keyOf.scenario(hash));
    if (bytes === null) throw new Error('its scenario is not on the server any more');
    const scenario = unpackScenario(bytes);
    if (this.#options.keys.ofScenario(scenario) !== hash) throw new Error('its scenario is damaged');
    if (this.#scenarios.size >= MOST_SCENARIOS) this.#scenarios.delete(this.#scenarios.keys().next().value!);
    this.#scenarios.set(hash, scenario);
    return scenario;
  }
}

class Cancelled extends Error {}

/** Why two do not work together, in words. */
export function otherBuild(
  what: string,
  { host, build, version }: Present,
  own: Pick<Present, 'build' | 'version'>,
): string {
  return `${what} of ${host} is of another build of hasim (${version}, ${build.slice(0, 8)}) than this one (${own.version}, ${own.build.slice(0, 8)}), whose figures may be others; install the same on both`;
}
