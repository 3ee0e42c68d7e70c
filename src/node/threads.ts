/** Threads that run replications: as many as the system gives, until they are closed. */
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';

/** Threads stay: a new one has to learn first what is worth compiling, which takes it a second. */
const IDLE_MS = 3_600_000;

export class Threads {
  /** How many there are to be. */
  readonly wanted: number;
  /** null where the system gives none. */
  readonly pool: Promise<Piscina | null>;
  /** The first thing that broke in them. */
  failure: unknown;
  /** Whether the signal of some of the work in them ended them, which is nothing to the rest. */
  isAborted = false;
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

  /** @param onFewer is told how many there are where the system gives fewer */
  constructor(wanted: number, onFewer: (there: number) => void) {
    this.wanted = wanted;
    this.pool = this.#start(onFewer);
  }

  async #start(onFewer: (there: number) => void): Promise<Piscina | null> {
    const size = await threadsToBeHad(this.wanted);
    if (size < this.wanted) onFewer(size);
    if (size === 0) return null;
    process.on('worker', this.#onThread);
    return new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: size,
      maxThreads: size,
      idleTimeout: IDLE_MS,
    });
  }

  /**
   * Ends all of them, whatever they are doing, but not before they are ready: Node aborts the process when a thread is
   * terminated while it loads its modules.
   */
  async close(): Promise<void> {
    const pool = await this.pool;
    // A new thread is told of in the next turn.
    await new Promise((next) => setImmediate(next));
    while (this.#starting.size > 0) await Promise.race(this.#starting.values());
    process.off('worker', this.#onThread);
    await pool?.destroy();
  }
}

/** How many threads the system gives now, up to so many: containers and users may have few. */
async function threadsToBeHad(wanted: number): Promise<number> {
  const ended: Promise<unknown>[] = [];
  try {
    while (ended.length < wanted) {
      const thread = new Worker('', { eval: true });
      ended.push(new Promise((done) => thread.once('exit', done).once('error', done)));
    }
  } catch {
    // No more: so many it is.
  }
  await Promise.all(ended);
  return ended.length;
}
