/**
 * The backlog of one disruption (rule F4): from the fault until the queue is for the last time back where it was, as far
 * as the disruption held work up. An ordinary wait for the next look, with a slot free, is none of its.
 */
import type { RefusalReason } from '../cluster/observer.ts';
import { type Micros, SECOND } from '../engine/time.ts';
import type { TimelineAction } from '../scenario/scenario.ts';
import { beyond } from './beyond.ts';
import type { Value } from './result.ts';

/** What the model knows of work that is held up at this instant. */
export interface HeldUpWork {
  /** Slots that are able to work, by line of the queue. */
  readonly slots: () => readonly number[];
  /** Whether work waits outside the queue for the user interface. */
  readonly isOutside: () => boolean;
  /** Whether work waits for a slot; of those of which fewer are able to work than these. */
  readonly isFull: (fewerThan: readonly number[] | null) => boolean;
}

/** Under these new work of users is refused, whatever is up (rules A2, A3). */
const REFUSING: ReadonlySet<TimelineAction['do']> = new Set(['maintenance', 'upgrade']);

export class Backlog {
  readonly #began: Micros;
  /** Before the fault: tasks that waited, and slots that could take work. */
  readonly #waited: number;
  readonly #slots: number;
  /** The same by line of the queue. */
  readonly #slotsOf: readonly number[];
  readonly #action: TimelineAction['do'];
  #lasts = true;
  /** What is held up from now on is a later fault's. */
  #closed = false;
  /** When another fault began last. */
  #otherAt: Micros = -1;
  #holds = false;
  #heldSince: Micros;
  #over: Micros;
  #refused = 0;
  #gaveUp = 0;

  constructor(
    began: Micros,
    waited: number,
    slots: number,
    slotsOf: readonly number[],
    action: TimelineAction['do'],
  ) {
    this.#began = began;
    this.#waited = waited;
    this.#slots = slots;
    this.#slotsOf = slotsOf;
    this.#action = action;
    this.#heldSince = began;
    this.#over = began;
  }

  /** What it did is over; what it left behind may not be. What is held up since this instant is of one that begins in it. */
  faultEnded(at: Micros): void {
    this.#lasts = false;
    if (this.#otherAt !== at || (this.#holds && this.#heldSince < at)) return;
    this.#holds = false;
    this.#closed = true;
  }

  /** Another fault begins: what has been worked off, or is over, follows no new queue. */
  otherBegan(at: Micros): void {
    this.#otherAt = at;
    if (!this.#holds && (!this.#lasts || this.#over > this.#began)) this.#closed = true;
  }

  /**
   * Something has changed: so many tasks wait, so many slots can take work, and the user interface is away by this
   * fault or not. What is told to have arrived and refused, or taken, in one instant has not waited.
   */
  look(at: Micros, waiting: number, slots: number, uiAway: boolean, heldUp: HeldUpWork): void {
    if (waiting <= this.#waited) {
      if (this.#holds && at > this.#heldSince) this.#over = at;
      this.#holds = false;
    } else if (!this.#holds && !this.#closed && this.#isFelt(slots, uiAway)) {
      this.#holds = (uiAway && heldUp.isOutside()) || heldUp.isFull(this.#isSlow ? null : this.#slotsOf);
      this.#heldSince = at;
    }
  }

  /** A task was refused. What the licence refuses is no fault's. */
  refused(reason: RefusalReason, uiAway: boolean): void {
    const inMaintenance = this.#lasts && REFUSING.has(this.#action) && reason !== 'licence';
    if (inMaintenance || (uiAway && reason === 'ui')) this.#refused += 1;
  }

  /** A task that waited ended without having started. */
  gaveUp(arrived: Micros): void {
    if (this.#holds && arrived >= this.#began) this.#gaveUp += 1;
  }

  /** @param waiting tasks that wait when the run is over */
  value(waiting: number): Value {
    if (this.#holds) return this.queueTime(waiting);
    if (this.#gaveUp > 0) return beyond(this.#gaveUp, 'never started');
    if (this.#refused > 0) return beyond(this.#refused, 'was refused', 'were refused');
    return this.queueTime(waiting);
  }

  /** The same of the queue alone, whatever was refused or gave up. */
  queueTime(waiting: number): Value {
    if (this.#holds) return beyond(waiting - this.#waited, 'more than before the fault had not started');
    return { sum: (this.#over - this.#began) / SECOND, per: 1 };
  }

  #isFelt(slots: number, uiAway: boolean): boolean {
    return slots < this.#slots || uiAway || this.#isSlow;
  }

  get #isSlow(): boolean {
    return this.#action === 'slow' && this.#lasts;
  }
}
