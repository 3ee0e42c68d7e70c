/** Rule T5: logarithm, exponential and powers of our own, held against those of the engine, and fixed to the bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, ln, lnGamma, pow } from '../../src/engine/elementary.ts';

/** How many units in the last place two numbers differ. */
function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const view = new BigInt64Array(new Float64Array([a, b]).buffer);
  const difference = view[0]! - view[1]!;
  return Number(difference < 0n ? -difference : difference);
}

const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });

describe('ln', () => {
  test('is within 2 units in the last place anywhere', () => {
    fc.assert(fc.property(positive, (x) => apart(ln(x), Math.log(x)) <= 2));
  });

  test('is as exact near 1, where the logarithm is small, and at the seams of its table', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.7, max: 1.45, noNaN: true }), (x) => apart(ln(x), Math.log(x)) <= 2),
    );
    for (let j = 180; j <= 364; j += 1)
      for (const x of [j / 256, j / 256 + 2 ** -52, j / 256 - 2 ** -53])
        expect(apart(ln(x), Math.log(x))).toBeLessThanOrEqual(2);
    expect(apart(ln(1 - 2 ** -52), Math.log(1 - 2 ** -52))).toBe(0);
  });

  test('has the values at the borders', () => {
    expect([ln(1), ln(0), ln(-0), ln(Number.POSITIVE_INFINITY)]).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect([ln(-1), ln(Number.NaN), ln(Number.NEGATIVE_INFINITY)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(apart(ln(Number.MIN_VALUE), Math.log(Number.MIN_VALUE))).toBeLessThanOrEqual(2);
  });
});

describe('exp', () => {
  test('is within 1 unit in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => apart(exp(x), Math.exp(x)) <= 1),
    );
  });

  test('has the values at the borders', () => {
    expect([exp(0), exp(710), exp(-746), exp(Number.NEGATIVE_INFINITY)]).toEqual([
      1,
      Number.POSITIVE_INFINITY,
      0,
      0,
    ]);
    expect(exp(Number.NaN)).toBe(Number.NaN);
    expect(exp(-745)).toBe(Number.MIN_VALUE);
    expect(apart(exp(709.78), Math.exp(709.78))).toBeLessThanOrEqual(1);
  });
});

describe('pow', () => {
  test('is as exact as its logarithm is large', () => {
    const base = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    const power = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(base, power, (x, y) => apart(pow(x, y), x ** y) <= 4 + 4 * Math.abs(y * Math.log2(x))),
    );
  });

  test('has the values at the borders', () => {
    expect([pow(0, 2.5), pow(0, 3), pow(0, -1), pow(3, 0), pow(1, -7.5), pow(2, 10), pow(3, 5)]).toEqual([
      0,
      0,
      Number.POSITIVE_INFINITY,
      1,
      1,
      1024,
      243,
    ]);
  });
});

test('every bit of some values, the same on every machine', () => {
  const bits = [ln(0.1), ln(3), ln(1e300), exp(0.1), exp(-30), pow(0.3, 0.7), pow(7, 1.5)].map((x) =>
    new BigUint64Array(new Float64Array([x]).buffer)[0]!.toString(16),
  );
  expect(bits).toMatchInlineSnapshot(`
    [
      "c0026bb1bbb55515",
      "3ff193ea7aad030b",
      "4085963447f87fb5",
      "3ff1aec7b35a00d4",
      "3d3a56e0c2ac7f75",
      "3fdb8d809c615f41",
      "4032852fb49899cb",
    ]
  `);
});

describe('ln Γ', () => {
  test('of whole and half numbers', () => {
    expect(lnGamma(1)).toBeCloseTo(0, 13);
    expect(lnGamma(6)).toBeCloseTo(Math.log(120), 12);
    expect(lnGamma(11)).toBeCloseTo(Math.log(3628800), 12);
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(lnGamma(1.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI) / 2), 13);
    expect(lnGamma(0.25)).toBeCloseTo(Math.log(3.6256099082219083), 13);
  });
});
