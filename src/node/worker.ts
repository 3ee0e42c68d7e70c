/** Runs in a worker thread: replications of whatever scenario is ordered. */
import { deserialize } from 'node:v8';
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';

export interface ReplicationOrder {
  readonly scenario: SharedScenario;
  readonly seed: string;
  readonly replication: number;
}

/** Serialised once, in memory that all threads see: an order is small however long a trace is. */
export interface SharedScenario {
  /** Another for another scenario. */
  readonly id: number;
  readonly bytes: SharedArrayBuffer;
}

export interface ReplicationAnswer {
  readonly result: RunResult;
}

/** What went wrong: thrown across threads an error would lose its name and fields. */
export interface ReplicationFailure {
  readonly message: string;
  readonly stack: string;
}

/** The last one, as the next order is mostly of the same. */
let known: { readonly id: number; readonly scenario: Scenario } | null = null;

export default function replicate({
  scenario: { id, bytes },
  seed,
  replication,
}: ReplicationOrder): ReplicationAnswer | ReplicationFailure {
  try {
    if (known?.id !== id) known = { id, scenario: deserialize(Buffer.from(bytes)) as Scenario };
    return { result: simulate(known.scenario, { seed, replication }) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { message, stack: stack ?? message };
  }
}
