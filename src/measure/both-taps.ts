/** Listeners made of others. */
import type { Tap } from '../cluster/observer.ts';

/** Everything that a tap is told; the compiler asks for a row that is missing. */
const TOLD: Readonly<Record<keyof Tap, true>> = {
  taskArrived: true,
  taskStarted: true,
  taskAt: true,
  taskWaits: true,
  stepEnded: true,
  taskGoesBack: true,
  lookAt: true,
  slotsChanged: true,
  taskEnded: true,
  taskRefused: true,
  taskOrphaned: true,
  orphanCancelled: true,
  taskTriedAgain: true,
  taskGhosted: true,
  taskDuplicated: true,
  taskResubmitted: true,
  dataLost: true,
  requestArrived: true,
  requestTried: true,
  requestEnded: true,
  workAt: true,
  attemptBegan: true,
  attemptFailed: true,
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
  runEnded: true,
};

type Hear = (...told: unknown[]) => void;

/** Tells `first`, then `second`, of everything; of what `second` is deaf to, `first` alone. */
export function bothTaps(first: Tap, second: Tap): Tap {
  const methods = (Object.keys(TOLD) as (keyof Tap)[]).map((what) => {
    const hears = first[what].bind(first) as Hear;
    if (second[what] === deaf) return [what, hears];
    const hearsToo = second[what].bind(second) as Hear;
    const both: Hear = (...told) => {
      hears(...told);
      hearsToo(...told);
    };
    return [what, both];
  });
  return Object.fromEntries(methods) as Tap;
}

/** Hears nothing. */
function deaf(): void {}

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
  const none = Object.fromEntries(Object.keys(TOLD).map((what) => [what, deaf]));
  return { ...none, ...told } as Tap;
}
