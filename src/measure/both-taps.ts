/** Listeners made of others. */
import type { Tap } from '../cluster/observer.ts';

/** Everything that a tap is told; the compiler asks for a row that is missing. */
const TOLD: Readonly<Record<keyof Tap, true>> = {
  taskArrived: true,
  taskStarted: true,
  taskAt: true,
  taskEnded: true,
  taskRefused: true,
  taskOrphaned: true,
  orphanCancelled: true,
  taskGhosted: true,
  taskDuplicated: true,
  taskResubmitted: true,
  dataLost: true,
  requestArrived: true,
  requestEnded: true,
  databaseCall: true,
  poolWait: true,
  lockWait: true,
  storageOperation: true,
  serviceChanged: true,
  faultBegan: true,
  faultEnded: true,
  failureBegan: true,
  failureEnded: true,
  spanBegan: true,
  spanEnded: true,
};

/** Tells `first`, then `second`, of everything. */
export function bothTaps(first: Tap, second: Tap): Tap {
  const tell = (tap: Tap, what: keyof Tap, told: unknown[]): void => {
    (tap[what] as (...told: unknown[]) => void).apply(tap, told);
  };
  const methods = (Object.keys(TOLD) as (keyof Tap)[]).map((what) => [
    what,
    (...told: unknown[]) => {
      tell(first, what, told);
      tell(second, what, told);
    },
  ]);
  return Object.fromEntries(methods) as Tap;
}

/**
 * A listener to a few things, deaf to all others.
 *
 * @param told what to do of those that matter; every method is given the time in µs first
 * @returns a listener for the option `tap` of `simulate`
 *
 * @example
 * const waits: number[] = [];
 * simulate(scenario, { tap: tapFor({ taskStarted: (at, _class, _task, arrived) => waits.push(at - arrived) }) });
 */
export function tapFor(told: Partial<Tap>): Tap {
  const deaf = Object.fromEntries(Object.keys(TOLD).map((what) => [what, () => {}]));
  return { ...deaf, ...told } as Tap;
}
