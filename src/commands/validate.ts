import type { ValidateFlags } from './actions/validate.ts';
import { flag } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withOwnStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const validate: Verb<ValidateFlags> = (doThis) => ({
  command: 'validate',
  describe: 'The model against queueing theory: numbers that are known exactly',
  builder: (yargs) =>
    withOwnStudyFlags(yargs).option('external', {
      ...flag,
      describe: 'Against what others have published, each number beside theirs with its source',
    }),
  handler: (flags) =>
    doThis(async () => {
      const { validateModel } = await import('./actions/validate.ts');
      return validateModel(flags, interruptSignal());
    }),
});
