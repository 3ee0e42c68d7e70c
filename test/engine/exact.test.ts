/** Section 11: areas are kept exactly, also past 2^53. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '../../src/engine/exact.ts';

const LIMB = 2n ** 52n;

function exactly(sum: ExactSum): bigint {
  return BigInt(sum.high) * LIMB + BigInt(sum.low);
}

const term = fc.oneof(
  fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(2 ** 52, -(2 ** 52), 2 ** 52 - 1, 1 - 2 ** 52),
);
/** How many × µs: up to 2^26 of anything, up to 2^52 µs. */
const product = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: 2 ** 26 - 1 }), fc.constantFrom(0, 1, 2 ** 26 - 1)),
  fc.oneof(fc.integer({ min: 0, max: 2 ** 52 - 1 }), fc.constantFrom(0, 1, 2 ** 26, 2 ** 52 - 1)),
);

describe('ExactSum', () => {
  it('adds as BigInt does, and keeps its low limb within [0, 2^52)', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(term, product), { maxLength: 60 }), (terms) => {
        const sum = new ExactSum();
        let expected = 0n;
        for (const each of terms) {
          if (typeof each === 'number') {
            sum.add(each);
            expected += BigInt(each);
          } else {
            sum.addProduct(...each);
            expected += BigInt(each[0]) * BigInt(each[1]);
          }
          expect(sum.low >= 0 && sum.low < 2 ** 52).toBe(true);
        }
        expect(exactly(sum)).toBe(expected);
        // Number(bigint) is the nearest double.
        expect(sum.value).toBe(Number(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('one sum reached by two ways is equal, one more is not', () => {
    const [a, b] = [new ExactSum(), new ExactSum()];
    for (let i = 0; i < 1000; i += 1) a.add(2 ** 52 - i);
    b.addProduct(1000, 2 ** 52 - 1000);
    b.add(1000 * 1000 - (999 * 1000) / 2);
    expect(a.equals(b)).toBe(true);
    b.add(1);
    expect(a.equals(b)).toBe(false);
    b.add(-1);
    b.high += 1;
    expect(a.equals(b)).toBe(false);
  });
});
