/** Writes what is generated from the scenario schema and the metric catalogue: run it after changing either. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { jsonSchema, metricReference, scenarioReference } from './reference.ts';

const files = {
  'schema/scenario.schema.json': `${JSON.stringify(jsonSchema(), null, 1)}\n`,
  'docs/scenario-reference.md': scenarioReference(),
  'docs/metrics.md': metricReference(),
};

for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
