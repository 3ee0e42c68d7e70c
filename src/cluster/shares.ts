/**
 * Whose turn it is between lines of the queue with weights (rule Q13): each line has a pass that grows by 1 / weight with
 * each task taken from it, and the line with the smallest is next. A line that was empty begins where the others are.
 */
export class Shares {
  readonly #strides: readonly number[];
  readonly #passes: Float64Array;
  /** The pass of the line that was next last. */
  #now = 0;

  /** @param weights by line */
  constructor(weights: readonly number[]) {
    this.#strides = weights.map((weight) => 1 / weight);
    this.#passes = new Float64Array(weights.length);
  }

  passOf(line: number): number {
    return this.#passes[line]!;
  }

  /** A line has a task again. */
  begins(line: number): void {
    this.#passes[line] = Math.max(this.#passes[line]!, this.#now);
  }

  /** A task of a line was taken. */
  taken(line: number): void {
    this.#now = Math.max(this.#now, this.#passes[line]!);
    this.#passes[line]! += this.#strides[line]!;
  }
}
