/** Rule T4: a keyed draw is uniform, has 53 bits, and neighbours by key, purpose or ordinal know nothing of each other. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { draw, PURPOSE } from '../../src/engine/draw.ts';

const PURPOSES = Object.values(PURPOSE);

type Address = readonly [high: number, low: number, purpose: number, n: number];

/** Normal score that a χ² has exceeded or fallen short of (Wilson and Hilferty 1931). */
function score(chiSquare: number, df: number): number {
  const variance = 2 / (9 * df);
  return (Math.cbrt(chiSquare / df) - (1 - variance)) / Math.sqrt(variance);
}

/** How far counts are from equal, as a normal score. */
function unevenness(counts: Float64Array): number {
  const each = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - each) ** 2 / each, 0);
  return score(chiSquare, counts.length - 1);
}

/** Draws along one direction of the address, the rest held fixed: where a weak mixer shows its lattice. */
const DIRECTIONS: Record<string, (i: number) => Address> = {
  'low words one after another': (i) => [12345, i, PURPOSE.run, 0],
  'high words one after another': (i) => [i, -98765, PURPOSE.run, 0],
  'low words with only high bits set': (i) => [7, i << 14, PURPOSE.run, 3],
  'high words with only high bits set': (i) => [i << 14, 7, PURPOSE.run, 3],
  'ordinals one after another': (i) => [12345, 6789, PURPOSE.databaseService, i],
  'purposes one after another': (i) => [0, 0, i, 0],
  'a few draws of each of many keys': (i) => [i >>> 6, 0, PURPOSES[(i >>> 3) & 7]!, i & 7],
};

/** 4.5 standard deviations: of the hundreds of scores here, one in a thousand suites would pass it by chance. */
const LIMIT = 4.5;

describe('T4: keyed draws', () => {
  it('are a pure function of key, purpose and ordinal', () => {
    expect(draw(1, 2, 3, 4)).toBe(draw(1, 2, 3, 4));
    const unlike = new Set([
      draw(1, 2, 3, 4),
      draw(2, 1, 3, 4),
      draw(1, 2, 4, 3),
      draw(2, 2, 3, 4),
      draw(1, 2, 3, 5),
    ]);
    expect(unlike.size).toBe(5);
  });

  it('lie strictly between 0 and 1 and use 53 bits', () => {
    const balance = new Float64Array(52);
    const draws = 20_000;
    for (let i = 0; i < draws; i += 1) {
      const u = draw(i, i * 7919, PURPOSE.run, i % 5);
      expect(u > 0 && u < 1).toBe(true);
      // An odd multiple of 2^-53: the middle of a cell of the grid of 2^-52, so neither 0 nor 1 can be met.
      const grid = u * 2 ** 53;
      expect(grid % 2).toBe(1);
      for (let bit = 0; bit < 52; bit += 1) balance[bit]! += Math.floor(grid / 2 ** (bit + 1)) % 2;
    }
    for (const ones of balance) expect(Math.abs(ones - draws / 2) / Math.sqrt(draws / 4)).toBeLessThan(LIMIT);
  });

  it.each(Object.entries(DIRECTIONS))('are uniform over %s', (_, address) => {
    const high = new Float64Array(256);
    const low = new Float64Array(256);
    for (let i = 0; i < 2 ** 18; i += 1) {
      const u = draw(...address(i));
      high[Math.floor(u * 256)]! += 1;
      low[Math.floor(u * 2 ** 52) % 256]! += 1;
    }
    // Too even is as wrong as too uneven.
    expect(Math.abs(unevenness(high))).toBeLessThan(LIMIT);
    expect(Math.abs(unevenness(low))).toBeLessThan(LIMIT);
  });

  it.each(Object.entries(DIRECTIONS))('of neighbours are independent over %s', (_, address) => {
    for (const distance of [1, 2, 3, 4, 8, 16]) {
      const pairs = new Float64Array(32 * 32);
      let products = 0;
      const draws = 2 ** 17;
      for (let i = 0; i < draws; i += 1) {
        const u = draw(...address(i));
        const v = draw(...address(i + distance));
        pairs[Math.floor(u * 32) * 32 + Math.floor(v * 32)]! += 1;
        products += (u - 0.5) * (v - 0.5);
      }
      expect(Math.abs(unevenness(pairs))).toBeLessThan(LIMIT);
      // The product of two centred uniforms has variance 1/144.
      expect(Math.abs(products / Math.sqrt(draws / 144))).toBeLessThan(LIMIT);
    }
  });

  it('change in every bit with probability a half when one bit of the address changes', () => {
    const words = seedrandom.alea('avalanche');
    const draws = 4_000;
    const flips = Array.from({ length: 32 }, (_, bit) => 1 << bit);
    const neighbours: ((at: Address) => Address)[] = [
      ...flips.map(
        (flip) =>
          ([high, low, purpose, n]: Address): Address => [high ^ flip, low, purpose, n],
      ),
      ...flips.map(
        (flip) =>
          ([high, low, purpose, n]: Address): Address => [high, low ^ flip, purpose, n],
      ),
      ([high, low, purpose, n]) => [high, low, purpose, n + 1],
      ([high, low, purpose, n]) => [high, low, purpose + 1, n],
    ];
    for (const neighbour of neighbours) {
      const changed = new Float64Array(52);
      for (let i = 0; i < draws; i += 1) {
        const at: Address = [words.int32(), words.int32(), PURPOSES[i % PURPOSES.length]!, i % 40];
        countChangedBits(draw(...at), draw(...neighbour(at)), changed);
      }
      // 66 neighbours × 52 bits: the largest of so many scores is itself near 4.
      for (const count of changed) {
        expect(Math.abs(count - draws / 2) / Math.sqrt(draws / 4)).toBeLessThan(LIMIT + 0.5);
      }
    }
  });

  it('never repeat among a million', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 1_000_000; i += 1) {
      seen.add(draw(i >>> 9, i & 7, PURPOSES[(i >>> 3) & 7]!, (i >>> 6) & 7));
    }
    // By chance 1e12 / 2 pairs meet on 2^52 places once in nine thousand suites.
    expect(seen.size).toBe(1_000_000);
  });
});

function countChangedBits(u: number, v: number, changed: Float64Array): void {
  const a = Math.floor(u * 2 ** 52);
  const b = Math.floor(v * 2 ** 52);
  const low = (a % 2 ** 26) ^ (b % 2 ** 26);
  const high = Math.floor(a / 2 ** 26) ^ Math.floor(b / 2 ** 26);
  for (let bit = 0; bit < 26; bit += 1) {
    changed[bit]! += (low >>> bit) & 1;
    changed[26 + bit]! += (high >>> bit) & 1;
  }
}
