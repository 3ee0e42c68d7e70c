/**
 * What all tasks that can be taken wait for at an instant (rule F6, finer): no node is able to take them, all slots are
 * taken, a look waits for the lock, a look takes others first, all that have a slot free have declined, or the next look.
 * Areas of time by cause only grow, so that a task knows its own by two readings.
 */
import type { LookMoment } from '../cluster/observer.ts';
import type { Micros } from '../engine/time.ts';
import { CAUSE } from './causes.ts';

/** In this order in an area. */
export const PENDING_CAUSES = ['noNode', 'slot', 'lock', 'turn', 'fairShare', 'look'] as const;
const PLACES = PENDING_CAUSES.map((cause) => CAUSE[cause]);
const [NO_NODE, SLOT, LOCK, TURN, FAIR_SHARE, LOOK] = PENDING_CAUSES.map((_, i) => i) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

export class PendingCauses {
  /** Tasks that wait so. */
  waiting = 0;
  /** Tasks × µs for which these waited for a slot: what those do meanwhile who hold them is to blame. */
  slotTime = 0;
  readonly areas = new Float64Array(PENDING_CAUSES.length);
  #since: Micros = 0;
  readonly #able: Float64Array;
  readonly #free: Float64Array;
  readonly #declined: Uint8Array;
  readonly #forLock: Uint8Array;
  /** By node: the task that its look takes; -1: none. */
  readonly #taking: Float64Array;
  #ableNodes = 0;
  #freeSlots = 0;
  #waitForLock = 0;
  /** By node: its look takes one after another; and how many do. */
  readonly #inTurn: Uint8Array;
  #takes = 0;
  /** Nodes with a slot free that have not declined. */
  #open = 0;

  constructor(nodes: number) {
    this.#able = new Float64Array(nodes);
    this.#free = new Float64Array(nodes);
    this.#declined = new Uint8Array(nodes);
    this.#forLock = new Uint8Array(nodes);
    this.#taking = new Float64Array(nodes).fill(-1);
    this.#inTurn = new Uint8Array(nodes);
  }

  /** The cause now, as a place in `CAUSES`. */
  get cause(): number {
    return PLACES[this.#now()]!;
  }

  advance(at: Micros): void {
    const elapsed = at - this.#since;
    if (elapsed === 0) return;
    this.#since = at;
    if (this.waiting === 0) return;
    const now = this.#now();
    this.areas[now]! += elapsed;
    if (now === SLOT) this.slotTime += elapsed * this.waiting;
  }

  slotsChanged(node: number, able: number, used: number): void {
    const free = Math.max(0, able - used);
    this.#ableNodes += (able > 0 ? 1 : 0) - (this.#able[node]! > 0 ? 1 : 0);
    this.#able[node] = able;
    this.#freeSlots += free - this.#free[node]!;
    this.#change(node, free, this.#declined[node]!);
  }

  /** @returns the task that a look of this node was about to take; -1: none. */
  lookAt(node: number, moment: LookMoment, task: number): number {
    const taken = this.#taking[node]!;
    if (moment === 'begins') this.#change(node, this.#free[node]!, 0);
    if (moment === 'declines') this.#change(node, this.#free[node]!, 1);
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

  #change(node: number, free: number, declined: number): void {
    const isOpen = (slots: number, refused: number): number => (slots > 0 && refused === 0 ? 1 : 0);
    this.#open += isOpen(free, declined) - isOpen(this.#free[node]!, this.#declined[node]!);
    this.#free[node] = free;
    this.#declined[node] = declined;
  }

  #now(): number {
    if (this.#ableNodes === 0) return NO_NODE;
    if (this.#freeSlots === 0) return SLOT;
    if (this.#waitForLock > 0) return LOCK;
    if (this.#takes > 0) return TURN;
    return this.#open === 0 ? FAIR_SHARE : LOOK;
  }
}

/** What an area is put down to in `CAUSES`: a task that a look is taking waits for that, whatever the others wait for. */
export function placeOf(area: number, isTaken: boolean): number {
  return isTaken && area !== NO_NODE && area !== SLOT ? CAUSE.taking : PLACES[area]!;
}
