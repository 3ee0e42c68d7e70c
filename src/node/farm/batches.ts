/** How many replications go into one job: so many that the queue takes little of the time, and few enough to share. */
import { MOST_IN_BATCH } from './job.ts';

/** A job costs the queue some 3 ms: of a second that is nothing. */
const BATCH_MS = 1_000;
/** So many batches a thread, that the last ones end together. */
const BATCHES_A_THREAD = 2;

export interface Load {
  /** A replication takes so long, in ms; null while nobody knows. */
  readonly each: number | null;
  /** Threads of all workers. */
  readonly threads: number;
  /** Batches that wait or are at work. */
  readonly waiting: number;
}

/** Cuts replications into batches. */
export function batchesOf(replications: readonly number[], { each, threads, waiting }: Load): number[][] {
  const least = Math.max(1, threads) * BATCHES_A_THREAD;
  const shared = waiting >= least ? replications.length : Math.ceil(replications.length / least);
  const timely = each === null ? MOST_IN_BATCH : Math.max(1, Math.round(BATCH_MS / Math.max(each, 0.1)));
  const size = Math.min(shared, timely, MOST_IN_BATCH);
  const batches: number[][] = [];
  for (let i = 0; i < replications.length; i += size) batches.push(replications.slice(i, i + size));
  return batches;
}
