import type { CommandModule } from 'yargs';
import { interruptSignal } from './interrupt.ts';
import { type OutputFlags, type WorkFlags, withReplicationFlag, withStudyFlags } from './options.ts';

export interface RunFlags extends WorkFlags, OutputFlags {
  readonly scenarios: readonly string[];
  readonly replication: number | undefined;
}

export const run: CommandModule<object, RunFlags> = {
  command: 'run <scenarios..>',
  describe: 'Simulate scenarios: a summary, charts and tables of each',
  builder: (yargs) =>
    withReplicationFlag(withStudyFlags(yargs)).positional('scenarios', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Scenario files',
    }),
  handler: async (flags) => {
    const { runScenarios } = await import('./actions/run.ts');
    process.exitCode = await runScenarios(flags, interruptSignal());
  },
};
