/**
 * Slots of one node that are kept for classes (rule Q11): of each class so many, as far as it does not fill them itself.
 * A look of an instant still counts what ends in it (rule Q3).
 */
import type { Micros } from '../engine/time.ts';
import type { NodeSpec } from '../scenario/scenario.ts';

interface Kept {
  readonly taskClass: number;
  readonly slots: number;
  /** Slots of tasks of the class on the node, and of those that ended at one instant. */
  here: number;
  endedAt: Micros;
  ended: number;
}

export class KeptSlots {
  readonly #kept: readonly Kept[];

  constructor(reserve: NodeSpec['reserve']) {
    this.#kept = reserve.map(({ taskClass, slots }) => ({
      ...{ taskClass, slots },
      ...{ here: 0, endedAt: -1, ended: 0 },
    }));
  }

  /** So many slots more are taken by tasks of a class. */
  add(taskClass: number, change: number): void {
    const kept = this.#of(taskClass);
    if (kept !== undefined) kept.here += change;
  }

  /** A task of a class, of so many slots, ends here. */
  noteEnd(taskClass: number, slots: number, now: Micros): void {
    const kept = this.#of(taskClass);
    if (kept === undefined) return;
    kept.ended = kept.endedAt === now ? kept.ended + slots : slots;
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

  /** Free slots of those that are kept for a class (-1: none). `seenAt` as above. */
  freeFor(taskClass: number, seenAt: Micros | null): number {
    const kept = this.#of(taskClass);
    if (kept === undefined) return 0;
    return Math.max(0, kept.slots - (kept.endedAt === seenAt ? kept.here + kept.ended : kept.here));
  }

  /** All that are kept for others than a class, filled or not. */
  mostForOthers(taskClass: number): number {
    return this.#kept.reduce((sum, kept) => (kept.taskClass === taskClass ? sum : sum + kept.slots), 0);
  }

  /** The same slots and who is in them, to go on with by itself. */
  copy(): KeptSlots {
    const copy = new KeptSlots(this.#kept);
    for (const { taskClass, here } of this.#kept) copy.add(taskClass, here);
    return copy;
  }

  #of(taskClass: number): Kept | undefined {
    return this.#kept.find((kept) => kept.taskClass === taskClass);
  }
}
