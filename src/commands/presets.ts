import type { PresetsFlags } from './actions/presets.ts';
import type { Verb } from './verb.ts';

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
