/** The longest of so many outages as a year of minutes can have. */
import { expect, it } from 'vitest';
import { MINUTE } from '../../src/engine/time.ts';
import { longestOf, longestOutages } from '../../src/measure/longest.ts';

const outage = (from: number, minutes: number) => ({
  from: from * MINUTE,
  metUntil: from * MINUTE,
  to: (from + minutes) * MINUTE,
});

it('of 262 800 outages every other minute of a year is the one of two minutes', () => {
  const outages = Array.from({ length: 262_800 }, (_, i) => outage(2 * i, i === 1000 ? 2 : 1));
  expect(longestOf(outages)).toEqual({ sum: 120, per: 1 });
  expect(longestOutages(outages)).toEqual([outages[1000]]);
});

it('of equal ones is each, and of none is none', () => {
  const outages = [outage(0, 1), outage(5, 3), outage(20, 3)];
  expect(longestOutages(outages)).toEqual(outages.slice(1));
  expect(longestOutages([])).toEqual([]);
  expect(longestOf([])).toEqual({ sum: 0, per: 1 });
});
