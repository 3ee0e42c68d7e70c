/** Time left: by what was computed, not by what was read from the cache. */
import { expect, test } from 'vitest';
import { Pace } from '../../src/node/pace.ts';

test('time left is the mean time so far for what is left; unknown before anything is done', () => {
  const pace = new Pace(0);
  expect(pace.left(0, 10, 5_000)).toBeNull();
  expect(pace.left(2, 10, 8_000)).toBe(32);
  expect(pace.left(2, 10, 9_000)).toBe(32);
  expect(pace.left(4, 10, 20_000)).toBe(30);
  expect(pace.left(10, 10, 50_000)).toBe(0);
});

test('what comes out of the cache at once says nothing of the rest', () => {
  const pace = new Pace(0);
  expect(pace.left(50, 100, 100)).toBeNull();
  expect(pace.left(60, 100, 10_100)).toBe(40);
});
