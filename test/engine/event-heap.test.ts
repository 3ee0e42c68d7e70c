/** Rule T2: events leave the heap in order of (time, sequence), whatever was pushed and popped in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../../src/engine/event-heap.ts';

interface Event {
  readonly time: number;
  readonly sequence: number;
  readonly kind: number;
  readonly argument: number;
}

/** The heap beside a list that is simply searched for its first event. */
class Pair {
  readonly heap = new EventHeap();
  #list: Event[] = [];

  push(event: Event): void {
    this.heap.push(event.time, event.sequence, event.kind, event.argument);
    this.#list.push(event);
    expect(this.heap.size).toBe(this.#list.length);
  }

  pop(limit: number): void {
    const first = this.#list.reduce<Event | null>(
      (best, e) => (best === null || isBefore(e, best) ? e : best),
      null,
    );
    const isDue = first !== null && first.time < limit;
    expect(this.heap.popBefore(limit)).toBe(isDue);
    if (isDue) {
      const { time, sequence, kind, argument } = this.heap;
      expect({ time, sequence, kind, argument }).toEqual(first);
      this.#list = this.#list.filter((event) => event !== first);
    }
    expect(this.heap.size).toBe(this.#list.length);
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}

/** Few different times, so that ties are common; a pop is a limit. */
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ push: fc.integer({ min: 0, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ pop: fc.integer({ min: 0, max: 14 }) }) },
);

describe('T2: the event heap', () => {
  it('agrees with a searched list over any pushes and pops', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 120 }), fc.boolean(), (operations, rising) => {
        const pair = new Pair();
        operations.forEach((op, i) => {
          if ('push' in op) {
            const sequence = rising ? i + 1 : -i - 1;
            pair.push({ time: op.push, sequence, kind: i - 3, argument: 7 * i });
          } else pair.pop(op.pop);
        });
        for (let left = pair.heap.size; left >= 0; left -= 1) pair.pop(Number.POSITIVE_INFINITY);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its order while it grows past its first 256 places, also with a hole at the root', () => {
    const heap = new EventHeap();
    let sequence = 0;
    const push = (time: number): void => heap.push(time, (sequence += 1), sequence, -sequence);
    for (let i = 0; i < 256; i += 1) push((i * 7919) % 1009);
    expect(heap.popBefore(5000)).toBe(true);
    for (let i = 256; i < 3000; i += 1) push(((i * 7919) % 1009) + heap.time);
    const popped: { time: number; sequence: number }[] = [];
    while (heap.popBefore(Number.POSITIVE_INFINITY)) {
      expect(heap.kind).toBe(heap.sequence);
      expect(heap.argument).toBe(-heap.sequence);
      popped.push({ time: heap.time, sequence: heap.sequence });
    }
    expect(popped.length).toBe(2999);
    const sorted = popped.toSorted((a, b) => a.time - b.time || a.sequence - b.sequence);
    expect(popped).toEqual(sorted);
  });

  it('pops nothing at or after the limit, and may be asked again', () => {
    const heap = new EventHeap();
    heap.push(10, 1, 0, 0);
    expect(heap.popBefore(10)).toBe(false);
    expect(heap.popBefore(10)).toBe(false);
    expect(heap.size).toBe(1);
    expect(heap.popBefore(10.5)).toBe(true);
    expect(heap.popBefore(Number.POSITIVE_INFINITY)).toBe(false);
    expect(heap.popBefore(Number.POSITIVE_INFINITY)).toBe(false);
    heap.push(3, 2, 0, 0);
    expect(heap.popBefore(4)).toBe(true);
    expect(heap.time).toBe(3);
  });
});
