/** Every fact and every failure mode has a standing, and the page says what the tests say. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAILURE_MODES } from '../../scripts/conformance/elsewhere.ts';
import { conformancePage } from '../../scripts/conformance.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

it('docs/conformance.md is what `npm run conformance` writes', () => {
  expect(readFileSync(`${ROOT}docs/conformance.md`, 'utf8')).toBe(conformancePage(ROOT));
});

describe('failure modes', () => {
  it('are all there, each once', () => {
    expect(new Set(FAILURE_MODES.map(([what]) => what)).size).toBe(28);
    expect(FAILURE_MODES).toHaveLength(28);
  });

  it.each(FAILURE_MODES)('%s: %s, where the page says', (_, standing, where) => {
    const files = where.match(/(test|scenarios)\/[\w./-]+\.(test\.ts|yaml)/g) ?? [];
    if (standing === 'reproduced') expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(existsSync(`${ROOT}${file}`), file).toBe(true);
  });
});
