/**
 * The future events in order of (time, sequence): an implicit binary heap on parallel typed arrays. It is one of
 * the files written for speed: a hole is left at the root after a pop, so that the push that nearly always follows
 * costs one walk down instead of a walk down and a walk up, and nothing is ever allocated but when it grows.
 */
export class EventHeap {
  /** Events waiting. */
  size = 0;
  /** The event last popped. */
  time = 0;
  sequence = 0;
  kind = 0;
  argument = 0;

  /** Pairs (time, sequence). */
  #keys = new Float64Array(2 * 256);
  /** Pairs (kind, argument). */
  #payload = new Int32Array(2 * 256);
  /** 1 while the root is a hole: the arrays then hold `size + 1` entries. */
  #hole = 0;

  /** Adds an event. Keys must differ: the caller gives every event its own sequence number. */
  push(time: number, sequence: number, kind: number, argument: number): void {
    if (this.#hole === 1) {
      this.#hole = 0;
      this.size += 1;
      this.#sink(time, sequence, kind, argument, this.size);
      return;
    }
    let at = this.size;
    if (2 * at === this.#keys.length) this.#grow();
    this.size = at + 1;
    const keys = this.#keys;
    const payload = this.#payload;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = keys[2 * parent]!;
      if (parentTime < time || (parentTime === time && keys[2 * parent + 1]! < sequence)) break;
      keys[2 * at] = parentTime;
      keys[2 * at + 1] = keys[2 * parent + 1]!;
      payload[2 * at] = payload[2 * parent]!;
      payload[2 * at + 1] = payload[2 * parent + 1]!;
      at = parent;
    }
    keys[2 * at] = time;
    keys[2 * at + 1] = sequence;
    payload[2 * at] = kind;
    payload[2 * at + 1] = argument;
  }

  /** Takes the first event with a time below `limit` into the fields; false when there is none. */
  popBefore(limit: number): boolean {
    if (this.#hole === 1) this.#fill();
    const keys = this.#keys;
    if (this.size === 0 || keys[0]! >= limit) return false;
    this.time = keys[0]!;
    this.sequence = keys[1]!;
    this.kind = this.#payload[0]!;
    this.argument = this.#payload[1]!;
    this.size -= 1;
    this.#hole = 1;
    return true;
  }

  /** Closes the hole with the last entry. */
  #fill(): void {
    this.#hole = 0;
    const last = this.size;
    if (last === 0) return;
    const keys = this.#keys;
    const payload = this.#payload;
    this.#sink(keys[2 * last]!, keys[2 * last + 1]!, payload[2 * last]!, payload[2 * last + 1]!, last);
  }

  /** Puts an entry at the root of a heap of `size` entries and lets it sink to its place. */
  #sink(time: number, sequence: number, kind: number, argument: number, size: number): void {
    const keys = this.#keys;
    const payload = this.#payload;
    let at = 0;
    let child = 1;
    while (child < size) {
      let childTime = keys[2 * child]!;
      const right = child + 1;
      if (right < size) {
        const rightTime = keys[2 * right]!;
        if (
          rightTime < childTime ||
          (rightTime === childTime && keys[2 * right + 1]! < keys[2 * child + 1]!)
        ) {
          child = right;
          childTime = rightTime;
        }
      }
      if (time < childTime || (time === childTime && sequence < keys[2 * child + 1]!)) break;
      keys[2 * at] = childTime;
      keys[2 * at + 1] = keys[2 * child + 1]!;
      payload[2 * at] = payload[2 * child]!;
      payload[2 * at + 1] = payload[2 * child + 1]!;
      at = child;
      child = 2 * at + 1;
    }
    keys[2 * at] = time;
    keys[2 * at + 1] = sequence;
    payload[2 * at] = kind;
    payload[2 * at + 1] = argument;
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length);
    keys.set(this.#keys);
    this.#keys = keys;
    const payload = new Int32Array(2 * this.#payload.length);
    payload.set(this.#payload);
    this.#payload = payload;
  }
}
