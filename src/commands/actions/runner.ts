/** Where the replications of a command come from: out of the cache, or from worker threads. */
import { buildHash } from '../../node/build-hash.ts';
import { cacheFolder, ReplicationCache } from '../../node/cache.ts';
import { cachingRunner } from '../../node/caching-runner.ts';
import { ThreadRunner } from '../../node/thread-runner.ts';
import type { Runner } from '../../study/replications/runner.ts';
import type { WorkFlags } from '../options.ts';
import { say } from './output.ts';

export interface CommandRunner extends Runner, Pick<ThreadRunner, 'follow'> {
  /** Ends its threads; to be called however the work ends. */
  close(): Promise<void>;
}

/** A runner as the flags ask for it. */
export function runnerOf({ jobs, noCache }: Pick<WorkFlags, 'jobs' | 'noCache'>): CommandRunner {
  const threads = new ThreadRunner(jobs);
  const cache = noCache ? null : new ReplicationCache(cacheFolder(), buildHash());
  const runner: Runner = cache === null ? threads : cachingRunner(threads, cache);
  return {
    run: (...what) => runner.run(...what),
    follow: (...what) => threads.follow(...what),
    close: async () => {
      await threads.close();
      for (const trouble of [threads.trouble, cache?.trouble ?? null]) {
        if (trouble !== null) say(`hasim: ${trouble}`);
      }
    },
  };
}
