/** Values of a file as numbers, and larger or smaller in their own unit. */
import { expect, test } from 'vitest';
import { magnitude, scaled } from '../../src/scenario/quantity.ts';

test.each([
  [7, 7],
  ['7', 7],
  ['2.5', 2.5],
  ['1h30m', 5_400e6],
  ['200MB', 200e6],
  ['1MB/s', 1e6],
  ['60/m', 1],
  ['25%', 0.25],
  ['greedy', null],
  ['us-east-1', null],
  [true, null],
  [null, null],
  [{ exponential: '1s' }, null],
])('%j counts %j', (written, value) => expect(magnitude(written)).toBe(value));

test.each([
  ['200MB', 1.1, '220MB'],
  ['60/h', 0.9, '54/h'],
  ['0.5ms', 1.1, '0.55ms'],
  ['100%', 1.1, '110%'],
  ['1h30m', 1.1, '1h39m'],
  ['20s', 0.9, '18s'],
  [10, 1.1, 11],
  [4, 1.1, 4.4],
  [0.000001, 0.1, 1e-7],
  ['0.000001%', 0.1, '0.0000001%'],
  ['random', 1.1, null],
])('%j times %d is %j', (written, factor, value) => expect(scaled(written, factor)).toBe(value));
