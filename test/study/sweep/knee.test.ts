/** The knee of a curve: where it is by the definition, and where there is none to be trusted. */
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../../src/study/estimates/estimate.ts';
import { kneeOf } from '../../../src/study/sweep/knee.ts';

const curve = (xs: readonly (number | string)[], y: (x: number) => number | null, half: number | null = 0) =>
  xs.map((x) => {
    const value = y(Number.parseFloat(`${x}`));
    const [low, high] = half === null ? [null, null] : [value! - half, value! + half];
    const estimate = value === null ? null : ({ value, low, high } as Estimate);
    return { value: `${x}`, estimate };
  });
const UP_TO = (n: number) => Array.from({ length: n + 1 }, (_, i) => i / n);

describe('a knee', () => {
  test('of 1/(1 − ρ) up to 0.95 stands where its slope is that of the line between the ends', () => {
    const loads = Array.from({ length: 96 }, (_, i) => `${i}%`);
    // d/dρ 1/(1 − ρ) = (20 − 1)/0.95, so 1 − ρ = √0.05.
    const found = kneeOf(curve(loads, (load) => 1 / (1 - load / 100)))!;
    expect(loads[found]).toBe(`${Math.round(100 * (1 - Math.sqrt(0.05)))}%`);
  });

  test('of diminishing returns, falling or rising, stands where the line is farthest', () => {
    expect(kneeOf(curve([1, 2, 3, 4, 5], (x) => 1 / x))).toBe(1);
    expect(kneeOf(curve([1, 2, 3, 4, 5], (x) => -1 / x))).toBe(1);
  });

  test('is looked for between the first and the last design that have a number', () => {
    const found = kneeOf(curve([1, 2, 3, 4, 5, 6, 7], (x) => (x > 5 ? null : 1 / x)));
    expect(found).toBe(1);
  });

  test('is one though a value lies above the one before, as far as chance explains it', () => {
    const wavers = (x: number) => (x === 3 ? 0.52 : 1 / x);
    expect(kneeOf(curve([1, 2, 3, 4, 5, 6], wavers, 0.05))).toBe(1);
    expect(kneeOf(curve([1, 2, 3, 4, 5, 6], wavers, 0.005))).toBeNull();
  });

  test('is the same in whatever order the values were written', () => {
    expect(kneeOf(curve([5, 4, 3, 2, 1], (x) => 1 / x))).toBe(3);
    expect(kneeOf(curve([3, 1, 5, 2, 4], (x) => 1 / x))).toBe(3);
    expect(kneeOf(curve([1, 2, 2, 3, 4, 5], (x) => 1 / x))).toBeNull();
  });

  test('counts values by what they are, not by their place: units, uneven steps', () => {
    // Straight when drawn to scale, bent when at equal distances.
    expect(kneeOf(curve(['1s', '2s', '4s', '8s', '16s'], (x) => x))).toBeNull();
  });
});

describe('no knee', () => {
  test.each([
    ['a straight line', curve(UP_TO(8), (x) => x)],
    ['a bend of less than a tenth', curve(UP_TO(8), (x) => x + 0.3 * x * (1 - x))],
    ['fewer than five points', curve([1, 2, 3, 4], (x) => 1 / x)],
    ['ends that chance may explain', curve([1, 2, 3, 4, 5], (x) => 1 / x, 0.5)],
    ['a bend that chance may explain', curve(UP_TO(8), (x) => x * x, 0.3)],
    ['a curve that turns back', curve(UP_TO(8), (x) => 3 * x * (1.2 - x))],
    ['a curve on both sides of the line', curve(UP_TO(8), (x) => 3 * x * x - 2 * x * x * x)],
    ['what has no interval, as of one replication', curve([1, 2, 3, 4, 5], (x) => 1 / x, null)],
    ['names', curve(['a', 'b', 'c', 'd', 'e'], () => 1)],
  ])('of %s', (_, points) => expect(kneeOf(points)).toBeNull());
});
