import type { RunFlags } from './actions/run.ts';
import { interruptSignal } from './interrupt.ts';
import { withReplicationFlag, withSealFlag, withStudyFlags } from './options.ts';
import type { Verb } from './verb.ts';

export const run: Verb<RunFlags> = (doThis) => ({
  command: 'run <scenarios..>',
  describe: 'Simulate scenarios: a summary, charts and tables of each',
  builder: (yargs) =>
    withReplicationFlag(withSealFlag(withStudyFlags(yargs)))
      .positional('scenarios', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Scenario files',
      })
      .option('assumptions', {
        type: 'boolean',
        default: false,
        describe: 'List all that the answer rests on and the file does not say',
      }),
  handler: (flags) =>
    doThis(async () => {
      const { runScenarios } = await import('./actions/run.ts');
      return runScenarios(flags, interruptSignal());
    }),
});
