/** The queue as a coordinator sees it: batches go out, their ends come back, and who works is told. */
import { randomUUID } from 'node:crypto';
import type { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { shownAddress } from './address.ts';
import { connect } from './connection.ts';
import { MOST_LOST, otherBuild } from './farm-worker.ts';
import type { Batch, BatchEnd } from './job.ts';
import { KEPT_S, keyOf, PREFIX, queueOf } from './names.ts';
import { introduced, listPresent, staysPresent } from './present.ts';
import { QueueTrouble } from './queue-trouble.ts';

interface SentBatch {
  readonly keys: readonly string[];
  /** Of its scenario, for people. */
  readonly name: string;
  readonly replications: readonly number[];
  /** When it was last heard of. */
  heardAt: number;
}

export interface FarmOptions {
  readonly address: string;
  readonly build: string;
  readonly version: string;
  readonly study: string;
  readonly say: (text: string) => void;
  /** A batch is over; null: nobody knows how, its results are there or they are not. */
  readonly onEnd: (batch: { readonly keys: readonly string[] }, end: BatchEnd | null) => void;
  readonly onTrouble: (farm: Farm, trouble: QueueTrouble) => void;
}

/** So often it is looked what has become of batches whose end was not told, and who is there. */
const LOOK_MS = 1_000;
/** A batch is looked after when it was not heard of for so long. */
const SILENT_MS = 3_000;
const MOST_LOOKED_FOR = 100;
/** So long a server may be away. */
const PATIENCE_MS = 120_000;
/** Without a worker for so long it is said that there is none, and so often how far the work is. */
const ALONE_MS = 5_000;
const RATE_MS = 30_000;
/** A batch that breaks off on one machine, such as for want of memory, may do better on another. */
const ATTEMPTS = 3;

export class Farm {
  /** Of all workers that take this work. */
  threads = 2;
  readonly #options: FarmOptions;
  readonly #clients: readonly Redis[];
  readonly #client: Redis;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #presence: ReturnType<typeof staysPresent>;
  readonly #sent = new Map<string, SentBatch>();
  readonly #timer: NodeJS.Timeout;
  readonly #begun = Date.now();
  readonly #refused = new Set<string>();
  #wake: (() => void)[] = [];
  #told = '';
  #isLooking = false;
  #awaySince: number | null = null;
  #done = 0;
  #rateAt = Date.now();

  /** @throws QueueTrouble when the queue cannot be reached */
  static async start(options: FarmOptions): Promise<Farm> {
    const { Queue, QueueEvents } = await import('./queue-library.ts');
    const { address, build } = options;
    const [client, forQueue, forEvents] = await Promise.all([
      connect(address),
      connect(address),
      connect(address),
    ]);
    const queue = new Queue(queueOf(build), { connection: forQueue, prefix: PREFIX });
    const events = new QueueEvents(queueOf(build), { connection: forEvents, prefix: PREFIX });
    // What is said of a lost connection is said once, below.
    queue.on('error', () => {});
    events.on('error', () => {});
    await events.waitUntilReady();
    return new Farm(options, [client, forQueue, forEvents], queue, events);
  }

  private constructor(
    options: FarmOptions,
    clients: readonly [Redis, Redis, Redis],
    queue: Queue,
    events: QueueEvents,
  ) {
    const [client] = clients;
    this.#options = options;
    this.#clients = clients;
    this.#client = client;
    this.#queue = queue;
    this.#events = events;
    events.on('completed', ({ jobId, returnvalue }) =>
      this.#ended(jobId, returnvalue as unknown as BatchEnd),
    );
    events.on('failed', ({ jobId, failedReason }) => this.#failed(jobId, failedReason));
    client.on('close', () => this.#away());
    client.on('ready', () => this.#back());
    const { study, build, version } = options;
    const own = introduced({ id: study, build, version, threads: 0 });
    this.#presence = staysPresent(client, keyOf.studies, own);
    this.#timer = setInterval(() => void this.#look().catch(() => {}), LOOK_MS);
    void this.#look().catch(() => {});
  }

  get waiting(): number {
    return this.#sent.size;
  }

  /** Resolved as soon as anything happens that somebody may wait for. */
  changed(): Promise<void> {
    return new Promise((done) => this.#wake.push(done));
  }

  wake(): void {
    for (const done of this.#wake.splice(0)) done();
  }

  /** What lies there; null for each that does not. */
  async read(keys: readonly string[]): Promise<(Buffer | null)[]> {
    return keys.length === 0 ? [] : this.#client.mgetBuffer(...keys);
  }

  /** @throws QueueTrouble when the server has no room */
  async write(key: string, content: Buffer, seconds: number): Promise<void> {
    await this.#orTrouble(() => this.#client.set(key, content, 'EX', seconds));
  }

  /** @param keys of the replications */
  async send(batch: Batch, keys: readonly string[], name: string): Promise<void> {
    const id = randomUUID();
    const { replications } = batch;
    this.#sent.set(id, { keys, name, replications, heardAt: Date.now() });
    await this.#orTrouble(() =>
      this.#queue.add('batch', batch, {
        jobId: id,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: 300 },
        removeOnComplete: true,
        removeOnFail: { age: 600 },
      }),
    );
  }

  /** What waits is taken back, and what is at work stops as soon as its worker looks. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#client.removeAllListeners('close');
    if (this.#client.status === 'ready') {
      if (this.#sent.size > 0) {
        await this.#client.set(keyOf.cancelled(this.#options.study), '1', 'EX', KEPT_S).catch(() => {});
        const ids = [...this.#sent.keys()];
        await Promise.all(ids.map((id) => this.#queue.remove(id).catch(() => 0)));
      }
      await this.#presence.stop();
      await Promise.all([this.#events.close(), this.#queue.close()]);
    }
    for (const client of this.#clients) client.disconnect();
    this.wake();
  }

  async #orTrouble<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw troubleOf((error as Error).message, this.#options.address) ?? error;
    }
  }

  #ended(id: string, end: BatchEnd | null): void {
    const batch = this.#sent.get(id);
    // Of another coordinator.
    if (batch === undefined) return;
    this.#sent.delete(id);
    this.#done += batch.replications.length;
    this.#options.onEnd(batch, end);
    this.wake();
  }

  #failed(id: string, why: string): void {
    const batch = this.#sent.get(id);
    if (batch === undefined) return;
    this.#sent.delete(id);
    const { name, replications } = batch;
    const which = `replications ${replications[0]} to ${replications.at(-1)} of ${name}`;
    const lost = /stalled/.test(why)
      ? `${MOST_LOST + 1} workers were lost while they were at it: too little memory?`
      : why;
    const trouble = troubleOf(why, this.#options.address);
    this.#options.onTrouble(this, trouble ?? new QueueTrouble(`${which} cannot be computed: ${lost}`));
  }

  async #look(): Promise<void> {
    if (this.#awaySince !== null && Date.now() - this.#awaySince > PATIENCE_MS)
      this.#options.onTrouble(
        this,
        new QueueTrouble(
          `${shownAddress(this.#options.address)}: the queue was out of reach for two minutes`,
        ),
      );
    if (this.#isLooking || this.#awaySince !== null) return;
    this.#isLooking = true;
    try {
      await this.#lookForWorkers();
      await this.#lookForBatches();
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookForWorkers(): Promise<void> {
    const { build, version, say, address } = this.#options;
    const workers = await listPresent(this.#client, keyOf.workers);
    const own = workers.filter((worker) => worker.build === build);
    const threads = own.reduce((sum, worker) => sum + worker.threads, 0);
    if (threads > 0) this.threads = threads;
    for (const worker of workers) {
      if (worker.build === build || this.#refused.has(worker.id)) continue;
      this.#refused.add(worker.id);
      say(`refused: ${otherBuild('the worker', worker, { build, version })}`);
    }
    const at = shownAddress(address);
    const now = Date.now();
    const many = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
    const present = `${many(own.length, 'worker')} with ${many(threads, 'thread')}`;
    if (own.length === 0 && now - this.#begun < ALONE_MS) return;
    if (present !== this.#told) {
      const none = `no worker is at ${at}; start some with  hasim worker --on <address>`;
      say(own.length === 0 ? none : `${present} at ${at}`);
      this.#told = present;
    } else if (now - this.#rateAt > RATE_MS) {
      const rate = (this.#done * 1000) / (now - this.#rateAt);
      say(`${present}: ${rate < 10 ? rate.toFixed(1) : Math.round(rate)} replications a second`);
      [this.#done, this.#rateAt] = [0, now];
    }
  }

  /** An end that was not told, since the server was away or lost its last second, is found out. */
  async #lookForBatches(): Promise<void> {
    const silent = [...this.#sent].filter(([, { heardAt }]) => Date.now() - heardAt > SILENT_MS);
    for (const [id, batch] of silent.slice(0, MOST_LOOKED_FOR)) {
      batch.heardAt = Date.now();
      const job = await this.#queue.getJob(id);
      // Gone with its end, or never arrived: what it should give is there, or is asked for again.
      if (job === undefined) this.#ended(id, null);
      else if (job.finishedOn !== undefined) this.#failed(id, job.failedReason);
    }
  }

  #away(): void {
    if (this.#awaySince !== null) return;
    this.#awaySince = Date.now();
    this.#options.say(`${shownAddress(this.#options.address)} is out of reach; waiting for it`);
  }

  #back(): void {
    if (this.#awaySince === null) return;
    this.#awaySince = null;
    this.#options.say(`${shownAddress(this.#options.address)} is back`);
    this.wake();
  }
}

/** What the server says of itself, in words. */
function troubleOf(message: string, address: string): QueueTrouble | null {
  if (/^OOM|maxmemory/.test(message))
    return new QueueTrouble(
      `${shownAddress(address)}: the server has no room left (maxmemory); give it more, or wait until old results are gone`,
    );
  return null;
}
