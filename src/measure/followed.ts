/** One piece of work whose time is being attributed: what it is at, since when, and what it has spent on each cause. */
import type { Micros } from '../engine/time.ts';
import { CAUSE, CAUSE_COUNT, CAUSES, OUTAGE_CAUSES, QUEUE_CAUSES } from './causes.ts';
import { PENDING_CAUSES, type PendingLine, placeOf } from './pending-causes.ts';

/** At nothing: what comes next is told at this very instant. */
export const NOWHERE = -1;

const KEEPS = CAUSES.map((cause) => OUTAGE_CAUSES.includes(cause));
const IS_QUEUE = CAUSES.map((cause) => QUEUE_CAUSES.includes(cause));

/** Which task or request, by names that are the same in every design. */
export interface Work {
  readonly of: 'task' | 'request';
  /** Its class, by index. */
  readonly workClass: number;
  /** In order of arrival within its class, from 1; work that was submitted again counts on its own, below 0. */
  readonly ordinal: number;
  readonly arrived: Micros;
}

export class Followed implements Work {
  readonly of: 'task' | 'request';
  readonly workClass: number;
  ordinal: number;
  readonly arrived: Micros;
  /** Places in `CAUSES`; `shared` is for what it takes longer than `alone`, -1: no such. */
  cause = NOWHERE;
  shared = NOWHERE;
  alone: Micros = 0;
  since: Micros;
  /** The line in which it waits for what all there wait for that can be taken, or is being taken; null: it does not. */
  line: PendingLine | null = null;
  isTaken = false;
  /** The areas of its line when it was looked at last. */
  readonly #areas = new Float64Array(PENDING_CAUSES.length);
  /** Whose look has taken it; -1. */
  takenBy = -1;
  /** `PendingCauses.slotTime` at `since`. */
  slotTime = 0;
  /** µs by cause, as far as it is not done again. */
  readonly sums = new Float64Array(CAUSE_COUNT);
  /** Causes and µs since its step began; and where in it the attempt began. */
  readonly #causes: number[] = [];
  readonly #amounts: Micros[] = [];
  #attempt = 0;

  constructor(of: 'task' | 'request', workClass: number, ordinal: number, arrived: Micros) {
    this.of = of;
    this.workClass = workClass;
    this.ordinal = ordinal;
    this.arrived = arrived;
    this.since = arrived;
  }

  spend(cause: number, amount: Micros): void {
    if (amount === 0) return;
    this.#causes.push(cause);
    this.#amounts.push(amount);
  }

  /** It waits for what all wait for in this line, from now. */
  joins(line: PendingLine): void {
    line.waiting += 1;
    this.line = line;
    this.isTaken = false;
    this.#areas.set(line.areas);
  }

  leavesLine(): void {
    if (this.line === null) return;
    this.line.waiting -= 1;
    this.line = null;
    this.settle();
  }

  /** What it has waited for since it was looked at last. */
  spendPending({ areas }: PendingLine): void {
    for (let i = 0; i < areas.length; i += 1) {
      this.spend(placeOf(i, this.isTaken), areas[i]! - this.#areas[i]!);
      this.#areas[i] = areas[i]!;
    }
  }

  attemptBegins(): void {
    this.#attempt = this.#causes.length;
  }

  /** What it did since the attempt began was in vain. */
  attemptFails(): void {
    this.#throwAway(this.#attempt);
  }

  /** What it did is done for good. */
  settle(): void {
    for (let i = 0; i < this.#causes.length; i += 1) this.sums[this.#causes[i]!]! += this.#amounts[i]!;
    this.#causes.length = 0;
    this.#amounts.length = 0;
    this.#attempt = 0;
  }

  /** What it did in this step, or since it started, was in vain. */
  goesBack(loses: 'step' | 'all'): void {
    this.#throwAway(0);
    if (loses === 'step') return;
    for (let cause = 0; cause < CAUSE_COUNT; cause += 1) {
      if (KEEPS[cause] || IS_QUEUE[cause] || cause === CAUSE.thrownAway) continue;
      this.sums[CAUSE.thrownAway]! += this.sums[cause]!;
      this.sums[cause] = 0;
    }
  }

  #throwAway(from: number): void {
    for (let i = from; i < this.#causes.length; i += 1) {
      const cause = this.#causes[i]!;
      if (!KEEPS[cause] && !IS_QUEUE[cause]) this.#causes[i] = CAUSE.thrownAway;
    }
  }
}
