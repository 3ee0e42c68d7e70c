/** Bands of how long work took, and what is to blame for the time of one, by hand. */
import { describe, expect, it } from 'vitest';
import { CAUSE, CAUSES, type Cause } from '../../../src/measure/causes.ts';
import { bandsOf } from '../../../src/study/explain/bands.ts';
import { blames } from '../../../src/study/explain/explain.ts';

/** By `CAUSES`: what is given, 0 of all else. */
const by = (some: Partial<Record<Cause, number>>) => CAUSES.map((cause) => some[cause] ?? 0);

it('a band has the work whose place in order of time lies in it, and of what failed all', () => {
  // A hundred that took 1 to 100 s, in any order, and two that failed after 500 s.
  const seconds = [...Array.from({ length: 100 }, (_, i) => 1 + ((i * 37) % 100)), 500, 500];
  const one = {
    ...{ of: 'task' as const, name: 'job', ordinals: seconds.map((_, i) => i + 1) },
    arrived: seconds.map(() => 0),
    took: seconds.map((length) => length * 1e6),
    outcomes: seconds.map((length) => (length === 500 ? ('failed' as const) : ('succeeded' as const))),
    causes: seconds.flatMap((length) => by({ slot: length * 1e6 })),
  };
  const [{ bands } = { bands: null }] = bandsOf({ classes: [one] });
  const told = Object.entries(bands!).map(([band, { count, took }]) => [band, count, took]);
  const sum = (from: number, to: number) => ((to - from + 1) * (from + to)) / 2;
  expect(told).toEqual([
    ['all', 100, sum(1, 100)],
    ['middle', 20, sum(41, 60)],
    ['p90 to p95', 5, sum(91, 95)],
    ['p95 to p99', 4, sum(96, 99)],
    ['slowest 1 %', 1, 100],
    ['slowest 5 %', 5, sum(96, 100)],
    ['failed', 2, 1000],
  ]);
  expect(bands!.middle.causes[CAUSE.slot]).toBe(sum(41, 60));
});

describe('what is to blame', () => {
  const band = { count: 1, took: 100, causes: by({ slot: 60, databaseService: 20, targets: 20 }) };

  it('is also what those do who hold the slots for which it waits, where that is much of their time', () => {
    const holders = by({ targets: 0.5, databaseService: 0.4, slot: 0.1 });
    expect(blames(band, holders)).toEqual([{ cause: 'databaseService', share: 0.8, throughSlots: 0.6 }]);
  });

  it('is the wait for a slot itself where those who hold them mostly work', () => {
    const holders = by({ targets: 0.8, databaseService: 0.2 });
    expect(blames(band, holders)).toEqual([
      { cause: 'slot', share: 0.6, throughSlots: 0 },
      { cause: 'databaseService', share: 0.2, throughSlots: 0 },
    ]);
  });

  it('is nothing where nothing took any time', () => {
    expect(blames({ count: 3, took: 0, causes: by({}) }, by({}))).toEqual([]);
  });
});
