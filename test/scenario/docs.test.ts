/** The generated documents are those of the schema as it is now; `npm run docs` writes them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jsonSchema, metricReference, scenarioReference } from '../../scripts/reference.ts';

describe('generated documents are fresh', () => {
  test('schema/scenario.schema.json', () => {
    expect(JSON.parse(readFileSync('schema/scenario.schema.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(jsonSchema())),
    );
  });
  test('docs/scenario-reference.md', () => {
    expect(readFileSync('docs/scenario-reference.md', 'utf8')).toBe(scenarioReference());
  });
  test('docs/metrics.md', () => {
    expect(readFileSync('docs/metrics.md', 'utf8')).toBe(metricReference());
  });
});

test('every key has a meaning in the reference', () => {
  const without = scenarioReference()
    .split('\n')
    .filter((line) => line.startsWith('| `') && line.endsWith('|  |'));
  expect(without).toEqual([]);
});
