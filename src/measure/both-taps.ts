/** Two listeners as one. */
import type { Tap } from '../cluster/observer.ts';

/** Tells `first`, then `second`, of everything. */
export function bothTaps(first: Tap, second: Tap): Tap {
  return {
    taskArrived: (...told) => void (first.taskArrived(...told), second.taskArrived(...told)),
    taskStarted: (...told) => void (first.taskStarted(...told), second.taskStarted(...told)),
    taskEnded: (...told) => void (first.taskEnded(...told), second.taskEnded(...told)),
    taskOrphaned: (...told) => void (first.taskOrphaned(...told), second.taskOrphaned(...told)),
    orphanCancelled: (...told) => void (first.orphanCancelled(...told), second.orphanCancelled(...told)),
    requestArrived: (...told) => void (first.requestArrived(...told), second.requestArrived(...told)),
    requestEnded: (...told) => void (first.requestEnded(...told), second.requestEnded(...told)),
    databaseCall: (...told) => void (first.databaseCall(...told), second.databaseCall(...told)),
    poolWait: (...told) => void (first.poolWait(...told), second.poolWait(...told)),
    lockWait: (...told) => void (first.lockWait(...told), second.lockWait(...told)),
    storageOperation: (...told) => void (first.storageOperation(...told), second.storageOperation(...told)),
    serviceChanged: (...told) => void (first.serviceChanged(...told), second.serviceChanged(...told)),
    faultBegan: (...told) => void (first.faultBegan(...told), second.faultBegan(...told)),
    faultEnded: (...told) => void (first.faultEnded(...told), second.faultEnded(...told)),
    failureBegan: (...told) => void (first.failureBegan(...told), second.failureBegan(...told)),
    failureEnded: (...told) => void (first.failureEnded(...told), second.failureEnded(...told)),
    spanBegan: (...told) => void (first.spanBegan(...told), second.spanBegan(...told)),
    spanEnded: (...told) => void (first.spanEnded(...told), second.spanEnded(...told)),
  };
}
