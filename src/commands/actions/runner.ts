/**
 * Where the replications of a command come from: out of the cache, from worker threads, from other
 * machines by a queue, or from parts that others have made.
 */
import { buildHash } from '../../node/build-hash.ts';
import { cacheFolder, ReplicationCache } from '../../node/cache.ts';
import { cachingRunner } from '../../node/caching-runner.ts';
import type { QueueRunner } from '../../node/farm/queue-runner.ts';
import { mergingRunner } from '../../node/parts/merging-runner.ts';
import type { PartWriter } from '../../node/parts/part-file.ts';
import { partRunner, recordingRunner } from '../../node/parts/part-runner.ts';
import { ReplicationKeys } from '../../node/replication-keys.ts';
import { progressBar } from '../../node/terminal.ts';
import { ThreadRunner } from '../../node/thread-runner.ts';
import { hasimVersion } from '../../node/version.ts';
import { plural } from '../../report/words.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { UsageError } from '../errors.ts';
import type { OutputFlags } from '../options.ts';
import { queueAddress, type WhereFlags } from '../where.ts';
import { say, sayBesideBar } from './output.ts';
import { partFolder, partHeader } from './shard.ts';

export interface CommandRunner extends Runner, Pick<ThreadRunner, 'follow' | 'attribute' | 'causes'> {
  /** Ends its threads; to be called however the work ends. */
  close(): Promise<void>;
}

interface Closing {
  close(): Promise<void>;
}

type RunnerFlags = WhereFlags & Partial<OutputFlags>;

interface RunnerNeeds {
  /** Keeps all that is asked; unless given, with --shard what of the work is its part. */
  readonly part?: PartWriter | null;
  /** The replication whose tasks `follow` will be asked for. */
  readonly follows?: number;
}

/** A runner as the flags ask for it. */
export function runnerOf(flags: RunnerFlags, { part = null, follows }: RunnerNeeds = {}): CommandRunner {
  const { jobs, noCache } = flags;
  const keys = new ReplicationKeys(buildHash());
  const threads = new ThreadRunner(jobs, follows);
  const queue = flags.merged === undefined ? queueOf(flags, keys) : null;
  const cache = noCache ? null : new ReplicationCache(cacheFolder(), keys.build);
  const computing = queue ?? threads;
  const cached = cache === null ? computing : cachingRunner(computing, cache);
  const bar = progressBar();
  let computed = 0;
  const runner =
    flags.merged === undefined
      ? parted(cached, keys, flags, part, bar.update)
      : mergingRunner(cached, flags.merged, keys, (more) => {
          computed += more;
        });
  return {
    run: (...what) => runner.run(...what),
    ...(runner.plan && { plan: (...what) => runner.plan!(...what).finally(bar.stop) }),
    follow: (...what) => threads.follow(...what),
    attribute: (...what) => threads.attribute(...what),
    causes: (...what) => threads.causes(...what),
    close: async () => {
      await Promise.all([threads.close(), queue?.close()]);
      if (computed > 0) say(`Note: ${plural(computed, 'replication')} that no part has, computed here`);
      for (const trouble of [threads.trouble, cache?.trouble ?? null]) {
        if (trouble !== null) say(`hasim: ${trouble}`);
      }
    },
  };
}

/** Other machines, where the flags or HASIM_ON name a queue; what it takes to reach it is loaded when it is asked. */
function queueOf({ on, noCache }: RunnerFlags, keys: ReplicationKeys): (Runner & Closing) | null {
  const { HASIM_ON } = process.env;
  const address = on ?? (HASIM_ON ? queueAddress('HASIM_ON', HASIM_ON) : undefined);
  if (address === undefined) return null;
  let queue: Promise<QueueRunner> | null = null;
  const loaded = () => {
    queue ??= import('../../node/farm/queue-runner.ts').then(
      ({ QueueRunner }) =>
        new QueueRunner({ address, keys, version: hasimVersion(), fresh: noCache, say: sayBesideBar }),
    );
    return queue;
  };
  return {
    run: async (...what) => (await loaded()).run(...what),
    plan: async (...what) => (await loaded()).plan(...what),
    close: async () => (await queue)?.close(),
  };
}

function parted(
  runner: Runner,
  keys: ReplicationKeys,
  flags: RunnerFlags,
  part: PartWriter | null,
  show: (done: number, asked: number, what: string) => void,
): Runner {
  const { shard } = flags;
  if (part !== null) return recordingRunner(runner, part, keys);
  if (shard === undefined) return runner;
  if (runner.plan !== undefined)
    throw new UsageError('--shard and --on are two ways to share the same work; leave one of them away');
  const what = `part ${shard.part} of ${shard.of}`;
  return partRunner(runner, {
    keys,
    folder: partFolder(flags),
    header: partHeader(shard, keys.build, flags.words ?? []),
    onProgress: (done, asked) => show(done, asked, what),
  });
}
