import type { CommandModule } from 'yargs';

export interface SchemaFlags {
  readonly metrics: boolean;
  readonly json: boolean;
}

export const schema: CommandModule<object, SchemaFlags> = {
  command: 'schema',
  describe: 'The JSON Schema of a scenario file, or the list of all metrics',
  builder: (yargs) =>
    yargs
      .option('metrics', { type: 'boolean', default: false, describe: 'The metrics instead of the schema' })
      .option('json', { type: 'boolean', default: false, describe: 'The metrics as one JSON document' }),
  handler: async (flags) => {
    const { printSchema } = await import('./actions/schema.ts');
    printSchema(flags);
  },
};
