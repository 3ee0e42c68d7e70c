/** How tasks get to nodes: who is next, when a node looks, what it takes, what becomes of what a lost node ran. */
import type { Micros } from '../engine/time.ts';
import { DISPATCHING, type DispatchPolicy } from './policies.ts';

export const BACKFILLS = ['strict', 'easy'] as const;
export const TASK_SHARES = ['none', 'projects'] as const;

/** Among whom slots are shared (rule Q15). */
export type Backfill = (typeof BACKFILLS)[number];
export type TaskShare = (typeof TASK_SHARES)[number];

export const TASK_ORDERS = ['fifo', 'lifo', 'shortest'] as const;

/** Who is next of those in the queue, inside a band (rule Q13). */
export type TaskOrder = (typeof TASK_ORDERS)[number];

export interface DispatchSpec {
  readonly policy: DispatchPolicy;
  readonly preset: string | null;
  readonly order: TaskOrder;
  /** Of `lifo`: for how long something must have been pending without a break before who came last is next (rule Q13). */
  readonly lifoAfter: Micros;
  /** Whether tasks may go before a bigger one that does not fit: never, or where that does not delay it (rule Q16). */
  readonly backfill: Backfill;
  /** Among whom the slots are shared when prioritised tasks wait (rule Q15). */
  readonly share: TaskShare;
  readonly every: Micros;
  /** Up to which its looks are apart while they take nothing; null: they stay `every` apart (rule Q12). */
  readonly idleUpTo: Micros | null;
  /** A node looks the moment a slot of it is free. */
  readonly lookWhenFree: boolean;
  /** Nodes with a slot free look the moment that work comes. */
  readonly push: boolean;
  /** The most tasks that a look takes; null: as many as it may. */
  readonly perLook: number | null;
  /** Tasks that a node takes ahead for each of its slots. */
  readonly prefetch: number;
  /** Whether a look takes the lock of the queue before it takes tasks (rule Q3). */
  readonly lock: boolean;
  readonly countAll: boolean;
  /** null: none. */
  readonly queueTimeout: Micros | null;
  readonly lockTimeout: Micros;
  readonly lockWait: Micros;
  readonly checkIn: Micros;
  readonly believedOnline: Micros;
  readonly orphanScan: Micros;
  readonly orphanAfter: Micros;
}

/**
 * Whether looks take a lock of the queue (rule Q4).
 *
 * @param scenario of whose dispatch it is asked
 * @returns false where its policy does not look, or its looks take none
 */
export function hasLock({ dispatch }: { readonly dispatch: DispatchSpec }): boolean {
  return DISPATCHING[dispatch.policy].looks && dispatch.lock;
}
