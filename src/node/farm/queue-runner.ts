/**
 * Replications on other machines, by way of a queue. Workers put results beside it, where they are looked for first: what
 * anybody has computed before, in a command that was broken off or in another, is read (rule T5). A batch whose worker is
 * lost goes to another; one that the server has lost is put on the queue again.
 */
import { randomUUID } from 'node:crypto';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Order, Runner, StopSignal, Ties } from '../../study/replications/runner.ts';
import { unpackResult } from '../packed-result.ts';
import { ReplicationFailed } from '../replication-failed.ts';
import type { ReplicationKeys } from '../replication-keys.ts';
import { expectedEvents } from '../short-work.ts';
import { batchesOf } from './batches.ts';
import { Farm } from './farm.ts';
import { type BatchEnd, packScenario } from './job.ts';
import { KEPT_S, keyOf } from './names.ts';
import { QueueTrouble } from './queue-trouble.ts';

export interface QueueRunnerOptions {
  readonly address: string;
  readonly keys: ReplicationKeys;
  readonly version: string;
  /** Whether what others have computed counts. */
  readonly fresh: boolean;
  readonly say: (text: string) => void;
}

/** A batch that was lost so often, without anybody saying why, is not sent again. */
const MOST_SENT = 4;
/** Replications that are computed before they are asked for: they wait on the server, 10 kB each. */
const AHEAD = 2_000;
const AHEAD_A_THREAD = 50;
/** As many results are fetched at a time. */
const FETCHED = 64;

/** One replication that is asked for, planned, or both. */
interface Wanted {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replication: number;
  readonly ties: Ties;
  /** Times that it was put on the queue. */
  sent: number;
  /** Whether a batch with it is there. */
  pending: boolean;
  isAhead: boolean;
}

export class QueueRunner implements Runner {
  readonly #options: QueueRunnerOptions;
  readonly #study = randomUUID();
  readonly #kept: string;
  readonly #wanted = new Map<string, Wanted>();
  readonly #sentScenarios = new Set<string>();
  #farm: Promise<Farm> | null = null;
  #each: number | null = null;
  #ahead = 0;
  #plan = 0;
  #failure: Error | null = null;

  constructor(options: QueueRunnerOptions) {
    this.#options = options;
    this.#kept = options.fresh ? this.#study : '';
  }

  async run(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: Parameters<Runner['run']>[3],
    signal?: StopSignal,
    ties: Ties = 'in-order',
  ): Promise<void> {
    const farm = await this.#started();
    const asked = new Map(
      replications.map((replication) => {
        const key = this.#options.keys.of(scenario, seed, replication, ties);
        return [key, this.#want(key, { scenario, seed, replication, ties })];
      }),
    );
    while (asked.size > 0) {
      signal?.throwIfAborted();
      if (this.#failure !== null) throw this.#failure;
      const changed = farm.changed();
      // Of what is under way nothing is there yet.
      const over = [...asked].filter(([, { pending }]) => !pending);
      const lost: Wanted[] = [];
      for (const some of chunks(over, FETCHED)) {
        const found = await farm.read(some.map(([key]) => keyOf.result(this.#kept, key)));
        for (const [i, [key, wanted]] of some.entries()) {
          const packed = found[i];
          if (packed == null) {
            lost.push(wanted);
            continue;
          }
          this.#forget(key);
          asked.delete(key);
          onResult(unpackResult(packed));
        }
      }
      const toSend = lost.filter(({ pending }) => !pending);
      if (toSend.length > 0) await this.#send(farm, toSend);
      else if (asked.size > 0) await aborted(changed, signal);
    }
  }

  async plan(orders: Iterable<Order>, what: 'all' | 'next', signal?: StopSignal): Promise<void> {
    const farm = await this.#started();
    this.#plan += 1;
    const number = this.#plan;
    const isOver = () => number !== this.#plan || this.#failure !== null || signal?.aborted === true;
    void this.#sendAhead(farm, orders, isOver).catch((error: unknown) => {
      // Of what comes next some may never be asked: what is wrong with it is said when it is.
      if (what === 'all') this.#fail(farm, error as Error);
    });
  }

  /** Ends everything: what waits is taken back, what is at work is told to stop. */
  async close(): Promise<void> {
    this.#plan += 1;
    const farm = await this.#farm?.catch(() => null);
    await farm?.close();
  }

  #started(): Promise<Farm> {
    const { address, keys, version, say } = this.#options;
    this.#farm ??= Farm.start({
      address,
      build: keys.build,
      version,
      study: this.#study,
      say,
      onEnd: (batch, end) => this.#ended(batch.keys, end),
      onTrouble: (farm, trouble) => this.#fail(farm, trouble),
    });
    return this.#farm;
  }

  #want(key: string, of: Pick<Wanted, 'scenario' | 'seed' | 'replication' | 'ties'>): Wanted {
    const known = this.#wanted.get(key);
    if (known !== undefined) return known;
    const wanted = { ...of, sent: 0, pending: false, isAhead: false };
    this.#wanted.set(key, wanted);
    return wanted;
  }

  #forget(key: string): void {
    if (this.#wanted.get(key)?.isAhead) this.#ahead -= 1;
    this.#wanted.delete(key);
  }

  /** Puts on the queue what is planned, as far as it is not too far ahead. */
  async #sendAhead(farm: Farm, orders: Iterable<Order>, isOver: () => boolean): Promise<void> {
    for (const { scenario, seed, replications, ties } of orders) {
      while (this.#ahead > Math.max(AHEAD, AHEAD_A_THREAD * farm.threads) && !isOver()) await farm.changed();
      if (isOver()) return;
      const keys = replications.map((each) => this.#options.keys.of(scenario, seed, each, ties));
      const found = await farm.read(keys.map((key) => keyOf.result(this.#kept, key)));
      const missing = replications.flatMap((replication, i) => {
        if (found[i] !== null || this.#wanted.has(keys[i]!)) return [];
        const wanted = this.#want(keys[i]!, { scenario, seed, replication, ties });
        wanted.isAhead = true;
        this.#ahead += 1;
        return [wanted];
      });
      if (missing.length > 0) await this.#send(farm, missing);
    }
  }

  /** Puts replications of one scenario on the queue. */
  async #send(farm: Farm, wanted: readonly Wanted[]): Promise<void> {
    const { scenario, seed, ties } = wanted[0]!;
    const often = wanted.find(({ sent }) => sent >= MOST_SENT);
    if (often !== undefined)
      throw new QueueTrouble(
        `replication ${often.replication} of ${scenario.name} was computed ${MOST_SENT} times, and its result is not on the server: is it full, or does it forget?`,
      );
    for (const one of wanted) {
      one.sent += 1;
      one.pending = true;
    }
    const { keys } = this.#options;
    const hash = keys.ofScenario(scenario);
    if (!this.#sentScenarios.has(hash) || wanted.some(({ sent }) => sent > 1)) {
      await farm.write(keyOf.scenario(hash), packScenario(scenario), KEPT_S);
      this.#sentScenarios.add(hash);
    }
    // Before anything is known: about a million events a second.
    this.#each ??= expectedEvents(scenario, seed) / 1000 || null;
    const numbers = wanted.map(({ replication }) => replication);
    const load = { each: this.#each, threads: farm.threads, waiting: farm.waiting };
    for (const replications of batchesOf(numbers, load)) {
      const own = replications.map((each) => keys.of(scenario, seed, each, ties));
      const batch = { study: this.#study, kept: this.#kept, scenario: hash, seed, ties, replications };
      await farm.send(batch, own, scenario.name);
    }
  }

  #ended(keys: readonly string[], end: BatchEnd | null): void {
    if (end !== null && 'took' in end)
      this.#each = this.#each === null ? end.took : 0.7 * this.#each + 0.3 * end.took;
    if (end !== null && 'failed' in end) {
      const one = keys.map((key) => this.#wanted.get(key)).find((wanted) => wanted !== undefined);
      const { replication } = end.failed;
      if (one !== undefined)
        this.#failure ??= new ReplicationFailed(end.failed, one.scenario, { seed: one.seed, replication });
    }
    for (const key of keys) {
      const wanted = this.#wanted.get(key);
      if (wanted !== undefined) wanted.pending = false;
    }
  }

  #fail(farm: Farm, error: Error): void {
    this.#failure ??= error;
    farm.wake();
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** Waits for something, but not after Ctrl-C. */
async function aborted(what: Promise<void>, signal: StopSignal | undefined): Promise<void> {
  if (signal === undefined) return what;
  let stop = () => {};
  const ended = new Promise<void>((done) => {
    stop = done;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([what, ended]);
  signal.removeEventListener('abort', stop);
}
