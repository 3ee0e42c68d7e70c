import type { Argv } from 'yargs';
import type { WorkerFlags } from './actions/worker.ts';
import { flag } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import type { Verb } from './verb.ts';
import { ON, withJobsFlag } from './where.ts';

export const worker: Verb<WorkerFlags> = (doThis) => ({
  command: 'worker',
  describe: 'Take replications from the queue of --on, until Ctrl-C',
  builder: (yargs) =>
    withJobsFlag(yargs)
      .option('on', ON)
      .option('health', {
        ...flag,
        describe: 'Only say by the exit code whether a worker of this host is at work',
      }) as unknown as Argv<WorkerFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { work } = await import('./actions/worker.ts');
      return work(flags, interruptSignal());
    }),
});
