import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  formatDuration,
  LONGEST,
  type Parsed,
  parseDuration,
  parseRate,
  parseShare,
  parseSize,
  parseThroughput,
} from '../../src/scenario/units.ts';

const value = (parsed: Parsed) => (parsed.ok ? parsed.value : parsed.why);

describe('durations in µs', () => {
  test.each([
    ['1h30m', 5_400_000_000],
    ['87ms', 87_000],
    ['0.5ms', 500],
    ['1.1ms', 1_100],
    ['1.0000005s', 1_000_001],
    ['0.0004ms', 0],
    ['1.5h', 5_400_000_000],
    ['1d2h3m4s5ms6us', 93_784_005_006],
    ['0s', 0],
    ['36500d', LONGEST],
  ])('%s', (text, micros) => expect(value(parseDuration(text))).toBe(micros));

  test.each([
    '',
    '10',
    '0',
    '-5s',
    '+5s',
    ' 5s',
    '5s ',
    '5 s',
    's',
    '1e3s',
    '1h 30m',
    '30m1h',
    '1h1h',
    '1.5h30m',
    '.5s',
    '5.s',
    'P1DT2H',
    '10:30',
    '5min',
    '5M',
    '1w',
    '36501d',
    '1_000s',
    '５s',
    'NaNs',
    'Infinitys',
    `${'9'.repeat(400)}s`,
  ])('%j is none', (text) => expect(parseDuration(text).ok).toBe(false));

  property.prop([fc.integer({ min: 0, max: LONGEST })])('read back as written', (micros) => {
    expect(value(parseDuration(formatDuration(micros)))).toBe(micros);
  });
});

test.each([
  ['100B', 100],
  ['100kB', 100_000],
  ['8MB', 8_000_000],
  ['1.5GB', 1_500_000_000],
  ['512KiB', 524_288],
  ['8MiB', 8_388_608],
  ['1GiB', 1_073_741_824],
] as const)('a size of %s', (text, bytes) => expect(value(parseSize(text))).toBe(bytes));

test.each(['100', '512 KiB', '1KB', '1kb', '1M', '-1B', '8MB/s', '1TB'])('%j is no size', (text) =>
  expect(parseSize(text).ok).toBe(false),
);

test('a throughput is bytes per second and above 0', () => {
  expect(value(parseThroughput('250MB/s'))).toBe(250_000_000);
  for (const text of ['250MB', '250/s', '0MB/s', '250MB/h']) expect(parseThroughput(text).ok).toBe(false);
});

test('a rate is per second', () => {
  expect(value(parseRate('60/h'))).toBe(60 / 3600);
  expect(value(parseRate('5/s'))).toBe(5);
  expect(value(parseRate('0.5/m'))).toBe(0.5 / 60);
  expect(value(parseRate('12/d'))).toBe(12 / 86_400);
  for (const text of ['60', '60/w', '60h', '-1/s', '1/1h', '2000000/s', '/h'])
    expect(parseRate(text).ok).toBe(false);
});

test('a share is exact to the last bit', () => {
  expect(value(parseShare('99.9%'))).toBe(0.999);
  expect(value(parseShare('0%'))).toBe(0);
  expect(value(parseShare('29%'))).toBe(0.29);
  for (const text of ['0.999', '99.9', '99,9%', '-1%', '%']) expect(parseShare(text).ok).toBe(false);
});

test('a slip is told what was probably meant', () => {
  expect(value(parseDuration('5min'))).toContain('did you mean 5m?');
  expect(value(parseDuration('5 s'))).toContain('write 5s');
  expect(value(parseDuration('10'))).toContain('write 10s, 10m or 10h');
  expect(value(parseSize('10KB'))).toContain('did you mean 10kB?');
});
