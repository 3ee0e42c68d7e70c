/** Where the replications of a command come from: out of the cache, from worker threads, or from parts of others. */
import { buildHash } from '../../node/build-hash.ts';
import { cacheFolder, ReplicationCache } from '../../node/cache.ts';
import { cachingRunner } from '../../node/caching-runner.ts';
import { mergingRunner } from '../../node/parts/merging-runner.ts';
import type { PartWriter } from '../../node/parts/part-file.ts';
import { partRunner, recordingRunner } from '../../node/parts/part-runner.ts';
import { ReplicationKeys } from '../../node/replication-keys.ts';
import { progressBar } from '../../node/terminal.ts';
import { ThreadRunner } from '../../node/thread-runner.ts';
import type { Runner } from '../../study/replications/runner.ts';
import type { OutputFlags, WhereFlags } from '../options.ts';
import { say } from './output.ts';
import { partFolder, partHeader } from './shard.ts';

export interface CommandRunner extends Runner, Pick<ThreadRunner, 'follow' | 'attribute'> {
  /** Ends its threads; to be called however the work ends. */
  close(): Promise<void>;
}

type RunnerFlags = WhereFlags & Partial<OutputFlags>;

/**
 * A runner as the flags ask for it.
 *
 * @param part keeps all that is asked; unless given, with --shard what of the work is its part
 */
export function runnerOf(flags: RunnerFlags, part: PartWriter | null = null): CommandRunner {
  const { jobs, noCache } = flags;
  const build = buildHash();
  const threads = new ThreadRunner(jobs);
  const cache = noCache ? null : new ReplicationCache(cacheFolder(), build);
  const computing = cache === null ? threads : cachingRunner(threads, cache);
  const bar = progressBar();
  const runner = parted(computing, new ReplicationKeys(build), flags, part, bar.update);
  return {
    run: (...what) => runner.run(...what),
    ...(runner.plan && { plan: (...what) => runner.plan!(...what).finally(bar.stop) }),
    follow: (...what) => threads.follow(...what),
    attribute: (...what) => threads.attribute(...what),
    close: async () => {
      await threads.close();
      for (const trouble of [threads.trouble, cache?.trouble ?? null]) {
        if (trouble !== null) say(`hasim: ${trouble}`);
      }
    },
  };
}

function parted(
  runner: Runner,
  keys: ReplicationKeys,
  flags: RunnerFlags,
  part: PartWriter | null,
  show: (done: number, asked: number, what: string) => void,
): Runner {
  const { shard, merged } = flags;
  if (merged !== undefined) return mergingRunner(runner, merged, keys);
  if (part !== null) return recordingRunner(runner, part, keys);
  if (shard === undefined) return runner;
  const what = `part ${shard.part} of ${shard.of}`;
  return partRunner(runner, {
    keys,
    folder: partFolder(flags),
    header: partHeader(shard, keys.build, flags.words ?? []),
    onProgress: (done, asked) => show(done, asked, what),
  });
}
