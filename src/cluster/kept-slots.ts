/**
 * Slots of one node that are kept for classes (rule Q11): of each class so many, as far as it does not fill them itself.
 * A look of an instant still counts what ends in it (rule Q3).
 */
import type { Micros } from '../engine/time.ts';
import type { NodeSpec } from '../scenario/scenario.ts';

interface Kept {
  readonly taskClass: number;
  readonly slots: number;
  /** Tasks of the class on the node, and those that ended at one instant. */
  here: number;
  endedAt: Micros;
  ended: number;
}

export class KeptSlots {
  readonly #kept: readonly Kept[];

  constructor(reserve: NodeSpec['reserve']) {
    this.#kept = reserve.map((each) => ({ ...each, here: 0, endedAt: -1, ended: 0 }));
  }

  /** A task of a class came to the node (1) or left it (-1). */
  add(taskClass: number, change: number): void {
    const kept = this.#of(taskClass);
    if (kept !== undefined) kept.here += change;
  }

  /** A task of a class ends here. */
  noteEnd(taskClass: number, now: Micros): void {
    const kept = this.#of(taskClass);
    if (kept === undefined) return;
    kept.ended = kept.endedAt === now ? kept.ended + 1 : 1;
    kept.endedAt = now;
  }

  /** What has ended in this instant is seen. */
  seeEnds(): void {
    for (const kept of this.#kept) kept.ended = 0;
  }

  /** Free slots that are kept for others than a class (-1: for anybody). `seenAt`: as a look of an instant sees it. */
  forOthers(taskClass: number, seenAt: Micros | null): number {
    let sum = 0;
    for (const { taskClass: own, slots, here, endedAt, ended } of this.#kept) {
      const seen = endedAt === seenAt ? here + ended : here;
      if (own !== taskClass && seen < slots) sum += slots - seen;
    }
    return sum;
  }

  #of(taskClass: number): Kept | undefined {
    return this.#kept.find((kept) => kept.taskClass === taskClass);
  }
}
