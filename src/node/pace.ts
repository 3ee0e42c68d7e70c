/** How long work will still take, from how long it took so far. */

/** Replications that end faster than this were read from the cache, which says nothing of those that were not. */
const READ_MS = 10;

export class Pace {
  #done = 0;
  #last: number;
  #computed = 0;
  #spent = 0;

  /** @param now of the start, in ms */
  constructor(now: number) {
    this.#last = now;
  }

  /** Takes notice of what is done; seconds that the rest will take, null as long as nobody can know. */
  left(done: number, asked: number, now: number): number | null {
    const more = done - this.#done;
    if (more > 0) {
      const took = now - this.#last;
      if (took >= READ_MS * more) {
        this.#computed += more;
        this.#spent += took;
      }
      this.#done = done;
      this.#last = now;
    }
    if (this.#computed === 0) return null;
    return (this.#spent / this.#computed / 1000) * Math.max(0, asked - done);
  }
}
