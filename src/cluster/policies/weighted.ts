/**
 * The choice of a node where nodes have weights, or where one that comes back takes its share slowly (rule L11). It looks
 * at each node in rotation, which the choices without weights do not.
 */
import { derivedWord, draw, PURPOSE } from '../../engine/draw.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { BalancerChoice, BalancerSpec } from '../../scenario/scenario.ts';
import { type Choose, placeOf, type Rotation } from './balancing.ts';

const WORD = 4294967296;

export class WeightedChoice {
  readonly choose: Choose;
  readonly #sim: Simulation;
  readonly #weights: readonly number[];
  readonly #slowStart: BalancerSpec['slowStart'];
  /** By node: since when it is in rotation, and what it has to its credit in turn. */
  readonly #since: Float64Array;
  readonly #credit: Float64Array;

  constructor(sim: Simulation, { choice, weights, slowStart }: BalancerSpec, nodes: number) {
    this.#sim = sim;
    this.#slowStart = slowStart;
    this.#weights = weights ?? new Array<number>(nodes).fill(1);
    this.#since = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
    this.#credit = new Float64Array(nodes);
    const choices: Record<BalancerChoice, Choose> = {
      'round-robin': (rotation) => this.#nextInTurn(rotation),
      'least-connections': (rotation) => this.#leastLoaded(rotation),
      random: ({ nodes }, high, low, _user, attempt) =>
        this.#at(nodes, draw(high, low, PURPOSE.choice, 2 * attempt)),
      'power-of-two': (rotation, high, low, _user, attempt) => this.#lessBusy(rotation, high, low, attempt),
      'source-hash': ({ nodes }, high, _low, user) =>
        this.#at(nodes, ((user === -1 ? high : derivedWord(user, 0, 0, 0)) >>> 0) / WORD),
    };
    this.choose = choices[choice];
  }

  /** A node came into rotation. */
  joined(node: number): void {
    this.#since[node] = this.#sim.now;
    this.#credit[node] = 0;
  }

  /**
   * A node's weight now: that of the file, of one that came lately as much of it as its time is of the slow start. In whole
   * parts of the slow start: as shares their sums would be rounded, and who is next of equals with them.
   */
  #weight(node: number): number {
    const weight = this.#weights[node]!;
    if (this.#slowStart === null) return weight;
    const { lasts, atFirst } = this.#slowStart;
    const age = Math.max(Math.round(atFirst * lasts), this.#sim.now - this.#since[node]!);
    return weight * Math.min(age, lasts);
  }

  /** Smooth weighted round robin, as NGINX does it: each gets its weight to its credit, who has most pays for all. */
  #nextInTurn({ nodes }: Rotation): number {
    let total = 0;
    let next = nodes[0]!;
    for (const node of nodes) {
      const weight = this.#weight(node);
      total += weight;
      this.#credit[node]! += weight;
      if (this.#credit[node]! > this.#credit[next]!) next = node;
    }
    this.#credit[next]! -= total;
    return next;
  }

  /** The fewest requests for its weight, with this one; of equals the next in node order after the last. */
  #leastLoaded({ nodes, last, connections }: Rotation): number {
    const first = placeOf(nodes, last + 1);
    let best = nodes[first % nodes.length]!;
    for (let i = 1; i < nodes.length; i += 1) {
      const node = nodes[(first + i) % nodes.length]!;
      if (this.#isLessBusy(connections, node, best)) best = node;
    }
    return best;
  }

  #isLessBusy(connections: Int32Array, a: number, b: number): boolean {
    return (connections[a]! + 1) * this.#weight(b) < (connections[b]! + 1) * this.#weight(a);
  }

  #lessBusy({ nodes, connections }: Rotation, high: number, low: number, attempt: number): number {
    const first = this.#at(nodes, draw(high, low, PURPOSE.choice, 2 * attempt));
    if (nodes.length === 1) return first;
    const others = nodes.filter((node) => node !== first);
    const second = this.#at(others, draw(high, low, PURPOSE.choice, 2 * attempt + 1));
    return this.#isLessBusy(connections, second, first) ? second : first;
  }

  /** Whose a place between 0 and 1 is, where each node has as much room as weight. */
  #at(nodes: readonly number[], place: number): number {
    let left = place * nodes.reduce((sum, node) => sum + this.#weight(node), 0);
    for (const node of nodes) {
      left -= this.#weight(node);
      if (left < 0) return node;
    }
    return nodes.at(-1)!;
  }
}
