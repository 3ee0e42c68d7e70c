/** A key of the scenario file that is read, checked and resolved, and then forgotten, is found here. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unusedProperties } from '../support/spec-properties.ts';

test('whatever a scenario says is used by somebody', () => {
  expect(unusedProperties(join(import.meta.dirname, '../../src'))).toEqual([]);
});
