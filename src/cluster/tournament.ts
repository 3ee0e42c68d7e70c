/** The smallest of many keys and whose it is, kept as keys change: O(log n) a change, ties to the lower index or in turn. */
export class Tournament {
  readonly #keys: Float64Array;
  /** The winner of each match; leaves stand from `#leaves` on. */
  readonly #winners: Int32Array;
  readonly #leaves: number;

  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.#leaves = leaves;
    this.#keys = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY);
    this.#winners = new Int32Array(2 * leaves);
    for (let i = 0; i < leaves; i += 1) this.#winners[leaves + i] = i;
    for (let match = leaves - 1; match > 0; match -= 1) this.#winners[match] = this.#winners[2 * match]!;
  }

  /** Sets one's key; Infinity takes it out. */
  set(index: number, key: number): void {
    if (this.#keys[index] === key) return;
    this.#keys[index] = key;
    for (let match = (this.#leaves + index) >> 1; match > 0; match >>= 1) {
      const left = this.#winners[2 * match]!;
      const right = this.#winners[2 * match + 1]!;
      this.#winners[match] = this.#keys[right]! < this.#keys[left]! ? right : left;
    }
  }

  /** Who has the smallest key; -1 when all are out. */
  get winner(): number {
    const winner = this.#leaves === 1 ? 0 : this.#winners[1]!;
    return this.#keys[winner] === Number.POSITIVE_INFINITY ? -1 : winner;
  }

  /** Who has the smallest key but one; -1 when all others are out. */
  winnerBut(index: number): number {
    let best = -1;
    let smallest = Number.POSITIVE_INFINITY;
    for (let match = this.#leaves + index; match > 1; match >>= 1) {
      const other = this.#winners[match ^ 1]!;
      const key = this.#keys[other]!;
      if (key < smallest || (key === smallest && other < best)) [best, smallest] = [other, key];
    }
    return best;
  }

  /** Who has the smallest key, of several the first behind `index`, or from the beginning again; -1 when all are out. */
  winnerAfter(index: number): number {
    const { winner } = this;
    if (winner === -1 || index === -1) return winner;
    const smallest = this.#keys[winner]!;
    for (let match = this.#leaves + index; match > 1; match >>= 1) {
      // The winner of what lies to the right is the first there with its smallest key.
      const right = this.#winners[match + 1]!;
      if (match % 2 === 0 && this.#keys[right] === smallest) return right;
    }
    return winner;
  }
}
