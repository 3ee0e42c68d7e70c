/**
 * What tasks that can be taken wait for at an instant (rule F6, finer), line by line of the queue: no node is able to take
 * them, all slots for them are taken, a look waits for the lock, a look takes others first, all that have a slot free
 * have declined, or the next look. Areas of time by cause only grow, so that a task knows its own by two readings.
 */
import type { LookMoment } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import { CAUSE } from './causes.ts';

/** In this order in an area. */
export const PENDING_CAUSES = ['noNode', 'slot', 'lock', 'turn', 'fairShare', 'look'] as const;
const PLACES = PENDING_CAUSES.map((cause) => CAUSE[cause]);
const [NO_NODE, SLOT, LOCK, TURN, FAIR_SHARE, LOOK] = [0, 1, 2, 3, 4, 5];

/** Tasks that the same nodes may take wait for the same. */
export class PendingLine {
  waiting = 0;
  /** µs by `PENDING_CAUSES`, while anything waits here. */
  readonly areas = new Float64Array(PENDING_CAUSES.length);
  ableNodes = 0;
  freeSlots = 0;
  /** Nodes with a slot free that have not declined. */
  open = 0;
  /** By node. */
  readonly able: boolean[] = [];
  readonly free: number[] = [];
}

export class PendingCauses {
  /** Tasks × µs for which tasks waited for a slot: what those do meanwhile who hold them is to blame. */
  slotTime = 0;
  #since: Micros = 0;
  readonly #lines: PendingLine[] = [];
  readonly #declined: Uint8Array;
  readonly #forLock: Uint8Array;
  /** By node: the task that its look takes, -1 for none; and whether it takes one after another. */
  readonly #taking: Float64Array;
  readonly #inTurn: Uint8Array;
  #waitForLock = 0;
  #takes = 0;

  constructor(nodes: number) {
    this.#declined = new Uint8Array(nodes);
    this.#forLock = new Uint8Array(nodes);
    this.#taking = new Float64Array(nodes).fill(-1);
    this.#inTurn = new Uint8Array(nodes);
  }

  line(index: number): PendingLine {
    while (this.#lines.length <= index) this.#lines.push(new PendingLine());
    return this.#lines[index]!;
  }

  /** The cause in a line now, as a place in `CAUSES`. */
  causeIn(line: PendingLine, isTaken: boolean): number {
    return placeOf(this.#now(line), isTaken);
  }

  advance(at: Micros): void {
    const elapsed = at - this.#since;
    if (elapsed === 0) return;
    this.#since = at;
    for (const line of this.#lines) {
      if (line.waiting === 0) continue;
      const now = this.#now(line);
      line.areas[now]! += elapsed;
      if (now === SLOT) this.slotTime += elapsed * line.waiting;
    }
  }

  slotsChanged(node: number, index: number, able: boolean, free: number): void {
    const line = this.line(index);
    const [was, had] = [line.able[node] ?? false, line.free[node] ?? 0];
    line.ableNodes += (able ? 1 : 0) - (was ? 1 : 0);
    line.freeSlots += free - had;
    if (this.#declined[node] === 0) line.open += (free > 0 ? 1 : 0) - (had > 0 ? 1 : 0);
    line.able[node] = able;
    line.free[node] = free;
  }

  /** @returns the task that a look of this node was about to take; -1: none. */
  lookAt(node: number, moment: LookMoment, task: number): number {
    const taken = this.#taking[node]!;
    if (moment === 'begins') this.#setDeclined(node, 0);
    if (moment === 'declines') this.#setDeclined(node, 1);
    const takes = moment === 'takes' || moment === 'taken' ? 1 : 0;
    this.#takes += takes - this.#inTurn[node]!;
    this.#inTurn[node] = takes;
    this.#taking[node] = moment === 'takes' ? task : -1;
    if (moment === 'ends' || moment === 'fails') this.forLock(node, false);
    return taken;
  }

  /** A look waits for the lock, or no more. */
  forLock(node: number, waits: boolean): void {
    this.#waitForLock += (waits ? 1 : 0) - this.#forLock[node]!;
    this.#forLock[node] = waits ? 1 : 0;
  }

  #setDeclined(node: number, declined: number): void {
    const change = this.#declined[node]! - declined;
    this.#declined[node] = declined;
    for (const line of this.#lines) if ((line.free[node] ?? 0) > 0) line.open += change;
  }

  #now(line: PendingLine): number {
    if (line.ableNodes === 0) return NO_NODE;
    if (line.freeSlots === 0) return SLOT;
    if (this.#waitForLock > 0) return LOCK;
    if (this.#takes > 0) return TURN;
    return line.open === 0 ? FAIR_SHARE : LOOK;
  }
}

/** What an area is put down to in `CAUSES`: a task that a look is taking waits for that, whatever the others wait for. */
export function placeOf(area: number, isTaken: boolean): number {
  return isTaken && area !== NO_NODE && area !== SLOT ? CAUSE.taking : PLACES[area]!;
}
