import type { InitFlags } from './actions/init-flags.ts';
import { UsageError } from './errors.ts';
import { interruptSignal } from './interrupt.ts';
import type { Verb } from './verb.ts';

export const init: Verb<InitFlags> = (doThis) => ({
  command: 'init [file]',
  describe: 'Write a scenario to start from, or one that replays recorded tasks',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', default: 'scenario.yaml', describe: 'Where to write it' })
      .option('from', {
        type: 'string',
        requiresArg: true,
        coerce: (paths: string | string[]) => [paths].flat(),
        default: [],
        defaultDescription: 'nothing',
        describe: 'A saved list of tasks (/api/tasks), a CSV or JSON export, or a folder of them; repeatable',
      })
      .option('columns', {
        type: 'string',
        requiresArg: true,
        describe: 'Columns of an export: arrival=QueueTime,started=StartTime,ended=CompletedTime,class=Name',
      })
      .option('force', { type: 'boolean', default: false, describe: 'Overwrite files that are there' }),
  handler: (flags) =>
    doThis(async () => {
      if (flags.from.length > 0) {
        const { writeFromTasks } = await import('./actions/init-from.ts');
        return writeFromTasks(flags, interruptSignal());
      }
      if (flags.columns !== undefined)
        throw new UsageError('--columns says what stands in an export; name it with --from');
      const { writeStarter } = await import('./actions/init.ts');
      return writeStarter(flags);
    }),
});
