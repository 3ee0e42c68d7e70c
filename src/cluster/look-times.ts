/**
 * When each node looks at the queue: on its own timer (rules D1, Q2), and as the file says the moment one of its slots is
 * free, pushed by work that comes, or less and less often while there is none (rule Q12).
 */
import type { Handler, LaneNumber, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec } from '../scenario/scenario.ts';
import type { Node } from './node.ts';

const NOTHING = -1;

export interface LookTimesParts {
  readonly sim: Simulation;
  readonly spec: DispatchSpec;
  readonly nodes: readonly Node[];
  /** Begins a look, if the node looks at all. */
  readonly begin: (node: Node) => void;
  /** What has ended on a node in this instant is seen from now. */
  readonly seeEnds: (node: Node) => void;
  /** How many tasks are pending. */
  readonly pending: () => number;
  /** Whether something is pending that a node may take and has room for. */
  readonly hasWork: (node: Node) => boolean;
  /** Whether it has room for any task, also in what has ended in this instant. */
  readonly hasRoom: (node: Node) => boolean;
}

export class LookTimes {
  readonly #sim: Simulation;
  readonly #nodes: readonly Node[];
  readonly #begin: (node: Node) => void;
  readonly #seeEnds: (node: Node) => void;
  readonly #pending: () => number;
  readonly #hasWork: (node: Node) => boolean;
  readonly #hasRoom: (node: Node) => boolean;
  readonly #whenFree: boolean;
  readonly #push: boolean;
  /** One for each interval, the shortest first; without a back-off there is one. */
  readonly #lanes: readonly LaneNumber[];
  /** By node: its next look and the lane of it, and how many of its looks in a row took nothing. */
  readonly #next: Float64Array;
  readonly #lane: Uint8Array;
  readonly #inVain: Int32Array;
  readonly #first: readonly Timer[];
  /** A look at this very instant, which sees what has ended in it. */
  readonly #soon: Handler;
  /** By node: 1 when it looks once more as soon as its look is over. */
  readonly #again: Uint8Array;
  /** By node: 1 from its first look on. */
  readonly #hasBegun: Uint8Array;
  /** Nodes that wait for work to be pushed, who waits longest first; by node whether it stands there. */
  readonly #waiting: number[] = [];
  readonly #isWaiting: Uint8Array;
  /** By node: 1 while a look goes on that work has pushed and that has not taken any; how many. */
  readonly #isPushed: Uint8Array;
  #pushed = 0;
  /** By node: 1 while a look goes on that takes nothing more; how many. */
  readonly #takesNoMore: Uint8Array;
  #ending = 0;

  constructor({ sim, spec, nodes, begin, seeEnds, pending, hasWork, hasRoom }: LookTimesParts) {
    this.#sim = sim;
    this.#nodes = nodes;
    this.#begin = begin;
    this.#pending = pending;
    this.#seeEnds = seeEnds;
    this.#hasWork = hasWork;
    this.#hasRoom = hasRoom;
    this.#whenFree = spec.lookWhenFree;
    this.#push = spec.push;
    this.#next = new Float64Array(nodes.length).fill(NOTHING);
    this.#lane = new Uint8Array(nodes.length);
    this.#inVain = new Int32Array(nodes.length);
    this.#again = new Uint8Array(nodes.length);
    this.#hasBegun = new Uint8Array(nodes.length);
    this.#isWaiting = new Uint8Array(nodes.length);
    this.#isPushed = new Uint8Array(nodes.length);
    this.#takesNoMore = new Uint8Array(nodes.length);
    const look = sim.handler('node.looks', (node) => this.look(nodes[node]!));
    this.#lanes = intervals(spec).map((every) => sim.lane(every, look));
    this.#soon = sim.handler('node.looks-again', (index) => {
      // In this very instant it may have gone down: it has not looked then since it is back.
      if (!nodes[index]!.isOnline) return;
      this.#hasBegun[index] = 1;
      seeEnds(nodes[index]!);
      begin(nodes[index]!);
    });
    this.#first = nodes.map((node) => sim.timer(look, node.index));
  }

  /** A node's first look comes at a time (rule D1). */
  first(node: Node, at: Micros): void {
    this.#sim.setTimer(this.#first[node.index]!, at);
  }

  /** A node looks now, and from now on at its interval. */
  look(node: Node): void {
    this.#hasBegun[node.index] = 1;
    this.#arm(node.index);
    this.#begin(node);
  }

  nodeDown({ index }: Node): void {
    this.#sim.clearTimer(this.#first[index]!);
    this.#disarm(index);
    this.#again[index] = 0;
    this.#inVain[index] = 0;
    this.#hasBegun[index] = 0;
    this.#waitsNoMore(index);
    this.#hasEnded(index);
  }

  /** A slot of a node is free. */
  slotFreed(node: Node): void {
    if (this.#whenFree || (this.#push && this.#pending() > 0)) this.#lookNow(node);
    else this.mayTake(node);
  }

  /** A node may take more or less than before: where work is pushed it waits for some, or does no more. */
  mayTake(node: Node): void {
    const { index } = node;
    if (!this.#push) return;
    const waits = this.#hasBegun[index] === 1 && node.isOnline && !node.draining && this.#hasRoom(node);
    if (!waits) this.#waitsNoMore(index);
    else if (this.#isWaiting[index] === 0) {
      this.#isWaiting[index] = 1;
      this.#waiting.push(index);
    }
  }

  #waitsNoMore(index: number): void {
    if (this.#isWaiting[index] === 0) return;
    this.#isWaiting[index] = 0;
    this.#waiting.splice(this.#waiting.indexOf(index), 1);
  }

  /** Tasks are pending: as many nodes that wait for work look at once, who waits longest first, each once. */
  workArrived(): void {
    if (!this.#push) return;
    for (const index of this.#pushed < this.#pending() ? [...this.#waiting] : []) {
      if (this.#pushed >= this.#pending()) break;
      if (this.#isWaiting[index] === 1) this.#pushTo(this.#nodes[index]!);
    }
    if (this.#ending > 0) this.#pushAgain();
  }

  #pushTo(node: Node): void {
    const { index } = node;
    if (!this.#canBePushed(node)) return;
    this.#waitsNoMore(index);
    this.#isPushed[index] = 1;
    this.#pushed += 1;
    this.#begin(node);
    if (!node.looking) this.#noPush(index);
  }

  /** Whether a node that waits for work may take what is pending; it goes on waiting if not. */
  #canBePushed(node: Node): boolean {
    if (node.looking || !this.#hasRoom(node)) return false;
    // Such a look sees what has ended in this instant (rule Q12).
    if (node.endedNow(this.#sim.now) > 0) this.#seeEnds(node);
    return this.#hasWork(node);
  }

  /** What still is for nobody is for those whose look takes nothing more: they look once more when that is over. */
  #pushAgain(): void {
    let left = this.#pending() - this.#pushed;
    for (const node of this.#nodes) {
      if (left <= 0) return;
      if (this.#takesNoMore[node.index] === 0 || !this.#hasWork(node)) continue;
      this.#again[node.index] = 1;
      left -= 1;
    }
  }

  /** A look has taken a task: what is pending is no more what it was pushed for. */
  hasTaken({ index }: Node): void {
    this.#noPush(index);
  }

  /** A look takes nothing more, and goes on for as long as it takes to free the lock. */
  takesNoMore({ index }: Node): void {
    if (!this.#push) return;
    this.#noPush(index);
    this.#takesNoMore[index] = 1;
    this.#ending += 1;
  }

  /** A look is over. @param took how many tasks it took, @param isFull which is the most that it takes */
  over(node: Node, took: number, isFull: boolean): void {
    const { index } = node;
    this.#hasEnded(index);
    this.#inVain[index] = took > 0 ? 0 : this.#inVain[index]! + 1;
    // Before its first look it has no interval yet.
    if (this.#next[index] !== NOTHING && this.#laneOf(index) !== this.#lane[index]) {
      this.#disarm(index);
      this.#arm(index);
    }
    // Who was pushed, or has taken something, stands behind those that still wait.
    if (took > 0) this.#waitsNoMore(index);
    this.mayTake(node);
    if (this.#push && isFull && this.#pending() > this.#pushed && this.#hasWork(node)) this.#again[index] = 1;
    if (this.#again[index] === 0) return;
    this.#again[index] = 0;
    this.#lookNow(node);
  }

  /** Beside its interval; a node that looks does so once more when that is over. */
  #lookNow(node: Node): void {
    if (node.looking) this.#again[node.index] = 1;
    else this.#sim.after(0, this.#soon, node.index);
  }

  #hasEnded(index: number): void {
    this.#noPush(index);
    this.#ending -= this.#takesNoMore[index]!;
    this.#takesNoMore[index] = 0;
  }

  #noPush(index: number): void {
    this.#pushed -= this.#isPushed[index]!;
    this.#isPushed[index] = 0;
  }

  /** The interval after so many looks in vain. */
  #laneOf(index: number): number {
    return Math.min(Math.max(0, this.#inVain[index]! - 1), this.#lanes.length - 1);
  }

  #arm(index: number): void {
    this.#lane[index] = this.#laneOf(index);
    this.#next[index] = this.#sim.arm(this.#lanes[this.#lane[index]]!, index);
  }

  #disarm(index: number): void {
    if (this.#next[index] !== NOTHING) this.#sim.disarm(this.#lanes[this.#lane[index]!]!, this.#next[index]!);
    this.#next[index] = NOTHING;
  }
}

/** Between two looks: each twice the one before, up to the longest. */
function intervals({ every, idleUpTo }: DispatchSpec): Micros[] {
  const all = [every];
  while (idleUpTo !== null && all.at(-1)! < idleUpTo) all.push(Math.min(2 * all.at(-1)!, idleUpTo));
  return all;
}
