/**
 * The event list of the floor: a binary heap on typed arrays in order of (time, sequence number).
 * Taking the head leaves a hole at the root, and the next event pushed fills it: most events cause exactly one
 * other, so most cost one way down the heap instead of two. Unused places hold a time of Infinity, which spares
 * the check that a right child exists.
 */
export class EventHeap {
  /** Time and payload of the event taken last; µs. */
  now = 0;
  payload = 0;
  /** Events scheduled and not yet taken. */
  pending = 0;
  /** Events taken so far. */
  taken = 0;

  private size = 0;
  private hole = false;
  private lastSequence = 0;
  private times = new Float64Array(1024).fill(Number.POSITIVE_INFINITY);
  private sequences = new Float64Array(1024);
  private payloads = new Int32Array(1024);

  /** Schedules an event `delay` µs from now. */
  push(delay: number, payload: number): void {
    const time = this.now + delay;
    this.lastSequence += 1;
    this.pending += 1;
    if (this.hole) {
      this.hole = false;
      this.sink(time, this.lastSequence, payload);
    } else {
      if (this.size + 2 > this.times.length) this.grow();
      this.rise(time, this.lastSequence, payload);
    }
  }

  /** Takes the next event into `now` and `payload`; there must be one pending. */
  take(): void {
    if (this.hole) this.fillHole();
    this.now = this.times[0]!;
    this.payload = this.payloads[0]!;
    this.hole = true;
    this.pending -= 1;
    this.taken += 1;
  }

  private fillHole(): void {
    this.size -= 1;
    const last = this.size;
    const time = this.times[last]!;
    this.times[last] = Number.POSITIVE_INFINITY;
    this.sink(time, this.sequences[last]!, this.payloads[last]!);
  }

  private sink(time: number, sequence: number, payload: number): void {
    const times = this.times;
    const sequences = this.sequences;
    const payloads = this.payloads;
    const size = this.size;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const right = child + 1;
      const l = times[child]!;
      const r = times[right]!;
      if (r < l || (r === l && sequences[right]! < sequences[child]!)) child = right;
      const t = times[child]!;
      if (t > time || (t === time && sequences[child]! > sequence)) break;
      times[at] = t;
      sequences[at] = sequences[child]!;
      payloads[at] = payloads[child]!;
      at = child;
    }
    times[at] = time;
    sequences[at] = sequence;
    payloads[at] = payload;
  }

  private rise(time: number, sequence: number, payload: number): void {
    const times = this.times;
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      this.sequences[at] = this.sequences[parent]!;
      this.payloads[at] = this.payloads[parent]!;
      at = parent;
    }
    times[at] = time;
    this.sequences[at] = sequence;
    this.payloads[at] = payload;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length).fill(Number.POSITIVE_INFINITY);
    times.set(this.times);
    this.times = times;
    const sequences = new Float64Array(times.length);
    sequences.set(this.sequences);
    this.sequences = sequences;
    const payloads = new Int32Array(times.length);
    payloads.set(this.payloads);
    this.payloads = payloads;
  }
}
