/** When a replay waits as long as the record says. */
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../../src/study/estimates/estimate.ts';
import { agreementOf, reach } from '../../../src/study/history/waits.ts';

function estimate(value: number | null, half: number, more: Partial<Estimate> = {}): Estimate {
  const [low, high] = value === null ? [null, null] : [value - half, value + half];
  return { value, unit: 's', kind: 'mean', low, high, n: 10, ...more };
}

describe('a replay agrees with the record', () => {
  test('within the prediction interval of one more replication: √(n + 1) times that of the mean', () => {
    expect(reach(10, estimate(10, 1))).toBeCloseTo(Math.sqrt(11), 12);
    expect(agreementOf(10, estimate(13.3, 1))).toBe('agrees');
    expect(agreementOf(10, estimate(13.4, 1))).toBe('longer');
    expect(agreementOf(10, estimate(6.6, 1))).toBe('shorter');
  });

  test('within a twentieth, however sure the replay is', () => {
    expect(agreementOf(100, estimate(104.9, 0))).toBe('agrees');
    expect(agreementOf(100, estimate(94.9, 0))).toBe('shorter');
  });

  test('never when work does not end: that is longer', () => {
    expect(agreementOf(10, estimate(null, 0, { infinite: true }))).toBe('longer');
    expect(agreementOf(10, estimate(null, 0))).toBe('unknown');
    expect(agreementOf(10, undefined)).toBe('unknown');
  });
});
