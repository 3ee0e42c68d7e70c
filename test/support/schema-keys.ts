/** All keys of the format, as paths in which `*` stands for a name or an item. */
import { z } from 'zod';
import type { JsonSchema } from '../../scripts/reference.ts';
import { scenarioFile } from '../../src/scenario/schema.ts';

/** The schema of a file that stands alone: with what must be there. */
export function fileSchema(): JsonSchema {
  return z.toJSONSchema(scenarioFile, { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/** Every key with whether a file may leave it out. Steps in steps are told once. */
export function schemaKeys(): Map<string, boolean> {
  const schema = fileSchema();
  return keysOf(schema, schema.definitions);
}

function keysOf(schema: JsonSchema, definitions: JsonSchema['definitions'], path = ''): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const take = (more: ReadonlyMap<string, boolean>) => {
    for (const [key, optional] of more) found.set(key, optional || (found.get(key) ?? false));
  };
  if (schema.anyOf?.some((option) => option.properties?.['exponential'] !== undefined)) return found;
  if (schema.$ref !== undefined) {
    const target = definitions?.[schema.$ref.slice('#/definitions/'.length)];
    return target === undefined || path.includes('repeat') ? found : keysOf(target, definitions, path);
  }
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? key : `${path}.${key}`;
    take(new Map([[at, !schema.required?.includes(key)]]));
    take(keysOf(value, definitions, at));
  }
  const { additionalProperties: inner, items } = schema;
  if (typeof inner === 'object') take(keysOf(inner, definitions, `${path}.*`));
  if (items !== undefined && !Array.isArray(items))
    take(keysOf(items as JsonSchema, definitions, `${path}.*`));
  for (const option of schema.anyOf ?? []) take(keysOf(option, definitions, path));
  return found;
}
