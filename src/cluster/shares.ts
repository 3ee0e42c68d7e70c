/**
 * Whose turn it is between classes with weights (rule Q13): in its band of priority each has a pass that grows by 1 / weight
 * with each of its tasks that is taken, and the smallest is next. A class that had none to be taken begins where the others
 * are.
 */

/** Passes of so many tasks of weight 1 and more are still whole numbers. */
const MOST_PARTS = 67_108_864;

export class Shares {
  /** In whole numbers where these are small enough, so that passes which are equal are. */
  readonly #strides: readonly number[];
  readonly #bands: readonly number[];
  readonly #passes: Float64Array;
  /** By class: its tasks that can be taken. */
  readonly #pending: Int32Array;
  /** By band: the pass of the class that was next last. */
  readonly #now: Float64Array;

  /** @param weights by class, @param bands by class: its number, from 0 */
  constructor(weights: readonly number[], bands: readonly number[]) {
    const parts = weights.reduce(leastCommonMultiple, 1);
    this.#strides = weights.map((weight) => (parts <= MOST_PARTS ? parts : 1) / weight);
    this.#bands = bands;
    this.#passes = new Float64Array(weights.length);
    this.#pending = new Int32Array(weights.length);
    this.#now = new Float64Array(Math.max(0, ...bands) + 1);
  }

  passOf(taskClass: number): number {
    return this.#passes[taskClass]!;
  }

  /** A task of a class can be taken. */
  enters(taskClass: number): void {
    if (this.#pending[taskClass] === 0)
      this.#passes[taskClass] = Math.max(this.#passes[taskClass]!, this.#now[this.#bands[taskClass]!]!);
    this.#pending[taskClass]! += 1;
  }

  /** It cannot be taken any more. */
  leaves(taskClass: number): void {
    this.#pending[taskClass]! -= 1;
  }

  /** A task of a class was taken. */
  taken(taskClass: number): void {
    const band = this.#bands[taskClass]!;
    this.#now[band] = Math.max(this.#now[band]!, this.#passes[taskClass]!);
    this.#passes[taskClass]! += this.#strides[taskClass]!;
  }
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
