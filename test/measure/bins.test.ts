import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/engine/time.ts';
import { BinnedDurations, binWidth } from '../../src/measure/bins.ts';
import { bucketOf } from '../../src/measure/histogram.ts';

describe('the width of time bins', () => {
  it.each([
    [HOUR, 60, MINUTE],
    [HOUR + 1, 60, 2 * MINUTE],
    [8 * HOUR, 60, 10 * MINUTE],
    [DAY, 60, 30 * MINUTE],
    [365 * DAY, 400, DAY],
    [2, 60, 1000],
  ])('of %i µs in at most %i is %i', (duration, atMost, width) => {
    expect(binWidth(duration, atMost)).toBe(width);
  });

  it('is never more bins than asked for, also over decades', () => {
    for (const duration of [1, 999, HOUR + 7, 400 * DAY + 1, 30 * 365 * DAY]) {
      for (const atMost of [60, 400]) {
        expect(Math.ceil(duration / binWidth(duration, atMost))).toBeLessThanOrEqual(atMost);
      }
    }
  });
});

describe('durations by bin', () => {
  it('stand in the bin of their arrival, infinite ones apart', () => {
    const binned = new BinnedDurations(10 * SECOND, 30 * SECOND);
    binned.record(0, 5);
    binned.record(10 * SECOND - 1, 5);
    binned.record(10 * SECOND, bucketOf(1000));
    binned.recordInfinite(29 * SECOND);
    expect(binned.build()).toEqual([
      { histogram: [5, 2], infinite: 0 },
      { histogram: [bucketOf(1000), 1], infinite: 0 },
      { histogram: [], infinite: 1 },
    ]);
  });

  it('leave out what arrived after the end, also where the last bin is a short one', () => {
    const binned = new BinnedDurations(10, 15);
    for (const arrived of [14, 15, 19, 20, 1000]) {
      binned.record(arrived, 1);
      binned.recordInfinite(arrived);
    }
    expect(binned.build()).toEqual([
      { histogram: [], infinite: 0 },
      { histogram: [1, 1], infinite: 1 },
    ]);
  });
});
