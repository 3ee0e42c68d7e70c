/** Where replications are run: in this thread, in worker threads, or read from a cache. A study takes any of them. */
import type { Ties } from '../../engine/simulation.ts';
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';

export type { Ties };

/** What ends a study early: an `AbortSignal`, as far as it is asked. The library does not need the DOM's types. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Replications of one scenario. */
export interface Order {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly replications: readonly number[];
  readonly ties: Ties;
}

/** Who runs replications for a study. */
export interface Runner {
  /**
   * Runs these replications of a scenario and hands over each result as it ends, in any order. Rejects with the
   * signal's reason when it is aborted, and with whatever a replication throws; after that nothing is handed over.
   * Ties are broken `in-order` unless asked otherwise (rule T2).
   */
  run(
    scenario: Scenario,
    seed: string,
    replications: readonly number[],
    onResult: (result: RunResult) => void,
    signal?: StopSignal,
    ties?: Ties,
  ): Promise<void>;

  /**
   * Told by a study that knows it beforehand what it is going to ask, in this order: `all` that is left, or what comes
   * `next`, of which some may not be asked after all. A runner that takes one thing after another needs it not.
   *
   * @param orders may be gone through more than once
   */
  plan?(orders: Iterable<Order>, what: 'all' | 'next', signal?: StopSignal): Promise<void>;
}

/** Runs one replication after another in this thread. The event loop turns between two, for a bar or Ctrl-C. */
export const inlineRunner: Runner = {
  async run(scenario, seed, replications, onResult, signal, ties = 'in-order') {
    for (const replication of replications) {
      signal?.throwIfAborted();
      onResult(simulate(scenario, { seed, replication, tap: null, ties }));
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
    signal?.throwIfAborted();
  },
};
