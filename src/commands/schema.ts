import type { SchemaFlags } from './actions/schema.ts';
import type { Verb } from './verb.ts';

export const schema: Verb<SchemaFlags> = (doThis) => ({
  command: 'schema',
  describe: 'The JSON Schema of a scenario file, or the list of all metrics',
  builder: (yargs) =>
    yargs
      .option('metrics', { type: 'boolean', default: false, describe: 'The metrics instead of the schema' })
      .option('json', { type: 'boolean', default: false, describe: 'The metrics as one JSON document' }),
  handler: (flags) =>
    doThis(async () => {
      const { printSchema } = await import('./actions/schema.ts');
      return printSchema(flags);
    }),
});
