import type { CompareFlags } from './actions/compare.ts';
import { once, share } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withSealFlag, withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const compare: Verb<CompareFlags> = (doThis) => ({
  command: 'compare <baseline> <candidates..>',
  describe: 'The same work through each design: differences, verdicts, charts beside each other',
  builder: (yargs) =>
    withSealFlag(withStudyFlags(yargs))
      .positional('baseline', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .positional('candidates', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Scenario files, each compared with the baseline',
      })
      .option('delta', {
        ...once('delta', (text) => share('delta', text)),
        describe: 'Differences within are "equivalent", such as 2%',
      })
      .option('explain', {
        type: 'boolean',
        default: false,
        describe: 'By which causes the same tasks and requests take longer or less',
      }),
  handler: (flags) =>
    doThis(async () => {
      const { compareScenarios } = await import('./actions/compare.ts');
      return compareScenarios(flags, interruptSignal());
    }),
});
