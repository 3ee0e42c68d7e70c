/** Every fact has a standing, and the page says what the tests say. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { conformancePage } from '../../scripts/conformance.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

it('docs/conformance.md is what `npm run conformance` writes', () => {
  expect(readFileSync(`${ROOT}docs/conformance.md`, 'utf8')).toBe(conformancePage(ROOT));
});
