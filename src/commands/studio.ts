import type { Argv } from 'yargs';
import type { StudioFlags } from './actions/studio-flags.ts';
import { flag, once, whole } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { ALLOW_OUTSIDE } from './options.ts';
import type { Verb } from './verb.ts';

export const studio: Verb<StudioFlags> = (doThis) => ({
  command: 'studio [scenario]',
  describe: 'Edit a scenario in the browser beside its page, on this machine alone',
  builder: (yargs) =>
    yargs
      .positional('scenario', { type: 'string', describe: 'Scenario file; without one, a new one' })
      .option('no-open', { ...flag, describe: 'Print the address and open no browser' })
      .option('port', {
        ...once('port', (text) => whole('port', text, 1, 65_535)),
        describe: 'Of 127.0.0.1; default: any that is free',
      })
      .option('allow-outside', ALLOW_OUTSIDE) as unknown as Argv<StudioFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { openStudio } = await import('./actions/studio.ts');
      return openStudio(flags, interruptSignal());
    }),
});
