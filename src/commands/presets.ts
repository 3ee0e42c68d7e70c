import type { CommandModule } from 'yargs';

export interface PresetsFlags {
  readonly name: string | undefined;
  readonly json: boolean;
}

export const presets: CommandModule<object, PresetsFlags> = {
  command: 'presets [name]',
  describe: 'Figures of real products; of one, each with its source',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'A preset or a part, such as aws-alb or database' })
      .option('json', { type: 'boolean', default: false, describe: 'One JSON document' }),
  handler: async (flags) => {
    const { printPresets } = await import('./actions/presets.ts');
    printPresets(flags);
  },
};
