/** Runs in a worker thread: replications of whatever scenario is ordered. */
import { deserialize } from 'node:v8';
import type { Causes } from '../measure/kept-causes.ts';
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';
import { type Followed, followTasks } from '../study/comparison/slower-tasks.ts';
import { type Attributed, attribute } from '../study/explain/attributed.ts';
import { causesOf } from '../study/explain/differences.ts';
import type { Ties } from '../study/replications/runner.ts';

export interface ReplicationOrder {
  readonly scenario: SharedScenario;
  readonly seed: string;
  readonly replication: number;
  readonly ties: Ties;
}

/** Serialised once, in memory that all threads see: an order is small however long a trace is. */
export interface SharedScenario {
  /** Another for another scenario. */
  readonly id: number;
  readonly bytes: SharedArrayBuffer;
}

export interface WorkerAnswer<T> {
  readonly result: T;
}

/** What went wrong: thrown across threads an error would lose its name and fields. */
export interface ReplicationFailure {
  readonly message: string;
  readonly stack: string;
}

/** The last one, as the next order is mostly of the same. */
let known: { readonly id: number; readonly scenario: Scenario } | null = null;

/** Runs a replication. */
export default function replicate(order: ReplicationOrder): WorkerAnswer<RunResult> | ReplicationFailure {
  return answer(order, (scenario, { seed, replication, ties }) =>
    simulate(scenario, { seed, replication, ties }),
  );
}

/** Follows the tasks of a replication. */
export function follow(order: ReplicationOrder): WorkerAnswer<Followed> | ReplicationFailure {
  return answer(order, (scenario, { seed, replication }) => followTasks(scenario, seed, replication));
}

/** Attributes the time of all work of a replication. */
export function attributed(order: ReplicationOrder): WorkerAnswer<Attributed> | ReplicationFailure {
  return answer(order, (scenario, { seed, replication }) => attribute(scenario, seed, replication));
}

/** The same, piece by piece. */
export function causes(order: ReplicationOrder): WorkerAnswer<Causes> | ReplicationFailure {
  return answer(order, (scenario, { seed, replication }) => causesOf(scenario, seed, replication));
}

function answer<T>(
  order: ReplicationOrder,
  work: (scenario: Scenario, order: ReplicationOrder) => T,
): WorkerAnswer<T> | ReplicationFailure {
  try {
    const { id, bytes } = order.scenario;
    if (known?.id !== id) known = { id, scenario: deserialize(Buffer.from(bytes)) as Scenario };
    return { result: work(known.scenario, order) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { message, stack: stack ?? message };
  }
}
