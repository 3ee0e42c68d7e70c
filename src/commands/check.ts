import { interruptSignal } from './interrupt.ts';
import { type OutputFlags, type WorkFlags, withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export interface CheckFlags extends WorkFlags, OutputFlags {
  readonly paths: readonly string[];
}

export const check: Verb<CheckFlags> = (doThis) => ({
  command: 'check <paths..>',
  describe: 'For CI: every scenario of these files and folders against what it expects',
  builder: (yargs) =>
    withStudyFlags(yargs).positional('paths', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Scenario files, and folders of them (*.yaml, *.yml)',
    }),
  handler: (flags) =>
    doThis(async () => {
      const { checkScenarios } = await import('./actions/check.ts');
      return checkScenarios(flags, interruptSignal());
    }),
});
