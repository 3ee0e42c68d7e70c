/** Figures as people say them, with no more digits than are known. */
import { describe, expect, it } from 'vitest';
import { together } from '../../src/report/line-breaks.ts';
import { paragraph } from '../../src/report/table.ts';
import * as words from '../../src/report/words.ts';

/** Digits are grouped, and units kept with their numbers, by spaces that do not break. */
const spaced = (text: string) => text.replaceAll('\u00a0', ' ');

describe('ends of an interval', () => {
  it.each([
    [185.8, 530.2, '3 m 05 s to 8 m 51 s'],
    [3660.1, 3660.3, '1 h 01 m 00 s'],
    [0.999, 0.9991, '99.90 % to 99.91 %', 'share'],
  ])('%d and %d are said as %s', (low, high, said, unit = 's') => {
    expect(spaced(words.fromTo(low, high, unit))).toBe(said);
  });

  it('have beside their number the digits that they have behind it: each those of its own arm', () => {
    const [value, low, high] = [14.4835, 13.4206, 82.176];
    const ends = spaced(words.intervalOf(value, low, high, 's'));
    expect(ends).toBe('13.4 s to 1 m 23 s');
    expect(spaced(words.withEnds(value, low, high, 's'))).toBe(`14.5 s (${ends})`);
    // Of arms about as long both have the same place.
    expect(spaced(words.intervalOf(358, 185.8, 530.2, 's'))).toBe('3 m 05 s to 8 m 51 s');
  });

  it.each([
    // Each end is said to the place of its own arm, and to the nearest would lie within the interval.
    [0.0046, 0.0036, 0.0124, 'count', '0.0036 to 0.013'],
    [8.6, 6.4, 12.2, 'count', '6 to 13'],
    [0.9915, 0.9886, 0.99212, 'share', '98.8 % to 99.22 %'],
    [-2.4, -9.3, -1.77, 's', '−10 s to −1.7 s'],
    // What is not nothing is not rounded to it.
    [300, 95, 470.2, 's', '1 m 35 s to 7 m 51 s'],
    [0.6, 0.04, 1.9, 'count', '0.04 to 1.9'],
    [0.3, 0, 0.97, 'count', '0.0 to 1.0'],
  ])('of %d from %d to %d %s are rounded outwards: %s', (value, low, high, unit, said) => {
    expect(spaced(words.intervalOf(value, low, high, unit))).toBe(said);
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [1e-5, '10.0 µs'],
    [0.00099, '0.990 ms'],
    [0.0123, '12.3 ms'],
    [0.0999, '99.9 ms'],
    [0.29, '0.290 s'],
    [14.8, '14.8 s'],
    [59.94, '59.9 s'],
    [59.96, '1 m 00 s'],
    [60, '1 m 00 s'],
    [161.04, '2 m 41 s'],
    [3_599.7, '1 h 00 m'],
    [3_720, '1 h 02 m'],
    [7_199, '2 h 00 m'],
    [86_399, '1 d 00 h'],
    [273_600, '3 d 04 h'],
    [-161.04, '−2 m 41 s'],
    [7_170, '2 h 00 m'],
    [-7_170, '−2 h 00 m'],
  ])('%d s is %s', (seconds, said) => {
    expect(spaced(words.duration(seconds))).toBe(said);
  });

  it.each([
    [1.004, 0.02, '1.00 s ± 0.02'],
    [161.04, 9.2, '2 m 41 s ± 10 s'],
    [234, 14, '3 m 54 s ± 14 s'],
    [3_753, 9, '1 h 02 m 33 s ± 9 s'],
    [3_753, 200, '1 h 03 m ± 4 m'],
    [40_000, 32_758, '11 h 07 m ± 9 h 06 m'],
    [400_000, 90_061, '4 d 15 h ± 1 d 02 h'],
    [3_780, 0.001, '1 h 03 m 00 s ± 1.0 s'],
    [2_010, 58, '33 m 30 s ± 1 m 00 s'],
    [0.05, 0.2, '0.1 s ± 0.2'],
    [20, 80, '20 s ± 1 m 20 s'],
    [119.97, 0.3, '2 m 00.0 s ± 0.3 s'],
    // What rounds up into the next unit takes its interval along.
    [0.0973, 0.0995, '0.10 s ± 0.10'],
    [0.000_099_6, 0.000_01, '0.100 ms ± 0.010'],
    [59.8, 9.6, '1 m 00 s ± 10 s'],
    [0.0323_8, 0.000_06, '32.38 ms ± 0.06'],
  ])('%d s with a half-width of %d s is %s', (seconds, half, said) => {
    expect(spaced(words.withInterval(seconds, half, 's'))).toBe(said);
  });

  it('never says more digits than the histograms hold, nor a width of nothing', () => {
    expect(spaced(words.withInterval(1.384_83, 0.000_06, 's'))).toBe('1.385 s ± 0.001');
  });
});

describe('other figures', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.99996, '99.996 %'],
    [0.456, '46 %'],
    [0.073, '7.3 %'],
    [0.00001, '0.001 %'],
  ])('the share %d is %s: what is not all is never 100 %%', (share, said) => {
    expect(spaced(words.percent(share))).toBe(said);
  });

  it.each([
    [0.1777, '18 %'],
    [0.0058, '0.58 %'],
    [0.994, '99 %'],
    [0.9967, '99.67 %'],
    [1, '100 %'],
  ])('the share %d in two digits is %s: nor is it all there', (share, said) => {
    expect(spaced(words.roughShare(share))).toBe(said);
  });

  it('a share with an interval has its digits, without becoming all', () => {
    expect(spaced(words.withInterval(0.9973, 0.0003, 'share'))).toBe('99.73 % ± 0.03');
    expect(spaced(words.percent(0.9996, 0.01))).toBe('99.96 %');
  });

  it.each([
    [5, '5/s'],
    [1 / 60, '60/h'],
    [2 / 86_400, '2/d'],
    [0, '0/s'],
  ])('%d a second is %s', (perSecond, said) => {
    expect(spaced(words.rate(perSecond))).toBe(said);
  });

  it.each([
    [482.13, 0.52, '482.1 ± 0.6'],
    [480.2, 17.2, '480 ± 18'],
    [480.2, 19.7, '480 ± 20'],
    [4_823, 0, '4 823'],
    [1_234_567, 0, '1 234 567'],
  ])('%d ± %d is %s', (value, half, said) => {
    expect(spaced(words.withInterval(value, half, 'count'))).toBe(said);
  });

  it.each([
    [0.71, 0.021, 's', 0, '+0.71 s ± 0.03'],
    [-0.2, 0.5, 'count', 0, '−0.2 ± 0.5'],
    [0.001, 0.4, 's', 0, '0.0 s ± 0.4'],
    [0, 0, 's', 0, '0'],
    [0, null, 'share', 0, '0'],
    [-0.02, 0.002, 'share', 1, '−2.0 points ± 0.2'],
    [0.000_02, 0.000_09, '1/s', 0.0057, '+0.1/h ± 0.4'],
    [52, 45, 's', 65, '+52 s ± 45'],
    [50, 52, 's', 65, '+50 s ± 60'],
    [-277, 231, 's', 986, '−4 m 37 s ± 4 m 00 s'],
    [-277.2, 262.3, 's', 986, '−4 m 37 s ± 4 m 23 s'],
    [-0.001_04, 0.001_03, 's', 0.069, '−1.040 ms ± 1.030'],
    [4_200, 4_100, 's', 0, '+1 h 10 m ± 1 h 09 m'],
    [0.031, 0.029, 'share', 1, '+3.1 points ± 2.9'],
    [1 / 3_600, 0.99 / 3_600, '1/s', 0.0057, '+1.000/h ± 0.990'],
    [-3.5, 3.46, 'count', 8, '−3.50 ± 3.46'],
    [-16.78, 16.779, 's', 900, '−17 s ± 17'],
  ] as const)('the difference %d ± %s %s beside %d is %s', (value, half, unit, beside, said) => {
    expect(spaced(words.difference(value, half, unit, beside))).toBe(said);
  });

  it.each([
    [3.43, '3.4×'],
    [31.2, '31×'],
    [0.52, '0.52×'],
  ])('the factor %d is %s', (factor, said) => {
    expect(words.times(factor)).toBe(said);
  });

  it('joins names as in a sentence', () => {
    expect(words.list(['a'])).toBe('a');
    expect(words.list(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

it('an interval that reaches much further to one side is said by its ends', () => {
  expect(spaced(words.withEnds(161, 118, 380, 's'))).toBe('2 m 41 s (1 m 58 s to 6 m 20 s)');
  expect(spaced(words.withEnds(14.8, 14.4, 15.2, 's'))).toBe('14.8 s ± 0.4');
  expect(spaced(words.withEnds(14.8, null, null, 's'))).toBe('14.8 s');
  // Ends that no digit tells apart are not said as two.
  expect(spaced(words.withEnds(28_860, 28_859.999_999, 28_860.000_01, 's'))).toBe('8 h 01 m 00 s ± 1.0 s');
  expect(spaced(words.intervalOf(28_860, 28_859.999_999, 28_860.000_01, 's'))).toBe('8 h 01 m 00 s');
});

it.each([
  ['25.3 s for a task of 291 calls', '25.3_s for a task of 291 calls'],
  ['after 2 m 41 s it is 44 % of 3 MB', 'after 2_m_41_s it is 44_% of 3_MB'],
  ['+1.385 s ± 0.009', '+1.385_s ±_0.009'],
  ['in 6 min and 4 stores, 2 decimals', 'in 6 min and 4 stores, 2 decimals'],
])('a line does not end within the numbers of %j', (text, said) => {
  expect(together(text).replaceAll('\u00a0', '_')).toBe(said);
});

it.each([40, 60, 80])('a paragraph of %d columns keeps each number with its unit', (most) => {
  const text =
    '87 ms for each round trip to the database, 25.3 s for a task of 291 calls; 2 m 41 s ± 9 s in 44 % of 6 runs';
  const lines = paragraph(text, most, 2);
  for (const line of lines) {
    expect(line).not.toMatch(/±$/);
    expect(line).not.toMatch(/^ +(ms|s|m|h|%)\b/);
  }
});

it.each([
  [11.24, 5.98, 32.57, 's', '11 s (5 s to 40 s)'],
  [0.02, 0.0185, 0.0212, 'share', '2.00 points ± 0.15'],
  [0.02, 0.0185, 0.0404, 'share', '2.00 points (1.85 to 5)'],
  [2.8, 2.55, 3.1, 's', '2.8 s ± 0.3'],
  [2.8, null, null, 's', '2.80 s'],
])('the size of a difference of %d with ends %s and %s is said as %s', (value, low, high, unit, said) => {
  expect(spaced(words.sizeOfDifference(value, low, high, unit))).toBe(said);
});

it('an end of an interval is never rounded to nothing, however long its arm is', () => {
  expect(spaced(words.endOfInterval(0.42, 10, 's'))).toBe('0.4 s');
  expect(spaced(words.endOfInterval(14.42, 10, 's'))).toBe('14 s');
  expect(spaced(words.endOfInterval(0, 10, 's'))).toBe('0 s');
});
