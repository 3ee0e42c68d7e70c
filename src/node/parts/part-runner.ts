/** Of all that a study asks, a part is computed and written down. */
import { createHash } from 'node:crypto';
import type { Order, Runner, StopSignal } from '../../study/replications/runner.ts';
import { packResult } from '../packed-result.ts';
import type { ReplicationKeys } from '../replication-keys.ts';
import { type PartHeader, PartWriter, type Shard } from './part-file.ts';
import { PartWritten } from './part-written.ts';

export interface PartOptions {
  readonly keys: ReplicationKeys;
  /** Where the part is written. */
  readonly folder: string;
  readonly header: Omit<PartHeader, 'schema' | 'work'>;
  readonly onProgress: (done: number, asked: number) => void;
}

/** As many orders are at work beside each other as are enough for all threads. */
const AT_ONCE = 4;

/**
 * A runner that ends the command, with `PartWritten`, as soon as it is told of all that is left. What is asked before, to
 * find a warm-up, every part has to know and computes whole; each keeps its own share of it.
 */
export function partRunner(runner: Runner, options: PartOptions): Runner {
  const { keys, header: shard } = options;
  const before: Kept[] = [];
  return {
    run: keeping(runner, keys, (replication, kept) => {
      if (replication % shard.of === shard.part - 1) before.push(kept());
    }),
    plan: async (orders, what, signal) => {
      if (what === 'next') return;
      const { work, all, own } = surveyed(orders, options);
      const part = new PartWriter(options.folder, { ...options.header, work });
      try {
        for (const pilot of before) part.write(...pilot);
        await computed(runner, orders, part, own, options, signal);
      } catch (error) {
        part.abandon();
        throw error;
      }
      part.finish();
      throw new PartWritten(shard, own, all, part.path);
    },
  };
}

/** How much there is to do, and the hash of all of it. */
function surveyed(orders: Iterable<Order>, { keys, header: shard }: PartOptions) {
  const hash = createHash('sha256').update(`${shard.of}\n`);
  let [all, own] = [0, 0];
  for (const order of orders) {
    for (const replication of order.replications)
      hash.update(`${keys.of(order.scenario, order.seed, replication, order.ties)}\n`);
    own += sharedOut(order, all, shard).length;
    all += order.replications.length;
  }
  return { work: hash.digest('hex'), all, own };
}

/** In turn, so that each part has its share of the designs that take long. */
function sharedOut({ replications }: Order, before: number, { part, of }: Shard): number[] {
  return replications.filter((_, i) => (before + i) % of === part - 1);
}

async function computed(
  runner: Runner,
  orders: Iterable<Order>,
  part: PartWriter,
  asked: number,
  { keys, header: shard, onProgress }: PartOptions,
  signal: StopSignal | undefined,
): Promise<void> {
  let done = 0;
  let before = 0;
  const toDo = orders[Symbol.iterator]();
  const { run } = recordingRunner(runner, part, keys);
  const inTurn = async () => {
    for (let next = toDo.next(); next.done !== true; next = toDo.next()) {
      const { scenario, seed, ties } = next.value;
      const own = sharedOut(next.value, before, shard);
      before += next.value.replications.length;
      if (own.length === 0) continue;
      await run(scenario, seed, own, () => onProgress(++done, asked), signal, ties);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
}

/** A runner that keeps everything that is asked of it: for parts that are whole scenarios. */
export function recordingRunner(runner: Runner, part: PartWriter, keys: ReplicationKeys): Runner {
  return { run: keeping(runner, keys, (_, kept) => part.write(...kept())) };
}

/** What a part keeps of a result: the keys of its replication and of its scenario, and itself. */
type Kept = Parameters<PartWriter['write']>;

/** Runs as a runner does; of each result `keep` hears first, and can have what a part keeps of it. */
function keeping(
  runner: Runner,
  keys: ReplicationKeys,
  keep: (replication: number, kept: () => Kept) => void,
): Runner['run'] {
  return (scenario, seed, replications, onResult, signal, ties = 'in-order') =>
    runner.run(
      scenario,
      seed,
      replications,
      (result) => {
        const { replication } = result;
        const key = () => keys.of(scenario, seed, replication, ties);
        keep(replication, () => [key(), keys.ofScenario(scenario), packResult(result)]);
        onResult(result);
      },
      signal,
      ties,
    );
}
