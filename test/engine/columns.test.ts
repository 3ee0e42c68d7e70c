import { expect, it } from 'vitest';
import { wider } from '../../src/engine/columns.ts';

it('a column that grows keeps its values', () => {
  const grown = wider(Int32Array.of(3, -1), new Int32Array(4));
  expect([...grown]).toEqual([3, -1, 0, 0]);
});
