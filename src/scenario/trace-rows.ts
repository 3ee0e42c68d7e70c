/** The columns of a trace in typed arrays, and their order. */
import type { Micros } from '../engine/time.ts';

/** All rows of a file, in order of arrival, ties in file order; µs. */
export interface TraceTable {
  readonly file: string;
  readonly arrival: Float64Array;
  readonly duration: Float64Array | null;
  readonly estimate: Float64Array | null;
  readonly slots: Float64Array | null;
  readonly classes: readonly string[];
  /** Index into `classes` by row; null when there is no such column. */
  readonly classOf: Uint32Array | null;
  /** Columns that nobody reads. */
  readonly ignored: readonly string[];
  /** Whether arrivals were seconds since 1970. */
  readonly unix: boolean;
}

/** Columns that grow by doubling. */
export class Rows {
  count = 0;
  private arrival = new Float64Array(1024);
  /** Columns that a file may have. */
  private readonly optional: Record<'duration' | 'estimate' | 'slots', Float64Array | null>;
  private classOf: Uint32Array | null;
  private readonly classes = new Map<string, number>();

  constructor(has: Readonly<Record<'duration' | 'estimate' | 'slots', boolean>>, classes: boolean) {
    const column = (isThere: boolean) => (isThere ? new Float64Array(1024) : null);
    this.optional = {
      duration: column(has.duration),
      estimate: column(has.estimate),
      slots: column(has.slots),
    };
    this.classOf = classes ? new Uint32Array(1024) : null;
  }

  add(arrival: Micros, duration: Micros, estimate: Micros, slots: number, name: string): void {
    if (this.count === this.arrival.length) this.grow();
    this.arrival[this.count] = arrival;
    const { optional } = this;
    if (optional.duration !== null) optional.duration[this.count] = duration;
    if (optional.estimate !== null) optional.estimate[this.count] = estimate;
    if (optional.slots !== null) optional.slots[this.count] = slots;
    if (this.classOf !== null) {
      let index = this.classes.get(name);
      if (index === undefined) {
        index = this.classes.size;
        this.classes.set(name, index);
      }
      this.classOf[this.count] = index;
    }
    this.count += 1;
  }

  /** The smallest arrival. */
  earliest(): Micros {
    return this.arrival.subarray(0, this.count).reduce((least, each) => Math.min(least, each), Infinity);
  }

  /** In order of arrival; with `fromFirst` the earliest becomes 0. */
  table(file: string, ignored: readonly string[], fromFirst: boolean, unix: boolean): TraceTable {
    const arrival = this.arrival.subarray(0, this.count);
    const order = sortedOrder(arrival);
    const first = fromFirst ? arrival[order === null ? 0 : order[0]!]! : 0;
    const sorted = Float64Array.from(
      { length: this.count },
      (_, i) => arrival[order === null ? i : order[i]!]! - first,
    );
    const { classOf } = this;
    const { duration, estimate, slots } = this.optional;
    const inOrder = (column: Float64Array | null) =>
      column && Float64Array.from({ length: this.count }, (_, i) => column[order === null ? i : order[i]!]!);
    return {
      file,
      arrival: sorted,
      duration: inOrder(duration),
      estimate: inOrder(estimate),
      slots: inOrder(slots),
      classes: [...this.classes.keys()],
      classOf:
        classOf &&
        Uint32Array.from({ length: this.count }, (_, i) => classOf[order === null ? i : order[i]!]!),
      ignored,
      unix,
    };
  }

  private grow(): void {
    const size = this.arrival.length * 2;
    const larger = (column: Float64Array) => {
      const copy = new Float64Array(size);
      copy.set(column);
      return copy;
    };
    this.arrival = larger(this.arrival);
    for (const name of ['duration', 'estimate', 'slots'] as const) {
      const column = this.optional[name];
      if (column !== null) this.optional[name] = larger(column);
    }
    if (this.classOf !== null) {
      const classOf = new Uint32Array(size);
      classOf.set(this.classOf);
      this.classOf = classOf;
    }
  }
}

/** Row numbers in order of arrival, ties in file order; null when they are in order already. */
function sortedOrder(arrival: Float64Array): Uint32Array | null {
  let inOrder = true;
  for (let i = 1; i < arrival.length && inOrder; i += 1) inOrder = arrival[i]! >= arrival[i - 1]!;
  if (inOrder) return null;
  const order = Uint32Array.from({ length: arrival.length }, (_, i) => i);
  return order.sort((a, b) => arrival[a]! - arrival[b]! || a - b);
}
