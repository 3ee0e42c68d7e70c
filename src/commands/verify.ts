import type { Argv } from 'yargs';
import type { VerifyFlags } from './actions/verify.ts';
import { interruptSignal } from './interrupt.ts';
import type { Verb } from './verb.ts';

export const verify: Verb<VerifyFlags> = (doThis) => ({
  command: 'verify <seal>',
  describe: 'Run what --seal has sealed again: is every file of the report the same?',
  builder: (yargs) =>
    yargs.positional('seal', {
      type: 'string',
      demandOption: true,
      describe: 'Archive that run, compare or drill wrote with --seal',
    }) as unknown as Argv<VerifyFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { verifySeal } = await import('./actions/verify.ts');
      return verifySeal(flags, interruptSignal());
    }),
});
