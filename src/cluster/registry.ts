/**
 * What the database believes of the nodes (rules D2, Q5): when each was last seen, whether it is online and draining,
 * and the sums over them that dispatch needs, kept as things change and never by a scan.
 */
import type { LaneNumber, Simulation, Timer } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DispatchSpec } from '../scenario/scenario.ts';
import type { Node } from './node.ts';

export class Registry {
  /** By line, over the nodes that count and may take from it (rule Q11): their caps, and the slots of the tasks that run on them. */
  readonly #capacity: Float64Array;
  readonly #active: Float64Array;
  /** Nodes believed online. */
  online = 0;
  readonly lastSeen: Float64Array;
  readonly #sim: Simulation;
  readonly #nodes: readonly Node[];
  readonly #countAll: boolean;
  readonly #believed: Uint8Array;
  readonly #draining: Uint8Array;
  /** Whether the node is in the sums, and with which cap. */
  readonly #counted: Uint8Array;
  readonly #cap: Float64Array;
  /** By line. */
  readonly #endedAt: Float64Array;
  readonly #ended: Int32Array;
  readonly #expiries: LaneNumber;
  readonly #expiry: Float64Array;
  /** By node: when it is believed offline that has not checked in yet, since it was seen at the start (rule D1). */
  readonly #firstExpiry: readonly Timer[];
  readonly #believedFor: Micros;

  constructor(sim: Simulation, spec: DispatchSpec, nodes: readonly Node[], lines: number) {
    const size = nodes.length;
    this.#sim = sim;
    this.#nodes = nodes;
    this.#capacity = new Float64Array(lines);
    this.#active = new Float64Array(lines);
    this.#endedAt = new Float64Array(lines).fill(-1);
    this.#ended = new Int32Array(lines);
    this.#countAll = spec.countAll;
    this.lastSeen = new Float64Array(size).fill(-1);
    this.#believed = new Uint8Array(size);
    this.#draining = new Uint8Array(size);
    this.#counted = new Uint8Array(size);
    this.#cap = new Float64Array(size);
    this.#expiry = new Float64Array(size).fill(-1);
    const unseen = sim.handler('node.unseen', (node) => this.believeOffline(node));
    this.#believedFor = spec.believedOnline;
    this.#expiries = sim.lane(spec.believedOnline, unseen);
    this.#firstExpiry = nodes.map((node) => sim.timer(unseen, node.index));
    for (const node of nodes) {
      if (node.state === 'absent') continue;
      if (node.isOnline) this.checkIn(node);
      else this.register(node);
    }
  }

  /** A node's row exists from now on. */
  register(node: Node): void {
    this.#count(node.index);
  }

  /** A node's row is deleted: it counts nowhere any more. */
  unregister(node: Node): void {
    this.believeOffline(node.index);
    this.#count(node.index);
  }

  /** A check-in is committed: the node is believed online, and as draining as it says. */
  checkIn(node: Node): void {
    if (!node.exists) return;
    const index = node.index;
    this.lastSeen[index] = this.#sim.now;
    this.#neverExpires(index);
    this.#expiry[index] = this.#sim.arm(this.#expiries, index);
    if (this.#believed[index] === 0) this.online += 1;
    this.#believed[index] = 1;
    this.#draining[index] = node.draining ? 1 : 0;
    this.#count(index);
  }

  /** A node that is online at the start is seen then (rule D1), if it is not down before. */
  seenAtStart(index: number, at: Micros): void {
    this.lastSeen[index] = at;
    this.#neverExpires(index);
    this.#sim.setTimer(this.#firstExpiry[index]!, at + this.#believedFor);
  }

  /** A node went down: it was not seen later than now. */
  nodeDown(index: number): void {
    if (this.lastSeen[index]! > this.#sim.now) this.seenAtStart(index, this.#sim.now);
  }

  /** A clean stop is committed (fact 50), or the node was not seen for too long. */
  believeOffline(index: number): void {
    if (this.#believed[index] === 0) return;
    this.#neverExpires(index);
    this.#believed[index] = 0;
    this.online -= 1;
    this.#count(index);
  }

  #neverExpires(index: number): void {
    if (this.#expiry[index] !== -1) this.#sim.disarm(this.#expiries, this.#expiry[index]!);
    this.#expiry[index] = -1;
    this.#sim.clearTimer(this.#firstExpiry[index]!);
  }

  /** The node's row says whether it drains, and its cap, as of now. */
  noteDraining(node: Node): void {
    this.#draining[node.index] = node.draining ? 1 : 0;
    this.#count(node.index);
  }

  /** So many slots more are taken by what runs on a node. */
  noteActive(node: number, change: number): void {
    if (this.#counted[node] === 0) return;
    const { lines } = this.#nodes[node]!;
    for (let i = 0; i < lines.length; i += 1) this.#active[lines[i]!]! += change;
  }

  /** A task that ran on a node has ended, of so many slots. */
  noteEnd(node: number, slots: number): void {
    if (this.#counted[node] === 0) return;
    for (const line of this.#nodes[node]!.lines) {
      this.#ended[line] = this.#endedNow(line) + slots;
      this.#endedAt[line] = this.#sim.now;
    }
  }

  /** A look that comes of what has ended on a node in this instant sees it (rule Q12). */
  seeEnds(node: Node): void {
    const slots = node.endedNow(this.#sim.now);
    if (slots === 0 || this.#counted[node.index] === 0) return;
    for (const line of node.lines) this.#ended[line] = Math.max(0, this.#endedNow(line) - slots);
  }

  /** Slots of tasks on the nodes of a line, as a look of this instant sees them: what ends in it still runs (rule Q3). */
  activeSeen(line: number): number {
    return this.#active[line]! + this.#endedNow(line);
  }

  /** Caps of the nodes of a line. */
  capacity(line: number): number {
    return this.#capacity[line]!;
  }

  #endedNow(line: number): number {
    return this.#endedAt[line] === this.#sim.now ? this.#ended[line]! : 0;
  }

  /** Whether the database believes a node online. */
  isBelieved(node: number): boolean {
    return this.#believed[node] === 1;
  }

  /** A node's cap was set. */
  noteCap(node: Node): void {
    this.#count(node.index);
  }

  /** Capacity and tasks as a node that looks sees them: itself always counts (rule Q5). */
  isCounted(node: number): boolean {
    return this.#counted[node] === 1;
  }

  #count(index: number): void {
    const node = this.#nodes[index]!;
    if (this.#counted[index] === 1) {
      this.#add(index, -this.#cap[index]!, -node.active);
    }
    const counts =
      this.#countAll || (this.#believed[index] === 1 && this.#draining[index] === 0 && node.taskCap > 0);
    this.#counted[index] = counts && node.exists ? 1 : 0;
    this.#cap[index] = node.taskCap;
    if (this.#counted[index] === 1) {
      this.#add(index, node.taskCap, node.active);
    }
  }

  #add(node: number, capacity: number, active: number): void {
    for (const line of this.#nodes[node]!.lines) {
      this.#capacity[line]! += capacity;
      this.#active[line]! += active;
    }
  }

  /** Whether the database saw a node in the last `within` µs. */
  wasSeenWithin(node: number, within: Micros): boolean {
    return this.#sim.now - this.lastSeen[node]! <= within;
  }
}
