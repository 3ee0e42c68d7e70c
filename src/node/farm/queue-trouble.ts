/** The queue cannot do the work, or not now: exit code 69. What is finished is kept, and the same command goes on. */
export class QueueTrouble extends Error {
  override readonly name = 'QueueTrouble';
}
