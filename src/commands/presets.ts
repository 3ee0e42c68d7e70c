import type { Verb } from './verb.ts';

export interface PresetsFlags {
  readonly name: string | undefined;
  readonly json: boolean;
}

export const presets: Verb<PresetsFlags> = (doThis) => ({
  command: 'presets [name]',
  describe: 'Figures of real products; of one, each with its source',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'A preset or a part, such as aws-alb or database' })
      .option('json', { type: 'boolean', default: false, describe: 'One JSON document' }),
  handler: (flags) =>
    doThis(async () => {
      const { printPresets } = await import('./actions/presets.ts');
      return printPresets(flags);
    }),
});
