import type { CommandModule } from 'yargs';
import { interruptSignal } from './interrupt.ts';
import { type OutputFlags, type WorkFlags, withStudyFlags } from './options.ts';

export interface CheckFlags extends WorkFlags, OutputFlags {
  readonly paths: readonly string[];
}

export const check: CommandModule<object, CheckFlags> = {
  command: 'check <paths..>',
  describe: 'For CI: every scenario of these files and folders against what it expects',
  builder: (yargs) =>
    withStudyFlags(yargs).positional('paths', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Scenario files, and folders of them (*.yaml, *.yml)',
    }),
  handler: async (flags) => {
    const { checkScenarios } = await import('./actions/check.ts');
    process.exitCode = await checkScenarios(flags, interruptSignal());
  },
};
