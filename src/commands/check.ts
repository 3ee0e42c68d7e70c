import type { Argv } from 'yargs';
import type { CheckFlags } from './actions/check-flags.ts';
import { UsageError } from './errors.ts';
import { flag, given, once } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const check: Verb<CheckFlags> = (doThis) => ({
  command: 'check <paths..>',
  describe: 'For CI: every scenario of these files and folders against what it expects',
  builder: (yargs) =>
    withStudyFlags(yargs)
      .positional('paths', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Scenario files, and folders of them (*.yaml, *.yml)',
      })
      .option('update', { ...flag, describe: 'Keep the numbers as baselines, and show what changed' })
      .option('allow-missing-baseline', { ...flag, describe: 'Pass without a baseline that is not there' })
      .option('promises', {
        ...flag,
        describe:
          'Judge promises, too: in each disaster, in a year with its failures, in finds beside a file',
      })
      .option('disasters', {
        ...once('disasters', given('disasters')),
        describe: 'With --promises: file or folder of disasters; default the twenty-two that ship',
      })
      .option('junit', { ...once('junit', given('junit')), describe: 'Write JUnit XML to this file' })
      .check(({ update, set, seed, promises, disasters }) => {
        if (disasters !== undefined && !promises)
          throw new UsageError('--disasters goes with --promises: without it no disaster is tried');
        if (update && (set.length > 0 || seed !== undefined))
          throw new UsageError(
            '--update keeps the numbers of the file as it stands; leave --set and --seed away',
          );
        return true;
      }) as unknown as Argv<CheckFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { checkScenarios } = await import('./actions/check.ts');
      return checkScenarios(flags, interruptSignal());
    }),
});
