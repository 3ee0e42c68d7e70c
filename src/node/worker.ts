/** Runs in a worker thread: replications of the one scenario that was sent when the thread started. */
import { workerData } from 'node:worker_threads';
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';

export interface ReplicationOrder {
  readonly seed: string;
  readonly replication: number;
}

export interface ReplicationAnswer {
  readonly result: RunResult;
}

/** What went wrong: thrown across threads an error would lose its name and fields. */
export interface ReplicationFailure {
  readonly message: string;
  readonly stack: string;
}

export default function replicate({
  seed,
  replication,
}: ReplicationOrder): ReplicationAnswer | ReplicationFailure {
  try {
    return { result: simulate(workerData as Scenario, { seed, replication }) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { message, stack: stack ?? message };
  }
}
