/** The format as documents, made from the schema and the catalogue: JSON Schema for editors, Markdown for people. */
import * as z from 'zod/mini';
import { CATALOGUE } from '../src/scenario/catalogue.ts';
import { scenarioFile } from '../src/scenario/schema.ts';
import { PATTERNS } from '../src/scenario/units.ts';

/** What is used of JSON Schema. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/**
 * The JSON Schema (draft 7) of a scenario file. A file that extends another may leave out anything and remove with
 * null, so nothing is required but in alternatives, where the key tells them apart.
 */
export function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioFile, { io: 'input', target: 'draft-7' }) as JsonSchema;
  return { ...relaxed(schema), ...{ title: 'hasim scenario' } };
}

function relaxed({ required: _, ...schema }: JsonSchema): JsonSchema {
  const inner = schema.additionalProperties;
  return {
    ...schema,
    ...(schema.properties && { properties: mapValues(schema.properties, relaxed) }),
    ...(typeof inner === 'object' && { additionalProperties: relaxed(inner) }),
  };
}

/** `docs/scenario-reference.md`: every key with its values, default and meaning. */
export function scenarioReference(): string {
  const schema = jsonSchema();
  const sections: string[] = [];
  const plain: string[] = [];
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const rows = rowsOf(value, key, schema.definitions);
    if (rows.length === 0) plain.push(row(key, value));
    else sections.push(`## ${key}\n\n${value.description ?? ''}\n\n${table(rows)}`);
  }
  return `${REFERENCE_HEAD}\n## Single keys\n\n${table(plain)}\n${sections.join('\n')}\n${DISTRIBUTIONS}`;
}

/** `docs/metrics.md`: every metric with its unit, kind and meaning. */
export function metricReference(): string {
  const rows = CATALOGUE.map(
    ({ pattern, unit, kind, better, text }) =>
      `| \`${pattern}\` | ${unit} | ${kind} | ${better ?? '–'} | ${text} |`,
  );
  return `${METRICS_HEAD}\n| metric | unit | kind | better | meaning |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
}

const REFERENCE_HEAD = `# The scenario file, key by key

Made from the schema by \`npm run docs\`; do not edit. Values with a unit need it: durations \`us ms s m h d\`
(\`1h30m\`), sizes \`B kB MB GB KiB MiB GiB\`, throughput \`MB/s\`, rates \`60/h\`, shares \`99.9%\`. In paths, \`<name>\`
stands for a name of your own and \`*\` for each item of a list. A default in brackets is that of the whole part.
`;

const DISTRIBUTIONS = `## Distributions

Wherever a distribution is asked for, one of these stands:

| form | meaning |
|---|---|
| \`25s\` | always the same |
| \`{ exponential: 25s }\` | the mean |
| \`{ lognormal: { median: 25s, p95: 90s } }\` | by median and 95th percentile |
| \`{ lognormal: { mean: 30s, cv: 0.5 } }\` | by mean and coefficient of variation |
| \`{ uniform: [10s, 20s] }\` | from, to |
| \`{ triangular: { min: 1s, mode: 2s, max: 9s } }\` | lowest, most probable, highest |
| \`{ erlang: { k: 4, mean: 8s } }\` | the sum of k exponential phases |
| \`{ weibull: { shape: 1.5, mean: 8s } }\` | shape and mean |
| \`{ pareto: { shape: 1.2, min: 1s, max: 1h } }\` | bounded Pareto |
| \`{ empirical: [[1s, 3], [5s, 1]] }\` | values with their weights |
`;

const METRICS_HEAD = `# Metrics

Made from the catalogue by \`npm run docs\`; do not edit. Base units: seconds, 1/s, shares 0..1, counts. A metric is
named in expectations, goals and result files as it stands here, with names of the scenario for \`<class>\`, \`<node>\`,
\`<fault>\` and \`<entry>\`.
`;

/** The rows of everything inside a value; none for a value without keys. Steps in steps are told once. */
function rowsOf(schema: JsonSchema, path: string, definitions: JsonSchema['definitions']): string[] {
  if (isDistribution(schema)) return [];
  if (schema.$ref !== undefined) {
    const target = definitions?.[schema.$ref.slice('#/definitions/'.length)];
    return target === undefined ? [] : rowsOf(target, path, undefined);
  }
  const inner = schema.additionalProperties;
  const items = Array.isArray(schema.items) ? undefined : (schema.items as JsonSchema | undefined);
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
      row(`${path}.${key}`, value),
      ...rowsOf(value, `${path}.${key}`, definitions),
    ]),
    ...(typeof inner === 'object' ? rowsOf(inner, `${path}.<name>`, definitions) : []),
    ...(items === undefined ? [] : rowsOf(items, `${path}.*`, definitions)),
    ...unique((schema.anyOf ?? []).flatMap((option) => rowsOf(option, path, definitions))),
  ];
}

function row(path: string, schema: JsonSchema): string {
  const fallback = schema.default === undefined ? '' : `\`${yamlish(schema.default)}\``;
  return `| \`${path}\` | ${kindOf(schema)} | ${fallback} | ${schema.description ?? ''} |`;
}

function table(rows: readonly string[]): string {
  return `| key | value | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** What kind of value it is, in words. */
function kindOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return 'a step';
  if (isDistribution(schema)) return 'distribution';
  if (schema.anyOf !== undefined) return unique(schema.anyOf.map(kindOf)).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  const quantity = Object.entries(PATTERNS).find(([, pattern]) => pattern === schema.pattern)?.[0];
  if (quantity !== undefined) return quantity;
  switch (schema.type) {
    case 'integer':
      return `whole number ${range(schema)}`.trim();
    case 'number':
      return `number ${range(schema)}`.trim();
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return Array.isArray(schema.items) ? 'pair' : 'list';
    case 'object':
      return schema.properties === undefined ? 'map of names' : 'map';
    default:
      return 'text';
  }
}

function range({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const low = exclusiveMinimum === undefined ? minimum : `above ${exclusiveMinimum}`;
  if (low === undefined || maximum === undefined || maximum === Number.MAX_SAFE_INTEGER) return '';
  return maximum >= 1e9 ? `from ${low}` : `${low} … ${maximum}`;
}

function isDistribution(schema: JsonSchema): boolean {
  return schema.anyOf?.some((option) => option.properties?.exponential !== undefined) ?? false;
}

function yamlish(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlish).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === '' ? "''" : String(value);
  const entries = Object.entries(value).map(([key, each]) => `${key}: ${yamlish(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, f(value)]));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
