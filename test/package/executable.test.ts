/** What builds the command makes it executable: `npx hasim` in a clone, and the packed one, start it by its file. */
import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from '../cli/support.ts';

test('the built command has the execute bit, set by the build itself', () => {
  expect(statSync(`${ROOT}/dist/cli.js`).mode & 0o111).toBe(0o111);
  const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'));
  expect(scripts.build).toContain('chmodSync');
});
